-- What who keeps the team's hours changes beside them: what is offered, and where; and what a change of hours leaves behind.

-- A service or a room as it is read and changed. Not granted.
create function agenda.service_state(p_id uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', s.id, 'code', s.code, 'label', s.label, 'neutralLabel', s.neutral_label, 'minutes', s.minutes, 'nature', s.nature,
      'sites', s.sites, 'bookingRoles', s.booking_roles, 'leadMinutes', s.lead_minutes, 'horizonDays', s.horizon_days,
      'prescribed', s.prescribed, 'active', s.active,
      'givenBy', array(select g.professional_id from agenda.gives g where g.service_id = s.id order by g.professional_id))
    from agenda.service s where s.id = p_id
$$;
create function agenda.room_state(p_id uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', r.id, 'siteId', r.site_id, 'label', r.label, 'wheelchair', r.wheelchair, 'active', r.active)
    from agenda.room r where r.id = p_id
$$;

-- The line of the network, as it is read and changed; null: none yet. Not granted.
create function agenda.line_state() returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('phone', l.phone, 'hours', l.hours, 'bring', l.bring, 'interpreter', l.interpreter)
    from agenda.line l order by l.structure_id limit 1
$$;

-- Owner function. What is offered: made once by its identifier, or changed. Two people at once: the second, whose "stamp" is of
-- what was before, changes nothing; the same asked again is no conflict. Who gives it keeps their own duration.
-- Errors: MA409; 23505 another one has this code.
-- p: {today, id, stamp?, code, label, neutralLabel, minutes, nature, sites, bookingRoles, leadMinutes, horizonDays, prescribed,
--   active, givenBy: [professionalId]}
create function agenda.save_service(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  which uuid := (p ->> 'id')::uuid;
  given_by uuid[] := array(select jsonb_array_elements_text(p -> 'givenBy')::uuid);
  before jsonb;
  touched uuid[];
begin
  perform audit.record('timetable.change', null, null, 'service', which);
  perform pg_advisory_xact_lock(hashtextextended(which::text, 70));
  before := agenda.service_state(which);
  touched := given_by || array(select g.professional_id from agenda.gives g where g.service_id = which);
  perform agenda.hold_practitioners(touched);
  insert into agenda.service as s (id, structure_id, code, label, neutral_label, minutes, nature, sites, booking_roles, lead_minutes,
      horizon_days, prescribed, active, sort)
  select which, t.id, p ->> 'code', p ->> 'label', p ->> 'neutralLabel', (p ->> 'minutes')::smallint, p ->> 'nature',
         array(select jsonb_array_elements_text(p -> 'sites')::uuid), array(select jsonb_array_elements_text(p -> 'bookingRoles')),
         (p ->> 'leadMinutes')::integer, (p ->> 'horizonDays')::smallint, (p ->> 'prescribed')::boolean, (p ->> 'active')::boolean,
         (select coalesce(max(k.sort) + 1, 0) from agenda.service k)
    from network.structure t where t.in_team order by t.code limit 1
  on conflict (id) do update
     set label = excluded.label, neutral_label = excluded.neutral_label, minutes = excluded.minutes, nature = excluded.nature,
         sites = excluded.sites, booking_roles = excluded.booking_roles, lead_minutes = excluded.lead_minutes,
         horizon_days = excluded.horizon_days, prescribed = excluded.prescribed, active = excluded.active;
  delete from agenda.gives g where g.service_id = which and g.professional_id <> all (given_by);
  insert into agenda.gives (professional_id, service_id) select k, which from unnest(given_by) k on conflict do nothing;
  if before is not null and md5(before::text) is distinct from p ->> 'stamp' and before <> agenda.service_state(which) then
    raise exception 'changed meanwhile' using errcode = 'MA409';
  end if;
  perform agenda.changed(touched, (p ->> 'today')::date);
end $$;

-- Owner function. A room, as a service above: made once, or changed. It stays on its site; one that is used no more keeps its past.
-- Errors: MA409; 23505 another one of this site has this name. p: {id, stamp?, siteId, label, wheelchair, active}
create function agenda.save_room(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  which uuid := (p ->> 'id')::uuid;
  before jsonb;
begin
  if not exists (select from network.site t where t.id = (p ->> 'siteId')::uuid) then
    raise exception 'no such site' using errcode = 'MA409';
  end if;
  perform audit.record('timetable.change', null, null, 'room', which);
  perform pg_advisory_xact_lock(hashtextextended(which::text, 70));
  before := agenda.room_state(which);
  insert into agenda.room (id, site_id, label, wheelchair, active)
  values (which, (p ->> 'siteId')::uuid, p ->> 'label', (p ->> 'wheelchair')::boolean, (p ->> 'active')::boolean)
  on conflict (id) do update set label = excluded.label, wheelchair = excluded.wheelchair, active = excluded.active;
  if before is not null and md5(before::text) is distinct from p ->> 'stamp' and before <> agenda.room_state(which) then
    raise exception 'changed meanwhile' using errcode = 'MA409';
  end if;
  perform pg_notify('agenda', '*');
end $$;

-- Owner function. The line people call: its number and hours, what everyone is asked to bring, the interpreters one rings. Errors: MA409, as above.
-- p: {stamp?, phone, hours: [{weekday, from: "08:00", to}], bring, interpreter: {phone, code?, languages: ["turc"]} | null}
create function agenda.save_line(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := agenda.keeps_hours();
  before jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('agenda.line', 70));
  before := agenda.line_state();
  perform audit.record('timetable.change', null, null, 'line', null);
  insert into agenda.line as l (structure_id, phone, hours, bring, interpreter)
  select coalesce((select k.structure_id from agenda.line k order by k.structure_id limit 1),
                  (select t.id from network.structure t where t.in_team order by t.code limit 1)),
         p ->> 'phone', p -> 'hours', p ->> 'bring', nullif(p -> 'interpreter', 'null')
  on conflict (structure_id) do update
     set phone = excluded.phone, hours = excluded.hours, bring = excluded.bring, interpreter = excluded.interpreter;
  if before is not null and md5(before::text) is distinct from p ->> 'stamp' and before <> agenda.line_state() then
    raise exception 'changed meanwhile' using errcode = 'MA409';
  end if;
  perform pg_notify('agenda', '*');
end $$;

-- Owner function. Beside agenda.timetable, for who keeps the hours: what is offered and where, the line, those whose hours are not kept yet, who may
-- book, public holidays of a year to come, and appointments that no hours hold any more (how many, by day: nothing of anyone).
create function agenda.keeping(p_today date) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('timetable') then
    raise exception 'role may not keep hours' using errcode = 'MA403';
  end if;
  return jsonb_build_object(
    'services', (select coalesce(jsonb_agg(t.state || jsonb_build_object('stamp', md5(t.state::text)) order by t.sort), '[]')
        from (select agenda.service_state(s.id) as state, s.sort from agenda.service s) t),
    'rooms', (select coalesce(jsonb_agg(t.state || jsonb_build_object('stamp', md5(t.state::text)) order by t.state ->> 'label'), '[]')
        from (select agenda.room_state(r.id) as state from agenda.room r) t),
    'line', (select t.state || jsonb_build_object('stamp', md5(t.state::text)) from (select agenda.line_state() as state) t),
    'professionals', (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'label', f.label, 'profession', f.profession) order by f.label), '[]')
        from network.professional f join network.structure t on t.id = f.structure_id and t.in_team
       where not exists (select from agenda.practitioner k where k.professional_id = f.id)),
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.display_name) order by b.display_name), '[]')
        from access.account b where b.disabled_at is null
         and exists (select from access.assignment g join network.structure t on t.id = g.structure_id and t.in_team
                      where g.account_id = b.id and g.valid @> current_date and g.role <> 'console')),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'label', r.label) order by r.sort), '[]')
        from access.role r join access.nature_right n on n.role = r.code and n.nature = 'appointments' and n.can_write),
    'holidays', (select coalesce(jsonb_agg(jsonb_build_object('day', h.day, 'label', h.label, 'sites', h.sites) order by h.day), '[]')
        from (select y.day, y.label, array_agg(s.id) as sites from network.site s
               cross join lateral agenda.holidays(coalesce(s.territory, agenda.territory_of(s.commune_code)), p_today, p_today + 365) y
               group by y.day, y.label) h),
    'stranded', (select coalesce(jsonb_agg(jsonb_build_object('professionalId', b.resource_id, 'siteId', b.site_id, 'day', b.day, 'count', b.n)
          order by b.day, b.resource_id), '[]')
        from (select o.resource_id, a.site_id, a.day, count(*)::int as n
                from agenda.appointment a join agenda.occupation o on o.appointment_id = a.id and o.firm
                join agenda.practitioner k on k.professional_id = o.resource_id
               where a.day >= p_today and a.state = 'booked'
                 and not exists (select from agenda.opening n where n.professional_id = o.resource_id and n.day = a.day
                                    and n.site_id = a.site_id and n.during @> o.during)
               group by o.resource_id, a.site_id, a.day) b));
end $$;

grant execute on function agenda.save_service, agenda.save_room, agenda.save_line, agenda.keeping to maillage_app;
