-- Papers of a request for a right (handbook 1.5–1.7, 1.12, 1.13): which ones the situation calls for, asked, received, refused,
-- out of date; and until when their copies are kept.

insert into audit.action (code, writes, label, returns, told) values
  ('request.paper', true, 'Pièce d’une demande de droit notée', true, 'a noté des papiers d’une de vos demandes de droits'),
  ('request.fact', true, 'Réponse notée pour une liste de pièces', true, 'a noté votre situation pour une demande de droits');

insert into papers.document_type (code, label, nature, purpose, sort) values
  ('supporting', 'Pièce d’une demande de droit', 'right_requests', 'request', 235),
  ('papers_list', 'Liste de papiers à apporter', 'right_requests', 'request', 236);

-- Facts that decide which papers are asked, in the order one asks them: a fact that is not known is asked, never guessed. Each is
-- read where it is already noted (src/rights/requests/papers/facts.ts), or answered on the request.
create table rights.paper_fact (
  code text primary key check (code ~ '^[a-z][a-z0-9_]*$'),
  question text not null,
  -- Asked of each person the request is for.
  each_person boolean not null default false,
  sort integer not null
);
insert into rights.paper_fact (code, question, each_person, sort) values
  ('adult', 'A-t-elle 18 ans ou plus ?', true, 10),
  ('sixteen', 'A-t-elle 16 ans ou plus ?', true, 15),
  ('foreign', 'A-t-elle une nationalité étrangère ?', false, 20),
  ('european', 'A-t-elle la nationalité d’un pays de l’Union européenne, de l’EEE ou de la Suisse ?', false, 30),
  ('permit', 'A-t-elle un titre de séjour, un visa ou un récépissé en cours de validité ?', false, 40),
  ('asylum', 'A-t-elle une demande d’asile en cours ?', false, 50),
  ('born_abroad', 'Est-elle née à l’étranger ?', false, 60),
  ('domiciled', 'A-t-elle une attestation de domiciliation ?', false, 70),
  ('hosted', 'Est-elle hébergée chez quelqu’un ?', false, 80),
  ('sheltered', 'Est-elle hébergée par un établissement ou une association ?', false, 90),
  ('own_home', 'Est-elle locataire ou propriétaire de son logement ?', false, 100),
  ('dependants', 'La demande est-elle aussi pour d’autres personnes ?', false, 110),
  ('rsa', 'Touche-t-elle le RSA ?', false, 120),
  ('resources', 'Le foyer a-t-il eu des ressources ces douze derniers mois ?', false, 130),
  ('contribution', 'La complémentaire sera-t-elle payante, avec participation ?', false, 140),
  ('cannot_prove', 'Y a-t-il une pièce qu’elle ne peut pas réunir ?', false, 150);

