-- Requests for rights (handbook 1.10): what is asked for whom, each step dated, what it waits for and until when; and the cover
-- that a decision opens.

insert into audit.action (code, writes, label, returns, told) values
  ('request.open', false, 'Demande de droit lue', false, 'a lu une de vos demandes de droits'),
  ('request.list', false, 'Demandes de droits d’une personne listées', false, 'a lu la liste de vos demandes de droits'),
  ('request.create', true, 'Demande de droit ouverte', true, 'a ouvert une demande de droit avec vous'),
  ('request.step', true, 'Étape d’une demande de droit notée', true, 'a noté où en est une de vos demandes de droits'),
  ('request.correct', true, 'Étape d’une demande de droit corrigée', true, 'a corrigé une de vos demandes de droits'),
  ('request.chase', true, 'Relance d’une demande de droit notée', true, 'a relancé une de vos demandes de droits'),
  ('request.keep', true, 'Demande de droit confiée à quelqu’un', true, 'a confié le suivi d’une de vos demandes de droits'),
  ('request.revise', true, 'Demande de droit complétée', true, 'a complété une de vos demandes de droits'),
  ('cover.interval', true, 'Droits ouverts notés ou corrigés', true, 'a noté ou corrigé vos droits ouverts'),
  ('cover.caisse', true, 'Caisse et référent notés', true, 'a noté votre caisse');

-- What a change of someone's cover must change elsewhere: procedures of one argument, the people. A room above registers its own
-- in its migration (insert into rights.cover_follower values ('funding.follow_covers(uuid[])')); each runs in the transaction of the
-- change, in this order, and decides again from the cover as it then is: run twice, it changes nothing more.
create table rights.cover_follower (
  procedure regprocedure primary key,
  sort integer not null default 0
);

