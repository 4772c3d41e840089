-- The sharing circle: who reads what of a person, by function in the team and by traced consent outside it; and the people
-- that partners declare, whom the centre resolves without telling them anything. What consents decide of reading is
-- access.agreed (migrations/0013_search.sql); here are the acts.

insert into audit.action (code, writes, label, told) values
  ('sharing.read', false, 'Partage affiché', 'a affiché qui lit quoi de vous'),
  ('sharing.print', false, 'Notice de partage établie', 'a établi pour vous la notice « Qui lit quoi de vous »'),
  ('consent.record', true, 'Accord de partage enregistré', 'a noté votre accord pour un partage'),
  ('consent.correct', true, 'Accord de partage corrigé', 'a corrigé ce qui est noté d’un de vos accords'),
  ('consent.withdraw', true, 'Accord de partage retiré', 'a noté que vous retirez un accord'),
  ('declaration.make', true, 'Personne déclarée par un partenaire', null),
  ('declaration.list', false, 'Personnes déclarées listées', null),
  ('declaration.resolve', true, 'Personne déclarée rapprochée', 'a reçu d’un partenaire une demande pour vous'),
  ('declaration.close', true, 'Personne déclarée close sans partage', null);

-- consents: who collects an agreement and notes it. sharing: who reads what a person agreed to. declare: partners, who open no
-- record. Whoever answers for identities (duplicates) resolves what they declare.
insert into access.capability (role, capability)
select role, 'consents' from unnest('{social_worker,administrative_officer,nurse,coordinating_nurse,doctor,medical_director}'::text[]) role
union all
select role, 'sharing' from unnest('{social_worker,administrative_officer,nurse,coordinating_nurse,doctor,medical_director,
  data_protection_officer}'::text[]) role
union all
select role, 'declare' from unnest('{outside_social_worker,prescriber}'::text[]) role;

-- Someone a partner follows, told to a centre with what they ask and the person's agreement. It stays as it was typed until the
-- centre says which record it is of: neither the form nor its answer depends on who is known. Closed to every role.
create table access.outside_declaration (
  id uuid primary key,
  account_id uuid not null references access.account,
  author_name text not null,
  structure_id uuid not null references network.structure,
  -- The centre it is for.
  centre_id uuid not null references network.structure,
  declared_at timestamptz not null default clock_timestamp(),
  family text not null check (length(family) between 1 and 100),
  given text not null check (length(given) <= 100),
  -- As people.identity keeps it.
  birth text check (length(birth) <= 20),
  phone text not null default '' check (length(phone) <= 40),
  asks text not null check (length(asks) between 1 and 1000),
  natures text[] not null,
  -- The agreement is for the whole structure, or for its author alone.
  for_structure boolean not null,
  means text not null check (means in ('oral', 'written', 'electronic')),
  information_given text not null check (length(information_given) <= 1000),
  language text not null,
  interpreter boolean not null,
  given_on date not null,
  ends_on date,
  -- linked: it is of this person, and their agreement opened what it covers. closed: nothing is shared.
  outcome text check (outcome in ('linked', 'closed')),
  resolved_at timestamptz,
  resolved_by uuid references access.account,
  person_id uuid references people.person not enforced,
  check (num_nulls(outcome, resolved_at, resolved_by) in (0, 3)),
  check ((person_id is not null) = (outcome is not distinct from 'linked')),
  check (ends_on >= given_on)
);
create index on access.outside_declaration (centre_id) where outcome is null;
create index on access.outside_declaration (account_id);
create index on access.outside_declaration (person_id) where person_id is not null;
alter table access.outside_declaration enable row level security;
alter table access.consent add foreign key (declaration_id) references access.outside_declaration on delete set null;
create index on access.consent (declaration_id) where declaration_id is not null;

-- Whom a consent names, in words. Not granted.
create function access.recipient_of(c access.consent) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(
    (select a.display_name from access.account a where a.id = c.recipient_account_id),
    concat_ws(', ', (select r.label from access.role r where r.code = c.recipient_role),
                    (select s.name from network.structure s where s.id = c.recipient_structure_id)))
