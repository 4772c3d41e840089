-- Objections, records broken open in an emergency, and who read whom. What they decide of reading is in
-- migrations/0005_actor.sql (audit.record, access.permitted_persons) and people.may_know; here are the acts.

-- As told to the person themself, in plain words. Of notes nothing more is said than that someone wrote: existence speaks.
alter table audit.action add column told text;

insert into audit.action (code, writes, label, told) values
  ('session.prove', true, 'Seconde preuve redemandée', null),
  ('person.rights', false, 'Droits de la personne affichés', 'a affiché vos oppositions et les accès d’urgence'),
  ('person.accesses', false, 'Liste des accès au dossier', 'a affiché ou imprimé la liste de qui a consulté votre dossier'),
  ('objection.record', true, 'Opposition enregistrée', 'a noté votre opposition à un professionnel'),
  ('objection.lift', true, 'Opposition levée', 'a noté que vous levez une opposition'),
  ('glass.open', false, 'Dossier ouvert en accès d’urgence', 'a ouvert votre dossier en accès d’urgence'),
  ('glass.sought', false, 'Accès d’urgence demandé, sans dossier trouvé', null),
  ('glass.close', false, 'Accès d’urgence refermé', 'a refermé l’accès d’urgence à votre dossier'),
  ('glass.list', false, 'Accès d’urgence listés', 'a relu les accès d’urgence'),
  ('glass.review', true, 'Accès d’urgence examiné', 'a examiné un accès d’urgence à votre dossier'),
  ('glass.told', true, 'Accès d’urgence dit à la personne', 'a noté vous avoir parlé d’un accès d’urgence'),
  ('audit.export', false, 'Journal exporté', null),
  ('audit.unusual', false, 'Accès inhabituels cherchés', null);
update audit.action set told = t.told from (values
  ('person.open', 'a ouvert votre dossier'),
  ('person.create', 'a créé votre dossier'),
  ('person.search', 'a vu votre nom dans une recherche'),
  ('person.list', 'a vu votre nom dans une liste'),
  ('person.pairs', 'a vu votre nom dans une liste'),
  ('intake.match', 'a comparé un fichier avec les dossiers du centre'),
  ('report.list', 'a vu votre nom dans une liste du bilan'),
  ('encounter.record', 'a noté une de vos venues')) as t (code, told) where action.code = t.code;

-- objections: who hears the person at first hand, in the centre. Not the outside telephone desk, which cannot tell who
-- speaks; not partners, who read by consent. accesses: who answers a person that asks who read their record.
insert into access.capability (role, capability)
select role, 'objections' from unnest('{reception,social_worker,administrative_officer,mediator,nurse,coordinating_nurse,doctor,paramedic,medical_director}'::text[]) role
union all
select role, 'accesses' from unnest('{administrative_officer,coordinating_nurse,medical_director,data_protection_officer}'::text[]) role
union all
-- The officer reviews the medical director's own.
select role, 'glass_review' from unnest('{medical_director,data_protection_officer}'::text[]) role
union all
select distinct role, 'glass' from access.glass_right;

