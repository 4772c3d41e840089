-- How long what is known of someone is kept. Two clocks (handbook 2.5): the social block, and the block of care, each with its
-- active time, then its time apart, then its end. Set apart: nobody of the centre reads it, whoever comes back finds it again.
-- Erased: nothing is left but that it was done. Every act follows a plan that someone who answers for it has approved.
-- The day is always given: a plan is made for a day, and rechecked for that same day.

create schema retention;
grant usage on schema retention to maillage_app;

insert into audit.action (code, writes, label) values
  ('retention.plan', false, 'Plan de conservation établi'),
  ('retention.list', false, 'Plan ou conservations prolongées lus'),
  ('retention.approve', true, 'Plan de conservation approuvé'),
  ('retention.begin', true, 'Plan de conservation appliqué'),
  ('retention.archive', true, 'Dossiers mis à part'),
  ('retention.restore', true, 'Dossiers repris'),
  ('retention.erase', true, 'Dossiers effacés'),
  ('retention.search', false, 'Recherche parmi les dossiers mis à part'),
  ('retention.hold', true, 'Conservation prolongée'),
  ('retention.hold_end', true, 'Conservation prolongée terminée'),
  ('retention.parameter', true, 'Durée de conservation changée'),
  ('retention.prune', true, 'Journal allégé de ce dont le temps est passé');
-- Kept when the trail is pruned: the proof of what was erased, and by whose decision.
update audit.action set lasting = true where code like 'retention.%' and writes;
-- Recording these, one works with the person: what was set apart is theirs to read again.
update audit.action set returns = true
 where code in ('encounter.record', 'cover.state', 'note.draft', 'note.sign', 'note.submit', 'note.countersign', 'essential.write',
   'document.file', 'document.print');

insert into access.capability (role, capability) values
  ('data_protection_officer', 'retention'), ('medical_director', 'retention'), ('console', 'retention'),
  -- The intermediate archive is reached by few, each time for a reason (CNIL, guide des durées de conservation).
  ('medical_director', 'archive'), ('coordinating_nurse', 'archive');

-- Durations, each with its date, its source and how sure it is. The latest row in force on a day counts; a structure's own
-- before the network's. Nothing is changed: another row is added.
create table retention.parameter (
  id uuid primary key default uuidv7(),
  code text not null check (code in ('social_active', 'social_archive', 'clinical_active', 'clinical_archive', 'clinical_from_any',
    'minor_until', 'after_death', 'trail_kept', 'plan_valid', 'access_due', 'access_reflection', 'access_old', 'access_old_due')),
  structure_id uuid references network.structure,
  value integer not null check (value between 0 and 1200),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  author_name text,
  known_from timestamptz not null default now()
);
create index on retention.parameter (code, structure_id, valid_from);
-- Units: months; years for minor_until, after_death and access_old; days for plan_valid, access_due and access_reflection;
-- clinical_from_any is 0 or 1.
insert into retention.parameter (code, value, valid_from, source, confidence) values
  ('social_active', 24, '1900-01-01', 'CNIL, délibérations 2021-028 et 2023-095 : deux ans après le dernier contact', 'sure'),
  ('social_archive', 2, '1900-01-01', 'Délai prudent de deux mois avant l’effacement : aucun texte ne l’impose', 'to_verify'),
  ('clinical_active', 60, '1900-01-01', 'CNIL, référentiel des cabinets : cinq ans après la dernière intervention', 'likely'),
  ('clinical_archive', 180, '1900-01-01', 'CNIL, référentiel des cabinets : quinze ans d’archive intermédiaire ; CSP R1112-7 par analogie', 'to_verify'),
  ('clinical_from_any', 1, '1900-01-01', 'Choix prudent : tant que la personne vient, ses allergies restent lues', 'to_verify'),
  ('minor_until', 28, '1900-01-01', 'CSP R1112-7, par analogie : jusqu’au 28e anniversaire', 'to_verify'),
  ('after_death', 10, '1900-01-01', 'CSP R1112-7, par analogie : dix ans après le décès', 'to_verify'),
  ('trail_kept', 36, '1900-01-01', 'CNIL, recommandation journalisation 2021 : jusqu’à trois ans si c’est justifié', 'to_verify'),
  ('plan_valid', 30, '1900-01-01', 'Au-delà, la décision est à reprendre', 'to_verify'),
  ('access_due', 8, '1900-01-01', 'CSP L1111-7 : huit jours au plus', 'sure'),
  ('access_reflection', 2, '1900-01-01', 'CSP L1111-7 : pas avant quarante-huit heures', 'sure'),
  ('access_old', 5, '1900-01-01', 'CSP L1111-7 : informations de plus de cinq ans', 'sure'),
  ('access_old_due', 2, '1900-01-01', 'CSP L1111-7 : deux mois alors', 'sure');

-- What is set apart: one block of a record, or the record whole ("person").
create table retention.apart (
  person_id uuid not null references people.person,
  block text not null check (block in ('social', 'clinical', 'person')),
  since date not null,
  -- Moment at which the registrations of a record set apart whole were closed.
  at timestamptz not null default now(),
  primary key (person_id, block)
);

-- Someone came back: their blocks count from that day at least.
create table retention.restored (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  on_day date not null,
  reason text not null check (length(reason) between 3 and 500),
  author_id uuid not null references access.account not enforced,
  known_from timestamptz not null default now()
);
create index on retention.restored (person_id);

-- "Conservation prolongée": a dispute, an inquiry. Nothing of the person moves meanwhile.
create table retention.hold (
  id uuid primary key,
  person_id uuid not null references people.person,
  reason text not null check (length(reason) between 3 and 500),
  until date,
  author_name text not null,
  known_from timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text
);
create index on retention.hold (person_id);

create table retention.plan (
  id uuid primary key default uuidv7(),
  day date not null,
  made_at timestamptz not null default now(),
  digest text not null,
  -- [{block, act, reason, persons}]
  counts jsonb not null,
  -- Persons left alone because of a hold.
  held integer not null,
  -- Years that will lose rows: their report is frozen first.
  years integer[] not null,
  state text not null default 'drafted' check (state in ('drafted', 'approved', 'running', 'done', 'dropped')),
  approved_by text,
  approved_at timestamptz,
  begun_at timestamptz,
  ended_at timestamptz,
  -- {archived, restored, erased, skipped: persons; rows: {table: erased}}
  results jsonb not null default '{}'
);
create unique index plan_one_running on retention.plan ((true)) where state = 'running';

