-- The annual report. Counts come from these owner functions only, each audited; the list behind a figure is
-- made of the same rows, then read by the reader's own policies.

-- The moment up to which something counts as known "on" a day: the end of that day where the network lives.
create function reports.known_until(p_day date) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp as $$
  select ((p_day + 1)::timestamp at time zone (select time_zone from network.installation))
$$;

-- One row for each encounter of the period known by p_cut, with what was said that day alone. Both tables have an index
-- in this order (day, person) and are read once, side by side; the planner would rather hash them, twice as slow.
create function reports.said_that_day(p_from date, p_to date, p_cut timestamptz)
returns table (encounter_id uuid, person_id uuid, on_day date, site_id uuid, half_day text, mask integer)
language sql stable parallel safe rows 100000 set enable_hashjoin = off set enable_hashagg = off as $$
  select e.id, e.person_id, e.on_day, e.site_id, e.half_day, coalesce(t.mask, 0)
    from care.encounter e
    left join (
      select s.stated_on, s.person_id, bit_or(s.mask) as mask
        from rights.cover_statement s
       where s.stated_on between p_from and p_to
         and s.known_from < p_cut and (s.known_to is null or s.known_to >= p_cut)
       group by s.stated_on, s.person_id) t
      on t.person_id = e.person_id and t.stated_on = e.on_day
   where e.on_day between p_from and p_to and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
$$;

-- The records of one person, as decided at a moment: each with the one it is counted under, that one included.
create function reports.joined(p_cut timestamptz) returns table (person_id uuid, kept_id uuid)
language sql stable parallel safe as $$
  select a.person_id, a.kept_id from people.alias a
   where a.known_from < p_cut and (a.known_to is null or a.known_to >= p_cut)
  union
  select a.kept_id, a.kept_id from people.alias a
   where a.known_from < p_cut and (a.known_to is null or a.known_to >= p_cut)
$$;

-- What was said of them, on any of their records, a day of the period.
create function reports.said_of_joined(p_from date, p_to date, p_cut timestamptz)
returns table (person_id uuid, stated_on date, mask integer)
language sql stable parallel safe as $$
  select a.kept_id, s.stated_on, bit_or(s.mask)
    from reports.joined(p_cut) a join rights.cover_statement s on s.person_id = a.person_id
   where s.stated_on between p_from and p_to
     and s.known_from < p_cut and (s.known_to is null or s.known_to >= p_cut)
   group by a.kept_id, s.stated_on
$$;