-- The cover of these people changed: an interval laid, corrected or closed, a statement made or withdrawn. Granted to no role: the acts
-- that change cover call it, once all of the change is written. Their records are kept from disappearing meanwhile: an insertion
-- has done so already, a change of a row has not, and whoever must not miss either waits for it (funding.record_acts).
create function rights.cover_changed(p_persons uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  follower record;
begin
  perform from people.person p where p.id = any (p_persons) order by p.id for key share;
  for follower in
    select n.nspname, c.proname from rights.cover_follower f join pg_proc c on c.oid = f.procedure join pg_namespace n on n.oid = c.pronamespace
     order by f.sort, f.procedure::text loop
    execute format('select %I.%I($1)', follower.nspname, follower.proname) using p_persons;
  end loop;
end $$;

-- Statements are written by several acts (a visit, an import, a confirmation): whichever it is, the cover changed.
create function rights.follow_statements() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform rights.cover_changed(array(select distinct c.person_id from changed c));
  return null;
end $$;
create trigger followed_when_stated after insert on rights.cover_statement
  referencing new table as changed for each statement execute function rights.follow_statements();
create trigger followed_when_withdrawn after update on rights.cover_statement
  referencing new table as changed for each statement execute function rights.follow_statements();

-- Where a request stands, and whom it then waits for.
create table rights.request_state (
  code text primary key,
  label text not null,
  sort smallint not null,
  -- Null: nothing is awaited any more, or not until a day (rights.request.next_from).
  waits_on text check (waits_on in ('person', 'papers', 'authority', 'us')),
  -- Asked for, or about to be, and not answered for good: the right may still open.
  pending boolean not null default false
);
insert into rights.request_state (code, label, sort, waits_on) values
  ('identified', 'Droit repéré', 1, 'us'),
  ('refused_by_person', 'La personne n’en veut pas', 2, null),
  ('to_prepare', 'À préparer', 3, 'us'),
  ('documents_pending', 'Pièces attendues', 4, 'papers'),
  ('complete', 'Dossier complet, à déposer', 5, 'us'),
  ('filed', 'Déposée', 6, 'authority'),
  ('acknowledged', 'Accusé de réception', 7, 'authority'),
  ('incomplete_returned', 'Renvoyée incomplète', 8, 'papers'),
  ('completed', 'Complétée', 9, 'authority'),
  ('under_review', 'En cours d’examen', 10, 'authority'),
  ('granted', 'Accordée', 11, null),
  ('refused', 'Refusée', 12, 'us'),
  ('implicitly_granted', 'Accord implicite, à faire reconnaître', 13, 'us'),
  ('implicitly_refused', 'Refus implicite', 14, 'us'),
  ('appeal_cra', 'Recours préalable déposé', 15, 'authority'),
  ('appeal_court', 'Recours devant le tribunal', 16, 'authority'),
  ('renewal_due', 'À renouveler', 17, 'us'),
  ('renewed', 'Renouvellement engagé', 18, null),
  ('expired', 'Droit terminé', 19, null),
  ('withdrawn', 'Abandonnée', 20, null),
  ('closed_no_news', 'Close sans nouvelles', 21, null);
update rights.request_state set pending = true
 where code in ('to_prepare', 'documents_pending', 'complete', 'filed', 'acknowledged', 'incomplete_returned', 'completed', 'under_review',
   'implicitly_granted', 'appeal_cra', 'appeal_court');

-- Kinds of requests (handbook 1.5–1.7, 1.12, 1.13): a network adds rows. nature: what the mere existence of such a request tells.
-- A disability or long-illness file and a residence permit for care tell of an illness: they are of care. Doctors and nurses, who
-- write their certificates, read them; of the social team, whoever opened one and whoever keeps it (rights.request, policy).
create table rights.request_type (
  code text primary key check (code ~ '^[a-z][a-z0-9_]*$'),
  label text not null,
  short text not null,
  nature text not null default 'right_requests' check (nature in ('right_requests', 'social_notes', 'clinical')),
  -- Who decides, as it is called; the request says which one.
  authority text not null,
  form text,
  -- One request for the whole household.
  household boolean not null default false,
  source text not null,
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  active boolean not null default true,
  sort integer not null default 0
);
insert into rights.request_type (code, label, short, nature, authority, form, household, source, confidence, sort) values
  ('puma', 'Affiliation à l’assurance maladie (PUMA)', 'PUMA', 'right_requests', 'CPAM, MSA ou CGSS', 'Cerfa 15763 (S1106)', false, 'CSS L160-1 ; formulaire de mémoire', 'likely', 10),
  ('c2s', 'Complémentaire santé solidaire (C2S)', 'C2S', 'right_requests', 'CPAM, MSA ou CGSS', 'Cerfa 12504 (S3711)', true, 'CSS L861-1, L861-5', 'sure', 20),
  ('ame', 'Aide médicale de l’État (AME)', 'AME', 'right_requests', 'CPAM ou CGSS', 'Cerfa 11573 (S3720)', true, 'CASF L251-1, L252-3', 'sure', 30),
  ('primary_care_doctor', 'Déclaration de médecin traitant', 'Médecin traitant', 'right_requests', 'CPAM, MSA ou CGSS', 'S3704', false, 'CSS L162-5-3 ; formulaire de mémoire', 'likely', 40),
  ('ald', 'Affection de longue durée (ALD)', 'ALD', 'clinical', 'Service médical de la caisse', 'Protocole de soins', false, 'CSS L160-14 3°', 'sure', 50),
  ('domiciliation', 'Domiciliation', 'Domiciliation', 'right_requests', 'CCAS ou organisme agréé', 'Cerfa 16029', true, 'CASF L264-1, D264-1', 'sure', 60),
  ('rsa', 'Revenu de solidarité active (RSA)', 'RSA', 'right_requests', 'CAF ou MSA', null, true, 'CASF L262-1 ; orientation', 'likely', 70),
  ('mdph', 'AAH et autres droits de la MDPH', 'AAH, MDPH', 'clinical', 'MDPH (CDAPH)', 'Cerfa 15692, certificat 15695', false, 'CASF L146-9 ; formulaires de mémoire', 'likely', 80),
  ('aspa', 'Allocation de solidarité aux personnes âgées (ASPA)', 'ASPA', 'right_requests', 'CARSAT ou MSA', null, false, 'CSS L815-1 ; orientation', 'likely', 90),
  ('apa', 'Allocation personnalisée d’autonomie (APA)', 'APA', 'right_requests', 'Département', null, false, 'CASF L232-1 ; de mémoire', 'likely', 100),
  ('siao', 'Hébergement d’urgence ou d’insertion (SIAO)', 'SIAO', 'right_requests', 'SIAO', null, true, 'CASF L345-2-2', 'sure', 110),
  ('dalo', 'Logement opposable (DALO, DAHO)', 'DALO', 'right_requests', 'Commission de médiation', 'Cerfa 15036', true, 'CCH L441-2-3 ; de mémoire', 'to_verify', 120),
  ('permit_for_care', 'Titre de séjour pour soins', 'Séjour pour soins', 'clinical', 'Préfecture, avis de l’OFII', null, false, 'CESEDA L425-9 ; de mémoire', 'likely', 130);

-- What a decision opens: one scheme a layer. AME is both.
create table rights.request_opens (
  type text not null references rights.request_type,
  layer text not null,
  scheme text not null,
  primary key (type, layer),
  foreign key (layer, scheme) references rights.scheme (layer, code)
);
insert into rights.request_opens (type, layer, scheme) values
  ('puma', 'base', 'puma'), ('c2s', 'complementary', 'c2s'), ('ame', 'base', 'ame'), ('ame', 'complementary', 'ame');

-- The state machine. 'new' is before the first step: a request is entered at any point of its life, from the paper one holds. '*' is
-- every type; a type's own rows add (allowed) or take away. The same as src/rights/requests/transitions.ts: a test compares them.
create table rights.request_transition (
  type text not null default '*',
  from_state text not null,
  to_state text not null references rights.request_state,
  allowed boolean not null default true,
  primary key (type, from_state, to_state)
);
insert into rights.request_transition (from_state, to_state)
select f, unnest(string_to_array(t, ' ')) from (values
  ('new', 'identified refused_by_person to_prepare documents_pending complete filed acknowledged incomplete_returned completed under_review granted refused appeal_cra appeal_court renewal_due'),
  ('identified', 'refused_by_person to_prepare documents_pending complete filed withdrawn closed_no_news'),
  ('refused_by_person', 'identified to_prepare'),
  ('to_prepare', 'refused_by_person documents_pending complete filed withdrawn closed_no_news'),
  ('documents_pending', 'refused_by_person complete filed withdrawn closed_no_news'),
  ('complete', 'refused_by_person documents_pending filed withdrawn closed_no_news'),
  ('filed', 'acknowledged incomplete_returned under_review granted refused withdrawn closed_no_news'),
  ('acknowledged', 'incomplete_returned under_review granted refused withdrawn closed_no_news'),
  ('incomplete_returned', 'completed granted refused withdrawn closed_no_news'),
  ('completed', 'acknowledged incomplete_returned under_review granted refused withdrawn closed_no_news'),
  ('under_review', 'incomplete_returned granted refused withdrawn closed_no_news'),
  ('granted', 'renewal_due renewed expired appeal_cra appeal_court'),
  ('refused', 'granted appeal_cra appeal_court withdrawn closed_no_news'),
  ('implicitly_granted', 'granted refused withdrawn closed_no_news'),
  ('implicitly_refused', 'granted refused appeal_cra appeal_court withdrawn closed_no_news'),
  ('appeal_cra', 'granted refused appeal_court withdrawn closed_no_news'),
  ('appeal_court', 'granted refused withdrawn closed_no_news'),
  ('renewal_due', 'renewed expired withdrawn closed_no_news'),
  ('expired', 'renewed'),
  ('withdrawn', 'to_prepare'),
  ('closed_no_news', 'to_prepare incomplete_returned granted refused')) as chain (f, t);
-- Silence means something in some rights alone. The disabled pairs: no prior appeal (the court, or nothing); no term to renew.
insert into rights.request_transition (type, from_state, to_state, allowed)
select t.type, f, 'implicitly_' || t.means, true
  from (values ('c2s', 'granted'), ('ame', 'refused'), ('puma', 'refused'), ('rsa', 'refused'), ('mdph', 'refused'), ('aspa', 'refused'),
               ('dalo', 'refused'), ('permit_for_care', 'refused')) as t (type, means)
 cross join unnest('{new,filed,acknowledged,completed,under_review}'::text[]) f
union all
select w.type, b.from_state, s, false
  from (values ('domiciliation', '{appeal_cra}'::text[]), ('dalo', '{appeal_cra}'), ('permit_for_care', '{appeal_cra}'),
               ('siao', '{appeal_cra}'), ('primary_care_doctor', '{appeal_cra,appeal_court,renewal_due,renewed}'),
               ('puma', '{renewal_due,renewed}'), ('dalo', '{renewal_due,renewed}')) as w (type, without)
 cross join unnest(without) s
  join rights.request_transition b on b.type = '*' and b.to_state = s;

-- May a request of this type go from one state to another?
create function rights.request_may(p_type text, p_from text, p_to text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select t.allowed from rights.request_transition t
                    where t.type in ('*', p_type) and t.from_state = p_from and t.to_state = p_to order by t.type = '*' limit 1), false)
$$;