$$;

-- Whether what the actor knows of people is by consent alone. Not granted.
create function access.by_consent() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select r.by_consent from access.nature_right r
                    where r.role = (access.actor()).effective_role and r.nature = 'identity' and r.can_read), false)
$$;

-- Owner function. The blocks that the actor may read now of a person, as a sorted list, "glass" when an emergency opened them;
-- null when they may not know the person. It tells nothing of the person, and is no reading: a screen asks it
-- again and again, to clear itself once it may show nothing more.
create function access.reading_now(p_person uuid) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  glass boolean := p_person = any (access.broken_open(actor, 'identity', 'read'));
begin
  if actor.session_id is null or not glass and not exists (
       select from people.may_know(p_person, actor.structure_id, actor.account_id,
         (select r.by_consent from access.nature_right r where r.role = actor.effective_role and r.nature = 'identity' and r.can_read))) then
    return null;
  end if;
  return array(
    select r.nature from access.nature_right r
     where r.role = actor.effective_role and (r.can_read or r.own or r.summary)
       and (not r.by_consent or exists (select from access.agreed(p_person, r.nature, actor.structure_id, actor.account_id)))
    union all
    select 'glass' where glass
     order by 1);
end $$;

-- Owner function. The same for the page of whoever reads by consent; null for the team, whose matrix says it.
create function access.shared_with_me(p_person uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when access.by_consent() then access.reading_now(p_person) end
$$;

-- The blocks of a consent that some function of its recipients reads: agreeing to more opens nothing more. Not granted.
create function access.opened_by(c access.consent) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select array(
    select n from unnest(c.natures) n
     where exists (select from access.nature_right r
        where r.nature = n and r.can_read
          and (c.recipient_account_id is null and r.role = c.recipient_role
               or r.role in (select g.role from access.assignment g
                              where g.valid @> current_date and (c.recipient_role is null or g.role = c.recipient_role)
                                and (g.account_id = c.recipient_account_id
                                     or c.recipient_account_id is null and g.structure_id = c.recipient_structure_id))))
     order by n)
$$;

-- Owner function. The circle of a person: who of the team reads what, whom they object to, whom they agreed to share with, with
-- its history, and what a form needs. Null for who may not know them; the officer, who sees no record, may ask it of anyone.
create function access.sharing(p_person uuid, p_print boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  members uuid[] := people.together(p_person);
  shown uuid := coalesce(members[1], p_person);
  records uuid[] := access.records_of(array[p_person]);
  writes boolean := access.can('consents');
begin
  perform access.require('sharing');
  perform audit.record(case when p_print then 'sharing.print' else 'sharing.read' end, shown, members);
  if not exists (select from people.person p where p.id = shown) or shown = any (access.barred(access.account_id()))
     or writes and not p_person = any (access.permitted_persons('identity', 'read')) then
    return null;
  end if;
  return jsonb_build_object(
    'id', shown, 'localNumber', (select p.local_number from people.person p where p.id = shown),
    'centre', (select i.name from network.installation i), 'demonstration', (select i.demonstration from network.installation i),
    'structure', (select s.name from network.structure s where s.id = access.structure_id()),
    'by', (select a.display_name from access.account a where a.id = access.account_id()),
    'byRole', (select r.label from access.role r where r.code = access.role()),
    'identity', case when writes then (select record.identity_of(i) from people.identity i where i.person_id = shown and i.known_to is null) end,
    'team', (select coalesce(jsonb_agg(jsonb_build_object('role', t.label, 'structure', t.name, 'names', t.names, 'reads', t.reads, 'sums', t.sums)
               order by t.name, t.sort), '[]')
        from (select h.label, h.sort, h.name, h.names,
                     array(select n.nature from access.nature_right n where n.role = h.reads_as and not n.by_consent
                              and (n.can_read or n.own) order by n.nature) as reads,
                     array(select n.nature from access.nature_right n where n.role = h.reads_as and not n.by_consent
                              and n.summary and not n.can_read order by n.nature) as sums
                from (select r.label, r.sort, s.name, coalesce(u.role, g.role) as reads_as,
                             array_agg(distinct a.display_name order by a.display_name) as names
                        from access.assignment g
                        join access.account a on a.id = g.account_id and a.disabled_at is null
                        join access.role r on r.code = g.role and r.assignable
                        join network.structure s on s.id = g.structure_id
                        left join access.assignment u on u.id = g.supervisor_id
                       where g.valid @> current_date
                         and exists (select from people.registration e
                                      where e.person_id = any (records) and e.structure_id = g.structure_id and e.known_to is null)
                       group by 1, 2, 3, 4) h) t
       where cardinality(t.reads) + cardinality(t.sums) > 0),
    'objections', (select coalesce(jsonb_agg(jsonb_build_object('account', a.display_name, 'saidOn', o.said_on) order by o.said_on, a.display_name), '[]')
        from access.objection o join access.account a on a.id = o.account_id
       where o.person_id = any (records) and o.lifted_at is null),
    'consents', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'to', access.recipient_of(c),
          'recipient', jsonb_build_object('accountId', c.recipient_account_id, 'structureId', c.recipient_structure_id, 'role', c.recipient_role),
          'natures', c.natures, 'opens', access.opened_by(c), 'means', c.means, 'informationGiven', c.information_given,
          'language', c.language, 'interpreter', c.interpreter, 'collectedBy', a.display_name, 'collectedById', c.collected_by, 'givenOn', c.given_on,
          'endsOn', c.ends_on, 'recordedBy', b.display_name, 'knownFrom', c.known_from, 'knownTo', c.known_to, 'corrects', c.corrects,
          'correction', c.correction, 'declared', c.declaration_id is not null, 'withdrawnOn', c.withdrawn_on, 'withdrawnAt', c.withdrawn_at,
          'withdrawnMeans', c.withdrawn_means, 'withdrawnWords', c.withdrawn_words, 'withdrawnBy', w.display_name,
          'state', case when c.known_to is not null then 'corrected' when c.withdrawn_at is not null then 'withdrawn'
                        when coalesce(c.ends_on, 'infinity') < current_date then 'ended' when c.given_on > current_date then 'to_come'
                        else 'in_force' end)
          order by c.given_on desc, c.known_from desc), '[]')
        from access.consent c join access.account a on a.id = c.collected_by
        left join access.account b on b.id = c.recorded_by
        left join access.account w on w.id = c.withdrawn_by
       where c.person_id = any (records)),
    'choices', case when writes and not p_print then access.sharing_choices() end);
