-- Appointments. That someone comes, when, where and with whom is one nature ("appointments"), but a service or a practitioner
-- whose name would tell why: these, and the reason, are rows of their own nature (agenda.appointment_detail).
--
-- A booking takes the lock of the practitioner's day first, then looks, then writes; agenda.occupation makes a double booking
-- impossible whatever connects. Whoever lays hours out again holds the practitioner (agenda.hold_practitioners).

insert into audit.action (code, writes, returns, label, told) values
  ('appointment.book', true, true, 'Rendez-vous pris', 'a pris un rendez-vous pour vous'),
  ('appointment.move', true, true, 'Rendez-vous déplacé', 'a déplacé un de vos rendez-vous'),
  ('appointment.state', true, false, 'Suite d’un rendez-vous notée', 'a noté la suite d’un de vos rendez-vous'),
  ('appointment.seek', false, false, 'Créneau cherché pour quelqu’un', 'a cherché un rendez-vous pour vous'),
  ('appointment.read', false, false, 'Rendez-vous d’une personne lus', 'a lu vos rendez-vous'),
  ('agenda.view', false, false, 'Agenda affiché', 'a vu votre nom dans l’agenda'),
  ('agenda.paper', false, false, 'Agenda mis sur papier par l’ordinateur', 'a mis votre nom sur la feuille de secours de l’agenda'),
  ('waiting.add', true, true, 'Inscription sur liste d’attente', 'vous a inscrit sur une liste d’attente'),
  ('waiting.close', true, false, 'Liste d’attente : suite notée', 'a noté la suite de votre attente');

create table agenda.state (
  code text primary key,
  label text not null,
  -- The hours are taken.
  holds boolean not null
);
insert into agenda.state (code, label, holds) values
  ('booked', 'Pris', true), ('arrived', 'Arrivé', true), ('in_progress', 'En cours', true), ('honoured', 'Honoré', true),
  ('missed', 'Manqué', false), ('excused', 'Excusé', false), ('cancelled', 'Annulé par le service', false);
-- What may follow what. A slip is corrected the same way: what was noted stays in agenda.appointment_step.
create table agenda.transition (
  from_state text not null references agenda.state,
  to_state text not null references agenda.state,
  primary key (from_state, to_state)
);
insert into agenda.transition (from_state, to_state) values
  ('booked', 'arrived'), ('booked', 'in_progress'), ('booked', 'honoured'), ('booked', 'missed'), ('booked', 'excused'), ('booked', 'cancelled'),
  ('arrived', 'in_progress'), ('arrived', 'honoured'), ('arrived', 'booked'), ('arrived', 'missed'), ('arrived', 'excused'), ('arrived', 'cancelled'),
  ('in_progress', 'honoured'), ('in_progress', 'arrived'),
  ('honoured', 'in_progress'), ('honoured', 'missed'),
  ('missed', 'arrived'), ('missed', 'honoured'), ('missed', 'excused');

create table agenda.appointment (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  structure_id uuid not null references network.structure not enforced,
  site_id uuid not null references network.site not enforced,
  room_id uuid,
  day date not null,
  during tstzrange not null check (not isempty(during)),
  -- Null: they would tell why one comes (then in appointment_detail). Also null: nobody yet, of someone who walked in.
  service_id uuid,
  professional_id uuid,
  -- The true ones; no role reads these three columns, nor the cover (its nature is another).
  given_service uuid not null,
  given_by uuid,
  given_with uuid[] not null default '{}',
  state text not null default 'booked' references agenda.state not enforced,
  arrived_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  -- Added to hours already taken, by right, saying why.
  overbooked text check (overbooked <> '' and length(overbooked) <= 300),
  walk_in boolean not null default false,
  -- Several of one series.
  series_id uuid,
  prescribed boolean not null,
  cover_confirmed text check (cover_confirmed in ('unchanged', 'seen', 'declared', 'unknown')),
  version integer not null default 1,
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  -- Language one interprets from, as the detail says; a name is written there once someone was found. No role reads these either.
  interpreter text,
  interpreter_found boolean not null default false,
  constraint cover_confirmed_first check (not prescribed or cover_confirmed is not null),
  check (walk_in or given_by is not null)
) with (fillfactor = 85);
create index on agenda.appointment (person_id, day);
create index on agenda.appointment (site_id, day);
create index on agenda.appointment (given_by, day);
create index on agenda.appointment (day) where given_with <> '{}';
-- As record.rows_of_one_nature, row by row: appointments are booked one at a time, and a table of the rows written costs several times
-- as much as looking.
create function agenda.hint_present() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from record.present f where f.person_id = new.person_id and f.nature = 'appointments'
                    and f.blocks & record.block('appointments') <> 0) then
    insert into record.present as k (person_id, nature, cells, blocks)
    values (new.person_id, 'appointments', record.cells_seeing('appointments'), record.block('appointments'))
    on conflict (person_id, nature) do update set blocks = k.blocks | excluded.blocks;
  end if;
  return new;
end $$;
create trigger present before insert on agenda.appointment for each row execute function agenda.hint_present('appointments', 'appointments');

-- What an appointment row must not tell: why, the telling service or practitioner, who comes along, in which language.
create table agenda.appointment_detail (
  appointment_id uuid not null,
  person_id uuid not null references people.person not enforced,
  part text not null check (part in ('reason', 'service', 'interpreter', 'companion', 'wishes')),
  nature text not null check (nature in ('appointments', 'clinical', 'useful', 'social_situation', 'identity_detail')),
  service_id uuid,
  professional_id uuid,
  words text check (words <> '' and length(words) <= 500),
  -- Of an interpreter: {"language", "means", "by"?: whoever was found}, and in words without whom; of wishes: {"sex"?, "language"?, "wheelchair"?}.
  content jsonb,
  author_id uuid not null references access.account not enforced,
  known_from timestamptz not null default now(),
  check ((part = 'service') = (num_nonnulls(service_id, professional_id) > 0)),
  check (part <> 'reason' or words is not null),
  primary key (appointment_id, part)
);
create index on agenda.appointment_detail (person_id);

-- What became of it: each move and each change of state, with what was before. Closed: agenda.history tells it.
create table agenda.appointment_step (
  appointment_id uuid not null,
  person_id uuid not null references people.person not enforced,
  n smallint not null,
  from_state text not null,
  to_state text not null,
  -- Of a move: where and when it was.
  was_during tstzrange,
  was_site uuid,
  was_given_by uuid,
  words text check (length(words) <= 500),
  author_id uuid not null,
  author_name text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (appointment_id, n)
);
create index on agenda.appointment_step (person_id);

-- Who waits for hours to be freed, in the order they asked.
create table agenda.waiting (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  structure_id uuid not null references network.structure not enforced,
  service_id uuid not null references agenda.service not enforced,
  -- The service's.
  nature text not null check (nature in ('appointments', 'clinical', 'useful')),
  sites uuid[] not null default '{}',
  professional_id uuid,
  until date,
  words text not null default '' check (length(words) <= 300),
  state text not null default 'waiting' check (state in ('waiting', 'booked', 'left')),
  -- Hours offered and not wanted.
  declined tstzrange[] not null default '{}',
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default clock_timestamp()
);
create index on agenda.waiting (person_id);
create index on agenda.waiting (service_id, known_from) where state = 'waiting';

-- One state machine, whatever writes.
create function agenda.state_follows() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.state <> old.state and not exists (select from agenda.transition t where t.from_state = old.state and t.to_state = new.state) then
    raise exception '% does not follow %', new.state, old.state using errcode = 'MA409';
  end if;
  return new;
end $$;
create trigger state_follows before update of state on agenda.appointment for each row execute function agenda.state_follows();

-- Where one comes referred (handbook A1), nobody is booked who was not admitted, whatever writes.
create function agenda.admitted_first() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from agenda.service s where s.id = new.given_service and not admission.admitted(new.person_id, s.structure_id, s.code)) then
    raise exception 'nobody accepted a referral of this person to this service' using errcode = '23514', constraint = 'admitted_first';
  end if;
  return new;
end $$;
create trigger admitted_first before insert or update of person_id, given_service, prescribed on agenda.appointment for each row
  when (new.prescribed) execute function agenda.admitted_first();

