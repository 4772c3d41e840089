-- What someone corrected of a register's columns and words, kept for the next file of the same structure. Headings and
-- vocabulary only: nothing of a person.

create table intake.heading_memory (
  structure_id uuid not null references network.structure,
  -- Folded: case, accents, spaces and punctuation set aside (src/intake/columns.ts, headingKey).
  key text not null check (length(key) between 1 and 200),
  heading text not null check (length(heading) <= 200),
  field text not null check (length(field) <= 40),
  author_id uuid not null references access.account,
  kept_at timestamptz not null default now(),
  primary key (structure_id, key)
);

create table intake.word_memory (
  structure_id uuid not null references network.structure,
  -- A vocabulary, or one of the two columns of cover.
  list text not null check (length(list) <= 40),
  key text not null check (length(key) between 1 and 200),
  text text not null check (length(text) <= 200),
  -- A term of the list, or the label of a new one; for cover, what is said of each layer.
  code text,
  label text check (length(label) <= 120),
  base text,
  complementary text,
  author_id uuid not null references access.account,
  kept_at timestamptz not null default now(),
  primary key (structure_id, list, key),
  check (num_nonnulls(code, label, base, complementary) > 0)
);

alter table intake.heading_memory enable row level security;
alter table intake.word_memory enable row level security;
grant select on intake.heading_memory, intake.word_memory to maillage_app;
create policy importers on intake.heading_memory for select to maillage_app
  using (structure_id = (select access.structure_id()) and (select access.can('intake')));
create policy importers on intake.word_memory for select to maillage_app
  using (structure_id = (select access.structure_id()) and (select access.can('intake')));

insert into audit.action (code, writes, label) values
  ('intake.remember', true, 'Intitulés et mots d’un registre retenus'),
  ('intake.forget', true, 'Intitulé ou mot de registre oublié');

-- Owner function: the application role deletes and changes nothing. The latest correction of a heading or word stands.
-- p: {headings: [{key, heading, field}], words: [{list, key, text, code, label, base, complementary}]}
create function intake.remember(p jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if not access.can('intake') then
    raise exception 'role may not import' using errcode = 'MA403';
  end if;
  perform audit.record('intake.remember');
  insert into intake.heading_memory (structure_id, key, heading, field, author_id)
  select distinct on (h.key) actor.structure_id, h.key, h.heading, h.field, actor.account_id
    from jsonb_to_recordset(p -> 'headings') as h (key text, heading text, field text)
   order by h.key
  on conflict (structure_id, key) do update
    set heading = excluded.heading, field = excluded.field, author_id = excluded.author_id, kept_at = now();
  insert into intake.word_memory (structure_id, list, key, text, code, label, base, complementary, author_id)
  select distinct on (w.list, w.key) actor.structure_id, w.list, w.key, w.text, w.code, w.label, w.base, w.complementary, actor.account_id
    from jsonb_to_recordset(p -> 'words')
      as w (list text, key text, text text, code text, label text, base text, complementary text)
   order by w.list, w.key
  on conflict (structure_id, list, key) do update
    set text = excluded.text, code = excluded.code, label = excluded.label, base = excluded.base,
        complementary = excluded.complementary, author_id = excluded.author_id, kept_at = now();
end $$;

-- Owner function. Forgets one heading (p_list null) or one word; false when nothing was kept of it.
create function intake.forget(p_list text, p_key text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not access.can('intake') then
    raise exception 'role may not import' using errcode = 'MA403';
  end if;
  perform audit.record('intake.forget');
  if p_list is null then
    delete from intake.heading_memory where structure_id = access.structure_id() and key = p_key;
  else
    delete from intake.word_memory where structure_id = access.structure_id() and list = p_list and key = p_key;
  end if;
  return found;
end $$;

revoke execute on function intake.remember, intake.forget from public;
grant execute on function intake.remember, intake.forget to maillage_app;