end $$;

-- Whom one may agree to share with, and who may have collected it. Not granted.
create function access.sharing_choices() returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  with works as materialized (
    select a.id, a.display_name as name, g.role, r.label, r.sort, s.id as structure_id, s.name as structure, s.in_team
      from access.assignment g
      join access.account a on a.id = g.account_id and a.disabled_at is null
      join access.role r on r.code = g.role and r.assignable
      join network.structure s on s.id = g.structure_id
     where g.valid @> current_date)
  select jsonb_build_object(
    'structures', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name), '[]')
        from network.structure s where s.id <> access.structure_id()),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'label', r.label) order by r.sort), '[]')
        from access.role r where r.assignable
         and exists (select from access.nature_right n where n.role = r.code and n.nature = 'identity' and n.by_consent)),
    'professionals', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'roles', p.roles) order by p.name), '[]')
        from (select w.id, w.name, string_agg(distinct w.label || ', ' || w.structure, ' ; ') as roles from works w
               where exists (select from access.nature_right n where n.role = w.role and n.can_read and n.by_consent)
                  or not w.in_team and exists (select from access.nature_right n where n.role = w.role and n.can_read)
               group by w.id, w.name) p),
    'collectors', (select coalesce(jsonb_agg(distinct jsonb_build_object('id', w.id, 'name', w.name)), '[]')
        from works w where w.structure_id = access.structure_id()))
$$;

