-- What the report counts of admission and of the agenda: people referred and what became of them, care given up, attendance, waits,
-- hours given, where people come and live, calls; and whom the centre means to reach.

-- A preset's figure of the people a centre is for, with where it comes from (handbook A6). Closed: the report gives it.
create table reports.target_population (
  id uuid primary key default uuidv7(),
  people integer not null check (people > 0),
  source text not null check (source <> ''),
  confidence text not null check (confidence in ('sourced', 'to_check')),
  known_from timestamptz not null default clock_timestamp()
);
alter table reports.target_population enable row level security;

-- What changed after a day is looked for by when it changed.
create index on agenda.appointment_step (at);

-- Appointments of the period as known by p_cut: day and state are those of then. Nearly all are as they were, and are counted as read.
create function reports.appointments_known(p_from date, p_to date, p_cut timestamptz)
returns table (appointment_id uuid, person_id uuid, day date, state text, walk_in boolean, booked_on date)
language sql stable parallel safe as $$
  with later as materialized (
    select s.appointment_id, (array_agg(s.from_state order by s.n))[1] as state,
           (array_agg(s.was_during order by s.n) filter (where s.was_during is not null))[1] as during
      from agenda.appointment_step s where s.at >= p_cut group by s.appointment_id
  )
  select a.id, a.person_id, a.day, a.state, a.walk_in, (a.known_from at time zone t.time_zone)::date
    from network.site t join agenda.appointment a on a.site_id = t.id and a.day between p_from and p_to
   where a.known_from < p_cut and not exists (select from later l where l.appointment_id = a.id)
  union all
  select a.id, a.person_id, d.day, coalesce(l.state, a.state), a.walk_in, (a.known_from at time zone t.time_zone)::date
    from later l join agenda.appointment a on a.id = l.appointment_id join network.site t on t.id = a.site_id
   cross join lateral (select case when l.during is null then a.day else (lower(l.during) at time zone t.time_zone)::date end as day) d
   where a.known_from < p_cut and d.day between p_from and p_to
$$;

-- The same, under the record each person is counted under.
create function reports.appointment_rows(p_from date, p_to date, p_cut timestamptz)
returns table (appointment_id uuid, person_id uuid, day date, state text, walk_in boolean, booked_on date)
language sql stable parallel safe as $$
  select a.appointment_id, coalesce(j.kept_id, a.person_id), a.day, a.state, a.walk_in, a.booked_on
    from reports.appointments_known(p_from, p_to, p_cut) a left join reports.joined(p_cut) j on j.person_id = a.person_id
$$;

-- Referrals sent in the period as known by p_cut; person_id: null until it is said whose record it is. outcome: of the last decision known.
create function reports.referral_rows(p_from date, p_to date, p_cut timestamptz)
returns table (referral_id uuid, person_id uuid, structure text, sent date, outcome text, overrules boolean, decided date)
language sql stable as $$
  select r.id, case when r.resolved_at < p_cut then coalesce(j.kept_id, r.person_id) end, r.author_structure, r.sent_on,
         coalesce(d.outcome, 'received'), coalesce(d.overrules, false), d.on_day
    from admission.referral r
    left join lateral (select e.outcome, e.overrules, e.on_day from admission.decision e
                        where e.referral_id = r.id and e.at < p_cut order by e.at desc limit 1) d on true
    left join reports.joined(p_cut) j on j.person_id = r.person_id
   where r.sent_on between p_from and p_to and r.sent_at < p_cut
$$;

-- Days waited: from a referral to its decision; from acceptance to the first appointment kept in the agenda.
create function reports.admission_waits(p_from date, p_to date, p_cut timestamptz) returns table (part text, days integer)
language sql stable as $$
  with referrals as materialized (
    select r.referral_id, r.person_id, r.sent, r.decided, r.outcome from reports.referral_rows(p_from, p_to, p_cut) r
     where r.outcome in ('accepted', 'elsewhere')
  ), records as (
    select r.referral_id, r.decided, r.person_id as record_id from referrals r where r.outcome = 'accepted' and r.person_id is not null
    union
    select r.referral_id, r.decided, j.person_id from referrals r join reports.joined(p_cut) j on j.kept_id = r.person_id where r.outcome = 'accepted'
  ), firsts as (
    -- As known by p_cut: what changed since is undone.
    select c.referral_id, min(coalesce((lower(l.during) at time zone t.time_zone)::date, a.day)) as day
      from records c join agenda.appointment a on a.person_id = c.record_id and a.known_from < p_cut join network.site t on t.id = a.site_id
     cross join lateral (select (array_agg(s.from_state order by s.n))[1] as state,
                                (array_agg(s.was_during order by s.n) filter (where s.was_during is not null))[1] as during
                           from agenda.appointment_step s where s.appointment_id = a.id and s.at >= p_cut) l
     where coalesce((lower(l.during) at time zone t.time_zone)::date, a.day) >= c.decided and coalesce(l.state, a.state) not in ('excused', 'cancelled')
     group by c.referral_id
  )
  select 'decision', r.decided - r.sent from referrals r
  union all
  select 'first', f.day - r.decided from referrals r left join firsts f using (referral_id) where r.outcome = 'accepted'
