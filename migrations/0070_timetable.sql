-- The timetable: what is offered (services), who gives it, when and where (half-days that come back), what interrupts it
-- (exceptions, absences, closures, public holidays), and the openings that follow from it. Nothing here is about anyone
-- received, but "occupation", which is closed.
--
-- Hours are wall time at the site ("9 h at Autun"); what is laid out is real time, so that a half-day across a clock change
-- has the length it really has.

create schema agenda;
grant usage on schema agenda to maillage_app;

insert into audit.action (code, writes, label) values
  ('timetable.change', true, 'Planning modifié'),
  ('timetable.hours', false, 'Heures et équivalents temps plein calculés');

-- timetable: who keeps the hours of the team; overbook: who may add someone to hours already taken, saying why.
insert into access.capability (role, capability)
select role, 'timetable' from unnest('{administrative_officer,coordinating_nurse,medical_director,network_manager,console}'::text[]) role
union all
select role, 'overbook' from unnest('{reception,administrative_officer,nurse,coordinating_nurse,doctor,paramedic,medical_director}'::text[]) role;

-- Null: not known; nobody is told that a door is wide enough when nobody looked. territory: null, by the commune.
alter table network.site add column wheelchair boolean, add column territory text;

-- One number for a network, and its hours: [{"weekday": 1, "from": "08:00", "to": "20:00"}], wall time where the network lives.
create table agenda.line (
  structure_id uuid primary key references network.structure,
  phone text not null,
  hours jsonb not null
);

-- Public holidays (handbook 3.6; code du travail L3133-1, L3134-13, L3422-2): a day of the year, or so many days after Easter.
create table agenda.holiday_rule (
  territory text not null,
  label text not null,
  month smallint,
  day smallint,
  after_easter smallint,
  years int4range not null default '[1986,)',
  source text not null,
  confidence text not null check (confidence in ('sourced', 'to_check')),
  check ((month is null) = (day is null) and (month is null) <> (after_easter is null)),
  primary key (territory, label, years)
);
insert into agenda.holiday_rule (territory, label, month, day, after_easter, source, confidence)
select 'all', label, month, day, easter, 'Code du travail, article L3133-1 ; etalab/jours-feries-france', 'sourced' from (values
  ('Jour de l’an', 1, 1, null), ('Lundi de Pâques', null, null, 1), ('Fête du Travail', 5, 1, null), ('Victoire de 1945', 5, 8, null),
  ('Ascension', null, null, 39), ('Lundi de Pentecôte', null, null, 50), ('Fête nationale', 7, 14, null), ('Assomption', 8, 15, null),
  ('Toussaint', 11, 1, null), ('Armistice de 1918', 11, 11, null), ('Noël', 12, 25, null)) v (label, month, day, easter);
insert into agenda.holiday_rule (territory, label, month, day, after_easter, source, confidence)
select t, label, month, day, easter, 'Code du travail, article L3134-13 ; etalab/jours-feries-france', 'sourced'
  from (values ('alsace-moselle', 'Vendredi saint', null, null, -2), ('alsace-moselle', 'Saint-Étienne', 12, 26, null)) v (t, label, month, day, easter);
-- Abolition of slavery and local days.
insert into agenda.holiday_rule (territory, label, month, day, source, confidence)
select t, label, month, day, 'Code du travail, article L3422-2 ; etalab/jours-feries-france, à vérifier', 'to_check' from (values
  ('guadeloupe', 'Abolition de l’esclavage', 5, 27), ('guyane', 'Abolition de l’esclavage', 6, 10),
  ('martinique', 'Abolition de l’esclavage', 5, 22), ('la-reunion', 'Abolition de l’esclavage', 12, 20),
  ('mayotte', 'Abolition de l’esclavage', 4, 27), ('saint-barthelemy', 'Abolition de l’esclavage', 10, 9),
  ('saint-martin', 'Abolition de l’esclavage', 5, 28), ('nouvelle-caledonie', 'Fête de la citoyenneté', 9, 24),
  ('wallis-et-futuna', 'Saint Pierre Chanel', 4, 28), ('wallis-et-futuna', 'Fête du Territoire', 7, 29)) v (t, label, month, day);