-- One row for each encounter of the period known by p_cut, with the mask of the cover of that day. In each layer:
-- what was said that day; else the rights open that day; else what statements on either side agree on, when no
-- rights opened between them say otherwise. Statements of one day that contradict each other agree with nothing.
-- A person's page draws the same by src/rights/rules.ts: tests compare the two on random histories.
-- Masks: base layer bits 0-8 (511), complementary 9-15 (65024), "unknown" bits 8 and 15.
create function reports.encounter_rows(p_from date, p_to date, p_cut timestamptz)
returns table (encounter_id uuid, person_id uuid, on_day date, site_id uuid, half_day text, mask integer)
language sql stable parallel safe as $$
  with days as materialized (
    select d.encounter_id, coalesce(a.kept_id, d.person_id) as person_id, d.on_day, d.site_id, d.half_day,
           d.mask | coalesce(j.mask, 0) as mask
      from reports.said_that_day(p_from, p_to, p_cut) d
      left join reports.joined(p_cut) a on a.person_id = d.person_id
      left join reports.said_of_joined(p_from, p_to, p_cut) j on j.person_id = a.kept_id and j.stated_on = d.on_day
  ), silent as materialized (
    select d.person_id, 'base' as layer, d.on_day from days d where d.mask & 255 = 0
    union
    select d.person_id, 'complementary', d.on_day from days d where d.mask & 32256 = 0
  ), open_rights as materialized (
    select coalesce(a.kept_id, v.person_id) as person_id, v.layer, v.scheme, v.valid from rights.cover_interval v
      left join reports.joined(p_cut) a on a.person_id = v.person_id
     where lower(v.known) < p_cut and (upper_inf(v.known) or upper(v.known) >= p_cut)
  ), open_that_day as materialized (
    select g.person_id, g.layer, g.on_day, v.scheme from silent g
      join open_rights v on v.person_id = g.person_id and v.layer = g.layer and v.valid @> g.on_day
  ), asked as (
    -- Whose statements to read: those of each record of a person.
    select distinct g.person_id, g.layer, g.person_id as record_id from silent g
    union
    select g.person_id, g.layer, a.person_id from silent g join reports.joined(p_cut) a on a.kept_id = g.person_id
  ), spoken as (
    select q.person_id, s.layer, s.stated_on,
           case when min(s.scheme) filter (where s.scheme <> 'unknown') = max(s.scheme) filter (where s.scheme <> 'unknown')
                then min(s.scheme) filter (where s.scheme <> 'unknown') end as scheme
      from asked q join rights.cover_statement s on s.person_id = q.record_id and s.layer = q.layer
     where s.known_from < p_cut and (s.known_to is null or s.known_to >= p_cut)
     group by q.person_id, s.layer, s.stated_on
  ), agreed as materialized (
    select r.person_id, r.layer, r.scheme, r.after_day, r.before_day
      from (select person_id, layer, scheme, stated_on as after_day, lead(stated_on) over next_one as before_day,
                   lead(scheme) over next_one as next_scheme
              from spoken window next_one as (partition by person_id, layer order by stated_on)) r
     where r.scheme = r.next_scheme
       and not exists (select from open_rights v where v.person_id = r.person_id and v.layer = r.layer
                         and v.scheme <> r.scheme and v.valid && daterange(r.after_day + 1, r.before_day))
  ), in_force as (
    select o.person_id, o.on_day, bit_or(k.mask) as mask
      from (select o.person_id, o.layer, o.on_day, o.scheme from open_that_day o
            union all
            select g.person_id, g.layer, g.on_day, a.scheme from silent g
              join agreed a on a.person_id = g.person_id and a.layer = g.layer
               and g.on_day > a.after_day and g.on_day < a.before_day
             -- "not in" is hashed whatever the planner expects; "not exists" was compared pair by pair.
             where (g.person_id, g.layer, g.on_day) not in (select o.person_id, o.layer, o.on_day from open_that_day o)) o
      join rights.scheme k on k.layer = o.layer and k.code = o.scheme
     group by o.person_id, o.on_day
  )
  select d.encounter_id, d.person_id, d.on_day, d.site_id, d.half_day, d.mask | coalesce(f.mask, 0)
    from days d left join in_force f on f.person_id = d.person_id and f.on_day = d.on_day
$$;

-- The exclusive category of one day's cover, for "at first contact" and "at last contact".
create function reports.category(p_mask integer) returns text
language sql immutable parallel safe as $$
  select case
    when p_mask & ((1 << 4) | (1 << 13)) <> 0 then 'ame'
    when p_mask & ((1 << 10) | (1 << 11)) <> 0 then 'cmu_c_c2s'
    when p_mask & (1 << 12) <> 0 then 'acs'
    when p_mask & (1 << 14) <> 0 then 'private'
    when p_mask & (2 | 4 | 8 | 32 | 64 | 128) <> 0 then 'base_only'
    when p_mask & 1 <> 0 then 'none'
    else 'unknown' end
$$;

-- One row for each person met in the period. Told to be many, and apart from the query that asks: the planner would
-- otherwise expect one of them, and look the others up one by one.
create function reports.person_rows(p_from date, p_to date, p_cut timestamptz)
returns table (person_id uuid, consultations bigint, first_day date, mask integer, ever_unknown boolean,
               first_mask integer, last_mask integer)
language sql stable parallel safe rows 50000 set work_mem = '64MB' as $$
  select r.person_id, count(*), min(r.on_day), bit_or(r.mask),
         -- 33536 = the two "unknown" bits and "no complementary": none of them says what someone is covered by.
         bool_or(r.mask & ~33536 = 0),
         (min((r.on_day - date '1900-01-01')::bigint * 65536 + r.mask) % 65536)::int,
         (max((r.on_day - date '1900-01-01')::bigint * 65536 + r.mask) % 65536)::int
    from reports.encounter_rows(p_from, p_to, p_cut) r
   group by r.person_id
