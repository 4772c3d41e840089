-- How someone lives, as dated facts: household, resources, residence, housing, domiciliation, stay, médecin traitant, key
-- worker, ruptures. Intervals, beside what was stated on a day (people.situation_statement), which stays what it is.
-- Two times are kept: when it was so (valid), and when it was known; a correction closes a row and adds another.

insert into audit.action (code, writes, returns, label, told) values
  ('life.write', true, true, 'Situation de vie notée', 'a noté votre situation'),
  ('life.correct', true, true, 'Situation de vie corrigée', 'a corrigé votre situation'),
  ('life.end', true, true, 'Situation de vie terminée', 'a noté la fin d’une situation'),
  ('life.history', false, false, 'Historique de la situation de vie consulté', 'a consulté l’historique de votre situation');

-- One table for the whole block, so that the person's page reads it in one glance; each row has its own nature.
-- content is checked by src/people/life/model.ts:
--   household             {size, members: [{link, birth}]}: the person is counted, and is not among the members
--   resources             {items: [{kind, cents, every}]}: of the household; no item is "sans ressources"
--   residence             {communeCode, commune, presentSince}: the day of arrival in France, for rights
--   housing               {where}; term: network.term, list housing
--   domiciliation         {none, organism, ours, mailAt, exempt}: élection de domicile, the last day of the attestation included
--   domiciliation_contact {}: the person went to the organism, or called it, that day (CASF D264-3)
--   stay                  {permit, permitEnds}; term: regular, irregular, asylum_seeker, unknown (asked and not known)
--   attending_doctor      {none, name, rpps, professionalId}: declared to the caisse; none is said, no row is not known
--   key_worker            {name, organisation, phone, professionalId}
--   rupture               {}; term: network.term, list rupture
create table people.life_fact (
  -- Made once by the form: sent twice, it is written once. What a write shortens gets one of the database's.
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person not enforced,
  kind text not null check (kind in ('household', 'resources', 'residence', 'housing', 'domiciliation', 'domiciliation_contact',
    'stay', 'attending_doctor', 'key_worker', 'rupture')),
  -- Handbook 2.2. Where letters wait and the médecin traitant are traits of identity (RNIV, complementary): whoever greets
  -- someone must give them their mail, and care must know where to write. Who follows them may tell why, so that the
  -- outside telephone desk reads none of it. The rest is the social situation; the day of arrival in France too, for it
  -- says more than an address does.
  nature text not null generated always as (
    case when kind in ('domiciliation', 'domiciliation_contact', 'attending_doctor', 'key_worker') then 'identity_detail'
         else 'social_situation' end) stored,
  term text,
  content jsonb not null default '{}' check (jsonb_typeof(content) = 'object'),
  -- Days it was so, the last excluded; open while it lasts or its end is not known.
  valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
  -- Its first day is the day one heard of it: it began that day or before.
  at_least boolean not null default false,
  source text not null check (source in ('declared', 'document', 'verified')),
  proof text check (length(proof) <= 300),
  -- Said or seen on this day.
  stated_on date not null,
  -- The row this one corrects, ends or shortens.
  replaces uuid references people.life_fact not enforced,
  author_id uuid default access.account_id() references access.account not enforced,
  -- As they were called then.
  author_name text,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (known_to is null or known_to >= known_from),
  constraint term_is_said check ((term is not null) = (kind in ('housing', 'stay', 'rupture'))),
  constraint stay_is_one check (kind <> 'stay' or term in ('regular', 'irregular', 'asylum_seeker', 'unknown')),
  constraint contact_is_a_day check (kind <> 'domiciliation_contact' or upper(valid) = lower(valid) + 1),
  constraint household_is_counted check (kind <> 'household' or coalesce((content ->> 'size')::int between 1 and 30, false)),
  constraint amounts_are_cents check (kind <> 'resources' or jsonb_typeof(content -> 'items') = 'array' and not jsonb_path_exists(content,
    '$.items[*] ? (!(@.cents.type() == "number" && @.cents >= 0 && @.cents <= 10000000000 && @.cents.floor() == @.cents))')),
  constraint none_or_who check (kind not in ('domiciliation', 'attending_doctor') or content -> 'none' = 'true'
    or coalesce(length(coalesce(content ->> 'organism', content ->> 'name')) > 0, false)),
  constraint worker_has_a_name check (kind <> 'key_worker' or coalesce(length(content ->> 'name') > 0, false)),
  -- One at a time; of several organisms, the contacts may fall on one day; ruptures do overlap.
  constraint one_at_a_time exclude using gist (person_id with =, kind with =, valid with &&)
    where (known_to is null and kind not in ('domiciliation_contact', 'rupture'))
);
create trigger present after insert on people.life_fact referencing new table as new_rows for each statement
  execute function record.rows_of_natures('life');
