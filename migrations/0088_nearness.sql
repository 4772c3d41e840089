-- Slots near someone's home first. How near a site is, is the program's to say, from the lists of communes it embeds: no kilometres are known.

-- Free slots as agenda.find_slots gives them, those of the first group of sites before those of the next. Not granted.
-- p: as agenda.find_slots, and near: [[site]], the nearest group first
create function agenda.find_near(p jsonb, p_limit integer) returns table (opening_id uuid, professional_id uuid, site_id uuid, room_id uuid,
    day date, starts timestamptz, ends timestamptz)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  places jsonb;
  given integer;
  left_over integer := p_limit;
begin
  for places in select g from jsonb_array_elements(p -> 'near') with ordinality as k (g, n) where jsonb_array_length(g) > 0 order by n loop
    return query select * from agenda.find_slots(p || jsonb_build_object('sites', places), left_over);
    get diagnostics given = row_count;
    left_over := left_over - given;
    exit when left_over <= 0;
  end loop;
end $$;

-- Owner function. Where someone lives, by commune, for who may know it, and where the sites are: {communes: [INSEE code], sites: [{id, commune}]}.
-- Errors: MA401, MA403.
create function agenda.homes(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  perform audit.record('appointment.seek', p_person);
  if not p_person = any (access.permitted_persons('appointments', 'read')) then
    raise exception 'no such person' using errcode = 'MA403';
  end if;
  return jsonb_build_object(
    'communes', (select coalesce(jsonb_agg(distinct c.content ->> 'code'), '[]') from people.contact c
        where c.person_id = any (access.records_of(array[p_person])) and c.part = 'commune' and c.known_to is null
          and p_person = any (access.permitted_persons('identity', 'read'))),
    'sites', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'commune', t.commune_code)), '[]') from network.site t));
end $$;

grant execute on function agenda.homes to maillage_app;