$$;

-- Age class on a day given as a number (20250314); a birth known by its year alone counts from 1 July, by its month
-- from the 15th. Whole years are the difference of two such numbers divided by 10000. One immutable expression, so
-- that the planner puts it in the query instead of calling it for each person: a report has tens of thousands.
create function reports.age_class(p_birth text, p_day integer) returns text
language sql immutable parallel safe as $$
  select case when p_birth is null then 'unknown' else
    (array['0-17', '18-24', '25-39', '40-59', '60-74', '75+'])[1 + width_bucket(
      (p_day - rpad(translate(p_birth, '~-', ''), 8, case length(p_birth) when 7 then '15' else '0701' end)::int) / 10000,
      array[18, 25, 40, 60, 75])] end
$$;

create function reports.day_number(p_day date) returns integer
language sql immutable parallel safe as $$
  select extract(year from p_day)::int * 10000 + extract(month from p_day)::int * 100 + extract(day from p_day)::int
$$;

-- When the record itself begins: before the first encounter known, nobody can be called new.
create function reports.record_begins(p_cut timestamptz) returns date
language sql stable as $$
  select e.on_day from care.encounter e
   where e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut) order by e.on_day limit 1
$$;

-- Persons met before the period on a record joined to theirs.
create function reports.met_before_joined(p_from date, p_cut timestamptz) returns table (person_id uuid)
language sql stable parallel safe as $$
  select a.kept_id from reports.joined(p_cut) a join care.encounter e on e.person_id = a.person_id
   where e.on_day < p_from and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
$$;

-- Persons, under the record they are counted under, with a right that opened in the period.
create function reports.opened_rights(p_from date, p_to date, p_cut timestamptz) returns table (person_id uuid)
language sql stable parallel safe as $$
  select coalesce(a.kept_id, v.person_id) from rights.cover_interval v
    left join reports.joined(p_cut) a on a.person_id = v.person_id
   where lower(v.valid) between p_from and p_to and v.scheme not in ('none', 'unknown')
     and lower(v.known) < p_cut and (upper_inf(v.known) or upper(v.known) >= p_cut)
$$;

-- The counts of persons.
create function reports.count_persons(p_from date, p_to date, p_cut timestamptz, p_begins date) returns jsonb
language sql stable parallel safe cost 4000000 as $$
  with rows as materialized (select * from reports.person_rows(p_from, p_to, p_cut)),
  -- Persons alike in cover, counted once: a year has tens of thousands of persons and some dozens of these.
  alike as materialized (
    select mask, first_mask, last_mask, ever_unknown, count(*) as n, sum(consultations) as consultations
      from rows group by mask, first_mask, last_mask, ever_unknown
  ),
  ages as (
    select reports.age_class(i.birth, reports.day_number(r.first_day)) as age_class, coalesce(i.sex, 'unknown') as sex, count(*) as n
      from rows r left join people.identity i
        on i.person_id = r.person_id and i.known_from < p_cut and (i.known_to is null or i.known_to >= p_cut)
     group by 1, 2
  ),
  firsts as (select reports.category(first_mask) as code, sum(n) as n from alike group by 1),
  lasts as (select reports.category(last_mask) as code, sum(n) as n from alike group by 1)
  select jsonb_build_object(
    'consultations', (select coalesce(sum(consultations), 0) from alike),
    'activeCaseload', (select coalesce(sum(n), 0) from alike),
    'noneAtLeastOnce', (select coalesce(sum(n), 0) from alike where mask & 1 <> 0),
    'cmuAtLeastOnce', (select coalesce(sum(n), 0) from alike where mask & (2 | 1024) <> 0),
    'unknown', (select coalesce(sum(n), 0) from alike where ever_unknown),
    'schemes', (select jsonb_agg(jsonb_build_object('layer', k.layer, 'code', k.code, 'label', k.label,
        'persons', (select coalesce(sum(n), 0) from alike where alike.mask & k.mask <> 0)) order by k.layer, k.sort)
        from rights.scheme k where k.code <> 'unknown'),
    'coverAtFirst', (select jsonb_object_agg(code, n) from firsts),
    'entryOpened', (select count(*) from rows r
      -- What a mask means is asked once for each, not for every person.
      where r.first_mask in (select first_mask from alike where reports.category(first_mask) = 'none')
        and r.person_id in (select o.person_id from reports.opened_rights(p_from, p_to, p_cut) o)),
    'coverAtLast', (select jsonb_object_agg(code, n) from lasts),
    'ages', (select jsonb_agg(jsonb_build_object('ageClass', age_class, 'sex', sex, 'persons', n) order by age_class, sex) from ages),
    'newPersons', case when p_begins is null or p_begins >= p_from then null else
      (select count(*) from rows r where not exists (select from care.encounter e
        where e.person_id = r.person_id and e.on_day < p_from
          and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut))
        and r.person_id not in (select m.person_id from reports.met_before_joined(p_from, p_cut) m)) end)