-- The territory of a commune, by its INSEE code.
create function agenda.territory_of(p_commune text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case
    when p_commune ~ '^(57|67|68)' then 'alsace-moselle'
    else coalesce((select t from (values ('971', 'guadeloupe'), ('972', 'martinique'), ('973', 'guyane'), ('974', 'la-reunion'),
      ('975', 'saint-pierre-et-miquelon'), ('976', 'mayotte'), ('977', 'saint-barthelemy'), ('978', 'saint-martin'),
      ('986', 'wallis-et-futuna'), ('987', 'polynesie'), ('988', 'nouvelle-caledonie')) k (c, t) where c = left(p_commune, 3)), 'metropole') end
$$;

-- Easter Sunday (Meeus, Jones and Butcher's computation, for the Gregorian calendar).
create function agenda.easter(y integer) returns date
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select make_date(y, n / 31, n % 31 + 1)
    from (select h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114 as n
            from (select a, h, (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 as l
                    from (select a, b, c, (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 as h
                            from (select y % 19 as a, y / 100 as b, y % 100 as c) f) g) k) m
$$;

create function agenda.holidays(p_territory text, p_from date, p_until date) returns table (day date, label text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select d.day, r.label
    from generate_series(extract(year from p_from)::int, extract(year from p_until)::int) y
    join agenda.holiday_rule r on r.territory in ('all', p_territory) and r.years @> y
   cross join lateral (select case when r.month is null then agenda.easter(y) + r.after_easter else make_date(y, r.month, r.day) end as day) d
   where d.day between p_from and p_until
$$;

-- What is offered. neutral_label: as said by telephone, in reminders, in calendars. nature: raised when the service tells why
-- one comes; it is then shown to those who read that nature, and to others as a mere appointment.
create table agenda.service (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  code text not null,
  label text not null check (label <> ''),
  neutral_label text not null check (neutral_label <> ''),
  minutes smallint not null check (minutes between 5 and 480),
  nature text not null default 'appointments' check (nature in ('appointments', 'clinical', 'useful')),
  -- Empty: on every site.
  sites uuid[] not null default '{}',
  booking_roles text[] not null,
  -- Nothing sooner than this from now is offered, nor later than this many days.
  lead_minutes integer not null default 0 check (lead_minutes >= 0),
  horizon_days smallint not null default 180 check (horizon_days between 1 and 370),
  -- Prescribed admission (handbook A1, A3): no booking without the cover confirmed in one of four ways.
  prescribed boolean not null default false,
  active boolean not null default true,
  sort smallint not null default 0,
  unique (structure_id, code)
);

create table agenda.room (
  id uuid primary key default uuidv7(),
  site_id uuid not null references network.site,
  label text not null check (label <> ''),
  wheelchair boolean,
  active boolean not null default true,
  unique (site_id, label)
);

-- A professional (network.professional, with or without an account) whose hours are kept.
create table agenda.practitioner (
  professional_id uuid primary key references network.professional,
  sex text check (sex in ('female', 'male')),
  languages text[] not null default '{}',
  -- For whoever books: what not to book, what to ask.
  instructions text not null default '' check (length(instructions) <= 1000),
  -- Minutes added for someone they never saw.
  first_extra smallint not null default 0 check (first_extra between 0 and 120),
  -- Their name would tell why one comes: told to those who read "clinical" alone, and by these words to others.
  shown_as text check (shown_as <> ''),
  active boolean not null default true
);

-- Who gives what; minutes: theirs, when not the service's own.
create table agenda.gives (
  professional_id uuid not null references agenda.practitioner,
  service_id uuid not null references agenda.service,
  minutes smallint check (minutes between 5 and 480),
  primary key (professional_id, service_id)
);

-- Salaried or volunteer, how many hours a week, which share of a full time: never one computed from the other (handbook A7).
create table agenda.contract (
  id uuid primary key default uuidv7(),
  professional_id uuid not null references agenda.practitioner,
  standing text not null check (standing in ('salaried', 'volunteer')),
  weekly_minutes integer check (weekly_minutes between 1 and 3600),
  fte numeric(4, 3) check (fte between 0 and 1.5),
  valid daterange not null check (not isempty(valid)),
  author_id uuid,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  exclude using gist (professional_id with =, valid with &&) where (known_to is null)
);

-- Hours that come back: on a weekday, every so many weeks counted from "anchor". Changed from a day on, it is closed
-- there and goes on as another row of the same series; corrected, the row is closed as known and another takes its place.
create table agenda.half_day (
  id uuid primary key default uuidv7(),
  series_id uuid not null,
  professional_id uuid not null references agenda.practitioner,
  site_id uuid not null references network.site,
  room_id uuid references agenda.room,
  weekday smallint not null check (weekday between 1 and 7),
  every_weeks smallint not null default 1 check (every_weeks between 1 and 12),
  anchor date not null,
  valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
  starts time not null,
  ends time not null check (ends > starts),
  -- How many people at most; null: as many as fit.
  capacity smallint check (capacity > 0),
  -- Empty: whatever they give.
  services uuid[] not null default '{}',
  on_holidays boolean not null default false,
  author_id uuid,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on agenda.half_day (professional_id) where known_to is null;
create index on agenda.half_day (series_id);

-- One occurrence, given up or held otherwise.
create table agenda.exception (
  id uuid primary key default uuidv7(),
  series_id uuid not null,
  on_day date not null,
  cancelled boolean not null,
  starts time,
  ends time,
  site_id uuid references network.site,
  room_id uuid references agenda.room,
  capacity smallint check (capacity > 0),
  author_id uuid,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (cancelled or ends > starts)
);
create unique index exception_current on agenda.exception (series_id, on_day) where known_to is null;

-- Wherever they work. Why is not kept: it is nobody's business here.
create table agenda.absence (
  id uuid primary key,
  professional_id uuid not null references agenda.practitioner,
  during tsrange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  author_id uuid,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on agenda.absence (professional_id) where known_to is null;

create table agenda.closure (
  id uuid primary key,
  site_id uuid not null references network.site,
  during tsrange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  label text not null default '',
  author_id uuid,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on agenda.closure (site_id) where known_to is null;

-- Time taken, of a practitioner or of a room: what makes a double booking impossible, whoever connects. firm: false for someone
-- added to hours already taken (over-booking). Closed to every role; written by the functions of 0072.
create table agenda.occupation (
  appointment_id uuid not null,
  resource_id uuid not null,
  during tstzrange not null check (not isempty(during)),
  firm boolean not null,
  primary key (appointment_id, resource_id),
  constraint no_double_booking exclude using gist (resource_id with =, during with &&) where (firm)
);
create index occupation_time on agenda.occupation using gist (resource_id, during) where (not firm);

-- The timetable laid out as real time, as far as agenda.horizon says: what slots are looked for in. Written in the transaction of
-- whatever changes the timetable or takes time. free: what is left of it; longest: minutes of its longest stretch.
create table agenda.opening (
  id uuid primary key default uuidv7(),
  series_id uuid not null,
  professional_id uuid not null,
  site_id uuid not null,
  room_id uuid,
  day date not null,
  during tstzrange not null check (not isempty(during)),
  services uuid[] not null,
  capacity smallint,
  taken smallint not null default 0,
  free tstzmultirange not null,
  longest smallint not null,
  constraint one_place_at_a_time exclude using gist (professional_id with =, during with &&),
  constraint one_practitioner_a_room exclude using gist (room_id with =, during with &&)
) with (fillfactor = 70);
create index on agenda.opening (day);
create index on agenda.opening (professional_id, day);

create table agenda.horizon (
  only_row boolean primary key default true check (only_row),
  until date not null
);

-- The rule. What the timetable says of these practitioners from a day to another (not counted), as known at a moment (null: now).
-- A nonexistent hour (clocks going forward) is moved on; one that comes twice is the second.
create function agenda.occurrences(p_professionals uuid[], p_from date, p_until date, p_known timestamptz default null)
returns table (series_id uuid, professional_id uuid, site_id uuid, room_id uuid, day date, during tstzrange, services uuid[], capacity smallint)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with planned as (
    select h.series_id, h.professional_id, coalesce(x.site_id, h.site_id) as site_id,
           case when x.id is null then h.room_id else x.room_id end as room_id, d.day, coalesce(x.starts, h.starts) as starts,
           coalesce(x.ends, h.ends) as ends, coalesce(x.capacity, h.capacity) as capacity, h.services, h.on_holidays
      from agenda.half_day h
     cross join lateral (select greatest(lower(h.valid), p_from) as first, least(coalesce(upper(h.valid), p_until), p_until) as until) b
     cross join lateral (select b.first + (h.weekday - extract(isodow from b.first)::int + 7) % 7 as day) f
     cross join lateral (select f.day + 7 * n as day from generate_series(0, (b.until - f.day - 1) / 7) n where f.day < b.until) d
      left join agenda.exception x on x.series_id = h.series_id and x.on_day = d.day
       and case when p_known is null then x.known_to is null else x.known_from <= p_known and coalesce(x.known_to > p_known, true) end
     where h.professional_id = any (p_professionals)
       and case when p_known is null then h.known_to is null else h.known_from <= p_known and coalesce(h.known_to > p_known, true) end
       and ((d.day - extract(isodow from d.day)::int) - (h.anchor - extract(isodow from h.anchor)::int)) / 7 % h.every_weeks = 0
       and x.cancelled is not true
  ), off as materialized (
    select s.id as site_id, y.day from network.site s
     cross join lateral agenda.holidays(coalesce(s.territory, agenda.territory_of(s.commune_code)), p_from, p_until) y
     where s.id in (select p.site_id from planned p)
  )
  select p.series_id, p.professional_id, p.site_id, p.room_id, p.day, tstzrange(t.a, t.b), p.services, p.capacity
    from planned p
    join network.site s on s.id = p.site_id
   cross join lateral unnest(tsmultirange(tsrange(p.day + p.starts, p.day + p.ends))
     - coalesce((select range_agg(a.during) from agenda.absence a where a.professional_id = p.professional_id
          and case when p_known is null then a.known_to is null else a.known_from <= p_known and coalesce(a.known_to > p_known, true) end), '{}')
     - coalesce((select range_agg(c.during) from agenda.closure c where c.site_id = p.site_id
          and case when p_known is null then c.known_to is null else c.known_from <= p_known and coalesce(c.known_to > p_known, true) end), '{}')) w (wall)
   cross join lateral (select lower(w.wall) at time zone s.time_zone as a, upper(w.wall) at time zone s.time_zone as b) t
   where t.a < t.b and (p.on_holidays or not exists (select from off where off.site_id = p.site_id and off.day = p.day))
$$;

-- What may be booked in hours of this practitioner on this site: what they give there, within what the half-day is kept for.
create function agenda.services_of(p_professional uuid, p_site uuid, p_kept_for uuid[]) returns uuid[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(s.id order by s.id), '{}')
    from agenda.gives g join agenda.service s on s.id = g.service_id and s.active
   where g.professional_id = p_professional and (s.sites = '{}' or p_site = any (s.sites))
     and (p_kept_for = '{}' or s.id = any (p_kept_for))
$$;

-- What is left of the openings of a practitioner that meet this time. Whoever calls it holds agenda.hold_day or agenda.hold_practitioner.
create function agenda.refresh(p_professional uuid, p_time tstzrange) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update agenda.opening o
     set taken = n.taken, free = n.free,
         longest = coalesce((select max(extract(epoch from upper(f) - lower(f)) / 60)::smallint from unnest(n.free) f), 0)
    from agenda.opening k
   cross join lateral (
     select count(b.during)::smallint as taken,
            case when count(b.during) >= k.capacity then '{}'::tstzmultirange
                 else tstzmultirange(k.during) - coalesce(range_agg(b.during), '{}') end as free
       from (select c.during from agenda.occupation c where c.resource_id = p_professional and c.during && k.during and c.firm
             union all
             select c.during from agenda.occupation c where c.resource_id = p_professional and c.during && k.during and not c.firm) b) n
   where k.professional_id = p_professional and k.during && p_time and o.id = k.id
$$;

-- Whoever lays out the hours of a practitioner waits for those who book them, and they for them.
create function agenda.hold_practitioners(p_professionals uuid[]) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended(k::text, 70)) from (select distinct k from unnest(p_professionals) k order by k) o
$$;

-- Lays these practitioners' hours out again from a day to another: what stays as it was keeps its row. Not granted.
create function agenda.lay_out(p_professionals uuid[], p_from date, p_until date) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  made agenda.opening[];
  one record;
begin
  if p_until <= p_from then
    return;
  end if;
  perform agenda.hold_practitioners(p_professionals);
  made := array(
    select row(uuidv7(), o.series_id, o.professional_id, o.site_id, o.room_id, o.day, o.during,
               agenda.services_of(o.professional_id, o.site_id, o.services), o.capacity, 0, tstzmultirange(o.during), 0)::agenda.opening
      from agenda.occurrences(p_professionals, p_from, p_until) o);
  delete from agenda.opening k
   where k.professional_id = any (p_professionals) and k.day >= p_from and k.day < p_until
     and not exists (select from unnest(made) m
                      where (m.series_id, m.professional_id, m.site_id, m.day, m.during, m.services)
                          = (k.series_id, k.professional_id, k.site_id, k.day, k.during, k.services)
                        and m.room_id is not distinct from k.room_id and m.capacity is not distinct from k.capacity);
  insert into agenda.opening
  select m.* from unnest(made) m
   where not exists (select from agenda.opening k
                      where k.professional_id = m.professional_id and k.day = m.day and k.during = m.during and k.series_id = m.series_id);
  for one in select m.professional_id, range_merge(range_agg(m.during)) as time from unnest(made) m group by m.professional_id loop
    perform agenda.refresh(one.professional_id, one.time);
  end loop;
end $$;

-- Makes sure that hours are laid out until a day (at most 800 days from now). Not granted.
create function agenda.reach(p_until date) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  was date;
  goal date := least(p_until, current_date + 800);
begin
  select h.until into was from agenda.horizon h;
  if was >= goal then
    return;
  end if;
  insert into agenda.horizon (until) values (current_date) on conflict do nothing;
  select h.until into was from agenda.horizon h for update;
  if was < goal then
    perform agenda.lay_out(array(select p.professional_id from agenda.practitioner p), was, goal + 31);
    update agenda.horizon set until = goal + 31;
  end if;
end $$;

-- After a change of the timetable: from today on, as far as hours are laid out. Tells the screens. Not granted.
create function agenda.changed(p_professionals uuid[], p_today date) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  perform agenda.reach(p_today + 370);
  perform agenda.lay_out(p_professionals, p_today, (select h.until from agenda.horizon h));
  perform pg_notify('agenda', '*');
end $$;

-- The network's own data: any signed-in actor. Written by owner functions alone. The desk must not learn a name by
-- the hours it is shown: who has which hours is given by functions.
do $$
declare name text;
begin
  for name in select tablename from pg_tables where schemaname = 'agenda' loop
    execute format('alter table agenda.%I enable row level security', name);
  end loop;
  foreach name in array array['line', 'holiday_rule', 'service', 'room'] loop
    execute format('grant select on agenda.%I to maillage_app', name);
    execute format('create policy signed_in on agenda.%I for select to maillage_app
      using (exists (select from access.opened) or (select access.account_id()) is not null)', name);
  end loop;
end $$;

-- Who keeps the team's hours. Not granted. Errors: MA403.
create function agenda.keeps_hours() returns access.actor_row
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.can('timetable') then
    raise exception 'role may not keep hours' using errcode = 'MA403';
  end if;
  return actor;
end $$;

-- Owner function. Adds hours that come back, one or many (a whole team's planning); a series already there is left as it is.
-- Returns how many were added. Errors: 23P01 someone would be in two places at once: nothing is added.
-- p: {today, halfDays: [{seriesId, professionalId, siteId, roomId?, weekday, everyWeeks?, from, until? (last day), starts, ends,
--   capacity?, services?: [id], onHolidays?}]}
create function agenda.add_half_days(p jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  touched uuid[];
begin
  perform audit.record('timetable.change');
  with asked as (
    select * from jsonb_to_recordset(p -> 'halfDays') as h ("seriesId" uuid, "professionalId" uuid, "siteId" uuid, "roomId" uuid,
      weekday smallint, "everyWeeks" smallint, "from" date, until date, starts time, ends time, capacity smallint, services uuid[], "onHolidays" boolean)
  ), added as (
    insert into agenda.half_day (series_id, professional_id, site_id, room_id, weekday, every_weeks, anchor, valid, starts, ends, capacity,
      services, on_holidays, author_id)
    select a."seriesId", a."professionalId", a."siteId", a."roomId", a.weekday, coalesce(a."everyWeeks", 1), a."from",
           daterange(a."from", a.until, '[]'), a.starts, a.ends, a.capacity, coalesce(a.services, '{}'), coalesce(a."onHolidays", false),
           actor.account_id
      from asked a where not exists (select from agenda.half_day k where k.series_id = a."seriesId")
    returning professional_id)
  select array_agg(a.professional_id) into touched from added a;
  if touched is not null then
    perform agenda.changed(touched, (p ->> 'today')::date);
  end if;
  return coalesce(cardinality(touched), 0);
end $$;

-- The hours of a series as they are now, exceptions with them. Not granted.
create function agenda.series_state(p_series uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'hours', (select jsonb_agg(to_jsonb(h) order by h.valid, h.id) from agenda.half_day h where h.series_id = p_series and h.known_to is null),
    'exceptions', (select jsonb_agg(to_jsonb(x) order by x.on_day) from agenda.exception x where x.series_id = p_series and x.known_to is null))
$$;

-- Owner function. Changes, or gives up, one occurrence ("one"), this one and those that follow ("following"), or all ("all").
-- What is not said stays. False when there is no such series. Errors: 23P01 as above; MA409 another changed this series since it was read (stamp).
-- p: {today, seriesId, stamp?, scope, onDay, cancelled?, starts?, ends?, siteId?, roomId?, capacity?, and but for "one" weekday?,
--   everyWeeks?, services?, until?}
create function agenda.change_half_day(p jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  given_up boolean := coalesce((p ->> 'cancelled')::boolean, false);
  series uuid := (p ->> 'seriesId')::uuid;
  first date := case when p ->> 'scope' = 'all' then '-infinity' else (p ->> 'onDay')::date end;
  h agenda.half_day;
  whose uuid;
begin
  select k.professional_id into whose from agenda.half_day k where k.series_id = series and k.known_to is null limit 1;
  if whose is null then
    return false;
  end if;
  perform audit.record('timetable.change', null, null, 'half_day', series);
  perform agenda.hold_practitioners(array[whose]);
  if p ? 'stamp' and md5(agenda.series_state(series)::text) <> p ->> 'stamp' then
    raise exception 'changed meanwhile' using errcode = 'MA409';
  end if;
  if p ->> 'scope' = 'one' then
    select k.* into h from agenda.half_day k where k.series_id = series and k.known_to is null and k.valid @> (p ->> 'onDay')::date;
    update agenda.exception x set known_to = now() where x.series_id = series and x.on_day = (p ->> 'onDay')::date and x.known_to is null;
    insert into agenda.exception (series_id, on_day, cancelled, starts, ends, site_id, room_id, capacity, author_id)
    values (series, (p ->> 'onDay')::date, given_up, coalesce((p ->> 'starts')::time, h.starts), coalesce((p ->> 'ends')::time, h.ends),
            coalesce((p ->> 'siteId')::uuid, h.site_id),
            case when p ? 'roomId' then (p ->> 'roomId')::uuid when p ? 'siteId' then null else h.room_id end,
            case when p ? 'capacity' then (p ->> 'capacity')::smallint else h.capacity end, actor.account_id);
  else
    for h in select k.* from agenda.half_day k where k.series_id = series and k.known_to is null and coalesce(upper(k.valid) > first, true) for update loop
      update agenda.half_day k set known_to = now() where k.id = h.id;
      if lower(h.valid) < first then
        insert into agenda.half_day select (jsonb_populate_record(h, jsonb_build_object('id', uuidv7(), 'known_from', now(),
          'author_id', actor.account_id, 'valid', daterange(lower(h.valid), first)))).*;
      end if;
      if not given_up then
        insert into agenda.half_day select (jsonb_populate_record(h, jsonb_strip_nulls(jsonb_build_object('id', uuidv7(), 'known_from', now(),
            'author_id', actor.account_id, 'weekday', p -> 'weekday', 'every_weeks', p -> 'everyWeeks', 'starts', p -> 'starts', 'ends', p -> 'ends',
            'anchor', case when p ->> 'scope' = 'following' and (p ->> 'everyWeeks')::int <> h.every_weeks then p -> 'onDay' end,
            'site_id', p -> 'siteId', 'services', case when p ? 'services' then p -> 'services' end))
          || jsonb_build_object('valid', daterange(greatest(lower(h.valid), first), case when p ? 'until' then (p ->> 'until')::date + 1 else upper(h.valid) end))
          || case when p ? 'roomId' then jsonb_build_object('room_id', p -> 'roomId') when p ? 'siteId' then '{"room_id": null}' else '{}' end
          || case when p ? 'capacity' then jsonb_build_object('capacity', p -> 'capacity') else '{}' end)).*;
      end if;
    end loop;
  end if;
  perform agenda.changed(array[whose], (p ->> 'today')::date);
  return true;
end $$;

-- Someone is away: see agenda.record_absence. Not granted.
create function agenda.put_absence(p jsonb, actor access.actor_row) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  whose uuid := (p ->> 'professionalId')::uuid;
begin
  if not exists (select from agenda.practitioner k where k.professional_id = whose) then
    raise exception 'no such practitioner' using errcode = 'MA409';
  end if;
  perform audit.record('timetable.change', null, null, 'absence', (p ->> 'id')::uuid);
  perform agenda.hold_practitioners(array[whose]);
  if (p ->> 'lifted')::boolean then
    update agenda.absence a set known_to = now() where a.id = (p ->> 'id')::uuid and a.professional_id = whose and a.known_to is null;
  else
    insert into agenda.absence (id, professional_id, during, author_id)
    values ((p ->> 'id')::uuid, whose, tsrange((p ->> 'from')::timestamp, (p ->> 'until')::timestamp), actor.account_id) on conflict do nothing;
  end if;
  perform agenda.changed(array[whose], (p ->> 'today')::date);
end $$;

-- Owner function. Someone is away, wherever they work; or no longer ("lifted"). Sent twice, written once.
-- p: {id, today, professionalId, from: "2026-03-02T08:00", until, lifted?}
create function agenda.record_absence(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
begin
  perform agenda.put_absence(p, actor);
end $$;

-- Owner function. A site is closed; or no longer. p: {id, today, siteId, from, until, label?, lifted?}
create function agenda.record_closure(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  place uuid := (p ->> 'siteId')::uuid;
begin
  if not exists (select from network.site t where t.id = place) then
    raise exception 'no such site' using errcode = 'MA409';
  end if;
  perform audit.record('timetable.change', null, null, 'closure', (p ->> 'id')::uuid);
  if (p ->> 'lifted')::boolean then
    update agenda.closure c set known_to = now() where c.id = (p ->> 'id')::uuid and c.site_id = place and c.known_to is null;
  else
    insert into agenda.closure (id, site_id, during, label, author_id)
    values ((p ->> 'id')::uuid, place, tsrange((p ->> 'from')::timestamp, (p ->> 'until')::timestamp), coalesce(p ->> 'label', ''), actor.account_id)
    on conflict do nothing;
  end if;
  perform agenda.changed(array(
    select h.professional_id from agenda.half_day h where h.site_id = place and h.known_to is null
    union
    select h.professional_id from agenda.exception x join agenda.half_day h using (series_id)
     where x.site_id = place and x.known_to is null and h.known_to is null), (p ->> 'today')::date);
end $$;

-- A practitioner as who keeps the hours reads and changes them. Not granted.
create function agenda.practitioner_state(p_professional uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', k.professional_id, 'label', f.label, 'profession', f.profession,
      'sex', k.sex, 'languages', k.languages, 'instructions', k.instructions, 'firstExtra', k.first_extra, 'shownAs', k.shown_as, 'active', k.active,
      'accountId', f.account_id,
      'gives', (select coalesce(jsonb_agg(jsonb_build_object('serviceId', g.service_id, 'minutes', g.minutes) order by g.service_id), '[]')
                  from agenda.gives g where g.professional_id = k.professional_id),
      'contracts', (select coalesce(jsonb_agg(jsonb_build_object('standing', c.standing, 'weeklyMinutes', c.weekly_minutes, 'fte', c.fte,
          'from', lower(c.valid), 'until', upper(c.valid) - 1) order by c.valid), '[]')
                      from agenda.contract c where c.professional_id = k.professional_id and c.known_to is null))
    from agenda.practitioner k join network.professional f on f.id = k.professional_id where k.professional_id = p_professional
$$;

-- Owner function. A practitioner: what they give, what the desk must know, from when they work how much. What is not said stays.
-- Someone nobody named yet is named: label, folded, profession. Two people at once: the second, whose "stamp" is of what was
-- before (agenda.timetable), changes nothing. Errors: MA409.
-- p: {today, professionalId, stamp?, label?, folded?, profession?, accountId? (whose hours are then "mine"), sex?, languages?,
--   instructions?, firstExtra?, shownAs?, active?, gives?: [{serviceId, minutes?}],
--   contract?: {standing, weeklyMinutes?, fte?, from, until?}}: a contract ends the one before it the day it begins.
create function agenda.save_practitioner(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  whose uuid := (p ->> 'professionalId')::uuid;
  c jsonb := p -> 'contract';
  before jsonb;
  old agenda.contract;
begin
  if p ? 'label' then
    insert into network.professional (id, structure_id, label, folded_label, profession)
    select whose, t.id, p ->> 'label', p ->> 'folded', p ->> 'profession' from network.structure t where t.in_team order by t.code limit 1
    on conflict (id) do nothing;
  end if;
  if not exists (select from network.professional f where f.id = whose) then
    raise exception 'no such professional' using errcode = 'MA409';
  end if;
  perform audit.record('timetable.change', null, null, 'practitioner', whose);
  perform agenda.hold_practitioners(array[whose]);
  before := agenda.practitioner_state(whose);
  insert into agenda.practitioner (professional_id) values (whose) on conflict do nothing;
  if p ? 'accountId' then
    if p ->> 'accountId' is not null and not exists (select from access.assignment g
         where g.account_id = (p ->> 'accountId')::uuid and g.structure_id = actor.structure_id and g.valid @> current_date) then
      raise exception 'no such colleague' using errcode = 'MA409';
    end if;
    update network.professional f set account_id = (p ->> 'accountId')::uuid where f.id = whose;
  end if;
  update agenda.practitioner k
     set sex = case when p ? 'sex' then p ->> 'sex' else k.sex end,
         languages = case when p ? 'languages' then array(select jsonb_array_elements_text(p -> 'languages')) else k.languages end,
         instructions = coalesce(p ->> 'instructions', k.instructions), first_extra = coalesce((p ->> 'firstExtra')::smallint, k.first_extra),
         shown_as = case when p ? 'shownAs' then p ->> 'shownAs' else k.shown_as end, active = coalesce((p ->> 'active')::boolean, k.active)
   where k.professional_id = whose;
  if p ? 'gives' then
    delete from agenda.gives g where g.professional_id = whose;
    insert into agenda.gives (professional_id, service_id, minutes)
    select whose, g."serviceId", g.minutes from jsonb_to_recordset(p -> 'gives') as g ("serviceId" uuid, minutes smallint);
  end if;
  if c is not null then
    for old in select k.* from agenda.contract k where k.professional_id = whose and k.known_to is null
                  and k.valid && daterange((c ->> 'from')::date, (c ->> 'until')::date, '[]') for update loop
      update agenda.contract k set known_to = now() where k.id = old.id;
      if lower(old.valid) < (c ->> 'from')::date then
        insert into agenda.contract select (jsonb_populate_record(old, jsonb_build_object('id', uuidv7(), 'known_from', now(),
          'valid', daterange(lower(old.valid), (c ->> 'from')::date)))).*;
      end if;
    end loop;
    insert into agenda.contract (professional_id, standing, weekly_minutes, fte, valid, author_id)
    values (whose, c ->> 'standing', (c ->> 'weeklyMinutes')::int, (c ->> 'fte')::numeric, daterange((c ->> 'from')::date, (c ->> 'until')::date, '[]'),
            actor.account_id);
  end if;
  -- The same asked again (a double click, an answer lost on the way) is no conflict.
  if p ? 'stamp' and md5(before::text) <> p ->> 'stamp' and before <> agenda.practitioner_state(whose) then
    raise exception 'changed meanwhile' using errcode = 'MA409';
  end if;
  perform agenda.changed(array[whose], (p ->> 'today')::date);
end $$;

-- Owner function. The team's hours, for who keeps them: practitioners with their contracts, half-days, what interrupts them.
create function agenda.timetable() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('timetable') then
    raise exception 'role may not keep hours' using errcode = 'MA403';
  end if;
  return jsonb_build_object(
    'practitioners', (select coalesce(jsonb_agg(t.state || jsonb_build_object('stamp', md5(t.state::text)) order by t.state ->> 'label'), '[]')
        from (select agenda.practitioner_state(k.professional_id) as state from agenda.practitioner k) t),
    'halfDays', (select coalesce(jsonb_agg(jsonb_build_object('seriesId', h.series_id, 'professionalId', h.professional_id, 'siteId', h.site_id,
          'roomId', h.room_id, 'weekday', h.weekday, 'everyWeeks', h.every_weeks, 'anchor', h.anchor, 'from', lower(h.valid), 'until', upper(h.valid) - 1, 'starts', h.starts,
          'ends', h.ends, 'capacity', h.capacity, 'services', h.services, 'onHolidays', h.on_holidays, 'stamp', md5(agenda.series_state(h.series_id)::text),
          -- In number alone: a change says beforehand how many it touches. Of this practitioner, receiving alone or with others, on this site.
          'booked', (select coalesce(jsonb_object_agg(b.day, b.n), '{}') from (
              select o.day, count(*) as n from agenda.opening o
               -- By two indexes: one condition for both ways of receiving would read every appointment for each opening.
               cross join lateral (
                 select a.site_id, a.state, a.during from agenda.appointment a where a.given_by = o.professional_id and a.day = o.day
                 union all
                 select a.site_id, a.state, a.during from agenda.appointment a
                  where a.day = o.day and a.given_with <> '{}' and o.professional_id = any (a.given_with)) a
               where a.site_id = o.site_id and a.state = 'booked' and a.during && o.during and o.series_id = h.series_id group by o.day) b)) order by h.weekday, h.starts), '[]')
        from agenda.half_day h where h.known_to is null),
    'exceptions', (select coalesce(jsonb_agg(jsonb_build_object('seriesId', x.series_id, 'onDay', x.on_day, 'cancelled', x.cancelled, 'starts', x.starts,
          'ends', x.ends, 'siteId', x.site_id, 'roomId', x.room_id, 'capacity', x.capacity) order by x.on_day), '[]')
        from agenda.exception x where x.known_to is null),
    'absences', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'professionalId', a.professional_id, 'from', lower(a.during),
          'until', upper(a.during)) order by a.during), '[]') from agenda.absence a where a.known_to is null),
    'closures', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'siteId', c.site_id, 'from', lower(c.during), 'until', upper(c.during),
          'label', c.label) order by c.during), '[]') from agenda.closure c where c.known_to is null));
end $$;

-- Hours given (as the timetable says, interruptions taken off) and share of full time of each practitioner over a period, both days
-- counted, as known at a moment (null: now). fte: each day's contract, averaged over the period; null when none says. Not granted.
create function agenda.count_hours(p_from date, p_to date, p_known timestamptz default null) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('professionalId', f.id, 'label', f.label, 'profession', f.profession, 'minutes', coalesce(g.minutes, 0),
           'bySite', coalesce(g.by_site, '{}'), 'fte', c.fte, 'weeklyMinutes', c.weekly, 'standing', c.standing) order by f.label), '[]')
    from agenda.practitioner k join network.professional f on f.id = k.professional_id
    left join (select s.professional_id, sum(s.minutes) as minutes, jsonb_object_agg(s.site_id, s.minutes) as by_site
                 from (select o.professional_id, o.site_id, sum(extract(epoch from upper(o.during) - lower(o.during)) / 60)::int as minutes
                         from agenda.occurrences(array(select p.professional_id from agenda.practitioner p), p_from, p_to + 1, p_known) o
                        group by o.professional_id, o.site_id) s group by s.professional_id) g on g.professional_id = f.id
    left join lateral (
      select round(sum(n.fte * n.days) / (p_to + 1 - p_from), 3) as fte, round(sum(n.weekly_minutes * n.days) / nullif(sum(n.days), 0)) as weekly,
             array_agg(distinct n.standing) as standing
        from (select v.fte, v.weekly_minutes, v.standing,
                     least(coalesce(upper(v.valid), p_to + 1), p_to + 1) - greatest(lower(v.valid), p_from) as days
                from agenda.contract v
               where v.professional_id = f.id and v.valid && daterange(p_from, p_to, '[]')
                 and case when p_known is null then v.known_to is null else v.known_from <= p_known and coalesce(v.known_to > p_known, true) end) n) c on true
   where g.minutes is not null or c.standing is not null
$$;

-- Owner function. The same, for who keeps the hours and who reports.
create function agenda.hours(p_from date, p_to date, p_known timestamptz default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('timetable') and not access.can('report') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  perform audit.record('timetable.hours');
  return agenda.count_hours(p_from, p_to, p_known);
end $$;

grant execute on function agenda.add_half_days, agenda.change_half_day, agenda.record_absence, agenda.record_closure, agenda.save_practitioner,
  agenda.timetable, agenda.hours to maillage_app;
