-- Admission: someone is referred to the centre (handbook A1 to A4), by a prescriber's account or by a one-time link; the centre says of
-- which record it is, whether its rules admit, and decides. Closed to every role: what follows gives each what is theirs.

create schema admission;
grant usage on schema admission to maillage_app, maillage_signin;

insert into audit.action (code, writes, label, told, returns) values
  ('referral.send', true, 'Personne adressée au centre', null, false),
  ('referral.list', false, 'Demandes reçues listées', null, false),
  ('referral.read', false, 'Demande reçue affichée', 'a lu une demande qui vous adresse au centre', false),
  ('referral.resolve', true, 'Demande reçue rapprochée d’un dossier', 'a reçu une demande qui vous adresse au centre', true),
  ('referral.facts', true, 'Faits d’une demande complétés', 'a complété la demande qui vous adresse au centre', false),
  ('referral.decide', true, 'Demande reçue décidée', 'a décidé de la demande qui vous adresse au centre', false),
  ('referral.withdraw', true, 'Demande retirée', null, false),
  ('referral.cover', true, 'Couverture confirmée', 'a confirmé votre couverture', false),
  ('referral.link', true, 'Lien donné pour adresser une personne', null, false),
  ('referral.paper', true, 'Attestation jointe à une demande', null, false);

-- refer: sends people to the centre. admission: receives them and decides by the rules. overrule: decides against them, with a reason.
insert into access.capability (role, capability)
select role, 'refer' from unnest('{prescriber,outside_social_worker}'::text[]) role
union all
select role, 'admission' from unnest('{social_worker,administrative_officer,nurse,coordinating_nurse,doctor,medical_director}'::text[]) role
union all
select 'medical_director', 'overrule';

-- The rules of the preset as the program reads them (src/network/admission-data.ts). The last loaded is in force; a decision keeps its own.
create table admission.rule_set (
  version text primary key,
  rules jsonb not null,
  loaded_at timestamptz not null default clock_timestamp()
);

-- A way in for who has no account, for one referral. The token is random, and only its SHA-256 is kept.
create table admission.link (
  id uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  -- Of the centre; what the next link of the same prescriber is made from.
  centre_id uuid not null references network.structure,
  name text not null check (length(name) between 1 and 100),
  structure text not null check (length(structure) between 1 and 150),
  email text not null check (email = lower(email) and length(email) <= 200),
  made_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- What is typed, kept until it is sent or nothing came of it.
  draft jsonb check (pg_column_size(draft) < 60000),
  -- Sent: the link then shows what became of it, and nothing else.
  referral_id uuid
);
create index on admission.link (email, made_at);

create table admission.referral (
  -- Made once by the form: sent twice, it is received once.
  id uuid primary key,
  centre_id uuid not null references network.structure,
  -- By an account, or by a link.
  account_id uuid references access.account,
  link_id uuid references admission.link,
  author_name text not null,
  author_structure text not null,
  sent_at timestamptz not null default clock_timestamp(),
  sent_on date not null,
  -- As it was typed, whoever it is of.
  family text not null check (length(family) between 1 and 100),
  given text not null check (length(given) <= 100),
  birth text check (length(birth) <= 20),
  phone text not null check (length(phone) <= 40),
  language text not null,
  interpreter boolean not null,
  urgent boolean not null,
  situation text not null check (length(situation) <= 2000),
  -- docs/eligibility.schema.json. Services whose name tells of care are of care.
  facts jsonb not null,
  services_nature text not null check (services_nature in ('social_situation', 'clinical')),
  eligible text not null check (eligible in ('true', 'false', 'unknown')),
  conditions jsonb not null,
  rule_version text not null references admission.rule_set,
  -- What the person agreed to: their cover written in their record; kept or missed, and papers wanted, told back.
  agreed_cover boolean not null,
  agreed_attendance boolean not null,
  agreed_papers boolean not null,
  means text not null check (means in ('oral', 'written', 'electronic')),
  agreed_on date not null,
  -- {state: unchanged | seen | declared | unknown, cover: [{layer, scheme}]}
  cover jsonb,
  -- Codes of the services it opens once accepted, as the rules then said; null: every one that wants people referred.
  opens text[],
  state text not null default 'received' check (state in ('received', 'study', 'accepted', 'elsewhere', 'withdrawn')),
  version integer not null default 1,
  person_id uuid references people.person not enforced,
  resolved_by uuid references access.account,
  resolved_at timestamptz,
  decided_on date,
  check (num_nonnulls(account_id, link_id) = 1),
  check (num_nulls(person_id, resolved_by, resolved_at) in (0, 3)),
  -- An urgent case is never turned away; whoever is accepted has a record.
  check (not (urgent and state = 'elsewhere')),
  check (state <> 'accepted' or person_id is not null)
);
create index on admission.referral (centre_id, state);
create index on admission.referral (account_id, sent_at);
create index on admission.referral (person_id) where person_id is not null;
create index on admission.referral (sent_on);
alter table admission.link add foreign key (referral_id) references admission.referral on delete set null;