create table retention.plan_item (
  plan_id uuid not null references retention.plan on delete cascade,
  no integer not null,
  -- The record read for all of them; both nothing once erased.
  person_id uuid,
  members uuid[],
  block text not null,
  act text not null check (act in ('restore', 'archive', 'erase')),
  reason text not null,
  last_day date,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'moved')),
  primary key (plan_id, no)
);
create index plan_item_members on retention.plan_item using gin (members);
create index plan_item_waiting on retention.plan_item (plan_id, no) where state = 'waiting';

-- How many persons each year lost, so that a report of that year says so.
create table retention.erased_year (
  year integer not null,
  block text not null,
  persons integer not null,
  primary key (year, block)
);

do $$
declare name text;
begin
  foreach name in array array['parameter', 'apart', 'restored', 'hold', 'plan', 'plan_item', 'erased_year'] loop
    execute format('alter table retention.%I enable row level security', name);
  end loop;
end $$;
grant select on retention.parameter, retention.plan, retention.erased_year to maillage_app;
create policy keepers on retention.parameter for select to maillage_app using ((select access.can('retention')) or (select access.can('access_requests')));
create policy keepers on retention.plan for select to maillage_app using ((select access.can('retention')));
-- A year and a number: whoever reads reports must know that theirs is short.
create policy counters on retention.erased_year for select to maillage_app using ((select access.can('report')) or (select access.can('retention')));

-- The natures of a block. Identity and visits follow the block that is kept longest.
create function retention.natures_of(p_block text) returns text[]
language sql immutable parallel safe as $$
  select case p_block when 'social' then '{cover,right_requests,social_situation,social_notes,useful,minutes}'::text[]
                      when 'clinical' then '{clinical}'::text[]
                      -- Documents whose own time is over, whatever their nature (papers.document.kept_until).
                      when 'papers' then '{}'
                      else '{identity,cover,right_requests,social_situation,social_notes,clinical,useful,appointments,money,minutes,author_only,identity_detail}'::text[] end
$$;

-- The same as the bits of people.registration.set_apart.
create function retention.cells_of(p_block text) returns bigint
language sql immutable parallel safe as $$
  select bit_or(access.cell(n, 'read')) from unnest(retention.natures_of(p_block)) n
$$;

-- The durations for records of these structures on a day: the longest of theirs. {code: value}
create function retention.settings(p_structures uuid[], p_day date) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_object_agg(v.code, v.value) from (
    select r.code, max(r.value) as value from (
      select distinct on (s.id, p.code) p.code, p.value
        from (select unnest(p_structures) as id union all select null where cardinality(p_structures) = 0) s
        join retention.parameter p on (p.structure_id = s.id or p.structure_id is null) and p.valid_from <= p_day
       order by s.id, p.code, p.structure_id nulls last, p.valid_from desc, p.known_from desc, p.id desc) r
     group by r.code) v
$$;

-- The last day a birth may have been: nobody is erased before the anniversary they may have.
create function retention.born_by(p_birth text) returns date
language sql immutable parallel safe as $$
  select case when p_birth ~ '^\d{4}-\d{2}-\d{2}$' then p_birth::date
              when p_birth ~ '^\d{4}-\d{2}$' then ((p_birth || '-01')::date + interval '1 month - 1 day')::date
              when p_birth ~ '^\d{4}$' then make_date(p_birth::int, 12, 31)
              when p_birth ~ '^~\d{4}$' then make_date(ltrim(p_birth, '~')::int + 2, 12, 31) end
$$;

-- The rule. From the last contact of each block (null: the block holds nothing), the last contact of any kind, the first day
-- known, the birth (its last possible day, null: unknown) and the death: the day each block leaves active work, and the day it ends.
-- CSP R1112-7 by analogy: twenty years, until the 28th birthday at least; when someone dies within ten years of their
-- last visit, ten years after death. A birth unknown is taken to be the first day known: nobody is born after it.
-- social, clinical: [archive_on, erase_on], null without content; person: the later of them.
create function retention.dates(p_set jsonb, p_social date, p_clinical date, p_any date, p_first date, p_born date, p_died date)
returns table (social_archive date, social_erase date, clinical_archive date, clinical_erase date, clinical_why text,
               person_archive date, person_erase date)
language sql immutable as $$
  with base as (
    select case when p_clinical is not null and (p_set ->> 'clinical_from_any')::int = 1 then greatest(p_clinical, p_any) else p_clinical end as care
  ), ends as (
    select b.care, p_social + make_interval(months => (p_set ->> 'social_active')::int) as social_archive,
           p_social + make_interval(months => (p_set ->> 'social_active')::int + (p_set ->> 'social_archive')::int) as social_erase,
           b.care + make_interval(months => (p_set ->> 'clinical_active')::int) as care_archive,
           b.care + make_interval(months => (p_set ->> 'clinical_active')::int + (p_set ->> 'clinical_archive')::int) as care_whole,
           coalesce(p_born, p_first, b.care) + make_interval(years => (p_set ->> 'minor_until')::int) as grown,
           case when p_died < b.care + make_interval(years => (p_set ->> 'after_death')::int)
                then greatest(p_died, b.care) + make_interval(years => (p_set ->> 'after_death')::int) end as mourned,
           p_any + make_interval(months => (p_set ->> 'social_active')::int) as bare_archive,
           p_any + make_interval(months => (p_set ->> 'social_active')::int + (p_set ->> 'social_archive')::int) as bare_erase
      from base b
  ), told as (
    select e.*, case when e.care is not null then coalesce(e.mourned, greatest(e.care_whole, e.grown)) end as care_erase from ends e
  )
  select t.social_archive::date, t.social_erase::date, least(t.care_archive, t.care_erase)::date, t.care_erase::date,
         case when t.mourned is not null then 'death' when t.grown > t.care_whole then 'minor' else 'elapsed' end,
         coalesce(greatest(t.social_archive, least(t.care_archive, t.care_erase)), t.bare_archive)::date,
         coalesce(greatest(t.social_erase, t.care_erase), t.bare_erase)::date
    from told t
$$;

