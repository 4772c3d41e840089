-- An absence tomorrow: whoever was to be seen is called, each with other hours held for them until the end of the day. What is held is
-- time taken like any other (agenda.occupation, firm, under the line's own identifier): the constraint that forbids two bookings forbids
-- two holdings and a booking over one. A line is worked by one caller at a time. Reminders of these hours stop (agenda.take_reminders).

insert into audit.action (code, writes, returns, label, told) values
  ('round.open', true, false, 'Absence enregistrée, créneaux tenus pour qui est à prévenir', null),
  ('round.read', false, false, 'Liste de personnes à prévenir affichée', 'a vu que vous étiez à prévenir de l’absence d’un professionnel'),
  ('round.call', true, false, 'Appel après une absence noté', 'a noté un appel après l’absence d’un professionnel');

-- Of an absence, by its identifier. Nothing of anyone received.
create table agenda.call_round (
  id uuid primary key references agenda.absence,
  structure_id uuid not null references network.structure not enforced,
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  made_at timestamptz not null default clock_timestamp()
);

-- Someone to tell. Closed to every role: agenda.round gives it. starts: the hours that no longer hold; an appointment moved or ended
-- elsewhere meanwhile no longer has them, and there is nobody left to call.
create table agenda.round_line (
  id uuid primary key default uuidv7(),
  round_id uuid not null references agenda.call_round,
  appointment_id uuid not null,
  person_id uuid not null references people.person not enforced,
  starts timestamptz not null,
  state text not null default 'to_call' check (state in ('to_call', 'message', 'not_reached', 'moved', 'waiting', 'cancelled')),
  -- Hours held for them.
  held tstzrange,
  held_by uuid,
  held_site uuid,
  held_room uuid,
  held_opening uuid,
  held_day date,
  held_until timestamptz,
  -- [{at, by, result, way: of people.contact | null}]
  calls jsonb not null default '[]',
  taken_by uuid,
  taken_name text,
  taken_until timestamptz,
  unique (appointment_id, starts),
  check (num_nulls(held, held_by, held_site, held_opening, held_day, held_until) in (0, 6))
);
create index on agenda.round_line (round_id);
create index on agenda.round_line (person_id);
create index on agenda.round_line (held_until) where held is not null;
alter table agenda.call_round enable row level security;
alter table agenda.round_line enable row level security;

-- Whether an appointment still has the hours that no longer hold. Not granted.
create function agenda.still_moot(l agenda.round_line) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (select from agenda.appointment a where a.id = l.appointment_id and a.state = 'booked' and lower(a.during) = l.starts)
     and exists (select from agenda.absence b where b.id = l.round_id and b.known_to is null)
$$;

-- What was held is free again. Not granted.
create function agenda.let_go(l agenda.round_line) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if l.held is null then
    return;
  end if;
  perform agenda.hold_days(array[l.held_by], array[l.held_day]);
  delete from agenda.occupation o where o.appointment_id = l.id;
  perform agenda.refresh(l.held_by, l.held);
  update agenda.round_line k
     set held = null, held_by = null, held_site = null, held_room = null, held_opening = null, held_day = null, held_until = null
   where k.id = l.id;
  perform pg_notify('agenda', l.held_site || ' ' || l.held_day);
end $$;

-- Takes the hours of l.held for it, which whoever calls this found free while holding that day. Not granted.
create function agenda.take_held(l agenda.round_line) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  insert into agenda.occupation (appointment_id, resource_id, during, firm)
  select l.id, r, l.held, true from unnest(array[l.held_by, l.held_room]) r where r is not null;
  perform agenda.refresh(l.held_by, l.held);
  update agenda.round_line k
     set held = l.held, held_by = l.held_by, held_site = l.held_site, held_room = l.held_room, held_opening = l.held_opening,
         held_day = l.held_day, held_until = l.held_until
   where k.id = l.id;
  perform pg_notify('agenda', l.held_site || ' ' || l.held_day);
end $$;

-- Holds other hours for someone until the end of today, as they wished when they booked: by whoever speaks their language when they need an
-- interpreter, else by others; each where they were to come, else elsewhere; the earliest after p_after. Not before
-- the day they were to come. False: there are none within two months, or the appointment was with several. Not granted.
create function agenda.hold_hours(l agenda.round_line, p_after timestamptz, p_today date, p_now timestamptz) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  a agenda.appointment;
  slot record;
  hours agenda.opening;
  time tstzrange;
  ask jsonb;
  more jsonb;
  wished jsonb;
  spoken text[];
begin
  select * into a from agenda.appointment k where k.id = l.appointment_id;
  if a.given_with <> '{}' then
    return false;
  end if;
  ask := jsonb_build_object('service', a.given_service, 'from', greatest(p_after::date, p_today), 'days', 60, 'now', p_now);
  wished := coalesce((select d.content from agenda.appointment_detail d where d.appointment_id = a.id and d.part = 'wishes'), '{}');
  -- Whoever holds these hours is not told why.
  spoken := agenda.speech_needed(a.person_id);
  for more in select w.asked || s.place from (values (1, case when spoken is not null then wished || jsonb_build_object('speaks', spoken) end), (2, wished)) w (n, asked),
                     (values (1, jsonb_build_object('sites', jsonb_build_array(a.site_id))), (2, '{}')) s (n, place)
               where w.asked is not null order by w.n, s.n loop
    for slot in select * from agenda.find_slots(ask || more, 60) s where s.starts > p_after loop
      time := tstzrange(slot.starts, slot.starts + (upper(a.during) - lower(a.during)));
      perform agenda.hold_days(array[slot.professional_id], array[slot.day]);
      select * into hours from agenda.opening o where o.id = slot.opening_id;
      if hours.free @> time and not exists (select from agenda.occupation o where o.resource_id = hours.room_id and o.during && time and o.firm) then
        l.held := time;
        l.held_by := hours.professional_id;
        l.held_site := hours.site_id;
        l.held_room := hours.room_id;
        l.held_opening := hours.id;
        l.held_day := hours.day;
        l.held_until := (p_today + 1)::timestamp at time zone (select n.time_zone from network.installation n);
        perform agenda.take_held(l);
        return true;
      end if;
    end loop;
  end loop;
  return false;
end $$;

-- Who calls, once proven. Not granted. Errors: MA401, MA403.
create function agenda.calls() returns access.actor_row
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.holds('appointments', 'write') then
    raise exception 'role may not call people back' using errcode = 'MA403';
  end if;
  return actor;
end $$;

-- Owner function. Someone is away: their hours go, and whoever was to be seen from now on is to be called. Sent twice, done once; of an
-- appointment already on a list, it stays there. lifted: it does not take place, what was held is free. False: neither theirs nor do they
-- keep the hours. Errors: MA401, MA403, MA409 the identifier is another's. p: {id, today, now, professionalId, from: "2026-03-02T08:00", until, lifted?}
create function agenda.open_round(p jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  whose uuid := (p ->> 'professionalId')::uuid;
  round_id uuid := (p ->> 'id')::uuid;
  now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp());
  away tsrange := tsrange((p ->> 'from')::timestamp, (p ->> 'until')::timestamp);
  around tstzrange := tstzrange(lower(away)::date - 1, upper(away)::date + 2);
begin
  if not access.can('timetable') and not exists (select from network.professional f where f.id = whose and f.account_id = actor.account_id) then
    return false;
  end if;
  perform audit.record('round.open', null, null, 'absence', round_id);
  perform agenda.put_absence(p, actor);
  if not exists (select from agenda.absence b where b.id = round_id and b.professional_id = whose) then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  if (p ->> 'lifted')::boolean then
    perform agenda.let_go(l) from agenda.round_line l where l.round_id = (p ->> 'id')::uuid;
    return true;
  end if;
  insert into agenda.call_round (id, structure_id, author_id, author_name)
  select round_id, actor.structure_id, b.id, b.display_name from access.account b where b.id = actor.account_id on conflict do nothing;
  insert into agenda.round_line as l (round_id, appointment_id, person_id, starts)
  select round_id, a.id, a.person_id, lower(a.during)
    from (select o.appointment_id from agenda.occupation o where o.resource_id = whose and o.during && around and o.firm
          union
          select o.appointment_id from agenda.occupation o where o.resource_id = whose and o.during && around and not o.firm) k
    join agenda.appointment a on a.id = k.appointment_id
    join network.site t on t.id = a.site_id
   where a.state = 'booked' and lower(a.during) > now_at
     and tsrange(lower(a.during) at time zone t.time_zone, upper(a.during) at time zone t.time_zone) && away
  on conflict (appointment_id, starts) do update set round_id = excluded.round_id, state = 'to_call'
    where exists (select from agenda.absence b where b.id = l.round_id and b.known_to is not null);
  -- Hours held for others were theirs.
  perform agenda.let_go(l) from agenda.round_line l where l.held_by = whose and l.held && around;
  update agenda.reminder r set state = 'moot' from agenda.round_line l
   where l.round_id = (p ->> 'id')::uuid and r.appointment_id = l.appointment_id and r.starts = l.starts and r.state = 'retry';
  return true;
end $$;

-- Owner function. Holds hours for whoever of a list has none, in the order of their appointments; one list at a time. How many.
-- p: {round, today, now}
create function agenda.hold_for_round(p jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  l agenda.round_line;
  given integer := 0;
begin
  perform audit.record('round.open', null, null, 'absence', (p ->> 'round')::uuid);
  perform pg_advisory_xact_lock(82);
  for l in select k.* from agenda.round_line k join agenda.call_round r on r.id = k.round_id
            where k.round_id = (p ->> 'round')::uuid and r.structure_id = actor.structure_id and k.held is null
              and k.state in ('to_call', 'message', 'not_reached') and agenda.still_moot(k)
            order by k.starts, k.id for update of k loop
    given := given + agenda.hold_hours(l, l.starts - interval '1 second', (p ->> 'today')::date, coalesce((p ->> 'now')::timestamptz, clock_timestamp()))::int;
  end loop;
  return given;
end $$;

-- Owner function, for the sign-in role, every hour. What was held until a day that is over, or for someone whose appointment ended
-- otherwise, is free again.
create function agenda.let_holds_go(p_most integer, p_now timestamptz default clock_timestamp()) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  l agenda.round_line;
begin
  for l in select k.* from agenda.round_line k where k.held is not null and (k.held_until <= p_now or not agenda.still_moot(k))
            order by k.held_until limit p_most for update skip locked loop
    perform agenda.let_go(l);
    return next l.id;
  end loop;
end $$;

-- Owner function. The absences whose people are to be called, or were this last week, the latest first: how many of how many are done.
create function agenda.rounds(p_today date) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  clinical boolean := access.holds('clinical', 'read');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'practitioner', case when k.shown_as is null or clinical then f.label else k.shown_as end,
             'from', lower(b.during), 'until', upper(b.during), 'lifted', b.known_to is not null, 'by', r.author_name, 'madeAt', r.made_at,
             'total', n.total, 'left', n.left) order by r.made_at desc), '[]')
      from agenda.call_round r join agenda.absence b on b.id = r.id
      join agenda.practitioner k on k.professional_id = b.professional_id join network.professional f on f.id = b.professional_id
     cross join lateral (select count(*) as total,
                                count(*) filter (where l.state in ('to_call', 'message', 'not_reached') and agenda.still_moot(l)) as left
                           from agenda.round_line l where l.round_id = r.id) n
     where r.structure_id = actor.structure_id and (upper(b.during) >= p_today - 7 or n.left > 0 and b.known_to is null));