$$;

-- Where people live, by the commune of their last known postal address, else the administrative one.
create function reports.communes_lived_in(p_to date, p_cut timestamptz) returns table (person_id uuid, commune text)
language sql stable as $$
  select distinct on (coalesce(j.kept_id, c.person_id)) coalesce(j.kept_id, c.person_id), c.content ->> 'communeCode'
    from people.contact c left join reports.joined(p_cut) j on j.person_id = c.person_id
   where c.part = 'address' and c.content ->> 'communeCode' is not null and c.content ->> 'from' <= p_to::text
     and c.known_from < p_cut and (c.known_to is null or c.known_to >= p_cut)
   order by coalesce(j.kept_id, c.person_id), c.content ->> 'use' = 'postal' desc, c.content ->> 'from' desc, c.id
$$;

-- All of these, as known by p_cut. A part that this network has never used is null: neither shown nor counted as nothing.
create function reports.count_admission(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable parallel safe cost 2000000 as $$
  with referrals as materialized (select * from reports.referral_rows(p_from, p_to, p_cut)),
  rules as materialized (select admission.rules() as r),
  care as (
    select e.content ->> 'care' as care, e.content -> 'reasons' as reasons, 'recorded' as source from care.essential e
     where e.kind = 'renouncement' and e.on_day between p_from and p_to and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
    union all
    select w.code, to_jsonb(w.reasons), 'referred' from referrals r join admission.referral_word w on w.referral_id = r.referral_id and w.kind = 'care'
  ),
  cares as materialized (select * from care),
  -- Those alike, counted as they are read: a year has a hundred thousand appointments and some hundreds of these.
  appointments as materialized (
    select a.state, a.day - a.booked_on as days, a.walk_in, count(*) as n from reports.appointments_known(p_from, p_to, p_cut) a group by 1, 2, 3
  ),
  states as (select state, sum(n) as n from appointments group by state),
  lengths as (
    select w.part, w.days, sum(w.n) as n, sum(sum(w.n)) over (partition by w.part order by w.days) as upto,
           coalesce(sum(sum(w.n) filter (where w.days is not null)) over (partition by w.part), 0) as known
      from (select w.part, w.days, 1 as n from reports.admission_waits(p_from, p_to, p_cut) w
            union all
            select 'booking', a.days, a.n from appointments a where not a.walk_in and a.state <> 'cancelled') w group by w.part, w.days
  ),
  -- A wait that half of them, or nine in ten, do not go beyond: percentile_disc, of waits counted already.
  waits as (
    select part, known, coalesce(sum(n) filter (where days is null), 0) as unknown, min(days) filter (where upto >= ceil(0.5::float8 * known)) as median,
           min(days) filter (where upto >= ceil(0.9::float8 * known)) as p90
      from lengths group by part, known
  ),
  met as materialized (
    select e.site_id, coalesce(j.kept_id, e.person_id) as person_id, count(*) as n
      from care.encounter e left join reports.joined(p_cut) j on j.person_id = e.person_id
     where e.on_day between p_from and p_to and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
     group by 1, 2
  ),
  sites as (select site_id, sum(n) as n, count(*) as persons from met group by site_id),
  communes as (
    select coalesce(l.commune, '') as commune, count(*) as persons, sum(m.n) as consultations
      from (select person_id, sum(n) as n from met group by person_id) m left join reports.communes_lived_in(p_to, p_cut) l using (person_id) group by 1
  ),
  calls as materialized (
    select k.outcome, k.hour, count(*) as n from telephone.call k where k.day between p_from and p_to and k.at < p_cut group by k.outcome, k.hour
  )
  select jsonb_build_object(
    'referrals', case when (select r from rules) is not null then (select jsonb_build_object(
        'overruled', (select count(*) from referrals where overrules and outcome = 'accepted'),
        'structures', (select coalesce(jsonb_agg(jsonb_build_object('name', s.structure, 'outcomes', s.outcomes) order by s.n desc, s.structure), '[]')
            from (select o.structure, sum(o.n) as n, jsonb_object_agg(o.outcome, o.n) as outcomes
                    from (select structure, outcome, count(*) as n from referrals group by 1, 2) o group by o.structure) s),
        'grounds', (select coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'label', coalesce((
              select x ->> 'label' from rules, jsonb_array_elements(rules.r -> 'grounds') x where x ->> 'code' = g.code), g.code),
              'sent', g.n, 'accepted', g.accepted) order by g.n desc, g.code), '[]')
            from (select w.code, count(*) as n, count(*) filter (where r.outcome = 'accepted') as accepted
                    from referrals r join admission.referral_word w on w.referral_id = r.referral_id and w.kind = 'ground' group by w.code) g))) end,
    'renounced', jsonb_build_object(
        'cares', (select coalesce(jsonb_agg(jsonb_build_object('care', c.care, 'recorded', c.recorded, 'referred', c.referred)
              order by c.recorded + c.referred desc, c.care), '[]')
            from (select care, count(*) filter (where source = 'recorded') as recorded, count(*) filter (where source = 'referred') as referred
                    from cares group by care) c),
        'reasons', (select coalesce(jsonb_agg(jsonb_build_object('reason', r.reason, 'cares', r.n) order by r.n desc, r.reason), '[]')
            from (select x as reason, count(*) as n from cares cross join lateral jsonb_array_elements_text(
                    case jsonb_typeof(reasons) when 'array' then reasons else '[]' end) x group by x) r)),
    'attendance', case when exists (select from agenda.service) then (select coalesce(jsonb_object_agg(state, n), '{}') from states) end,
    'waits', case when exists (select from agenda.service) then (select coalesce(jsonb_agg(jsonb_build_object('part', part, 'known', known,
        'unknown', unknown, 'median', median, 'p90', p90)), '[]') from waits) end,
    'hours', case when exists (select from agenda.practitioner) then (select coalesce(jsonb_agg(to_jsonb(h) order by h.profession, h.standing), '[]')
        from (select k.profession, k.standing ->> 0 as standing, count(*) as practitioners, sum(k.minutes) as minutes, sum(k.fte) as fte
                from jsonb_to_recordset(agenda.count_hours(p_from, p_to, p_cut)) as k (profession text, standing jsonb, minutes numeric, fte numeric)
               group by 1, 2) h) end,
    'places', jsonb_build_object(
        'sites', (select coalesce(jsonb_agg(jsonb_build_object('id', s.site_id, 'name', t.name, 'consultations', s.n, 'persons', s.persons)
              order by s.n desc, t.name), '[]') from sites s left join network.site t on t.id = s.site_id),
        'communes', (select coalesce(jsonb_agg(jsonb_build_object('code', commune, 'persons', persons, 'consultations', consultations)), '[]')
              from communes)),
    'calls', case when exists (select from agenda.line) then jsonb_build_object(
        'outcomes', (select coalesce(jsonb_object_agg(o.outcome, o.n), '{}') from (select outcome, sum(n) as n from calls group by outcome) o),
        'hours', (select coalesce(jsonb_agg(jsonb_build_object('hour', h.hour, 'calls', h.n) order by h.hour), '[]')
              from (select hour, sum(n) as n from calls group by hour) h)) end,
    'target', (select jsonb_build_object('people', p.people, 'source', p.source, 'confidence', p.confidence) from reports.target_population p
                where p.known_from < p_cut order by p.known_from desc limit 1))