-- Grounds, and care given up, each with its nature: what tells of an addiction or of the mind is care.
create table admission.referral_word (
  referral_id uuid not null references admission.referral on delete cascade,
  kind text not null check (kind in ('ground', 'care')),
  code text not null,
  nature text not null check (nature in ('social_situation', 'social_notes', 'clinical')),
  -- Why the care was given up.
  reasons text[] not null default '{}',
  primary key (referral_id, kind, code)
);

-- Each decision stays, with the facts and the rules it was taken on.
create table admission.decision (
  id uuid primary key,
  referral_id uuid not null references admission.referral on delete cascade,
  outcome text not null check (outcome in ('accepted', 'elsewhere', 'study', 'withdrawn')),
  -- Where the person is oriented.
  elsewhere text not null default '' check (length(elsewhere) <= 200),
  words text not null default '' check (length(words) <= 1000),
  -- Against the rules, by whoever may.
  overrules boolean not null,
  facts jsonb not null,
  eligible text not null,
  conditions jsonb not null,
  rule_version text not null,
  by_name text not null,
  by_account uuid references access.account,
  at timestamptz not null default clock_timestamp(),
  on_day date not null,
  check ((outcome = 'elsewhere') = (elsewhere <> '')),
  check (not overrules or words <> '')
);
create index on admission.decision (referral_id);

-- The photograph of an attestation until the referral has a record; then it is a document of it. Encrypted as documents are.
create table admission.attestation (
  document_id uuid primary key,
  account_id uuid references access.account,
  link_id uuid references admission.link on delete cascade,
  referral_id uuid references admission.referral on delete cascade,
  media text not null check (media in ('pdf', 'jpeg', 'png', 'heic')),
  bytes integer not null check (bytes between 1 and 15000000),
  blind bytea not null,
  sealed bytea not null,
  wrapped bytea not null,
  key_version integer not null,
  received_at timestamptz not null default clock_timestamp(),
  check (num_nonnulls(account_id, link_id) = 1)
);
alter table admission.attestation alter column sealed set storage external;
create index on admission.attestation (referral_id);

-- That someone's cover was asked about on a day (handbook A3): what a booking looks for.
create table admission.cover_confirmation (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  referral_id uuid references admission.referral on delete set null,
  state text not null check (state in ('unchanged', 'seen', 'declared', 'unknown')),
  on_day date not null,
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  at timestamptz not null default clock_timestamp()
);
create index on admission.cover_confirmation (person_id, on_day);

do $$
declare name text;
begin
  foreach name in array '{rule_set,link,referral,referral_word,decision,attestation,cover_confirmation}'::text[] loop
    execute format('alter table admission.%I enable row level security', name);
  end loop;
end $$;
grant select on admission.rule_set to maillage_app;
create policy signed_in on admission.rule_set for select to maillage_app using ((select access.account_id()) is not null);
-- The letter that says a referral has an answer, or carries a link.
create policy referral_letters on access.outgoing_mail for insert to maillage_app with check ((select access.can('admission')));

-- The rules in force; null where one simply comes.
create function admission.rules() returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select r.rules from admission.rule_set r order by r.loaded_at desc, r.version desc limit 1
$$;

-- What nothing came of goes: links thirty days after they ended, what was typed with them; photographs never sent; and those turned
-- elsewhere or withdrawn without a record, two years on (handbook 2.5). Not granted.
create function admission.forget() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  delete from admission.attestation a where a.referral_id is null and a.received_at < now() - interval '30 days';
  delete from admission.referral r where r.person_id is null and r.state in ('elsewhere', 'withdrawn') and r.decided_on < current_date - interval '2 years';
  delete from admission.link k where k.expires_at < now() - interval '30 days' and not exists (select from admission.referral r where r.link_id = k.id);
  update admission.link k set draft = null where k.draft is not null and k.expires_at < now() - interval '30 days';
$$;

-- Writes what was sent, by whoever. "done" (sent twice, received once); "centre": not a centre one is referred to. Not granted.
-- p: {id, centreId?, family, given, birth?, phone, language, interpreter, urgent, situation, facts, renounced: [{care, reasons}], agreed:
-- {cover, attendance, papers}, means, agreedOn, cover?, attestation?, servicesNature, eligible, conditions, ruleVersion, today}
create function admission.receive(p jsonb, p_account uuid, p_link uuid, p_name text, p_structure text, p_centre uuid) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  rules jsonb := admission.rules();
  new_id uuid := (p ->> 'id')::uuid;
