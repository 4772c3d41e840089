-- What is stuck: the requests for rights a centre follows, by what they wait for and until when; handed over to a colleague; each
-- one's day; and the letter that says each morning how many call for an act, and names nobody.

insert into audit.action (code, writes, label, told) values
  ('request.board', false, 'Demandes de droits à suivre, listées', 'a vu une de vos demandes de droits dans une liste'),
  ('request.handover', true, 'Demandes de droits confiées ensemble à un collègue', 'a confié le suivi d’une de vos demandes de droits'),
  ('cover.endings', false, 'Droits qui se terminent, listés', 'a vu la fin de vos droits dans une liste'),
  ('account.digest', true, 'Courriel du matin choisi', null);

-- Not granted. Is this request open in that view on that day? now: to be done within a week, or that silence, or the end of an
-- appeal, makes urgent. Taken into the queries that ask, which are planned for one view: each then has its index.
create function rights.on_board(r rights.request, p_view text, p_day date) returns boolean
language sql immutable as $$
  select r.known_to is null and (r.waits_on is not null or r.next_act is not null)
     and (r.waits_on is not null or coalesce(r.next_from, p_day) <= p_day)
     and case p_view
           when 'all' then true
           when 'now' then coalesce(r.next_day, 'infinity') <= p_day + 7 or r.silence_on <= p_day
             or r.appeal_by between p_day and p_day + 30 and (r.waits_on = 'us' or r.next_from <= p_day)
           when 'us' then r.waits_on = 'us' or r.waits_on is null
           when 'silence' then r.silence_on <= p_day
           when 'renewal' then r.next_act = 'renew'
           when 'appeal' then r.appeal_by between p_day and p_day + 30 and (r.waits_on = 'us' or r.silence_on <= p_day or r.next_from <= p_day)
           when 'person' then r.waits_on = 'person'
           when 'papers' then r.waits_on = 'papers'
           when 'authority' then r.waits_on = 'authority'
         end
$$;

-- What the actor reads of requests: natures of the whole team's, and those an agreement may add; who objects to them.
create type rights.board_reader as (structure_id uuid, account_id uuid, team text[], agreed text[], barred uuid[]);

-- Not granted.
create function rights.reader_of(actor access.actor_row) returns rights.board_reader
language sql stable set search_path = pg_catalog, pg_temp as $$
  select row(actor.structure_id, actor.account_id,
    array(select n.nature from access.nature_right n where n.role = actor.effective_role and n.can_read and not n.by_consent),
    array(select n.nature from access.nature_right n where n.role = actor.effective_role and n.can_read), access.barred(actor.account_id))::rights.board_reader
$$;

-- Not granted. May the actor be told of this request? Of whoever the matrix, an agreement and no objection let them read, and of what
-- they opened or keep. It keeps pages full: what is given is judged again by access.permitted_keys, once the list is audited.
create function rights.may_be_told(r rights.request, p_structure uuid, p_account uuid, p_team text[], p_agreed text[], p_barred uuid[])
returns setof boolean
language sql stable as $$
  select true
   where r.person_id <> all (p_barred)
     and (r.nature = any (p_agreed) or p_account in (r.author_id, r.keeper_id) and 'right_requests' = any (p_agreed))
     and (exists (select from people.registration g where g.person_id = r.person_id and g.structure_id = p_structure and g.known_to is null
             and (r.nature = any (p_team) and g.set_apart & access.cell(r.nature, 'read') = 0
                  or p_account in (r.author_id, r.keeper_id) and 'right_requests' = any (p_team)
                     and g.set_apart & access.cell('right_requests', 'read') = 0))
          or exists (select from access.agreed(r.person_id, case when r.nature = any (p_agreed) then r.nature else 'right_requests' end,
                       p_structure, p_account)))
$$;

-- Not granted. Does the actor read requests at all?
create function rights.follows_requests(actor access.actor_row) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (select from access.nature_right n where n.role = actor.effective_role and n.nature = 'right_requests' and n.can_read)
$$;

