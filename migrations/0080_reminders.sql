-- Reminders of appointments, the day before: where, when, what to bring, how to cancel; never why, with whom, nor for whom. Off until who
-- keeps the hours turns them on. A reminder is one row for an appointment and its hour, taken by one process in a transaction of its
-- own before anything leaves: never sent twice. When nobody can tell whether it left, it says so and is not sent again.

insert into audit.action (code, writes, returns, label, told) values
  ('reminder.list', false, false, 'Rappels affichés', 'a vu que vous aviez un rendez-vous à rappeler'),
  ('reminder.tell', true, false, 'Rappel fait de vive voix', 'vous a rappelé un rendez-vous'),
  ('reminder.stop', true, false, 'Rappels arrêtés ou repris', 'a arrêté ou repris vos rappels de rendez-vous'),
  ('reminder.setting', true, false, 'Réglage des rappels', null);

-- No row: no reminders. hour: of the day before, at the site's clock.
create table agenda.reminder_setting (
  structure_id uuid primary key references network.structure,
  hour smallint not null check (hour between 8 and 19),
  author_id uuid not null,
  known_from timestamptz not null default now()
);

-- sending: a process has taken it; sent: the carrier has it; received: its receipt says so; retry: refused clearly, once more later;
-- failed: refused for good; unknown: nobody can tell whether it left; by_hand: no way that a machine can use; told: someone did it;
-- moot: the appointment moved or ended meanwhile. Neither number nor address is kept here: they are read when it leaves.
create table agenda.reminder (
  id uuid primary key default uuidv7(),
  appointment_id uuid not null,
  person_id uuid not null references people.person not enforced,
  starts timestamptz not null,
  channel text not null check (channel in ('sms', 'email', 'by_hand')),
  state text not null check (state in ('sending', 'sent', 'received', 'retry', 'failed', 'unknown', 'by_hand', 'told', 'moot')),
  words text check (length(words) <= 2000),
  attempts smallint not null default 0,
  taken_at timestamptz,
  next_at timestamptz,
  asked_at timestamptz,
  provider text,
  reference text,
  failure text check (length(failure) <= 100),
  told_by text,
  known_from timestamptz not null default clock_timestamp(),
  unique (appointment_id, starts)
);
create index on agenda.reminder (person_id);
create index reminder_under_way on agenda.reminder (next_at) where state in ('sending', 'retry', 'sent');

create table agenda.reminder_stop (
  person_id uuid primary key references people.person,
  author_name text not null,
  known_from timestamptz not null default now()
);

do $$ begin
  alter table agenda.reminder_setting enable row level security;
  alter table agenda.reminder enable row level security;
  alter table agenda.reminder_stop enable row level security;
  grant select on agenda.reminder, agenda.reminder_stop to maillage_app;
  execute format('create policy readers on agenda.reminder for select to maillage_app using (%s)', access.gate('person_id', 'appointments', 'read'));
  execute format('create policy readers on agenda.reminder_stop for select to maillage_app using (%s)', access.gate('person_id', 'appointments', 'read'));
end $$;

