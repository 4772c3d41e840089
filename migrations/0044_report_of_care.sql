-- What the report counts beside visits: interpreting, care given up and taken up again (handbook A5), broken glass.

-- Interpreted encounters of a period are read from here alone.
drop index care.encounter_presence_day;
create index presence_interpreter on care.encounter_presence (on_day)
  include (encounter_id, person_id, language, who, minutes, known_from, known_to) where part = 'interpreter';
-- Few renouncements lead to something the centre did; none other is read.
create index essential_taken_up on care.essential (person_id)
  where kind = 'renouncement' and content ->> 'centre' in ('eased', 'started');

-- Interpreters of the period, a row each.
create function reports.interpreters(p_from date, p_to date, p_cut timestamptz)
returns table (encounter_id uuid, person_id uuid, language text, who text, minutes smallint)
language sql stable parallel safe as $$
  select p.encounter_id, p.person_id, p.language, p.who, p.minutes from care.encounter_presence p
   where p.part = 'interpreter' and p.on_day between p_from and p_to
     and p.known_from < p_cut and (p.known_to is null or p.known_to >= p_cut)
$$;

-- Care someone had given up, that the centre eased or started in the period: on the day noted for it, else on the day it was said.
create function reports.taken_up(p_from date, p_to date, p_cut timestamptz) returns table (person_id uuid, part text)
language sql stable parallel safe as $$
  select coalesce(a.kept_id, e.person_id), e.content ->> 'centre'
    from care.essential e left join reports.joined(p_cut) a on a.person_id = e.person_id
   where e.kind = 'renouncement' and e.content ->> 'centre' in ('eased', 'started')
     and coalesce((e.content ->> 'centreOn')::date, e.on_day) between p_from and p_to
     and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
$$;

-- The counts of all three. An opening counts on the day it was made; its review as known by p_cut.
create function reports.count_care(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable parallel safe as $$
  with interpreted as materialized (select * from reports.interpreters(p_from, p_to, p_cut)),
  languages as (select language, count(distinct encounter_id) as n from interpreted group by language),
  interpreters as (select who, count(distinct encounter_id) as n, coalesce(sum(minutes), 0) as minutes from interpreted group by who),
  taken as (select part, count(*) as n, count(distinct person_id) as persons from reports.taken_up(p_from, p_to, p_cut) group by part),
  glass as (
    select case when g.reviewed_at < p_cut then g.outcome else 'pending' end as outcome, count(*) as n from access.break_glass g
     where g.person_id is not null and g.opened_at >= reports.known_until(p_from - 1) and g.opened_at < least(reports.known_until(p_to), p_cut)
     group by 1
  )
  select jsonb_build_object(
    'interpreting', jsonb_build_object(
      'encounters', (select count(distinct encounter_id) from interpreted),
      'languages', (select coalesce(jsonb_agg(jsonb_build_object('code', language, 'encounters', n) order by n desc, language), '[]') from languages),
      'interpreters', (select coalesce(jsonb_agg(jsonb_build_object('code', who, 'encounters', n, 'minutes', minutes) order by who), '[]')
                         from interpreters)),
    'takenUp', (select coalesce(jsonb_agg(jsonb_build_object('part', part, 'cares', n, 'persons', persons)), '[]') from taken),
    'glass', (select coalesce(jsonb_object_agg(outcome, n), '{}') from glass))
$$;

-- The persons behind a figure of these: interpreted, language:<code>, interpreter:<who>, taken:<part>.
create function reports.care_behind(p_figure text[], p_from date, p_to date, p_cut timestamptz) returns uuid[]
language sql stable as $$
  select array_agg(distinct s.person_id) from (
    select coalesce(a.kept_id, i.person_id) as person_id
      from reports.interpreters(p_from, p_to, p_cut) i left join reports.joined(p_cut) a on a.person_id = i.person_id
     where case p_figure[1] when 'interpreted' then true when 'language' then i.language = p_figure[2]
             when 'interpreter' then i.who = p_figure[2] else false end
    union all
    select t.person_id from reports.taken_up(p_from, p_to, p_cut) t where p_figure[1] = 'taken' and t.part = p_figure[2]) s
$$;