do $$
declare name text;
begin
  foreach name in array array['state', 'transition', 'appointment', 'appointment_detail', 'appointment_step', 'waiting'] loop
    execute format('alter table agenda.%I enable row level security', name);
  end loop;
  grant select on agenda.state, agenda.transition to maillage_app;
  create policy signed_in on agenda.state for select to maillage_app
    using (exists (select from access.opened) or (select access.account_id()) is not null);
  create policy signed_in on agenda.transition for select to maillage_app
    using (exists (select from access.opened) or (select access.account_id()) is not null);
  grant select (id, person_id, structure_id, site_id, room_id, day, during, service_id, professional_id, state, arrived_at, started_at, ended_at,
    overbooked, walk_in, series_id, version, author_id, author_name, known_from) on agenda.appointment to maillage_app;
  execute format('create policy readers on agenda.appointment for select to maillage_app using (%s)', access.gate('person_id', 'appointments', 'read'));
  grant select on agenda.appointment_detail, agenda.waiting to maillage_app;
  execute format('create policy readers on agenda.appointment_detail for select to maillage_app using (%s)',
    access.gate_by_row('{appointments,clinical,useful,social_situation,identity_detail}', 'read'));
  execute format('create policy readers on agenda.waiting for select to maillage_app using (%s)',
    access.gate_by_row('{appointments,clinical,useful}', 'read'));
end $$;

-- Who asks, once proven to be someone who may book this service. Not granted. Errors: MA401, MA403, MA409 no such service.
create function agenda.may_book(p_service agenda.service, actor access.actor_row default access.actor()) returns access.actor_row
language plpgsql stable as $$
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if p_service.id is null then
    raise exception 'no such service' using errcode = 'MA409';
  end if;
  if actor.read_only or actor.role <> all (p_service.booking_roles) then
    raise exception 'role may not book this service' using errcode = 'MA403';
  end if;
  return actor;
end $$;

-- The person's appointments may be written by the actor, as an audit row of this transaction says; by a prescriber, who reads them
-- by the consent of the referral, booked. Not granted. Errors: MA403.
create function agenda.require_person(p_person uuid, p_actor access.actor_row) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from access.opened o where o.person_id = p_person and o.cells & access.cell('appointments', 'write') <> 0) then
    return;
  end if;
  if p_person = any (access.permitted_persons('appointments', case p_actor.role when 'prescriber' then 'read' else 'write' end)) is not true then
    raise exception 'no such person' using errcode = 'MA403';
  end if;
end $$;

