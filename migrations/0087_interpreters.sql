-- The interpreter of an appointment, once it is booked: whoever was found, another language or way, or nobody needed after all.

insert into audit.action (code, writes, returns, label, told) values
  ('appointment.interpreter', true, false, 'Interprète d’un rendez-vous noté', 'a noté qui interprète à un de vos rendez-vous');

-- Owner function. Says who interprets; the task to find someone ends with a name, and comes back without one. outcome: "done" {appointment},
-- again too; "changed" {appointment}: no longer at the version seen. Errors: MA401, MA403, MA409 no such appointment.
-- p: {personId, appointment, version, interpreter: {language, means, by?} | null, words: language and means in French}
create function agenda.set_interpreter(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  a agenda.appointment;
  spoken text := p #>> '{interpreter,language}';
  found_one boolean := coalesce(p #>> '{interpreter,by}' <> '', false);
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not access.holds('identity_detail', 'write') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  select * into a from agenda.appointment k where k.id = (p ->> 'appointment')::uuid and k.person_id = (p ->> 'personId')::uuid for update;
  if not found then
    raise exception 'no such appointment' using errcode = 'MA409';
  end if;
  perform audit.record('appointment.interpreter', a.person_id, null, 'appointment', a.id);
  perform agenda.require_person(a.person_id, actor);
  if not a.person_id = any (access.permitted_persons('identity_detail', 'write')) then
    raise exception 'no such person' using errcode = 'MA403';
  end if;
  if a.version <> (p ->> 'version')::int then
    return jsonb_build_object('outcome', 'changed', 'appointment', agenda.told(a, agenda.natures_read()));
  end if;
  delete from agenda.appointment_detail d where d.appointment_id = a.id and d.part = 'interpreter';
  if spoken is not null then
    insert into agenda.appointment_detail (appointment_id, person_id, part, nature, words, content, author_id)
    values (a.id, a.person_id, 'interpreter', 'identity_detail', p ->> 'words', p -> 'interpreter', actor.account_id);
  end if;
  update agenda.appointment k set version = k.version + 1, interpreter = spoken, interpreter_found = found_one where k.id = a.id returning * into a;
  if spoken is null or found_one then
    perform tasks.settle('interpreter', a.id);
  else
    perform agenda.seek_interpreter(a, p ->> 'words');
  end if;
  perform pg_notify('agenda', a.site_id || ' ' || a.day);
  return jsonb_build_object('outcome', 'done', 'appointment', agenda.told(a, agenda.natures_read()));
end $$;

grant execute on function agenda.set_interpreter to maillage_app;