-- Owner function. What a person said of who may read them, and what was broken open, with what a form needs. Null for who
-- may not know them.
create function access.person_rights(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  members uuid[] := people.together(p_person);
  records uuid[];
begin
  if not access.can('objections') and not access.can('accesses') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  perform audit.record('person.rights', coalesce(members[1], p_person), members);
  if not p_person = any (access.permitted_persons('identity', 'read')) then
    return null;
  end if;
  records := access.records_of(array[p_person]);
  return jsonb_build_object(
    'objections', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'account', a.display_name, 'saidOn', o.said_on, 'means', o.means,
          'words', o.words, 'recordedBy', b.display_name, 'recordedAt', o.recorded_at, 'liftedOn', o.lifted_on, 'liftedMeans', o.lifted_means,
          'liftedWords', o.lifted_words, 'liftedBy', c.display_name) order by o.lifted_at is not null, o.recorded_at desc), '[]')
        from access.objection o join access.account a on a.id = o.account_id join access.account b on b.id = o.recorded_by
        left join access.account c on c.id = o.lifted_by
       where o.person_id = any (records)),
    'openings', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'at', g.opened_at, 'by', a.display_name, 'role', r.label,
          'reason', w.label, 'outcome', g.outcome, 'toldOn', g.told_on) order by g.opened_at desc), '[]')
        from access.break_glass g join access.account a on a.id = g.account_id join access.role r on r.code = g.role
        join access.glass_reason w on w.code = g.reason
       where g.person_id = any (records)),
    'professionals', case when access.can('objections') then (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'roles', p.roles) order by p.name), '[]')
        from (select a.id, a.display_name as name, string_agg(distinct r.label || ', ' || s.name, ' ; ') as roles
                from access.account a
                join access.assignment g on g.account_id = a.id and g.valid @> current_date
                join access.role r on r.code = g.role and r.assignable
                join network.structure s on s.id = g.structure_id
               where a.disabled_at is null
                 and (g.role in (select n.role from access.nature_right n) or g.role in (select n.role from access.glass_right n)
                      or g.role = 'trainee')
               group by a.id) p) end);
end $$;

-- Whether the actor may note this for a person: they hear them, and may know them; who may not is noted as having tried
-- to open the record. Not granted.
create function access.hears(p_person uuid) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.read_only or not access.can('objections') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  if exists (select from people.may_know(p_person, actor.structure_id, actor.account_id,
      (select r.by_consent from access.nature_right r where r.role = actor.role and r.nature = 'identity' and r.can_read))) then
    return true;
  end if;
  perform audit.record('person.open', p_person);
  return false;
end $$;

