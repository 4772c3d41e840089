-- A practitioner's agenda as a calendar that a telephone subscribes to: a secret address for each, which says when and where, never who,
-- nor why, nor which service. Whoever holds the address reads it without signing in: it is made and revoked by the practitioner, or by
-- who keeps the hours, shown once and kept hashed. It gives nothing any more once its practitioner has no function here.

insert into audit.action (code, writes, label) values
  ('calendar.make', true, 'Adresse d’un calendrier créée'),
  ('calendar.revoke', true, 'Adresse d’un calendrier révoquée'),
  ('calendar.read', false, 'Calendrier lu par un appareil, la première fois du jour');

create table agenda.calendar_feed (
  id uuid primary key default uuidv7(),
  professional_id uuid not null references agenda.practitioner,
  token_hash bytea not null unique,
  made_at timestamptz not null default clock_timestamp(),
  author_id uuid not null references access.account,
  author_name text not null,
  -- An apparatus asks every quarter of an hour: the day is enough.
  read_on date,
  revoked_at timestamptz
);
create unique index calendar_feed_in_force on agenda.calendar_feed (professional_id) where revoked_at is null;
alter table agenda.calendar_feed enable row level security;
create index on agenda.appointment_step (was_given_by, was_during) where was_given_by is not null;

-- Whether the actor may make or revoke this practitioner's address: their own, or they keep the hours. Not granted. Errors: MA401.
create function agenda.keeps_calendar(p_professional uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  return exists (select from agenda.practitioner k join network.professional f on f.id = k.professional_id
                  where k.professional_id = p_professional and k.active and (f.account_id = actor.account_id or access.can('timetable')));
end $$;

-- Owner function. The calendars the actor may make or revoke: their own first.
create function agenda.calendars() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('professionalId', k.professional_id, 'label', f.label,
             'mine', coalesce(f.account_id = actor.account_id, false), 'madeAt', c.made_at, 'by', c.author_name, 'readOn', c.read_on)
             order by coalesce(f.account_id = actor.account_id, false) desc, f.label), '[]')
      from agenda.practitioner k join network.professional f on f.id = k.professional_id
      left join agenda.calendar_feed c on c.professional_id = k.professional_id and c.revoked_at is null
     where agenda.keeps_calendar(k.professional_id));
end $$;

-- Owner function. A new address for a practitioner's calendar; the one before leads nowhere any more. False: not theirs to make.
create function agenda.make_calendar(p_professional uuid, p_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  made uuid;
begin
  if not agenda.keeps_calendar(p_professional) then
    return false;
  end if;
  perform from agenda.practitioner k where k.professional_id = p_professional for update;
  update agenda.calendar_feed c set revoked_at = clock_timestamp() where c.professional_id = p_professional and c.revoked_at is null;
  insert into agenda.calendar_feed (professional_id, token_hash, author_id, author_name)
  select p_professional, p_hash, b.id, b.display_name from access.account b where b.id = actor.account_id returning id into made;
  perform audit.record('calendar.make', null, null, 'calendar', made);
  return true;
end $$;

-- Owner function. The address leads nowhere from the commit on. Asked twice, done once. False: not theirs to revoke.
create function agenda.revoke_calendar(p_professional uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  was uuid;
begin
  if not agenda.keeps_calendar(p_professional) then
    return false;
  end if;
  update agenda.calendar_feed c set revoked_at = clock_timestamp()
   where c.professional_id = p_professional and c.revoked_at is null returning c.id into was;
  if was is not null then
    perform audit.record('calendar.revoke', null, null, 'calendar', was);
  end if;
  return true;
end $$;

-- Owner function, for the sign-in role: nobody is signed in. What an address leads to: hours taken, a month back and 180 days ahead.
-- {state: "unknown" | "over"} or {state: "open", events: [{id, version, changed, start, end, site, cancelled}]}: of a joint appointment too;
-- one that went to a colleague is cancelled here, at the hours it had. Missed hours are told as hours passed. One line of the trail a day.
create function agenda.calendar_events(p_hash bytea, p_today date, p_stamp text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  c agenda.calendar_feed;
  time tstzrange := tstzrange(p_today - 30, p_today + 181);
begin
  select * into c from agenda.calendar_feed k where k.token_hash = p_hash;
  if c.id is null then
    return '{"state": "unknown"}';
  end if;
  if c.revoked_at is not null or not exists (
       select from agenda.practitioner k join network.professional f on f.id = k.professional_id left join access.account b on b.id = f.account_id
        where k.professional_id = c.professional_id and k.active and b.disabled_at is null
          and (f.account_id is null or exists (select from access.assignment g where g.account_id = f.account_id and g.valid @> current_date))) then
    return '{"state": "over"}';
  end if;
  if c.read_on is distinct from p_today then
    update agenda.calendar_feed k set read_on = p_today where k.id = c.id and k.read_on is distinct from p_today;
    if found then
      perform audit.record_sign_in(null, 'calendar.read', p_stamp, jsonb_build_object('calendar', c.id));
    end if;
  end if;
  return jsonb_build_object('state', 'open', 'events', (
    with theirs as (
      select a.id, a.version, a.known_from, a.during, a.site_id, a.state in ('excused', 'cancelled') as cancelled
        from agenda.appointment a
       where a.given_by = c.professional_id and a.day between p_today - 30 and p_today + 180 and not a.walk_in
      union
      select a.id, a.version, a.known_from, a.during, a.site_id, false
        from agenda.occupation o join agenda.appointment a on a.id = o.appointment_id
       where o.resource_id = c.professional_id and o.during && time and c.professional_id = any (a.given_with)
    ), gone as (
      select distinct on (s.appointment_id) a.id, a.version, a.known_from, s.was_during, s.was_site, true
        from agenda.appointment_step s join agenda.appointment a on a.id = s.appointment_id
       where s.was_given_by = c.professional_id and s.was_during && time and a.given_by <> c.professional_id
         and c.professional_id <> all (a.given_with)
       order by s.appointment_id, s.n desc)
    select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'version', e.version, 'start', lower(e.during), 'end', upper(e.during), 'site', t.name,
             'cancelled', e.cancelled, 'changed', coalesce((select max(b.at) from agenda.appointment_step b where b.appointment_id = e.id), e.known_from))
             order by lower(e.during), e.id), '[]')
      from (select * from theirs union all select * from gone) e join network.site t on t.id = e.site_id));
end $$;

grant execute on function agenda.calendars, agenda.make_calendar, agenda.revoke_calendar to maillage_app;
grant execute on function agenda.calendar_events to maillage_signin;
