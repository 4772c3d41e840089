-- Accounts, roles, assignments, sessions, and what each role may read and write.

create table access.nature (
  code text primary key,
  label text not null
);
insert into access.nature (code, label) values
  ('identity', 'Identité et contact'),
  ('cover', 'Couverture maladie'),
  ('right_requests', 'Demandes de droits et pièces'),
  ('social_situation', 'Situation sociale'),
  ('social_notes', 'Notes sociales'),
  ('clinical', 'Soins'),
  ('useful', 'Utile au parcours social'),
  ('appointments', 'Rendez-vous et venues'),
  ('money', 'Bons et régie'),
  ('minutes', 'Comptes rendus de réunion'),
  ('author_only', 'Notes personnelles de leur auteur'),
  ('identity_detail', 'Identité et contact : adresse, langues, numéro de sécurité sociale');

create table access.role (
  code text primary key,
  label text not null,
  sort integer not null,
  -- The console is the command line's own actor: nobody is assigned it.
  assignable boolean not null default true
);
insert into access.role (code, label, sort, assignable) values
  ('reception', 'Accueil', 10, true),
  ('telephone_desk', 'Télésecrétariat', 20, true),
  ('prescriber', 'Prescripteur', 30, true),
  ('outside_social_worker', 'Travailleur social partenaire', 40, true),
  ('social_worker', 'Travailleur social', 50, true),
  ('administrative_officer', 'Référent administratif', 60, true),
  ('mediator', 'Médiateur en santé', 70, true),
  ('nurse', 'Infirmier', 80, true),
  ('coordinating_nurse', 'Infirmier coordinateur', 90, true),
  ('doctor', 'Médecin', 100, true),
  ('paramedic', 'Kinésithérapeute, orthophoniste', 110, true),
  ('trainee', 'Stagiaire', 120, true),
  ('imprest_manager', 'Régisseur', 130, true),
  ('public_accountant', 'Comptable public', 140, true),
  ('medical_director', 'Directeur médical', 150, true),
  ('network_manager', 'Responsable du réseau', 160, true),
  ('auditor', 'Auditeur', 170, true),
  ('data_protection_officer', 'Délégué à la protection des données', 180, true),
  ('technical_administrator', 'Administrateur technique', 190, true),
  ('console', 'Ligne de commande', 200, false);

-- The matrix of handbook 2.2 as data a network may tighten. A missing row denies.
-- own: only what this account wrote itself; summary: the row's own summary function, never the block;
-- by_consent: only what a traced consent of the person covers (CSP L1110-4 III al. 2).
-- Verbs on natures as bits of one number, so that the audit row of an opening can hold the whole of what its actor
-- held, and the policies read it there (access.opened). Twelve bits a verb, one a nature.
create function access.cell(p_nature text, p_verb text) returns bigint
language sql immutable parallel safe as $$
  select 1::bigint << (12 * case p_verb when 'read' then 0 when 'write' then 1 when 'own' then 2 when 'summary' then 3
                                        when 'by_rule' then 4 end
    + case p_nature when 'identity' then 0 when 'cover' then 1 when 'right_requests' then 2 when 'social_situation' then 3
        when 'social_notes' then 4 when 'clinical' then 5 when 'useful' then 6 when 'appointments' then 7
        when 'money' then 8 when 'minutes' then 9 when 'author_only' then 10 when 'identity_detail' then 11 end)
$$;