-- Owner function. The person objects to a professional: from the commit on, everywhere. "done"; "already" when they do
-- object to them; "unknown" when the actor may not know the person, or nobody has that account. Sent twice, written once.
-- p: {id, personId, accountId, saidOn, means, words}
create function access.record_objection(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid := (p ->> 'personId')::uuid;
  account uuid := (p ->> 'accountId')::uuid;
begin
  if exists (select from access.objection o where o.id = (p ->> 'id')::uuid and o.recorded_by = access.account_id()
               and o.person_id = person and o.account_id = account) then
    return 'done';
  end if;
  if not access.hears(person) or not exists (select from access.account a where a.id = account and a.disabled_at is null) then
    return 'unknown';
  end if;
  perform audit.record('objection.record', person, null, 'objection', (p ->> 'id')::uuid);
  if exists (select from access.objection o where o.account_id = account and o.lifted_at is null
               and o.person_id = any (access.records_of(array[person]))) then
    return 'already';
  end if;
  insert into access.objection (id, person_id, account_id, said_on, means, words, recorded_by)
  values ((p ->> 'id')::uuid, person, account, (p ->> 'saidOn')::date, p ->> 'means', coalesce(p ->> 'words', ''), access.account_id())
  on conflict do nothing;
  return case when found then 'done' else 'already' end;
end $$;

-- Owner function. The person takes an objection back. "done" (again too); "unknown" as above.
-- p: {id, personId, liftedOn, means, words}
create function access.lift_objection(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid := (p ->> 'personId')::uuid;
  lifted access.objection;
begin
  if not access.hears(person) then
    return 'unknown';
  end if;
  select o.* into lifted from access.objection o
   where o.id = (p ->> 'id')::uuid and o.person_id = any (access.records_of(array[person])) for update;
  if not found then
    return 'unknown';
  elsif lifted.said_on > (p ->> 'liftedOn')::date then
    return 'before';
  end if;
  perform audit.record('objection.lift', person, null, 'objection', (p ->> 'id')::uuid);
  -- Kept on several records of one person (people.unmerge): lifted on those read together.
  update access.objection o
     set lifted_on = (p ->> 'liftedOn')::date, lifted_means = p ->> 'means', lifted_words = coalesce(p ->> 'words', ''),
         lifted_by = access.account_id(), lifted_at = now()
   where o.account_id = lifted.account_id and o.lifted_at is null and o.person_id = any (access.records_of(array[person]));
  return 'done';
end $$;

-- Owner function. Breaks one record open, for an hour, for this session: a reason of the list that the role may give, words,
-- the second factor shown less than two minutes before. The person is one the actor knows (personId), or is typed whole:
-- every word of a name and the birth, exactly; no list is ever given. Whoever searches without finding waits.
-- outcome: "open" (id, personId, endsAt), "unproven", "unknown", "several", "paused" (a quarter of an hour to a day).
-- p: {id, reason, words, personId?, names?: folded words, birth?, number?}
create function access.break_glass(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  glass uuid := (p ->> 'id')::uuid;
  names text[] := array(select distinct n from jsonb_array_elements_text(coalesce(p -> 'names', '[]')) n);
  made access.break_glass;
  candidates uuid[];
  vain integer;
  everything integer;
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if actor.read_only or not exists (select from access.glass_right r where r.role = actor.role and r.reason = p ->> 'reason') then
    raise exception 'role may not break a record open for this' using errcode = 'MA403';
  end if;
  -- One at a time for an account: what is counted below cannot be outrun.
  perform pg_advisory_xact_lock(hashtextextended(actor.account_id::text, 24));
  select g.* into made from access.break_glass g where g.id = glass;
  if found then
    if made.session_id <> actor.session_id or made.person_id is null then
      raise exception 'this identifier is taken' using errcode = 'MA409';
    end if;
    perform audit.record('glass.open', made.person_id, null, 'glass', glass);
    return jsonb_build_object('outcome', 'open', 'id', glass, 'personId', made.person_id, 'endsAt', made.ends_at);
  end if;
  select count(*) filter (where g.person_id is null and g.opened_at > clock_timestamp() - interval '1 hour'), count(*)
    into vain, everything
    from access.break_glass g where g.account_id = actor.account_id and g.opened_at > clock_timestamp() - interval '1 day';
  if vain >= 3 or everything >= 20 then
    perform audit.record('glass.sought', null, null, 'glass', glass, '{"outcome": "paused"}');
    return '{"outcome": "paused"}';
  end if;
  -- A demonstration's accounts have no second factor, and no real person.
  update access.session s set proven_at = null
   where s.id = actor.session_id and (s.kind = 'demonstration' or s.proven_at > clock_timestamp() - interval '2 minutes');
  if not found then
    perform audit.record('glass.sought', null, null, 'glass', glass, '{"outcome": "unproven"}');
    return '{"outcome": "unproven"}';
  end if;
  if p ->> 'personId' is not null then
    select array_agg((p ->> 'personId')::uuid) into candidates
      from people.may_know((p ->> 'personId')::uuid, actor.structure_id, actor.account_id,
        (select r.by_consent from access.nature_right r where r.role = actor.role and r.nature = 'identity' and r.can_read));
  elsif cardinality(names) >= 2 and p ->> 'birth' is not null then
    select array_agg(distinct coalesce(k.kept_id, i.person_id)) into candidates
      from people.identity i left join people.alias k on k.person_id = i.person_id and k.known_to is null
     where i.birth = p ->> 'birth' and i.known_to is null and names <@ i.search_tokens
       and (p ->> 'number' is null or exists (
             select from people.person q where q.id = any (access.records_of(array[i.person_id])) and q.local_number = (p ->> 'number')::bigint));
  end if;
  -- An objection gives way in an emergency alone; otherwise nothing is said of it.
  if not (select w.emergency from access.glass_reason w where w.code = p ->> 'reason') then
    candidates := array(select unnest(candidates) except select unnest(access.barred(actor.account_id)));
  end if;
  insert into access.break_glass (id, person_id, session_id, account_id, assignment_id, role, structure_id, reason, words, ends_at)
  values (glass, case when cardinality(candidates) = 1 then candidates[1] end, actor.session_id, actor.account_id, actor.assignment_id,
          actor.role, actor.structure_id, p ->> 'reason', p ->> 'words', clock_timestamp() + interval '60 minutes')
  returning * into made;
  if made.person_id is null then
    perform audit.record('glass.sought', null, null, 'glass', glass, jsonb_build_object('reason', made.reason,
      'outcome', case when cardinality(candidates) > 1 then 'several' else 'unknown' end));
    return jsonb_build_object('outcome', case when cardinality(candidates) > 1 then 'several' else 'unknown' end);
  end if;
  perform audit.record('glass.open', made.person_id, null, 'glass', glass, jsonb_build_object('reason', made.reason));
  -- Told at the next visit, wherever they are received.
  insert into tasks.task (id, person_id, structure_id, nature, what, for_role, kind, by_hand, origin_id, author_id, author_name)
  select uuidv7(), made.person_id, g.structure_id, 'identity', 'Dire à la personne, à sa prochaine venue, que son dossier a été ouvert en accès d’urgence',
         'reception', 'glass_told', false, glass, a.id, a.display_name
    from people.registration g join access.account a on a.id = actor.account_id
   where g.person_id = made.person_id and g.known_to is null;
  return jsonb_build_object('outcome', 'open', 'id', glass, 'personId', made.person_id, 'endsAt', made.ends_at);
end $$;

-- Owner function. The reasons the actor may give, and the records this session broke open that are still open.
create function access.glasses_open() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  return jsonb_build_object(
    'reasons', (select coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'label', w.label) order by w.sort), '[]')
                  from access.glass_reason w
                 where not actor.read_only and exists (select from access.glass_right r where r.role = actor.role and r.reason = w.code)),
    'proof', (select s.kind <> 'demonstration' from access.session s where s.id = actor.session_id),
    'open', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'personId', g.person_id, 'records', access.records_of(array[g.person_id]),
                     'reason', w.label, 'openedAt', g.opened_at, 'endsAt', g.ends_at,
                     'secondsLeft', ceil(extract(epoch from g.ends_at - clock_timestamp()))) order by g.opened_at), '[]')
              from access.break_glass g join access.glass_reason w on w.code = g.reason
             where g.session_id = actor.session_id and g.assignment_id = actor.assignment_id
               and g.person_id is not null and g.ends_at > clock_timestamp()));