-- Waits for the days of these practitioners; they are then this transaction's. Not granted.
create function agenda.hold_days(p_professionals uuid[], p_days date[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  k uuid;
  d date;
begin
  if cardinality(p_professionals) = 1 and cardinality(p_days) = 1 then
    perform pg_advisory_xact_lock_shared(hashtextextended(p_professionals[1]::text, 70)),
            pg_advisory_xact_lock(hashtextextended(p_professionals[1]::text || p_days[1], 71));
    return;
  end if;
  for k in select distinct x from unnest(p_professionals) x order by x loop
    perform pg_advisory_xact_lock_shared(hashtextextended(k::text, 70));
  end loop;
  for k, d in select distinct x, y from unnest(p_professionals) x, unnest(p_days) y order by x, y loop
    perform pg_advisory_xact_lock(hashtextextended(k::text || d, 71));
  end loop;
end $$;

-- Whether a practitioner never saw this person. Not granted.
create function agenda.is_new_to(p_person uuid, p_professional uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select not exists (select from agenda.appointment a where a.person_id = p_person and a.given_by = p_professional and a.state in ('honoured', 'in_progress'))
     and not exists (select from care.encounter e where e.person_id = p_person and e.professional_id = p_professional and e.known_to is null)
$$;

-- How long an appointment is. p_person: null, nobody in particular. Not granted.
create function agenda.minutes_of(p_service agenda.service, p_professional uuid, p_person uuid) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(g.minutes, p_service.minutes)
       + case when k.first_extra > 0 and p_person is not null and agenda.is_new_to(p_person, p_professional) then k.first_extra else 0 end
    from agenda.practitioner k left join agenda.gives g on g.professional_id = k.professional_id and g.service_id = p_service.id
   where k.professional_id = p_professional
$$;

-- The starts at which an appointment of so many minutes fits in free time: on the five minutes, one after the other. Without a search
-- path of its own, so that the planner takes it into the query that asks: a call for each opening costs more than all the rest.
create function agenda.starts_in(p_free tstzmultirange, p_minutes integer) returns setof timestamptz
language sql immutable as $$
  select s from unnest(p_free) g
   cross join lateral generate_series(date_bin('5 minutes', lower(g) + interval '4 minutes 59.999999 seconds', '2000-01-01'),
                                      upper(g) - make_interval(mins => p_minutes), make_interval(mins => p_minutes)) s
$$;

-- Free slots, the earliest first (by day, then hour), at most p_limit. Not granted.
-- p: {service (id), from (day), days?, now, sites?, professional?, not?: professional left out, sex?, language?, wheelchair?,
--   halfDay?: morning | afternoon, speaks?, speaksNot?: [languages, one of which the practitioner speaks, or none],
--   joint?: [professionals free there at the same time], person?}
create function agenda.find_slots(p jsonb, p_limit integer) returns table (opening_id uuid, professional_id uuid, site_id uuid, room_id uuid,
    day date, starts timestamptz, ends timestamptz)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  service agenda.service;
  now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp());
  soonest timestamptz;
  first date := (p ->> 'from')::date;
  last date;
  -- The text of a list of identifiers, as the text of an array; an empty one is none.
  places uuid[] := nullif(translate(p ->> 'sites', '[]" ', '{}')::uuid[], '{}');
  zones text[];
  joined uuid[] := nullif(translate(p ->> 'joint', '[]" ', '{}')::uuid[], '{}');
  team uuid[];
  person uuid := (p ->> 'person')::uuid;
  lengths integer[];
  level boolean := coalesce((p ->> 'wheelchair')::boolean, false);
  narrow uuid[] := '{}';
  half text := p ->> 'halfDay';
  step integer;
  left_over integer := coalesce(p_limit, 1000000);
  given integer;
begin
  select * into service from agenda.service s where s.id = (p ->> 'service')::uuid and s.active;
  soonest := now_at + make_interval(mins => service.lead_minutes);
  last := least(first + coalesce((p ->> 'days')::int, 30) - 1, now_at::date + service.horizon_days);
  first := greatest(first, soonest::date - 1);
  -- As agenda.minutes_of, which would be called for each.
  select array_agg(k.professional_id), array_agg(coalesce(g.minutes, service.minutes)
           + case when k.first_extra > 0 and person is not null and agenda.is_new_to(person, k.professional_id) then k.first_extra else 0 end) into team, lengths
    from agenda.practitioner k join agenda.gives g using (professional_id)
   where g.service_id = service.id and k.active
     and (p ->> 'professional' is null or k.professional_id = (p ->> 'professional')::uuid)
     and (p ->> 'not' is null or k.professional_id <> (p ->> 'not')::uuid)
     and (joined is null or k.professional_id <> all (joined))
     and (p ->> 'sex' is null or k.sex = p ->> 'sex')
     and (p ->> 'language' is null or p ->> 'language' = any (k.languages))
     and (p ->> 'speaks' is null or k.languages && array(select jsonb_array_elements_text(p -> 'speaks')))
     and (p ->> 'speaksNot' is null or not k.languages && array(select jsonb_array_elements_text(p -> 'speaksNot')));
  -- Looked up beside the search and not for each opening: where, by which clocks, in which rooms not.
  select array_agg(t.id), array_agg(t.time_zone) into places, zones from network.site t
   where (places is null or t.id = any (places)) and (t.wheelchair or not level);
  if level then
    narrow := array(select r.id from agenda.room r where r.wheelchair = false);
  end if;
  -- By stretches of days, each longer than the one before: most find what they need in the first, short when many may be free.
  step := case when p_limit is null then 370 when cardinality(team) > 5 then 2 else 7 end;
  while first <= last and left_over > 0 and team is not null loop
    return query
      select o.id, o.professional_id, o.site_id, o.room_id, o.day, s, s + make_interval(mins => w.minutes)
        from agenda.opening o
       cross join lateral (select lengths[array_position(team, o.professional_id)] as minutes) w
       cross join lateral agenda.starts_in(o.free, w.minutes) s
       where o.day between first and least(first + step - 1, last) and o.longest >= w.minutes and service.id = any (o.services)
         and o.site_id = any (places) and (o.room_id = any (narrow)) is not true and s >= soonest
         and (half is null or (extract(hour from s at time zone zones[array_position(places, o.site_id)]) < 12) = (half = 'morning'))
         and (joined is null or not exists (select from unnest(joined) j where not exists (
               select from agenda.opening k where k.professional_id = j and k.day = o.day and k.site_id = o.site_id and k.free @> tstzrange(s, s + make_interval(mins => w.minutes)))))
       order by o.day, s, o.site_id, o.professional_id limit left_over;
    get diagnostics given = row_count;
    left_over := left_over - given;
    first := first + step;
    step := step * 4;
  end loop;
end $$;

-- A moment as a place's clocks tell it, and how far they are from universal time: "2026-03-02T09:00:00+01:00". Without a search path, as
-- agenda.starts_in.
create function agenda.local_time(p_at timestamptz, p_zone text) returns text
language sql stable as $$
  select to_char(p_at at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
      || case when p_at at time zone p_zone < p_at at time zone 'UTC' then '-' else '+' end
      || to_char(greatest((p_at at time zone p_zone) - (p_at at time zone 'UTC'), (p_at at time zone 'UTC') - (p_at at time zone p_zone)), 'HH24:MI')
$$;

-- A slot in words, as agenda.slot_told, for a query that has read what it takes. Not granted.
create function agenda.slot_as(p_opening uuid, p_professional uuid, p_label text, p_shown_as text, p_site uuid, p_zone text, p_day date,
    p_start timestamptz, p_end timestamptz, p_clinical boolean) returns jsonb
language sql stable as $$
  select jsonb_build_object('opening', p_opening, 'professional', case when p_shown_as is null or p_clinical then p_professional end,
    'practitioner', case when p_shown_as is null or p_clinical then p_label else p_shown_as end, 'site', p_site, 'day', p_day,
    'start', agenda.local_time(p_start, p_zone), 'end', agenda.local_time(p_end, p_zone))
$$;

-- A slot in words. A practitioner whose name would tell why is told to those who read that nature alone. Not granted.
create function agenda.slot_told(p_opening uuid, p_professional uuid, p_site uuid, p_day date, p_start timestamptz, p_end timestamptz, p_clinical boolean)
returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select agenda.slot_as(p_opening, p_professional, f.label, k.shown_as, p_site, t.time_zone, p_day, p_start, p_end, p_clinical)
    from agenda.practitioner k join network.professional f on f.id = k.professional_id, network.site t
   where k.professional_id = p_professional and t.id = p_site
$$;

-- Owner function. Free slots for a service, the earliest first across sites; of someone in particular (person), their own
-- practitioner's first, marked "own"; then, when they need an interpreter, whoever speaks their language, marked "speaks". Nothing of anyone is told. {slots: [{opening, professional (null when not told),
-- practitioner, site, day, start, end, own?, speaks?: language}]}. Errors: MA403 the role may not book this service (the console may look).
-- p: as agenda.find_slots, and own?: professional, near? (agenda.find_near), limit? (at most 100; null for the console: all)
create function agenda.slots(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  service agenda.service;
  actor access.actor_row := access.actor();
  clinical boolean;
  own uuid := (p ->> 'own')::uuid;
  person uuid := (p ->> 'person')::uuid;
  spoken text[];
  others jsonb := p;
  most integer := case when actor.role = 'console' and p ->> 'limit' is null then null else least(coalesce((p ->> 'limit')::int, 20), 100) end;
begin
  select * into service from agenda.service s where s.id = (p ->> 'service')::uuid and s.active;
  if actor.role is distinct from 'console' then
    actor := agenda.may_book(service);
  end if;
  if person is not null then
    perform audit.record('appointment.seek', person);
    if not person = any (access.permitted_persons('appointments', 'read')) then
      raise exception 'no such person' using errcode = 'MA403';
    end if;
    own := coalesce(own, agenda.own_practitioner(person));
    spoken := agenda.spoken_by(person);
    if (own is not null or spoken is not null) and p ->> 'professional' is null then
      others := p || jsonb_build_object('not', own, 'speaksNot', spoken);
    end if;
  end if;
  clinical := access.holds('clinical', 'read');
  perform agenda.reach(least((p ->> 'from')::date, current_date + 400) + least(coalesce((p ->> 'days')::int, 30), 370));
  return jsonb_build_object('slots', (
    select coalesce(jsonb_agg(agenda.slot_as(s.opening_id, s.professional_id, f.label, k.shown_as, s.site_id, t.time_zone, s.day, s.starts, s.ends, clinical)
                    || case when s.own then '{"own": true}'::jsonb else '{}' end
                    || case when spoken is null then '{}'::jsonb else agenda.speaks(k.languages, spoken) end order by s.own desc, s.first desc, s.n), '[]')
      from (select true as own, false as first, o.* from agenda.find_slots(p || jsonb_build_object('professional', own), 5) with ordinality as
              o (opening_id, professional_id, site_id, room_id, day, starts, ends, n) where own is not null and p ->> 'professional' is null
            union all
            select false, true, o.* from agenda.find_slots(p || jsonb_build_object('speaks', spoken, 'not', own), 5) with ordinality as
              o (opening_id, professional_id, site_id, room_id, day, starts, ends, n) where spoken is not null and p ->> 'professional' is null
            union all
            select false, false, o.* from agenda.find_slots(others, most) with ordinality as
              o (opening_id, professional_id, site_id, room_id, day, starts, ends, n) where not p ? 'near'
            union all
            select false, false, o.* from agenda.find_near(others, most) with ordinality as
              o (opening_id, professional_id, site_id, room_id, day, starts, ends, n) where p ? 'near') s
      join agenda.practitioner k using (professional_id) join network.professional f on f.id = s.professional_id join network.site t on t.id = s.site_id));
end $$;

-- The languages, other than French, of someone who needs an interpreter, the best spoken first; null: they need none, or nobody asked.
-- Whoever calls this tells it only as agenda.spoken_by does. Not granted.
create function agenda.speech_needed(p_person uuid) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select nullif(array(select l ->> 'code' from jsonb_array_elements(c.content -> 'languages') with ordinality as k (l, n) where l ->> 'code' <> 'fr' order by n), '{}')
    from people.contact c
   where c.person_id = any (access.records_of(array[p_person])) and c.part = 'speech' and c.known_to is null and c.content ->> 'interpreter' = 'needed'
   order by c.known_from desc limit 1
$$;

-- The same; null also when the actor may not read it. Not granted.
create function agenda.spoken_by(p_person uuid) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select agenda.speech_needed(p_person) where p_person = any (access.permitted_persons('identity_detail', 'read'))
$$;

-- {"speaks": the first of those asked for among the languages of a practitioner}, or nothing. Not granted.
create function agenda.speaks(p_languages text[], p_asked text[]) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select jsonb_build_object('speaks', l) from unnest(p_asked) with ordinality as k (l, n) where l = any (p_languages) order by n limit 1), '{}')
$$;

-- Who usually sees someone in the network: the practitioner they saw most these last two years, the latest first. Not granted.
create function agenda.own_practitioner(p_person uuid) returns uuid
language sql stable set search_path = pg_catalog, pg_temp as $$
  select s.given_by
    from (select a.given_by, a.day from agenda.appointment a where a.person_id = p_person and a.state in ('honoured', 'booked', 'arrived', 'in_progress')
          union all
          select e.professional_id, e.on_day from care.encounter e where e.person_id = p_person and e.known_to is null) s
    join agenda.practitioner k on k.professional_id = s.given_by and k.active and k.shown_as is null
    join network.professional f on f.id = k.professional_id and f.profession = 'doctor'
   where s.day > current_date - 730 group by s.given_by order by count(*) desc, max(s.day) desc limit 1
$$;

-- The time of an appointment is taken; firm unless it is over-booked. Not granted.
create function agenda.occupy(a agenda.appointment) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  k uuid;
begin
  insert into agenda.occupation (appointment_id, resource_id, during, firm)
  select a.id, r, a.during, a.overbooked is null from unnest(a.given_by || a.given_with) r where r is not null
  union all
  select a.id, a.room_id, a.during, true where a.room_id is not null and a.overbooked is null;
  foreach k in array a.given_by || a.given_with loop
    perform agenda.refresh(k, a.during);
  end loop;
end $$;

-- And free again. Not granted.
create function agenda.vacate(a agenda.appointment) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  k uuid;
begin
  delete from agenda.occupation o where o.appointment_id = a.id;
  foreach k in array a.given_by || a.given_with loop
    perform agenda.refresh(k, a.during);
  end loop;
end $$;

-- {"language", "found"} of an appointment's interpreter, to those who read how one speaks with the person. Not granted.
create function agenda.interpreter_told(a agenda.appointment) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('language', a.interpreter, 'found', a.interpreter_found)
   where a.person_id = any (access.permitted_persons('identity_detail', 'read'))
$$;