$$;

-- All the counts of a period. No part needs another, and each says by its cost how long it is: a second processor, where one is free,
-- counts the persons while the first counts the rest. For PostgreSQL to divide them, they are read from a table (of one row), by a
-- function that returns rows, apart from the query that asks: what stops at a first row is never divided.
create function reports.counted(p_from date, p_to date, p_cut timestamptz, p_begins date) returns table (name text, figures jsonb)
language sql stable set max_parallel_workers_per_gather = 1 as $$
  select f.key, f.value
    from ((select reports.count_persons(p_from, p_to, p_cut, p_begins) from network.installation)
          union all
          (select reports.count_admission(p_from, p_to, p_cut) from network.installation)
          union all
          (select reports.count_rights(p_from, p_to, p_cut) || reports.count_care(p_from, p_to, p_cut) from network.installation)
          union all
          (select reports.count_encounters(p_from, p_to, p_cut) from network.installation)) part (figures)
   cross join lateral jsonb_each(part.figures) f
$$;

-- The persons behind a figure of these: referral:<outcome>, ground:<code>, renounced:<care>, attendance:<state>. What the reader's role may not
-- read is counted and brings no name.
create function reports.admission_behind(p_figure text[], p_from date, p_to date, p_cut timestamptz) returns uuid[]
language sql stable as $$
  select array_agg(distinct s.person_id) from (
    select r.person_id from reports.referral_rows(p_from, p_to, p_cut) r
     where p_figure[1] = 'referral' and r.outcome = p_figure[2] and access.can('admission')
    union all
    select r.person_id from reports.referral_rows(p_from, p_to, p_cut) r join admission.referral_word w on w.referral_id = r.referral_id
     where p_figure[1] = 'ground' and w.kind = 'ground' and w.code = p_figure[2] and access.can('admission') and admission.shows(w.nature)
    union all
    select coalesce(j.kept_id, e.person_id) from care.essential e left join reports.joined(p_cut) j on j.person_id = e.person_id
     where p_figure[1] = 'renounced' and e.kind = 'renouncement' and e.content ->> 'care' = p_figure[2] and e.on_day between p_from and p_to
       and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut) and admission.shows(e.nature)
    union all
    select a.person_id from reports.appointment_rows(p_from, p_to, p_cut) a
     where p_figure[1] = 'attendance' and (a.state = p_figure[2] or p_figure[2] = 'open' and a.state in ('booked', 'arrived', 'in_progress'))
       and access.holds('appointments', 'read')) s
   where s.person_id is not null
$$;