end $$;

-- Owner function. Closed before its hour, by who opened it.
create function access.close_glass(p_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  person uuid;
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  select g.person_id into person from access.break_glass g where g.id = p_id and g.account_id = actor.account_id;
  if not found then
    raise exception 'no such opening' using errcode = 'MA409';
  end if;
  perform audit.record('glass.close', person, null, 'glass', p_id);
  update access.break_glass set ends_at = least(ends_at, clock_timestamp()) where id = p_id;
end $$;

-- Owner function. What was broken open, latest first, with what it was looked at for, to be reviewed. Names are given of those the reviewer may know.
create function access.glasses_to_review(p_before timestamptz, p_pending boolean, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  consent_only boolean;
  page uuid[];
  named uuid[];
begin
  if not access.can('glass_review') then
    raise exception 'role may not review' using errcode = 'MA403';
  end if;
  page := array(
    select g.id from access.break_glass g
     where g.opened_at < coalesce(p_before, 'infinity') and (not p_pending or g.outcome is null)
     order by g.opened_at desc limit least(p_limit, 100));
  select r.by_consent into consent_only from access.nature_right r
   where r.role = actor.role and r.nature = 'identity' and r.can_read;
  named := array(
    select distinct g.person_id from access.break_glass g
     cross join lateral people.may_know(g.person_id, actor.structure_id, actor.account_id, consent_only)
     where g.id = any (page) and g.person_id is not null and consent_only is not null);
  perform audit.record('glass.list', null, named);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'at', g.opened_at, 'by', a.display_name, 'role', r.label, 'structure', s.name,
        'reason', w.label, 'words', g.words, 'found', g.person_id is not null,
        'person', case when g.person_id = any (named) then people.line_of(g.person_id) end,
        'acts', case when g.person_id is not null then (select count(*) from audit.entry e
            where e.person_id = any (access.records_of(array[g.person_id])) and e.account_id = g.account_id
              and e.at >= g.opened_at and e.at <= g.ends_at) end,
        'own', g.account_id = actor.account_id, 'outcome', g.outcome, 'reviewWords', g.review_words, 'reviewedBy', v.display_name,
        'toldOn', g.told_on) order by g.opened_at desc), '[]')
      from access.break_glass g join access.account a on a.id = g.account_id join access.role r on r.code = g.role
      join network.structure s on s.id = g.structure_id join access.glass_reason w on w.code = g.reason
      left join access.account v on v.id = g.reviewed_by
     where g.id = any (page));
