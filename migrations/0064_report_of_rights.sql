-- What the report counts of rights: requests and what became of them, days they took, what people did not want, cover and médecin
-- traitant found again, and who pays.

-- Few people are known to have no médecin traitant; the others are not read.
create index life_fact_no_doctor on people.life_fact (person_id) where kind = 'attending_doctor' and content -> 'none' = 'true';

-- Each request as known by p_cut, under the record its person is counted under. opened: the first day known of its life, else the
-- day it was written. outcome: an answer stands when what follows it is left there; an implicit agreement opens nothing until it is
-- recognised, so it is still pending. reached_*: got there, whether or not the day is known.
create function reports.request_rows(p_cut timestamptz)
returns table (request_id uuid, person_id uuid, type text, nature text, opened date, outcome text, seen date, filed date, reached_filed boolean,
               decided date, reached_decided boolean, granted date, reached_granted boolean, effect date, declined date, was_declined boolean)
language sql stable parallel safe as $$
  -- What a state means is asked once for each, not for every step: a network has a hundred thousand of these.
  with states as materialized (
    select t.code, t.sort, t.code in ('granted', 'refused') as decides,
           t.code in ('granted', 'renewal_due', 'refused', 'implicitly_refused') as answers,
           t.code not in ('identified', 'refused_by_person', 'to_prepare', 'documents_pending', 'complete', 'renewal_due', 'renewed', 'expired',
             'withdrawn', 'closed_no_news') as is_filed
      from rights.request_state t
  ), lives as (
    select s.request_id, min(s.on_day) as first_day,
           max(s.seq * 100 + t.sort) % 100 as last_sort, max(s.seq * 100 + t.sort) filter (where t.answers) % 100 as answer_sort,
           min(s.on_day) filter (where s.state = 'identified') as seen,
           min(s.on_day) filter (where s.state = 'filed') as filed, bool_or(t.is_filed) as reached_filed,
           min(s.on_day) filter (where t.decides) as decided, bool_or(t.decides) as reached_decided,
           min(s.on_day) filter (where s.state = 'granted') as granted, bool_or(s.state = 'granted') as reached_granted,
           min(s.effect_on) as effect,
           min(s.on_day) filter (where s.state = 'refused_by_person') as declined, bool_or(s.state = 'refused_by_person') as was_declined
      from rights.request_step s join states t on t.code = s.state
     where s.known_from < p_cut and (s.known_to is null or s.known_to >= p_cut)
     group by s.request_id
  )
  select r.id, coalesce(a.kept_id, r.person_id), r.type, r.nature,
         coalesce(l.first_day, (r.known_from at time zone (select time_zone from network.installation))::date),
         case when e.code in ('granted', 'renewal_due', 'renewed', 'expired') then 'granted'
              when e.code in ('refused', 'implicitly_refused') then 'refused'
              when e.code = 'refused_by_person' then 'declined'
              when e.code not in ('withdrawn', 'closed_no_news') then 'pending'
              when w.code in ('granted', 'renewal_due') then 'granted'
              when w.code is not null then 'refused'
              else 'abandoned' end,
         l.seen, l.filed, l.reached_filed, l.decided, l.reached_decided, l.granted, l.reached_granted, l.effect, l.declined, l.was_declined
    from lives l
    join states e on e.sort = l.last_sort
    left join states w on w.sort = l.answer_sort
    join rights.request r on r.id = l.request_id
    left join reports.joined(p_cut) a on a.person_id = r.person_id
   where r.known_from < p_cut and (r.known_to is null or r.known_to >= p_cut)
$$;

-- Requests that ended, once at least, without the right being taken up, as known by p_cut: on which day first (null: not known), and
-- the last reason told (null: none).
create index request_step_given_up on rights.request_step (request_id) where state in ('refused_by_person', 'withdrawn', 'closed_no_news');
create function reports.given_up(p_cut timestamptz) returns table (request_id uuid, day date, reason text)
language sql stable parallel safe as $$
  select s.request_id, min(s.on_day), (array_agg(s.reason order by s.seq desc) filter (where s.reason is not null))[1]
    from rights.request_step s
   where s.state in ('refused_by_person', 'withdrawn', 'closed_no_news') and s.known_from < p_cut and (s.known_to is null or s.known_to >= p_cut)
   group by s.request_id
$$;