-- Owner function. Notes an agreement, or corrects what was noted of one (corrects, correction): the row corrected stays, closed.
-- "done" (sent twice, written once); "unknown": the actor may not know the person; "recipient": nobody it can be for; "stale":
-- what it corrects was corrected, withdrawn meanwhile, or is not of this person.
-- p: {id, personId, accountId? | structureId?, role?, natures, means, informationGiven, language, interpreter, collectedBy?, givenOn, endsOn?,
--     corrects?, correction?}
create function access.record_consent(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  made uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  corrected access.consent;
  account uuid := (p ->> 'accountId')::uuid;
  structure uuid := (p ->> 'structureId')::uuid;
  function_of text := p ->> 'role';
begin
  perform access.require('consents');
  if exists (select from access.consent c where c.id = made and c.person_id = person and c.recorded_by = access.account_id()) then
    perform audit.record('sharing.read', person);
    return 'done';
  end if;
  if not access.hears(person) then
    return 'unknown';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(person::text, 54));
  perform audit.record(case when p ->> 'corrects' is null then 'consent.record' else 'consent.correct' end, person, null, 'consent', made);
  if num_nonnulls(account, coalesce(structure::text, function_of)) <> 1
     or account is not null and not exists (select from access.account a join access.assignment g on g.account_id = a.id and g.valid @> current_date
          where a.id = account and a.disabled_at is null)
     or structure is not null and not exists (select from network.structure s where s.id = structure)
     or function_of is not null and not exists (select from access.nature_right n where n.role = function_of and n.nature = 'identity' and n.by_consent)
     or not exists (select from access.account a where a.id = coalesce((p ->> 'collectedBy')::uuid, access.account_id())) then
    return 'recipient';
  end if;
  if p ->> 'corrects' is not null then
    select c.* into corrected from access.consent c
     where c.id = (p ->> 'corrects')::uuid and c.person_id = any (access.records_of(array[person])) for update;
    if corrected.id is null or corrected.known_to is not null or corrected.withdrawn_at is not null then
      return 'stale';
    end if;
    update access.consent c set known_to = clock_timestamp() where c.id = corrected.id;
  end if;
  insert into access.consent (id, person_id, recipient_account_id, recipient_structure_id, recipient_role, natures, means, information_given,
    language, interpreter, collected_by, given_on, ends_on, recorded_by, known_from, corrects, correction, declaration_id)
  values (made, coalesce(corrected.person_id, person), account, structure, function_of,
    array(select distinct n from (select jsonb_array_elements_text(p -> 'natures') union select 'identity') as x (n) order by n),
    p ->> 'means', p ->> 'informationGiven', p ->> 'language', (p ->> 'interpreter')::boolean,
    coalesce((p ->> 'collectedBy')::uuid, access.account_id()), (p ->> 'givenOn')::date, (p ->> 'endsOn')::date, access.account_id(),
    clock_timestamp(), corrected.id, case when corrected.id is not null then p ->> 'correction' end, corrected.declaration_id);
  return 'done';
end $$;