end $$;

-- Owner function. What the review concludes. "done" (again too); "own": another reviews it. MA409: reviewed already, otherwise.
create function access.review_glass(p_id uuid, p_outcome text, p_words text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  reviewed access.break_glass;
begin
  if not access.can('glass_review') then
    raise exception 'role may not review' using errcode = 'MA403';
  end if;
  select g.* into reviewed from access.break_glass g where g.id = p_id for update;
  if not found then
    raise exception 'no such opening' using errcode = 'MA409';
  elsif reviewed.account_id = actor.account_id then
    return 'own';
  elsif (reviewed.outcome, reviewed.review_words, reviewed.reviewed_by) = (p_outcome, p_words, actor.account_id) then
    return 'done';
  elsif reviewed.outcome is not null then
    raise exception 'reviewed already' using errcode = 'MA409';
  end if;
  perform audit.record('glass.review', null, null, 'glass', p_id, jsonb_build_object('outcome', p_outcome));
  update access.break_glass
     set outcome = p_outcome, review_words = p_words, reviewed_by = actor.account_id, reviewed_at = now() where id = p_id;
  return 'done';
end $$;

-- Owner function. The person was told. "done" (again too); "unknown".
create function access.tell_glass(p_id uuid, p_person uuid, p_day date) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.hears(p_person) or not exists (select from access.break_glass g
       where g.id = p_id and g.person_id = any (access.records_of(array[p_person]))) then
    return 'unknown';
  end if;
  perform audit.record('glass.told', p_person, null, 'glass', p_id);
  update access.break_glass set told_on = p_day, told_at = now(), told_by = access.account_id() where id = p_id and told_at is null;
  perform tasks.settle('glass_told', p_id);
  return 'done';
end $$;

-- Owner function. Those of a person that nobody told them of yet: shown on their record. Only of who may be read.
create function access.glasses_untold(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from access.break_glass g where g.person_id = any (p_persons) and g.told_at is null)
     or not access.can('objections') or not p_persons && access.permitted_persons('identity', 'read') then
    return null;
  end if;
  return (select jsonb_agg(jsonb_build_object('id', g.id, 'at', g.opened_at, 'by', a.display_name, 'role', r.label, 'reason', w.label)
                   order by g.opened_at)
            from access.break_glass g join access.account a on a.id = g.account_id join access.role r on r.code = g.role
            join access.glass_reason w on w.code = g.reason
           where g.person_id = any (p_persons) and g.told_at is null);
end $$;

grant execute on function access.person_rights, access.record_objection, access.lift_objection, access.break_glass, access.glasses_open,
  access.close_glass, access.glasses_to_review, access.review_glass, access.tell_glass, access.glasses_untold to maillage_app;

-- Who read these records, as told to the person: one line for each professional, day and kind of act, latest first. Read by the
-- two indexes of the trail on persons, never by the trail itself. Not granted.
create function audit.access_lines(p_records uuid[], p_opens timestamptz, p_closes timestamptz, p_most integer) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('day', g.day, 'name', a.display_name, 'role', r.label, 'structure', s.name, 'told', g.told,
             'times', g.times, 'reason', w.label) order by g.last_id desc), '[]')
    from (select (e.at at time zone (select i.time_zone from network.installation i))::date as day, e.account_id, e.role, e.structure_id,
                 case when e.detail ? 'objected' then 'a voulu ouvrir votre dossier : refusé, vous vous y opposez'
                      else coalesce(n.told, case when n.writes then 'a écrit dans votre dossier' else 'a consulté votre dossier' end) end as told,
                 e.detail ->> 'reason' as reason, count(*) as times, max(e.id) as last_id
            from (select x.id from audit.entry x where x.person_id = any (p_records) and x.at >= p_opens and x.at < p_closes
                  union
                  select x.id from audit.entry x where x.person_ids && p_records and x.at >= p_opens and x.at < p_closes) t
            join audit.entry e on e.id = t.id
            join audit.action n on n.code = e.action
           group by 1, 2, 3, 4, 5, 6 order by last_id desc limit p_most) g
    left join access.account a on a.id = g.account_id
    left join access.role r on r.code = g.role
    left join network.structure s on s.id = g.structure_id
    left join access.glass_reason w on w.code = g.reason