-- Sorts of papers. label and accepts are the phrases printed for the person, translated in documents/phrases/.
create table rights.paper_kind (
  code text primary key check (code ~ '^[a-z][a-z0-9_]*$'),
  label text not null,
  -- What may be brought, what does not do.
  accepts text not null default '',
  document_type text not null references papers.document_type,
  -- What it holds tells the right that is asked: its copy is as reserved as the request.
  tells boolean not null default false,
  active boolean not null default true,
  sort integer not null default 0
);
insert into rights.paper_kind (code, label, accepts, document_type, tells, sort) values
  ('form', 'Formulaire de demande rempli et signé', 'Nous pouvons le remplir avec vous.', 'request_form', true, 10),
  ('identity_photo', 'Pièce d’identité avec photo', 'Au choix : passeport, carte d’identité, titre de séjour.', 'identity', false, 20),
  ('identity', 'Pièce d’identité ou d’état civil', 'Au choix : passeport, carte d’identité, acte de naissance, livret de famille.', 'identity', false, 30),
  ('birth_certificate', 'Acte de naissance', 'Copie entière, avec le nom des parents.', 'identity', false, 40),
  ('translation', 'Traduction des actes d’état civil étrangers', 'Par un traducteur assermenté, si l’acte n’est pas en français.', 'identity', false, 50),
  ('family_link', 'Preuve du lien de famille', 'Au choix : livret de famille, acte de naissance, acte de mariage, jugement.', 'identity', false, 60),
  ('schooling', 'Certificat de scolarité', 'Pour les enfants à l’école.', 'supporting', false, 70),
  ('photo', 'Photo d’identité', '', 'identity', false, 80),
  ('permit', 'Titre de séjour, visa ou récépissé', 'En cours de validité.', 'residence_permit', false, 90),
  ('asylum_certificate', 'Attestation de demande d’asile', 'En cours de validité.', 'residence_permit', false, 100),
  ('presence', 'Preuve de présence en France depuis plus de 3 mois', 'Au choix : passeport avec visa ou tampon d’entrée, bail, quittance de loyer, facture d’énergie, d’eau, d’internet ou de téléphone fixe, facture d’hôtel, facture d’hôpital, attestation d’une association. Ne vont pas : ordonnance, feuille de soins, titre de transport.', 'presence', false, 110),
  ('residence', 'Preuve de résidence en France depuis plus de 3 mois', 'Au choix : bail, quittance de loyer, facture d’énergie, d’eau, d’internet ou de téléphone fixe.', 'presence', false, 120),
  ('domiciliation', 'Attestation de domiciliation', 'En cours de validité.', 'presence', false, 130),
  ('host_statement', 'Attestation sur l’honneur de la personne qui vous héberge', 'Datée et signée par elle.', 'presence', false, 140),
  ('host_address', 'Justificatif de domicile de la personne qui vous héberge', 'Au choix : bail, quittance de loyer, facture d’énergie, d’eau, d’internet ou de téléphone fixe.', 'presence', false, 150),
  ('shelter_statement', 'Attestation d’hébergement', 'De l’établissement ou de l’association qui vous héberge.', 'presence', false, 160),
  ('housing_proof', 'Bail, quittance de loyer ou titre de propriété', '', 'presence', false, 170),
  ('commune_link', 'Preuve de votre lien avec la commune', 'Au choix : attestation d’emploi, de suivi social ou médical, de présence d’un proche, d’école d’un enfant.', 'supporting', false, 180),
  ('resources', 'Justificatifs de ressources des 12 derniers mois', 'En France et à l’étranger : bulletins de salaire, relevés d’allocations, retraites, pensions, aides reçues.', 'supporting', false, 190),
  ('no_resources', 'Déclaration sur l’honneur d’absence de ressources', 'Datée et signée par vous.', 'supporting', false, 200),
  ('tax_notice', 'Avis d’impôt ou avis de situation déclarative', 'Le dernier reçu.', 'supporting', false, 210),
  ('rsa_statement', 'Attestation de droits au RSA', '', 'supporting', false, 220),
  ('cover_statement', 'Attestation de droits à l’assurance maladie', '', 'supporting', false, 230),
  ('foreign_cover', 'Droits à l’assurance maladie d’un autre pays', 'Au choix : formulaire S1, formulaire E104, carte européenne d’assurance maladie.', 'supporting', false, 240),
  ('bank_details', 'Relevé d’identité bancaire (RIB)', 'À votre nom.', 'supporting', false, 250),
  ('manager_choice', 'Choix de l’organisme qui gère la complémentaire', 'Nous pouvons en parler avec vous.', 'supporting', false, 260),
  ('membership', 'Bulletin d’adhésion signé', '', 'supporting', false, 270),
  ('sworn_statement', 'Attestation sur l’honneur pour la pièce qui manque', 'Datée et signée par vous.', 'supporting', false, 280),
  ('parent_signature', 'Signature d’un parent', '', 'supporting', false, 290),
  ('medical_certificate', 'Certificat médical', 'Rempli par le médecin.', 'certificate', true, 300),
  ('care_protocol', 'Protocole de soins', 'Rempli par le médecin traitant.', 'long_illness', true, 310),
  ('situation_proof', 'Justificatifs de votre situation de logement', 'Par exemple : jugement d’expulsion, attestation d’hébergement, photos du logement.', 'supporting', false, 320);