-- Persons known, on the first day they came in the period, to have no médecin traitant; found: they have one on its last day. What
-- nobody said is not "none".
create function reports.without_doctor(p_from date, p_to date, p_cut timestamptz) returns table (person_id uuid, found boolean)
language sql stable as $$
  with none as materialized (
    select coalesce(a.kept_id, f.person_id) as person_id, f.valid
      from people.life_fact f left join reports.joined(p_cut) a on a.person_id = f.person_id
     where f.kind = 'attending_doctor' and f.content -> 'none' = 'true' and f.known_from < p_cut and (f.known_to is null or f.known_to >= p_cut)
  ), records as materialized (
    select n.person_id, n.person_id as record_id from none n
    union
    select n.person_id, a.person_id from none n join reports.joined(p_cut) a on a.kept_id = n.person_id
  ), came as (
    select c.person_id, min(e.on_day) as first_day from records c join care.encounter e on e.person_id = c.record_id
     where e.on_day between p_from and p_to and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
     group by c.person_id
  )
  select w.person_id, exists (
           select from records c join people.life_fact f on f.person_id = c.record_id
            where c.person_id = w.person_id and f.kind = 'attending_doctor' and f.content -> 'none' is distinct from 'true' and f.valid @> p_to
              and f.known_from < p_cut and (f.known_to is null or f.known_to >= p_cut))
    from came w
   where exists (select from none n where n.person_id = w.person_id and n.valid @> w.first_day)
$$;

-- All of these. A wait counts in the period where it ends; of a decision that takes effect, where it is taken. One whose end has no
-- day counts where its request opened, among those whose days are not known.
create function reports.count_rights(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable parallel safe cost 1000000 as $$
  with requests as materialized (select * from reports.request_rows(p_cut)),
  opened as (select type, outcome, count(*) as n from requests where opened between p_from and p_to group by type, outcome),
  waits as (
    select w.part, w.until - w.since as days
      from requests r
     cross join lateral (values
       ('filed', r.reached_filed, r.seen, r.filed, r.filed),
       ('decided', r.reached_decided, r.filed, r.decided, r.decided),
       ('effective', r.reached_granted, r.granted, r.effect, r.granted),
       ('whole', r.reached_granted, r.seen, r.effect, r.granted)) as w (part, reached, since, until, placed)
     where w.reached and coalesce(w.placed, r.opened) between p_from and p_to
  ),
  delays as (
    select part, count(days) as known, count(*) - count(days) as unknown,
           percentile_disc(0.5) within group (order by days) as median, percentile_disc(0.9) within group (order by days) as p90
      from waits group by part
  ),
  doctors as materialized (select * from reports.without_doctor(p_from, p_to, p_cut))
  select jsonb_build_object(
    'requests', (select coalesce(jsonb_agg(jsonb_build_object('type', o.type, 'label', t.label, 'outcomes', o.outcomes) order by t.sort, o.type), '[]')
                   from (select type, jsonb_object_agg(outcome, n) as outcomes from opened group by type) o
                   join rights.request_type t on t.code = o.type),
    'delays', (select coalesce(jsonb_agg(jsonb_build_object('part', part, 'known', known, 'unknown', unknown, 'median', median, 'p90', p90)), '[]')
                 from delays),
    'declined', (select jsonb_build_object('requests', count(*), 'persons', count(distinct person_id)) from requests
                  where was_declined and coalesce(declined, opened) between p_from and p_to),
    'givenUp', (select coalesce(jsonb_agg(jsonb_build_object('reason', g.reason, 'label', t.label, 'requests', g.n) order by g.n desc, t.sort, g.reason), '[]')
                  from (select coalesce(u.reason, '') as reason, count(*) as n from requests r join reports.given_up(p_cut) u on u.request_id = r.request_id
                         where coalesce(u.day, r.opened) between p_from and p_to group by 1) g
                  left join network.term t on t.list = 'non_take_up' and t.code = g.reason),
    'doctor', (select jsonb_build_object('none', count(*), 'found', count(*) filter (where found)) from doctors),
    'funding', (select jsonb_build_object('acts', f -> 'acts', 'payers', f -> 'payers', 'awaiting', jsonb_build_object('acts', f -> 'awaitingActs',
                  'cents', f -> 'awaiting'), 'broughtBack', f -> 'broughtBack') from (select funding.known_figures(p_from, p_to, p_cut)) as k (f)))
$$;

-- The persons behind a figure of these: outcome:<outcome>, doctor:none, doctor:found. A request whose nature the reader may not read
-- (an illness it would tell of) is counted and brings no name.
create function reports.rights_behind(p_figure text[], p_from date, p_to date, p_cut timestamptz) returns uuid[]
language sql stable as $$
  select array_agg(distinct s.person_id) from (
    select r.person_id from reports.request_rows(p_cut) r
     where p_figure[1] = 'outcome' and r.outcome = p_figure[2] and r.opened between p_from and p_to and access.holds(r.nature, 'read')
    union all
    select w.person_id from reports.without_doctor(p_from, p_to, p_cut) w
     where p_figure[1] = 'doctor' and (p_figure[2] = 'none' or p_figure[2] = 'found' and w.found)) s
$$;
