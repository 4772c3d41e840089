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
create trigger present after insert on people.contact referencing new table as new_rows for each statement
  execute function record.rows_of_natures('contact');
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
    access.gate_by_row(natures, 'read'));
  execute format('create policy writers on people.contact for insert to maillage_app with check (known_from = now() and known_to is null
      and author_id = any (array(select o.account_id from access.opened o))
      and (author_name is null or author_name = (select a.display_name from access.account a where a.id = author_id))
      and %s)', access.gate_by_row(natures, 'write'));
  execute format('create policy revisers on people.contact for update to maillage_app using (known_to is null and %s)
      with check (known_to = now())', access.gate_by_row(natures, 'write'));
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

-- All the words each of these people is found by, whatever known now gives them.
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

-- Social security numbers (NIR, NIA). Off until the data protection officer writes down the legal basis (décret 2019-341);
-- off again, nothing is shown nor accepted, and what was kept stays.
insert into audit.action (code, writes, label) values
  ('number.allow', true, 'Base légale du NIR enregistrée'),
  ('number.forbid', true, 'Usage du NIR arrêté'),
  ('number.record', true, 'Numéro de sécurité sociale enregistré ou retiré'),
  ('number.reveal', false, 'Numéro de sécurité sociale affiché en entier'),
  ('number.rekey', true, 'Numéros de sécurité sociale chiffrés de nouveau');

create table people.number_basis (
  id uuid primary key default uuidv7(),
  -- Day the officer's decision takes effect, the text it rests on, and the category of that text.
  decided_on date not null,
  basis text not null check (length(basis) between 10 and 2000),
  category text not null check (category in ('care', 'social_cover', 'social_support', 'other')),
  recorded_by uuid not null default access.account_id() references access.account not enforced,
  recorded_at timestamptz not null default now(),
  ended_by uuid references access.account not enforced,
  ended_at timestamptz
);
create unique index number_basis_one on people.number_basis ((true)) where ended_at is null;
alter table people.number_basis enable row level security;
grant select on people.number_basis to maillage_app;
create policy signed_in on people.number_basis for select to maillage_app using ((select access.account_id()) is not null);

-- Closed to every role: written and read by the owner functions below. sealed is encrypted by the program under a key the
-- database does not hold, blind is the same for the same number.
create table people.social_number (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  kind text not null check (kind in ('nir', 'nia')),
  -- Its first five digits: sex, year and month, which the identity says too.
  head text not null check (head ~ '^[1-478]\d{4}$'),
  sealed bytea not null,
  key_version integer not null,
  blind bytea not null,
  author_id uuid default access.account_id() references access.account not enforced,
  author_name text,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check (known_to is null or known_to >= known_from)
);
create unique index social_number_current on people.social_number (person_id) where known_to is null;
create index on people.social_number (person_id);
create index on people.social_number (blind) where known_to is null;
alter table people.social_number enable row level security;

create function people.numbers_allowed() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from people.number_basis b where b.ended_at is null and b.decided_on <= current_date)
$$;

-- Whoever writes, the owner included: no number without a basis in force.
create function people.refuse_number() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not people.numbers_allowed() then
    raise exception 'no legal basis for social security numbers is in force' using errcode = 'MA403';
  end if;
  return new;
end $$;
create trigger refuse_number before insert on people.social_number for each row execute function people.refuse_number();