create table rights.request (
  -- Made once by the form: sent twice, it is one.
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  structure_id uuid not null default access.structure_id() references network.structure not enforced,
  type text not null references rights.request_type not enforced,
  -- Its type's, or raised: never below.
  nature text not null check (nature in ('right_requests', 'social_notes', 'clinical')),
  -- Which one: "CPAM de l'Yonne".
  authority text not null default '' check (length(authority) <= 200),
  reference text not null default '' check (length(reference) <= 100),
  -- Who answers for it in the centre.
  keeper_id uuid not null references access.account not enforced,
  keeper_name text not null,
  -- The request whose right it carries on.
  renews uuid references rights.request not enforced,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  -- Opened by mistake.
  known_to timestamptz,
  -- What follows is drawn from its steps by rights.refresh_request and rights.plan_request, for boards: one row is the whole answer.
  version integer not null default 0,
  state text not null references rights.request_state not enforced,
  state_on date,
  waits_on text check (waits_on in ('person', 'papers', 'authority', 'us')),
  channel text,
  effect_on date,
  ends_on date,
  -- [[state, day]] of the steps in force, in order.
  trail jsonb not null default '[]',
  -- The act to do (src/rights/requests/model.ts), from which day it can be done, and its last day.
  next_act text,
  next_from date,
  next_day date,
  -- From this day the silence of the authority means something.
  silence_on date,
  silence_means text check (silence_means in ('grant', 'refusal')),
  -- Last day to appeal: of the refusal, or of the silence that means one.
  appeal_by date
);
create index on rights.request (person_id);
-- What is open, the soonest first (migrations/0060_boards.sql): all of a structure, what waits for someone, of one type, of one keeper.
create index request_open on rights.request (structure_id, (coalesce(next_day, 'infinity')), id)
  where known_to is null and (waits_on is not null or next_act is not null);
create index request_waiting on rights.request (structure_id, waits_on, (coalesce(next_day, 'infinity')), id)
  where known_to is null and (waits_on is not null or next_act is not null);
create index request_typed on rights.request (structure_id, type, (coalesce(next_day, 'infinity')), id)
  where known_to is null and (waits_on is not null or next_act is not null);
create index request_kept on rights.request (keeper_id, (coalesce(next_day, 'infinity')), id)
  where known_to is null and (waits_on is not null or next_act is not null);
create index request_silent on rights.request (structure_id, silence_on) where silence_on is not null and known_to is null;
create index request_appealed on rights.request (structure_id, appeal_by) where appeal_by is not null and known_to is null;

-- Where the page looks for requests: under their own nature, and under that of requests, for whoever keeps one that was raised.
create trigger present after insert on rights.request referencing new table as new_rows for each statement
  execute function record.rows_of_natures('requests');
create trigger present_as_requests after insert on rights.request referencing new table as new_rows for each statement
  execute function record.rows_of_one_nature('requests', 'right_requests');
create trigger present_when_raised after update of nature on rights.request for each row
  when (new.nature <> old.nature) execute function record.nature_changed('requests');

