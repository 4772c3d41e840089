-- The network: who we are, where we receive, who consults, and the words we use.
-- Nothing here is about a person received; any signed-in actor reads it.

create table network.installation (
  only_row boolean primary key default true check (only_row),
  name text not null,
  preset text not null,
  time_zone text not null default 'Europe/Paris',
  person_word text not null default 'usager' check (person_word in ('usager', 'patient')),
  -- A demonstration says so on every page and can never become a real installation.
  demonstration boolean not null,
  created_at timestamptz not null default now()
);

create table network.structure (
  id uuid primary key default uuidv7(),
  code text not null unique,
  name text not null,
  kind text not null,
  -- Members of a team structure share one care team (CSP L1110-12); the others need a traced consent.
  in_team boolean not null default true
);

create table network.site (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  code text not null unique,
  name text not null,
  commune_code text,
  time_zone text not null default 'Europe/Paris',
  opening jsonb not null default '[]'
);

create table network.professional (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  -- As colleagues name them: "Dr Marchal". Someone need not have an account to have consulted.
  label text not null,
  folded_label text not null,
  profession text not null,
  account_id uuid,
  unique (structure_id, folded_label)
);

-- Vocabularies are data: stable codes, French labels, active or not, extendable by the network.
create table network.term (
  list text not null,
  code text not null,
  label text not null,
  -- The block of information (handbook 2.2) this word belongs to; a word may raise its list's nature.
  nature text not null,
  synonyms text[] not null default '{}',
  sort integer not null default 0,
  active boolean not null default true,
  -- True when an import brought the word; someone of the network may then file it.
  from_import boolean not null default false,
  primary key (list, code)
);