-- What is known of each of these persons that decides; a person is all the records read as one.
create function retention.facts(p_leads uuid[], p_day date)
returns table (lead uuid, members uuid[], structures uuid[], held boolean, last_social date, last_clinical date, last_any date,
               first_day date, has_social boolean, has_clinical boolean, born_by date, died_by date,
               social_apart integer, clinical_apart integer, person_apart integer)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  -- Not plain SQL: tables of later migrations are named too.
  return query
  with grouped as materialized (
    select l.id as lead, l.id as member from unnest(p_leads) l (id)
    union all
    select a.kept_id, a.person_id from people.alias a where a.kept_id = any (p_leads) and a.known_to is null
  ), all_of as (select array_agg(g.member) as ids from grouped g),
  -- One line for each thing known: whose, of which block, on which day; live: not corrected since.
  said as (
    select e.person_id, case when e.kind in ('social_interview', 'mediation', 'interview', 'telephone') then 'social' else 'clinical' end as block, e.on_day as day, e.known_to is null as live, false as content
      from care.encounter e where e.person_id = any ((select ids from all_of)::uuid[])
    union all
    select t.person_id, case t.nature when 'clinical' then 'clinical' when 'useful' then 'social' else 'contact' end, t.on_day, t.known_to is null, t.nature <> 'appointments'
      from care.encounter_term t where t.person_id = any ((select ids from all_of)::uuid[])
    union all
    select n.person_id, case n.nature when 'clinical' then 'clinical' else 'social' end, n.signed_at::date, true, true
      from care.note n where n.person_id = any ((select ids from all_of)::uuid[])
    union all
    select s.person_id, case s.nature when 'clinical' then 'clinical' else 'social' end, s.on_day, s.known_to is null, true
      from care.essential s where s.person_id = any ((select ids from all_of)::uuid[])
    union all
    select d.person_id, case d.nature when 'clinical' then 'clinical' else 'social' end, d.kept_at::date, true, true
      from care.note_draft d where d.person_id = any ((select ids from all_of)::uuid[])
    union all
    select d.person_id, case d.nature when 'clinical' then 'clinical' when 'identity_detail' then 'contact' else 'social' end, d.filed_at::date,
           d.withdrawn_at is null, d.nature <> 'identity_detail'
      from papers.document d where d.person_id = any ((select ids from all_of)::uuid[])
    union all
    select t.person_id, case when t.nature = 'clinical' then 'clinical' when t.nature in ('identity', 'identity_detail', 'appointments', 'money') then 'contact' else 'social' end,
           t.made_at::date, true, t.nature not in ('identity', 'identity_detail', 'appointments', 'money')
      from tasks.task t where t.person_id = any ((select ids from all_of)::uuid[])
    union all
    select s.person_id, 'social', s.stated_on, s.known_to is null, true
      from rights.cover_statement s where s.person_id = any ((select ids from all_of)::uuid[])
    union all
    select v.person_id, 'social', lower(v.known)::date, upper_inf(v.known), true
      from rights.cover_interval v where v.person_id = any ((select ids from all_of)::uuid[])
    union all
    select r.person_id, case r.nature when 'clinical' then 'clinical' else 'social' end, coalesce(s.on_day, s.known_from::date), s.known_to is null, true
      from rights.request r join rights.request_step s on s.request_id = r.id where r.person_id = any ((select ids from all_of)::uuid[])
    union all
    select r.person_id, case r.nature when 'clinical' then 'clinical' else 'social' end, l.on_day, l.known_to is null, true
      from rights.request r join rights.request_log l on l.request_id = r.id where r.person_id = any ((select ids from all_of)::uuid[])
    union all
    select r.person_id, case r.nature when 'clinical' then 'clinical' else 'social' end, q.on_day, q.known_to is null, true
      from rights.request r join rights.request_paper q on q.request_id = r.id where r.person_id = any ((select ids from all_of)::uuid[])
    union all
    select k.person_id, 'social', k.known_from::date, k.known_to is null, true
      from rights.caisse_tie k where k.person_id = any ((select ids from all_of)::uuid[])
    union all
    select n.person_id, case n.nature when 'clinical' then 'clinical' else 'social' end, n.on_day, n.known_to is null, true
      from care.instrument_answer n where n.person_id = any ((select ids from all_of)::uuid[])
    union all
    select s.person_id, 'social', s.stated_on, s.known_to is null, true
      from people.situation_statement s where s.person_id = any ((select ids from all_of)::uuid[])
    union all
    select f.person_id, case f.nature when 'identity_detail' then 'contact' else 'social' end, f.stated_on, f.known_to is null, f.nature <> 'identity_detail'
      from people.life_fact f where f.person_id = any ((select ids from all_of)::uuid[])
    union all
    select a.person_id, 'contact', a.day, a.state in ('honoured', 'in_progress'), false
      from agenda.appointment a where a.person_id = any ((select ids from all_of)::uuid[])
    union all
    select d.person_id, case d.nature when 'clinical' then 'clinical' when 'identity_detail' then 'contact' when 'appointments' then 'contact' else 'social' end,
           d.known_from::date, true, d.nature not in ('identity_detail', 'appointments')
      from agenda.appointment_detail d where d.person_id = any ((select ids from all_of)::uuid[])
    union all
    select w.person_id, 'contact', w.known_from::date, true, false
      from agenda.waiting w where w.person_id = any ((select ids from all_of)::uuid[])
    union all
    select r.person_id, 'social', r.sent_on, true, true
      from admission.referral r where r.person_id = any ((select ids from all_of)::uuid[])
    union all
    select c.person_id, 'social', c.on_day, true, true
      from admission.cover_confirmation c where c.person_id = any ((select ids from all_of)::uuid[])
    union all
    select r.person_id, 'both', r.on_day, true, false
      from retention.restored r where r.person_id = any ((select ids from all_of)::uuid[])
    union all
    select g.person_id, 'contact', g.since, true, false
      from people.registration g where g.person_id = any ((select ids from all_of)::uuid[])
  ), told as materialized (
    select g.lead, max(s.day) filter (where s.live and s.block in ('social', 'both')) as last_social,
           max(s.day) filter (where s.live and s.block in ('clinical', 'both')) as last_clinical,
           max(s.day) filter (where s.live) as last_any, min(s.day) as first_day, max(s.day) as last_ever,
           coalesce(bool_or(s.content and s.block = 'social'), false) as has_social,
           coalesce(bool_or(s.content and s.block = 'clinical'), false) as has_clinical
      from grouped g left join said s on s.person_id = g.member group by g.lead
  ), whose as materialized (
    select g.lead, array_agg(g.member order by g.member <> g.lead, g.member) as members,
           count(*) filter (where s.block is not null) as social, count(*) filter (where c.block is not null) as clinical,
           count(*) filter (where w.block is not null) as whole,
           max(retention.born_by(i.birth)) as born, bool_or(i.birth is null and i.person_id is not null) as unborn,
           max(coalesce((k.content ->> 'day')::date, k.known_from::date)) as died, min(p.created_at)::date as made,
           bool_or(exists (select from retention.hold h where h.person_id = g.member and h.ended_at is null
                             and coalesce(h.until, 'infinity') >= p_day)) as held
      from grouped g
      join people.person p on p.id = g.member
      left join people.identity i on i.person_id = g.member and i.known_to is null
      left join people.contact k on k.person_id = g.member and k.part = 'death' and k.known_to is null
      left join retention.apart s on s.person_id = g.member and s.block = 'social'
      left join retention.apart c on c.person_id = g.member and c.block = 'clinical'
      left join retention.apart w on w.person_id = g.member and w.block = 'person'
     group by g.lead
  ), of_structures as materialized (
    select g.lead, array_agg(distinct r.structure_id order by r.structure_id) as structures
      from grouped g join people.registration r on r.person_id = g.member group by g.lead
  )
  select w.lead, w.members, coalesce(o.structures, '{}'), w.held,
         -- Without a day of its own (corrected since), what a block holds counts from the last day of anything.
         case when t.has_social then coalesce(t.last_social, t.last_any, t.last_ever, w.made) end,
         case when t.has_clinical then coalesce(t.last_clinical, t.last_any, t.last_ever, w.made) end,
         coalesce(t.last_any, t.last_ever, w.made), coalesce(t.first_day, w.made), t.has_social, t.has_clinical,
         case when w.unborn then null else w.born end, w.died,
         -- 0: none of its records is set apart; 1: some are; 2: all.
         case w.social when 0 then 0 when cardinality(w.members) then 2 else 1 end,
         case w.clinical when 0 then 0 when cardinality(w.members) then 2 else 1 end,
         case w.whole when 0 then 0 when cardinality(w.members) then 2 else 1 end
    from whose w join told t using (lead) left join of_structures o using (lead);