end $$;

-- Owner function. One list: those the actor may know, how to reach them as far as they may read it, what is held for them, what came of
-- each call, who is calling. Audited as one list. Null: no such list. unknown: how many the actor may not know.
create function agenda.round(p_round uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  natures text[] := agenda.natures_read();
  clinical boolean := 'clinical' = any (natures);
  persons uuid[];
  known uuid[] := '{}';
  keys text[] := '{}';
begin
  persons := array(select distinct l.person_id from agenda.round_line l where l.round_id = p_round);
  if cardinality(persons) > 0 then
    perform audit.record('round.read', null, access.records_of(persons), 'absence', p_round);
    known := access.permitted_persons('appointments', 'read');
    keys := access.permitted_keys('{identity,identity_detail}', 'read');
  end if;
  return (
    select jsonb_build_object('id', r.id, 'professionalId', case when access.can('timetable') or f.account_id = actor.account_id then f.id end, 'practitioner', case when k.shown_as is null or clinical then f.label else k.shown_as end,
             'from', lower(b.during), 'until', upper(b.during), 'lifted', b.known_to is not null, 'by', r.author_name, 'madeAt', r.made_at,
             'unknown', (select count(*) from agenda.round_line l where l.round_id = r.id and not ('identity' || l.person_id = any (keys) and l.person_id = any (known))),
             'lines', (
               select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'on', l.person_id, 'start', l.starts, 'siteId', a.site_id,
                        'service', case when s.nature = any (natures) then s.label else s.neutral_label end,
                        'serviceId', case when s.nature = any (natures) then s.id end,
                        'state', case when l.state in ('to_call', 'message', 'not_reached') and not agenda.still_moot(l) then 'elsewhere' else l.state end,
                        'person', jsonb_build_object('id', coalesce(m.kept_id, l.person_id), 'family', i.family, 'given', i.given, 'usedFamily', i.used_family,
                          'usedGiven', i.used_given, 'birth', i.birth, 'sex', coalesce(i.sex, 'unknown')),
                        'contact', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'part', c.part, 'rank', c.rank, 'by', null, 'at', c.known_from,
                            'content', c.content) order by c.rank, c.id), '[]')
                            from people.contact c where c.person_id = any (access.records_of(array[l.person_id])) and c.known_to is null
                             and c.part in ('way', 'speech', 'address') and c.nature || c.person_id = any (keys)),
                        'wishes', (select d.content from agenda.appointment_detail d
                            where d.appointment_id = l.appointment_id and d.part = 'wishes' and d.nature || d.person_id = any (keys)),
                        'held', case when l.held is not null then agenda.slot_told(l.held_opening, l.held_by, l.held_site, l.held_day, lower(l.held), upper(l.held), clinical) end,
                        'now', case when l.state = 'moved' then jsonb_build_object('start', lower(a.during), 'siteId', a.site_id) end,
                        'calls', l.calls,
                        'taken', case when l.taken_until > clock_timestamp() then jsonb_build_object('by', l.taken_name, 'mine', l.taken_by = actor.account_id, 'until', l.taken_until) end)
                      order by l.starts, l.id), '[]')
                 from agenda.round_line l join agenda.appointment a on a.id = l.appointment_id join agenda.service s on s.id = a.given_service
                 join people.identity i on i.person_id = l.person_id and i.known_to is null
                 left join people.alias m on m.person_id = l.person_id and m.known_to is null
                where l.round_id = r.id and l.person_id = any (known) and 'identity' || l.person_id = any (keys)))
      from agenda.call_round r join agenda.absence b on b.id = r.id
      join agenda.practitioner k on k.professional_id = b.professional_id join network.professional f on f.id = b.professional_id
     where r.id = p_round and r.structure_id = actor.structure_id);