create table access.nature_right (
  role text not null references access.role,
  nature text not null references access.nature,
  can_read boolean not null default false,
  can_write boolean not null default false,
  own boolean not null default false,
  summary boolean not null default false,
  by_consent boolean not null default false,
  -- by_rule: persons must be looked at one by one.
  cells bigint not null generated always as (
    case when by_consent then access.cell(nature, 'by_rule') else
      case when can_read then access.cell(nature, 'read') else 0 end | case when can_write then access.cell(nature, 'write') else 0 end
      | case when own then access.cell(nature, 'own') else 0 end | case when summary then access.cell(nature, 'summary') else 0 end
    end) stored,
  primary key (role, nature)
);
insert into access.nature_right (role, nature, can_read, can_write, own, summary, by_consent)
select role, nature, cell ~ 'R', cell ~ 'W', cell ~ 'o', cell ~ 's', cell ~ 'c'
from (values
  ('doctor', 'identity', 'RW'), ('doctor', 'cover', 'R'), ('doctor', 'right_requests', 'R'),
  ('doctor', 'social_situation', 's'), ('doctor', 'social_notes', 'Rc'), ('doctor', 'clinical', 'RW'),
  ('doctor', 'useful', 'RW'), ('doctor', 'appointments', 'RW'), ('doctor', 'money', 's'),
  ('medical_director', 'identity', 'RW'), ('medical_director', 'cover', 'R'), ('medical_director', 'right_requests', 'R'),
  ('medical_director', 'social_situation', 's'), ('medical_director', 'social_notes', 'Rc'), ('medical_director', 'clinical', 'RW'),
  ('medical_director', 'useful', 'RW'), ('medical_director', 'appointments', 'RW'), ('medical_director', 'money', 's'),
  ('nurse', 'identity', 'RW'), ('nurse', 'cover', 'RW'), ('nurse', 'right_requests', 'RW'),
  ('nurse', 'social_situation', 'R'), ('nurse', 'social_notes', 'Rc'), ('nurse', 'clinical', 'RW'),
  ('nurse', 'useful', 'RW'), ('nurse', 'appointments', 'RW'),
  ('coordinating_nurse', 'identity', 'RW'), ('coordinating_nurse', 'cover', 'RW'), ('coordinating_nurse', 'right_requests', 'RW'),
  ('coordinating_nurse', 'social_situation', 'R'), ('coordinating_nurse', 'social_notes', 'Rc'), ('coordinating_nurse', 'clinical', 'RW'),
  ('coordinating_nurse', 'useful', 'RW'), ('coordinating_nurse', 'appointments', 'RW'), ('coordinating_nurse', 'money', 'W'),
  ('paramedic', 'identity', 'R'), ('paramedic', 'cover', 'R'), ('paramedic', 'right_requests', 's'),
  ('paramedic', 'clinical', 'oW'), ('paramedic', 'appointments', 'RW'),
  ('social_worker', 'identity', 'RW'), ('social_worker', 'cover', 'RW'), ('social_worker', 'right_requests', 'RW'),
  ('social_worker', 'social_situation', 'RW'), ('social_worker', 'social_notes', 'oW'), ('social_worker', 'useful', 'R'),
  ('social_worker', 'appointments', 'RW'), ('social_worker', 'money', 's'),
  ('outside_social_worker', 'identity', 'RWc'), ('outside_social_worker', 'cover', 'RWc'), ('outside_social_worker', 'right_requests', 'RWc'),
  ('outside_social_worker', 'social_situation', 'RWc'), ('outside_social_worker', 'social_notes', 'Rc'), ('outside_social_worker', 'useful', 'Rc'),
  ('outside_social_worker', 'appointments', 'RWc'),
  ('prescriber', 'identity', 'RWc'), ('prescriber', 'cover', 'RWc'), ('prescriber', 'appointments', 'Rc'),
  ('administrative_officer', 'identity', 'RW'), ('administrative_officer', 'cover', 'RW'), ('administrative_officer', 'right_requests', 'RW'),
  ('administrative_officer', 'social_situation', 's'), ('administrative_officer', 'appointments', 'RW'),
  ('mediator', 'identity', 'R'), ('mediator', 'cover', 'R'), ('mediator', 'right_requests', 'R'),
  ('mediator', 'social_situation', 'R'), ('mediator', 'useful', 's'), ('mediator', 'appointments', 'RW'),
  ('reception', 'identity', 'RW'), ('reception', 'cover', 'RW'), ('reception', 'right_requests', 's'),
  ('reception', 'appointments', 'RW'),
  ('telephone_desk', 'identity', 'RW'), ('telephone_desk', 'appointments', 'RW'),
  ('imprest_manager', 'money', 'RW'), ('public_accountant', 'money', 'R')
) as cells (role, nature, cell);
-- The first block is one line of the matrix, but the outside telephone desk's cell says "name, birth, phone, commune".
insert into access.nature_right (role, nature, can_read, can_write, own, summary, by_consent)
select role, 'identity_detail', can_read, can_write, own, summary, by_consent
  from access.nature_right where nature = 'identity' and role <> 'telephone_desk';