-- Somebody is to find an interpreter for this appointment. p_words: the language and how, in French. Not granted.
create function agenda.seek_interpreter(a agenda.appointment, p_words text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  perform tasks.settle('interpreter', a.id);
  perform tasks.give(a.person_id, 'identity_detail', format('Trouver un interprète (%s) pour le rendez-vous du %s à %s, %s ; écrire ensuite son nom sur le rendez-vous',
      p_words, to_char(lower(a.during) at time zone t.time_zone, 'DD/MM/YYYY'), to_char(lower(a.during) at time zone t.time_zone, 'HH24"h"MI'), t.name),
    'interpreter', a.id, p_due => a.day, p_for_role => coalesce((
      select g.role from access.assignment g where g.structure_id = a.structure_id and g.valid @> current_date and g.role in ('reception', 'administrative_officer', 'mediator')
       order by g.role = 'reception' desc, g.role = 'administrative_officer' desc limit 1), 'reception'))
    from network.site t where t.id = a.site_id;
end $$;

-- An appointment as agenda.told, for who has read its service (id, nature, label) and practitioner (how they are shown when not by
-- their label, their label). p_with: labels of the others. Without a search path, as agenda.starts_in. Not granted.
create function agenda.told_as(a agenda.appointment, p_service uuid, p_nature text, p_service_label text, p_shown_as text, p_label text, p_with jsonb,
    p_natures text[]) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', a.id, 'on', a.person_id, 'siteId', a.site_id, 'roomId', a.room_id, 'day', a.day, 'start', lower(a.during),
    'end', upper(a.during), 'state', a.state, 'version', a.version, 'walkIn', a.walk_in, 'overbooked', a.overbooked, 'arrivedAt', a.arrived_at,
    'startedAt', a.started_at, 'series', a.series_id, 'by', a.author_name,
    'serviceId', case when p_nature = any (p_natures) then p_service end,
    'service', case when p_nature = any (p_natures) then p_service_label else 'Rendez-vous' end,
    'professionalId', case when p_shown_as is null or 'clinical' = any (p_natures) then a.given_by end,
    'practitioner', case when p_shown_as is null or 'clinical' = any (p_natures) then p_label else p_shown_as end,
    'with', p_with,
    'interpreter', case when a.interpreter is not null then agenda.interpreter_told(a) end)
$$;

-- An appointment as screens are given it; the true service and practitioner to those who read the nature they tell. Not granted.
create function agenda.told(a agenda.appointment, p_natures text[]) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select agenda.told_as(a, s.id, s.nature, s.label, k.shown_as, f.label,
           (select jsonb_agg(g.label order by g.label) from network.professional g join agenda.practitioner h on h.professional_id = g.id
             where g.id = any (a.given_with) and (h.shown_as is null or 'clinical' = any (p_natures))), p_natures)
    from agenda.service s left join agenda.practitioner k on k.professional_id = a.given_by left join network.professional f on f.id = a.given_by
   where s.id = a.given_service
$$;

-- The natures the actor reads, of those an appointment may tell. Not granted.
create function agenda.natures_read(p_actor access.actor_row default access.actor()) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select array(select r.nature from access.nature_right r
                where r.role = p_actor.effective_role and r.can_read and r.nature in ('appointments', 'clinical', 'useful'))
$$;

-- Hours freed: the first who waits for them is to be called. The list keeps its order: who declined is passed over. Not granted.
create function agenda.offer_freed(p_professional uuid, p_site uuid, p_time tstzrange, p_now timestamptz) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  w agenda.waiting;
  place network.site;
begin
  if p_professional is null or lower(p_time) < coalesce(p_now, clock_timestamp()) then
    return;
  end if;
  select w2.* into w from agenda.waiting w2 join agenda.service s on s.id = w2.service_id
    join agenda.opening o on o.professional_id = p_professional and o.during && p_time and s.id = any (o.services)
   where w2.state = 'waiting' and (w2.sites = '{}' or p_site = any (w2.sites)) and coalesce(w2.professional_id = p_professional, true)
     and coalesce(w2.until >= o.day, true) and not p_time && any (w2.declined)
     and upper(p_time) - lower(p_time) >= make_interval(mins => agenda.minutes_of(s, p_professional, null))
   order by w2.known_from limit 1;
  if w.id is null then
    return;
  end if;
  select * into place from network.site t where t.id = p_site;
  perform tasks.give(w.person_id, 'appointments',
    format('Une place se libère le %s à %s, %s : la proposer (liste d’attente)', to_char(lower(p_time) at time zone place.time_zone, 'DD/MM/YYYY'),
      to_char(lower(p_time) at time zone place.time_zone, 'HH24"h"MI'), place.name),
    'waiting_offer', w.id, p_for_role => 'reception', p_due => (lower(p_time) at time zone place.time_zone)::date);
end $$;

