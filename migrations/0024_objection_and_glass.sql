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
