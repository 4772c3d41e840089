-- What a care professional must know before anything else, and what is measured: allergies, history, problems, treatments,
-- vaccinations, pregnancy, care given up, constants. One row for each thing said; a correction closes it and adds another.

insert into audit.action (code, writes, label) values
  ('essential.write', true, 'Allergie, traitement, antécédent, constante… noté ou corrigé'),
  ('essential.withdraw', true, 'Allergie, traitement, antécédent, constante… retiré');

-- Other care (physiotherapist, speech therapist): own part, and the essentials of the clinical block (handbook 2.2). The
-- essentials are the summary of that block, as each row of care.essential is.
update access.nature_right set summary = true where (role, nature) = ('paramedic', 'clinical');

-- Constants are those of a living body: bounds of typing errors, not of health. The same as src/care/measures.ts.
create function care.plausible(p jsonb) returns boolean
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select coalesce(bool_and(b.low is not null and jsonb_typeof(m.value) = 'number' and (m.value #>> '{}')::numeric between b.low and b.high), false)
         and p ? 'systolic' = p ? 'diastolic'
         and coalesce((p ->> 'systolic')::numeric > (p ->> 'diastolic')::numeric, true)
    from jsonb_each(p) m
    left join (values ('weight', 0.5, 350), ('height', 25, 250), ('systolic', 40, 300), ('diastolic', 20, 200), ('pulse', 20, 250),
      ('temperature', 25, 45), ('saturation', 40, 100), ('glycaemia', 0.1, 10), ('peakFlow', 30, 900)) b (measure, low, high)
      on b.measure = m.key
$$;

-- One table for all of it, so that the person's page reads it in one glance and under one pair of rules. content is checked
-- by src/care/essentials.ts:
--   allergy      {label, type, reaction, severity, since}
--   no_allergy   {}: none known, asked on that day
--   history      {label, category, since}
--   problem      {label, code, since, until}
--   treatment    {label, dose, from, to}: last day included
--   vaccination  {label, on, next}
--   pregnancy    {due, endedOn}
--   renouncement {care, reasons, since, words, centre, centreOn, wording}: care given up, and what the centre did of it
--   measures     {weight, height, systolic, diastolic, pulse, temperature, saturation, glycaemia, peakFlow}
create table care.essential (
  -- Made once by the form: sent twice, it is written once.
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  kind text not null check (kind in ('allergy', 'no_allergy', 'history', 'problem', 'treatment', 'vaccination', 'pregnancy',
    'renouncement', 'measures')),
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  -- Clinical, but for care given up: it serves the social path, which reads it unless the care itself tells too much.
  nature text not null default 'clinical' check (nature in ('clinical', 'useful', 'social_situation', 'social_notes')),
  -- Kept to doctors and nurses: left out of the summary that other care reads.
  reserved boolean not null default false,
  -- Said, asked or measured on this day.
  on_day date not null,
  encounter_id uuid references care.encounter not enforced,
  -- The row this one corrects.
  replaces uuid references care.essential not enforced,
  author_id uuid default access.account_id() references access.account not enforced,
  -- As they were called then.
  author_name text,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (known_to is null or known_to >= known_from),
  constraint only_renouncement_leaves_care check (kind = 'renouncement' or nature = 'clinical'),
  -- Knowing which care it is would tell what the person has: kept to care, or to who was told.
  constraint telling_care_stays_apart check (kind <> 'renouncement' or nature in ('clinical', 'social_notes')
    or content ->> 'care' not in ('mental_health', 'addiction', 'sexual_health', 'maternity')),
  constraint label_is_said check (kind not in ('allergy', 'history', 'problem', 'treatment', 'vaccination')
    or coalesce(length(content ->> 'label') between 1 and 200, false)),
  constraint measures_are_plausible check (kind <> 'measures' or care.plausible(content))
);
create trigger present after insert on care.essential referencing new table as new_rows for each statement
  execute function record.rows_of_natures('essentials');
create index on care.essential (person_id);
create unique index essential_once on care.essential (person_id, kind)
  where known_to is null and (kind = 'no_allergy' or kind = 'pregnancy' and content ->> 'endedOn' is null);

alter table care.essential enable row level security;
grant select, insert on care.essential to maillage_app;
grant update (known_to) on care.essential to maillage_app;
do $$
declare
  natures text[] := '{clinical,useful,social_situation,social_notes}';
  own text := 'author_id = any (array(select o.account_id from access.opened o))';
  -- Who writes of a block without reading it whole writes their own part of it: constants, or what they were told.
  part text := format($w$(%s or %s and (kind = 'measures' or nature = 'social_notes') and %s)$w$,
    access.gate_by_row(natures, 'read'), own, access.gate_by_row('{clinical,social_notes}', 'own'));
begin
  -- A row is the summary of its block as well: read by the "s" cells too, unless it is reserved, or care given up that care
  -- keeps to itself.
  execute format('create policy readers on care.essential for select to maillage_app using (%s
      or not reserved and (kind <> ''renouncement'' or nature <> ''clinical'') and %s or %s and %s)',
    access.gate_by_row(natures, 'read'), access.gate_by_row('{clinical,social_situation}', 'summary'),
    own, access.gate_by_row('{clinical,social_notes}', 'own'));
  execute format('create policy writers on care.essential for insert to maillage_app with check (known_from = now() and known_to is null
      and %s
      and (author_name is null or author_name = (select a.display_name from access.account a where a.id = author_id))
      and (encounter_id is null or exists (select from care.encounter e where e.id = encounter_id and e.person_id = essential.person_id))
      and %s and %s)', own, access.gate_by_row(natures, 'write'), part);
  execute format('create policy revisers on care.essential for update to maillage_app using (known_to is null and %s and %s)
      with check (known_to = now())', access.gate_by_row(natures, 'write'), part);
end $$;

-- Writes one thing said or measured, or what corrects another. "done"; "changed": what it corrects is no longer in force;
-- "allergies": no allergy is said to be known, and some are noted; "pregnant": one is noted already; "unknown": a person the
-- actor may not know. Nothing is to be kept but with "done". Sent twice, it writes once.
-- p: {id, personId, kind, content, nature, reserved, onDay, encounterId?, replaces?}
create function care.write_essential(p jsonb) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  person uuid := (p ->> 'personId')::uuid;
  corrected uuid := (p ->> 'replaces')::uuid;
  new_id uuid := (p ->> 'id')::uuid;
  author uuid := access.account_id();
begin
  -- Whoever writes of this person meanwhile is waited for: what follows reads what they saved.
  perform pg_advisory_xact_lock(hashtextextended(person::text, 21));
  perform audit.record('essential.write', person, null, 'essential', new_id);
  if not exists (select from people.person x where x.id = person) then
    return 'unknown';
  elsif exists (select from care.essential e where e.id = new_id and e.person_id = person and e.author_id = author) then
    return 'done';
  end if;
  if corrected is not null then
    update care.essential e set known_to = now() where e.id = corrected and e.person_id = person and e.known_to is null;
    if not found then
      return 'changed';
    end if;
  end if;
  if p ->> 'kind' = 'no_allergy' and exists (
      select from care.essential e where e.person_id = person and e.kind = 'allergy' and e.known_to is null) then
    return 'allergies';
  elsif p ->> 'kind' = 'pregnancy' and p -> 'content' ->> 'endedOn' is null and exists (
      select from care.essential e where e.person_id = person and e.kind = 'pregnancy' and e.known_to is null
         and e.content ->> 'endedOn' is null) then
    return 'pregnant';
  end if;
  -- Asked again, or answered otherwise since.
  if p ->> 'kind' in ('allergy', 'no_allergy') then
    update care.essential e set known_to = now() where e.person_id = person and e.kind = 'no_allergy' and e.known_to is null;
  end if;
  insert into care.essential (id, person_id, kind, content, nature, reserved, on_day, encounter_id, replaces, author_name)
  values (new_id, person, p ->> 'kind', p -> 'content', p ->> 'nature', (p ->> 'reserved')::boolean, (p ->> 'onDay')::date,
    (p ->> 'encounterId')::uuid, corrected, (select a.display_name from access.account a where a.id = author))
  on conflict (id) do nothing;
  if not found then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  return 'done';
end $$;

-- Closes what was noted by mistake. "done", also when it is closed already; "changed": someone corrected it meanwhile;
-- "unknown": nothing the actor reads.
create function care.withdraw_essential(p_person uuid, p_essential uuid) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_person::text, 21));
  perform audit.record('essential.withdraw', p_person, null, 'essential', p_essential);
  update care.essential e set known_to = now() where e.id = p_essential and e.person_id = p_person and e.known_to is null;
  if found then
    return 'done';
  end if;
  return case when exists (select from care.essential e where e.replaces = p_essential and e.person_id = p_person) then 'changed'
              when exists (select from care.essential e where e.id = p_essential and e.person_id = p_person and e.known_to is not null) then 'done'
              else 'unknown' end;
end $$;

grant execute on function care.plausible, care.write_essential, care.withdraw_essential to maillage_app;