-- What a booking of this service still wants of someone: "referral_needed" (handbook A1), "cover_needed" (A3), null; and how cover was
-- confirmed: as said now, else on this same day. src/agenda/rules.ts says the same. Not granted.
create function agenda.wanted_first(p_service agenda.service, p_person uuid, p_cover text, p_day date, out wants text, out cover text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  cover := p_cover;
  if p_service.prescribed then
    cover := coalesce(p_cover, admission.cover_confirmed(p_person, p_day));
    wants := case when not admission.admitted(p_person, p_service.structure_id, p_service.code) then 'referral_needed'
                  when cover is null then 'cover_needed' end;
  end if;
end $$;

-- Owner function. What this service wants first of someone: {referral: true when none was accepted, cover: as confirmed today, told to
-- who reads cover, interpreter: the languages of who needs one, to who reads them}. Errors: MA403 the role may not book this service, or know this person. p: {personId, service, today}
create function agenda.wants(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  service agenda.service;
  actor access.actor_row;
  person uuid := (p ->> 'personId')::uuid;
  first record;
begin
  select * into service from agenda.service s where s.id = (p ->> 'service')::uuid and s.active;
  actor := agenda.may_book(service);
  perform audit.record('appointment.seek', person);
  if not person = any (access.permitted_persons('appointments', 'read')) then
    raise exception 'no such person' using errcode = 'MA403';
  end if;
  select * into first from agenda.wanted_first(service, person, null, (p ->> 'today')::date);
  return jsonb_build_object('referral', coalesce(first.wants = 'referral_needed', false),
    'cover', case when person = any (access.permitted_persons('cover', 'read')) then first.cover end,
    'interpreter', agenda.spoken_by(person));
end $$;

-- The appointment already booked under this identifier by the same request, sent before; null: none. Audited, unless it was by who calls.
-- Not granted. Errors: MA403, MA409 the identifier is another's.
create function agenda.booked_before(p_id uuid, p_person uuid, p_actor access.actor_row, p_audited boolean default false) returns agenda.appointment
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  a agenda.appointment;
begin
  select * into a from agenda.appointment k where k.id = p_id;
  if not found then
    return null;
  end if;
  if a.person_id <> p_person or a.author_id <> p_actor.account_id then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  if not p_audited then
    perform audit.write(p_actor, 'appointment.book', p_person, null, 'appointment', p_id);
    perform agenda.require_person(p_person, p_actor);
  end if;
  return a;
end $$;

-- Bookings are numbered, and announced by the server process that made them, after the commit: pg_notify here would make each booking
-- wait for the flush of the one before. A number never announced is noticed (src/agenda/live.ts).
create sequence agenda.change;
grant select on sequence agenda.change to maillage_app;

-- Owner function. Books an appointment. Sent twice, it books one. outcome:
--   "booked" {appointment, change: its number, when it was booked now}; "taken" {proposals: the next free slots}: no longer free, or never was; "too_soon" {proposals};
--   "referral_needed", "cover_needed": what this service wants first (agenda.wanted_first); "reason_needed": over-booking without a word.
-- Errors: MA403 the role may not book this service, over-book, or know this person; MA409 the identifier is another's.
-- p: {id, personId, service, professional? | opening?, site? (over-booking outside hours), start, now, today?, joint?: [professional],
--   cover?: unchanged | seen | declared | unknown, reason?: {nature, words}, overbook?: words, interpreter?: {language, means, by?: whoever was found},
--   interpreterWords?: language and means in French, wishes?: {sex?, language?, wheelchair?}, companion?: words,
--   seriesId?, waitingId?, sites?: where the next slots are looked for}
create function agenda.book(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  service agenda.service;
  actor access.actor_row := access.actor();
  new_id uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  given uuid := (p ->> 'professional')::uuid;
  -- The text of a list of identifiers, as the text of an array; an empty one is none.
  joined uuid[] := coalesce(translate(p ->> 'joint', '[]" ', '{}')::uuid[], '{}');
  now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp());
  starts timestamptz := (p ->> 'start')::timestamptz;
  over text := nullif(btrim(p ->> 'overbook'), '');
  cover text := p ->> 'cover';
  wants text;
  -- What is booked, with whom and where.
  h record;
  a agenda.appointment;
  on_day date;
  room uuid;
  left_free tstzmultirange;
  may_fit boolean;
  telling boolean;
  outcome text;
  held bigint;
begin
  if given is null then
    select o.professional_id into given from agenda.opening o where o.id = (p ->> 'opening')::uuid;
  end if;
  -- All that is looked up, once and together: starting a statement costs more than what it finds. The length is agenda.minutes_of's.
  select s as service, w.during, k.shown_as, f.label, b.display_name, o.id as opening_id, o.room_id, o.free, t.id as site_id, t.time_zone,
         array(select r.nature from access.nature_right r
                where r.role = actor.effective_role and r.can_read and r.nature in ('appointments', 'clinical', 'useful')) as natures
    into h
    from agenda.service s
    left join agenda.practitioner k on k.professional_id = given
    left join network.professional f on f.id = k.professional_id
    left join access.account b on b.id = actor.account_id
    left join agenda.gives g on g.professional_id = k.professional_id and g.service_id = s.id
    left join lateral (select tstzrange(starts, starts + make_interval(mins => coalesce(g.minutes, s.minutes)
           + case when k.first_extra > 0 and agenda.is_new_to(person, given) then k.first_extra else 0 end)) as during) w on k.professional_id is not null
    -- o.during @> w.during, said so that it is their few openings of these days that are read and not the index of ranges.
    left join agenda.opening o on o.professional_id = given and o.day between starts::date - 1 and starts::date + 1
     and lower(o.during) <= starts and upper(o.during) >= upper(w.during) and s.id = any (o.services)
    left join network.site t on t.id = case when o.id is null and over is not null then (p ->> 'site')::uuid else o.site_id end
   where s.id = (p ->> 'service')::uuid and s.active limit 1;
  service := h.service;
  actor := agenda.may_book(service, actor);
  if p ? 'overbook' and not access.can('overbook') then
    raise exception 'role may not over-book' using errcode = 'MA403';
  elsif p ? 'overbook' and over is null then
    return '{"outcome": "reason_needed"}';
  end if;
  if service.prescribed then
    select w.wants, w.cover into wants, cover from agenda.wanted_first(service, person, cover, coalesce((p ->> 'today')::date, now_at::date)) w;
    if wants is not null and not exists (select from agenda.appointment x where x.id = new_id) then
      -- Whether someone is admitted is told of those one may know.
      perform audit.write(actor, 'appointment.book', person, null, 'appointment', new_id);
      perform agenda.require_person(person, actor);
      return jsonb_build_object('outcome', wants);
    end if;
  end if;
  on_day := (starts at time zone h.time_zone)::date;
  may_fit := on_day is not null and (over is not null or coalesce(h.free @> h.during, false));
  if on_day is not null and not may_fit then
    -- Perhaps taken by this very request, sent before.
    may_fit := exists (select from agenda.appointment x where x.id = new_id);
  end if;
  if not may_fit then
    return jsonb_build_object('outcome', 'taken', 'proposals', agenda.next_after(p, service, 'clinical' = any (h.natures)));
  end if;
  if joined = '{}' then
    -- As agenda.hold_days.
    perform pg_advisory_xact_lock_shared(hashtextextended(given::text, 70)), pg_advisory_xact_lock(hashtextextended(given::text || on_day, 71));
  else
    perform agenda.hold_days(given || joined, array[on_day]);
  end if;
  if over is null then
    room := h.room_id;
    -- Looked at again, now that the day is held.
    select case when not o.free @> h.during then 'taken'
                when starts < now_at + make_interval(mins => service.lead_minutes) or on_day > now_at::date + service.horizon_days then 'too_soon'
                when room is not null and exists (
                  select from agenda.occupation c where c.resource_id = room and c.during && h.during and c.firm) then 'taken' end,
           case when o.taken + 1 >= o.capacity then '{}' else o.free - tstzmultirange(h.during) end
      into outcome, left_free from agenda.opening o where o.id = h.opening_id;
    if not found then
      outcome := 'taken';
    elsif outcome is null and joined <> '{}'
          and exists (select from unnest(joined) j where not exists (
                select from agenda.opening o where o.professional_id = j and o.site_id = h.site_id and o.free @> h.during)) then
      outcome := 'taken';
    end if;
  end if;
  if outcome is not null then
    a := agenda.booked_before(new_id, person, actor);
    return case when a.id is null then jsonb_build_object('outcome', outcome, 'proposals', agenda.next_after(p, service, 'clinical' = any (h.natures)))
                else jsonb_build_object('outcome', 'booked', 'appointment', agenda.told(a, h.natures)) end;
  end if;

  held := audit.write(actor, 'appointment.book', person, null, 'appointment', new_id);
  if held is null or held & access.cell('appointments', 'write') = 0 then
    perform agenda.require_person(person, actor);
  end if;
  telling := service.nature <> 'appointments';
  insert into agenda.appointment (id, person_id, structure_id, site_id, room_id, day, during, service_id, professional_id, given_service, given_by,
    given_with, overbooked, series_id, prescribed, cover_confirmed, author_id, author_name, interpreter, interpreter_found)
  values (new_id, person, actor.structure_id, h.site_id, room, on_day, h.during, case when not telling then service.id end,
    case when h.shown_as is null then given end, service.id, given, joined, over, (p ->> 'seriesId')::uuid, service.prescribed, cover, actor.account_id,
    h.display_name, p #>> '{interpreter,language}', coalesce(p #>> '{interpreter,by}' <> '', false))
  on conflict (id) do nothing returning * into a;
  if a.id is null then
    -- Written by this very request, sent before. Its hours are no longer taken (otherwise it would have been found above), or are over-booked.
    a := agenda.booked_before(new_id, person, actor, true);
    return jsonb_build_object('outcome', 'booked', 'appointment', agenda.told(a, h.natures));
  end if;
  if over is not null or joined <> '{}' then
    perform agenda.occupy(a);
  else
    -- The same, of one practitioner in hours found free.
    insert into agenda.occupation (appointment_id, resource_id, during, firm)
    select new_id, r, h.during, true from unnest(array[given, room]) r where r is not null;
    update agenda.opening o
       set taken = o.taken + 1, free = left_free,
           longest = coalesce((select max(extract(epoch from upper(f) - lower(f)) / 60)::smallint from unnest(left_free) f), 0)
     where o.id = h.opening_id;
  end if;
  if telling or a.professional_id is null then
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, service_id, professional_id, author_id)
    values (new_id, person, 'service', case when telling then service.nature else 'clinical' end, case when telling then service.id end,
            case when a.professional_id is null then given end, actor.account_id);
  end if;
  if p ? 'reason' then
    if not access.holds(p #>> '{reason,nature}', 'write') then
      raise exception 'role may not write why' using errcode = 'MA403';
    end if;
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, words, author_id)
    values (new_id, person, 'reason', p #>> '{reason,nature}', p #>> '{reason,words}', actor.account_id);
  end if;
  if p ?| '{interpreter,companion,wishes}' then
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, words, content, author_id)
    select new_id, person, x.part, 'identity_detail', x.words, x.content, actor.account_id
      from (values ('interpreter', p ->> 'interpreterWords', p -> 'interpreter'), ('companion', p ->> 'companion', null), ('wishes', null, p -> 'wishes')) x (part, words, content)
     where num_nonnulls(x.words, x.content) > 0;
    if a.interpreter is not null and not a.interpreter_found then
      perform agenda.seek_interpreter(a, p ->> 'interpreterWords');
    end if;
  end if;
  if service.prescribed and p ->> 'cover' is not null then
    perform admission.cover_at_booking(new_id, person, service.structure_id, a.cover_confirmed, coalesce((p ->> 'today')::date, now_at::date));
  end if;
  -- Carried from a referral, the search began there.
  if p ->> 'cover' = 'unknown' then
    perform tasks.give(person, 'cover', 'Chercher la couverture maladie avant le rendez-vous du ' || to_char(on_day, 'DD/MM/YYYY'), 'cover_search', new_id,
      p_for_role => 'administrative_officer', p_due => on_day);
  end if;
  if p ? 'waitingId' then
    update agenda.waiting w set state = 'booked' where w.id = (p ->> 'waitingId')::uuid and w.person_id = person;
    perform tasks.settle('waiting_offer', (p ->> 'waitingId')::uuid);
  end if;
  -- The number comes last: it is taken a moment before the commit.
  return jsonb_build_object('outcome', 'booked', 'appointment', case when joined = '{}'
    then agenda.told_as(a, service.id, service.nature, service.label, h.shown_as, h.label, null, h.natures)
    else agenda.told(a, h.natures) end, 'change', nextval('agenda.change'));
end $$;

-- The next free slots for whoever came too late: from that day on, on the same sites. Not granted.
create function agenda.next_after(p jsonb, p_service agenda.service, p_clinical boolean default access.holds('clinical', 'read')) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(agenda.slot_as(s.opening_id, s.professional_id, f.label, k.shown_as, s.site_id, t.time_zone, s.day, s.starts, s.ends,
           p_clinical) order by s.n), '[]')
    from agenda.find_slots(jsonb_build_object('service', p_service.id, 'from', (p ->> 'start')::timestamptz::date, 'days', 60, 'now', p ->> 'now',
           'person', p ->> 'personId', 'joint', coalesce(p -> 'joint', '[]')) || case when p ? 'sites' then jsonb_build_object('sites', p -> 'sites') else '{}' end, 5) with ordinality as
           s (opening_id, professional_id, site_id, room_id, day, starts, ends, n)
    join agenda.practitioner k using (professional_id) join network.professional f on f.id = s.professional_id join network.site t on t.id = s.site_id
$$;

-- What became of it, and what was before. Not granted.
create function agenda.note_step(a agenda.appointment, p_to text, p_moved boolean, p_words text, p_actor access.actor_row) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into agenda.appointment_step (appointment_id, person_id, n, from_state, to_state, was_during, was_site, was_given_by, words, author_id, author_name)
  select a.id, a.person_id, (select count(*) from agenda.appointment_step s where s.appointment_id = a.id) + 1, a.state, p_to,
         case when p_moved then a.during end, case when p_moved then a.site_id end, case when p_moved then a.given_by end,
         nullif(p_words, ''), b.id, b.display_name
    from access.account b where b.id = p_actor.account_id
$$;

-- Owner function. Moves an appointment that is booked to other hours; what it was is kept. outcome: "moved" (again too), "taken"
-- {proposals}, "too_soon", "changed" {appointment}: no longer at the version seen, or no longer booked. Errors: MA403, MA409 no such.
-- p: {personId, appointment, version, professional? | opening?, start, now, words?}
create function agenda.move(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  service agenda.service;
  actor access.actor_row;
  was agenda.appointment;
  a agenda.appointment;
  given uuid := (p ->> 'professional')::uuid;
  hours agenda.opening;
  now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp());
  time tstzrange;
  mine tstzmultirange;
  outcome text;
begin
  select * into was from agenda.appointment k where k.id = (p ->> 'appointment')::uuid and k.person_id = (p ->> 'personId')::uuid;
  select * into service from agenda.service s where s.id = was.given_service;
  actor := agenda.may_book(service);
  if given is null then
    select coalesce((select o.professional_id from agenda.opening o where o.id = (p ->> 'opening')::uuid), was.given_by) into given;
  end if;
  time := tstzrange((p ->> 'start')::timestamptz, (p ->> 'start')::timestamptz + (upper(was.during) - lower(was.during)));
  select * into hours from agenda.opening o where o.professional_id = given and o.during @> time and service.id = any (o.services);
  if hours.id is null then
    return jsonb_build_object('outcome', 'taken', 'proposals', agenda.next_after(p, service));
  end if;
  perform agenda.hold_days(array[was.given_by, given] || was.given_with, array[was.day, hours.day]);
  select * into was from agenda.appointment k where k.id = was.id for update;
  select * into hours from agenda.opening o where o.id = hours.id;
  mine := case when was.given_by = given then tstzmultirange(was.during) else '{}' end;
  outcome := case
    when was.version <> (p ->> 'version')::int or was.state <> 'booked' then 'changed'
    when not coalesce(hours.free + (mine * tstzmultirange(hours.during)) @> time, false) then 'taken'
    when lower(time) < now_at + make_interval(mins => service.lead_minutes) then 'too_soon'
    when hours.room_id is not null and exists (select from agenda.occupation o where o.resource_id = hours.room_id and o.during && time and o.firm
                                                  and o.appointment_id <> was.id) then 'taken'
    when exists (select from unnest(was.given_with) j where not exists (select from agenda.opening o
                   where o.professional_id = j and o.site_id = hours.site_id and o.free + tstzmultirange(was.during) @> time)) then 'taken' end;
  if outcome = 'taken' then
    return jsonb_build_object('outcome', 'taken', 'proposals', agenda.next_after(p, service));
  elsif outcome = 'too_soon' then
    return '{"outcome": "too_soon", "proposals": []}';
  end if;
  perform audit.record('appointment.move', was.person_id, null, 'appointment', was.id);
  perform agenda.require_person(was.person_id, actor);
  if outcome = 'changed' then
    return jsonb_build_object('outcome', case when was.state = 'booked' and was.during = time and was.given_by = given then 'moved' else 'changed' end,
      'appointment', agenda.told(was, agenda.natures_read()));
  end if;
  perform agenda.vacate(was);
  perform agenda.note_step(was, was.state, true, p ->> 'words', actor);
  update agenda.appointment k
     set site_id = hours.site_id, room_id = hours.room_id, day = hours.day, during = time, given_by = given, overbooked = null, version = k.version + 1, interpreter_found = false,
         professional_id = (select w.professional_id from agenda.practitioner w where w.professional_id = given and w.shown_as is null)
   where k.id = was.id returning * into a;
  perform agenda.occupy(a);
  delete from agenda.appointment_detail d where d.appointment_id = a.id and d.part = 'service';
  if a.service_id is null or a.professional_id is null then
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, service_id, professional_id, author_id)
    values (a.id, a.person_id, 'service', case when a.service_id is null then service.nature else 'clinical' end,
            case when a.service_id is null then service.id end, case when a.professional_id is null then given end, actor.account_id);
  end if;
  -- Whoever was to interpret is to be asked again.
  if a.interpreter is not null then
    update agenda.appointment_detail d set content = d.content - 'by' where d.appointment_id = a.id and d.part = 'interpreter';
    perform agenda.seek_interpreter(a, (select d.words from agenda.appointment_detail d where d.appointment_id = a.id and d.part = 'interpreter'));
  end if;
  perform agenda.offer_freed(was.given_by, was.site_id, was.during, now_at);
  perform pg_notify('agenda', was.site_id || ' ' || was.day), pg_notify('agenda', a.site_id || ' ' || a.day);
  return jsonb_build_object('outcome', 'moved', 'appointment', agenda.told(a, agenda.natures_read()));
