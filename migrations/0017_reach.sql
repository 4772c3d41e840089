-- How to reach someone, in which language, where they live, and whether they died. One row for each thing said: a
-- correction closes it and adds another, with its own author and its own moment.

insert into audit.action (code, writes, label) values
  ('contact.revise', true, 'Coordonnées ou langues modifiées'),
  ('death.record', true, 'Décès noté ou retiré'),
  ('address.revise', true, 'Adresse modifiée');

-- One table for the whole block, so that the person's page reads it in one glance and under one pair of rules; each row
-- has its own nature. content is checked by src/people/contact.ts:
--   way      {kind, typed, e164, shown, holder, mayName, note}, rank: in which order to try
--   speech   {languages: [{code, level}], interpreter}
--   death    {day, source}; day null: not known
--   address  {use, form, host, lines, postcode, communeCode, commune, country, from, source}
--   commune  {use, code, name, from}: all that an outside telephone desk reads of an address
create table people.contact (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  part text not null check (part in ('way', 'speech', 'death', 'address', 'commune')),
  rank smallint not null default 0 check (rank between 0 and 99),
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  nature text not null generated always as (
    case when part in ('speech', 'address') or content ->> 'kind' in ('email', 'message') then 'identity_detail'
         else 'identity' end) stored,
  author_id uuid default access.account_id() references access.account not enforced,
  -- Who wrote it, as they were called then: a reader may not look accounts up.
  author_name text,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (known_to is null or known_to >= known_from),
  constraint way_is_one check (part <> 'way' or content ->> 'kind' in ('phone', 'other_phone', 'email', 'message', 'none')),
  constraint phone_is_e164 check (content ->> 'e164' is null or content ->> 'e164' ~ '^\+[1-9]\d{5,14}$'),
  constraint death_on_a_day check (part <> 'death' or content ->> 'day' is null or content ->> 'day' ~ '^\d{4}-\d{2}-\d{2}$')
);
create index on people.contact (person_id);
create unique index contact_once on people.contact (person_id, part) where known_to is null and part in ('speech', 'death');

alter table people.contact enable row level security;
grant select, insert on people.contact to maillage_app;
grant update (known_to) on people.contact to maillage_app;
do $$
declare
  natures text[] := '{identity,identity_detail}';
begin
  execute format('create policy readers on people.contact for select to maillage_app using (%s)',
    access.gate_by_row('contact', natures, 'read'));
  execute format('create policy writers on people.contact for insert to maillage_app with check (known_from = now() and known_to is null
      and author_id = any (array(select o.account_id from access.opened o))
      and (author_name is null or author_name = (select a.display_name from access.account a where a.id = author_id))
      and %s)', access.gate_by_row('contact', natures, 'write'));
  execute format('create policy revisers on people.contact for update to maillage_app using (known_to is null and %s)
      with check (known_to = now())', access.gate_by_row('contact', natures, 'write'));
end $$;

-- Replaces what is in force of some parts by p_rows [{part, rank, content}]; what stays the same keeps its date and author.
-- p_seen: the rows in force when the form was opened. "done"; "changed" when others are in force now, and nothing is
-- written then; "unknown" when the actor may not know this person. Sent twice, it writes once.
create function people.revise_contact(p_person uuid, p_action text, p_parts text[], p_seen uuid[], p_rows jsonb) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  in_force uuid[];
  kept uuid[];
  wanted integer;
begin
  -- Whoever edits this record meanwhile is waited for: what follows reads what they saved.
  perform people.lock_version(p_person, 0);
  perform audit.record(p_action, p_person);
  if not exists (select from people.person p where p.id = p_person) then
    return 'unknown';
  end if;
  wanted := jsonb_array_length(p_rows);
  select coalesce(array_agg(c.id), '{}'), coalesce(array_agg(c.id) filter (where exists (
           select from jsonb_to_recordset(p_rows) as r (part text, rank smallint, content jsonb)
            where r.part = c.part and r.rank = c.rank and r.content = c.content)), '{}')
    into in_force, kept
    from people.contact c where c.person_id = p_person and c.part = any (p_parts) and c.known_to is null;
  if cardinality(kept) = wanted and cardinality(in_force) = wanted then
    return 'done';
  end if;
  if not (in_force <@ p_seen and p_seen <@ in_force) then
    return 'changed';
  end if;
  update people.contact set known_to = now() where id = any (in_force) and id <> all (kept);
  insert into people.contact (person_id, part, rank, content, author_name)
  select p_person, r.part, r.rank, r.content, (select a.display_name from access.account a where a.id = access.account_id())
    from jsonb_to_recordset(p_rows) as r (part text, rank smallint, content jsonb)
   where r.part = any (p_parts)
     and not exists (select from people.contact c where c.id = any (kept) and c.part = r.part and c.rank = r.rank and c.content = r.content);
  return 'done';
end $$;
grant execute on function people.revise_contact to maillage_app;

-- Telephone numbers find people too. Every end of at least four digits is a word, so that any part of a number is the
-- beginning of one; whole with the country's code, as it is dialled from abroad.
create function people.phone_words(p_e164 text) returns setof text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select 'tel:' || d.digits from (
    select ltrim(p_e164, '+') as digits
    union all select '00' || ltrim(p_e164, '+')
    union all
    select substr(n.digits, k)
      from (select case when p_e164 ~ '^\+(33|262|590|594|596)' then '0' || right(p_e164, 9) else ltrim(p_e164, '+') end as digits) n,
           generate_series(1, length(n.digits) - 3) k) d
$$;

alter function people.words_of(uuid[]) rename to names_of;
create function people.words_of(p_persons uuid[]) returns table (person_id uuid, word text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select n.person_id, n.word from people.names_of(p_persons) n
  union
  select c.person_id, w from people.contact c, people.phone_words(c.content ->> 'e164') w
   where c.person_id = any (p_persons) and c.known_to is null and c.content ? 'e164'
$$;

-- Trigger: only what holds a number changes the words someone is found by.
create function people.index_phones() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  persons uuid[] := array(select distinct n.person_id from new_rows n where n.content ->> 'e164' is not null);
begin
  if persons <> '{}' then
    perform people.index_persons(persons);
  end if;
  return null;
end $$;
create trigger index_phones_insert after insert on people.contact
  referencing new table as new_rows for each statement execute function people.index_phones();
create trigger index_phones_update after update on people.contact
  referencing new table as new_rows for each statement execute function people.index_phones();