end $$;

-- What is due for each of these persons on that day. Set apart comes before erased, and one plan never does both.
create function retention.due(p_leads uuid[], p_day date)
returns table (lead uuid, members uuid[], block text, act text, reason text, last_day date, held boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with known as materialized (select f.* from retention.facts(p_leads, p_day) f),
  sets as materialized (select d.structures, retention.settings(d.structures, p_day) as set from (select distinct k.structures from known k) d),
  dated as (
    select k.*, d.* from known k join sets s using (structures)
     cross join lateral retention.dates(s.set, k.last_social, k.last_clinical, k.last_any, k.first_day, k.born_by, k.died_by) d
  )
  select d.lead, d.members, x.block, x.act,
         case when x.act = 'restore' then 'returned' when x.block = 'social' then 'social' when x.block = 'papers' then 'purpose'
              when x.block = 'clinical' or d.has_clinical then d.clinical_why when d.has_social then 'social' else 'empty' end,
         x.last_day, d.held
    from dated d
    cross join lateral (
      select 'person' as block, d.last_any as last_day,
             case when d.person_apart = 2 and d.person_erase <= p_day then 'erase'
                  when d.person_apart > 0 and d.person_archive > p_day then 'restore'
                  when d.person_apart < 2 and d.person_archive <= p_day then 'archive' end as act
      union all
      select 'social', d.last_social,
             case when d.person_apart = 2 and d.person_erase <= p_day or d.person_apart < 2 and d.person_archive <= p_day then null
                  when d.social_apart = 2 and d.social_erase <= p_day then 'erase'
                  when d.social_apart > 0 and d.social_archive > p_day then 'restore'
                  when d.social_apart < 2 and d.social_archive <= p_day then 'archive' end
      union all
      select 'clinical', d.last_clinical,
             case when d.person_apart = 2 and d.person_erase <= p_day or d.person_apart < 2 and d.person_archive <= p_day then null
                  when d.clinical_apart = 2 and d.clinical_erase <= p_day then 'erase'
                  when d.clinical_apart > 0 and d.clinical_archive > p_day then 'restore'
                  when d.clinical_apart < 2 and d.clinical_archive <= p_day then 'archive' end
      union all
      -- The request is decided and its appeal over, or the day is the one that was said when it was filed.
      select 'papers', k.until, case when d.person_apart = 2 and d.person_erase <= p_day then null when k.until is not null then 'erase' end
        from (select min(t.kept_until) as until from papers.document t where t.person_id = any (d.members) and t.kept_until < p_day) k) x
   where x.act is not null
$$;

-- Every lead whose records something is due for, by chunks so that the indexes are used whatever the planner believes.
create function retention.all_due(p_day date)
returns table (lead uuid, members uuid[], block text, act text, reason text, last_day date, held boolean)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  last uuid := '00000000-0000-0000-0000-000000000000';
  chunk uuid[];
begin
  loop
    chunk := array(select p.id from people.person p where p.id > last order by p.id limit 2000);
    exit when cardinality(chunk) = 0;
    last := chunk[cardinality(chunk)];
    return query
      select * from retention.due(array(select c.id from unnest(chunk) c (id)
        where not exists (select from people.alias a where a.person_id = c.id and a.known_to is null)), p_day);
  end loop;
end $$;

-- Owner function. Makes the plan of a day, and drops one not begun; MA409 while one is under way. p_keep: an approved plan that
-- still says what is due is given instead.
create function retention.make_plan(p_day date, p_keep boolean) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  made uuid := uuidv7();
  approved retention.plan;
begin
  perform access.require('retention');
  perform pg_advisory_xact_lock(hashtext('retention.plan'));
  if exists (select from retention.plan p where p.state = 'running') then
    raise exception 'a plan is under way' using errcode = 'MA409';
  end if;
  select p.* into approved from retention.plan p where p.state = 'approved' and p_keep;
  if retention.stands(approved, p_day) then
    return approved.id;
  end if;
  perform audit.record('retention.plan', null, null, 'retention_plan', made, jsonb_build_object('day', p_day));
  delete from retention.plan_item i using retention.plan p where p.id = i.plan_id and p.state in ('drafted', 'approved');
  update retention.plan p set state = 'dropped' where p.state in ('drafted', 'approved');
  insert into retention.plan (id, day, digest, counts, held, years) values (made, p_day, '', '[]', 0, '{}');
  with wanted as materialized (select * from retention.all_due(p_day)),
       kept as (
         insert into retention.plan_item (plan_id, no, person_id, members, block, act, reason, last_day)
         select made, row_number() over (order by array_position('{restore,archive,erase}', d.act), d.lead, d.block), d.lead, d.members,
                d.block, d.act, d.reason, d.last_day
           from wanted d where not d.held)
  update retention.plan p
     set digest = (select retention.digest_of(array_agg(d.lead || d.block || d.act)) from wanted d where not d.held),
         counts = coalesce((select jsonb_agg(jsonb_build_object('block', c.block, 'act', c.act, 'reason', c.reason, 'persons', c.n) order by c.act, c.block, c.reason)
                     from (select d.block, d.act, d.reason, count(*) as n from wanted d where not d.held group by 1, 2, 3) c), '[]'),
         held = (select count(distinct d.lead) from wanted d where d.held)
   where p.id = made;
  update retention.plan p set years = array(
      select distinct extract(year from y.day)::int from retention.plan_item i, unnest(i.members) m (id), lateral (
        select e.on_day as day from care.encounter e where e.person_id = m.id
        union select s.stated_on from rights.cover_statement s where s.person_id = m.id) y
       where i.plan_id = made and i.act = 'erase' and i.block <> 'papers' order by 1)
   where p.id = made;
  return made;
end $$;

create function retention.digest_of(p_lines text[]) returns text
language sql immutable as $$
  select encode(sha256(convert_to(coalesce((select string_agg(l, E'\n' order by l collate "C") from unnest(p_lines) l), ''), 'UTF8')), 'hex')
$$;

-- Is this plan still what is due, and its approval recent?
create function retention.stands(p_plan retention.plan, p_day date) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select p_plan.id is not null and p_day between p_plan.day and p_plan.day + (retention.settings('{}', p_day) ->> 'plan_valid')::int
     and p_plan.digest = (select retention.digest_of(array_agg(d.lead || d.block || d.act)) from retention.all_due(p_plan.day) d where not d.held)
$$;

-- Owner function. The decision, by who answers for it: of the plan as they saw it. False when it is no longer that one.
create function retention.approve(p_plan uuid, p_digest text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.read_only or actor.role is null or actor.role not in ('data_protection_officer', 'medical_director') then
    raise exception 'this role approves no plan' using errcode = 'MA403';
  end if;
  perform audit.record('retention.approve', null, null, 'retention_plan', p_plan, jsonb_build_object('digest', p_digest));
  update retention.plan p set state = 'approved', approved_at = now(),
         approved_by = (select a.display_name from access.account a where a.id = actor.account_id)
   where p.id = p_plan and p.state in ('drafted', 'approved') and p.digest = p_digest;
  return found;
end $$;

-- Owner function. Begins the approved plan, or goes on with the one under way. Returns {outcome, plan?}: "none" approved,
-- "expired", "moved" (what is due is no longer what was approved), "freeze" (a year has no frozen report yet), "running".
create function retention.begin_plan(p_day date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  plan retention.plan;
  unfrozen integer[];
begin
  perform access.require('retention');
  perform pg_advisory_xact_lock(hashtext('retention.plan'));
  select p.* into plan from retention.plan p where p.state in ('running', 'approved') order by p.state desc, p.made_at desc limit 1;
  if plan.id is null then
    return '{"outcome": "none"}';
  end if;
  if plan.state = 'approved' then
    if p_day - plan.day > (retention.settings('{}', p_day) ->> 'plan_valid')::int or p_day < plan.day then
      return jsonb_build_object('outcome', 'expired', 'plan', plan.id, 'day', plan.day);
    end if;
    unfrozen := array(select y from unnest(plan.years) y where not exists (
      select from reports.frozen f where f.period_from = make_date(y, 1, 1) and f.period_to = make_date(y, 12, 31)) order by y);
    if cardinality(unfrozen) > 0 then
      return jsonb_build_object('outcome', 'freeze', 'plan', plan.id, 'years', to_jsonb(unfrozen));
    end if;
    if plan.digest <> (select retention.digest_of(array_agg(d.lead || d.block || d.act)) from retention.all_due(plan.day) d where not d.held) then
      return jsonb_build_object('outcome', 'moved', 'plan', plan.id, 'day', plan.day);
    end if;
    perform audit.record('retention.begin', null, null, 'retention_plan', plan.id, jsonb_build_object('digest', plan.digest));
    update retention.plan p set state = 'running', begun_at = now() where p.id = plan.id;
  end if;
  return jsonb_build_object('outcome', 'running', 'plan', plan.id);
end $$;

-- What was erased so far: {counts: {table: rows}, digest}, where the digest goes on from table to table.
create function retention.told(p_tally jsonb, p_table text, p_rows text[]) returns jsonb
language sql immutable as $$
  select case when p_rows is null then p_tally else jsonb_build_object(
    'counts', p_tally -> 'counts' || jsonb_build_object(p_table, cardinality(p_rows)),
    'digest', encode(sha256(convert_to((p_tally ->> 'digest') || E'\n' || p_table || E'\n'
      || (select string_agg(r, E'\n' order by r collate "C") from unnest(p_rows) r), 'UTF8')), 'hex')) end
$$;

-- The rows of one block of these records, or of the records whole. Each table that holds something of a person has its line
-- here, or its reason in src/retention/holdings.ts: a test compares. Not granted; retention.step alone calls it.
-- p_day: of the block "papers" alone, those to be kept until a day before.
create function retention.erase(p_members uuid[], p_block text, p_salt text, p_day date default null) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  gone jsonb := jsonb_build_object('counts', '{}'::jsonb, 'digest', p_salt);
  natures text[] := retention.natures_of(p_block);
  whole boolean := p_block = 'person';
  signed uuid[] := '{}';
  papers uuid[] := '{}';
  words text[];
begin
  if p_block = 'papers' then
    with d as (delete from papers.document t where t.person_id = any (p_members) and t.kept_until < p_day returning to_jsonb(t)::text as r, t.id)
    select retention.told(gone, 'papers.document', array_agg(d.r)), coalesce(array_agg(d.id), '{}') into gone, papers from d;
    return gone || jsonb_build_object('signed', to_jsonb(papers));
  end if;
  insert into retention.erased_year as y (year, block, persons)
  select extract(year from d.day)::int, p_block, count(distinct d.person_id)
    from (select e.person_id, e.on_day as day from care.encounter e where whole and e.person_id = any (p_members) and e.known_to is null
          union select s.person_id, s.stated_on from rights.cover_statement s
           where 'cover' = any (natures) and s.person_id = any (p_members) and s.known_to is null) d
   group by 1
  on conflict (year, block) do update set persons = y.persons + excluded.persons;

  with d as (delete from rights.cover_statement t where t.person_id = any (p_members) and 'cover' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'rights.cover_statement', array_agg(d.r)) into gone from d;
  with d as (delete from rights.cover_interval t where t.person_id = any (p_members) and 'cover' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'rights.cover_interval', array_agg(d.r)) into gone from d;
  with d as (delete from rights.request t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'rights.request', array_agg(d.r)) into gone from d;
  with d as (delete from rights.caisse_tie t where t.person_id = any (p_members) and 'cover' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'rights.caisse_tie', array_agg(d.r)) into gone from d;
  with d as (delete from admission.cover_confirmation t where t.person_id = any (p_members) and 'cover' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'admission.cover_confirmation', array_agg(d.r)) into gone from d;
  with d as (delete from admission.referral t where t.person_id = any (p_members) and 'social_situation' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'admission.referral', array_agg(d.r)) into gone from d;
  with d as (delete from people.situation_statement t where t.person_id = any (p_members) and 'social_situation' = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'people.situation_statement', array_agg(d.r)) into gone from d;
  with d as (delete from people.life_fact t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'people.life_fact', array_agg(d.r)) into gone from d;
  with d as (delete from care.encounter_term t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'care.encounter_term', array_agg(d.r)) into gone from d;
  with d as (delete from care.note_draft t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'care.note_draft', array_agg(d.r)) into gone from d;
  with d as (delete from care.instrument_answer t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'care.instrument_answer', array_agg(d.r)) into gone from d;
  -- Which notes and documents: the verifier then knows why what was signed is gone (src/access/audit/database-source.ts).
  with d as (delete from care.note t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r, t.id)
  select retention.told(gone, 'care.note', array_agg(d.r)), coalesce(array_agg(d.id), '{}') into gone, signed from d;
  with d as (delete from care.essential t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'care.essential', array_agg(d.r)) into gone from d;

  with d as (delete from papers.document t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r, t.id)
  select retention.told(gone, 'papers.document', array_agg(d.r)), coalesce(array_agg(d.id), '{}') into gone, papers from d;

  with d as (delete from agenda.appointment_detail t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'agenda.appointment_detail', array_agg(d.r)) into gone from d;
  with d as (delete from agenda.waiting t where t.person_id = any (p_members) and (whole or t.nature = any (natures)) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'agenda.waiting', array_agg(d.r)) into gone from d;
  -- What is written of their pages goes at once; its changes, with their record (record.write_page).
  delete from record.written t where t.person_id = any (p_members);
  delete from record.present t where t.person_id = any (p_members) and (whole or t.nature = any (natures));
  with d as (delete from tasks.task t where t.person_id = any (p_members) and t.nature = any (natures) returning to_jsonb(t)::text as r)
  select retention.told(gone, 'tasks.task', array_agg(d.r)) into gone from d;

  if whole then
    with d as (delete from funding.part t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'funding.part', array_agg(d.r)) into gone from d;
    with d as (delete from funding.act t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'funding.act', array_agg(d.r)) into gone from d;
    -- Of a household, that there was someone stays; not who.
    update rights.request_member t set other_person = null, name = 'Dossier effacé', birth = null where t.other_person = any (p_members);
    with d as (delete from intake.taken_row t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'intake.taken_row', array_agg(d.r)) into gone from d;
    delete from intake.staged_visit v using intake.staged_person s
     where s.person_id = any (p_members) and v.import_id = s.import_id and v.local_key = s.local_key;
    delete from intake.staged_person t where t.person_id = any (p_members);
    with d as (delete from care.encounter_presence t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'care.encounter_presence', array_agg(d.r)) into gone from d;
    delete from agenda.occupation o using agenda.appointment a where a.person_id = any (p_members) and o.appointment_id = a.id;
    with d as (delete from agenda.appointment_detail t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.appointment_detail', array_agg(d.r)) into gone from d;
    with d as (delete from agenda.appointment_step t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.appointment_step', array_agg(d.r)) into gone from d;
    delete from agenda.occupation o using agenda.round_line l where l.person_id = any (p_members) and o.appointment_id = l.id;
    with d as (delete from agenda.round_line t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.round_line', array_agg(d.r)) into gone from d;
    with d as (delete from agenda.reminder t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.reminder', array_agg(d.r)) into gone from d;
    with d as (delete from agenda.reminder_stop t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.reminder_stop', array_agg(d.r)) into gone from d;
    with d as (delete from agenda.appointment t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'agenda.appointment', array_agg(d.r)) into gone from d;
    with d as (delete from telephone.call t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'telephone.call', array_agg(d.r)) into gone from d;
    with d as (delete from care.encounter t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'care.encounter', array_agg(d.r)) into gone from d;
    with d as (delete from people.contact t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.contact', array_agg(d.r)) into gone from d;
    with d as (delete from people.social_number t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.social_number', array_agg(d.r)) into gone from d;
    with d as (delete from people.program_number t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.program_number', array_agg(d.r)) into gone from d;
    with d as (delete from people.identity t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.identity', array_agg(d.r)) into gone from d;
    with d as (delete from people.name_variant t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.name_variant', array_agg(d.r)) into gone from d;
    with d as (delete from people.insi_answer t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.insi_answer', array_agg(d.r)) into gone from d;
    with d as (delete from access.consent t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'access.consent', array_agg(d.r)) into gone from d;
    with d as (delete from access.outside_declaration t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'access.outside_declaration', array_agg(d.r)) into gone from d;
    with d as (delete from access.objection t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'access.objection', array_agg(d.r)) into gone from d;
    -- That a record was broken open stays in the trail; the words said of the person go.
    with d as (delete from access.break_glass t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'access.break_glass', array_agg(d.r)) into gone from d;
    with d as (delete from people.distinct_pair t where t.person_a = any (p_members) or t.person_b = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.distinct_pair', array_agg(d.r)) into gone from d;
    with d as (delete from people.alias t where t.person_id = any (p_members) or t.joined_to = any (p_members) or t.kept_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.alias', array_agg(d.r)) into gone from d;
    with d as (delete from people.registration t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.registration', array_agg(d.r)) into gone from d;
    -- A rare name must not stay in the dictionary of the search once nobody has it.
    words := array(select distinct w from people.search_entry e, unnest(tsvector_to_array(e.words)) w where e.person_id = any (p_members));
    delete from people.search_entry t where t.person_id = any (p_members);
    words := array(select w from unnest(words) w where not exists (select from people.search_entry e
      where e.found_by @@ ('''' || replace(replace(w, '\', '\\'), '''', '''''') || '''')::tsquery));
    delete from people.search_word t where t.word = any (words);
    delete from people.search_near t where t.word = any (words) and t.key in (select k from unnest(words) w, unnest(people.near_keys(w, 2)) k);
    with d as (delete from retention.access_request t where t.person_id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'retention.access_request', array_agg(d.r)) into gone from d;
    delete from retention.restored t where t.person_id = any (p_members);
    delete from retention.hold t where t.person_id = any (p_members);
    delete from retention.apart t where t.person_id = any (p_members);
    update retention.plan_item i set person_id = null, members = null where i.members && p_members and i.state <> 'waiting';
    with d as (delete from people.person t where t.id = any (p_members) returning to_jsonb(t)::text as r)
    select retention.told(gone, 'people.person', array_agg(d.r)) into gone from d;
    delete from record.touched t where t.person_id = any (p_members);
  else
    delete from retention.apart t where t.person_id = any (p_members) and t.block = p_block;
    update people.registration g set set_apart = g.set_apart & ~retention.cells_of(p_block) where g.person_id = any (p_members);
  end if;
  return gone || jsonb_build_object('signed', to_jsonb(signed || papers));
end $$;

-- Sets a block, or whole records, apart. Partners' consents end: they must be asked again (CSP L1110-4 III).
create function retention.set_apart(p_members uuid[], p_block text, p_day date) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  insert into retention.apart (person_id, block, since)
  select m, b, p_day from unnest(p_members) m, unnest(case when p_block = 'person' then '{social,clinical,person}'::text[] else array[p_block] end) b
  on conflict do nothing;
  update access.consent c set ends_on = least(c.ends_on, p_day - 1)
   where c.person_id = any (p_members) and c.natures && retention.natures_of(p_block) and c.withdrawn_at is null and c.known_to is null;
  if p_block = 'person' then
    update people.registration g set known_to = now() where g.person_id = any (p_members) and g.known_to is null;
  else
    update people.registration g set set_apart = g.set_apart | retention.cells_of(p_block) where g.person_id = any (p_members) and g.known_to is null;
  end if;
end $$;

-- The reverse, for whole records with all their blocks.
create function retention.bring_back(p_members uuid[], p_block text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if p_block = 'person' then
    insert into people.registration (person_id, structure_id, since)
    select distinct g.person_id, g.structure_id, min(g.since) from people.registration g
      join retention.apart a on a.person_id = g.person_id and a.block = 'person' and a.at = g.known_to
     where g.person_id = any (p_members) group by g.person_id, g.structure_id
    on conflict do nothing;
    delete from retention.apart a where a.person_id = any (p_members);
    update people.registration g set set_apart = 0 where g.person_id = any (p_members) and g.set_apart <> 0;
  else
    delete from retention.apart a where a.person_id = any (p_members) and a.block = p_block;
    update people.registration g set set_apart = g.set_apart & ~retention.cells_of(p_block) where g.person_id = any (p_members);
  end if;
end $$;

-- Called by audit.record when someone records a visit: what was set apart of the person is theirs to read from this act on.
create function retention.returned(p_person uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  kept uuid := coalesce((select a.kept_id from people.alias a where a.person_id = p_person and a.known_to is null), p_person);
  together uuid[] := kept || array(select a.person_id from people.alias a where a.kept_id = kept and a.known_to is null);
begin
  delete from retention.apart a where a.person_id = any (together) and a.block <> 'person';
  update people.registration g set set_apart = 0 where g.person_id = any (together) and g.set_apart <> 0;
end $$;

-- Owner function. One batch of the plan under way, in one short transaction. What moved since is left alone. Killed, the
-- batch never was; asked again, it goes on. p_salt: made by the program from a key that the database does not hold.
-- Returns {done, left}.
create function retention.step(p_plan uuid, p_limit integer, p_salt text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  plan retention.plan;
  first retention.plan_item;
  batch integer[];
  leads uuid[];
  still uuid[];
  whose uuid[];
  told jsonb := '{}';
  remains integer;
begin
  perform access.require('retention');
  select p.* into plan from retention.plan p where p.id = p_plan and p.state = 'running';
  if plan.id is null then
    raise exception 'this plan is not under way' using errcode = 'MA409';
  end if;
  -- The records of one person stay those they are while this batch is written.
  perform pg_advisory_xact_lock(hashtext('people.merge'));
  select i.* into first from retention.plan_item i where i.plan_id = p_plan and i.state = 'waiting' order by i.no limit 1;
  if first.plan_id is not null then
    batch := array(select i.no from retention.plan_item i
                    where i.plan_id = p_plan and i.state = 'waiting' and i.act = first.act and i.block = first.block
                    order by i.no limit least(p_limit, 500) for update skip locked);
    leads := array(select i.person_id from retention.plan_item i where i.plan_id = p_plan and i.no = any (batch));
    perform from people.person p where p.id in (select unnest(i.members) from retention.plan_item i where i.plan_id = p_plan and i.no = any (batch))
      order by p.id for update;
    perform from people.registration g where g.person_id in (select unnest(i.members) from retention.plan_item i where i.plan_id = p_plan and i.no = any (batch))
      order by g.person_id, g.structure_id for update;
    select coalesce(array_agg(d.lead), '{}') into still from retention.due(leads, plan.day) d
      join retention.plan_item i on i.plan_id = p_plan and i.no = any (batch) and i.person_id = d.lead
     where d.block = first.block and d.act = first.act and not d.held and d.members <@ i.members and i.members <@ d.members;
    whose := array(select unnest(i.members) from retention.plan_item i
                    where i.plan_id = p_plan and i.no = any (batch) and i.person_id = any (still));
    if cardinality(whose) > 0 then
      if first.act = 'erase' then
        told := retention.erase(whose, first.block, p_salt, plan.day);
      elsif first.act = 'archive' then
        perform retention.set_apart(whose, first.block, plan.day);
      else
        perform retention.bring_back(whose, first.block);
      end if;
      perform audit.record('retention.' || first.act, null, whose, 'retention_plan', p_plan,
        told || jsonb_build_object('block', first.block));
    end if;
    update retention.plan p
       set results = p.results
         || jsonb_build_object(first.act, coalesce((p.results ->> first.act)::int, 0) + cardinality(still),
              'moved', coalesce((p.results ->> 'moved')::int, 0) + cardinality(batch) - cardinality(still),
              'rows', (select coalesce(jsonb_object_agg(r.name, r.n), '{}') from (
                 select c.key as name, sum(c.value::int) as n from (
                   select * from jsonb_each_text(coalesce(p.results -> 'rows', '{}')) union all select * from jsonb_each_text(coalesce(told -> 'counts', '{}'))) c
                  group by c.key) r))
     where p.id = p_plan;
    update retention.plan_item i
       set state = case when i.person_id = any (still) then 'done' else 'moved' end,
           person_id = case when first.act = 'erase' and first.block = 'person' and i.person_id = any (still) then null else i.person_id end,
           members = case when first.act = 'erase' and first.block = 'person' and i.person_id = any (still) then null else i.members end
     where i.plan_id = p_plan and i.no = any (batch);
  end if;
  select count(*) into remains from retention.plan_item i where i.plan_id = p_plan and i.state = 'waiting';
  if remains = 0 then
    update retention.plan p set state = 'done', ended_at = now() where p.id = p_plan;
  end if;
  return jsonb_build_object('done', coalesce(cardinality(still), 0), 'left', remains);
end $$;

-- Owner function. Lines of a plan, for who decides: numbers of records, never a name.
create function retention.items(p_plan uuid, p_after integer, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('retention');
  perform audit.record('retention.list', null, null, 'retention_plan', p_plan);
  return (select coalesce(jsonb_agg(jsonb_build_object('no', i.no, 'localNumber', p.local_number, 'records', cardinality(i.members), 'block', i.block,
            'act', i.act, 'reason', i.reason, 'lastDay', i.last_day, 'state', i.state) order by i.no), '[]')
            from (select * from retention.plan_item t where t.plan_id = p_plan and t.no > p_after order by t.no limit least(p_limit, 200)) i
            left join people.person p on p.id = i.person_id);
end $$;

-- Owner function. Holds in force and ended, by number of record; audited as one list.
create function retention.holds() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('retention');
  perform audit.record('retention.list', null, array(select h.person_id from retention.hold h), 'hold');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'localNumber', p.local_number, 'reason', h.reason, 'until', h.until,
            'by', h.author_name, 'at', h.known_from, 'endedAt', h.ended_at, 'endedBy', h.ended_by) order by h.ended_at is not null, h.known_from desc), '[]')
            from retention.hold h join people.person p on p.id = h.person_id);
end $$;

-- Owner function. Keeps someone's record as it is. False when no record has this number. Sent twice, it is one.
create function retention.add_hold(p_id uuid, p_local_number bigint, p_reason text, p_until date) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  person uuid := (select p.id from people.person p where p.local_number = p_local_number);
begin
  perform access.require('retention');
  if actor.read_only or actor.role = 'console' then
    raise exception 'someone must answer for this' using errcode = 'MA403';
  elsif person is null then
    return false;
  end if;
  perform audit.record('retention.hold', null, array[person], 'hold', p_id);
  insert into retention.hold (id, person_id, reason, until, author_name)
  values (p_id, person, p_reason, p_until, (select a.display_name from access.account a where a.id = actor.account_id)) on conflict do nothing;
  return true;
end $$;

-- Owner function. Ends one. False when it was ended already.
create function retention.end_hold(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform access.require('retention');
  if actor.read_only or actor.role = 'console' then
    raise exception 'someone must answer for this' using errcode = 'MA403';
  end if;
  perform audit.record('retention.hold_end', null, array(select h.person_id from retention.hold h where h.id = p_id), 'hold', p_id);
  update retention.hold h set ended_at = now(), ended_by = (select a.display_name from access.account a where a.id = actor.account_id)
   where h.id = p_id and h.ended_at is null;
  return found;
end $$;

-- Owner function. A new duration, from a day on; the data protection officer alone.
create function retention.set_parameter(p_code text, p_structure uuid, p_value integer, p_from date, p_source text, p_confidence text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if access.role() is distinct from 'data_protection_officer' then
    raise exception 'only the data protection officer decides this' using errcode = 'MA403';
  end if;
  perform audit.record('retention.parameter', null, null, null, null,
    jsonb_build_object('code', p_code, 'value', p_value, 'from', p_from, 'structure', p_structure));
  insert into retention.parameter (code, structure_id, value, valid_from, source, confidence, author_name)
  values (p_code, p_structure, p_value, p_from, p_source, p_confidence, (select a.display_name from access.account a where a.id = access.account_id()));
end $$;

-- Owner function. Records set apart whole, of exactly this name or number, that this structure followed. Nobody browses the
-- archive: whoever looks knows whom they look for. Audited as one list.
create function retention.find_apart(p_key_tokens text, p_birth text, p_local_number bigint) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  hits uuid[];
begin
  perform access.require('archive');
  hits := array(
    select a.person_id from retention.apart a
      join people.person p on p.id = a.person_id
      join people.identity i on i.person_id = a.person_id and i.known_to is null
     where a.block = 'person' and (p.local_number = p_local_number or i.key_tokens = p_key_tokens and (p_birth is null or i.birth = p_birth))
       and exists (select from people.registration g where g.person_id = a.person_id and g.structure_id = access.structure_id() and g.known_to = a.at)
       and a.person_id <> all (access.barred(access.account_id()))
     limit 20);
  perform audit.record('retention.search', null, hits);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'localNumber', p.local_number, 'family', i.family, 'given', i.given,
            'birth', i.birth, 'since', a.since) order by p.local_number), '[]')
            from unnest(hits) h (id) join people.person p on p.id = h.id join people.identity i on i.person_id = h.id and i.known_to is null
            join retention.apart a on a.person_id = h.id and a.block = 'person');
end $$;

-- Owner function. Someone set apart is back: all their records, all their blocks. False when nothing was set apart.
create function retention.restore(p_person uuid, p_reason text, p_day date) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  kept uuid := coalesce((select a.kept_id from people.alias a where a.person_id = p_person and a.known_to is null), p_person);
  together uuid[] := kept || array(select a.person_id from people.alias a where a.kept_id = kept and a.known_to is null);
begin
  perform access.require('archive');
  if not exists (select from people.registration g where g.person_id = any (together) and g.structure_id = actor.structure_id)
     or not exists (select from retention.apart a where a.person_id = any (together))
     or together && access.barred(actor.account_id) then
    return false;
  end if;
  perform audit.record('retention.restore', null, together, null, null, jsonb_build_object('block', 'person'));
  perform retention.bring_back(together, 'person');
  insert into retention.restored (person_id, on_day, reason, author_id) values (p_person, p_day, p_reason, actor.account_id);
  return true;
end $$;

revoke execute on all functions in schema retention from public;
grant execute on function retention.make_plan, retention.approve, retention.begin_plan, retention.step, retention.items, retention.holds,
  retention.add_hold, retention.end_hold, retention.set_parameter, retention.find_apart, retention.restore to maillage_app;