end $$;

-- Owner function. What becomes of an appointment: agenda.transition says what may follow. Asked twice, done once.
-- outcome: "done" {appointment}, "changed" {appointment}: it does not follow from what it is now. Errors: MA403, MA409 no such.
-- p: {personId, appointment, to, now, words?, professional? (who takes in someone that walked in)}
create function agenda.set_state(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor access.actor_row := access.actor();
  was agenda.appointment;
  a agenda.appointment;
  next text := p ->> 'to';
  holds boolean;
  held boolean;
  given uuid;
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.holds('appointments', 'write') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  select * into was from agenda.appointment k where k.id = (p ->> 'appointment')::uuid and k.person_id = (p ->> 'personId')::uuid;
  if not found then
    raise exception 'no such appointment' using errcode = 'MA409';
  end if;
  given := coalesce(was.given_by, (p ->> 'professional')::uuid);
  perform agenda.hold_days(array_remove(given || was.given_with, null), array[was.day]);
  select * into was from agenda.appointment k where k.id = was.id for update;
  perform audit.record('appointment.state', was.person_id, null, 'appointment', was.id, jsonb_build_object('to', next));
  perform agenda.require_person(was.person_id, actor);
  if was.state = next or not exists (select from agenda.transition t where t.from_state = was.state and t.to_state = next) then
    return jsonb_build_object('outcome', case when was.state = next then 'done' else 'changed' end, 'appointment', agenda.told(was, agenda.natures_read()));
  end if;
  select s.holds into holds from agenda.state s where s.code = next;
  select s.holds into held from agenda.state s where s.code = was.state;
  perform agenda.note_step(was, next, false, p ->> 'words', actor);
  update agenda.appointment k
     set state = next, version = k.version + 1, given_by = given,
         professional_id = case when was.given_by is null then (select w.professional_id from agenda.practitioner w where w.professional_id = given and w.shown_as is null)
                                else k.professional_id end,
         arrived_at = case next when 'arrived' then coalesce(k.arrived_at, clock_timestamp()) when 'booked' then null else k.arrived_at end,
         started_at = case when next = 'in_progress' then coalesce(k.started_at, clock_timestamp()) when next in ('booked', 'arrived') then null else k.started_at end,
         ended_at = case when next = 'honoured' then coalesce(k.ended_at, clock_timestamp()) when next = 'in_progress' then null else k.ended_at end,
         -- Came after all, and the hours were given to someone else meanwhile.
         overbooked = case when holds and not held and exists (select from agenda.occupation o
             where o.resource_id = any (given || k.given_with || k.room_id) and o.during && k.during and o.firm) then 'Arrivé après avoir été noté absent' else k.overbooked end
   where k.id = was.id returning * into a;
  if held and not holds then
    perform agenda.vacate(a);
    perform agenda.offer_freed(a.given_by, a.site_id, a.during, (p ->> 'now')::timestamptz);
    perform tasks.settle('cover_search', a.id);
    if a.interpreter is not null then
      perform tasks.settle('interpreter', a.id);
    end if;
  elsif holds and not held then
    perform agenda.occupy(a);
    perform tasks.settle('appointment_missed', a.id);
  end if;
  -- Never an exclusion: someone asks how they are, and what would help them come.
  if next = 'missed' then
    perform tasks.give(a.person_id, 'appointments',
      'Prendre des nouvelles : rendez-vous du ' || to_char(a.day, 'DD/MM/YYYY') || ' manqué. Demander ce qui a empêché de venir, en proposer un autre.',
      'appointment_missed', a.id, p_for_role => coalesce((
        select g.role from access.assignment g where g.structure_id = a.structure_id and g.valid @> current_date and g.role in ('mediator', 'social_worker', 'reception')
         order by g.role = 'mediator' desc, g.role = 'social_worker' desc limit 1), 'reception'));
  end if;
  perform pg_notify('agenda', a.site_id || ' ' || a.day);
  return jsonb_build_object('outcome', 'done', 'appointment', agenda.told(a, agenda.natures_read()));
end $$;

-- Owner function. Someone comes without an appointment: in the waiting room from now, nobody's yet. Sent twice, once.
-- p: {id, personId, service, site, now, today?, cover?, reason?: {nature, words}}. outcome: "booked" {appointment}, "referral_needed", "cover_needed".
create function agenda.walk_in(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  service agenda.service;
  actor access.actor_row;
  a agenda.appointment;
  now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp());
  first record;
begin
  select * into service from agenda.service s where s.id = (p ->> 'service')::uuid and s.active;
  actor := agenda.may_book(service);
  perform audit.record('appointment.book', (p ->> 'personId')::uuid, null, 'appointment', (p ->> 'id')::uuid);
  perform agenda.require_person((p ->> 'personId')::uuid, actor);
  select * into first from agenda.wanted_first(service, (p ->> 'personId')::uuid, p ->> 'cover', coalesce((p ->> 'today')::date, now_at::date));
  if first.wants is not null and not exists (select from agenda.appointment k where k.id = (p ->> 'id')::uuid) then
    return jsonb_build_object('outcome', first.wants);
  end if;
  insert into agenda.appointment (id, person_id, structure_id, site_id, day, during, service_id, given_service, state, arrived_at, walk_in, prescribed,
    cover_confirmed, author_id, author_name)
  select (p ->> 'id')::uuid, (p ->> 'personId')::uuid, actor.structure_id, t.id, (now_at at time zone t.time_zone)::date,
         tstzrange(now_at, now_at + make_interval(mins => service.minutes)), case when service.nature = 'appointments' then service.id end, service.id,
         'arrived', now_at, true, service.prescribed, first.cover, actor.account_id, b.display_name
    from network.site t, access.account b where t.id = (p ->> 'site')::uuid and b.id = actor.account_id
  on conflict do nothing;
  select * into a from agenda.appointment k where k.id = (p ->> 'id')::uuid;
  if a.person_id is distinct from (p ->> 'personId')::uuid or a.author_id <> actor.account_id then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  if service.nature <> 'appointments' then
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, service_id, author_id)
    values (a.id, a.person_id, 'service', service.nature, service.id, actor.account_id) on conflict do nothing;
  end if;
  if p ? 'reason' then
    if not access.holds(p #>> '{reason,nature}', 'write') then
      raise exception 'role may not write why' using errcode = 'MA403';
    end if;
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, words, author_id)
    values (a.id, a.person_id, 'reason', p #>> '{reason,nature}', p #>> '{reason,words}', actor.account_id) on conflict do nothing;
  end if;
  if service.prescribed and p ->> 'cover' is not null then
    perform admission.cover_at_booking(a.id, a.person_id, service.structure_id, a.cover_confirmed, coalesce((p ->> 'today')::date, now_at::date));
  end if;
  if p ->> 'cover' = 'unknown' then
    perform tasks.give(a.person_id, 'cover', 'Chercher la couverture maladie de cette personne, venue sans rendez-vous', 'cover_search', a.id,
      p_for_role => 'administrative_officer', p_due => a.day);
  end if;
  perform pg_notify('agenda', a.site_id || ' ' || a.day);
  return jsonb_build_object('outcome', 'booked', 'appointment', agenda.told(a, agenda.natures_read()));
end $$;

-- Whom an appointment is of, in the agenda: a row's own type, as a query for each would cost more than all it says.
create type agenda.person_told as (id uuid, family text, given text, "usedFamily" text, "usedGiven" text, birth text, sex text);

-- Owner function. The agenda of some days (at most 14), by sites or practitioners: hours, what is left of them, appointments of
-- those the actor may know. Audited as one list. Others' are hours taken, without a name.
-- p: {from, until (last day), sites?, professionals?}
create function agenda.view(p jsonb) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor access.actor_row := access.actor();
  first date;
  last date;
  places uuid[];
  team uuid[];
  natures text[];
  reads boolean;
  consented boolean;
  shown agenda.appointment[];
  persons uuid[];
  known uuid[];
  named uuid[];
  held bigint;
begin
  -- All that is asked and that the actor may (as agenda.natures_read and access.by_consent), in one statement: starting an expression
  -- costs more than what it says. The text of a list of identifiers, as the text of an array; an empty one is none.
  select (p ->> 'from')::date, least(coalesce((p ->> 'until')::date, (p ->> 'from')::date), (p ->> 'from')::date + 13),
         nullif(translate(p ->> 'sites', '[]" ', '{}')::uuid[], '{}'), nullif(translate(p ->> 'professionals', '[]" ', '{}')::uuid[], '{}'),
         coalesce(array_agg(r.nature) filter (where r.nature in ('appointments', 'clinical', 'useful')), '{}'),
         coalesce(bool_or(r.nature = 'appointments'), false), coalesce(bool_or(r.by_consent) filter (where r.nature = 'identity'), false)
    into first, last, places, team, natures, reads, consented
    from access.nature_right r where r.role = actor.effective_role and r.can_read;
  if not reads then
    if actor.role is distinct from 'console' then
      raise exception 'role may not' using errcode = 'MA403';
    end if;
    -- The console puts the days on paper for who will be at the desk without a network.
    natures := '{appointments}';
  end if;
  -- By whichever index says most.
  if team is not null then
    -- Of those given by several, whoever else gives them too.
    select array_agg(k.a), array_agg(distinct k.person_id) into shown, persons
      from (select a, a.person_id from agenda.appointment a
             where a.given_by = any (team) and a.day between first and last and (places is null or a.site_id = any (places))
            union all
            select a, a.person_id from agenda.appointment a where a.given_with <> '{}' and a.day between first and last and a.given_with && team
               and a.given_by <> all (team) and (places is null or a.site_id = any (places))) k;
  else
    select array_agg(a), array_agg(distinct a.person_id) into shown, persons from agenda.appointment a
     where a.site_id = any (coalesce(places, array(select t.id from network.site t))) and a.day between first and last;
  end if;
  if persons is not null then
    held := audit.write(actor, case when reads then 'agenda.view' else 'agenda.paper' end, null, persons);
    known := case when reads then access.permitted_among(actor, persons, 'appointments', 'read') else persons end;
    named := case when reads and consented then access.permitted_among(actor, known, 'identity', 'read') else known end;
  end if;
  -- As agenda.told, for all in one statement.
  return (with team_told as materialized (
      select k.professional_id as id, case when k.shown_as is null or 'clinical' = any (natures) then k.professional_id end as told,
             case when k.shown_as is null or 'clinical' = any (natures) then f.label else k.shown_as end as label, f.label as sort
        from agenda.practitioner k join network.professional f on f.id = k.professional_id)
    select json_build_object(
      'openings', (select coalesce(json_agg(x), '[]') from (
        select o.id, o.series_id as "seriesId", k.told as "professionalId", k.label as practitioner, o.site_id as "siteId", o.room_id as "roomId", o.day,
               lower(o.during) as start, upper(o.during) as end, o.taken, o.capacity, o.longest,
               (select coalesce(json_agg(json_build_array(lower(r), upper(r))), '[]') from unnest(o.free) r) as free
          from agenda.opening o join team_told k on k.id = o.professional_id
         where o.day between first and last and (places is null or o.site_id = any (places))
           and o.professional_id = any (coalesce(team, array(select w.professional_id from agenda.practitioner w)))
         order by lower(o.during), k.sort) x),
      'appointments', (select coalesce(json_agg(x), '[]') from (
        select a.id, a.person_id as "on", a.site_id as "siteId", a.room_id as "roomId", a.day, lower(a.during) as start, upper(a.during) as end,
               a.state, a.version, a.walk_in as "walkIn", a.overbooked, a.arrived_at as "arrivedAt", a.started_at as "startedAt", a.series_id as series,
               a.author_name as by, case when s.nature = any (natures) then s.id end as "serviceId",
               case when s.nature = any (natures) then s.label else 'Rendez-vous' end as service, k.told as "professionalId", k.label as practitioner,
               case when a.given_with <> '{}' then
                 (select json_agg(g.label order by g.label) from network.professional g join agenda.practitioner h on h.professional_id = g.id
                   where g.id = any (a.given_with) and (h.shown_as is null or 'clinical' = any (natures))) end as with,
               case when a.interpreter is not null then agenda.interpreter_told(a) end as interpreter,
               case when (select named = persons) or a.person_id = any (named) then
                 row(coalesce(l.kept_id, a.person_id), i.family, i.given, i.used_family, i.used_given, i.birth, i.sex)::agenda.person_told end as person
          from unnest(shown) a
          join agenda.service s on s.id = a.given_service
          left join team_told k on k.id = a.given_by
          left join people.alias l on l.person_id = a.person_id and l.known_to is null
          join people.identity i on i.person_id = a.person_id and i.known_to is null
         where (select known = persons) or a.person_id = any (known)
         order by lower(a.during), a.id) x)));
end $$;

-- Owner function. Everything of one appointment that the actor may read: itself, its details, what became of it. Null: none they know.
create function agenda.history(p_person uuid, p_appointment uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  natures text[] := agenda.natures_read();
  a agenda.appointment;
begin
  perform audit.record('appointment.read', p_person, null, 'appointment', p_appointment);
  if not p_person = any (access.permitted_persons('appointments', 'read')) then
    return null;
  end if;
  select * into a from agenda.appointment k where k.id = p_appointment and k.person_id = p_person;
  if not found then
    return null;
  end if;
  return agenda.told(a, natures) || jsonb_build_object(
    'details', (select coalesce(jsonb_agg(jsonb_build_object('part', d.part, 'nature', d.nature, 'words', d.words, 'content', d.content)), '[]')
        from agenda.appointment_detail d
       where d.appointment_id = a.id and d.nature || d.person_id = any (access.permitted_keys(array[d.nature], 'read'))),
    'cover', case when p_person = any (access.permitted_persons('cover', 'read')) then a.cover_confirmed end,
    'language', (select c.content #>> '{languages,0,code}' from people.contact c
        where c.person_id = any (access.records_of(array[p_person])) and c.part = 'speech' and c.known_to is null
          and p_person = any (access.permitted_persons('identity_detail', 'read')) order by c.known_from desc limit 1),
    'steps', (select coalesce(jsonb_agg(jsonb_build_object('from', s.from_state, 'to', s.to_state, 'wasStart', lower(s.was_during), 'wasSite', s.was_site,
          'words', s.words, 'by', s.author_name, 'at', s.at) order by s.n), '[]') from agenda.appointment_step s where s.appointment_id = a.id));
end $$;

-- Owner function. Someone waits for hours to be freed. Sent twice, once. Errors: MA403, MA409 the identifier is another's.
-- p: {id, personId, service, sites?, professional?, until?, words?}
create function agenda.wait(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  service agenda.service;
  actor access.actor_row;
begin
  select * into service from agenda.service s where s.id = (p ->> 'service')::uuid and s.active;
  actor := agenda.may_book(service);
  perform audit.record('waiting.add', (p ->> 'personId')::uuid, null, 'waiting', (p ->> 'id')::uuid);
  perform agenda.require_person((p ->> 'personId')::uuid, actor);
  insert into agenda.waiting (id, person_id, structure_id, service_id, nature, sites, professional_id, until, words, author_id, author_name)
  select (p ->> 'id')::uuid, (p ->> 'personId')::uuid, actor.structure_id, service.id, service.nature,
         coalesce((select array_agg(x::uuid) from jsonb_array_elements_text(p -> 'sites') x), '{}'), (p ->> 'professional')::uuid, (p ->> 'until')::date,
         coalesce(p ->> 'words', ''), actor.account_id, b.display_name
    from access.account b where b.id = actor.account_id
  on conflict do nothing;
  if not exists (select from agenda.waiting w where w.id = (p ->> 'id')::uuid and w.person_id = (p ->> 'personId')::uuid and w.author_id = actor.account_id) then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
end $$;

-- Owner function. Someone no longer waits ("left"), or did not want the hours offered (declined: {professional, site, start, end}): they
-- keep their place, and these hours are offered to whoever comes next. Errors: MA403, MA409 no such.
create function agenda.answer_waiting(p_person uuid, p_waiting uuid, p_declined jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  time tstzrange := tstzrange((p_declined ->> 'start')::timestamptz, (p_declined ->> 'end')::timestamptz);
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.holds('appointments', 'write') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  perform audit.record('waiting.close', p_person, null, 'waiting', p_waiting);
  perform agenda.require_person(p_person, actor);
  update agenda.waiting w set state = case when p_declined is null then 'left' else w.state end,
         declined = case when p_declined is null then w.declined else w.declined || time end
   where w.id = p_waiting and w.person_id = p_person and w.state = 'waiting';
  if not found then
    raise exception 'nobody waits' using errcode = 'MA409';
  end if;
  perform tasks.settle('waiting_offer', p_waiting);
  if p_declined is not null then
    perform agenda.offer_freed((p_declined ->> 'professional')::uuid, (p_declined ->> 'site')::uuid, time, (p_declined ->> 'now')::timestamptz);
  end if;
end $$;

-- Owner function. What may be booked and by whom: what every screen of the agenda needs, nothing of anyone received. Names that would
-- tell why are given to those who read that nature alone.
create function agenda.setting() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  natures text[] := agenda.natures_read();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  return jsonb_build_object(
    'services', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'code', s.code,
          'label', case when s.nature = any (natures) then s.label else s.neutral_label end, 'neutral', s.neutral_label, 'minutes', s.minutes, 'sites', s.sites,
          'prescribed', s.prescribed, 'mine', actor.role = any (s.booking_roles)) order by s.sort, s.label), '[]') from agenda.service s where s.active),
    'practitioners', (select coalesce(jsonb_agg(jsonb_build_object('id', k.professional_id, 'label', f.label, 'profession', f.profession, 'sex', k.sex,
          'languages', k.languages, 'instructions', k.instructions, 'firstExtra', k.first_extra, 'mine', f.account_id = actor.account_id,
          'services', array(select g.service_id from agenda.gives g where g.professional_id = k.professional_id)) order by f.label), '[]')
        from agenda.practitioner k join network.professional f on f.id = k.professional_id
       where k.active and (k.shown_as is null or 'clinical' = any (natures))),
    'sites', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name, 'communeCode', t.commune_code, 'timeZone', t.time_zone,
          'wheelchair', t.wheelchair) order by t.name), '[]') from network.site t),
    'rooms', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'siteId', r.site_id, 'label', r.label, 'wheelchair', r.wheelchair)), '[]') from agenda.room r where r.active),
    'line', (select jsonb_build_object('phone', l.phone, 'hours', l.hours) from agenda.line l limit 1),
    'may', jsonb_build_object('overbook', access.can('overbook'), 'timetable', access.can('timetable'), 'write', access.holds('appointments', 'write')));
end $$;

grant execute on function agenda.slots, agenda.wants, agenda.book, agenda.move, agenda.set_state, agenda.walk_in, agenda.view, agenda.history, agenda.wait,
  agenda.answer_waiting, agenda.setting to maillage_app;