create index on people.life_fact (person_id);

alter table people.life_fact enable row level security;
grant select, insert on people.life_fact to maillage_app;
grant update (known_to) on people.life_fact to maillage_app;
do $$
declare
  natures text[] := '{identity_detail,social_situation}';
begin
  execute format('create policy readers on people.life_fact for select to maillage_app using (%s)',
    access.gate_by_row(natures, 'read'));
  execute format('create policy writers on people.life_fact for insert to maillage_app with check (known_from = now() and known_to is null
      and author_id = any (array(select o.account_id from access.opened o))
      and (author_name is null or author_name = (select a.display_name from access.account a where a.id = author_id))
      and (kind not in (''housing'', ''rupture'') or exists (select from network.term t where t.list = kind and t.code = term))
      and %s)', access.gate_by_row(natures, 'write'));
  execute format('create policy revisers on people.life_fact for update to maillage_app using (known_to is null and %s)
      with check (known_to = now())', access.gate_by_row(natures, 'write'));
end $$;

-- Whoever writes of the same person waits here: what they then read is what was saved.
create function people.wait_for_life(p_person uuid) returns void
language sql volatile security invoker set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended(p_person::text, 52))
$$;
grant execute on function people.wait_for_life to maillage_app;

-- What was so on a day, as it was known at a moment; null: as it is known now. For reports: not granted.
create function people.life_on(p_kind text, p_day date, p_known timestamptz default null)
returns table (person_id uuid, term text, content jsonb, source text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select f.person_id, f.term, f.content, f.source from people.life_fact f
   where f.kind = p_kind and f.valid @> p_day
     and case when p_known is null then f.known_to is null
              else f.known_from <= p_known and (f.known_to is null or f.known_to > p_known) end
$$;

-- Words of these facts; a network adds its own. Violence is not a rupture of this list: it is a social note (handbook 2.2).
insert into network.term (list, code, label, nature, sort) values
  ('rupture', 'crisis', 'Crise', 'social_situation', 10),
  ('rupture', 'fear', 'Refus par peur', 'social_situation', 20),
  ('rupture', 'no_information', 'Refus par manque d’information', 'social_situation', 30),
  ('rupture', 'housing_loss', 'Perte du logement ou de l’hébergement', 'social_situation', 40),
  ('rupture', 'rights_loss', 'Perte de droits', 'social_situation', 50),
  ('rupture', 'family', 'Rupture familiale', 'social_situation', 60),
  ('rupture', 'work_loss', 'Perte d’emploi ou de ressources', 'social_situation', 70),
  ('rupture', 'care', 'Rupture de soins', 'social_situation', 80),
  ('rupture', 'hospital_exit', 'Sortie d’hospitalisation', 'social_situation', 90),
  ('rupture', 'prison_exit', 'Sortie de détention', 'social_situation', 100),
  ('rupture', 'youth_exit', 'Sortie de l’aide sociale à l’enfance', 'social_situation', 110),
  ('rupture', 'move', 'Départ du pays ou de la région', 'social_situation', 120),
  ('rupture', 'other', 'Autre', 'social_situation', 200),
  ('resource', 'wage', 'Salaire', 'social_situation', 10),
  ('resource', 'rsa', 'RSA', 'social_situation', 20),
  ('resource', 'aah', 'AAH', 'social_situation', 30),
  ('resource', 'unemployment', 'Allocation chômage (ARE, ASS)', 'social_situation', 40),
  ('resource', 'asylum_allowance', 'ADA (demandeur d’asile)', 'social_situation', 50),
  ('resource', 'pension', 'Retraite', 'social_situation', 60),
  ('resource', 'aspa', 'ASPA', 'social_situation', 70),
  ('resource', 'invalidity', 'Pension d’invalidité', 'social_situation', 80),
  ('resource', 'daily_allowance', 'Indemnités journalières', 'social_situation', 90),
  ('resource', 'family_benefits', 'Prestations familiales', 'social_situation', 100),
  ('resource', 'activity_bonus', 'Prime d’activité', 'social_situation', 110),
  ('resource', 'housing_benefit', 'Aide au logement', 'social_situation', 120),
  ('resource', 'training', 'Formation, contrat jeune', 'social_situation', 130),
  ('resource', 'help', 'Aide d’un proche, du CCAS, d’une association', 'social_situation', 140),
  ('resource', 'begging', 'Mendicité', 'social_situation', 150),
  ('resource', 'other', 'Autre', 'social_situation', 200);
