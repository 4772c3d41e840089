-- A person's right to their record (CSP L1111-7): the request, its delays, and the copy.

insert into audit.action (code, writes, label, told) values
  ('access.ask', true, 'Demande d’accès enregistrée', 'a enregistré votre demande de copie du dossier'),
  ('access.list', false, 'Demandes d’accès listées', 'a vu votre demande de copie dans une liste'),
  ('access.close', true, 'Demande d’accès close', 'a noté la remise ou la fin de votre demande de copie'),
  ('record.export', false, 'Copie du dossier établie', 'a établi une copie de votre dossier pour vous');
update audit.action set lasting = true where code in ('access.ask', 'access.close');

insert into access.capability (role, capability) values
  ('data_protection_officer', 'access_requests'), ('medical_director', 'access_requests'), ('administrative_officer', 'access_requests'),
  ('coordinating_nurse', 'access_requests'),
  -- The copy holds every block, which no role reads alone: one person of the centre answers for it, on a request of the person.
  ('medical_director', 'export_record'), ('console', 'export_record');

create table retention.access_request (
  -- Made once by the form: sent twice, it is one.
  id uuid primary key,
  person_id uuid not null references people.person,
  asked_on date not null,
  asked_by text not null check (asked_by in ('person', 'representative', 'doctor', 'heir')),
  means text not null check (means in ('oral', 'written', 'electronic')),
  -- Both by the durations in force when it was asked.
  not_before date not null,
  due_on date not null,
  author_name text not null,
  recorded_at timestamptz not null default now(),
  closed_on date,
  outcome text check (outcome in ('handed', 'posted', 'electronic', 'read_here', 'to_doctor', 'withdrawn', 'refused')),
  closed_words text check (length(closed_words) <= 500),
  closed_by text,
  check (num_nulls(closed_on, outcome, closed_by) in (0, 3)),
  check (due_on >= not_before)
);
create index on retention.access_request (person_id);
create index on retention.access_request (due_on) where closed_on is null;
alter table retention.access_request enable row level security;

-- Owner function. Notes a request, of a record by its id or its number. outcome: "done" (again too), "unknown".
-- Two months instead of eight days when something known is older than five years (CSP L1111-7).
-- p: {id, personId? | localNumber?, askedOn, askedBy, means}
create function retention.ask_access(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  person uuid := (select q.id from people.person q where q.id = (p ->> 'personId')::uuid or q.local_number = (p ->> 'localNumber')::bigint limit 1);
  asked date := (p ->> 'askedOn')::date;
  known record;
  set jsonb;
begin
  perform access.require('access_requests');
  if actor.read_only then
    raise exception 'a read-only actor notes nothing' using errcode = 'MA403';
  elsif person is null or person = any (access.barred(actor.account_id)) or not exists (select from people.registration g join network.structure s on s.id = g.structure_id
       where g.person_id = person and (g.structure_id = actor.structure_id or s.in_team)) then
    return '{"outcome": "unknown"}';
  end if;
  select f.structures, f.first_day into known
    from retention.facts(array[coalesce((select a.kept_id from people.alias a where a.person_id = person and a.known_to is null), person)], asked) f;
  set := retention.settings(known.structures, asked);
  perform audit.record('access.ask', null, array[person], 'access_request', (p ->> 'id')::uuid);
  insert into retention.access_request (id, person_id, asked_on, asked_by, means, not_before, due_on, author_name)
  values ((p ->> 'id')::uuid, person, asked, p ->> 'askedBy', p ->> 'means', asked + (set ->> 'access_reflection')::int,
    case when known.first_day < asked - make_interval(years => (set ->> 'access_old')::int)
         then (asked + make_interval(months => (set ->> 'access_old_due')::int))::date else asked + (set ->> 'access_due')::int end,
    (select a.display_name from access.account a where a.id = actor.account_id))
  on conflict do nothing;
  return jsonb_build_object('outcome', 'done');
end $$;

-- Owner function. The requests, those to answer first: numbers of records, and the record's address for who may open it.
create function retention.access_requests() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  barred uuid[] := access.barred(actor.account_id);
begin
  perform access.require('access_requests');
  perform audit.record('access.list', null, array(
    select distinct r.person_id from retention.access_request r where r.person_id <> all (barred)));
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'personId', r.person_id, 'localNumber', p.local_number, 'askedOn', r.asked_on,
            'askedBy', r.asked_by, 'means', r.means, 'notBefore', r.not_before, 'dueOn', r.due_on, 'by', r.author_name, 'closedOn', r.closed_on,
            'outcome', r.outcome, 'closedWords', r.closed_words, 'closedBy', r.closed_by) order by r.closed_on is not null, r.due_on, r.id), '[]')
            from (select * from retention.access_request t where t.person_id <> all (barred) order by t.closed_on is not null, t.due_on limit 500) r
            join people.person p on p.id = r.person_id);