-- The way a machine can use, the one to try first: a mobile telephone of one's own, or an address. Not granted.
create function agenda.way_to_remind(p_person uuid, p_channels text[]) returns table (channel text, target text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select w.channel, w.target
    from (select k.rank, k.id,
                 case when k.content ->> 'kind' = 'email' then 'email'
                      when k.content ->> 'kind' = 'phone' and k.content ->> 'e164' !~ '^\+33[1-59]' then 'sms' end as channel,
                 case when k.content ->> 'kind' = 'email' then k.content ->> 'typed' else k.content ->> 'e164' end as target
            from people.contact k
           where k.person_id = any (access.records_of(array[p_person])) and k.part = 'way' and k.known_to is null) w
   where w.channel = any (p_channels) and w.target is not null
   order by w.rank, w.id limit 1
$$;

-- Owner function, for the sign-in role: nobody is signed in when it is time. Takes what is due, each by one process: committed before
-- anything leaves. What a process took and never gave news of is said to be of unknown outcome. Returns what to send.
-- p_channels: those set up, among sms and email. Errors: none.
create function agenda.take_reminders(p_now timestamptz, p_channels text[], p_limit integer default 20)
returns table (id uuid, channel text, target text, language text, starts timestamptz, time_zone text, site text, place text, phone text, attempts smallint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  update agenda.reminder r set state = 'unknown' where r.state = 'sending' and r.taken_at < p_now - interval '5 minutes';
  update agenda.reminder r set state = 'moot'
   where r.state = 'retry' and not exists (select from agenda.appointment a
           where a.id = r.appointment_id and a.state = 'booked' and lower(a.during) = r.starts and r.starts > p_now);
  return query
    with due as (
      select a.id, a.person_id, lower(a.during) as starts, w.channel, w.target
        from agenda.reminder_setting s
        join network.site t on true
        join agenda.appointment a on a.structure_id = s.structure_id and a.site_id = t.id
         and a.day between (p_now at time zone t.time_zone)::date and (p_now at time zone t.time_zone)::date + 1
        left join lateral agenda.way_to_remind(a.person_id, p_channels) w on true
       where a.state = 'booked' and lower(a.during) > p_now + interval '1 hour'
         and extract(hour from p_now at time zone t.time_zone) between 8 and 19
         and (a.day - 1 + make_time(s.hour, 0, 0)) at time zone t.time_zone <= p_now
         -- Whoever booked or moved it since then said it.
         and greatest(a.known_from, (select max(b.at) from agenda.appointment_step b where b.appointment_id = a.id and b.was_during is not null))
             < (a.day - 1 + make_time(s.hour, 0, 0)) at time zone t.time_zone
         and not exists (select from agenda.reminder r where r.appointment_id = a.id and r.starts = lower(a.during))
         -- Nobody will be there: someone calls them (migration 0082).
         and not exists (select from agenda.round_line l where l.appointment_id = a.id and agenda.still_moot(l))
         and not exists (select from agenda.reminder_stop o where o.person_id = any (access.records_of(array[a.person_id])))
         and not exists (select from people.contact k where k.person_id = any (access.records_of(array[a.person_id])) and k.part = 'death' and k.known_to is null)
       order by lower(a.during), a.id limit p_limit
    ), new as (
      insert into agenda.reminder (appointment_id, person_id, starts, channel, state, attempts, taken_at)
      select d.id, d.person_id, d.starts, coalesce(d.channel, 'by_hand'), case when d.channel is null then 'by_hand' else 'sending' end,
             case when d.channel is null then 0 else 1 end, p_now
        from due d
      on conflict do nothing
      returning *
    ), again as (
      update agenda.reminder r set state = 'sending', attempts = r.attempts + 1, taken_at = p_now
        from (select k.id from agenda.reminder k where k.state = 'retry' and k.next_at <= p_now order by k.next_at limit p_limit for update skip locked) k
       where r.id = k.id
      returning r.*
    )
    select r.id, r.channel, w.target, (
             select k.content #>> '{languages,0,code}' from people.contact k
              where k.person_id = any (access.records_of(array[r.person_id])) and k.part = 'speech' and k.known_to is null limit 1),
           r.starts, t.time_zone, t.name, t.letterhead, (select l.phone from agenda.line l where l.structure_id = a.structure_id), r.attempts
      from (select * from new union all select * from again) r
      join agenda.appointment a on a.id = r.appointment_id
      join network.site t on t.id = a.site_id
      join lateral agenda.way_to_remind(r.person_id, array[r.channel]) w on true
     where r.state = 'sending';
end $$;

-- Owner function, for the sign-in role. How it went, of what was taken and not told yet: sent (its reference at the carrier's),
-- refused (clearly: it did not leave; once more in a while, four times in all, then failed), impossible (failed at once: no such
-- number), unknown (a line cut once it was asked: it is not sent again).
create function agenda.note_reminder(p_id uuid, p_outcome text, p_words text, p_provider text, p_reference text, p_failure text, p_now timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update agenda.reminder r
     set state = case when p_outcome = 'sent' then 'sent' when p_outcome = 'unknown' then 'unknown'
                      when p_outcome = 'refused' and r.attempts < 4 and r.starts > p_now + interval '1 hour' then 'retry' else 'failed' end,
         words = p_words, provider = p_provider, reference = p_reference, failure = left(p_failure, 100),
         next_at = case when p_outcome = 'refused' then p_now + make_interval(mins => (array[2, 10, 30, 60])[r.attempts]) end,
         asked_at = case when p_outcome = 'sent' then p_now end
   where r.id = p_id and r.state = 'sending' and p_outcome in ('sent', 'refused', 'impossible', 'unknown')
$$;

-- Owner function, for the sign-in role. Sent by a carrier that gives receipts, none read yet: asked for again after a quarter of an
-- hour, two days long.
create function agenda.take_receipts(p_now timestamptz, p_provider text, p_limit integer default 50) returns table (id uuid, reference text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update agenda.reminder r set asked_at = p_now
    from (select k.id from agenda.reminder k where k.state = 'sent' and k.provider = p_provider and k.reference is not null
             and k.asked_at <= p_now - interval '15 minutes' and k.taken_at > p_now - interval '2 days'
           order by k.asked_at limit p_limit for update skip locked) k
   where r.id = k.id
  returning r.id, r.reference
$$;

-- Owner function, for the sign-in role. received, or failed with why.
create function agenda.note_receipt(p_id uuid, p_received boolean, p_failure text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update agenda.reminder r set state = case when p_received then 'received' else 'failed' end, failure = left(p_failure, 100)
   where r.id = p_id and r.state = 'sent'
$$;

-- Owner function. Appointments of some days with their reminders, of those the actor may know; those to be told otherwise first.
-- Also who asked for none. Audited as one list.
create function agenda.reminders(p_from date, p_until date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  shown uuid[];
  known uuid[] := '{}';
begin
  if not access.holds('appointments', 'write') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  shown := array(select distinct a.person_id from agenda.appointment a where a.day between p_from and least(p_until, p_from + 13) and a.state in ('booked', 'arrived'));
  if cardinality(shown) > 0 then
    perform audit.record('reminder.list', null, shown);
    known := access.permitted_persons('appointments', 'read');
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('appointment', a.id, 'start', lower(a.during), 'siteId', a.site_id,
             'person', jsonb_build_object('id', a.person_id, 'family', i.family, 'given', i.given, 'usedFamily', i.used_family, 'usedGiven', i.used_given, 'sex', coalesce(i.sex, 'unknown')),
             'reminder', case when r.id is not null then jsonb_build_object('id', r.id, 'channel', r.channel, 'state', r.state, 'words', r.words,
               'failure', r.failure, 'toldBy', r.told_by, 'local', r.provider = 'local') end,
             'stopped', o.person_id is not null) order by coalesce(r.state in ('by_hand', 'failed', 'unknown'), false) desc, lower(a.during), a.id), '[]')
      from agenda.appointment a
      join people.identity i on i.person_id = a.person_id and i.known_to is null
      left join agenda.reminder r on r.appointment_id = a.id and r.starts = lower(a.during)
      left join agenda.reminder_stop o on o.person_id = a.person_id
     where a.day between p_from and least(p_until, p_from + 13) and a.state in ('booked', 'arrived') and a.person_id = any (known));
end $$;

-- Owner function. Someone was told by a person. False when there is nothing to tell. Told twice, told once.
create function agenda.tell_reminder(p_person uuid, p_reminder uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform audit.record('reminder.tell', p_person, null, 'reminder', p_reminder);
  perform agenda.require_person(p_person, actor);
  update agenda.reminder r set state = 'told', told_by = (select b.display_name from access.account b where b.id = actor.account_id)
   where r.id = p_reminder and r.person_id = p_person and r.state in ('by_hand', 'failed', 'unknown', 'told');
  return found;
end $$;

-- Owner function. The person wants no more reminders, or wants them again.
create function agenda.stop_reminders(p_person uuid, p_stopped boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform audit.record('reminder.stop', p_person);
  perform agenda.require_person(p_person, actor);
  if p_stopped then
    insert into agenda.reminder_stop (person_id, author_name)
    select p_person, b.display_name from access.account b where b.id = actor.account_id on conflict do nothing;
    update agenda.reminder r set state = 'moot' where r.person_id = p_person and r.state = 'retry';
  else
    delete from agenda.reminder_stop o where o.person_id = p_person;
  end if;
end $$;

-- Owner function. At which hour of the day before; null: none are sent.
create function agenda.reminder_hour() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.hour::int from agenda.reminder_setting s where s.structure_id = (access.actor()).structure_id
$$;

create function agenda.set_reminder_hour(p_hour integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
begin
  perform audit.record('reminder.setting', null, null, null, null, jsonb_build_object('hour', p_hour));
  if p_hour is null then
    delete from agenda.reminder_setting s where s.structure_id = actor.structure_id;
  else
    insert into agenda.reminder_setting as s (structure_id, hour, author_id) values (actor.structure_id, p_hour, actor.account_id)
    on conflict (structure_id) do update set hour = excluded.hour, author_id = excluded.author_id, known_from = now();
  end if;
end $$;

grant usage on schema agenda to maillage_signin;
grant execute on function agenda.take_reminders, agenda.note_reminder, agenda.take_receipts, agenda.note_receipt to maillage_signin;
grant execute on function agenda.reminders, agenda.tell_reminder, agenda.stop_reminders, agenda.reminder_hour, agenda.set_reminder_hour to maillage_app;