$$;

-- Owner function. Who read a person, as told to them. Null for who may not know the person; the
-- trail's own readers, who see no record, may ask it of anyone.
create function audit.accesses_of(p_person uuid, p_from date, p_to date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  zone text := (select i.time_zone from network.installation i);
  records uuid[];
  opens timestamptz := p_from::timestamp at time zone zone;
  closes timestamptz := (p_to + 1)::timestamp at time zone zone;
  most constant integer := 2000;
  lines jsonb;
begin
  if not access.can('accesses') then
    raise exception 'role may not' using errcode = 'MA403';
  end if;
  perform audit.record('person.accesses', p_person);
  if not access.can('audit_trail') and not p_person = any (access.permitted_persons('identity', 'read')) then
    return null;
  end if;
  records := access.records_of(array[p_person]);
  lines := audit.access_lines(records, opens, closes, most + 1);
  return jsonb_build_object('lines', case when jsonb_array_length(lines) > most then lines - most else lines end,
    'cut', jsonb_array_length(lines) > most);
end $$;

grant execute on function audit.accesses_of to maillage_app;

-- The first identifier of the trail from a moment on: identifiers follow the clock, and twenty looks find it whatever the
-- trail's length, without an index of its own on each line written. Not granted.
create function audit.first_from(p_moment timestamptz) returns bigint
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  low bigint := 0;
  high bigint := coalesce((select max(e.id) from audit.entry e), 0) + 1;
  middle bigint;
  met record;
begin
  while low < high loop
    middle := (low + high) / 2;
    select e.id, e.at into met from audit.entry e where e.id >= middle order by e.id limit 1;
    if met.id is null or met.at >= p_moment then
      high := middle;
    else
      low := met.id + 1;
    end if;
  end loop;
  return low;
end $$;

-- Owner function. Lines of the trail, latest first, without content: of one person (every record of theirs, lists included),
-- of one account, of one kind of act, between two days; by the trail's own indexes. Each asking is a line of the trail.
-- p: {before?, limit, from?, to?, account?, person?, number?: a record's, action?, export?}
create function audit.search(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  zone text := (select i.time_zone from network.installation i);
  most integer := least((p ->> 'limit')::integer, 20000);
  account uuid := (p ->> 'account')::uuid;
  act text := p ->> 'action';
  person uuid := coalesce((p ->> 'person')::uuid, (select q.id from people.person q where q.local_number = (p ->> 'number')::bigint));
  records uuid[];
  low bigint := 0;
  high bigint := coalesce((p ->> 'before')::bigint, 9223372036854775807);
  met bigint[];
begin
  if not access.can('audit_trail') then
    raise exception 'role may not read the trail' using errcode = 'MA403';
  end if;
  perform audit.record(case when p ->> 'export' = 'true' then 'audit.export' else 'audit.read' end, null, null, null, null,
    jsonb_strip_nulls(jsonb_build_object('from', p ->> 'from', 'to', p ->> 'to', 'account', account, 'person', person, 'action', act)));
  if p ->> 'from' is not null then
    low := audit.first_from((p ->> 'from')::date::timestamp at time zone zone);
  end if;
  if p ->> 'to' is not null then
    high := least(high, audit.first_from(((p ->> 'to')::date + 1)::timestamp at time zone zone));
  end if;
  if person is not null then
    records := access.records_of(array[person]);
    met := array(
      select t.id from (
          select e.id, e.account_id, e.action from audit.entry e where e.person_id = any (records)
          union
          select e.id, e.account_id, e.action from audit.entry e where e.person_ids && records) t
       where t.id >= low and t.id < high and (account is null or t.account_id = account) and (act is null or t.action = act)
       order by t.id desc limit most);
  elsif p ->> 'number' is not null then
    met := '{}';
  elsif account is not null then
    met := array(
      select e.id from audit.entry e
       where e.account_id = account and e.id >= low and e.id < high and (act is null or e.action = act)
       order by e.id desc limit most);
  else
    met := array(
      select e.id from audit.entry e
       where e.id >= low and e.id < high and (act is null or e.action = act)
       order by e.id desc limit most);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'at', e.at, 'account', a.display_name, 'role', r.label, 'structure', s.name,
        'action', e.action, 'actionLabel', n.label, 'personId', e.person_id,
        'persons', coalesce(cardinality(e.person_ids), (e.person_id is not null)::int), 'objected', e.detail ? 'objected',
        'sealed', exists (select from audit.seal l where l.entry_id = e.id)) order by e.id desc), '[]')
      from audit.entry e
      left join audit.action n on n.code = e.action
      left join access.account a on a.id = e.account_id
      left join access.role r on r.code = e.role
      left join network.structure s on s.id = e.structure_id
     where e.id = any (met));
