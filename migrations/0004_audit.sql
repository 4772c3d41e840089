-- The audit trail: one row for each write, each read of a person, one row for a list of them.
-- No content: who, when, what kind of act, on whom. Append-only by grants; sealed within a second.

create table audit.action (
  code text primary key,
  writes boolean not null,
  label text not null,
  -- Kept when the trail is pruned (src/access/audit/pruning.ts).
  lasting boolean not null default false,
  -- Doing this, one works with the person: what was set apart of them is read again (migrations/0026_retention.sql).
  returns boolean not null default false
);
insert into audit.action (code, writes, label) values
  ('session.open', true, 'Ouverture de session'),
  ('session.close', true, 'Fermeture de session'),
  ('session.refused', true, 'Connexion refusée'),
  ('account.create', true, 'Création de compte'),
  ('account.credential', true, 'Mot de passe ou second facteur changé'),
  ('installation.create', true, 'Installation'),
  ('person.open', false, 'Ouverture d’un dossier'),
  ('person.search', false, 'Recherche de personnes'),
  ('person.list', false, 'Liste de personnes'),
  ('person.create', true, 'Création d’un dossier'),
  ('identity.revise', true, 'Identité modifiée'),
  ('cover.state', true, 'Couverture déclarée ou constatée'),
  ('encounter.record', true, 'Venue enregistrée'),
  ('intake.match', false, 'Rapprochement avec un fichier'),
  ('intake.import', true, 'Registre importé'),
  ('intake.withdraw', true, 'Import retiré'),
  ('report.read', false, 'Bilan calculé'),
  ('report.list', false, 'Liste derrière un chiffre'),
  ('audit.read', false, 'Lecture du journal'),
  ('audit.verify', false, 'Vérification du journal');

create table audit.entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  -- One request, one stamp, one transaction: authenticated by the program with a secret the database does not
  -- hold, so that a line added from elsewhere is never sealed. Written outside any savepoint: the sealer
  -- compares xid with the row's own xmin.
  stamp_id uuid not null,
  stamp_mac bytea not null,
  session_id uuid,
  account_id uuid,
  assignment_id uuid,
  role text,
  structure_id uuid,
  -- One of audit.action, checked by the two functions that write here. A foreign key would lock one and the same row
  -- of that list for every request at once.
  action text not null,
  person_id uuid,
  person_ids uuid[],
  object_kind text,
  object_id uuid,
  detail jsonb
);
create index entry_xid on audit.entry (xid);
-- A stamp serves one transaction. Stamps are in the order of time: this index only grows at its end.
create index entry_stamp on audit.entry (stamp_id);
create index entry_person on audit.entry (person_id, at) where person_id is not null;
create index entry_persons on audit.entry using gin (person_ids) where person_ids is not null;

-- The chain. digest: SHA-256 of the entry's canonical text (src/access/audit/canonical.ts);
-- hash: SHA-256(previous hash || digest), the first after 32 zero bytes. seq: 1, 2, 3… without a hole.
create table audit.seal (
  seq bigint primary key,
  entry_id bigint not null unique,
  digest bytea not null,
  hash bytea not null
);

-- Signed heads (Ed25519): one for each batch sealed; the latest is also kept outside the database.
create table audit.head (
  seq bigint primary key,
  hash bytea not null,
  signed_at timestamptz not null,
  -- Whatever this snapshot sees was sealed (or refused) when this head was signed. The whole snapshot and not
  -- its xmin alone: one slow writer must not make the sealer read again all that came after it began.
  snapshot pg_snapshot not null,
  key_id text not null,
  signature bytea not null
);

-- What was removed when its legal time was over: the chain begins again after seal "seq", whose hash this keeps, signed; earlier
-- seals that stay (proofs still needed) are counted and digested. Written by src/access/audit/pruning.ts; the latest counts.
create table audit.pruned (
  seq bigint primary key,
  hash bytea not null,
  kept bigint not null,
  kept_digest bytea not null,
  entries bigint not null,
  before timestamptz not null,
  signed_at timestamptz not null,
  key_id text not null,
  signature bytea not null
);

create table audit.signing_key (
  key_id text primary key,
  public_key_pem text not null,
  since timestamptz not null default now()
);

grant select on audit.entry, audit.seal, audit.head, audit.pruned, audit.signing_key to maillage_sealer;
grant insert on audit.seal, audit.head, audit.signing_key to maillage_sealer;