-- Owner function. The person takes an agreement back: from the commit on, every request of its recipients finds nothing by it.
-- "done" (again too); "unknown"; "before": said before it was given; "stale": corrected meanwhile.
-- p: {id, personId, on, means, words}
create function access.withdraw_consent(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid := (p ->> 'personId')::uuid;
  taken access.consent;
begin
  perform access.require('consents');
  if not access.hears(person) then
    return 'unknown';
  end if;
  select c.* into taken from access.consent c
   where c.id = (p ->> 'id')::uuid and c.person_id = any (access.records_of(array[person])) for update;
  if taken.id is null then
    return 'unknown';
  elsif taken.withdrawn_at is not null then
    perform audit.record('sharing.read', person);
    return 'done';
  elsif taken.known_to is not null then
    return 'stale';
  elsif (p ->> 'on')::date < taken.given_on then
    return 'before';
  end if;
  perform audit.record('consent.withdraw', person, null, 'consent', taken.id);
  update access.consent c
     set withdrawn_on = (p ->> 'on')::date, withdrawn_at = clock_timestamp(), withdrawn_means = p ->> 'means',
         withdrawn_words = coalesce(p ->> 'words', ''), withdrawn_by = access.account_id()
   where c.id = taken.id;
  return 'done';
end $$;

-- What nothing came of goes after thirty days, whenever someone looks. Not granted.
create function access.forget_declarations() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  delete from access.outside_declaration d where d.outcome = 'closed' and d.resolved_at < now() - interval '30 days'
$$;

-- Owner function. A partner tells a centre of someone they follow. It looks for nobody: whether the person is known changes neither the
-- answer, nor the trail, nor the time it takes. "done" (sent twice, written once); "centre": not a centre of the network.
-- p: {id, centreId?, family, given, birth?, phone, asks, natures, forStructure, means, informationGiven, language, interpreter, givenOn, endsOn?}
create function access.declare_person(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  centre uuid := coalesce((p ->> 'centreId')::uuid, (select min(s.id::text)::uuid from network.structure s where s.in_team having count(*) = 1));
begin
  perform access.require('declare');
  perform audit.record('declaration.make', null, null, 'declaration', (p ->> 'id')::uuid);
  if not exists (select from network.structure s where s.id = centre and s.in_team) then
    return 'centre';
  end if;
  perform access.forget_declarations();
  insert into access.outside_declaration (id, account_id, author_name, structure_id, centre_id, family, given, birth, phone, asks, natures, for_structure,
    means, information_given, language, interpreter, given_on, ends_on)
  select (p ->> 'id')::uuid, actor.account_id, a.display_name, actor.structure_id, centre, p ->> 'family', p ->> 'given', p ->> 'birth',
         coalesce(p ->> 'phone', ''), p ->> 'asks',
         array(select distinct n from (select jsonb_array_elements_text(p -> 'natures') union select 'identity') as x (n) order by n),
         (p ->> 'forStructure')::boolean, p ->> 'means', p ->> 'informationGiven', p ->> 'language', (p ->> 'interpreter')::boolean,
         (p ->> 'givenOn')::date, (p ->> 'endsOn')::date
    from access.account a where a.id = actor.account_id
  on conflict (id) do nothing;
  if not found and not exists (select from access.outside_declaration d where d.id = (p ->> 'id')::uuid and d.account_id = actor.account_id) then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  return 'done';
end $$;

-- Owner function. What the actor declared, in their own words, and the centres one declares to. state: "received"; "open", with the person, while
-- they may know them; "closed" otherwise, whatever the reason: refused, withdrawn, ended and objected to look alike.
create function access.my_declarations() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  answer jsonb;
begin
  perform access.require('declare');
  perform access.forget_declarations();
  select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'centre', s.name, 'at', d.declared_at, 'family', d.family, 'given', d.given,
           'birth', d.birth, 'asks', d.asks, 'natures', d.natures,
           'state', case when d.outcome is null then 'received' when d.open then 'open' else 'closed' end,
           'personId', case when d.open then d.shown end) order by d.declared_at desc), '[]')
    into answer
    from (select o.*, coalesce(k.kept_id, o.person_id) as shown,
                 o.person_id is not null and exists (select from people.may_know(coalesce(k.kept_id, o.person_id), actor.structure_id, actor.account_id, true)) as open
            from access.outside_declaration o
            left join people.alias k on k.person_id = o.person_id and k.known_to is null
           where o.account_id = actor.account_id
           order by o.declared_at desc limit 200) d
    join network.structure s on s.id = d.centre_id;
  perform audit.record('declaration.list', null, array(
    select (e ->> 'personId')::uuid from jsonb_array_elements(answer) e where e ->> 'personId' is not null));
  return jsonb_build_object('declarations', answer, 'structure', (select s.name from network.structure s where s.id = actor.structure_id),
    'centres', (select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name) from network.structure s where s.in_team));
end $$;

-- Owner function. What partners declared to the actor's centre and nobody resolved yet, the oldest first; then what was resolved lately.
create function access.declarations() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  barred uuid[] := access.barred(actor.account_id);
  found_rows access.outside_declaration[];