-- Owner function. Starts the use of numbers. False when a basis is in force already.
create function people.allow_numbers(p_decided_on date, p_basis text, p_category text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if access.role() is distinct from 'data_protection_officer' then
    raise exception 'only the data protection officer decides this' using errcode = 'MA403';
  end if;
  perform audit.record('number.allow');
  insert into people.number_basis (decided_on, basis, category) values (p_decided_on, p_basis, p_category) on conflict do nothing;
  return found;
end $$;

-- Owner function. Stops it: at once nothing is shown nor accepted. False when it was stopped already.
create function people.forbid_numbers() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if access.role() is distinct from 'data_protection_officer' then
    raise exception 'only the data protection officer decides this' using errcode = 'MA403';
  end if;
  perform audit.record('number.forbid');
  update people.number_basis set ended_at = now(), ended_by = access.account_id() where ended_at is null;
  return found;
end $$;

-- Owner function. What may be shown of someone's number on their page: its beginning, never what is sealed. Of records read
-- as one, that of the first which has one.
create function people.number_shown(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  may uuid[] := access.permitted_persons('identity_detail', 'read');
begin
  if not people.numbers_allowed() then
    return null;
  end if;
  return (select jsonb_build_object('id', s.id, 'on', s.person_id, 'kind', s.kind, 'head', s.head, 'by', s.author_name, 'at', s.known_from)
            from people.social_number s
           where s.person_id = any (p_persons) and s.person_id = any (may) and s.known_to is null
           order by array_position(p_persons, s.person_id) limit 1);
end $$;

-- Owner function. Replaces someone's number, or removes it (p_number null). p_seen: the row in force when the form was
-- opened. p_blinds: the same number under every key. outcome: "done", "off" (no basis in force), "changed" (another is in
-- force now), "unknown"; others: whose numbers are the same, among the people the actor may know.
create function people.record_number(p_person uuid, p_seen uuid, p_number jsonb, p_blinds bytea[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  in_force people.social_number;
  others jsonb;
begin
  perform people.lock_version(p_person, 0);
  perform audit.record('number.record', p_person);
  if not p_person = any (access.permitted_persons('identity_detail', 'write')) then
    return '{"outcome": "unknown"}';
  elsif not people.numbers_allowed() then
    return '{"outcome": "off"}';
  end if;
  select s.* into in_force from people.social_number s where s.person_id = p_person and s.known_to is null;
  if not coalesce(in_force.blind = any (p_blinds), p_number is null and in_force.id is null) then
    if in_force.id is distinct from p_seen then
      return '{"outcome": "changed"}';
    end if;
    update people.social_number set known_to = now() where id = in_force.id;
    if p_number is not null then
      insert into people.social_number (person_id, kind, head, sealed, key_version, blind, author_name)
      values (p_person, p_number ->> 'kind', p_number ->> 'head', decode(p_number ->> 'sealed', 'base64'),
              (p_number ->> 'keyVersion')::integer, decode(p_number ->> 'blind', 'base64'),
              (select a.display_name from access.account a where a.id = actor.account_id));
    end if;
  end if;
  select jsonb_agg(jsonb_build_object('id', p.id, 'localNumber', p.local_number) order by p.local_number) into others
    from people.social_number s join people.person p on p.id = s.person_id
    cross join lateral people.may_know(s.person_id, actor.structure_id, actor.account_id,
      (select r.by_consent from access.nature_right r where r.role = actor.effective_role and r.nature = 'identity'))
   where s.blind = any (p_blinds) and s.known_to is null and s.person_id <> p_person;
  return jsonb_build_object('outcome', 'done', 'others', coalesce(others, '[]'));
end $$;

-- Owner function. What is sealed of someone's number, for the program to open; an act of its own in the trail.
create function people.reveal_number(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('number.reveal', p_person);
  if not people.numbers_allowed() or not p_person = any (access.permitted_persons('identity_detail', 'read')) then
    return null;
  end if;
  return (select jsonb_build_object('sealed', encode(s.sealed, 'base64'), 'keyVersion', s.key_version, 'kind', s.kind)
            from people.social_number s where s.person_id = p_person and s.known_to is null);
end $$;

-- Owner function. Who has this number, among the people of the actor's team; audited as a search. Partners, who read by
-- consent, never learn by a number that someone is known.
create function people.search_number(p_blinds bytea[])
returns table (id uuid, local_number bigint, family text, given text, used_family text, used_given text,
               birth text, sex text, status text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  hits uuid[] := '{}';
begin
  if people.numbers_allowed() and exists (select from access.nature_right r
       where r.role = actor.effective_role and r.nature = 'identity_detail' and r.can_read and not r.by_consent) then
    hits := array(select s.person_id from people.social_number s
                    join people.registration g on g.person_id = s.person_id and g.structure_id = actor.structure_id and g.known_to is null
                   where s.blind = any (p_blinds) and s.known_to is null
                     and s.person_id <> all (access.barred(actor.account_id))
                   limit 10);
  end if;
  perform audit.record('person.search', null, hits, null, null, jsonb_build_object('words', 1, 'found', cardinality(hits)));
  return query
    select p.id, p.local_number, i.family, i.given, i.used_family, i.used_given, i.birth, i.sex, i.status
      from people.person p join people.identity i on i.person_id = p.id and i.known_to is null
     where p.id = any (hits) order by p.local_number;
end $$;

grant execute on function people.numbers_allowed, people.allow_numbers, people.forbid_numbers, people.number_shown,
  people.record_number, people.reveal_number, people.search_number to maillage_app;
