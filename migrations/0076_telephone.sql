-- The telephone: calls received, whom to call back, what was done of an emergency. A call about someone is of the nature
-- "appointments"; it says that they called and what came of it, never why they are cared for. A number is kept only with what
-- remains to be called back, and for three days at most: calls are counted without it.

create schema telephone;
grant usage on schema telephone to maillage_app, maillage_signin;

insert into audit.action (code, writes, returns, label, told) values
  ('call.receive', false, false, 'Appelant cherché par son numéro', 'a cherché qui appelait de votre numéro'),
  ('call.note', true, true, 'Appel noté', 'a noté un appel vous concernant'),
  ('call.list', false, false, 'Personnes à rappeler affichées', 'a vu que vous étiez à rappeler'),
  ('call.back', true, false, 'Rappel fait', 'a noté que vous aviez été rappelé');

insert into access.capability (role, capability)
select role, 'telephone' from unnest('{telephone_desk,reception,administrative_officer}'::text[]) role;

-- interpreter: {"phone", "code", "languages": ["turc", …]}, of the interpreters one rings; bring: what everyone is asked to bring.
alter table agenda.line
  add column interpreter jsonb,
  add column bring text not null default 'Pensez à votre carte Vitale ou à votre attestation.' check (length(bring) <= 300);

-- Closed to every role.
create table telephone.call (
  id uuid primary key,
  structure_id uuid not null references network.structure not enforced,
  -- Null: nobody known, or nobody was looked for.
  person_id uuid references people.person not enforced,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  at timestamptz not null default clock_timestamp(),
  reason text not null check (reason in ('appointment', 'move', 'cancel', 'message', 'other')),
  outcome text not null check (outcome in ('booked', 'moved', 'cancelled', 'waiting', 'message', 'callback', 'emergency', 'informed', 'none')),
  -- Of an emergency: when the 15 was rung, and who was told.
  urgent_at timestamptz,
  urgent_told text check (urgent_told <> '' and length(urgent_told) <= 200),
  -- Of someone to call back.
  back_number text check (back_number ~ '^\+?[0-9][0-9 ().-]{2,29}$'),
  back_words text check (back_words <> '' and length(back_words) <= 200),
  back_asked_at timestamptz,
  back_done_at timestamptz,
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  check (back_done_at is null or back_number is null)
);
create index on telephone.call (structure_id, day);
create index on telephone.call (person_id) where person_id is not null;
create index on telephone.call (structure_id, back_asked_at) where back_asked_at is not null and back_done_at is null;
create index on telephone.call (back_asked_at) where back_number is not null;
alter table telephone.call enable row level security;

-- Who answers the telephone. Not granted. Errors: MA401, MA403.
create function telephone.answers() returns access.actor_row
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.can('telephone') then
    raise exception 'role may not answer the telephone' using errcode = 'MA403';
  end if;
  return actor;
end $$;