begin
  if rules is null or not exists (select from network.structure s where s.id = p_centre and s.in_team) then
    return 'centre';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new_id::text, 68));
  if exists (select from admission.referral r where r.id = new_id and r.account_id is not distinct from p_account and r.link_id is not distinct from p_link) then
    return 'done';
  elsif exists (select from admission.referral r where r.id = new_id) then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  insert into admission.referral (id, centre_id, account_id, link_id, author_name, author_structure, sent_on, family, given, birth, phone, language,
    interpreter, urgent, situation, facts, services_nature, eligible, conditions, rule_version, agreed_cover, agreed_attendance, agreed_papers, means,
    agreed_on, cover)
  values (new_id, p_centre, p_account, p_link, p_name, p_structure, (p ->> 'today')::date, p ->> 'family', p ->> 'given', p ->> 'birth', p ->> 'phone',
    p ->> 'language', (p ->> 'interpreter')::boolean, (p ->> 'urgent')::boolean, p ->> 'situation', p -> 'facts', p ->> 'servicesNature',
    p ->> 'eligible', p -> 'conditions', p ->> 'ruleVersion', (p -> 'agreed' ->> 'cover')::boolean, (p -> 'agreed' ->> 'attendance')::boolean,
    (p -> 'agreed' ->> 'papers')::boolean, p ->> 'means', (p ->> 'agreedOn')::date, nullif(p -> 'cover', 'null'));
  insert into admission.referral_word (referral_id, kind, code, nature)
  select new_id, 'ground', g ->> 'code', g ->> 'nature' from jsonb_array_elements(rules -> 'grounds') g
   where jsonb_typeof(p -> 'facts' -> 'grounds') = 'array' and p -> 'facts' -> 'grounds' ? (g ->> 'code');
  insert into admission.referral_word (referral_id, kind, code, nature, reasons)
  select new_id, 'care', c.care, c.nature, array(select jsonb_array_elements_text(c.reasons))
    from jsonb_to_recordset(p -> 'renounced') as c (care text, nature text, reasons jsonb)
  on conflict do nothing;
  update admission.attestation a set referral_id = new_id
   where a.document_id = (p ->> 'attestation')::uuid and a.referral_id is null
     and (a.account_id = p_account or a.link_id = p_link);
  return 'done';
end $$;

-- Owner function. A prescriber refers someone they follow. It looks for nobody: who is known changes nothing of it.
create function admission.refer(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform access.require('refer');
  perform audit.record('referral.send', null, null, 'referral', (p ->> 'id')::uuid);
  perform admission.forget();
  return admission.receive(p, actor.account_id, null, (select a.display_name from access.account a where a.id = actor.account_id),
    (select s.name from network.structure s where s.id = actor.structure_id),
    coalesce((p ->> 'centreId')::uuid, (select min(s.id::text)::uuid from network.structure s where s.in_team having count(*) = 1)));
end $$;

-- Owner function. Keeps the photograph of an attestation until it is sent with its referral; twice, once.
create function admission.keep_attestation(p_document uuid, p_media text, p_bytes integer, p_blind bytea, p_sealed bytea, p_wrapped bytea, p_key integer)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('refer');
  perform audit.record('referral.paper', null, null, 'document', p_document);
  insert into admission.attestation (document_id, account_id, media, bytes, blind, sealed, wrapped, key_version)
  values (p_document, access.account_id(), p_media, p_bytes, p_blind, p_sealed, p_wrapped, p_key)
  on conflict (document_id) do nothing;
end $$;

-- Kept, when someone came since they were accepted; missed, when their last appointment was; null otherwise. Not granted. Not plain SQL: the
-- appointments are of a later migration.
create function admission.attendance(p_person uuid, p_since date) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  records uuid[] := access.records_of(array[p_person]);
begin
  return coalesce(
    (select case a.state when 'missed' then 'missed' else 'kept' end from agenda.appointment a
      where a.person_id = any (records) and a.day >= p_since and a.state in ('honoured', 'missed') order by a.during desc limit 1),
    (select 'kept' from care.encounter e where e.person_id = any (records) and e.known_to is null and e.on_day >= p_since limit 1));
end $$;

-- What goes back to whoever referred someone, and nothing else: what they agreed to have told. Not granted.
create function admission.told_back(r admission.referral) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('state', r.state,
    'where', (select d.elsewhere from admission.decision d where d.referral_id = r.id and d.outcome = 'elsewhere' and r.state = 'elsewhere'
               order by d.at desc limit 1),
    'attendance', case when r.agreed_attendance and r.state = 'accepted' then admission.attendance(r.person_id, r.decided_on) end,
    'papers', case when r.agreed_papers and r.state = 'accepted' then (
        select coalesce(jsonb_agg(distinct coalesce(k.label, q.words)), '[]')
          from rights.request q1 join rights.request_paper q on q.request_id = q1.id and q.known_to is null and q.state = 'asked' and not q.optional
          left join rights.paper_kind k on k.code = q.kind
         where q1.person_id = any (access.records_of(array[r.person_id])) and q1.known_to is null and q1.nature = 'right_requests') end)
$$;

-- Owner function. Whom the actor referred, in their own words, and what became of it. The record opens by the person's consent alone.
create function admission.mine() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  answer jsonb;
begin
  perform access.require('refer');
  perform admission.forget();
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'sentAt', r.sent_at, 'family', r.family, 'given', r.given, 'birth', r.birth, 'urgent', r.urgent,
           'mayConfirm', r.open and r.agreed_cover and r.state = 'accepted', 'personId', case when r.open then r.shown end)
           || admission.told_back((select o from admission.referral o where o.id = r.id)) order by r.sent_at desc), '[]')
    into answer
    from (select o.*, coalesce(k.kept_id, o.person_id) as shown,
                 o.person_id is not null and exists (select from people.may_know(coalesce(k.kept_id, o.person_id), actor.structure_id, actor.account_id, true)) as open
            from admission.referral o left join people.alias k on k.person_id = o.person_id and k.known_to is null
           where o.account_id = actor.account_id order by o.sent_at desc limit 200) r;
  perform audit.record('referral.list', null, array(
    select (e ->> 'personId')::uuid from jsonb_array_elements(answer) e where e ->> 'personId' is not null));
  return jsonb_build_object('referrals', answer, 'rules', admission.rules(),
    'centres', (select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name) from network.structure s where s.in_team));
