-- What is handed over: reports frozen under a name, and the words written beside a figure.

insert into audit.action (code, writes, label) values
  ('report.freeze', true, 'Bilan figé'),
  ('report.export', false, 'Bilan exporté'),
  ('report.note', true, 'Commentaire d’un chiffre');

-- The explanation of a figure (handbook L12). A change is one more row: what was written before stays, with its
-- time. An empty text says that the explanation was taken away. Nothing of a person belongs here.
create table reports.note (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  period_from date not null,
  period_to date not null,
  figure text not null check (figure ~ '^[A-Za-z]{2,20}$'),
  version integer not null check (version > 0),
  text text not null check (char_length(text) <= 2000),
  author_id uuid not null references access.account,
  known_from timestamptz not null default now(),
  check (period_from <= period_to),
  -- Two writers of one version: the second is told, nothing is overwritten.
  unique (structure_id, period_from, period_to, figure, version)
);

-- A report as it was handed over. No role of the program may write here: reports.freeze alone adds rows, and
-- nothing ever changes one.
create table reports.frozen (
  id uuid primary key default uuidv7(),
  structure_id uuid not null references network.structure,
  name text not null check (char_length(name) between 1 and 120 and name = btrim(name)),
  period_from date not null,
  period_to date not null,
  known_on date not null,
  -- As reports.activity gave them.
  figures jsonb not null,
  -- The words of that day: definitions, names of categories, of age classes.
  wording jsonb not null,
  notes jsonb not null,
  -- The centre's name that day, and whether its people were invented.
  centre text not null,
  demonstration boolean not null,
  -- Cells below it are masked in the version for outsiders: one threshold for ever, for two would be compared.
  threshold integer not null check (threshold in (5, 11)),
  author_id uuid not null references access.account,
  author_name text not null,
  frozen_at timestamptz not null default now(),
  check (period_from <= period_to)
);
create unique index frozen_name on reports.frozen (structure_id, lower(name));

alter table reports.note enable row level security;
alter table reports.frozen enable row level security;

grant select, insert on reports.note to maillage_app;
create policy readers on reports.note for select to maillage_app
  using (structure_id = (select access.structure_id()) and (select access.can('report')));
create policy writers on reports.note for insert to maillage_app
  with check (structure_id = (select access.structure_id()) and (select access.can('report'))
    and author_id = (select access.account_id()) and known_from = now());

grant select on reports.frozen to maillage_app;
create policy readers on reports.frozen for select to maillage_app
  using (structure_id = (select access.structure_id()) and (select access.can('report')));

-- The explanations of a period in force at a moment: the last version of each, unless it took the words away.
create function reports.notes_of(p_structure uuid, p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('figure', n.figure, 'version', n.version, 'text', n.text) order by n.figure), '[]')
    from (select distinct on (figure) figure, version, text from reports.note
           where structure_id = p_structure and period_from = p_from and period_to = p_to and known_from < p_cut
           order by figure, version desc) n
$$;

-- Writes an explanation over the version its author saw (0: none yet). Gives the new version; null when someone
-- else wrote meanwhile, and nothing is written. Runs with the caller's rights.
create function reports.write_note(p_from date, p_to date, p_figure text, p_seen integer, p_text text) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  latest integer;
  written integer;
begin
  perform audit.record('report.note', null, null, 'report', null,
    jsonb_build_object('figure', p_figure, 'from', p_from, 'to', p_to));
  select max(version) into latest from reports.note
   where structure_id = (select access.structure_id()) and period_from = p_from and period_to = p_to and figure = p_figure;
  if coalesce(latest, 0) <> p_seen then
    return null;
  end if;
  insert into reports.note (structure_id, period_from, period_to, figure, version, text, author_id)
  values (access.structure_id(), p_from, p_to, p_figure, p_seen + 1, p_text, access.account_id())
  on conflict do nothing returning version into written;
  return written;
end $$;

-- Owner function: counts a period and keeps the counts under a name, in one transaction with its audit row.
-- Error MA409: the structure already has a report of this name.
create function reports.freeze(p_name text, p_from date, p_to date, p_known_on date, p_wording jsonb, p_threshold integer)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  figures jsonb := reports.activity(p_from, p_to, p_known_on);
  made uuid;
begin
  if actor.read_only then
    raise exception 'a read-only actor freezes nothing' using errcode = 'MA403';
  end if;
  insert into reports.frozen (structure_id, name, period_from, period_to, known_on, figures, wording, notes,
      centre, demonstration, threshold, author_id, author_name)
  select actor.structure_id, btrim(p_name), p_from, p_to, p_known_on, figures, p_wording,
         reports.notes_of(actor.structure_id, p_from, p_to, 'infinity'), i.name, i.demonstration, p_threshold,
         a.id, a.display_name
    from network.installation i, access.account a where a.id = actor.account_id
  on conflict do nothing returning id into made;
  if made is null then
    raise exception 'name taken' using errcode = 'MA409';
  end if;
  perform audit.record('report.freeze', null, null, 'frozen_report', made,
    jsonb_build_object('from', p_from, 'to', p_to, 'knownOn', p_known_on));
  return made;
end $$;

grant execute on function reports.known_until, reports.notes_of, reports.write_note, reports.freeze to maillage_app;