-- Owner function. Who may be calling, among those the actor may know: by the number (p_criteria null), or by what is typed, those
-- of that number first. A number that more than three people gave tells how many, and no name until one is typed.
-- Returns {shared: how many | null, people: [{id, names, birth, sex, commune, thisNumber}]}. p_criteria: as people.search.
create function telephone.find(p_number text, p_criteria jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := telephone.answers();
  calling uuid[];
  listed uuid[];
begin
  calling := array(
    select distinct coalesce(k.kept_id, e.person_id)
      from people.search_entry e
      join people.contact c on c.person_id = e.person_id and c.part = 'way' and c.known_to is null and c.content ->> 'e164' = p_number
     cross join lateral people.may_know(e.person_id, actor.structure_id, actor.account_id, false)
      left join people.alias k on k.person_id = e.person_id and k.known_to is null
       and exists (select from people.may_know(k.kept_id, actor.structure_id, actor.account_id, false))
     where e.found_by @@ ('''tel:' || ltrim(p_number, '+') || '''')::tsquery);
  if p_criteria is null then
    listed := case when cardinality(calling) <= 3 then calling else '{}' end;
    perform audit.record('call.receive', null, listed, null, null, jsonb_build_object('found', cardinality(listed)));
  else
    listed := array(select s.id from people.search(p_criteria, false, 8) with ordinality as
      s (id, local_number, family, given, used_family, used_given, birth, sex, status, matches, n) order by s.id = any (calling) desc, s.n);
  end if;
  return jsonb_build_object(
    'shared', case when cardinality(calling) > 3 then cardinality(calling) end,
    'people', (select coalesce(jsonb_agg(jsonb_build_object('id', i.person_id, 'family', i.family, 'given', i.given, 'usedFamily', i.used_family,
          'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex, 'thisNumber', i.person_id = any (calling),
          'commune', (select c.content ->> 'name' from people.contact c
                       where c.person_id = i.person_id and c.part = 'commune' and c.known_to is null order by c.rank limit 1)) order by l.n), '[]')
        from unnest(listed) with ordinality as l (person_id, n) join people.identity i on i.person_id = l.person_id and i.known_to is null));
end $$;

-- Owner function. Someone's appointments, as one tells them by telephone: when, where, with whom and what became of them; those to
-- come first, then the last three. Without the words of an over-booking, nor who else is there.
create function telephone.appointments(p_person uuid, p_today date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := telephone.answers();
  natures text[] := agenda.natures_read();
  known uuid[];
begin
  perform audit.record('appointment.read', null, coalesce(people.together(p_person), array[p_person]));
  known := access.permitted_persons('appointments', 'read');
  return (
    select coalesce(jsonb_agg(agenda.told(a, natures) - '{overbooked,with,by,series,roomId,arrivedAt,startedAt}'::text[]
             order by a.day >= p_today and a.state = 'booked' desc, case when a.day >= p_today and a.state = 'booked' then a.during end, a.during desc), '[]')
      from unnest(array(
        select k from agenda.appointment k where k.person_id = any (known) and k.day >= p_today and k.state in ('booked', 'arrived', 'in_progress')
         order by k.during limit 10) || array(
        select k from agenda.appointment k where k.person_id = any (known) and not (k.day >= p_today and k.state in ('booked', 'arrived', 'in_progress'))
         order by k.during desc limit 3)) a);
end $$;

-- Owner function. What the page of the telephone shows beside the call: the line, where sites are, the calls of the day by outcome and
-- hour, whom to call back (audited as one list of those known). Nothing else of anyone.
create function telephone.desk(p_today date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := telephone.answers();
  waiting telephone.call[];
  known uuid[] := '{}';
begin
  waiting := array(select k from telephone.call k
                    where k.structure_id = actor.structure_id and k.back_asked_at is not null and k.back_done_at is null order by k.back_asked_at limit 100);
  if exists (select from unnest(waiting) w where w.person_id is not null) then
    perform audit.record('call.list', null, array(select distinct w.person_id from unnest(waiting) w where w.person_id is not null));
    known := access.permitted_persons('identity', 'read');
  end if;
  return jsonb_build_object(
    'today', p_today,
    'line', (select jsonb_build_object('phone', l.phone, 'hours', l.hours, 'interpreter', l.interpreter, 'bring', l.bring)
               from agenda.line l order by l.structure_id = actor.structure_id desc limit 1),
    'addresses', (select coalesce(jsonb_object_agg(t.id, t.letterhead), '{}') from network.site t where t.letterhead <> ''),
    'outcomes', (select coalesce(jsonb_object_agg(c.outcome, c.n), '{}') from (
        select k.outcome, count(*) as n from telephone.call k where k.structure_id = actor.structure_id and k.day = p_today group by k.outcome) c),
    'hours', (select coalesce(jsonb_agg(jsonb_build_object('hour', c.hour, 'calls', c.n, 'booked', c.booked, 'urgent', c.urgent) order by c.hour), '[]') from (
        select k.hour, count(*) as n, count(*) filter (where k.outcome in ('booked', 'moved')) as booked, count(k.urgent_at) as urgent
          from telephone.call k where k.structure_id = actor.structure_id and k.day = p_today group by k.hour) c),
    'callbacks', (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'asked', w.back_asked_at, 'number', w.back_number, 'words', w.back_words,
          'by', w.author_name, 'person', case when i.person_id is not null then jsonb_build_object('id', i.person_id, 'family', i.family, 'given', i.given,
            'usedFamily', i.used_family, 'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex) end) order by w.back_asked_at), '[]')
        from unnest(waiting) w left join people.identity i on i.person_id = w.person_id and i.known_to is null
       where w.person_id is null or w.person_id = any (known)));
end $$;

-- Owner function. Notes a call; again as more comes of it. What was noted of an emergency or of who is to be called back stays.
-- Errors: MA403 the person, MA409 the identifier is another's, or the appointment is not.
-- p: {id, today, reason, outcome, personId?, urgent?: {told?}, back?: {number?, words?}}
create function telephone.note(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := telephone.answers();
  person uuid := (p ->> 'personId')::uuid;
  zone text := (select n.time_zone from network.installation n);
  c telephone.call;
begin
  perform audit.record('call.note', person, null, 'call', (p ->> 'id')::uuid);
  if person is not null then
    perform agenda.require_person(person, actor);
  end if;
  insert into telephone.call as k (id, structure_id, person_id, day, hour, reason, outcome, urgent_at, urgent_told, back_number, back_words,
    back_asked_at, author_id, author_name)
  select (p ->> 'id')::uuid, actor.structure_id, person, (p ->> 'today')::date, extract(hour from clock_timestamp() at time zone zone),
         p ->> 'reason', p ->> 'outcome', case when p ? 'urgent' then clock_timestamp() end, nullif(p #>> '{urgent,told}', ''),
         nullif(p #>> '{back,number}', ''), nullif(p #>> '{back,words}', ''), case when p ? 'back' then clock_timestamp() end, b.id, b.display_name
    from access.account b where b.id = actor.account_id
  on conflict (id) do update
    set person_id = coalesce(excluded.person_id, k.person_id), reason = excluded.reason, outcome = excluded.outcome,
        urgent_at = coalesce(k.urgent_at, excluded.urgent_at), urgent_told = coalesce(excluded.urgent_told, k.urgent_told),
        back_number = case when k.back_done_at is null then coalesce(excluded.back_number, k.back_number) end,
        back_words = coalesce(excluded.back_words, k.back_words), back_asked_at = coalesce(k.back_asked_at, excluded.back_asked_at)
    where k.author_id = actor.account_id and (k.person_id is null or excluded.person_id is null or k.person_id = excluded.person_id)
  returning * into c;
  if c.id is null then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  if c.urgent_at is not null and c.person_id is not null then
    perform tasks.give(c.person_id, 'appointments', 'Appel urgent passé au 15 le ' || to_char(c.urgent_at at time zone zone, 'DD/MM/YYYY à HH24"h"MI')
      || coalesce('. Prévenu : ' || c.urgent_told, '') || '. Prendre des nouvelles.', 'urgent_call', c.id, p_for_role => 'doctor');
  end if;
end $$;

-- Owner function. Someone was called back: their number goes. Asked twice, done once. Errors: MA403, MA409 no such.
create function telephone.called_back(p_call uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := telephone.answers();
  c telephone.call;
begin
  select * into c from telephone.call k where k.id = p_call and k.structure_id = actor.structure_id and k.back_asked_at is not null for update;
  if not found then
    raise exception 'nobody to call back' using errcode = 'MA409';
  end if;
  perform audit.record('call.back', c.person_id, null, 'call', c.id);
  if c.person_id is not null then
    perform agenda.require_person(c.person_id, actor);
  end if;
  update telephone.call k set back_number = null, back_done_at = coalesce(k.back_done_at, clock_timestamp()) where k.id = c.id;
end $$;

-- Owner function. Numbers kept for three days go, whether anyone called back or not; every hour, by who cleans up after sign-ins.
create function telephone.forget_numbers(p_most integer) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update telephone.call k set back_number = null
   where k.id in (select o.id from telephone.call o where o.back_number is not null and o.back_asked_at < clock_timestamp() - interval '3 days'
                   order by o.back_asked_at limit p_most for update skip locked)
  returning k.id
$$;

grant execute on function telephone.find, telephone.appointments, telephone.desk, telephone.note, telephone.called_back to maillage_app;
grant execute on function telephone.forget_numbers to maillage_signin;
