-- People received. Both times are kept: rows say when they were known; a correction supersedes, never overwrites.
--
-- References of hot tables to lists (accounts, sites, terms, schemes) are declared and not enforced: enforcing locks one
-- and the same row of the list for everyone who writes. No role removes a row of these lists, and the policies of
-- writing (0012) check that the row named exists.

create table people.person (
  id uuid primary key default uuidv7(),
  local_number bigint generated always as identity unique,
  -- Counts edits of the record, so that two people editing are told rather than overwritten.
  version integer not null default 1,
  created_at timestamptz not null default now()
);

-- Which structures know this person: their team shares the record (CSP L1110-4 III).
create table people.registration (
  person_id uuid not null references people.person,
  structure_id uuid not null references network.structure,
  since date not null,
  -- Natures of the record set apart when their time is over (access.cell, verb read): nobody reads them meanwhile. A record
  -- set apart whole has its registrations closed.
  set_apart bigint not null default 0,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create unique index registration_current on people.registration (person_id, structure_id) where known_to is null;
-- Of all rows, closed ones too: what conservation reads, and what erasing someone checks.
create index on people.registration (person_id);
create index on people.registration (structure_id) where known_to is null;

-- An answer of the INSi service (RNIV): without one, no identity can be "récupérée" or "qualifiée".
create table people.insi_answer (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  answered_at timestamptz not null,
  code text not null check (code in ('00', '01', '02')),
  signed_answer bytea not null
);

create table people.identity (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  -- Five strict traits (RNIV): birth name, birth first names, birth date, sex, birth place.
  family text not null,
  given text not null default '',
  birth_date date,
  -- "1975-03-12", "1975-03", "1975", "~1975"; null when not known at all.
  birth text check (birth ~ '^(~?\d{4}|\d{4}-\d{2}(-\d{2})?)$'),
  sex text not null default 'unknown' check (sex in ('female', 'male', 'other', 'unknown')),
  -- INSEE code of the commune, with its name; abroad, the place as it is said and no code.
  birth_place_code text check (birth_place_code ~ '^(\d{5}|2[AB]\d{3})$'),
  birth_place text,
  used_family text,
  used_given text,
  pseudonym boolean not null default false,
  status text not null default 'provisional' check (status in ('provisional', 'retrieved', 'validated', 'qualified')),
  validation_document text,
  insi_answer_id uuid references people.insi_answer,
  homonym boolean not null default false,
  doubtful boolean not null default false,
  fictitious boolean not null default false,
  -- Keys of equality after folding (src/people/names.ts), and words to search by.
  key_tokens text not null,
  key_letters text not null,
  search_tokens text[] not null,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  author_id uuid default access.account_id() references access.account not enforced,
  check (known_to is null or known_to >= known_from),
  check ((birth ~ '^\d{4}-\d{2}-\d{2}$') = (birth_date is not null) or birth is null and birth_date is null),
  constraint insi_needed check (status not in ('retrieved', 'qualified') or insi_answer_id is not null),
  constraint document_needed check (status not in ('validated', 'qualified') or validation_document is not null),
  -- EXI SI 09: doubtful or fictitious forces provisional; the two are not cumulable.
  constraint doubt_is_provisional check (not (doubtful or fictitious) or status = 'provisional'),
  constraint doubt_or_fiction check (not (doubtful and fictitious))
);
create unique index identity_current on people.identity (person_id) where known_to is null;
create index on people.identity (person_id);
create index on people.identity (insi_answer_id) where insi_answer_id is not null;
create index on people.insi_answer (person_id);
create index on people.identity (key_tokens) where known_to is null;
create index on people.identity (key_letters) where known_to is null;
create index on people.identity (birth) where known_to is null;

-- Another spelling met for the same person, decided by someone.
create table people.name_variant (
  person_id uuid not null references people.person,
  family text not null,
  given text not null,
  key_tokens text not null,
  key_letters text not null,
  search_tokens text[] not null,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  primary key (person_id, key_tokens, key_letters, known_from)
);
create index on people.name_variant (key_tokens);
create index on people.name_variant (key_letters);

-- "Ce sont deux personnes": decided once, never proposed again.
create table people.distinct_pair (
  person_a uuid not null references people.person,
  person_b uuid not null references people.person,
  decided_at timestamptz not null default now(),
  decided_by uuid references access.account,
  primary key (person_a, person_b),
  check (person_a < person_b)
);
create index on people.distinct_pair (person_b);

-- "C’est la même personne": two records read as one from then on. No row moves: what was written on a record stays on it,
-- and readers open all the records of the person. A row in force says that person_id was joined to joined_to (a
-- decision, which can be undone), and by which record, kept_id, everything joined together is now read; a merge or an
-- undoing further up closes the row and opens another of the same decision.
create table people.alias (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  joined_to uuid not null references people.person,
  kept_id uuid not null references people.person,
  decided_at timestamptz not null,
  decided_by uuid references access.account,
  -- Both taken once the lock of people.merge is held: the rows of a record never overlap.
  known_from timestamptz not null,
  known_to timestamptz,
  check (person_id <> joined_to and person_id <> kept_id),
  check (known_to is null or known_to >= known_from)
);
create unique index alias_current on people.alias (person_id) where known_to is null;
create index alias_kept on people.alias (kept_id);
create index on people.alias (person_id);
create index on people.alias (joined_to);

-- Where someone lives, as stated on a day.
create table people.situation_statement (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  kind text not null check (kind in ('housing')),
  term text not null,
  stated_on date not null,
  source text not null check (source in ('declared', 'document', 'verified')),
  encounter_id uuid,
  import_id uuid,
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on people.situation_statement (person_id);
create index on people.situation_statement (import_id) where import_id is not null;

-- Owner function. Creates a record in the actor's structure (a caller cannot register an existing person:
-- that would open someone else's record). Returns its id. p_id is the one the caller's form made: sent twice (a
-- double click, an answer lost on the way), it makes one record.
-- Errors: MA409 when this identifier is already that of a record someone else made.
create function people.create_person(p_identity jsonb, p_id uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  new_id uuid := coalesce(p_id, uuidv7());
begin
  if not access.holds('identity', 'write') then
    raise exception 'role may not create a record' using errcode = 'MA403';
  end if;
  insert into people.person (id) values (new_id) on conflict (id) do nothing;
  if not found then
    if exists (select from people.identity i where i.person_id = new_id and i.author_id = actor.account_id) then
      return new_id;
    end if;
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  perform audit.record('person.create', new_id);
  insert into people.registration (person_id, structure_id, since) values (new_id, actor.structure_id, current_date);
  insert into people.identity (person_id, family, given, birth_date, birth, birth_place_code, birth_place, sex, used_family, used_given, pseudonym,
      status, validation_document, homonym, doubtful, fictitious, key_tokens, key_letters, search_tokens, author_id)
  select new_id, r.family, coalesce(r.given, ''), r.birth_date, r.birth, r.birth_place_code, r.birth_place,
      coalesce(r.sex, 'unknown'), r.used_family, r.used_given,
      coalesce(r.pseudonym, false), coalesce(r.status, 'provisional'), r.validation_document, coalesce(r.homonym, false),
      coalesce(r.doubtful, false), coalesce(r.fictitious, false), r.key_tokens, r.key_letters, r.search_tokens, actor.account_id
    from jsonb_populate_record(null::people.identity, p_identity) r;
  return new_id;
end $$;

-- Owner function. Waits for whoever is editing this record, then says whether it is still at that version.
create function people.lock_version(p_person uuid, p_version integer) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select p.version = p_version from people.person p
   where p.id = p_person and access.holds('identity', 'write') for update of p
$$;

-- Supersedes the identity in force. False when someone else revised it meanwhile: nothing is changed then, and
-- the trail says that the record was read, for its identity in force is shown to whoever came second.
create function people.revise_identity(p_person uuid, p_version integer, p_identity jsonb) returns boolean
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
begin
  if people.lock_version(p_person, p_version) is not true then
    perform audit.record('person.open', p_person);
    return false;
  end if;
  perform audit.record('identity.revise', p_person);
  update people.person set version = version + 1 where id = p_person and version = p_version;
  if not found then
    return false;
  end if;
  update people.identity set known_to = now() where person_id = p_person and known_to is null;
  insert into people.identity (person_id, family, given, birth_date, birth, sex, birth_place_code, birth_place, used_family, used_given,
      pseudonym, status, validation_document, homonym, doubtful, fictitious, key_tokens, key_letters, search_tokens, author_id)
  select p_person, r.family, coalesce(r.given, ''), r.birth_date, r.birth, coalesce(r.sex, 'unknown'), r.birth_place_code, r.birth_place,
      r.used_family, r.used_given, coalesce(r.pseudonym, false), coalesce(r.status, 'provisional'), r.validation_document,
      coalesce(r.homonym, false), coalesce(r.doubtful, false), coalesce(r.fictitious, false),
      r.key_tokens, r.key_letters, r.search_tokens, access.account_id()
    from jsonb_populate_record(null::people.identity, p_identity) r;
  return true;
end $$;

grant execute on function people.create_person, people.lock_version, people.revise_identity to maillage_app;
