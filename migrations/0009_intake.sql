-- Registers brought in: staged first, finished in one set-based step, withdrawable whole.

-- What a role may do that is not the reading or writing of one nature.
create table access.capability (
  role text not null references access.role,
  capability text not null check (capability in ('intake', 'report', 'audit_trail', 'accounts', 'duplicates')),
  primary key (role, capability)
);
insert into access.capability (role, capability) values
  ('medical_director', 'intake'), ('coordinating_nurse', 'intake'), ('console', 'intake'),
  ('medical_director', 'report'), ('network_manager', 'report'), ('console', 'report'),
  ('auditor', 'audit_trail'), ('data_protection_officer', 'audit_trail'), ('console', 'audit_trail'),
  ('technical_administrator', 'accounts'), ('console', 'accounts');

create function access.can(p_capability text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from access.capability c where c.role = (access.actor()).role and c.capability = p_capability)
$$;
grant execute on function access.can to maillage_app;

create table intake.import (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  site_id uuid references network.site,
  file_name text not null,
  file_digest text not null,
  status text not null default 'staged' check (status in ('staged', 'finished', 'cancelled', 'withdrawn')),
  -- What the plan was made against: an import finished or a record made since then makes the plan stale.
  planned_against bigint not null,
  rows_read integer not null default 0,
  rows_staged integer not null default 0,
  rows_imported integer not null default 0,
  rows_refused integer not null default 0,
  rows_ignored integer not null default 0,
  persons_touched integer not null default 0,
  author_id uuid references access.account,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  withdrawn_at timestamptz
);

create table intake.staged_person (
  import_id uuid not null references intake.import on delete cascade,
  local_key text not null,
  -- A person already recorded (with a completed identity, or none), or the identity of a new one.
  person_id uuid,
  is_new boolean not null default false,
  identity jsonb,
  variants jsonb not null default '[]',
  primary key (import_id, local_key)
);

create table intake.staged_visit (
  import_id uuid not null references intake.import on delete cascade,
  row_no integer not null,
  local_key text not null,
  fingerprint text not null,
  on_day date not null,
  half_day text,
  starts_at time,
  kind text not null,
  professional text,
  profession text,
  terms jsonb not null default '[]',
  cover jsonb not null default '[]',
  housing text,
  encounter_id uuid not null default uuidv7(),
  primary key (import_id, row_no)
);

-- Rows already taken, so that the same visit from another file is recognised; each structure its own, for none
-- may learn by a file whom another follows.
create table intake.taken_row (
  structure_id uuid not null references network.structure,
  fingerprint text not null,
  import_id uuid not null references intake.import,
  row_no integer not null,
  encounter_id uuid not null references care.encounter,
  person_id uuid not null references people.person,
  primary key (structure_id, fingerprint)
);
create index on intake.taken_row (import_id);
create index on intake.taken_row (person_id);
create index on intake.taken_row (encounter_id);

-- Moves whenever a record is made or an import ends: a plan made before is then made again.
create function intake.generation() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when access.can('intake') then coalesce((select max(local_number) from people.person), 0)
       + coalesce((select count(*) from intake.import where status in ('finished', 'withdrawn')), 0)
       + coalesce((select count(*) from intake.import where status = 'withdrawn'), 0) end
$$;