begin
  perform access.require('duplicates');
  perform access.forget_declarations();
  found_rows := array(
    select d from access.outside_declaration d
     where d.centre_id = actor.structure_id and (d.outcome is null or d.resolved_at > now() - interval '7 days')
       and (d.person_id is null or d.person_id <> all (barred))
     order by d.outcome is not null, d.resolved_at desc, d.declared_at limit 200);
  perform audit.record('declaration.list', null, array(select d.person_id from unnest(found_rows) d where d.person_id is not null));
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'by', d.author_name, 'structure', s.name, 'at', d.declared_at, 'family', d.family,
             'given', d.given, 'birth', d.birth, 'phone', d.phone, 'asks', d.asks, 'natures', d.natures, 'forStructure', d.for_structure,
             'means', d.means, 'informationGiven', d.information_given, 'language', d.language, 'interpreter', d.interpreter,
             'givenOn', d.given_on, 'endsOn', d.ends_on, 'outcome', d.outcome, 'resolvedAt', d.resolved_at, 'resolvedBy', b.display_name,
             'personId', d.person_id) order by n), '[]')
      from unnest(array(select f.id from unnest(found_rows) f)) with ordinality as o (id, n)
      join access.outside_declaration d on d.id = o.id
      join network.structure s on s.id = d.structure_id
      left join access.account b on b.id = d.resolved_by);
end $$;

-- Owner function. Says which record a declaration is of: the agreement it came with is noted there, for the blocks kept of those declared, and
-- what the partner asks becomes a task of whoever resolves it. Or closes it: nothing is shared, and the partner is told no reason.
-- "done" (again too); "stale": resolved otherwise meanwhile; "unknown": not a record of this centre that the actor may know;
-- "objects": the person objects to whom it would be shared with.
-- p: {id, outcome: linked | closed, personId?, natures?}
create function access.resolve_declaration(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  told access.outside_declaration;
  person uuid := (p ->> 'personId')::uuid;
begin
  perform access.require('duplicates');
  select d.* into told from access.outside_declaration d where d.id = (p ->> 'id')::uuid and d.centre_id = actor.structure_id for update;
  if told.id is null or told.outcome is not null then
    perform audit.record('declaration.list');
    return case when told.outcome = p ->> 'outcome' and told.person_id is not distinct from person then 'done' else 'stale' end;
  end if;
  if p ->> 'outcome' = 'closed' then
    perform audit.record('declaration.close', null, null, 'declaration', told.id);
    update access.outside_declaration d set outcome = 'closed', resolved_at = clock_timestamp(), resolved_by = actor.account_id where d.id = told.id;
    return 'done';
  end if;
  perform audit.record('declaration.resolve', person, null, 'declaration', told.id);
  if actor.read_only or not people.is_shown(person) or person = any (access.barred(actor.account_id))
     or not exists (select from people.registration g where g.person_id = person and g.structure_id = actor.structure_id and g.known_to is null) then
    return 'unknown';
  elsif exists (select from access.objection o where o.account_id = told.account_id and o.lifted_at is null
                  and o.person_id = any (access.records_of(array[person]))) then
    return 'objects';
  end if;
  update access.outside_declaration d
     set outcome = 'linked', resolved_at = clock_timestamp(), resolved_by = actor.account_id, person_id = person where d.id = told.id;
  insert into access.consent (person_id, recipient_account_id, recipient_structure_id, natures, means, information_given, language, interpreter,
    collected_by, given_on, ends_on, recorded_by, declaration_id)
  values (person, case when not told.for_structure then told.account_id end, case when told.for_structure then told.structure_id end,
    array(select n from unnest(told.natures) n where n = 'identity' or p -> 'natures' is null or p -> 'natures' ? n order by n),
    told.means, told.information_given, told.language, told.interpreter, told.account_id, told.given_on, told.ends_on, actor.account_id, told.id);
  perform tasks.give(person, 'right_requests', left('Demande de ' || told.author_name || ' : ' || told.asks, 500), 'partner_asks', told.id,
    p_for_account => actor.account_id);
  return 'done';
end $$;

grant execute on function access.reading_now, access.shared_with_me, access.sharing, access.record_consent, access.withdraw_consent,
  access.declare_person, access.my_declarations, access.declarations, access.resolve_declaration to maillage_app;