end $$;

-- Owner function. The author takes a referral back while nothing is decided. "done" (again too); "decided"; "unknown".
create function admission.withdraw(p_referral uuid, p_decision uuid, p_today date) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  r admission.referral;
begin
  perform access.require('refer');
  perform audit.record('referral.withdraw', null, null, 'referral', p_referral);
  select * into r from admission.referral o where o.id = p_referral and o.account_id = access.account_id() for update;
  if r.id is null then
    return 'unknown';
  elsif r.state = 'withdrawn' then
    return 'done';
  elsif r.state not in ('received', 'study') then
    return 'decided';
  end if;
  perform admission.set_outcome(r, p_decision, 'withdrawn', '', '', false, p_today);
  return 'done';
end $$;

-- Not granted.
create function admission.set_outcome(r admission.referral, p_id uuid, p_outcome text, p_elsewhere text, p_words text, p_overrules boolean, p_today date)
returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into admission.decision (id, referral_id, outcome, elsewhere, words, overrules, facts, eligible, conditions, rule_version, by_name, by_account, on_day)
  select p_id, r.id, p_outcome, p_elsewhere, p_words, p_overrules, r.facts, r.eligible, r.conditions, r.rule_version, a.display_name, a.id, p_today
    from access.account a where a.id = access.account_id();
  update admission.referral o set state = p_outcome, version = o.version + 1,
         decided_on = case when p_outcome in ('accepted', 'elsewhere', 'withdrawn') then p_today end
   where o.id = r.id;
$$;

-- Does the actor read, or sum up, this nature? Not granted.
create function admission.shows(p_nature text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select access.holds(p_nature, 'read') or access.holds(p_nature, 'summary')
$$;

-- Facts without what the reader's role does not hold. Not granted.
create function admission.facts_for(r admission.referral, p_facts jsonb) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select p_facts
    || case when jsonb_typeof(p_facts -> 'grounds') = 'array' then jsonb_build_object('grounds', (
         select coalesce(jsonb_agg(w.code order by w.code), '[]') from admission.referral_word w
          where w.referral_id = r.id and w.kind = 'ground' and p_facts -> 'grounds' ? w.code and admission.shows(w.nature))) else '{}' end
    || case when r.services_nature = 'clinical' and jsonb_typeof(p_facts -> 'followedBy') = 'array' and not access.holds('clinical', 'read')
         then '{"followedBy": ["Un service de soin"]}'::jsonb else '{}' end
$$;

-- Owner function. Referrals of the actor's centre: those that wait, urgent first, then the oldest; then those decided lately.
create function admission.received() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  barred uuid[] := access.barred(actor.account_id);
  answer jsonb;
begin
  perform access.require('admission');
  perform admission.forget();
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'sentAt', r.sent_at, 'by', r.author_name, 'structure', r.author_structure, 'family', r.family,
           'given', r.given, 'birth', r.birth, 'urgent', r.urgent, 'state', r.state, 'eligible', r.eligible, 'resolved', r.person_id is not null,
           'decidedOn', r.decided_on, 'personId', r.person_id) order by r.waits desc, r.urgent desc, case when r.waits then r.sent_at end, r.decided_on desc, r.sent_at), '[]')
    into answer
    from (select o.*, o.state in ('received', 'study') as waits from admission.referral o
           where o.centre_id = actor.structure_id and (o.person_id is null or o.person_id <> all (barred))
           order by o.state in ('received', 'study') desc, o.sent_at desc limit 500) r;
  perform audit.record('referral.list', null, array(
    select distinct (e ->> 'personId')::uuid from jsonb_array_elements(answer) e where e ->> 'personId' is not null));
  return jsonb_build_object('referrals', answer, 'used', admission.rules() is not null, 'overrules', access.can('overrule'));
end $$;