-- Owner function. The records a file could touch: equal names, or the same full birth date; audited as one list.
create function intake.known_people(p_key_tokens text[], p_key_letters text[], p_births text[])
returns table (person_id uuid, family text, given text, birth text, variants jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  ids uuid[];
begin
  if not access.can('intake') then
    raise exception 'role may not import' using errcode = 'MA403';
  end if;
  select array_agg(distinct m.person_id) into ids from (
      select i.person_id from people.identity i where i.known_to is null
         and (i.key_tokens = any (p_key_tokens) or i.key_letters = any (p_key_letters) or i.birth = any (p_births))
      union
      select v.person_id from people.name_variant v where v.known_to is null
         and (v.key_tokens = any (p_key_tokens) or v.key_letters = any (p_key_letters))) m
    join people.registration g on g.person_id = m.person_id and g.structure_id = actor.structure_id and g.known_to is null
   where m.person_id <> all ((select access.barred(actor.account_id))::uuid[]);
  perform audit.record('intake.match', null, coalesce(ids, '{}'));
  -- Records joined together are one person here, with the names of each.
  return query
    select i.person_id, i.family, i.given, coalesce(i.birth, min(j.birth) filter (where j.birth is not null)),
           coalesce(jsonb_agg(distinct jsonb_build_object('family', n.family, 'given', n.given)) filter (where n.family is not null), '[]')
      from (select distinct coalesce(k.kept_id, m.id) as id from unnest(ids) m (id)
              left join people.alias k on k.person_id = m.id and k.known_to is null
               and exists (select from people.registration g
                            where g.person_id = k.kept_id and g.structure_id = actor.structure_id and g.known_to is null)) shown
      join people.identity i on i.person_id = shown.id and i.known_to is null
      left join people.alias a on a.kept_id = i.person_id and a.known_to is null
       and exists (select from people.registration g
                    where g.person_id = a.person_id and g.structure_id = actor.structure_id and g.known_to is null)
      left join people.identity j on j.person_id = a.person_id and j.known_to is null
      left join lateral (
        select v.family, v.given from people.name_variant v
         where v.person_id in (i.person_id, a.person_id) and v.known_to is null
        union all
        select j.family, j.given) n on true
     group by i.person_id, i.family, i.given, i.birth;
end $$;

-- Owner function. Which of these fingerprints were already taken, each with the person it belongs to.
create function intake.taken(p_fingerprints text[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('intake') then
    raise exception 'role may not import' using errcode = 'MA403';
  end if;
  -- The record shown, when this one was joined to another that the structure follows too: as intake.known_people gives it.
  return (select coalesce(jsonb_object_agg(r.fingerprint, coalesce(k.kept_id, r.person_id)), '{}')
            from intake.taken_row r
            left join people.alias k on k.person_id = r.person_id and k.known_to is null
             and exists (select from people.registration g
                          where g.person_id = k.kept_id and g.structure_id = r.structure_id and g.known_to is null)
           where r.structure_id = access.structure_id() and r.fingerprint = any (p_fingerprints));
end $$;

-- Owner function. Opens an import; its rows are then staged by chunks and seen only by finish.
create function intake.open_import(p jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  new_id uuid;
begin
  if not access.can('intake') then
    raise exception 'role may not import' using errcode = 'MA403';
  end if;
  insert into intake.import (structure_id, site_id, file_name, file_digest, planned_against, rows_read, rows_refused,
      rows_ignored, author_id)
  values (actor.structure_id,
      coalesce((p ->> 'siteId')::uuid, (select s.id from network.site s where s.structure_id = actor.structure_id order by s.code limit 1)),
      p ->> 'fileName', p ->> 'fileDigest', (p ->> 'plannedAgainst')::bigint,
      (p ->> 'rowsRead')::int, (p ->> 'rowsRefused')::int, (p ->> 'rowsIgnored')::int, actor.account_id)
  returning id into new_id;
  return new_id;
end $$;

-- Owner function. Stages one chunk; the number staged so far is what progress shows.
create function intake.stage(p_import uuid, p_persons jsonb, p_visits jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  staged integer;
begin
  perform from intake.import where id = p_import and status = 'staged' and author_id = actor.account_id for update;
  if not found or not access.can('intake') then
    raise exception 'this import is not open to this account' using errcode = 'MA403';
  end if;
  insert into intake.staged_person (import_id, local_key, person_id, identity, variants)
  select p_import, r."localKey", r."personId", r.identity, coalesce(r.variants, '[]')
    from jsonb_to_recordset(p_persons) as r ("localKey" text, "personId" uuid, identity jsonb, variants jsonb);
  insert into intake.staged_visit (import_id, row_no, local_key, fingerprint, on_day, half_day, starts_at, kind, professional,
      profession, terms, cover, housing)
  select p_import, r."row", r."localKey", r.fingerprint, r."onDay", r."halfDay", r."startsAt", r.kind, r.professional,
      r.profession, coalesce(r.terms, '[]'), coalesce(r.cover, '[]'), r.housing
    from jsonb_to_recordset(p_visits) as r ("row" int, "localKey" text, fingerprint text, "onDay" date, "halfDay" text,
      "startsAt" time, kind text, professional text, profession text, terms jsonb, cover jsonb, housing text);
  update intake.import set rows_staged = rows_staged + jsonb_array_length(p_visits) where id = p_import
  returning rows_staged into staged;
  return staged;
end $$;

-- Owner function. Forgets what was staged: nothing had been written.
create function intake.cancel(p_import uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  update intake.import set status = 'cancelled' where id = p_import and status = 'staged' and author_id = actor.account_id;
  if not found then
    return false;
  end if;
  delete from intake.staged_visit where import_id = p_import;
  delete from intake.staged_person where import_id = p_import;
  return true;
end $$;

-- Owner function. The one set-based step: all of the staged rows, or nothing.
-- p: {newTerms: [{list, code, label, nature}], distinctPairs: [[localKeyA, localKeyB]]}.
-- Errors: MA409 when records or imports moved since the plan was made (plan again).
create function intake.finish(p_import uuid, p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  job intake.import;
  touched uuid[];
  imported integer;
begin
  -- One import ends at a time: fingerprints and records are then those the plan was made against.
  perform pg_advisory_xact_lock(hashtext('intake.finish'));
  select * into job from intake.import where id = p_import and status = 'staged' and author_id = actor.account_id for update;
  if not found or not access.can('intake') then
    raise exception 'this import is not open to this account' using errcode = 'MA403';
  end if;
  if job.planned_against <> intake.generation() then
    raise exception 'records changed since the plan was made' using errcode = 'MA409';
  end if;

  if exists (select from intake.staged_person s where s.import_id = p_import and s.person_id is not null
               and not exists (select from people.registration g where g.person_id = s.person_id
                                 and g.structure_id = job.structure_id and g.known_to is null)) then
    raise exception 'this import touches records of another structure' using errcode = 'MA403';
  end if;

  -- Existing people given a birth date by the file keep their record: the identity is revised, not doubled.
  update people.identity d set known_to = now() from intake.staged_person s
   where s.import_id = p_import and s.person_id = d.person_id and s.identity is not null and d.known_to is null;
  update people.person p set version = version + 1 from intake.staged_person s
   where s.import_id = p_import and s.person_id = p.id and s.identity is not null;
  update intake.staged_person set person_id = uuidv7(), is_new = true where import_id = p_import and person_id is null;
  select array_agg(person_id) into touched from intake.staged_person where import_id = p_import;
  perform audit.record('intake.import', null, coalesce(touched, '{}'), 'import', p_import,
    jsonb_build_object('rows', job.rows_staged, 'refused', job.rows_refused, 'ignored', job.rows_ignored));

  insert into network.term (list, code, label, nature, from_import)
  select t.list, t.code, t.label, t.nature, true
    from jsonb_to_recordset(coalesce(p -> 'newTerms', '[]')) as t (list text, code text, label text, nature text)
  on conflict (list, code) do nothing;

  insert into network.professional (structure_id, label, folded_label, profession)
  select distinct on (lower(v.professional)) job.structure_id, v.professional, lower(v.professional), coalesce(v.profession, 'other')
    from intake.staged_visit v where v.import_id = p_import and v.professional is not null
   order by lower(v.professional), v.row_no
  on conflict (structure_id, folded_label) do nothing;

  insert into people.person (id) select s.person_id from intake.staged_person s where s.import_id = p_import and s.is_new;
  insert into people.registration (person_id, structure_id, since)
  select s.person_id, job.structure_id, min(v.on_day)
    from intake.staged_person s join intake.staged_visit v using (import_id, local_key)
   where s.import_id = p_import and s.is_new group by s.person_id;
  -- What the file does not say of someone already known stays as it was.
  insert into people.identity (person_id, family, given, birth_date, birth, sex, birth_place_code, birth_place, used_family,
      used_given, pseudonym, status, validation_document, insi_answer_id, homonym, doubtful, fictitious,
      key_tokens, key_letters, search_tokens, author_id)
  select s.person_id, r.family, coalesce(r.given, ''), r.birth_date, r.birth, coalesce(r.sex, 'unknown'), old.birth_place_code,
      old.birth_place, old.used_family, old.used_given, coalesce(old.pseudonym, false), coalesce(old.status, 'provisional'),
      old.validation_document, old.insi_answer_id, coalesce(old.homonym, false), coalesce(old.doubtful, false),
      coalesce(old.fictitious, false), r.key_tokens, r.key_letters,
      array(select unnest(r.search_tokens) union select unnest(old.search_tokens)), actor.account_id
    from intake.staged_person s
    cross join jsonb_populate_record(null::people.identity, s.identity) r
    left join people.identity old on old.person_id = s.person_id and old.known_to = now()
   where s.import_id = p_import and s.identity is not null;
  insert into people.name_variant (person_id, family, given, key_tokens, key_letters, search_tokens)
  select distinct on (s.person_id, r.key_tokens, r.key_letters) s.person_id, r.family, r.given, r.key_tokens, r.key_letters, r.search_tokens
    from intake.staged_person s, jsonb_populate_recordset(null::people.name_variant, s.variants) r
   where s.import_id = p_import
     and not exists (select from people.name_variant v where v.person_id = s.person_id and v.known_to is null
                       and v.key_tokens = r.key_tokens and v.key_letters = r.key_letters);
  -- A pair names staged persons by their key, or a recorded person this file does not touch by its id.
  insert into people.distinct_pair (person_a, person_b, decided_by)
  select distinct least(named.a, named.b), greatest(named.a, named.b), actor.account_id
    from (select coalesce(a.person_id, (pair ->> 0)::uuid) as a, coalesce(b.person_id, (pair ->> 1)::uuid) as b
            from jsonb_array_elements(coalesce(p -> 'distinctPairs', '[]')) as pair
            left join intake.staged_person a on a.import_id = p_import and a.local_key = pair ->> 0
            left join intake.staged_person b on b.import_id = p_import and b.local_key = pair ->> 1) named
   where named.a <> named.b
  on conflict do nothing;

  insert into care.encounter (id, person_id, structure_id, site_id, on_day, half_day, starts_at, kind, professional_id, import_id, author_id)
  select v.encounter_id, s.person_id, job.structure_id, job.site_id, v.on_day, v.half_day, v.starts_at, v.kind, f.id, p_import, actor.account_id
    from intake.staged_visit v
    join intake.staged_person s using (import_id, local_key)
    left join network.professional f on f.structure_id = job.structure_id and f.folded_label = lower(v.professional)
   where v.import_id = p_import;
  get diagnostics imported = row_count;
  insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, author_id)
  select distinct v.encounter_id, s.person_id, v.on_day, t.list, t.code, t.nature, actor.account_id
    from intake.staged_visit v
    join intake.staged_person s using (import_id, local_key)
    cross join jsonb_to_recordset(v.terms) as wanted (list text, code text)
    join network.term t on t.list = wanted.list and t.code = wanted.code
   where v.import_id = p_import;
  insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, declared_text, encounter_id, import_id, author_id)
  select s.person_id, k.layer, k.code, k.mask, v.on_day, 'declared', c.text, v.encounter_id, p_import, actor.account_id
    from intake.staged_visit v
    join intake.staged_person s using (import_id, local_key)
    cross join jsonb_to_recordset(v.cover) as c (layer text, scheme text, text text)
    join rights.scheme k on k.layer = c.layer and k.code = c.scheme
   where v.import_id = p_import;
  insert into people.situation_statement (person_id, kind, term, stated_on, source, encounter_id, import_id, author_id)
  select s.person_id, 'housing', v.housing, v.on_day, 'declared', v.encounter_id, p_import, actor.account_id
    from intake.staged_visit v
    join intake.staged_person s using (import_id, local_key)
   where v.import_id = p_import and v.housing is not null;
  insert into intake.taken_row (structure_id, fingerprint, import_id, row_no, encounter_id, person_id)
  select job.structure_id, v.fingerprint, p_import, v.row_no, v.encounter_id, s.person_id
    from intake.staged_visit v
    join intake.staged_person s using (import_id, local_key)
   where v.import_id = p_import;

  delete from intake.staged_visit where import_id = p_import;
  delete from intake.staged_person where import_id = p_import;
  update intake.import set status = 'finished', finished_at = now(), rows_imported = imported,
         persons_touched = coalesce(cardinality(touched), 0)
   where id = p_import;
  return jsonb_build_object('importId', p_import, 'imported', imported, 'personsTouched', coalesce(cardinality(touched), 0));
end $$;

-- Owner function. Why an import can no longer be withdrawn, as counts of later work; all zero when it can.
create function intake.worked_on(p_import uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  brought uuid[];
begin
  perform from intake.import where id = p_import and structure_id = actor.structure_id;
  if not found or not access.can('intake') then
    raise exception 'this import is not open to this account' using errcode = 'MA403';
  end if;
  brought := array(select distinct r.person_id from intake.taken_row r where r.import_id = p_import);
  return jsonb_build_object(
    -- Only records this import created: a person known before keeps their own life.
    'encounters', (select count(*) from care.encounter e join people.person p on p.id = e.person_id
        join intake.import i on i.id = p_import
       where e.person_id = any (brought) and e.import_id is distinct from p_import and e.known_to is null
         and e.known_from >= i.finished_at),
    'statements', (select count(*) from rights.cover_statement s join intake.import i on i.id = p_import
       where s.person_id = any (brought) and s.import_id is distinct from p_import and s.known_to is null
         and s.known_from >= i.finished_at),
    'identities', (select count(*) from people.person p join intake.import i on i.id = p_import
       where p.id = any (brought) and exists (select from people.identity d
         where d.person_id = p.id and d.known_from > i.finished_at
           union all select from people.contact k where k.person_id = p.id and k.known_from > i.finished_at
           union all select from people.life_fact f where f.person_id = p.id and f.known_from > i.finished_at
           union all select from people.social_number n where n.person_id = p.id and n.known_from > i.finished_at)),
    'notes', (select count(*) from care.note n join intake.import i on i.id = p_import
                where n.person_id = any (brought) and n.signed_at > i.finished_at)
           + (select count(*) from care.note_draft d where d.person_id = any (brought))
           + (select count(*) from care.essential s join intake.import i on i.id = p_import
                where s.person_id = any (brought) and s.known_from > i.finished_at),
    'documents', (select count(*) from papers.document d join intake.import i on i.id = p_import
       where d.person_id = any (brought) and d.filed_at > i.finished_at),
    'merges', (select count(*) from people.alias a join intake.import i on i.id = p_import
       where (a.person_id = any (brought) or a.kept_id = any (brought)) and a.known_to is null and a.decided_at > i.finished_at),
    'corrections', (select count(*) from care.encounter e where e.import_id = p_import and e.known_to is not null)
                 + (select count(*) from rights.cover_statement s where s.import_id = p_import and s.known_to is not null));
end $$;

-- Owner function. Takes an import back whole: what it brought stops being known from now on (a report
-- "as known" before still shows it), and its rows can be imported again. MA409 when someone worked on it.
create function intake.withdraw(p_import uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  job intake.import;
  gone integer;
begin
  perform pg_advisory_xact_lock(hashtext('intake.finish'));
  -- Nobody joins what is leaving. Always after the lock above; whoever takes this one alone waits for no other.
  perform pg_advisory_xact_lock(hashtext('people.merge'));
  select * into job from intake.import where id = p_import and structure_id = actor.structure_id for update;
  if not found or not access.can('intake') then
    raise exception 'this import is not open to this account' using errcode = 'MA403';
  end if;
  if job.status <> 'finished' or exists (select from jsonb_each_text(intake.worked_on(p_import)) w where w.value <> '0') then
    raise exception 'someone has worked on what this import brought' using errcode = 'MA409';
  end if;
  perform audit.record('intake.withdraw', null,
    array(select distinct r.person_id from intake.taken_row r where r.import_id = p_import), 'import', p_import);
  update care.encounter_term t set known_to = now()
    from care.encounter e where e.id = t.encounter_id and e.import_id = p_import and t.known_to is null;
  update care.encounter set known_to = now() where import_id = p_import and known_to is null;
  get diagnostics gone = row_count;
  update rights.cover_statement set known_to = now() where import_id = p_import and known_to is null;
  update people.situation_statement set known_to = now() where import_id = p_import and known_to is null;
  -- Records this import alone made leave the file with it.
  update people.registration g set known_to = now()
   where g.known_to is null and g.known_from = job.finished_at
     and g.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  update people.identity d set known_to = now()
   where d.known_to is null and d.known_from = job.finished_at
     and d.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  update people.contact k set known_to = now()
   where k.known_to is null and k.known_from = job.finished_at
     and k.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  update people.life_fact f set known_to = now()
   where f.known_to is null and f.known_from = job.finished_at
     and f.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  update care.essential s set known_to = now()
   where s.known_to is null and s.known_from = job.finished_at
     and s.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  update people.name_variant v set known_to = now()
   where v.known_to is null and v.known_from = job.finished_at
     and v.person_id in (select r.person_id from intake.taken_row r where r.import_id = p_import);
  delete from people.distinct_pair d where d.decided_at = job.finished_at;
  delete from intake.taken_row where import_id = p_import;
  update intake.import set status = 'withdrawn', withdrawn_at = now() where id = p_import;
  return gone;
end $$;

grant execute on function intake.generation, intake.known_people, intake.taken, intake.open_import, intake.stage,
  intake.cancel, intake.finish, intake.worked_on, intake.withdraw to maillage_app;