create table access.account (
  id uuid primary key default uuidv7(),
  email text not null unique check (email = lower(email)),
  display_name text not null,
  -- CSP R1110-2, kept apart from the job title.
  legal_category text not null check (legal_category in ('health_professional', 'social_worker', 'other')),
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
alter table network.professional add foreign key (account_id) references access.account;

create table access.assignment (
  id uuid primary key default uuidv7(),
  account_id uuid not null references access.account,
  structure_id uuid not null references network.structure,
  role text not null references access.role,
  -- A trainee reads what the supervisor reads, and writes nothing on their own.
  supervisor_id uuid references access.assignment,
  valid daterange not null default daterange(current_date, null),
  check ((role = 'trainee') = (supervisor_id is not null)),
  exclude using gist (account_id with =, structure_id with =, role with =, valid with &&)
);

-- Secrets of an account: only the sign-in role ever reads them.
create table access.credential (
  account_id uuid primary key references access.account,
  password_hash text,
  password_set_at timestamptz,
  -- Encrypted by the program (AES-256-GCM) under a key kept outside the database.
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  -- The last 30-second step used, so that one code is never accepted twice.
  totp_last_step bigint
);

create table access.passkey (
  id text primary key,
  account_id uuid not null references access.account,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  label text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

-- One-time links (invitation, reset): the token is random and only its SHA-256 is stored.
create table access.one_time_link (
  token_hash bytea primary key,
  account_id uuid not null references access.account,
  purpose text not null check (purpose in ('invitation', 'reset')),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

-- A sign-in under way, named by a random token of which only the SHA-256 is stored.
-- second_factor: password accepted, second factor awaited; enrolment: password or link accepted, no second factor
-- yet; passkey_sign_in: nobody known yet; security_change: someone signed in sets up a second factor; proof: someone signed
-- in shows theirs again.
create table access.sign_in_step (
  token_hash bytea primary key,
  account_id uuid references access.account,
  kind text not null check (kind in ('second_factor', 'enrolment', 'passkey_sign_in', 'security_change', 'proof')),
  -- What the passkey must sign, once.
  challenge text,
  challenge_expires_at timestamptz,
  -- Encrypted like access.credential.totp_secret; moved there once a first code proved it was received.
  pending_totp_secret bytea,
  expires_at timestamptz not null,
  check ((account_id is null) = (kind = 'passkey_sign_in')),
  check ((challenge is null) = (challenge_expires_at is null))
);

create table access.session (
  id uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  account_id uuid not null references access.account,
  assignment_id uuid not null references access.assignment,
  kind text not null check (kind in ('browser', 'demonstration', 'console')),
  second_factor boolean not null default false,
  -- When the second factor was last asked again: what breaks open a record serves once, at once.
  proven_at timestamptz,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle interval not null default '30 minutes',
  expires_at timestamptz not null,
  revoked_at timestamptz,
  label text
);
create index on access.session (account_id) where revoked_at is null;
-- By which those long ended are removed.
create index on access.session (expires_at);

-- Failed tries by account and by address (hashed): the counting itself is a library's.
create table access.rate_limit (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

-- Consent to share outside the care team (CSP L1110-4 III al. 2, handbook 2.2 rules): who, when, how, scope, recipients, what
-- was told, end. A correction closes the row and adds another; a withdrawal is written on the row, once. See access.agreed.
create table access.consent (
  id uuid primary key default uuidv7(),
  person_id uuid not null,
  -- Someone by name; or a structure, a function wherever it is held, or that function in that structure.
  recipient_account_id uuid references access.account,
  recipient_structure_id uuid references network.structure,
  recipient_role text references access.role,
  natures text[] not null,
  means text not null check (means in ('oral', 'written', 'electronic')),
  information_given text not null check (length(information_given) <= 1000),
  -- In which language it was explained, and whether an interpreter did.
  language text not null default 'fr',
  interpreter boolean not null default false,
  collected_by uuid not null references access.account,
  given_on date not null,
  ends_on date,
  recorded_by uuid references access.account,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  -- The row this one corrects, and why.
  corrects uuid references access.consent,
  correction text check (length(correction) between 1 and 500),
  -- What a partner declared, when the agreement came with it (access.outside_declaration).
  declaration_id uuid,
  withdrawn_on date,
  withdrawn_at timestamptz,
  withdrawn_means text check (withdrawn_means in ('oral', 'written', 'electronic')),
  withdrawn_words text check (length(withdrawn_words) <= 1000),
  withdrawn_by uuid references access.account,
  check (num_nonnulls(recipient_account_id, coalesce(recipient_structure_id::text, recipient_role)) = 1),
  check (num_nulls(withdrawn_on, withdrawn_at, withdrawn_means, withdrawn_words, withdrawn_by) in (0, 5)),
  check ((corrects is null) = (correction is null)),
  check (known_to >= known_from)
);
create index on access.consent (person_id);
create index on access.consent (corrects) where corrects is not null;

-- The person objects to a named professional reading of them (CSP L1110-4 IV): at once, everywhere, whatever their role.
-- Closed to every role: whoever is objected to learns nothing, not even that.
create table access.objection (
  id uuid primary key,
  person_id uuid not null,
  account_id uuid not null references access.account,
  said_on date not null,
  means text not null check (means in ('oral', 'written', 'electronic')),
  -- As it was said, when it is worth keeping.
  words text not null default '' check (length(words) <= 1000),
  recorded_by uuid not null references access.account,
  recorded_at timestamptz not null default now(),
  lifted_on date,
  lifted_means text check (lifted_means in ('oral', 'written', 'electronic')),
  lifted_words text check (length(lifted_words) <= 1000),
  lifted_by uuid references access.account,
  lifted_at timestamptz,
  check (num_nulls(lifted_on, lifted_means, lifted_words, lifted_by, lifted_at) in (0, 5)),
  check (lifted_on >= said_on)
);
-- What each request asks: almost nobody is objected to.
create unique index objection_in_force on access.objection (account_id, person_id) where lifted_at is null;
create index on access.objection (person_id);

-- Why a closed record may be opened, and what each role then reads: data a network may tighten. A missing row denies.
create table access.glass_reason (
  code text primary key,
  label text not null,
  sort integer not null,
  -- The person cannot consent (CSP L1110-4, L1111-4): the one case in which an objection of theirs gives way.
  emergency boolean not null default false
);
insert into access.glass_reason (code, label, sort, emergency) values
  ('emergency', 'Urgence : la personne ne peut pas donner son accord', 1, true),
  ('continuity', 'Soin qui ne peut pas attendre, la personne n’est pas joignable', 2, false),
  ('protection', 'Danger grave pour la personne ou pour un enfant', 3, false),
  ('control', 'Contrôle, plainte ou demande d’exercice des droits', 4, false);

create table access.glass_right (
  role text not null references access.role,
  reason text not null references access.glass_reason,
  nature text not null references access.nature,
  verb text not null check (verb in ('read', 'own', 'summary')),
  cells bigint not null generated always as (access.cell(nature, verb)) stored,
  primary key (role, reason, nature)
);
-- Those who give care, and the centre's social workers in danger alone: never more than the columns of their matrix, its
-- consents being what is missing. Partners outside the team have none: consent is what they read by.
insert into access.glass_right (role, reason, nature, verb)
select r.role, w.reason, r.nature, case when r.can_read then 'read' when r.own then 'own' else 'summary' end
  from access.nature_right r
  join (values ('emergency', '{doctor,medical_director,nurse,coordinating_nurse}'::text[],
                '{identity,identity_detail,cover,right_requests,social_situation,social_notes,clinical,useful,appointments}'::text[]),
               ('continuity', '{doctor,medical_director,nurse,coordinating_nurse}',
                '{identity,identity_detail,cover,clinical,useful,appointments}'),
               ('protection', '{doctor,medical_director,nurse,coordinating_nurse,social_worker}',
                '{identity,identity_detail,cover,right_requests,social_situation,social_notes,clinical,useful,appointments}'))
    as w (reason, roles, natures) on r.role = any (w.roles) and r.nature = any (w.natures)
 where r.can_read or r.own or r.summary;
-- The officer checks what is held and by whom; care and social notes are not theirs (CSP R1110-1): how much there is, is said.
insert into access.glass_right (role, reason, nature, verb)
select 'data_protection_officer', 'control', n, 'read'
  from unnest('{identity,identity_detail,cover,right_requests,social_situation,useful,appointments,money}'::text[]) n;

-- One opening of one record: an hour, for one session under one assignment; reviewed afterwards, told to the person.
-- Closed to every role.
create table access.break_glass (
  id uuid primary key,
  -- Null: nobody, or several, answered to what was typed; kept, so that searching costs something and is seen.
  person_id uuid,
  session_id uuid not null,
  account_id uuid not null references access.account,
  assignment_id uuid not null references access.assignment,
  role text not null references access.role,
  structure_id uuid not null references network.structure,
  reason text not null references access.glass_reason,
  words text not null check (length(btrim(words)) between 10 and 1000),
  opened_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid references access.account,
  outcome text check (outcome in ('justified', 'unjustified')),
  review_words text check (length(review_words) <= 2000),
  told_on date,
  told_at timestamptz,
  told_by uuid references access.account,
  check (num_nulls(reviewed_at, reviewed_by, outcome, review_words) in (0, 4)),
  check (num_nulls(told_on, told_at, told_by) in (0, 3))
);
create index on access.break_glass (session_id, person_id);
create index on access.break_glass (person_id);
create index on access.break_glass (account_id, opened_at);
create index on access.break_glass (opened_at);
