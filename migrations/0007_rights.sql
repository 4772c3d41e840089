-- Health cover. A statement ("declared CMU at the visit of 3 May") is not an interval (rights open from-to).

-- Schemes and when each existed (handbook 1.2). bit: position in the masks the report counts with.
create table rights.scheme (
  layer text not null check (layer in ('base', 'complementary')),
  code text not null,
  label text not null,
  bit smallint not null unique,
  mask integer not null generated always as (1 << bit) stored,
  existed daterange not null default daterange(null, null),
  successor text,
  source text not null,
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  sort integer not null default 0,
  primary key (layer, code)
);
insert into rights.scheme (layer, code, label, bit, existed, successor, source, confidence, sort) values
  ('base', 'none', 'Aucune couverture', 0, daterange(null, null), null, 'handbook 1.1', 'sure', 90),
  ('base', 'cmu_base', 'CMU de base', 1, '[2000-01-01,2016-01-01)', 'puma', 'loi 99-641 ; handbook 1.2', 'sure', 20),
  ('base', 'general', 'Régime général', 2, daterange(null, null), null, 'handbook 1.1', 'sure', 10),
  ('base', 'puma', 'PUMA', 3, '[2016-01-01,)', null, 'CSS-c L160-1 ; handbook 1.2', 'sure', 30),
  ('base', 'ame', 'AME', 4, '[2000-01-01,)', null, 'CASF L251-1 ; handbook 1.7', 'sure', 40),
  ('base', 'dsuv', 'Soins urgents (DSUV)', 5, daterange(null, null), null, 'CASF L254-1 ; handbook 1.8', 'sure', 50),
  ('base', 'msa', 'MSA', 6, daterange(null, null), null, 'handbook 1.5', 'likely', 15),
  ('base', 'other_base', 'Autre régime', 7, daterange(null, null), null, 'handbook 1.1', 'likely', 60),
  ('base', 'unknown', 'Inconnue', 8, daterange(null, null), null, 'handbook B7', 'sure', 99),
  ('complementary', 'none', 'Sans complémentaire', 9, daterange(null, null), null, 'handbook 1.1', 'sure', 90),
  ('complementary', 'cmu_c', 'CMU-C', 10, '[2000-01-01,2019-11-01)', 'c2s', 'loi 99-641 ; handbook 1.2', 'sure', 20),
  ('complementary', 'c2s', 'C2S', 11, '[2019-11-01,)', null, 'loi 2018-1203 art. 52 ; handbook 1.2', 'sure', 30),
  ('complementary', 'acs', 'ACS', 12, '[2005-01-01,2019-11-01)', 'c2s', 'openfisca ; handbook 1.2', 'sure', 25),
  ('complementary', 'ame', 'AME', 13, '[2000-01-01,)', null, 'CASF L251-1 ; handbook 1.7', 'sure', 40),
  ('complementary', 'private', 'Mutuelle', 14, daterange(null, null), null, 'handbook 1.1', 'likely', 10),
  ('complementary', 'unknown', 'Inconnue', 15, daterange(null, null), null, 'handbook B7', 'sure', 99);

create table rights.cover_statement (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  layer text not null,
  scheme text not null,
  -- The scheme's own: a report reads hundreds of thousands of statements, and should not look each one up.
  mask integer not null,
  stated_on date not null,
  source text not null check (source in ('declared', 'document', 'verified')),
  -- The words as written, kept when a register's wording was not plain.
  declared_text text,
  encounter_id uuid,
  import_id uuid,
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  foreign key (layer, scheme) references rights.scheme (layer, code) not enforced
);
-- A report reads what was said before and after the silent days of thousands of persons: from the index alone.
create index on rights.cover_statement (person_id, layer, stated_on) include (scheme, known_from, known_to);
-- In the order of encounter_day, so that what was said each day is found by reading both once, side by side.
create index on rights.cover_statement (stated_on, person_id) include (mask, known_from, known_to);
create index on rights.cover_statement (import_id) where import_id is not null;

-- Rights open from-to, drawn from a decision or a document.
create table rights.cover_interval (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  layer text not null,
  scheme text not null,
  valid daterange not null check (not isempty(valid)),
  source text not null check (source in ('document', 'verified')),
  proof text,
  author_id uuid default access.account_id() references access.account not enforced,
  known tstzrange not null default tstzrange(now(), null) check (not isempty(known)),
  foreign key (layer, scheme) references rights.scheme (layer, code) not enforced,
  exclude using gist (person_id with =, layer with =, valid with &&, known with &&)
);
create index on rights.cover_interval (person_id);
