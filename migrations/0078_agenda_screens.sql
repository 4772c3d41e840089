-- What the screens of the agenda ask beside what 0072 gives: who waits for hours to be freed.

-- Owner function. Those who wait, in the order they asked, as far as the actor may know them and why they come. Audited as one list.
create function agenda.waiting_list() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  natures text[] := agenda.natures_read();
  shown agenda.waiting[];
begin
  if not 'appointments' = any (natures) then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  shown := array(select w from agenda.waiting w where w.state = 'waiting' and w.nature = any (natures));
  if cardinality(shown) > 0 then
    perform audit.record('agenda.view', null, array(select distinct w.person_id from unnest(shown) w));
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'on', w.person_id, 'serviceId', s.id, 'service', s.label, 'sites', w.sites,
             'professionalId', w.professional_id, 'until', w.until, 'words', w.words, 'since', w.known_from, 'by', w.author_name,
             'person', jsonb_build_object('id', coalesce(l.kept_id, w.person_id), 'family', i.family, 'given', i.given, 'usedFamily', i.used_family,
               'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex)) order by w.known_from), '[]')
      from unnest(shown) w
      join agenda.service s on s.id = w.service_id
      left join people.alias l on l.person_id = w.person_id and l.known_to is null
      join people.identity i on i.person_id = w.person_id and i.known_to is null
     where w.nature || w.person_id = any (access.permitted_keys(natures, 'read'))
       and w.person_id = any (access.permitted_persons('identity', 'read')));
end $$;

grant execute on function agenda.waiting_list to maillage_app;