-- What a kind of request asks for, and of whom: data with dates, source and confidence. A network adds rows.
create table rights.paper_rule (
  type text not null references rights.request_type,
  kind text not null references rights.paper_kind,
  -- All must hold; "!foreign": must not hold.
  needs text[] not null default '{}',
  -- One for each person the request is for.
  each_person boolean not null default false,
  -- Brought when there is one: its lack does not hold the request.
  optional boolean not null default false,
  -- A document is good this many months from the day written on it.
  months smallint check (months > 0),
  valid daterange not null default '[2016-01-01,)',
  source text not null,
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  primary key (type, kind, needs, valid)
);
insert into rights.paper_rule (type, kind, needs, each_person, optional, months, valid, source, confidence)
select r.type, r.kind, r.needs::text[], r.each_person, r.optional, r.months, coalesce(r.valid, '[2016-01-01,)')::daterange, r.source, r.confidence
from (values
  ('puma', 'form', '{}', false, false, null, null, 'Cerfa 15763 (S1106), de mémoire', 'likely'),
  ('puma', 'identity', '{}', false, false, null, null, 'CSS R111-2 ; pratique des caisses', 'likely'),
  ('puma', 'birth_certificate', '{born_abroad}', false, false, null, null, 'Création du numéro de sécurité sociale (SANDIA)', 'likely'),
  ('puma', 'translation', '{born_abroad}', false, true, null, null, 'Création du numéro de sécurité sociale (SANDIA)', 'likely'),
  ('puma', 'residence', '{!domiciled,!hosted,!sheltered}', false, false, 12, null, 'CSS R111-2, D160-2', 'likely'),
  ('puma', 'domiciliation', '{domiciled}', false, false, 12, null, 'CASF L264-1, D264-1', 'likely'),
  ('puma', 'host_statement', '{hosted,!domiciled}', false, false, null, null, 'Pratique des caisses', 'likely'),
  ('puma', 'host_address', '{hosted,!domiciled}', false, false, 12, null, 'Pratique des caisses', 'likely'),
  ('puma', 'shelter_statement', '{sheltered,!domiciled}', false, false, 12, null, 'Pratique des caisses', 'likely'),
  ('puma', 'permit', '{foreign,!european,!asylum}', false, false, null, null, 'CSS R111-3', 'likely'),
  ('puma', 'asylum_certificate', '{foreign,asylum}', false, false, null, null, 'CSS R111-3 ; décret 2019-1531', 'likely'),
  ('puma', 'foreign_cover', '{foreign,european}', false, true, null, null, 'Règlement CE 883/2004', 'likely'),
  ('puma', 'bank_details', '{}', false, true, null, null, 'Pratique des caisses', 'likely'),
  ('c2s', 'form', '{}', false, false, null, null, 'Cerfa 12504 (S3711)', 'sure'),
  ('c2s', 'identity', '{}', true, false, null, null, 'CSS R861-16 ; notice S3711', 'likely'),
  ('c2s', 'cover_statement', '{}', false, true, null, null, 'Notice S3711', 'likely'),
  ('c2s', 'residence', '{!domiciled,!hosted,!sheltered,!rsa}', false, false, 12, null, 'CSS R111-2 ; notice S3711', 'likely'),
  ('c2s', 'domiciliation', '{domiciled,!rsa}', false, false, 12, null, 'CASF L264-1, D264-1', 'likely'),
  ('c2s', 'host_statement', '{hosted,!domiciled,!rsa}', false, false, null, null, 'Notice S3711', 'likely'),
  ('c2s', 'host_address', '{hosted,!domiciled,!rsa}', false, false, 12, null, 'Notice S3711', 'likely'),
  ('c2s', 'shelter_statement', '{sheltered,!domiciled,!rsa}', false, false, 12, null, 'Notice S3711', 'likely'),
  ('c2s', 'housing_proof', '{own_home,!rsa}', false, false, 12, null, 'CSS R861-5, R861-7 (forfait logement)', 'likely'),
  ('c2s', 'permit', '{foreign,!european,!asylum,!rsa}', false, false, null, null, 'CSS R111-3', 'likely'),
  ('c2s', 'asylum_certificate', '{foreign,asylum,!rsa}', false, false, null, null, 'CSS R111-3', 'likely'),
  ('c2s', 'rsa_statement', '{rsa}', false, false, 3, null, 'CSS L861-2 : gratuite pour qui touche le RSA', 'sure'),
  ('c2s', 'resources', '{resources,!rsa}', false, false, null, null, 'CSS R861-8 : douze mois avant l’avant-dernier mois', 'sure'),
  ('c2s', 'no_resources', '{!resources,!rsa}', false, false, null, null, 'CSS R861-16 : attestation sur l’honneur', 'sure'),
  ('c2s', 'tax_notice', '{!rsa}', false, true, null, null, 'Notice S3711', 'likely'),
  ('c2s', 'family_link', '{dependants}', false, false, null, null, 'CSS R861-2', 'likely'),
  ('c2s', 'manager_choice', '{}', false, false, null, null, 'CSS L861-4', 'sure'),
  ('c2s', 'bank_details', '{contribution}', false, false, null, null, 'CSS L861-4', 'likely'),
  ('c2s', 'membership', '{contribution}', false, false, null, null, 'CSS L861-4', 'sure'),
  ('c2s', 'sworn_statement', '{cannot_prove}', false, false, null, null, 'CSS R861-16 I', 'sure'),
  ('ame', 'form', '{}', false, false, null, null, 'Cerfa 11573 (S3720)', 'sure'),
  ('ame', 'identity', '{}', true, false, null, '[2016-01-01,2026-02-08)', 'Décret 2005-860', 'likely'),
  ('ame', 'identity_photo', '{adult}', true, false, null, '[2026-02-08,)', 'Décret 2005-860 modifié par le décret 2026-67', 'sure'),
  ('ame', 'identity', '{!adult}', true, false, null, '[2026-02-08,)', 'Décret 2005-860 modifié par le décret 2026-67', 'sure'),
  ('ame', 'presence', '{adult,!domiciled,!hosted,!sheltered}', true, false, 12, '[2026-02-08,)', 'Décret 2005-860 modifié par le décret 2026-67', 'sure'),
  ('ame', 'presence', '{adult,!domiciled,!hosted,!sheltered}', true, false, null, '[2016-01-01,2026-02-08)', 'Décret 2005-860', 'likely'),
  ('ame', 'domiciliation', '{domiciled}', false, false, 12, null, 'Décret 2005-860 ; CASF D264-1', 'likely'),
  ('ame', 'host_statement', '{hosted,!domiciled}', false, false, null, null, 'Décret 2005-860 modifié par le décret 2026-67', 'sure'),
  ('ame', 'host_address', '{hosted,!domiciled}', false, false, 12, null, 'Décret 2005-860 modifié par le décret 2026-67', 'sure'),
  ('ame', 'shelter_statement', '{sheltered,!domiciled}', false, false, 12, null, 'Décret 2005-860', 'likely'),
  ('ame', 'resources', '{resources}', false, false, null, null, 'CASF L251-1 ; douze mois, en France et à l’étranger', 'likely'),
  ('ame', 'no_resources', '{!resources}', false, false, null, null, 'Pratique des caisses', 'to_verify'),
  ('ame', 'tax_notice', '{}', false, true, null, '[2026-02-08,)', 'Décret 2026-67 : avis de situation déclarative', 'sure'),
  ('ame', 'family_link', '{dependants}', false, false, null, null, 'Cerfa 11573', 'likely'),
  ('ame', 'schooling', '{dependants}', false, true, null, null, 'Cerfa 11573', 'likely'),
  ('ame', 'translation', '{born_abroad}', false, true, null, null, 'Traducteur assermenté pour l’état civil étranger', 'likely'),
  ('ame', 'photo', '{sixteen}', true, false, null, null, 'Arrêté du 10 juillet 2009 (carte avec photo dès 16 ans)', 'likely'),
  ('primary_care_doctor', 'form', '{}', false, false, null, null, 'S3704, de mémoire', 'likely'),
  ('primary_care_doctor', 'parent_signature', '{!adult}', false, false, null, null, 'De mémoire', 'likely'),
  ('ald', 'care_protocol', '{}', false, false, null, null, 'CSS L324-1, L160-14 3°', 'sure'),
  ('domiciliation', 'form', '{}', false, false, null, null, 'Cerfa 16029*01', 'sure'),
  ('domiciliation', 'identity', '{}', true, true, null, null, 'Pratique des CCAS : une identité, si elle existe', 'to_verify'),
  ('domiciliation', 'commune_link', '{}', false, false, null, null, 'CASF L264-4, R264-4 (CCAS et CIAS)', 'sure'),
  ('rsa', 'identity', '{}', true, false, null, null, 'De mémoire', 'to_verify'),
  ('rsa', 'permit', '{foreign,!european}', false, false, null, null, 'CASF L262-4 : cinq ans de titre', 'likely'),
  ('rsa', 'resources', '{resources}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('rsa', 'domiciliation', '{domiciled}', false, false, 12, null, 'CASF L264-1', 'likely'),
  ('rsa', 'bank_details', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('mdph', 'form', '{}', false, false, null, null, 'Cerfa 15692, de mémoire', 'likely'),
  ('mdph', 'medical_certificate', '{}', false, false, 12, null, 'Cerfa 15695, moins d’un an, de mémoire', 'likely'),
  ('mdph', 'identity', '{}', false, false, null, null, 'De mémoire', 'likely'),
  ('mdph', 'permit', '{foreign,!european}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('mdph', 'residence', '{!domiciled,!hosted,!sheltered}', false, false, 12, null, 'De mémoire', 'to_verify'),
  ('mdph', 'domiciliation', '{domiciled}', false, false, 12, null, 'CASF L264-1', 'likely'),
  ('aspa', 'form', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('aspa', 'identity', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('aspa', 'permit', '{foreign,!european}', false, false, null, null, 'CSS L816-1 : dix ans de titre', 'likely'),
  ('aspa', 'resources', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('aspa', 'bank_details', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('apa', 'form', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('apa', 'identity', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('apa', 'tax_notice', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('apa', 'bank_details', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('siao', 'identity', '{}', true, true, null, null, 'CASF L345-2-2 : accueil sans condition', 'sure'),
  ('dalo', 'form', '{}', false, false, null, null, 'Cerfa 15036, de mémoire', 'to_verify'),
  ('dalo', 'identity', '{}', true, false, null, null, 'De mémoire', 'to_verify'),
  ('dalo', 'permit', '{foreign,!european}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('dalo', 'situation_proof', '{}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('dalo', 'resources', '{resources}', false, false, null, null, 'De mémoire', 'to_verify'),
  ('permit_for_care', 'identity', '{}', false, false, null, null, 'CESEDA L425-9, de mémoire', 'likely'),
  ('permit_for_care', 'medical_certificate', '{}', false, false, null, null, 'Certificat pour l’OFII, de mémoire', 'likely'),
  ('permit_for_care', 'presence', '{!domiciled,!hosted,!sheltered}', false, false, 12, null, 'Résidence habituelle en France, de mémoire', 'likely'),
  ('permit_for_care', 'domiciliation', '{domiciled}', false, false, 12, null, 'CASF L264-1', 'likely'),
  ('permit_for_care', 'photo', '{}', false, false, null, null, 'De mémoire', 'likely'))
  as r (type, kind, needs, each_person, optional, months, valid, source, confidence);

-- A rule speaks of facts that exist.
create function rights.check_paper_rule() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from unnest(new.needs) n where not exists (select from rights.paper_fact f where f.code = ltrim(n, '!'))) then
    raise exception 'unknown fact' using errcode = '23514', constraint = 'paper_rule_facts';
  end if;
  return new;
end $$;
create trigger facts_exist before insert or update on rights.paper_rule for each row execute function rights.check_paper_rule();

-- One act on one line of papers: the line goes on under the same number, what was said before stays, closed.
create table rights.request_paper (
  -- Made once by the form: sent twice, it is noted once.
  id uuid primary key,
  line uuid not null,
  request_id uuid not null references rights.request on delete cascade,
  -- Null: a paper of no known sort, said in words.
  kind text references rights.paper_kind not enforced,
  words text not null default '' check (length(words) <= 200),
  -- Of whom, among those the request is for (rights.member_key); null: the person themself, or everyone.
  who text check (length(who) = 16),
  -- dropped: not needed after all.
  state text not null check (state in ('asked', 'received', 'refused', 'dropped')),
  optional boolean not null default false,
  on_day date not null,
  reason text not null default '' check (length(reason) <= 300),
  -- Last day it is good for.
  valid_until date,
  -- Its copies; received without any: seen, and given back.
  documents uuid[] not null default '{}' check (cardinality(documents) <= 20),
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (kind is not null or length(words) > 0),
  check (state <> 'refused' or length(reason) >= 3),
  check (state = 'received' or valid_until is null)
);
create unique index request_paper_line on rights.request_paper (line) where known_to is null;
create index on rights.request_paper (request_id);
create index on rights.request_paper using gin (documents);

-- A fact answered on a request, for its papers alone: it is of the request's nature, and no history of the person.
create table rights.request_fact (
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  fact text not null references rights.paper_fact not enforced,
  who text check (length(who) = 16),
  -- Null: no longer said here.
  answer boolean,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on rights.request_fact (request_id);
create unique index request_fact_one on rights.request_fact (request_id, fact, who) nulls not distinct where known_to is null;

-- For boards: what it waits for, and the first day a paper received is no longer good. Until when its copies are needed.
alter table rights.request add column missing text[] not null default '{}', add column papers_good_until date, add column papers_until date;

do $$
declare name text;
begin
  foreach name in array array['paper_fact', 'paper_kind', 'paper_rule', 'request_paper', 'request_fact'] loop
    execute format('alter table rights.%I enable row level security', name);
  end loop;
  foreach name in array array['paper_fact', 'paper_kind', 'paper_rule'] loop
    execute format('grant select on rights.%I to maillage_app', name);
    execute format('create policy signed_in on rights.%I for select to maillage_app
      using (exists (select from access.opened) or (select access.account_id()) is not null)', name);
  end loop;
end $$;

-- Someone of a request, by a name that says nothing and outlives its revisions.
create function rights.member_key(p_request uuid, p_person uuid, p_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select left(encode(sha256(convert_to(p_request::text || coalesce(p_person::text, p_name), 'UTF8')), 'hex'), 16)
$$;

-- Not granted. Draws from its papers what a request waits for.
create function rights.refresh_papers(p_request uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update rights.request r
     set missing = coalesce((select array_agg(distinct coalesce(k.label, p.words) order by coalesce(k.label, p.words)) from rights.request_paper p left join rights.paper_kind k on k.code = p.kind
                              where p.request_id = r.id and p.known_to is null and p.state in ('asked', 'refused') and not p.optional), '{}'),
         papers_good_until = (select min(p.valid_until) from rights.request_paper p where p.request_id = r.id and p.known_to is null and p.state = 'received')
   where r.id = p_request
$$;

-- Not granted. Copies filed with the papers of a request go when they serve no request any more: on the last day among those they
-- were attached to, once each is known. A copy kept for another reason (its type's purpose) keeps the record's own time.
create function rights.keep_papers(p_request uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  with ours as (
    select d.id from papers.document d
     where d.purpose = 'request'
       and (d.id in (select unnest(p.documents) from rights.request_paper p where p.request_id = p_request)
            or d.content ->> 'request' = p_request::text and d.person_id = (select r.person_id from rights.request r where r.id = p_request))
  ), served as (
    select o.id, r.id as request,
           -- Opened by mistake: it never served.
           case when r.known_to is null then r.papers_until else greatest(r.papers_until, max(p.on_day)) end as until
      from ours o
      join rights.request_paper p on o.id = any (p.documents) join rights.request r on r.id = p.request_id
     group by o.id, r.id
    union
    select o.id, r.id, r.papers_until from ours o join papers.document d on d.id = o.id join rights.request r on r.id::text = d.content ->> 'request'
  ), told as (
    select s.id, case when bool_and(s.until is not null) then max(s.until) end as until from served s group by s.id
  )
  update papers.document d set kept_until = t.until from told t where d.id = t.id and d.kept_until is distinct from t.until
$$;

-- Not granted. As rights.note_papers, of a request the actor writes.
create function rights.write_papers(request rights.request, p_papers jsonb) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  one jsonb;
  last rights.request_paper;
  copies uuid[];
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  end if;
  for one in select jsonb_array_elements(p_papers) loop
    if exists (select from rights.request_paper t where t.id = (one ->> 'id')::uuid and t.request_id = request.id and t.author_id = access.account_id()) then
      continue;
    elsif exists (select from rights.request_paper t where t.id = (one ->> 'id')::uuid) then
      raise exception 'this identifier is taken' using errcode = 'MA409';
    end if;
    select t.* into last from rights.request_paper t where t.line = (one ->> 'line')::uuid and t.known_to is null;
    if last.id is distinct from (one ->> 'seen')::uuid or last.id is not null and last.request_id <> request.id then
      return '{"outcome": "changed"}';
    elsif one ->> 'kind' is not null and not exists (select from rights.paper_kind k where k.code = one ->> 'kind' and (k.active or last.kind = k.code)) then
      return '{"outcome": "kind"}';
    elsif one ->> 'who' is not null and last.who is distinct from one ->> 'who' and not exists (select from rights.request_member m
        where m.request_id = request.id and m.known_to is null and rights.member_key(request.id, m.other_person, m.name) = one ->> 'who') then
      return '{"outcome": "who"}';
    elsif one ->> 'document' is not null and not exists (select from papers.document d where d.id = (one ->> 'document')::uuid and d.withdrawn_at is null
        and d.person_id = any (access.records_of(array[request.person_id]))
        and (d.author_id = access.account_id() or d.person_id = any (access.permitted_persons(d.nature, 'read')))) then
      return '{"outcome": "document"}';
    end if;
  end loop;
  for one in select jsonb_array_elements(p_papers) loop
    continue when exists (select from rights.request_paper t where t.id = (one ->> 'id')::uuid);
    select t.* into last from rights.request_paper t where t.line = (one ->> 'line')::uuid and t.known_to is null;
    update rights.request_paper t set known_to = now() where t.id = last.id;
    -- Another page of what was received; what was refused keeps its copies; asked again, it begins anew.
    copies := case when one ->> 'state' = 'received' and last.state = 'received' or one ->> 'state' = 'refused' then coalesce(last.documents, '{}') else '{}' end;
    insert into rights.request_paper (id, line, request_id, kind, words, who, state, optional, on_day, reason, valid_until, documents, author_name)
    select (one ->> 'id')::uuid, (one ->> 'line')::uuid, request.id, one ->> 'kind', coalesce(one ->> 'words', ''), one ->> 'who', one ->> 'state',
           coalesce((one ->> 'optional')::boolean, false), (one ->> 'onDay')::date, coalesce(one ->> 'reason', ''), (one ->> 'validUntil')::date,
           case when one ->> 'document' is null or (one ->> 'document')::uuid = any (copies) then copies else copies || (one ->> 'document')::uuid end,
           a.display_name
      from access.account a where a.id = access.account_id();
  end loop;
  perform rights.refresh_papers(request.id);
  perform rights.keep_papers(request.id);
  return '{"outcome": "done"}';
end $$;

-- Owner function. Notes what became of papers of a request, all of them or none. Returns {outcome}: "done" (again too), "unknown",
-- "changed": a line is no longer as the actor saw it, "kind", "who": not of this request, "document": not one the actor may attach.
-- p: {personId, requestId, papers: [{id, line, seen (id of the act shown, null: a new line), kind, words, who, state, optional, onDay,
--     reason, validUntil, document (one more copy, or null)}]}
create function rights.note_papers(p jsonb) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select rights.write_papers(rights.take_request('request.paper', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid), p -> 'papers')
$$;

-- Owner function. A paper received with a copy, or one more page of it: files the copy and notes the line. As rights.note_papers, and
-- "nature": the actor may keep no copy of such a paper (a medical certificate, for who reads no care). The caller undoes all of it
-- unless "done". The copy is of its sort's nature; what tells a right that is reserved is reserved as the request is, or to its author.
-- p: as rights.note_papers, with one paper; p_document and what follows: as papers.file_document, type and nature apart
create function rights.receive_paper(p jsonb, p_document jsonb, p_blind bytea, p_sealed bytea, p_wrapped bytea, p_key_version integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.paper', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
  kind rights.paper_kind;
  usual text;
  nature text;
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  end if;
  select k.* into kind from rights.paper_kind k where k.code = p -> 'papers' -> 0 ->> 'kind';
  select t.nature into usual from papers.document_type t where t.code = coalesce(kind.document_type, 'supporting');
  -- What is said in words may tell anything.
  nature := case when request.nature <> 'right_requests' and usual <> 'clinical' and coalesce(kind.tells, true) then request.nature else usual end;
  if not request.person_id = any (access.permitted_persons(nature, 'write')) and nature <> usual then
    nature := 'social_notes';
  end if;
  if not request.person_id = any (access.permitted_persons(nature, 'write')) then
    return '{"outcome": "nature"}';
  end if;
  perform papers.file_document(p_document || jsonb_build_object('person_id', request.person_id, 'type', coalesce(kind.document_type, 'supporting'), 'nature', nature,
      'label', left(coalesce(kind.label, p -> 'papers' -> 0 ->> 'words'), 200)), p_blind, p_sealed, p_wrapped, p_key_version);
  return rights.write_papers(request, p -> 'papers');
end $$;

-- Owner function. Answers a fact for the papers of a request; answer null: no longer said here. Returns {outcome}: "done" (again
-- too), "unknown", "kind": no such fact, "who". p: {id, personId, requestId, fact, who, answer}
create function rights.answer_fact(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request := rights.take_request('request.fact', (p ->> 'personId')::uuid, (p ->> 'requestId')::uuid);
begin
  if request.id is null then
    return '{"outcome": "unknown"}';
  elsif exists (select from rights.request_fact f where f.id = (p ->> 'id')::uuid) then
    return case when exists (select from rights.request_fact f where f.id = (p ->> 'id')::uuid and f.request_id = request.id) then '{"outcome": "done"}' else '{"outcome": "unknown"}' end;
  elsif not exists (select from rights.paper_fact f where f.code = p ->> 'fact') then
    return '{"outcome": "kind"}';
  elsif p ->> 'who' is not null and not exists (select from rights.request_member m
      where m.request_id = request.id and m.known_to is null and rights.member_key(request.id, m.other_person, m.name) = p ->> 'who') then
    return '{"outcome": "who"}';
  end if;
  update rights.request_fact f set known_to = now()
   where f.request_id = request.id and f.fact = p ->> 'fact' and f.who is not distinct from p ->> 'who' and f.known_to is null;
  insert into rights.request_fact (id, request_id, fact, who, answer, author_name)
  select (p ->> 'id')::uuid, request.id, p ->> 'fact', p ->> 'who', (p ->> 'answer')::boolean, a.display_name
    from access.account a where a.id = access.account_id();
  return '{"outcome": "done"}';
end $$;

-- Owner function. The papers of a request, what was said before included, for who may read it; null for anyone else. Of a copy that
-- the reader may not see, only that there is one.
create function rights.read_papers(p_person uuid, p_request uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request rights.request;
  members uuid[];
begin
  select r.* into request from rights.request r where r.id = p_request and r.person_id = any (access.records_of(array[p_person]));
  if request.id is null then
    return null;
  end if;
  members := people.together(request.person_id);
  perform audit.record('request.open', request.person_id, members, 'right_request', p_request);
  if not rights.reads_request(request) then
    return null;
  end if;
  return jsonb_build_object('id', request.id, 'on', request.person_id, 'type', request.type, 'nature', request.nature, 'state', request.state,
    'label', (select t.label from rights.request_type t where t.code = request.type),
    'reservedAs', case when request.nature = 'right_requests' then null
                       -- By their role: this transaction only reads.
                       when exists (select from access.nature_right n where n.role = (access.actor()).effective_role and n.nature = request.nature and n.can_write)
                       then request.nature else 'social_notes' end,
    'copiesUntil', request.papers_until, 'records', coalesce(members, array[request.person_id]),
    'filedOn', (select min(s.on_day) from rights.request_step s where s.request_id = request.id and s.known_to is null and s.state = 'filed'),
    'members', (select coalesce(jsonb_agg(t.m || jsonb_build_object('key', rights.member_key(request.id, k.other_person, k.name)) order by k.n), '[]')
        from (select m.*, row_number() over (order by m.n) as at from rights.request_member m where m.request_id = request.id and m.known_to is null) k
        join jsonb_array_elements(rights.members_told(request.id)) with ordinality as t (m, at) on t.at = k.at),
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('fact', f.fact, 'who', f.who, 'answer', f.answer, 'by', f.author_name, 'at', f.known_from)), '[]')
        from rights.request_fact f where f.request_id = request.id and f.known_to is null and f.answer is not null),
    'papers', (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'line', q.line, 'kind', q.kind, 'words', q.words, 'who', q.who, 'state', q.state,
        'optional', q.optional, 'on', q.on_day, 'reason', q.reason, 'validUntil', q.valid_until, 'by', q.author_name, 'at', q.known_from, 'until', q.known_to,
        'copies', (select coalesce(jsonb_agg(case
            when d.id is null or d.withdrawn_at is not null then '{"gone": true}'
            when d.author_id = access.account_id() or d.person_id = any (access.permitted_persons(d.nature, 'read'))
              then jsonb_build_object('id', d.id, 'on', d.person_id, 'media', d.media, 'bytes', d.bytes, 'keptUntil', d.kept_until)
            else '{"withheld": true}' end order by c.at), '[]')
            from unnest(q.documents) with ordinality as c (id, at) left join papers.document d on d.id = c.id)) order by q.known_from, q.id), '[]')
        from rights.request_paper q where q.request_id = request.id));
end $$;

-- The papers of a request, with the rules and kinds they are told from and what the reader may read of the person's situation: what
-- they may not read is asked of them.
create function rights.papers_of(p_person uuid, p_request uuid) returns jsonb
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  told jsonb := rights.read_papers(p_person, p_request);
  members uuid[];
begin
  if told is null then
    return null;
  end if;
  members := array(select jsonb_array_elements_text(told -> 'records')::uuid);
  return told - 'records' || jsonb_build_object(
    'kinds', (select jsonb_agg(jsonb_build_object('code', k.code, 'label', k.label, 'accepts', k.accepts, 'documentType', k.document_type, 'tells', k.tells,
        'nature', t.nature) order by k.sort) from rights.paper_kind k join papers.document_type t on t.code = k.document_type where k.active),
    'facts', (select jsonb_agg(jsonb_build_object('code', f.code, 'question', f.question, 'eachPerson', f.each_person) order by f.sort) from rights.paper_fact f),
    'rules', (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'needs', r.needs, 'eachPerson', r.each_person, 'optional', r.optional, 'months', r.months,
        'from', lower(r.valid), 'to', upper(r.valid), 'source', r.source, 'confidence', r.confidence) order by k.sort), '[]')
        from rights.paper_rule r join rights.paper_kind k on k.code = r.kind and k.active where r.type = told ->> 'type'),
    'birth', (select i.birth from people.identity i where i.person_id = (told ->> 'on')::uuid and i.known_to is null),
    'birthPlaceCode', (select i.birth_place_code from people.identity i where i.person_id = (told ->> 'on')::uuid and i.known_to is null),
    'life', (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'term', f.term, 'content', f.content, 'from', lower(f.valid), 'to', upper(f.valid))
        order by f.valid), '[]') from people.life_fact f
        where f.person_id = any (members) and f.known_to is null and f.kind in ('stay', 'housing', 'domiciliation', 'resources')),
    'languages', (select coalesce(jsonb_agg(l ->> 'code' order by k.rank), '[]') from people.contact k, jsonb_array_elements(k.content -> 'languages') l
        where k.person_id = any (members) and k.known_to is null and k.part = 'speech'));
end $$;

revoke execute on all functions in schema rights from public;
grant execute on function rights.note_papers, rights.receive_paper, rights.answer_fact, rights.read_papers, rights.papers_of to maillage_app;