end $$;

-- Owner function. How a request ended. "done" (again too), "early": handed before the time for reflection, "unknown".
create function retention.close_access(p_id uuid, p_on date, p_outcome text, p_words text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  request retention.access_request;
begin
  perform access.require('access_requests');
  select r.* into request from retention.access_request r where r.id = p_id for update;
  if request.id is null or actor.read_only or request.person_id = any (access.barred(actor.account_id)) then
    return 'unknown';
  elsif request.closed_on is not null then
    return case when request.outcome = p_outcome and request.closed_on = p_on then 'done' else 'unknown' end;
  elsif p_outcome not in ('withdrawn', 'refused') and p_on < request.not_before then
    return 'early';
  end if;
  perform audit.record('access.close', null, array[request.person_id], 'access_request', p_id, jsonb_build_object('outcome', p_outcome));
  update retention.access_request r
     set closed_on = p_on, outcome = p_outcome, closed_words = p_words,
         closed_by = (select a.display_name from access.account a where a.id = actor.account_id)
   where r.id = p_id;
  return 'done';
end $$;

-- Owner function. Everything kept of a person, of all the records read as one, set apart or not, for themself. Null when there
-- is no such person, or no request of theirs is open (the command line, on the server itself, needs none).
-- Left out, as CSP L1111-7 wants: what a third party said or is (another's telephone, name, home; see docs/record-export.md).
-- p_withheld: signed notes that whoever reads the copy before it is handed over keeps back, for they tell of a third party.
create function record.export_record(p_person uuid, p_request uuid, p_withheld uuid[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  members uuid[];
begin
  perform access.require('export_record');
  if not exists (select from people.person p where p.id = p_person) then
    return null;
  end if;
  members := access.records_of(array[p_person]);
  if actor.role <> 'console' and not exists (select from retention.access_request r
       where r.id = p_request and r.person_id = any (members) and r.closed_on is null) or members && access.barred(actor.account_id) then
    return null;
  end if;
  perform audit.record('record.export', null, members, 'access_request', p_request);
  return jsonb_build_object(
    'records', (select jsonb_agg(jsonb_build_object('localNumber', p.local_number, 'openedOn', p.created_at,
        'followedBy', (select coalesce(jsonb_agg(jsonb_build_object('structure', s.name, 'since', g.since, 'until', g.known_to) order by g.since), '[]')
                         from people.registration g join network.structure s on s.id = g.structure_id where g.person_id = p.id)) order by p.local_number)
        from people.person p where p.id = any (members)),
    'joined', (select coalesce(jsonb_agg(jsonb_build_object('at', a.decided_at, 'until', a.known_to) order by a.decided_at), '[]')
        from people.alias a where a.person_id = any (members) and a.kept_id = any (members)),
    'identities', (select coalesce(jsonb_agg(record.identity_of(i)::jsonb || jsonb_build_object('from', i.known_from, 'until', i.known_to) order by i.known_from), '[]')
        from people.identity i where i.person_id = any (members)),
    'spellings', (select coalesce(jsonb_agg(jsonb_build_object('family', v.family, 'given', v.given, 'from', v.known_from, 'until', v.known_to)), '[]')
        from people.name_variant v where v.person_id = any (members)),
    'insiAnswers', (select coalesce(jsonb_agg(jsonb_build_object('at', a.answered_at, 'code', a.code)), '[]')
        from people.insi_answer a where a.person_id = any (members)),
    'numbers', (select coalesce(jsonb_agg(jsonb_build_object('on', n.person_id, 'kind', n.kind, 'head', n.head, 'from', n.known_from, 'until', n.known_to,
        'keyVersion', n.key_version, 'sealed', case when people.numbers_allowed() then encode(n.sealed, 'base64') end)), '[]')
        from people.social_number n where n.person_id = any (members)),
    'programNumbers', (select coalesce(jsonb_agg(jsonb_build_object('program', g.name, 'number', n.number, 'by', n.author_name, 'from', n.known_from,
          'until', n.known_to) order by n.known_from), '[]')
        from people.program_number n join access.program g on g.id = n.program_id where n.person_id = any (members)),
    'contacts', (select coalesce(jsonb_agg(jsonb_build_object('part', k.part, 'content',
          case when k.content ->> 'kind' in ('other_phone', 'message') then jsonb_build_object('kind', k.content ->> 'kind', 'thirdParty', true)
               when k.content ->> 'form' = 'care_of' then k.content - 'host' || '{"thirdParty": true}' else k.content end,
          'by', k.author_name, 'from', k.known_from, 'until', k.known_to) order by k.part, k.known_from), '[]')
        from people.contact k where k.person_id = any (members)),
    'coverStatements', (select coalesce(jsonb_agg(jsonb_build_object('statedOn', s.stated_on, 'layer', s.layer, 'scheme', c.label, 'source', s.source,
          'declaredText', s.declared_text, 'corrected', s.known_to) order by s.stated_on, s.id), '[]')
        from rights.cover_statement s left join rights.scheme c on c.layer = s.layer and c.code = s.scheme where s.person_id = any (members)),
    'coverIntervals', (select coalesce(jsonb_agg(jsonb_build_object('from', lower(v.valid), 'until', upper(v.valid), 'layer', v.layer, 'scheme', c.label,
          'source', v.source, 'proof', v.proof, 'corrected', upper(v.known)) order by v.valid), '[]')
        from rights.cover_interval v left join rights.scheme c on c.layer = v.layer and c.code = v.scheme where v.person_id = any (members)),
    'rightRequests', (select coalesce(jsonb_agg(jsonb_build_object('type', t.label, 'authority', r.authority, 'reference', r.reference,
          'keeper', r.keeper_name, 'by', r.author_name, 'openedOn', r.known_from, 'cancelled', r.known_to,
          'steps', (select jsonb_agg(jsonb_build_object('state', c.label, 'onDay', s.on_day, 'effectOn', s.effect_on, 'endsOn', s.ends_on, 'scope', s.scope,
              'words', s.words, 'channel', s.channel, 'reason', coalesce(n.label, s.reason), 'by', s.author_name, 'corrected', s.known_to) order by s.seq, s.known_from)
              from rights.request_step s join rights.request_state c on c.code = s.state
              left join network.term n on n.list = 'non_take_up' and n.code = s.reason where s.request_id = r.id),
          'papers', (select coalesce(jsonb_agg(jsonb_build_object('paper', coalesce(k.label, q.words), 'state', q.state, 'onDay', q.on_day, 'reason', q.reason,
              'validUntil', q.valid_until, 'copies', cardinality(q.documents), 'by', q.author_name, 'corrected', q.known_to) order by q.line, q.known_from), '[]')
              from rights.request_paper q left join rights.paper_kind k on k.code = q.kind where q.request_id = r.id),
          'answers', (select coalesce(jsonb_agg(jsonb_build_object('question', f.question, 'answer', a.answer, 'by', a.author_name, 'from', a.known_from,
              'until', a.known_to) order by a.known_from), '[]') from rights.request_fact a join rights.paper_fact f on f.code = a.fact
              where a.request_id = r.id and a.who is null),
          'alsoFor', (select count(*) from rights.request_member m where m.request_id = r.id and m.known_to is null),
          'contacts', (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'onDay', l.on_day, 'whom', l.whom, 'words', l.words, 'nextOn', l.next_on,
              'by', l.author_name, 'takenBack', l.known_to) order by l.on_day, l.known_from), '[]') from rights.request_log l where l.request_id = r.id)) order by r.known_from), '[]')
        from rights.request r join rights.request_type t on t.code = r.type where r.person_id = any (members)),
    'caisses', (select coalesce(jsonb_agg(jsonb_build_object('caisse', k.caisse, 'referent', k.referent, 'reach', k.reach, 'since', k.since, 'by', k.author_name,
          'from', k.known_from, 'until', k.known_to) order by k.known_from), '[]')
        from rights.caisse_tie k where k.person_id = any (members)),
    'housing', (select coalesce(jsonb_agg(jsonb_build_object('statedOn', s.stated_on, 'housing', coalesce(t.label, s.term), 'source', s.source, 'corrected', s.known_to)
          order by s.stated_on), '[]')
        from people.situation_statement s left join network.term t on t.list = s.kind and t.code = s.term where s.person_id = any (members)),
    -- Of those who share the household, the link and nothing more.
    'lifeFacts', (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'term', coalesce(t.label, f.term),
          'content', case f.kind when 'household' then f.content || jsonb_build_object('members',
                       (select coalesce(jsonb_agg(m - 'birth'), '[]') from jsonb_array_elements(f.content -> 'members') m))
            when 'resources' then jsonb_build_object('items', (select coalesce(jsonb_agg(i || jsonb_build_object('kind', coalesce(r.label, i ->> 'kind'))), '[]')
                       from jsonb_array_elements(f.content -> 'items') i left join network.term r on r.list = 'resource' and r.code = i ->> 'kind'))
            else f.content end,
          'from', lower(f.valid), 'until', upper(f.valid), 'atLeast', f.at_least, 'source', f.source, 'proof', f.proof, 'statedOn', f.stated_on,
          'by', f.author_name, 'corrected', f.known_to) order by f.kind, f.valid, f.known_from), '[]')
        from people.life_fact f left join network.term t on t.list = f.kind and t.code = f.term where f.person_id = any (members)),
    'encounters', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'onDay', e.on_day, 'halfDay', e.half_day, 'kind', e.kind, 'site', s.name,
          'structure', r.name, 'professional', f.label, 'corrected', e.known_to) order by e.on_day, e.id), '[]')
        from care.encounter e left join network.site s on s.id = e.site_id left join network.structure r on r.id = e.structure_id
        left join network.professional f on f.id = e.professional_id where e.person_id = any (members)),
    'encounterWords', (select coalesce(jsonb_agg(jsonb_build_object('encounterId', w.encounter_id, 'onDay', w.on_day, 'list', w.list,
          'word', coalesce(t.label, w.code), 'corrected', w.known_to) order by w.on_day), '[]')
        from care.encounter_term w left join network.term t on t.list = w.list and t.code = w.code where w.person_id = any (members)),
    'presences', (select coalesce(jsonb_agg(jsonb_build_object('encounterId', w.encounter_id, 'onDay', w.on_day, 'part', w.part, 'professional', f.label,
          'who', w.who, 'language', w.language, 'minutes', w.minutes, 'means', w.means) order by w.on_day), '[]')
        from care.encounter_presence w left join network.professional f on f.id = w.professional_id where w.person_id = any (members)),
    'appointments', (select coalesce(jsonb_agg(jsonb_build_object('day', a.day, 'start', lower(a.during), 'end', upper(a.during), 'site', t.name,
          'service', coalesce(s.label, 'Rendez-vous'), 'professional', f.label, 'state', k.label, 'bookedBy', a.author_name, 'bookedAt', a.known_from, 'coverConfirmed', a.cover_confirmed,
          'details', (select coalesce(jsonb_agg(jsonb_build_object('part', d.part, 'words', d.words, 'content', d.content)), '[]')
              from agenda.appointment_detail d where d.appointment_id = a.id and d.part <> 'service'),
          'reminders', (select coalesce(jsonb_agg(jsonb_build_object('channel', r.channel, 'state', r.state, 'words', r.words, 'at', r.known_from) order by r.known_from), '[]')
              from agenda.reminder r where r.appointment_id = a.id),
          'absences', (select coalesce(jsonb_agg(jsonb_build_object('was', c.starts, 'outcome', c.state, 'calls', (
              select coalesce(jsonb_agg(k - 'way'), '[]') from jsonb_array_elements(c.calls) k)) order by c.starts), '[]')
              from agenda.round_line c where c.appointment_id = a.id),
          'steps', (select coalesce(jsonb_agg(jsonb_build_object('from', b.from_state, 'to', b.to_state, 'was', lower(b.was_during), 'words', b.words,
              'by', b.author_name, 'at', b.at) order by b.n), '[]') from agenda.appointment_step b where b.appointment_id = a.id)) order by a.during), '[]')
        from agenda.appointment a left join agenda.service s on s.id = a.given_service join agenda.state k on k.code = a.state
        left join network.site t on t.id = a.site_id left join network.professional f on f.id = a.given_by where a.person_id = any (members)),
    'remindersStopped', (select coalesce(jsonb_agg(jsonb_build_object('since', o.known_from, 'by', o.author_name) order by o.known_from), '[]')
        from agenda.reminder_stop o where o.person_id = any (members)),
    'calls', (select coalesce(jsonb_agg(jsonb_build_object('day', l.day, 'reason', l.reason, 'outcome', l.outcome, 'urgentAt', l.urgent_at,
          'told', l.urgent_told, 'toCallBack', l.back_words, 'number', l.back_number, 'calledBackAt', l.back_done_at, 'by', l.author_name) order by l.at), '[]')
        from telephone.call l where l.person_id = any (members)),
    'waiting', (select coalesce(jsonb_agg(jsonb_build_object('service', coalesce(s.label, 'Rendez-vous'), 'since', w.known_from, 'until', w.until, 'words', w.words, 'state', w.state,
          'by', w.author_name) order by w.known_from), '[]') from agenda.waiting w left join agenda.service s on s.id = w.service_id where w.person_id = any (members)),
    'notes', (select coalesce(jsonb_agg(case when n.id = any (p_withheld) then jsonb_build_object('id', n.id, 'signedAt', n.signed_at, 'withheld', true)
          else jsonb_build_object('id', n.id, 'encounterId', n.encounter_id, 'nature', n.nature, 'template', n.template, 'body', n.body, 'said', n.said,
            'agreed', n.agreed, 'amends', n.amends, 'by', n.author_name, 'role', r.label, 'signedAt', n.signed_at) end order by n.signed_at), '[]')
        from care.note n left join access.role r on r.code = n.author_role where n.person_id = any (members)),
    'essentials', (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'content', s.content, 'onDay', s.on_day, 'by', s.author_name,
          'corrected', s.known_to) order by s.on_day, s.id), '[]')
        from care.essential s where s.person_id = any (members)),
    'questionnaires', (select coalesce(jsonb_agg(jsonb_build_object('onDay', n.on_day, 'label', i.label, 'version', n.version, 'answers',
            (select jsonb_agg(jsonb_build_object('question', q.value ->> 'text', 'answer', q.value -> 'choices' -> (n.answers[q.rank::int])::int ->> 'label') order by q.rank)
               from jsonb_array_elements(i.questions) with ordinality as q (value, rank)),
          'score', n.score, 'by', n.author_name) order by n.on_day, n.id), '[]')
        from care.instrument_answer n join care.instrument i on i.code = n.instrument and i.version = n.version
         -- One taken back may be of someone else.
         where n.person_id = any (members) and n.known_to is null),
    'acts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'encounterId', a.encounter_id, 'onDay', a.on_day, 'code', a.code,
          'quantity', a.quantity, 'cents', a.cents, 'by', a.author_name, 'corrected', a.known_to) order by a.on_day, a.id), '[]')
        from funding.act a where a.person_id = any (members)),
    'actShares', (select coalesce(jsonb_agg(jsonb_build_object('actId', s.act_id, 'part', s.part, 'cents', s.cents, 'payer', y.label, 'state', s.state,
          'sentOn', l.sent_on, 'from', s.known_from, 'until', s.known_to) order by s.on_day, s.act_id, s.known_from), '[]')
        from funding.part s left join funding.payer y on y.code = s.payer left join funding.list l on l.id = s.list_id
       where s.person_id = any (members)),
    'documents', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'type', t.label, 'label', d.label, 'onDay', d.on_day, 'origin', d.origin,
          'filedAt', d.filed_at, 'by', d.author_name, 'withdrawnAt', d.withdrawn_at) order by d.filed_at), '[]')
        from papers.document d join papers.document_type t on t.code = d.type where d.person_id = any (members)),
    'tasks', (select coalesce(jsonb_agg(jsonb_build_object('what', t.what, 'dueOn', t.due_on, 'by', t.author_name, 'madeAt', t.made_at, 'doneAt', t.done_at)
          order by t.made_at), '[]') from tasks.task t where t.person_id = any (members)),
    'consents', (select coalesce(jsonb_agg(jsonb_build_object('to', access.recipient_of(c), 'natures', to_jsonb(c.natures), 'means', c.means,
          'informationGiven', c.information_given, 'language', c.language, 'interpreter', c.interpreter, 'collectedBy', a.display_name,
          'givenOn', c.given_on, 'endsOn', c.ends_on, 'correction', c.correction, 'corrected', c.known_to, 'withdrawnOn', c.withdrawn_on,
          'withdrawnAt', c.withdrawn_at, 'withdrawnWords', c.withdrawn_words) order by c.given_on), '[]')
        from access.consent c join access.account a on a.id = c.collected_by
       where c.person_id = any (members)),
    'declarations', (select coalesce(jsonb_agg(jsonb_build_object('by', d.author_name, 'structure', s.name, 'at', d.declared_at, 'family', d.family,
          'given', d.given, 'birth', d.birth, 'asks', d.asks) order by d.declared_at), '[]')
        from access.outside_declaration d join network.structure s on s.id = d.structure_id where d.person_id = any (members)),
    'referrals', (select coalesce(jsonb_agg(jsonb_build_object('by', r.author_name, 'structure', r.author_structure, 'at', r.sent_at, 'family', r.family,
          'given', r.given, 'birth', r.birth, 'phone', r.phone, 'urgent', r.urgent, 'situation', r.situation, 'facts', r.facts,
          'renounced', (select coalesce(jsonb_agg(jsonb_build_object('care', w.code, 'reasons', to_jsonb(w.reasons)) order by w.code), '[]')
              from admission.referral_word w where w.referral_id = r.id and w.kind = 'care'),
          'agreed', jsonb_build_object('cover', r.agreed_cover, 'attendance', r.agreed_attendance, 'papers', r.agreed_papers), 'agreedOn', r.agreed_on,
          'state', r.state, 'decisions', (select coalesce(jsonb_agg(jsonb_build_object('outcome', d.outcome, 'where', d.elsewhere, 'words', d.words,
              'conditions', d.conditions, 'ruleVersion', d.rule_version, 'by', d.by_name, 'at', d.at) order by d.at), '[]')
              from admission.decision d where d.referral_id = r.id)) order by r.sent_at), '[]')
        from admission.referral r where r.person_id = any (members)),
    'coverConfirmations', (select coalesce(jsonb_agg(jsonb_build_object('state', c.state, 'onDay', c.on_day, 'by', c.author_name) order by c.at), '[]')
        from admission.cover_confirmation c where c.person_id = any (members)),
    'objections', (select coalesce(jsonb_agg(jsonb_build_object('to', a.display_name, 'saidOn', o.said_on, 'means', o.means, 'words', o.words,
          'liftedOn', o.lifted_on, 'liftedWords', o.lifted_words) order by o.said_on), '[]')
        from access.objection o join access.account a on a.id = o.account_id where o.person_id = any (members)),
    'emergencies', (select coalesce(jsonb_agg(jsonb_build_object('at', g.opened_at, 'by', a.display_name, 'reason', w.label, 'words', g.words,
          'outcome', g.outcome, 'toldOn', g.told_on) order by g.opened_at), '[]')
        from access.break_glass g join access.account a on a.id = g.account_id join access.glass_reason w on w.code = g.reason
       where g.person_id = any (members)),
    'apart', (select coalesce(jsonb_agg(jsonb_build_object('block', x.block, 'since', x.since)), '[]') from (
          select distinct a.block, a.since from retention.apart a where a.person_id = any (members)
          union select 'restored', r.on_day from retention.restored r where r.person_id = any (members)) x),
    'holds', (select coalesce(jsonb_agg(jsonb_build_object('reason', h.reason, 'until', h.until, 'at', h.known_from, 'endedAt', h.ended_at)), '[]')
        from retention.hold h where h.person_id = any (members)),
    'requests', (select coalesce(jsonb_agg(jsonb_build_object('askedOn', r.asked_on, 'askedBy', r.asked_by, 'means', r.means, 'dueOn', r.due_on,
          'closedOn', r.closed_on, 'outcome', r.outcome, 'words', r.closed_words) order by r.asked_on), '[]')
        from retention.access_request r where r.person_id = any (members)),
    'consulted', audit.access_lines(members, '-infinity', 'infinity', 5000));
end $$;

-- Owner function. One document of the copy, encrypted, on the same conditions; nothing when it is not theirs, or was withdrawn.
create function record.export_document(p_person uuid, p_request uuid, p_document uuid)
returns table (media text, sealed bytea, wrapped bytea, key_version integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  members uuid[] := access.records_of(array[p_person]);
begin
  perform access.require('export_record');
  if actor.role <> 'console' and not exists (select from retention.access_request r
       where r.id = p_request and r.person_id = any (members) and r.closed_on is null) or members && access.barred(actor.account_id) then
    return;
  end if;
  perform audit.record('record.export', null, members, 'document', p_document);
  return query select d.media, c.sealed, c.wrapped, c.key_version
    from papers.document d join papers.content c on c.document_id = d.id
   where d.id = p_document and d.person_id = any (members) and d.withdrawn_at is null;
end $$;

revoke execute on function retention.ask_access, retention.access_requests, retention.close_access, record.export_record,
  record.export_document from public;
grant execute on function retention.ask_access, retention.access_requests, retention.close_access, record.export_record,
  record.export_document to maillage_app;