create table rights.request_step (
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  -- 1, 2, 3…; a correction keeps the place of what it corrects.
  seq smallint not null,
  state text not null references rights.request_state not enforced,
  -- Null: inconnu.
  on_day date,
  -- Of a decision that grants: the first and the last day of the right.
  effect_on date,
  ends_on date,
  -- With or without contribution, rate, number of hours…
  scope text not null default '' check (length(scope) <= 100),
  -- What is missing, why it was refused.
  words text not null default '' check (length(words) <= 1000),
  channel text check (channel in ('counter', 'post', 'online', 'pass', 'ccas', 'france_services', 'other')),
  -- Why a right asked for, or that one may ask for, is not taken up: network.term, list non_take_up. Null: nobody said.
  reason text,
  -- When it is not what the state says (rights.request_state).
  waits_on text check (waits_on in ('person', 'papers', 'authority', 'us')),
  corrects uuid references rights.request_step not enforced,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (ends_on >= effect_on),
  check (state = 'granted' or num_nonnulls(effect_on, ends_on) = 0),
  constraint reason_of_an_end check (reason is null or state in ('refused_by_person', 'withdrawn', 'closed_no_news'))
);
-- Why people do without a right (handbook 4.1, 4.4, L3; ODENORE's four sorts of non-take-up). A network adds its own.
insert into network.term (list, code, label, nature, sort) values
  ('non_take_up', 'no_information', 'Ne connaissait pas ce droit, manque d’information', 'right_requests', 10),
  ('non_take_up', 'did_not_ask', 'Connaît ce droit et ne le demande pas', 'right_requests', 20),
  ('non_take_up', 'not_received', 'Droit ouvert, mais pas reçu ou pas utilisable', 'right_requests', 30),
  ('non_take_up', 'not_proposed', 'Ne lui avait jamais été proposé', 'right_requests', 40),
  ('non_take_up', 'complexity', 'Démarches trop complexes', 'right_requests', 50),
  ('non_take_up', 'papers', 'Pièces impossibles à réunir', 'right_requests', 60),
  ('non_take_up', 'fear', 'Peur', 'right_requests', 70),
  ('non_take_up', 'refusal', 'Ne veut pas de ce droit', 'right_requests', 80),
  ('non_take_up', 'discouraged', 'Découragement après un refus ou une attente', 'right_requests', 90),
  ('non_take_up', 'cost', 'Reste à payer ou avance de frais', 'right_requests', 100),
  ('non_take_up', 'distance', 'Distance, transport', 'right_requests', 110),
  ('non_take_up', 'no_time', 'Pas le temps', 'right_requests', 120),
  ('non_take_up', 'crisis', 'Crise, autre urgence', 'right_requests', 130),
  ('non_take_up', 'disruption', 'Rupture, perte de contact', 'right_requests', 140),
  ('non_take_up', 'not_entitled', 'N’y a finalement pas droit', 'right_requests', 150),
  ('non_take_up', 'other', 'Autre', 'right_requests', 200);
create unique index request_step_place on rights.request_step (request_id, seq) where known_to is null;
create index on rights.request_step (request_id);

-- Those the request is also for: someone with a record, or a name.
create table rights.request_member (
  id uuid primary key default uuidv7(),
  request_id uuid not null references rights.request on delete cascade,
  n smallint not null,
  other_person uuid references people.person not enforced,
  name text check (length(name) between 1 and 200),
  birth text,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (num_nonnulls(other_person, name) = 1)
);
create index on rights.request_member (request_id);
create index on rights.request_member (other_person) where other_person is not null;

-- Chasing: when, who answered at the caisse, what, when to ask again. Changes of keeper and of what is said above are told here too.
create table rights.request_log (
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  kind text not null check (kind in ('chase', 'escalation', 'answer', 'keeper', 'revised')),
  on_day date not null,
  whom text not null default '' check (length(whom) <= 200),
  words text not null default '' check (length(words) <= 1000),
  next_on date,
  -- As it was before.
  before jsonb,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on rights.request_log (request_id);

-- Which caisse someone is with, and who there answers for people in difficulty.
create table rights.caisse_tie (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  caisse text not null check (length(caisse) between 1 and 200),
  referent text not null default '' check (length(referent) <= 200),
  reach text not null default '' check (length(reach) <= 200),
  since date,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on rights.caisse_tie (person_id);

-- The decision an interval comes from, and the act that closed it: taken back, what it closed is in force again.
alter table rights.cover_interval add request_id uuid, add step_id uuid, add closed_by uuid;
create index on rights.cover_interval (closed_by) where closed_by is not null;

do $$
declare name text;
begin
  foreach name in array array['cover_follower', 'request_state', 'request_type', 'request_opens', 'request_transition', 'request',
      'request_step', 'request_member', 'request_log', 'caisse_tie'] loop
    execute format('alter table rights.%I enable row level security', name);
  end loop;
  foreach name in array array['request_state', 'request_type', 'request_opens', 'request_transition'] loop
    execute format('grant select on rights.%I to maillage_app', name);
    execute format('create policy signed_in on rights.%I for select to maillage_app
      using (exists (select from access.opened) or (select access.account_id()) is not null)', name);
  end loop;
  -- Its nature's readers; and, of one that was raised, whoever opened it and whoever keeps it, when they read requests at all:
  -- the accompagnante who prepares a disability file must find it again, her colleagues need not know of it.
  grant select on rights.request, rights.caisse_tie to maillage_app;
  execute format('create policy readers on rights.request for select to maillage_app using (%s
      or (select access.account_id()) in (author_id, keeper_id) and %s)',
    access.gate_by_row('{right_requests,social_notes,clinical}', 'read'),
    replace(access.gate_by_row('{right_requests}', 'read'), 'nature || person_id', '''right_requests'' || person_id'));
  execute format('create policy readers on rights.caisse_tie for select to maillage_app using (%s)', access.gate('person_id', 'cover', 'read'));
end $$;

-- An impossible step is refused whoever writes it, and so is a day before the step before, or after the next.
create function rights.check_step() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  kind text := (select r.type from rights.request r where r.id = new.request_id);
  before rights.request_step;
  after rights.request_step;
begin
  select s.* into before from rights.request_step s where s.request_id = new.request_id and s.known_to is null and s.seq < new.seq order by s.seq desc limit 1;
  select s.* into after from rights.request_step s where s.request_id = new.request_id and s.known_to is null and s.seq > new.seq order by s.seq limit 1;
  if new.known_to is null and (not rights.request_may(kind, coalesce(before.state, 'new'), new.state)
      or after.id is not null and not rights.request_may(kind, new.state, after.state)) then
    raise exception 'impossible step' using errcode = '23514', constraint = 'request_step_possible';
  end if;
  if new.known_to is null and exists (select from rights.request_step s where s.request_id = new.request_id and s.known_to is null
       and (s.seq < new.seq and s.on_day > new.on_day or s.seq > new.seq and s.on_day < new.on_day)) then
    raise exception 'step out of order' using errcode = '23514', constraint = 'request_step_in_order';
  end if;
  return new;
end $$;
create trigger possible before insert or update of state, on_day, seq on rights.request_step
  for each row execute function rights.check_step();

-- Not granted: may the actor read, or write, this request in this transaction?
create function rights.reads_request(r rights.request) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select r.known_to is null
     and (r.person_id = any (access.permitted_persons(r.nature, 'read'))
          or access.account_id() in (r.author_id, r.keeper_id) and r.person_id = any (access.permitted_persons('right_requests', 'read')))
$$;
create function rights.writes_request(r rights.request) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select rights.reads_request(r)
     and (r.person_id = any (access.permitted_persons('right_requests', 'write')) or r.person_id = any (access.permitted_persons(r.nature, 'write')))
$$;

-- Not granted. Lays a right over someone's cover from a day to another: what it meets of that layer ends where it begins, and goes
-- on after it only when its own end was known and is later. Of all the records of the person.
create function rights.lay_cover(p_person uuid, p_layer text, p_scheme text, p_valid daterange, p_source text, p_proof text,
                                 p_by uuid, p_request uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  met rights.cover_interval;
begin
  for met in select v.* from rights.cover_interval v
              where v.person_id = any (access.records_of(array[p_person])) and v.layer = p_layer and v.valid && p_valid and upper_inf(v.known)
              order by v.valid for update loop
    if lower(met.known) = now() then
      -- Put back a moment ago by this very act (a decision corrected): it was never known as such, and what it copies is closed by
      -- this act now.
      delete from rights.cover_interval v where v.id = met.id;
      update rights.cover_interval v set closed_by = p_by
       where v.id = (select o.id from rights.cover_interval o where o.person_id = met.person_id and o.layer = met.layer and o.scheme = met.scheme
                        and o.valid = met.valid and o.closed_by is not null order by upper(o.known) desc limit 1);
    else
      update rights.cover_interval v set known = tstzrange(lower(v.known), now()), closed_by = p_by where v.id = met.id;
    end if;
    insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof, request_id, step_id)
    select met.person_id, met.layer, met.scheme, left_over.piece, met.source, met.proof, met.request_id, p_by
      from (values (case when lower(met.valid) < lower(p_valid) then daterange(lower(met.valid), lower(p_valid)) end),
                   (case when upper(met.valid) > upper(p_valid) then daterange(upper(p_valid), upper(met.valid)) end)) as left_over (piece)
     where left_over.piece is not null;
  end loop;
  insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof, request_id, step_id)
  values (p_person, p_layer, p_scheme, p_valid, p_source, p_proof, p_request, p_by);
end $$;

-- Not granted. Takes back what an act laid, and puts back what it had closed, where nothing was written over it since.
create function rights.take_back_cover(p_by uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  update rights.cover_interval v set known = tstzrange(lower(v.known), now()) where v.step_id = p_by and upper_inf(v.known);
  insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof, request_id, step_id)
  select v.person_id, v.layer, v.scheme, v.valid, v.source, v.proof, v.request_id, v.step_id
    from rights.cover_interval v
   where v.closed_by = p_by
     and not exists (select from rights.cover_interval o where o.person_id = v.person_id and o.layer = v.layer and o.valid && v.valid and upper_inf(o.known));
end $$;

-- Not granted. Whom a request is for and whose cover the actor may write: the person, then those of the household with a record.
create function rights.covered_by(r rights.request) returns uuid[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select array(select p.id from (
      select r.person_id as id, 0 as n
      union all
      select m.other_person, m.n from rights.request_member m where m.request_id = r.id and m.known_to is null and m.other_person is not null) p
    where p.id = any (access.permitted_persons('cover', 'write')) order by p.n)
$$;

-- Not granted. A decision that says from when opens cover, of everyone the request is for.
create function rights.open_cover(r rights.request, s rights.request_step, p_proof text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  covered uuid;
begin
  if s.state <> 'granted' or s.effect_on is null or not exists (select from rights.request_opens o where o.type = r.type) then
    return;
  end if;
  foreach covered in array rights.covered_by(r) loop
    perform rights.lay_cover(covered, o.layer, o.scheme, daterange(s.effect_on, s.ends_on + 1), 'document', p_proof, s.id, r.id)
      from rights.request_opens o where o.type = r.type;
  end loop;
end $$;

-- Not granted. What requests of these records may still open, layer by layer: the scheme, and the earliest day it may begin, the first
-- of the month of its filing (law/right-requests.csv: no effect comes before), or of its first dated step while no filing is known
-- (src/rights/requests/awaited.ts). One of which no day is known may begin on no day that can be told; and one whose nature was
-- raised is told to nobody.
create function rights.awaited(p_members uuid[]) returns table (layer text, scheme text, since date)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with theirs as (
    select r.* from rights.request r where r.person_id = any (p_members)
    union all
    select r.* from rights.request_member m join rights.request r on r.id = m.request_id where m.other_person = any (p_members) and m.known_to is null
  )
  select o.layer, o.scheme, min(date_trunc('month', d.day)::date)
    from theirs r
    join rights.request_state s on s.code = r.state and s.pending
    join rights.request_opens o on o.type = r.type
    cross join lateral (select coalesce(min((e ->> 1)::date) filter (where e ->> 0 = 'filed'), min((e ->> 1)::date)) as day
                          from jsonb_array_elements(r.trail) e) d
   where r.known_to is null and r.nature = 'right_requests' and d.day is not null
   group by o.layer, o.scheme
$$;

-- Not granted. Tells what must follow cover, for everyone whose cover an act on a request changed, and everyone it is for when its
-- right may open cover: what waits for the answer no longer does, or does again.
create function rights.told_cover(p_act uuid, p_request uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select rights.cover_changed(array(
    select v.person_id from rights.cover_interval v where v.step_id = p_act or v.closed_by = p_act
    union
    select k.id from rights.request r
     cross join lateral (select r.person_id as id union all
                         select m.other_person from rights.request_member m where m.request_id = r.id and m.other_person is not null) k
     where r.id = p_request and exists (select from rights.request_opens o where o.type = r.type)))
$$;

-- Not granted. Draws a request's row from its steps; what is next is then told by rights.plan_request.
create function rights.refresh_request(p_request uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update rights.request r
     set version = r.version + 1, state = l.state, state_on = l.on_day, waits_on = coalesce(l.waits_on, t.waits_on),
         channel = (select s.channel from rights.request_step s where s.request_id = r.id and s.known_to is null and s.channel is not null order by s.seq desc limit 1),
         effect_on = g.effect_on, ends_on = g.ends_on,
         trail = (select jsonb_agg(jsonb_build_array(s.state, s.on_day) order by s.seq) from rights.request_step s where s.request_id = r.id and s.known_to is null),
         next_act = null, next_from = null, next_day = null, silence_on = null, silence_means = null, appeal_by = null
    from (select s.* from rights.request_step s where s.request_id = p_request and s.known_to is null order by s.seq desc limit 1) l
    join rights.request_state t on t.code = l.state
    left join lateral (select s.effect_on, s.ends_on from rights.request_step s
       where s.request_id = l.request_id and s.known_to is null and s.state = 'granted' order by s.seq desc limit 1) g on true
   where r.id = p_request
$$;

-- Not granted. What the clocks are told from (src/rights/requests/clocks.ts).
create function rights.lived(p_request uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', r.id, 'type', r.type, 'household', exists (select from rights.request_member m where m.request_id = r.id and m.known_to is null),
    'nextChase', (select l.next_on from rights.request_log l where l.request_id = r.id and l.known_to is null and l.kind in ('chase', 'escalation', 'answer')
                   order by l.on_day desc, l.known_from desc limit 1),
    'steps', (select jsonb_agg(jsonb_build_object('state', s.state, 'on', s.on_day, 'effectOn', s.effect_on, 'endsOn', s.ends_on) order by s.seq)
                from rights.request_step s where s.request_id = r.id and s.known_to is null))
    from rights.request r where r.id = p_request
$$;

-- Not granted. Writes a step at a place of a request. p: {id, state, onDay, effectOn, endsOn, scope, words, channel, reason, waitsOn, proof}
create function rights.write_step(r rights.request, p_seq integer, p_corrects uuid, p jsonb) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  step rights.request_step;
begin
  insert into rights.request_step (id, request_id, seq, state, on_day, effect_on, ends_on, scope, words, channel, reason, waits_on, corrects, author_name)
  values ((p ->> 'id')::uuid, r.id, p_seq, p ->> 'state', (p ->> 'onDay')::date, (p ->> 'effectOn')::date, (p ->> 'endsOn')::date,
    coalesce(p ->> 'scope', ''), coalesce(p ->> 'words', ''), p ->> 'channel',
    (select t.code from network.term t where t.list = 'non_take_up' and t.code = p ->> 'reason'), p ->> 'waitsOn', p_corrects,
    (select a.display_name from access.account a where a.id = access.account_id()))
  returning * into step;
  perform rights.open_cover(r, step, p ->> 'proof');
  perform rights.refresh_request(r.id);
end $$;

-- Not granted. "impossible", "order", or null when this step may take this place.
create function rights.step_fault(r rights.request, p_seq integer, p_state text, p_day date) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  with live as (select s.* from rights.request_step s where s.request_id = r.id and s.known_to is null),
  before as (select l.state from live l where l.seq < p_seq order by l.seq desc limit 1),
  after as (select l.state from live l where l.seq > p_seq order by l.seq limit 1)
  select case when not rights.request_may(r.type, coalesce((select state from before), 'new'), p_state)
                or exists (select from after a where not rights.request_may(r.type, p_state, a.state)) then 'impossible'
              when exists (select from live l where l.seq < p_seq and l.on_day > p_day or l.seq > p_seq and l.on_day < p_day) then 'order' end
$$;

-- Owner function. Opens a request at any point of its life: its first step is where the paper in hand says it stands.
-- Returns {outcome, lived?}. outcome: "done" (again too); "unknown": no such person or type for the actor; "nature": below its
-- type's; "impossible"; "keeper", "member": not someone who may be named there. Nothing is written but with "done".
-- Errors: MA409 when the identifier is another request's.
-- p: {id, personId, type, nature?, authority, reference, keeper?, renews?, members: [{personId} | {name, birth}], today, step: as
--     rights.write_step}
create function rights.open_request(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  request rights.request;
  kind rights.request_type;
  others uuid[] := array(select (m ->> 'personId')::uuid from jsonb_array_elements(p -> 'members') m where m ->> 'personId' is not null);
  old rights.request;
  consent_only boolean := (select r.by_consent from access.nature_right r where r.role = actor.effective_role and r.nature = 'identity');
begin
  perform pg_advisory_xact_lock(hashtextextended(p ->> 'id', 50));
  select r.* into request from rights.request r where r.id = (p ->> 'id')::uuid;
  if request.id is not null then
    perform audit.record('request.create', (p ->> 'personId')::uuid, null, 'right_request', request.id);
    if request.person_id = (p ->> 'personId')::uuid and request.author_id = actor.account_id and rights.reads_request(request) then
      return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
    end if;
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  request.id := (p ->> 'id')::uuid;
  request.person_id := (p ->> 'personId')::uuid;
  select t.* into kind from rights.request_type t where t.code = p ->> 'type' and t.active;
  if exists (select from unnest(others) o where o = request.person_id or not exists (
       select from people.may_know(o, actor.structure_id, actor.account_id, coalesce(consent_only, true)))) then
    return '{"outcome": "member"}';
  end if;
  perform audit.record('request.create', request.person_id, case when others <> '{}' then request.person_id || others end, 'right_request', request.id);
  request.nature := coalesce(p ->> 'nature', kind.nature);
  if kind.code is null or not (request.person_id = any (access.permitted_persons('right_requests', 'write'))
       or request.nature <> 'right_requests' and request.person_id = any (access.permitted_persons(request.nature, 'write'))) then
    return '{"outcome": "unknown"}';
  elsif request.nature <> kind.nature and (kind.nature <> 'right_requests' or request.nature not in ('social_notes', 'clinical')) then
    return '{"outcome": "nature"}';
  end if;
  request.keeper_id := coalesce((p ->> 'keeper')::uuid, actor.account_id);
  request.keeper_name := tasks.name_of(request.keeper_id, actor.structure_id);
  if request.keeper_name is null or not tasks.may_tell('right_requests', actor.structure_id, null, request.keeper_id) then
    return '{"outcome": "keeper"}';
  elsif not rights.request_may(kind.code, 'new', p -> 'step' ->> 'state') then
    return '{"outcome": "impossible"}';
  end if;
  select r.* into old from rights.request r
   where r.id = (p ->> 'renews')::uuid and r.type = kind.code and r.person_id = any (access.records_of(array[request.person_id])) and r.known_to is null for update;
  insert into rights.request (id, person_id, structure_id, type, nature, authority, reference, keeper_id, keeper_name, renews, author_id, author_name, state)
  values (request.id, request.person_id, actor.structure_id, kind.code, request.nature, coalesce(p ->> 'authority', ''), coalesce(p ->> 'reference', ''),
    request.keeper_id, request.keeper_name, old.id, actor.account_id,
    (select a.display_name from access.account a where a.id = actor.account_id), p -> 'step' ->> 'state')
  returning * into request;
  insert into rights.request_member (request_id, n, other_person, name, birth)
  select request.id, n, (m ->> 'personId')::uuid, case when m ->> 'personId' is null then m ->> 'name' end, m ->> 'birth'
    from jsonb_array_elements(p -> 'members') with ordinality as e (m, n);
  -- What it renews is followed from here on.
  if old.id is not null and rights.request_may(old.type, old.state, 'renewed') then
    perform rights.write_step(old, (select max(s.seq) + 1 from rights.request_step s where s.request_id = old.id), null,
      jsonb_build_object('id', uuidv7(), 'state', 'renewed', 'onDay', greatest((p ->> 'today')::date, old.state_on)));
  end if;
  perform rights.write_step(request, 1, null, p -> 'step');
  perform rights.told_cover((p -> 'step' ->> 'id')::uuid, request.id);
  return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
end $$;

-- Not granted. The request, locked, when the actor may write it; the act is audited, with the household when cover may change.
create function rights.take_request(p_action text, p_person uuid, p_request uuid) returns rights.request
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request;
  others uuid[];
begin
  if access.account_id() is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  select r.* into request from rights.request r where r.id = p_request and r.person_id = any (access.records_of(array[p_person])) for update;
  if request.id is null then
    return null;
  end if;
  others := array(select m.other_person from rights.request_member m where m.request_id = p_request and m.known_to is null and m.other_person is not null);
  perform audit.record(p_action, request.person_id, case when others <> '{}' then request.person_id || others end, 'right_request', p_request);
  return case when rights.writes_request(request) then request end;
end $$;

-- Owner function. The next step of a request. Returns {outcome, lived?}: "done" (again too), "unknown", "changed": it is no longer
-- where the actor saw it, "impossible", "order": a day before the step before. Nothing is written but with "done".
-- p: {personId, requestId, seen: id of the last step seen, step: as rights.write_step}
create function rights.step_request(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.step', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
  step uuid := (p -> 'step' ->> 'id')::uuid;
  last rights.request_step;
  fault text;
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  end if;
  if exists (select from rights.request_step s where s.id = step) then
    if exists (select from rights.request_step s where s.id = step and s.request_id = request.id and s.author_id = access.account_id()) then
      return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
    end if;
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  select s.* into last from rights.request_step s where s.request_id = request.id and s.known_to is null order by s.seq desc limit 1;
  if last.id is distinct from (p ->> 'seen')::uuid then
    return '{"outcome": "changed"}';
  end if;
  fault := rights.step_fault(request, last.seq + 1, p -> 'step' ->> 'state', (p -> 'step' ->> 'onDay')::date);
  if fault is not null then
    return jsonb_build_object('outcome', fault);
  end if;
  perform rights.write_step(request, last.seq + 1, null, p -> 'step');
  perform rights.told_cover(step, request.id);
  return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
end $$;

-- Owner function. Corrects a step (what it said stays, closed), or takes the last one back; the only one taken back, the request was
-- opened by mistake. A decision corrected takes back the cover it opened, puts back what it had closed, and opens it anew.
-- Returns as rights.step_request, and "not_last": only the last step is taken back; lived is null when the request is no more.
-- p: {personId, requestId, corrects: id of a step in force, step: as rights.write_step | null: taken back}
create function rights.correct_step(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.correct', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
  new_id uuid := (p -> 'step' ->> 'id')::uuid;
  old rights.request_step;
  fault text;
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  elsif exists (select from rights.request_step s where s.id = new_id and s.corrects = (p ->> 'corrects')::uuid and s.request_id = request.id) then
    return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
  end if;
  select s.* into old from rights.request_step s where s.id = (p ->> 'corrects')::uuid and s.request_id = request.id;
  if old.id is null or old.known_to is not null then
    return '{"outcome": "changed"}';
  end if;
  if new_id is null then
    if exists (select from rights.request_step s where s.request_id = request.id and s.known_to is null and s.seq > old.seq) then
      return '{"outcome": "not_last"}';
    end if;
  else
    update rights.request_step s set known_to = now() where s.id = old.id;
    fault := rights.step_fault(request, old.seq, p -> 'step' ->> 'state', (p -> 'step' ->> 'onDay')::date);
    if fault is not null then
      update rights.request_step s set known_to = null where s.id = old.id;
      return jsonb_build_object('outcome', fault);
    end if;
  end if;
  update rights.request_step s set known_to = now() where s.id = old.id;
  perform rights.take_back_cover(old.id);
  if new_id is not null then
    perform rights.write_step(request, old.seq, old.id, p -> 'step');
    perform rights.told_cover(new_id, request.id);
  elsif exists (select from rights.request_step s where s.request_id = request.id and s.known_to is null) then
    perform rights.refresh_request(request.id);
  else
    update rights.request r set known_to = now(), waits_on = null, next_act = null, silence_on = null where r.id = request.id;
    perform rights.keep_papers(request.id);
  end if;
  perform rights.told_cover(old.id, request.id);
  return jsonb_build_object('outcome', 'done', 'lived', (select rights.lived(r.id) from rights.request r where r.id = request.id and r.known_to is null));
end $$;

-- Owner function. Notes that the authority was asked, or answered, and when to ask again; or takes such a line back.
-- "done" (again too), "unknown". p: {id, personId, requestId, kind, onDay, whom, words, nextOn} | {takesBack, personId, requestId}
create function rights.chase_request(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.chase', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  elsif p ->> 'takesBack' is not null then
    update rights.request_log l set known_to = now()
     where l.id = (p ->> 'takesBack')::uuid and l.request_id = request.id and l.known_to is null and l.kind in ('chase', 'escalation', 'answer');
  else
    insert into rights.request_log (id, request_id, kind, on_day, whom, words, next_on, author_name)
    select (p ->> 'id')::uuid, request.id, p ->> 'kind', (p ->> 'onDay')::date, p ->> 'whom', p ->> 'words', (p ->> 'nextOn')::date, a.display_name
      from access.account a where a.id = access.account_id()
    on conflict (id) do nothing;
  end if;
  update rights.request r set version = r.version + 1 where r.id = request.id;
  return jsonb_build_object('outcome', 'done', 'lived', rights.lived(request.id));
end $$;

-- Owner function. Gives a request to someone of the structure. "done" (again too), "unknown", "keeper": not someone who may read it.
create function rights.keep_request(p_person uuid, p_request uuid, p_keeper uuid, p_day date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.keep', p_person, p_request);
  name text;
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  elsif request.keeper_id = p_keeper then
    return '{"outcome": "done"}';
  end if;
  name := tasks.name_of(p_keeper, request.structure_id);
  if name is null or not tasks.may_tell('right_requests', request.structure_id, null, p_keeper) then
    return '{"outcome": "keeper"}';
  end if;
  insert into rights.request_log (id, request_id, kind, on_day, whom, before, author_name)
  select uuidv7(), request.id, 'keeper', p_day, name, jsonb_build_object('keeper', request.keeper_id, 'name', request.keeper_name), a.display_name
    from access.account a where a.id = access.account_id();
  update rights.request r set keeper_id = p_keeper, keeper_name = name, version = r.version + 1 where r.id = request.id;
  return '{"outcome": "done"}';
end $$;

-- Owner function. Completes what is said of a request: which authority, its reference, its household, a nature raised. Returns
-- {outcome}: "done", "unknown", "changed": not as the actor saw it, "nature", "member".
-- p: {personId, requestId, version, authority, reference, nature, members, today}
create function rights.revise_request(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  request rights.request := rights.take_request('request.revise', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
  consent_only boolean := (select r.by_consent from access.nature_right r where r.role = actor.effective_role and r.nature = 'identity');
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  elsif request.version <> (p ->> 'version')::int then
    return '{"outcome": "changed"}';
  elsif p ->> 'nature' <> request.nature and request.nature <> 'right_requests' then
    return '{"outcome": "nature"}';
  elsif exists (select from jsonb_array_elements(p -> 'members') m where m ->> 'personId' is not null and ((m ->> 'personId')::uuid = request.person_id
          or not exists (select from rights.request_member k where k.request_id = request.id and k.known_to is null and k.other_person = (m ->> 'personId')::uuid)
             and not exists (select from people.may_know((m ->> 'personId')::uuid, actor.structure_id, actor.account_id, coalesce(consent_only, true))))) then
    return '{"outcome": "member"}';
  end if;
  insert into rights.request_log (id, request_id, kind, on_day, before, author_name)
  select uuidv7(), request.id, 'revised', (p ->> 'today')::date,
         jsonb_build_object('authority', request.authority, 'reference', request.reference, 'nature', request.nature), a.display_name
    from access.account a where a.id = actor.account_id;
  update rights.request_member m set known_to = now() where m.request_id = request.id and m.known_to is null;
  insert into rights.request_member (request_id, n, other_person, name, birth)
  select request.id, n, (m ->> 'personId')::uuid, case when m ->> 'personId' is null then m ->> 'name' end, m ->> 'birth'
    from jsonb_array_elements(p -> 'members') with ordinality as e (m, n);
  update rights.request r set authority = p ->> 'authority', reference = p ->> 'reference', nature = p ->> 'nature', version = r.version + 1
   where r.id = request.id;
  perform rights.told_cover(null, request.id);
  return '{"outcome": "done"}';
end $$;

-- Owner function. What is next, told by the clocks from what rights.lived gave in this same transaction.
-- p: {nextAct, nextFrom, nextDay, silenceOn, silenceMeans, appealBy, papersUntil: its copies go after it}, days or null
create function rights.plan_request(p_request uuid, p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update rights.request r
     set next_act = p ->> 'nextAct', next_from = (p ->> 'nextFrom')::date, next_day = (p ->> 'nextDay')::date,
         silence_on = (p ->> 'silenceOn')::date, silence_means = p ->> 'silenceMeans', appeal_by = (p ->> 'appealBy')::date,
         papers_until = (p ->> 'papersUntil')::date
   where r.id = p_request and rights.writes_request(r);
  if not found then
    raise exception 'not a request this transaction writes' using errcode = 'MA403';
  end if;
  perform rights.keep_papers(p_request);
end $$;

-- Not granted. Those a request is also for, as the actor may know them: a record they may not know is not named.
create function rights.members_told(p_request uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(case when m.name is not null then jsonb_build_object('name', m.name, 'birth', m.birth)
      when k.known then jsonb_build_object('personId', m.other_person, 'name', concat_ws(' ', nullif(coalesce(nullif(i.used_given, ''), i.given), ''), coalesce(nullif(i.used_family, ''), i.family)), 'birth', i.birth)
      else '{"withheld": true}' end order by m.n), '[]')
    from rights.request_member m
    left join people.identity i on i.person_id = m.other_person and i.known_to is null
    cross join access.actor() a
    left join access.nature_right c on c.role = a.effective_role and c.nature = 'identity'
    cross join lateral (select m.other_person is not null and exists (
        select from people.may_know(m.other_person, a.structure_id, a.account_id, coalesce(c.by_consent, true))) as known) k
   where m.request_id = p_request and m.known_to is null
$$;

-- Owner function. One request in full, for who may read it; null for anyone else. `may`: the states it may go to next.
create function rights.read_request(p_person uuid, p_request uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request;
begin
  select r.* into request from rights.request r where r.id = p_request and r.person_id = any (access.records_of(array[p_person]));
  if request.id is null then
    return null;
  end if;
  perform audit.record('request.open', request.person_id, null, 'right_request', p_request);
  if not rights.reads_request(request) then
    return null;
  end if;
  return jsonb_build_object('id', request.id, 'on', request.person_id, 'type', request.type, 'nature', request.nature, 'authority', request.authority,
    'reference', request.reference, 'keeper', request.keeper_id, 'keeperName', request.keeper_name, 'by', request.author_name, 'openedAt', request.known_from,
    'version', request.version, 'state', request.state, 'stateOn', request.state_on, 'waitsOn', request.waits_on, 'channel', request.channel,
    'effectOn', request.effect_on, 'endsOn', request.ends_on, 'nextAct', request.next_act, 'nextFrom', request.next_from, 'nextDay', request.next_day,
    'silenceOn', request.silence_on, 'silenceMeans', request.silence_means, 'appealBy', request.appeal_by,
    'renews', request.renews, 'renewedBy', (select r.id from rights.request r where r.renews = request.id and r.known_to is null limit 1),
    'may', (select coalesce(jsonb_agg(s.code order by s.sort), '[]') from rights.request_state s where rights.request_may(request.type, request.state, s.code)),
    'steps', (select jsonb_agg(jsonb_build_object('id', s.id, 'seq', s.seq, 'state', s.state, 'on', s.on_day, 'effectOn', s.effect_on, 'endsOn', s.ends_on,
        'scope', s.scope, 'words', s.words, 'channel', s.channel, 'reason', s.reason, 'waitsOn', s.waits_on, 'corrects', s.corrects, 'by', s.author_name,
        'at', s.known_from, 'until', s.known_to) order by s.seq, s.known_from) from rights.request_step s where s.request_id = request.id),
    'members', rights.members_told(request.id),
    'log', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'on', l.on_day, 'whom', l.whom, 'words', l.words, 'nextOn', l.next_on,
        'before', l.before, 'by', l.author_name, 'at', l.known_from) order by l.on_day desc, l.known_from desc), '[]')
        from rights.request_log l where l.request_id = request.id and l.known_to is null),
    'cover', (select coalesce(jsonb_agg(jsonb_build_object('layer', v.layer, 'scheme', v.scheme, 'from', lower(v.valid), 'to', upper(v.valid),
        'mine', v.person_id = request.person_id) order by v.person_id <> request.person_id, v.layer), '[]')
        from rights.cover_interval v where v.request_id = request.id and upper_inf(v.known)
         and v.person_id = request.person_id and v.person_id = any (access.permitted_persons('cover', 'read'))));
end $$;

-- The requests of a person that the reader may see, those that wait first; and their caisse.
create function rights.requests_of(p_person uuid) returns json
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  members uuid[] := people.together(p_person);
begin
  perform audit.record('request.list', coalesce(members[1], p_person), members);
  members := coalesce(members, array[p_person]);
  return json_build_object(
    'requests', coalesce((select json_agg(json_build_object('id', r.id, 'on', r.person_id, 'type', r.type, 'nature', r.nature, 'authority', r.authority,
        'keeperName', r.keeper_name, 'state', r.state, 'stateOn', r.state_on, 'waitsOn', r.waits_on, 'nextAct', r.next_act, 'nextFrom', r.next_from,
        'nextDay', r.next_day, 'silenceOn', r.silence_on, 'silenceMeans', r.silence_means, 'appealBy', r.appeal_by, 'effectOn', r.effect_on,
        'endsOn', r.ends_on, 'steps', r.trail) order by r.waits_on is null, r.next_day nulls last, r.known_from desc)
        from rights.request r where r.person_id = any (members) and r.known_to is null), '[]'),
    'caisse', (select json_build_object('id', k.id, 'caisse', k.caisse, 'referent', k.referent, 'reach', k.reach, 'since', k.since, 'by', k.author_name,
        'at', k.known_from) from rights.caisse_tie k where k.person_id = any (members) and k.known_to is null order by k.known_from desc limit 1));
end $$;

-- For the cells that are a summary: which right, where it stands. Nothing of one whose nature was raised. Not granted.
create function rights.summary_of_requests(p_persons uuid[]) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('label', t.short, 'state', s.label, 'on', r.state_on) order by r.waits_on is null, r.known_from desc), '[]')
            from rights.request r join rights.request_type t on t.code = r.type join rights.request_state s on s.code = r.state
           where r.person_id = any (p_persons) and r.nature = 'right_requests' and r.known_to is null);
end $$;

-- Owner function: of those of these persons of whom the reader's cell is a summary.
create function rights.request_summary(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  may uuid[] := access.permitted_persons('right_requests', 'summary');
begin
  return case when p_persons && may then rights.summary_of_requests(array(select p from unnest(p_persons) p where p = any (may))) end;
end $$;

-- Owner function. Rights open from a day to another, as a document or the caisse says; or the correction of what was noted. AME is
-- both layers in one gesture. "done" (again too), "unknown", "changed": what it corrects is no longer in force, "overlap": other
-- rights of the layer are open on these days, and neither corrected nor replaced. Nothing is written but with "done".
-- p: {id, personId, cover: [{layer, scheme}], from, to (last day included, or null), source, proof, corrects: [ids], replace, remove}
create function rights.set_interval(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  act uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  corrects uuid[] := array(select jsonb_array_elements_text(p -> 'corrects')::uuid);
  days daterange := daterange((p ->> 'from')::date, (p ->> 'to')::date + 1);
begin
  perform pg_advisory_xact_lock(hashtextextended(person::text, 50));
  perform audit.record('cover.interval', person, null, 'cover_interval', act);
  if not person = any (access.permitted_persons('cover', 'write')) then
    return 'unknown';
  elsif exists (select from rights.cover_interval v where v.step_id = act or v.closed_by = act) then
    return 'done';
  elsif (select count(*) from rights.cover_interval v where v.id = any (corrects) and v.person_id = person and upper_inf(v.known)) <> cardinality(corrects) then
    return 'changed';
  elsif not coalesce((p ->> 'replace')::boolean, false) and not coalesce((p ->> 'remove')::boolean, false) and exists (
      select from rights.cover_interval v join jsonb_array_elements(p -> 'cover') c on c ->> 'layer' = v.layer
       where v.person_id = any (access.records_of(array[person])) and v.valid && days and upper_inf(v.known) and v.id <> all (corrects)) then
    return 'overlap';
  end if;
  update rights.cover_interval v set known = tstzrange(lower(v.known), now()), closed_by = act where v.id = any (corrects);
  if not coalesce((p ->> 'remove')::boolean, false) then
    perform rights.lay_cover(person, c ->> 'layer', c ->> 'scheme', days, p ->> 'source', nullif(p ->> 'proof', ''), act, null)
      from jsonb_array_elements(p -> 'cover') c;
  end if;
  perform rights.told_cover(act, null);
  return 'done';
end $$;

-- Owner function. Which caisse, and who answers there: what was noted before stays, closed. "done" (again too), "unknown".
-- p: {id, personId, caisse, referent, reach, since}
create function rights.set_caisse(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid := (p ->> 'personId')::uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(person::text, 50));
  perform audit.record('cover.caisse', person);
  if not person = any (access.permitted_persons('cover', 'write')) then
    return 'unknown';
  elsif exists (select from rights.caisse_tie k where k.id = (p ->> 'id')::uuid) then
    return 'done';
  end if;
  update rights.caisse_tie k set known_to = now() where k.person_id = any (access.records_of(array[person])) and k.known_to is null;
  insert into rights.caisse_tie (id, person_id, caisse, referent, reach, since, author_name)
  select (p ->> 'id')::uuid, person, p ->> 'caisse', p ->> 'referent', p ->> 'reach', (p ->> 'since')::date, a.display_name
    from access.account a where a.id = access.account_id();
  return 'done';
end $$;

revoke execute on all functions in schema rights from public;
grant execute on function rights.request_may, rights.open_request, rights.step_request, rights.correct_step, rights.chase_request, rights.keep_request,
  rights.revise_request, rights.plan_request, rights.read_request, rights.requests_of, rights.request_summary, rights.set_interval,
  rights.set_caisse to maillage_app;