end $$;

-- Owner function. Who and which acts the trail can be searched by.
create function audit.choices() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('audit_trail') then
    raise exception 'role may not read the trail' using errcode = 'MA403';
  end if;
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.display_name) order by a.display_name), '[]') from access.account a),
    'actions', (select jsonb_agg(jsonb_build_object('code', n.code, 'label', n.label) order by n.label) from audit.action n));
end $$;

-- A name as names are compared: no case, no accent, no apostrophe, one space between words.
create function audit.folded(p_name text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select btrim(regexp_replace(regexp_replace(normalize(lower(p_name), nfkd), '[\u0300-\u036f''’]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- What an account's holder is called, in words: without a title; the family name is what follows the first word. Not granted.
create function audit.holders() returns table (account_id uuid, words text[], family text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select a.id, w.words, array_to_string(w.words[2:], ' ')
    from access.account a
   cross join lateral (select string_to_array(regexp_replace(audit.folded(a.display_name), '^(dr|pr|mme|m|mr|docteur) ', ''), ' ') as words) w
   where cardinality(w.words) >= 2 and a.email <> 'console@maillage.invalid'
$$;

-- The street of an address, without its number. Not granted.
create function audit.street_of(p_content jsonb) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select nullif(btrim(regexp_replace(audit.folded(p_content ->> 'lines'), '^[0-9]+ ?(bis|ter|quater)? ?', '')), '')
$$;

-- Owner function. Accesses worth a question, never an accusation, over a period of at most three months:
--   same_name   the person bears the reader's family name       colleague  the person bears a colleague's whole name, or the reader's own
--   neighbour   the person lives in the street of the record that bears the reader's whole name
--   night       records opened between 21:00 and 06:00, or on a Saturday or Sunday when no place of the reader's structure opens
--   volume      more than 40 records in a day, and three times what the reader opens on their other days
-- Names are looked for among the people (an index), then in the trail by person: its length does not matter to them. One
-- line for an account, a day and a kind (and a person, of the first three).
create function audit.unusual(p_from date, p_to date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  zone text := (select i.time_zone from network.installation i);
  opens timestamptz := p_from::timestamp at time zone zone;
  closes timestamptz := (p_to + 1)::timestamp at time zone zone;
  low bigint;
  high bigint;
begin
  if not access.can('audit_trail') then
    raise exception 'role may not read the trail' using errcode = 'MA403';
  end if;
  perform audit.record('audit.unusual', null, null, null, null, jsonb_build_object('from', p_from, 'to', p_to));
  low := audit.first_from(opens);
  high := audit.first_from(closes);
  return (
    with holder as materialized (
      select * from audit.holders()
    ), named as materialized (
      -- Whoever bears a holder's family name, and whether the whole name.
      select distinct h.account_id, i.person_id,
             h.words <@ i.search_tokens and cardinality(h.words) >= 2 as whole
        from holder h
        join people.search_entry f
          on f.found_by @@ (select string_agg('''' || w || '''', ' & ')::tsquery from unnest(h.words[2:]) w)
        join people.identity i on i.person_id = f.person_id and i.known_to is null
         and (audit.folded(i.family) = h.family or audit.folded(i.used_family) = h.family)
    ), homes as materialized (
      select n.account_id, c.content ->> 'communeCode' as commune, audit.street_of(c.content) as street, n.person_id
        from named n
        join people.contact c on c.person_id = n.person_id and c.part = 'address' and c.known_to is null
       where n.whole and c.content ->> 'communeCode' is not null and audit.street_of(c.content) is not null
    ), suspects as (
      select n.account_id, n.person_id, 'same_name' as kind from named n where not n.whole
      union all
      select o.id, n.person_id, 'colleague' from named n cross join access.account o where n.whole
      union all
      select h.account_id, c.person_id, 'neighbour'
        from homes h join people.contact c on c.part = 'address' and c.known_to is null and c.content ->> 'communeCode' = h.commune
                      and audit.street_of(c.content) = h.street and c.person_id <> h.person_id
    ), by_name as (
      select s.kind, e.account_id, e.role, (e.at at time zone zone)::date as day, e.person_id, count(*) as times, 1::bigint as persons
        from suspects s join audit.entry e on e.person_id = s.person_id and e.account_id = s.account_id and e.at >= opens and e.at < closes
       group by 1, 2, 3, 4, 5
    ), acts as materialized (
      select e.account_id, e.role, e.structure_id, e.person_id, e.at at time zone zone as local
        from audit.entry e
       where e.id >= low and e.id < high and e.person_id is not null and e.account_id is not null and e.role <> 'console'
    ), at_night as (
      select 'night', a.account_id, a.role, a.local::date, null::uuid, count(*), count(distinct a.person_id)
        from acts a
       where a.local::time < '06:00' or a.local::time >= '21:00'
          or extract(isodow from a.local) in (6, 7) and not exists (
               select from network.site s, jsonb_array_elements(s.opening) o
                where s.structure_id = a.structure_id and (o ->> 'weekday')::int = extract(isodow from a.local))
       group by 2, 3, 4
    ), days as (
      select a.account_id, a.role, a.local::date as day, count(*) as times, count(distinct a.person_id) as persons from acts a group by 1, 2, 3
    ), many as (
      select 'volume', d.account_id, d.role, d.day, null::uuid, d.times, d.persons
        from days d
       where d.persons > 40 and d.persons > 3 * coalesce((select avg(o.persons) from days o where o.account_id = d.account_id and o.day <> d.day), 0)
    )
    select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'account', a.display_name, 'accountId', f.account_id, 'role', r.label,
               'day', f.day, 'personId', f.person_id, 'times', f.times, 'persons', f.persons) order by f.day desc, a.display_name, f.kind), '[]')
      from (select * from by_name union all select * from at_night union all select * from many order by 4 desc limit 1000) f
      join access.account a on a.id = f.account_id
      left join access.role r on r.code = f.role);
end $$;

grant execute on function audit.search, audit.choices, audit.unusual to maillage_app;