-- Owner function. One referral of the actor's centre, for one reader; null when there is none, or its person objects to them.
create function admission.read(p_referral uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  r admission.referral;
begin
  perform access.require('admission');
  select * into r from admission.referral o where o.id = p_referral and o.centre_id = actor.structure_id
     and (o.person_id is null or o.person_id <> all (access.barred(actor.account_id)));
  perform audit.record('referral.read', r.person_id, null, 'referral', p_referral);
  if r.id is null then
    return null;
  end if;
  return jsonb_build_object('id', r.id, 'version', r.version, 'sentAt', r.sent_at, 'by', r.author_name, 'structure', r.author_structure,
    'byLink', r.link_id is not null, 'family', r.family, 'given', r.given, 'birth', r.birth, 'phone', r.phone, 'language', r.language,
    'interpreter', r.interpreter, 'urgent', r.urgent, 'state', r.state, 'decidedOn', r.decided_on,
    'situation', case when access.holds('social_situation', 'read') or access.can('overrule') then r.situation end,
    'facts', admission.facts_for(r, r.facts), 'eligible', r.eligible, 'conditions', r.conditions, 'ruleVersion', r.rule_version,
    'renounced', (select coalesce(jsonb_agg(jsonb_build_object('care', w.code, 'reasons', w.reasons) order by w.code), '[]')
                    from admission.referral_word w where w.referral_id = r.id and w.kind = 'care' and admission.shows(w.nature)),
    'agreed', jsonb_build_object('cover', r.agreed_cover, 'attendance', r.agreed_attendance, 'papers', r.agreed_papers), 'means', r.means,
    'agreedOn', r.agreed_on, 'cover', r.cover,
    'confirmations', (select coalesce(jsonb_agg(jsonb_build_object('state', c.state, 'onDay', c.on_day, 'by', c.author_name) order by c.at desc), '[]')
                        from admission.cover_confirmation c where c.referral_id = r.id),
    'attestation', exists (select from admission.attestation a where a.referral_id = r.id),
    'personId', (select coalesce((select k.kept_id from people.alias k where k.person_id = r.person_id and k.known_to is null), r.person_id)),
    'rules', (select s.rules from admission.rule_set s where s.version = r.rule_version),
    'mayOverrule', access.can('overrule'), 'mayResolve', access.can('duplicates'),
    'decisions', (select coalesce(jsonb_agg(jsonb_build_object('outcome', d.outcome, 'where', d.elsewhere, 'words', d.words, 'overrules', d.overrules,
        'facts', admission.facts_for(r, d.facts), 'eligible', d.eligible, 'conditions', d.conditions, 'ruleVersion', d.rule_version, 'by', d.by_name,
        'at', d.at) order by d.at desc), '[]') from admission.decision d where d.referral_id = r.id));
end $$;

-- Owner function. The photograph that came with a referral; null when there is none to show.
create function admission.attestation(p_referral uuid)
returns table (id uuid, media text, sealed bytea, wrapped bytea, key_version integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('admission');
  perform audit.record('referral.read', null, null, 'referral', p_referral);
  return query select a.document_id, a.media, a.sealed, a.wrapped, a.key_version
    from admission.attestation a join admission.referral r on r.id = a.referral_id
   where r.id = p_referral and r.centre_id = access.structure_id() and access.holds('cover', 'read')
     and (r.person_id is null or r.person_id <> all (access.barred(access.account_id())));
end $$;

-- Owner function. Says which record a referral is of; the photograph of the attestation becomes a document of it, when the person agreed
-- that their cover be written there, and is forgotten otherwise. "done" (again too); "stale"; "unknown": not a record of this centre that the actor may know; "objects".
create function admission.resolve(p_referral uuid, p_person uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  r admission.referral;
  paper admission.attestation;
  document papers.document;
begin
  perform access.require('duplicates');
  perform access.require('admission');
  select * into r from admission.referral o where o.id = p_referral and o.centre_id = actor.structure_id for update;
  if r.id is null or r.person_id is not null then
    perform audit.record('referral.list');
    return case when r.person_id = p_person then 'done' when r.id is null then 'unknown' else 'stale' end;
  end if;
  perform audit.record('referral.resolve', p_person, null, 'referral', r.id);
  if actor.read_only or not people.is_shown(p_person) or p_person = any (access.barred(actor.account_id))
     or not exists (select from people.registration g where g.person_id = p_person and g.structure_id = actor.structure_id and g.known_to is null) then
    return 'unknown';
  elsif exists (select from access.objection o where o.account_id = r.account_id and o.lifted_at is null
                  and o.person_id = any (access.records_of(array[p_person]))) then
    return 'objects';
  end if;
  update admission.referral o set person_id = p_person, resolved_by = actor.account_id, resolved_at = clock_timestamp(), version = o.version + 1
   where o.id = r.id;
  for paper in select * from admission.attestation a where a.referral_id = r.id and r.agreed_cover loop
    document := jsonb_populate_record(null::papers.document, jsonb_build_object('id', paper.document_id, 'person_id', p_person, 'type', 'cover_proof',
      'nature', 'cover', 'purpose', 'social', 'origin', 'received', 'label', 'Reçue avec la demande de ' || r.author_name, 'media', paper.media, 'bytes', paper.bytes));
    document.blind := paper.blind;
    document.author_id := actor.account_id;
    document.author_role := actor.role;
    document.author_name := (select a.display_name from access.account a where a.id = actor.account_id);
    document.filed_at := clock_timestamp();
    document.salt := gen_random_uuid();
    perform audit.record('document.file', p_person, null, 'document', document.id, jsonb_build_object('digest', papers.document_digest(document)));
    insert into papers.document select document.*;
    insert into papers.content (document_id, sealed, wrapped, key_version) values (document.id, paper.sealed, paper.wrapped, paper.key_version);
  end loop;
  delete from admission.attestation a where a.referral_id = r.id;
  return 'done';
end $$;

-- Owner function. Facts asked for and learnt since, and what the rules then say. "done"; "stale"; "unknown".
-- p: {id, seen, facts, eligible, conditions, ruleVersion, servicesNature}
create function admission.learn(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  r admission.referral;
begin
  perform access.require('admission');
  select * into r from admission.referral o where o.id = (p ->> 'id')::uuid and o.centre_id = access.structure_id()
     and (o.person_id is null or o.person_id <> all (access.barred(access.account_id()))) for update;
  perform audit.record('referral.facts', r.person_id, null, 'referral', (p ->> 'id')::uuid);
  if r.id is null then
    return 'unknown';
  elsif r.version <> (p ->> 'seen')::integer or r.state not in ('received', 'study') then
    return 'stale';
  end if;
  update admission.referral o
     set facts = p -> 'facts', eligible = p ->> 'eligible', conditions = p -> 'conditions', rule_version = p ->> 'ruleVersion',
         services_nature = p ->> 'servicesNature', version = o.version + 1
   where o.id = r.id;
  return 'done';
end $$;

-- Owner function. The whole facts, for the program to judge again: they go back to nobody. Null when there is none.
create function admission.facts_of(p_referral uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('admission');
  return (select r.facts from admission.referral r where r.id = p_referral and r.centre_id = access.structure_id());
end $$;

-- Owner function. Decides. {"outcome": "done"} (again too), with whom to write to; or "stale", "unknown", "urgent": never turned away;
-- "record": accepted, one must know whose record it is; "ask": facts are missing; "rules": only who may overrule decides against them, and says why.
-- p: {id, decision, seen, outcome, where, words, today}
create function admission.decide(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  r admission.referral;
  outcome text := p ->> 'outcome';
  against boolean;
  overrules boolean := access.can('overrule');
begin
  perform access.require('admission');
  select * into r from admission.referral o where o.id = (p ->> 'id')::uuid and o.centre_id = actor.structure_id
     and (o.person_id is null or o.person_id <> all (access.barred(actor.account_id))) for update;
  perform audit.record('referral.decide', r.person_id, null, 'referral', (p ->> 'id')::uuid, jsonb_build_object('outcome', outcome));
  if r.id is null then
    return '{"outcome": "unknown"}';
  elsif exists (select from admission.decision d where d.id = (p ->> 'decision')::uuid and d.referral_id = r.id) then
    return '{"outcome": "done"}';
  elsif r.version <> (p ->> 'seen')::integer then
    return '{"outcome": "stale"}';
  elsif outcome = 'elsewhere' and r.urgent then
    return '{"outcome": "urgent"}';
  elsif outcome = 'accepted' and r.person_id is null then
    return '{"outcome": "record"}';
  end if;
  against := outcome = 'accepted' and r.eligible <> 'true' and not r.urgent or outcome = 'elsewhere' and r.eligible <> 'false';
  if against and not overrules then
    return jsonb_build_object('outcome', case r.eligible when 'unknown' then 'ask' else 'rules' end);
  elsif against and p ->> 'words' = '' then
    return '{"outcome": "words"}';
  end if;
  perform admission.set_outcome(r, (p ->> 'decision')::uuid, outcome, case outcome when 'elsewhere' then p ->> 'where' else '' end, p ->> 'words', against,
    (p ->> 'today')::date);
  if outcome = 'accepted' then
    update admission.referral o set opens = (
        select array_agg(x) from admission.rule_set s cross join lateral jsonb_array_elements_text(s.rules -> 'opens') x where s.version = r.rule_version)
     where o.id = r.id;
    perform admission.open_sharing(r, (p ->> 'today')::date);
    if r.cover is not null and r.agreed_cover then
      perform admission.write_cover(r.person_id, r.id, r.id, r.cover, (p ->> 'today')::date);
    end if;
  end if;
  return jsonb_build_object('outcome', 'done', 'house', (select i.name from network.installation i),
    'email', coalesce((select a.email from access.account a where a.id = r.account_id and a.disabled_at is null and a.email not like '%.invalid'),
                      (select k.email from admission.link k where k.id = r.link_id)),
    'linkId', r.link_id, 'tells', outcome in ('accepted', 'elsewhere'));
end $$;

-- What the person agreed to with the referral opens to its author, whatever else they agreed to before. Not granted.
create function admission.open_sharing(r admission.referral, p_today date) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into access.consent (person_id, recipient_account_id, natures, means, information_given, language, interpreter, collected_by, given_on, recorded_by)
  select r.person_id, r.account_id,
         array(select n from unnest(array['identity', case when r.agreed_cover then 'cover' end, case when r.agreed_attendance then 'appointments' end]) n
                where n is not null order by n),
         r.means, 'Accord recueilli avec la demande adressée au centre.', r.language, r.interpreter, r.account_id, r.agreed_on, access.account_id()
   where r.account_id is not null
$$;

-- Writes that cover was asked about, and what was said of it; unknown, a search begins, and nothing counts as none. Not granted.
-- p_cover: {state, cover: [{layer, scheme}]}
create function admission.write_cover(p_person uuid, p_referral uuid, p_id uuid, p_cover jsonb, p_today date) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  state text := p_cover ->> 'state';
begin
  insert into admission.cover_confirmation (id, person_id, referral_id, state, on_day, author_id, author_name)
  select p_id, p_person, p_referral, state, p_today, a.id, a.display_name from access.account a where a.id = access.account_id()
  on conflict (id) do nothing;
  if not found then
    return;
  end if;
  if state in ('seen', 'declared') then
    insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, author_id)
    select p_person, k.layer, k.code, k.mask, p_today, case state when 'seen' then 'document' else 'declared' end, access.account_id()
      from jsonb_to_recordset(coalesce(p_cover -> 'cover', '[]')) as c (layer text, scheme text)
      join rights.scheme k on k.layer = c.layer and k.code = c.scheme;
  end if;
  if state = 'unknown' then
    perform tasks.give(p_person, 'cover', 'Rechercher la couverture maladie : inconnue quand la personne a été adressée', 'cover_search', p_referral,
      p_for_role => 'administrative_officer', p_due => p_today + 7,
      p_structure => (select r.centre_id from admission.referral r where r.id = p_referral));
  else
    perform tasks.settle('cover_search', p_referral);
  end if;
end $$;

-- Owner function. Confirms the cover of someone accepted, from their referral: by who referred them or by the centre, on the consent recorded in
-- it. "done" (again too); "unknown"; "consent": the person did not agree, or took it back; "state": not accepted.
-- p: {id, referral, cover: {state, cover}, today}
create function admission.confirm_cover(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  r admission.referral;
begin
  if not access.can('refer') then
    perform access.require('admission');
  end if;
  select * into r from admission.referral o where o.id = (p ->> 'referral')::uuid
     and case when access.can('refer') then o.account_id = actor.account_id else o.centre_id = actor.structure_id end;
  perform audit.record('referral.cover', r.person_id, null, 'referral', (p ->> 'referral')::uuid);
  if r.id is null then
    return 'unknown';
  elsif r.state <> 'accepted' then
    return 'state';
  elsif not r.agreed_cover or not r.person_id = any (access.permitted_persons('cover', 'write')) then
    return 'consent';
  end if;
  perform admission.write_cover(r.person_id, r.id, (p ->> 'id')::uuid, p -> 'cover', (p ->> 'today')::date);
  return 'done';
end $$;

-- How the cover of someone was confirmed on a day: unchanged, seen, declared or unknown; null when nobody asked. What a booking of a service
-- that requires prescribed admission looks for. Granted to no role: owner functions ask.
create function admission.cover_confirmed(p_person uuid, p_day date) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.state from admission.cover_confirmation c
   where c.person_id = any (access.records_of(array[p_person])) and c.on_day = p_day order by c.at desc limit 1
$$;

-- Is this person admitted to a service, by its code: accepted by a referral of this centre (against the rules too, by whoever may), that opens
-- it; or nobody need be, where one simply comes. Granted to no role, for the same.
create function admission.admitted(p_person uuid, p_centre uuid, p_service text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select admission.rules() is null or exists (
    select from admission.referral r where r.person_id = any (access.records_of(array[p_person])) and r.centre_id = p_centre and r.state = 'accepted'
       and coalesce(p_service = any (r.opens), true))
$$;

-- Cover confirmed when an appointment is booked; of the last referral accepted, if any. Not granted.
create function admission.cover_at_booking(p_id uuid, p_person uuid, p_centre uuid, p_state text, p_day date) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into admission.cover_confirmation (id, person_id, referral_id, state, on_day, author_id, author_name)
  select p_id, p_person, (select r.id from admission.referral r where r.person_id = any (access.records_of(array[p_person])) and r.centre_id = p_centre
                             and r.state = 'accepted' order by r.decided_on desc limit 1), p_state, p_day, a.id, a.display_name
    from access.account a where a.id = access.account_id()
  on conflict (id) do nothing
$$;

-- Owner function. A link for one referral, for who has no account. It ends eight days later.
create function admission.issue_link(p_hash bytea, p_name text, p_structure text, p_email text) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  made admission.link;
begin
  perform access.require('admission');
  if admission.rules() is null then
    raise exception 'one comes here without being referred' using errcode = 'MA409';
  end if;
  insert into admission.link (token_hash, centre_id, name, structure, email, expires_at)
  values (p_hash, access.structure_id(), p_name, p_structure, lower(p_email), clock_timestamp() + interval '8 days') returning * into made;
  perform audit.record('referral.link', null, null, 'referral_link', made.id);
  return made.expires_at;
end $$;

-- Owner function. After a decision, a new link by which who sent it by link reads the answer.
create function admission.follow_link(p_hash bytea, p_link uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('admission');
  insert into admission.link (token_hash, centre_id, name, structure, email, expires_at, referral_id)
  select p_hash, k.centre_id, k.name, k.structure, k.email, clock_timestamp() + interval '8 days', k.referral_id
    from admission.link k where k.id = p_link and k.centre_id = access.structure_id();
end $$;

-- Owner function, of who has no account. What a link in force leads to: the form and what was typed of it, or what became of what was
-- sent; null when it leads nowhere.
create function admission.link_open(p_hash bytea) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('name', k.name, 'structure', k.structure, 'centre', s.name, 'house', i.name, 'expiresAt', k.expires_at, 'draft', k.draft,
           'rules', case when k.referral_id is null then admission.rules() end,
           'schemes', case when k.referral_id is null then (select jsonb_agg(jsonb_build_object('layer', c.layer, 'code', c.code, 'label', c.label,
               'from', lower(c.existed), 'until', upper(c.existed) - 1, 'successor', c.successor) order by c.layer, c.sort) from rights.scheme c) end,
           'sent', case when r.id is not null then admission.told_back(r) || jsonb_build_object('sentAt', r.sent_at) end)
    from admission.link k join network.structure s on s.id = k.centre_id cross join network.installation i
    left join admission.referral r on r.id = k.referral_id
   where k.token_hash = p_hash and k.expires_at > clock_timestamp()
$$;

-- Owner function, of who has no account. Keeps what is typed; false when the link is no longer in force.
create function admission.link_keep(p_hash bytea, p_draft jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update admission.link k set draft = p_draft where k.token_hash = p_hash and k.expires_at > clock_timestamp() and k.referral_id is null;
  return found;
end $$;

-- Owner function, of who has no account. The photograph of an attestation; false when the link is no longer in force.
create function admission.link_attestation(p_hash bytea, p_document uuid, p_media text, p_bytes integer, p_blind bytea, p_sealed bytea, p_wrapped bytea,
  p_key integer, p_stamp text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  link uuid := (select k.id from admission.link k where k.token_hash = p_hash and k.expires_at > clock_timestamp() and k.referral_id is null);
begin
  if link is null then
    return false;
  end if;
  perform audit.record_sign_in(null, 'referral.paper', p_stamp, jsonb_build_object('link', link));
  -- One photograph: a better one replaces it.
  delete from admission.attestation a where a.link_id = link and a.document_id <> p_document;
  insert into admission.attestation (document_id, link_id, media, bytes, blind, sealed, wrapped, key_version)
  values (p_document, link, p_media, p_bytes, p_blind, p_sealed, p_wrapped, p_key) on conflict (document_id) do nothing;
  return true;
end $$;

-- Owner function, of who has no account. Sends the one referral a link is for. "done" (again too); "over": the link ended or served another.
create function admission.link_send(p_hash bytea, p jsonb, p_stamp text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  k admission.link;
  told text;
begin
  select * into k from admission.link l where l.token_hash = p_hash for update;
  if k.id is null or k.referral_id is not null or k.expires_at <= clock_timestamp() then
    return case when k.referral_id = (p ->> 'id')::uuid then 'done' else 'over' end;
  end if;
  perform audit.record_sign_in(null, 'referral.send', p_stamp, jsonb_build_object('link', k.id, 'referral', p ->> 'id'));
  told := admission.receive(p, null, k.id, k.name, k.structure, k.centre_id);
  if told = 'done' then
    update admission.link l set referral_id = (p ->> 'id')::uuid, draft = null where l.id = k.id;
  end if;
  return told;
end $$;

-- Owner function, of who has no account. A new link to the same address, for a link that ended (with what was typed) or that served (for someone
-- else). Whom to write to; null when the link was never one, or a letter just left. What was typed goes to the address, never back to who asks.
create function admission.link_renew(p_hash bytea, p_new bytea, p_draft jsonb, p_stamp text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  k admission.link;
begin
  select * into k from admission.link l where l.token_hash = p_hash for update;
  if k.id is null or k.made_at < clock_timestamp() - interval '1 year'
     or exists (select from admission.link l where l.email = k.email and l.id <> k.id and l.made_at > clock_timestamp() - interval '2 minutes') then
    return null;
  end if;
  perform audit.record_sign_in(null, 'referral.link', p_stamp, jsonb_build_object('link', k.id));
  insert into admission.link (token_hash, centre_id, name, structure, email, expires_at, draft)
  values (p_new, k.centre_id, k.name, k.structure, k.email, clock_timestamp() + interval '8 days',
          case when k.referral_id is null then coalesce(p_draft, k.draft) end);
  -- A photograph already received follows.
  update admission.attestation a set link_id = (select l.id from admission.link l where l.token_hash = p_new)
   where a.link_id = k.id and a.referral_id is null;
  update admission.link l set draft = null where l.id = k.id;
  return jsonb_build_object('email', k.email, 'house', (select i.name from network.installation i));
end $$;

grant execute on function admission.rules, admission.refer, admission.keep_attestation, admission.mine, admission.withdraw, admission.received,
  admission.read, admission.attestation, admission.resolve, admission.learn, admission.facts_of, admission.decide, admission.confirm_cover,
  admission.issue_link, admission.follow_link to maillage_app;
grant execute on function admission.link_open, admission.link_keep, admission.link_attestation, admission.link_send, admission.link_renew
  to maillage_signin;