$$;

-- The counts of encounters and of their words.
create function reports.count_encounters(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable parallel safe cost 1000000 as $$
  with sittings as materialized (
    select e.site_id, e.on_day, e.half_day, count(*) as n from care.encounter e
     where e.on_day between p_from and p_to and e.known_from < p_cut and (e.known_to is null or e.known_to >= p_cut)
     group by e.site_id, e.on_day, e.half_day
  ), words as materialized (
    -- Counted as they are read; of referrers alone it matters whose they are.
    select t.list, t.code, case when t.list = 'referrer' then coalesce(a.kept_id, t.person_id) end as person_id,
           min(t.on_day) as first_day, count(*) as n
      from care.encounter_term t
      left join reports.joined(p_cut) a on t.list = 'referrer' and a.person_id = t.person_id
     where t.on_day between p_from and p_to and t.known_from < p_cut and (t.known_to is null or t.known_to >= p_cut)
     group by 1, 2, 3
  ), sources as (
    -- One referrer for each person: the one of their first encounter of the period that says it.
    select split_part(min(first_day::text || '|' || code), '|', 2) as code from words where list = 'referrer' group by person_id
  ), counted as (
    select 'referrer' as list, code, count(*) as n from sources group by code
    union all select list, code, n from words where list <> 'referrer'
  )
  select jsonb_build_object(
    'halfDays', (select count(*) from sittings),
    'months', (select jsonb_agg(jsonb_build_object('month', month, 'consultations', n) order by month)
       from (select to_char(on_day, 'YYYY-MM') as month, sum(n) as n from sittings group by 1) m),
    'words', (select jsonb_agg(jsonb_build_object('list', c.list, 'code', c.code, 'label', coalesce(t.label, c.code), 'count', c.n)
        order by c.list, c.n desc, c.code) from counted c left join network.term t on t.list = c.list and t.code = c.code))
$$;

-- Owner function. The report of a period, both days included, as known at the end of p_known_on.
create function reports.activity(p_from date, p_to date, p_known_on date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  cut timestamptz := reports.known_until(p_known_on);
  begins date := reports.record_begins(cut);
begin
  if not access.can('report') then
    raise exception 'role may not read reports' using errcode = 'MA403';
  end if;
  perform audit.record('report.read', null, null, 'report', null,
    jsonb_build_object('from', p_from, 'to', p_to, 'knownOn', p_known_on));
  return (select jsonb_object_agg(c.name, c.figures) from reports.counted(p_from, p_to, cut, begins) c)  -- migration 0084
    || jsonb_build_object('from', p_from, 'to', p_to, 'knownOn', p_known_on, 'recordBegins', begins,
         -- People whose time was over are counted no more (migration 0026): a report of their year was frozen before.
         'erased', (select coalesce(jsonb_agg(jsonb_build_object('year', y.year, 'persons', y.persons) order by y.year), '[]')
                      from (select e.year, max(e.persons) as persons from retention.erased_year e
                             where e.year between extract(year from p_from) and extract(year from p_to) group by e.year) y));
end $$;

-- Owner function. The persons behind one figure, by the same rows as the count; writes the audit row that
-- lets the reader's own policies then show those they may know.
-- Figures: caseload, none, cmu, unknown, new, scheme:<layer>:<code>, first:<category>, last:<category>,
-- age:<class>:<sex>, word:<list>:<code>, month:<YYYY-MM>, opened; those of reports.care_behind
-- (migration 0044), reports.rights_behind (0064) and reports.admission_behind (0084).
create function reports.people_behind(p_figure text, p_from date, p_to date, p_known_on date) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  cut timestamptz := reports.known_until(p_known_on);
  part text[] := string_to_array(p_figure, ':');
  ids uuid[];
begin
  if not access.can('report') then
    raise exception 'role may not read reports' using errcode = 'MA403';
  end if;
  if part[1] = 'word' and part[2] <> 'referrer' then
    select array_agg(distinct coalesce(a.kept_id, t.person_id)) into ids
      from care.encounter_term t left join reports.joined(cut) a on a.person_id = t.person_id
     where t.on_day between p_from and p_to and t.known_from < cut and (t.known_to is null or t.known_to >= cut)
       and t.list = part[2] and t.code = part[3];
  elsif part[1] = 'word' then
    select array_agg(s.person_id) into ids from (
      select coalesce(a.kept_id, t.person_id) as person_id, split_part(min(t.on_day::text || '|' || t.code), '|', 2) as code
        from care.encounter_term t left join reports.joined(cut) a on a.person_id = t.person_id
       where t.on_day between p_from and p_to and t.known_from < cut and (t.known_to is null or t.known_to >= cut)
         and t.list = 'referrer'
       group by 1) s where s.code = part[3];
  elsif part[1] = 'month' then
    select array_agg(distinct r.person_id) into ids from reports.encounter_rows(p_from, p_to, cut) r
     where to_char(r.on_day, 'YYYY-MM') = part[2];
  elsif part[1] in ('interpreted', 'language', 'interpreter', 'taken') then
    ids := reports.care_behind(part, p_from, p_to, cut);
  elsif part[1] in ('outcome', 'doctor') then
    ids := reports.rights_behind(part, p_from, p_to, cut);
  elsif part[1] in ('referral', 'ground', 'renounced', 'attendance') then
    ids := reports.admission_behind(part, p_from, p_to, cut);
  else
    select array_agg(r.person_id) into ids
      from reports.person_rows(p_from, p_to, cut) r
      left join people.identity i on part[1] = 'age' and i.person_id = r.person_id
        and i.known_from < cut and (i.known_to is null or i.known_to >= cut)
     where case part[1]
       when 'caseload' then true
       when 'none' then r.mask & 1 <> 0
       when 'cmu' then r.mask & (2 | 1024) <> 0
       when 'unknown' then r.ever_unknown
       when 'scheme' then exists (select from rights.scheme k
          where k.layer = part[2] and k.code = part[3] and r.mask & k.mask <> 0)
       when 'first' then reports.category(r.first_mask) = part[2]
       when 'opened' then reports.category(r.first_mask) = 'none'
         and r.person_id in (select o.person_id from reports.opened_rights(p_from, p_to, cut) o)
       when 'last' then reports.category(r.last_mask) = part[2]
       when 'age' then reports.age_class(i.birth, reports.day_number(r.first_day)) = part[2] and coalesce(i.sex, 'unknown') = part[3]
       when 'new' then reports.record_begins(cut) < p_from and not exists (select from care.encounter e
          where e.person_id = r.person_id and e.on_day < p_from
            and e.known_from < cut and (e.known_to is null or e.known_to >= cut))
          and r.person_id not in (select m.person_id from reports.met_before_joined(p_from, cut) m)
       else false end;
  end if;
  perform audit.record('report.list', null, coalesce(ids, '{}'), 'report', null,
    jsonb_build_object('figure', p_figure, 'from', p_from, 'to', p_to, 'knownOn', p_known_on, 'count', coalesce(cardinality(ids), 0)));
  return coalesce(ids, '{}');
end $$;

grant execute on function reports.activity, reports.people_behind to maillage_app;