end $$;

-- The line, held by this transaction and worked by the actor for the ten minutes that come; or as another works it, and then
-- nothing is to be done. Not granted. Errors: MA403 the person, MA409 no such line.
create function agenda.work_line(p_line uuid, p_actor access.actor_row) returns agenda.round_line
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  l agenda.round_line;
begin
  select k.* into l from agenda.round_line k join agenda.call_round r on r.id = k.round_id
   where k.id = p_line and r.structure_id = p_actor.structure_id for update of k;
  if not found then
    raise exception 'no such line' using errcode = 'MA409';
  end if;
  perform audit.record('round.call', l.person_id, null, 'round_line', l.id);
  perform agenda.require_person(l.person_id, p_actor);
  if l.taken_until > clock_timestamp() and l.taken_by <> p_actor.account_id then
    return l;
  end if;
  update agenda.round_line k
     set taken_by = b.id, taken_name = b.display_name, taken_until = clock_timestamp() + interval '10 minutes'
    from access.account b where b.id = p_actor.account_id and k.id = l.id returning k.* into l;
  perform pg_notify('agenda', a.site_id || ' ' || a.day) from agenda.appointment a where a.id = l.appointment_id;
  return l;
end $$;

-- Owner function. Whoever opens a line works it for ten minutes; nobody else then does. outcome: "yours", "taken" {by}.
-- p: {line, released?: true gives it back}
create function agenda.take_line(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  l agenda.round_line := agenda.work_line((p ->> 'line')::uuid, actor);
begin
  if l.taken_by <> actor.account_id then
    return jsonb_build_object('outcome', 'taken', 'by', l.taken_name);
  end if;
  if (p ->> 'released')::boolean then
    update agenda.round_line k set taken_by = null, taken_name = null, taken_until = null where k.id = l.id;
  end if;
  return '{"outcome": "yours"}';
end $$;

-- Owner function. The hours held are not wanted: the next ones are held, and these free again. outcome: "held", "none", "taken" {by},
-- "over": nobody left to call. p: {line, today, now}
create function agenda.hold_other(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  l agenda.round_line := agenda.work_line((p ->> 'line')::uuid, actor);
  after timestamptz := coalesce(lower(l.held), l.starts - interval '1 second');
begin
  if l.taken_by <> actor.account_id then
    return jsonb_build_object('outcome', 'taken', 'by', l.taken_name);
  elsif l.state in ('moved', 'waiting', 'cancelled') or not agenda.still_moot(l) then
    return '{"outcome": "over"}';
  end if;
  perform pg_advisory_xact_lock(82);
  perform agenda.let_go(l);
  return jsonb_build_object('outcome', case when
    agenda.hold_hours(l, after, (p ->> 'today')::date, coalesce((p ->> 'now')::timestamptz, clock_timestamp())) then 'held' else 'none' end);
end $$;

-- Owner function. What came of a call. moved: to the hours held, or to others found; waiting: cancelled by the service, on the waiting
-- list; cancelled: by the service; message, not_reached: to be tried again, by another way.
-- outcome: "done"; "taken" {by}: another works this line; "over": moved or ended meanwhile; "slot_taken": hours no longer free, or none held.
-- p: {line, result, way?, slot?: {professional | opening, start}, waitingId?, today, now}. Errors: MA403 the role may not book the service.
create function agenda.note_line(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.calls();
  l agenda.round_line := agenda.work_line((p ->> 'line')::uuid, actor);
  a agenda.appointment;
  result text := p ->> 'result';
  told jsonb;
begin
  if l.taken_by <> actor.account_id then
    return jsonb_build_object('outcome', 'taken', 'by', l.taken_name);
  end if;
  if l.state = result and result in ('moved', 'waiting', 'cancelled') then
    return '{"outcome": "done"}';
  elsif l.state in ('moved', 'waiting', 'cancelled') or not agenda.still_moot(l) then
    return '{"outcome": "over"}';
  end if;
  select * into a from agenda.appointment k where k.id = l.appointment_id;
  if result = 'moved' and p ? 'slot' then
    told := agenda.move((p -> 'slot') || jsonb_build_object('personId', a.person_id, 'appointment', a.id, 'version', a.version, 'now', p -> 'now',
      'words', 'Le professionnel est absent'));
  elsif result = 'moved' then
    if l.held is null then
      return '{"outcome": "slot_taken"}';
    end if;
    -- Nobody comes between: both days are held until the end.
    perform agenda.hold_days(array[a.given_by, l.held_by], array[a.day, l.held_day]);
    perform agenda.let_go(l);
    told := agenda.move(jsonb_build_object('personId', a.person_id, 'appointment', a.id, 'version', a.version, 'professional', l.held_by,
      'start', lower(l.held), 'now', p -> 'now', 'words', 'Le professionnel est absent'));
    if told ->> 'outcome' <> 'moved' then
      perform agenda.take_held(l);
    end if;
  end if;
  if result = 'moved' and told ->> 'outcome' <> 'moved' then
    return '{"outcome": "slot_taken"}';
  end if;
  if result = 'waiting' then
    perform agenda.wait(jsonb_build_object('id', p -> 'waitingId', 'personId', a.person_id, 'service', a.given_service));
  end if;
  if result in ('waiting', 'cancelled') then
    perform agenda.set_state(jsonb_build_object('personId', a.person_id, 'appointment', a.id, 'to', 'cancelled', 'now', p -> 'now',
      'words', 'Le professionnel est absent'));
  end if;
  if result in ('moved', 'waiting', 'cancelled') then
    select * into l from agenda.round_line k where k.id = l.id;
    perform agenda.let_go(l);
  end if;
  update agenda.round_line k
     set state = result, taken_by = null, taken_name = null, taken_until = null,
         calls = k.calls || jsonb_build_object('at', clock_timestamp(), 'by', l.taken_name, 'result', result, 'way', p -> 'way')
   where k.id = l.id;
  return '{"outcome": "done"}';
end $$;

grant execute on function agenda.open_round, agenda.hold_for_round, agenda.rounds, agenda.round, agenda.take_line, agenda.hold_other,
  agenda.note_line to maillage_app;
grant execute on function agenda.let_holds_go to maillage_signin;