-- Owner function. One page of the open requests of the actor's structure, the soonest first; names of those they may know, audited
-- as one list. Returns {rows, next}: next is where the following page begins, null at the end.
-- p: {view, today, keeper?, type?, after?: {day, id}, most}
create function rights.board(p jsonb) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  actor access.actor_row := access.actor();
  reader rights.board_reader := rights.reader_of(actor);
  view text := p ->> 'view';
  day date := p ->> 'today';
  keeper uuid := p ->> 'keeper';
  one_type text := p ->> 'type';
  after uuid := p -> 'after' ->> 'id';
  after_day date := coalesce(p -> 'after' ->> 'day', 'infinity');
  most integer := least(coalesce((p ->> 'most')::int, 50), 200);
  found_requests rights.request[];
  keys text[];
  known uuid[];
begin
  if not rights.follows_requests(actor) then
    raise exception 'role reads no requests' using errcode = 'MA403';
  end if;
  found_requests := array(
    select r from rights.request r
     cross join lateral rights.may_be_told(r, reader.structure_id, reader.account_id, reader.team, reader.agreed, reader.barred)
     where r.structure_id = reader.structure_id and rights.on_board(r, view, day)
       and (keeper is null or r.keeper_id = keeper) and (one_type is null or r.type = one_type)
       and (after is null or (coalesce(r.next_day, 'infinity'), r.id) > (after_day, after))
     order by coalesce(r.next_day, 'infinity'), r.id limit most + 1);
  perform audit.record('request.board', null, array(select distinct r.person_id from unnest(found_requests[:most]) r));
  -- Each nature asked costs as much as the page: only those that are on it, and the one that lets a keeper read their own.
  keys := access.permitted_keys(array(select distinct r.nature from unnest(found_requests[:most]) r union select 'right_requests'), 'read');
  known := access.permitted_persons('identity', 'read');
  return json_build_object(
    'rows', coalesce((
      select json_agg(json_build_object('id', r.id, 'on', r.person_id, 'type', r.type, 'label', t.short, 'nature', r.nature, 'authority', r.authority,
          'keeper', r.keeper_id, 'keeperName', r.keeper_name, 'state', r.state, 'stateOn', r.state_on, 'waitsOn', r.waits_on,
          'nextAct', r.next_act, 'nextFrom', r.next_from, 'nextDay', r.next_day, 'silenceOn', r.silence_on, 'silenceMeans', r.silence_means,
          'appealBy', r.appeal_by, 'missing', r.missing, 'steps', r.trail, 'person', json_build_object('id', coalesce(k.kept_id, r.person_id), 'family', i.family, 'given', i.given,
            'usedFamily', i.used_family, 'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex)) order by r.ordinality)
        from unnest(found_requests[:most]) with ordinality as r
        join rights.request_type t on t.code = r.type
        left join people.alias k on k.person_id = r.person_id and k.known_to is null
        join people.identity i on i.person_id = r.person_id and i.known_to is null
       where r.person_id = any (known)
         and (r.nature || r.person_id = any (keys)
              or actor.account_id in (r.author_id, r.keeper_id) and 'right_requests' || r.person_id = any (keys))), '[]'),
    'next', case when cardinality(found_requests) > most
                 then json_build_object('day', found_requests[most].next_day, 'id', found_requests[most].id) end);
end $$;

-- Not granted. How many open requests of a view the actor may be told of, p_most at most.
create function rights.count_board(reader rights.board_reader, p_view text, p_day date, p_keeper uuid, p_type text, p_most integer) returns integer
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  return (select count(*) from (
    select from rights.request r
     cross join lateral rights.may_be_told(r, reader.structure_id, reader.account_id, reader.team, reader.agreed, reader.barred)
     where r.structure_id = reader.structure_id and rights.on_board(r, p_view, p_day)
       and (p_keeper is null or r.keeper_id = p_keeper) and (p_type is null or r.type = p_type)
     limit p_most) counted);
end $$;

-- Owner function. How many open requests there are in each view, a thousand at most, of those the actor may be told of; and who keeps
-- requests in their structure, or may. One pass for all the views: whoever the team follows, of whom nothing was set apart, is read
-- from one join; of the others alone is the whole rule asked, one by one. p: {today, keeper?, type?}
create function rights.board_counts(p jsonb) returns json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  actor access.actor_row := access.actor();
  reader rights.board_reader := rights.reader_of(actor);
  day date := p ->> 'today';
  keeper uuid := p ->> 'keeper';
  one_type text := p ->> 'type';
begin
  if not rights.follows_requests(actor) then
    raise exception 'role reads no requests' using errcode = 'MA403';
  end if;
  return json_build_object(
    'counts', (
      select json_build_object('all', least(count(*), 1000),
          'now', least(count(*) filter (where rights.on_board(r, 'now', day)), 1000),
          'person', least(count(*) filter (where rights.on_board(r, 'person', day)), 1000),
          'papers', least(count(*) filter (where rights.on_board(r, 'papers', day)), 1000),
          'authority', least(count(*) filter (where rights.on_board(r, 'authority', day)), 1000),
          'us', least(count(*) filter (where rights.on_board(r, 'us', day)), 1000),
          'silence', least(count(*) filter (where rights.on_board(r, 'silence', day)), 1000),
          'renewal', least(count(*) filter (where rights.on_board(r, 'renewal', day)), 1000),
          'appeal', least(count(*) filter (where rights.on_board(r, 'appeal', day)), 1000))
        from rights.request r
        left join people.registration g on g.person_id = r.person_id and g.structure_id = reader.structure_id and g.known_to is null
       where r.structure_id = reader.structure_id and rights.on_board(r, 'all', day)
         and (keeper is null or r.keeper_id = keeper) and (one_type is null or r.type = one_type)
         and r.person_id <> all (reader.barred)
         and (g.set_apart = 0 and r.nature = any (reader.team)
              or exists (select from rights.may_be_told(r, reader.structure_id, reader.account_id, reader.team, reader.agreed, reader.barred)))),
    'keepers', (
      select coalesce(json_agg(json_build_object('account', a.id, 'name', a.display_name, 'here', k.here, 'mayKeep', k.may) order by a.display_name), '[]')
        from access.account a
        cross join lateral (select tasks.name_of(a.id, actor.structure_id) is not null as here) h
        cross join lateral (select h.here, h.here and tasks.may_tell('right_requests', actor.structure_id, null, a.id) as may) k
       where exists (select from access.assignment g where g.account_id = a.id and g.structure_id = actor.structure_id)
         and (k.may or exists (select from rights.request r where r.keeper_id = a.id and r.structure_id = actor.structure_id
                                  and r.known_to is null and (r.waits_on is not null or r.next_act is not null)))));
end $$;

-- Owner function. What the menu says beside its lines: tasks to do, requests the actor keeps that call for an act; a hundred at most.
create function rights.counters(p_day date) returns json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  reader rights.board_reader := rights.reader_of(actor);
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  return json_build_object(
    'requests', case when rights.follows_requests(actor) then rights.count_board(reader, 'now', p_day, actor.account_id, null, 100) end,
    'tasks', (
      select count(*) from (select from tasks.task t
         where t.done_at is null and (t.for_account = actor.account_id or t.for_role = actor.role and t.structure_id = actor.structure_id)
           and t.person_id <> all (reader.barred)
           and exists (select from access.nature_right n where n.role = actor.effective_role and n.nature = t.nature and (n.can_read or n.own))
         limit 100) counted));
end $$;

-- Not granted. All the open requests one colleague keeps in the actor's structure that the actor reads and may write, locked in one
-- order; those whose right is open too: someone must renew it. p_of: of these alone. Audited as one list.
create function rights.kept_by(p_keeper uuid, p_of uuid[]) returns rights.request[]
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  kept rights.request[];
  keys text[];
  written text[] := array(select n.nature from access.nature_right n where n.role = actor.effective_role and n.can_write and not actor.read_only);
begin
  kept := array(select r from rights.request r
     where r.keeper_id = p_keeper and r.structure_id = actor.structure_id and r.known_to is null
       and (r.waits_on is not null or r.next_act is not null) and (p_of is null or r.id = any (p_of)) order by r.id for update);
  perform audit.record('request.board', null, array(select distinct r.person_id from unnest(kept) r));
  keys := access.permitted_keys('{right_requests,social_notes,clinical}', 'read');
  return array(select r from unnest(kept) r
     where (r.nature = any (written) or 'right_requests' = any (written))
       and (r.nature || r.person_id = any (keys)
            or actor.account_id in (r.author_id, r.keeper_id) and 'right_requests' || r.person_id = any (keys)));
end $$;

-- What a set of requests is, as seen: another keeper, step or word of any of them, one more or one less, and it is another.
create function rights.mark_of(p_requests rights.request[]) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select md5(coalesce(string_agg(r.id || ':' || r.version, ' ' order by r.id), '')) from unnest(p_requests) r
$$;

-- Owner function. How many requests of a colleague the actor may hand over, and the mark of them as they are now.
create function rights.handover_seen(p_from uuid) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept rights.request[] := rights.kept_by(p_from, null);
begin
  return json_build_object('count', cardinality(kept), 'seen', rights.mark_of(kept));
end $$;

-- Not granted. Changes the keeper of each, with a line in its log that names the batch and the version it then has; audited as one list.
create function rights.hand_over(p_kept rights.request[], p_to uuid, p_name text, p_batch uuid, p_day date) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select audit.record('request.handover', null, array(select distinct r.person_id from unnest(p_kept) r));
  insert into rights.request_log (id, request_id, kind, on_day, whom, before, author_name)
  select uuidv7(), r.id, 'keeper', p_day, p_name,
         jsonb_build_object('keeper', r.keeper_id, 'name', r.keeper_name, 'batch', p_batch, 'to', p_to, 'version', r.version + 1), a.display_name
    from unnest(p_kept) r join access.account a on a.id = access.account_id();
  update rights.request r set keeper_id = p_to, keeper_name = p_name, version = r.version + 1
   where r.id in (select k.id from unnest(p_kept) k);
$$;
create index request_log_batch on rights.request_log ((before ->> 'batch')) where before ->> 'batch' is not null;

-- Owner function. Hands over all the open requests of a colleague, as they were seen, to another of the same structure. Returns
-- {outcome, moved}: "done" (again too), "changed": one of them is no longer as seen, "keeper": not someone who may keep them.
-- Nothing is written but with "done". p: {id, from, to, seen, today}
create function rights.reassign(p jsonb) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  kept rights.request[];
  heir uuid := (p ->> 'to')::uuid;
  name text := tasks.name_of(heir, actor.structure_id);
  done integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(p ->> 'id', 60));
  select count(*) into done from rights.request_log l where l.before ->> 'batch' = p ->> 'id' and l.author_id = actor.account_id;
  if done > 0 then
    return json_build_object('outcome', 'done', 'moved', done);
  end if;
  kept := rights.kept_by((p ->> 'from')::uuid, null);
  if name is null or heir = (p ->> 'from')::uuid or not tasks.may_tell('right_requests', actor.structure_id, null, heir) then
    return '{"outcome": "keeper"}';
  elsif rights.mark_of(kept) is distinct from p ->> 'seen' or cardinality(kept) = 0 then
    return '{"outcome": "changed"}';
  end if;
  perform rights.hand_over(kept, heir, name, (p ->> 'id')::uuid, (p ->> 'today')::date);
  return json_build_object('outcome', 'done', 'moved', cardinality(kept));
end $$;

-- Owner function. The inverse of rights.reassign, by who did it: all of them, as that left them, or none. "done" (again too), "changed",
-- "unknown". p: {id: of this act, undoes: of that one, today}
create function rights.undo_reassign(p jsonb) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  moved record;
  kept rights.request[];
begin
  if access.account_id() is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(p ->> 'undoes', 60));
  select array_agg(l.request_id) as ids, min(l.before ->> 'keeper')::uuid as old, min(l.before ->> 'name') as name, min(l.before ->> 'to')::uuid as heir,
         jsonb_object_agg(l.request_id, l.before -> 'version') as versions, count(*)::int as n into moved
    from rights.request_log l where l.before ->> 'batch' = p ->> 'undoes' and l.author_id = access.account_id();
  if moved.n = 0 then
    return '{"outcome": "unknown"}';
  elsif exists (select from rights.request_log l where l.before ->> 'batch' = p ->> 'id' and l.author_id = access.account_id()) then
    return json_build_object('outcome', 'done', 'moved', moved.n);
  end if;
  kept := rights.kept_by(moved.heir, moved.ids);
  if cardinality(kept) <> moved.n or exists (select from unnest(kept) r where to_jsonb(r.version) <> moved.versions -> r.id::text) then
    return '{"outcome": "changed"}';
  end if;
  perform rights.hand_over(kept, moved.old, moved.name, (p ->> 'id')::uuid, (p ->> 'today')::date);
  return json_build_object('outcome', 'done', 'moved', moved.n);
end $$;

-- Not granted. Rights that end within some days, of those whose requests the actor keeps, when nothing follows them; audited as one
-- list. AME is both layers: one line.
create function rights.endings(p_day date, p_days integer) returns json
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  found_persons uuid[];
  named uuid[];
begin
  found_persons := array(
    select distinct v.person_id
      from (select distinct r.person_id from rights.request r
             where r.keeper_id = actor.account_id and r.structure_id = actor.structure_id and r.known_to is null) k
      join rights.cover_interval v on v.person_id = k.person_id and upper_inf(v.known)
       and upper(v.valid) > p_day and upper(v.valid) <= p_day + p_days + 1
     limit 200);
  perform audit.record('cover.endings', null, found_persons);
  named := access.permitted_persons('identity', 'read');
  return coalesce((
    select json_agg(json_build_object('on', e.person_id, 'layers', e.layers, 'scheme', e.scheme, 'label', e.label, 'endsOn', e.ends_on,
        'person', json_build_object('id', coalesce(k.kept_id, e.person_id), 'family', i.family, 'given', i.given, 'usedFamily', i.used_family,
          'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex)) order by e.ends_on, e.person_id)
      from (select v.person_id, v.scheme, min(s.label) as label, upper(v.valid) - 1 as ends_on, json_agg(v.layer order by v.layer) as layers
              from rights.cover_interval v join rights.scheme s on s.layer = v.layer and s.code = v.scheme
             where v.person_id = any (found_persons) and v.person_id = any (access.permitted_persons('cover', 'read')) and v.person_id = any (named)
               and upper_inf(v.known) and upper(v.valid) > p_day and upper(v.valid) <= p_day + p_days + 1
               and not exists (select from rights.cover_interval o where o.person_id = v.person_id and o.layer = v.layer and upper_inf(o.known)
                                  and lower(o.valid) <= upper(v.valid) and (upper(o.valid) is null or upper(o.valid) > upper(v.valid)))
             group by v.person_id, v.scheme, upper(v.valid)) e
      left join people.alias k on k.person_id = e.person_id and k.known_to is null
      join people.identity i on i.person_id = e.person_id and i.known_to is null), '[]');
end $$;

-- Owner function. The day of who asks: their tasks; of the requests they keep, those that call for an act, and those that wait for a
-- paper or for the person; the rights that end within p_days of those they follow. Each part is audited as its own list.
create function rights.my_day(p_day date, p_days integer) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  mine jsonb := jsonb_build_object('today', p_day, 'keeper', actor.account_id, 'most', 30);
begin
  return json_build_object('tasks', tasks.mine(),
    'requests', rights.board(mine || '{"view": "now"}'), 'papers', rights.board(mine || '{"view": "papers"}'),
    'endings', rights.endings(p_day, p_days));
end $$;

-- Who wants a letter in the morning, and at which hour where the network lives. Closed to every role.
create table access.digest (
  account_id uuid primary key references access.account,
  hour smallint not null check (hour between 5 and 20),
  -- The last day it was made for, whether there was anything to tell or not.
  made_on date
);
alter table access.digest enable row level security;

-- Not granted. The hour it is where the network lives.
create function access.hour_there() returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
  select extract(hour from clock_timestamp() at time zone n.time_zone)::int from network.installation n
$$;

-- Owner function. The hour one chose; null: no letter.
create function access.digest_hour() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.hour::int from access.digest d where d.account_id = access.account_id()
$$;

-- Owner function. Chooses one's own letter, from the next time that hour comes; null: none. p_now: the hour it is, when tests set it.
create function access.choose_digest(p_hour integer, p_day date, p_now integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform audit.record('account.digest');
  if p_hour is null then
    delete from access.digest d where d.account_id = actor.account_id;
  else
    insert into access.digest as d (account_id, hour, made_on) values (actor.account_id, p_hour, case when coalesce(p_now, access.hour_there()) >= p_hour then p_day end)
    on conflict (account_id) do update
      set hour = excluded.hour, made_on = case when d.made_on = p_day then p_day else excluded.made_on end;
  end if;
end $$;

-- Owner function, for the sign-in role: nobody is signed in when it is time. The letters due and not made yet for this day, made now: a
-- process that is at it holds its rows, and another passes over them. Numbers alone, of the requests their keeper may be told of.
create function access.take_digests(p_day date, p_now integer)
returns table (email text, late integer, soon integer, silent integer, appeals integer, renewals integer, papers integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with due as materialized (
      select d.account_id from access.digest d
       where d.hour <= coalesce(p_now, access.hour_there()) and d.made_on is distinct from p_day order by d.account_id limit 50 for update skip locked),
    made as (
      update access.digest d set made_on = p_day from due where d.account_id = due.account_id returning d.account_id)
    select a.email, c.late, c.soon, c.silent, c.appeals, c.renewals, c.papers
      from made m join access.account a on a.id = m.account_id and a.disabled_at is null
      cross join lateral (
        select count(*) filter (where r.next_day < p_day)::int as late,
               count(*) filter (where r.next_day between p_day and p_day + 7)::int as soon,
               count(*) filter (where r.silence_on <= p_day)::int as silent,
               count(*) filter (where r.appeal_by between p_day and p_day + 30
                                  and (r.waits_on = 'us' or r.silence_on <= p_day or r.next_from <= p_day))::int as appeals,
               count(*) filter (where r.next_act = 'renew')::int as renewals,
               count(*) filter (where r.waits_on = 'papers')::int as papers
          from rights.request r
         where r.keeper_id = a.id and r.known_to is null and (r.waits_on is not null or r.next_act is not null)
           and (r.waits_on is not null or coalesce(r.next_from, p_day) <= p_day)
           and r.person_id <> all (access.barred(a.id))
           and exists (select from people.registration g where g.person_id = r.person_id and g.known_to is null
                         and g.set_apart & access.cell('right_requests', 'read') = 0)
           and exists (select from access.assignment g left join access.assignment s on s.id = g.supervisor_id
                         join access.nature_right n on n.role = coalesce(s.role, g.role) and n.nature = 'right_requests' and n.can_read
                        where g.account_id = a.id and g.structure_id = r.structure_id and g.valid @> current_date)) c;
end $$;

grant execute on function rights.board, rights.board_counts, rights.counters, rights.handover_seen, rights.reassign, rights.undo_reassign,
  rights.my_day, access.digest_hour, access.choose_digest to maillage_app;
grant execute on function access.take_digests to maillage_signin;

-- Letters about a request: as reserved as the request itself.
insert into papers.document_type (code, label, nature, purpose, sort) values
  ('request_letter', 'Courrier pour une demande de droits', 'right_requests', 'social', 245);
