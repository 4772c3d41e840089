-- Row-level security on every table: enabled everywhere, so that a table without a policy shows nothing.
-- Whoever forgets a check in the program reads nothing.

do $$
declare t record;
begin
  for t in select schemaname, tablename from pg_tables
            where schemaname in ('network', 'access', 'audit', 'people', 'rights', 'care', 'intake') loop
    execute format('alter table %I.%I enable row level security', t.schemaname, t.tablename);
  end loop;
end $$;

-- The network's own data and reference lists: any signed-in actor.
do $$
declare name text;
begin
  foreach name in array array['network.structure', 'network.site', 'network.professional', 'network.term',
      'access.role', 'access.nature', 'access.nature_right', 'access.glass_reason', 'access.glass_right', 'access.capability', 'rights.scheme', 'audit.action'] loop
    execute format('grant select on %s to maillage_app', name);
    -- Who has just opened a record is signed in.
    execute format('create policy signed_in on %s for select to maillage_app
      using (exists (select from access.opened) or (select access.account_id()) is not null)', name);
  end loop;
end $$;

-- The name of the centre and whether this is a demonstration are on the sign-in page.
grant select on network.installation to maillage_app, maillage_signin;
create policy signed_in on network.installation for select to maillage_app using ((select access.account_id()) is not null);
create policy everyone on network.installation for select to maillage_signin using (true);

-- Accounts and assignments: oneself, and those who administer accounts. Secrets and sessions: the sign-in role only.
grant select on access.account, access.assignment to maillage_app;
create policy own_or_administrator on access.account for select to maillage_app
  using (id = (select access.account_id()) or (select access.can('accounts')));
create policy own_or_administrator on access.assignment for select to maillage_app
  using (account_id = (select access.account_id()) or (select access.can('accounts')));

do $$
declare name text;
begin
  foreach name in array array['access.account', 'access.assignment', 'access.role', 'access.credential', 'access.passkey',
      'access.one_time_link', 'access.sign_in_step', 'access.session', 'access.rate_limit'] loop
    execute format('grant select, insert, update, delete on %s to maillage_signin', name);
    execute format('create policy sign_in on %s for all to maillage_signin using (true) with check (true)', name);
  end loop;
end $$;
revoke insert, update, delete on access.account, access.assignment, access.role from maillage_signin;

-- The audit trail: read by those whose charge it is; written by audit.record alone; sealed by the sealer.
grant select on audit.entry, audit.seal, audit.head to maillage_app;
create policy trail_readers on audit.entry for select to maillage_app using ((select access.can('audit_trail')));
create policy trail_readers on audit.seal for select to maillage_app using ((select access.can('audit_trail')));
create policy trail_readers on audit.head for select to maillage_app using ((select access.can('audit_trail')));
create policy sealer on audit.entry for select to maillage_sealer using (true);
create policy sealer on audit.seal for all to maillage_sealer using (true) with check (true);
create policy sealer on audit.pruned for select to maillage_sealer using (true);
create policy sealer on audit.head for all to maillage_sealer using (true) with check (true);
create policy sealer on audit.signing_key for all to maillage_sealer using (true) with check (true);

-- What is held of a person: read when this transaction's audit names them and the role holds the nature.
do $$
declare t record;
begin
  for t in select * from (values
      ('people.person', 'person_id', 'id', 'identity'), ('people.registration', null, 'person_id', 'identity'),
      ('people.identity', null, 'person_id', 'identity'), ('people.name_variant', null, 'person_id', 'identity'),
      ('people.situation_statement', null, 'person_id', 'social_situation'),
      ('rights.cover_statement', null, 'person_id', 'cover'), ('rights.cover_interval', null, 'person_id', 'cover'),
      ('care.encounter', null, 'person_id', 'appointments')) as v (name, unused, key, nature) loop
    execute format('grant select on %s to maillage_app', t.name);
    execute format('create policy readers on %s for select to maillage_app using (%s)',
      t.name, access.gate(t.key, t.nature, 'read'));
  end loop;
  for t in select * from (values
      ('people.identity', 'identity', 'known_from = now() and known_to is null', 'true'),
      ('people.situation_statement', 'social_situation', 'known_from = now() and known_to is null', 'true'),
      ('rights.cover_statement', 'cover', 'known_from = now() and known_to is null',
        'exists (select from rights.scheme k where k.layer = cover_statement.layer and k.code = cover_statement.scheme and k.mask = cover_statement.mask)'),
      ('rights.cover_interval', 'cover', 'known = tstzrange(now(), null)',
        'exists (select from rights.scheme k where k.layer = cover_interval.layer and k.code = cover_interval.scheme)'),
      ('care.encounter', 'appointments', 'known_from = now() and known_to is null',
        'structure_id = any (array(select o.structure_id from access.opened o))
         and (site_id is null or exists (select from network.site s where s.id = site_id))
         and (professional_id is null or exists (select from network.professional f where f.id = professional_id))'))
      as v (name, nature, known_now, refers) loop
    execute format('grant insert on %s to maillage_app', t.name);
    -- Known from this moment on: nobody writes into what was known before. Signed by who opened the record.
    execute format('create policy writers on %s for insert to maillage_app
      with check (%s and author_id = any (array(select o.account_id from access.opened o)) and %s and %s)',
      t.name, t.known_now, t.refers, access.gate('person_id', t.nature, 'write'));
  end loop;
end $$;

-- A revision closes the row in force and counts the record's version: nothing else of a row ever changes.
do $$ begin
  grant update (known_to) on people.identity to maillage_app;
  execute format('create policy revisers on people.identity for update to maillage_app
    using (known_to is null and %s) with check (known_to = now())', access.gate('person_id', 'identity', 'write'));
  grant update (version) on people.person to maillage_app;
  execute format('create policy revisers on people.person for update to maillage_app using (%s)', access.gate('id', 'identity', 'write'));
end $$;

-- The words of an encounter, each by its own nature; "own" cells read what their account wrote.
do $$
declare
  natures text[] := '{clinical,useful,appointments}';
begin
  grant select, insert on care.encounter_term to maillage_app;
  execute format('create policy readers on care.encounter_term for select to maillage_app using (%s
      or author_id = (select access.account_id()) and %s)',
    access.gate_by_row(natures, 'read'), access.gate_by_row('{clinical}', 'own'));
  execute format('create policy writers on care.encounter_term for insert to maillage_app with check (known_from = now() and known_to is null
      and author_id = any (array(select o.account_id from access.opened o))
      and exists (select from network.term t where t.list = encounter_term.list and t.code = encounter_term.code)
      and exists (select from care.encounter e where e.id = encounter_id and e.person_id = encounter_term.person_id
                    and e.on_day = encounter_term.on_day)
      and %s)', access.gate_by_row(natures, 'write'));
end $$;

-- Imports of the actor's structure; what is staged is seen by the owner functions alone.
grant select on intake.import to maillage_app;
create policy importers on intake.import for select to maillage_app
  using (structure_id = (select access.structure_id()) and (select access.can('intake')));
