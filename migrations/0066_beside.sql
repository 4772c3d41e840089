-- Maillage beside another program: a centre that keeps its own clinical software writes care there, and here the rights, the
-- requests and the life of the same people, which its doctors read.

-- Where care is written, by the name of that program; null: here. A preset's choice.
alter table network.installation add care_elsewhere text check (length(care_elsewhere) between 1 and 80);
alter table network.installation add constraint care_elsewhere_is_named check (care_elsewhere = btrim(care_elsewhere));

-- Refuses a clinical row when care is written elsewhere; what was written before stays readable, as it is. Notes of the social
-- path, what care says is of use to it, requests and their papers (a disability file is clinical) are not of these rows.
-- Not for the tables' owner: an import brings a past register back, an erasure ends what it must.
create function care.refuse_elsewhere() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  program text;
begin
  if row_security_active(tg_relid) then
    select i.care_elsewhere into program from network.installation i;
    if program is not null then
      raise exception 'care is written in another program' using errcode = 'MA423', detail = program;
    end if;
  end if;
  return new;
end $$;
do $$
declare t record;
begin
  for t in select * from (values ('care.note'), ('care.note_draft'), ('care.essential'), ('care.instrument_answer'), ('care.encounter_term'))
             as v (name) loop
    execute format('create trigger elsewhere before insert on %s for each row when (new.nature = ''clinical'')
      execute function care.refuse_elsewhere()', t.name);
  end loop;
  for t in select * from (values ('care.note_draft'), ('care.essential'), ('care.instrument_answer')) as v (name) loop
    execute format('create trigger elsewhere_changed before update on %s for each row when (new.nature = ''clinical'' or old.nature = ''clinical'')
      execute function care.refuse_elsewhere()', t.name);
  end loop;
end $$;
-- Of papers, those that care establishes (src/care/prints.ts): letters of a request are the social path's.
create trigger elsewhere before insert on papers.document for each row
  when (new.origin = 'printed' and new.nature = 'clinical' and new.type in ('prescription', 'certificate', 'letter', 'sick_leave', 'summary'))
  execute function care.refuse_elsewhere();

-- Other programs that may ask for a person's page: the browser posts a form they signed (src/people/programs/signed-opening.ts).
-- The signature opens nothing by itself: whoever is signed in here opens the page, by their own rights.
insert into audit.action (code, writes, label) values
  ('installation.care', true, 'Lieu où s’écrivent les soins changé'),
  ('program.add', true, 'Autre logiciel inscrit'),
  ('program.revoke', true, 'Autre logiciel révoqué'),
  ('program.ask', false, 'Ouverture demandée depuis un autre logiciel'),
  ('program.refuse', false, 'Ouverture refusée, demandée depuis un autre logiciel'),
  ('program.open', false, 'Dossier cherché par le numéro d’un autre logiciel'),
  ('program.attach', true, 'Numéro d’un autre logiciel rattaché'),
  ('program.detach', true, 'Numéro d’un autre logiciel retiré');

create table access.program (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  -- The secret shared with it, encrypted by the program under a key the database does not hold. Never shown again.
  sealed bytea not null,
  made_at timestamptz not null default now(),
  made_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  last_used_at timestamptz,
  check (num_nonnulls(revoked_at, revoked_by) in (0, 2))
);
create unique index program_name on access.program (lower(name)) where revoked_at is null;

-- How long after it was signed a form is believed, and how far ahead its clock may be: dated.
create table access.opening_age (
  valid daterange primary key,
  seconds integer not null check (seconds between 10 and 300),
  source text not null,
  exclude using gist (valid with &&)
);
insert into access.opening_age (valid, seconds, source) values
  ('[2026-01-01,)', 60, 'Choix de conception : le temps d’un clic sur une ligne lente et l’écart de deux horloges.');

-- What was asked and waits for someone to be signed in, under the token of a cookie; its nonce, used once. Removed an hour after
-- its end (src/access/sign-in/spent-rows.ts).
create table access.opening (
  token_hash bytea primary key,
  program_id uuid not null references access.program,
  nonce text not null,
  -- The local number, encrypted as the secret is.
  sealed bytea not null,
  -- When it may no longer be opened; when its nonce need no longer be remembered.
  expires_at timestamptz not null,
  kept_until timestamptz not null,
  -- The one session it was opened in.
  taken_by uuid,
  unique (program_id, nonce)
);
create index on access.opening (kept_until);

alter table access.program enable row level security;
alter table access.opening_age enable row level security;
alter table access.opening enable row level security;
grant select (id, name, made_at, made_by, revoked_at, revoked_by, last_used_at) on access.program to maillage_app;
create policy signed_in on access.program for select to maillage_app
  using (exists (select from access.opened) or (select access.account_id()) is not null);
grant select on access.program, access.opening_age to maillage_signin;
grant update (last_used_at) on access.program to maillage_signin;
grant select, insert, update, delete on access.opening to maillage_signin;
create policy sign_in on access.program for all to maillage_signin using (true) with check (true);
create policy sign_in on access.opening_age for select to maillage_signin using (true);
create policy sign_in on access.opening for all to maillage_signin using (true) with check (true);

-- Owner function. Writes a program down with its sealed secret. False when the identifier or the name is taken.
create function access.add_program(p_id uuid, p_name text, p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  insert into access.program (id, name, sealed, made_by)
  values (p_id, p_name, p_sealed, (select a.display_name from access.account a where a.id = access.account_id()))
  on conflict do nothing;
  if found then
    perform audit.record('program.add', null, null, 'program', p_id);
    return true;
  end if;
  return false;
end $$;

-- Owner function. Ends a program: nothing it signed is believed any more, what waits included.
create function access.revoke_program(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  update access.program set revoked_at = now(),
         revoked_by = (select a.display_name from access.account a where a.id = access.account_id())
   where id = p_id and revoked_at is null;
  if found then
    perform audit.record('program.revoke', null, null, 'program', p_id);
  end if;
  return exists (select from access.program g where g.id = p_id);
end $$;

-- Owner function. What waits under this token, for the session that takes it first; null when nothing does any more.
create function access.take_opening(p_token_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  session uuid := (access.actor()).session_id;
  taken jsonb;
begin
  update access.opening o set taken_by = session
    from access.program g
   where o.token_hash = p_token_hash and g.id = o.program_id and g.revoked_at is null
     and o.expires_at > clock_timestamp() and coalesce(o.taken_by, session) = session
  returning jsonb_build_object('program', g.id, 'name', g.name, 'sealed', encode(o.sealed, 'base64')) into taken;
  return taken;
end $$;

-- The number another program gives someone. A number is one person's; "disputed": it is also that of someone whom its author could
-- not know, which they were not told.
create table people.program_number (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  program_id uuid not null references access.program,
  number text not null check (length(number) between 1 and 64),
  disputed boolean not null default false,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create unique index program_number_once on people.program_number (program_id, number) where known_to is null and not disputed;
create index on people.program_number (program_id, number) where known_to is null;
create index on people.program_number (person_id);
create trigger present after insert on people.program_number referencing new table as new_rows for each statement
  execute function record.rows_of_one_nature('programs', 'identity');
alter table people.program_number enable row level security;
grant select on people.program_number to maillage_app;
do $$ begin
  execute format('create policy readers on people.program_number for select to maillage_app using (%s)',
    access.gate('person_id', 'identity', 'read'));
end $$;

-- Whom of these persons the actor may know, by the team's own right: partners learn of nobody by a number. Not granted.
create function people.known_to_team(p_persons uuid[]) returns uuid[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  return array(
    select p.id from unnest(p_persons) with ordinality as p (id, n)
      cross join lateral people.may_know(p.id, actor.structure_id, actor.account_id, false)
     where exists (select from access.nature_right r
                    where r.role = actor.effective_role and r.nature = 'identity' and r.can_read and not r.by_consent)
     order by p.n);
end $$;

-- Owner function. Whose number this is, among the people the actor may know: nobody and somebody they may not know answer the same.
-- Of records read as one, the one shown.
create function people.with_program_number(p_program uuid, p_number text) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_there uuid[] := people.known_to_team(array(
    select n.person_id from people.program_number n
     where n.program_id = p_program and n.number = p_number and n.known_to is null order by n.disputed, n.known_from));
begin
  found_there := array(
    select s.id from (select coalesce(k.kept_id, f.id) as id, min(f.n) as n
                        from unnest(found_there) with ordinality as f (id, n)
                        left join people.alias k on k.person_id = f.id and k.known_to is null group by 1) s order by s.n);
  perform audit.record('program.open', null, found_there, 'program', p_program);
  return found_there;
end $$;

-- Owner function. Says that this is someone's number in that program. outcome: "done" (said again too), "taken" (it is another's,
-- whom the actor may know: on, and their localNumber), "revoked" (no such program in use), "unknown".
create function people.attach_number(p_id uuid, p_person uuid, p_program uuid, p_number text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  holder uuid;
begin
  -- Whoever says it of another person meanwhile is waited for.
  perform pg_advisory_xact_lock(hashtextextended(p_program || p_number, 66));
  perform audit.record('program.attach', p_person, null, 'program', p_program);
  if not p_person = any (access.permitted_persons('identity', 'write')) then
    return '{"outcome": "unknown"}';
  elsif not exists (select from access.program g where g.id = p_program and g.revoked_at is null) then
    return '{"outcome": "revoked"}';
  elsif exists (select from people.program_number n where n.program_id = p_program and n.number = p_number and n.known_to is null
                   and n.person_id = any (access.records_of(array[p_person]))) then
    return '{"outcome": "done"}';
  end if;
  select n.person_id into holder from people.program_number n
   where n.program_id = p_program and n.number = p_number and n.known_to is null and not n.disputed;
  if cardinality(people.known_to_team(array[holder])) > 0 then
    return (select jsonb_build_object('outcome', 'taken', 'on', p.id, 'localNumber', p.local_number) from people.person p where p.id = holder);
  end if;
  insert into people.program_number (id, person_id, program_id, number, disputed, author_name)
  values (p_id, p_person, p_program, p_number, holder is not null,
          (select a.display_name from access.account a where a.id = access.account_id()))
  on conflict (id) do nothing;
  if not found then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  return '{"outcome": "done"}';
end $$;

-- Owner function. Takes a number back; what disputed it, if one does, becomes its holder.
create function people.detach_number(p_person uuid, p_id uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended people.program_number;
begin
  perform audit.record('program.detach', p_person, null, 'program_number', p_id);
  if not p_person = any (access.permitted_persons('identity', 'write')) then
    return 'unknown';
  end if;
  update people.program_number n set known_to = now()
   where n.id = p_id and n.person_id = p_person and n.known_to is null returning n.* into ended;
  if not found then
    return case when exists (select from people.program_number n where n.id = p_id and n.person_id = p_person) then 'done' else 'unknown' end;
  end if;
  if not ended.disputed then
    update people.program_number n set disputed = false
     where n.id = (select o.id from people.program_number o
                    where o.program_id = ended.program_id and o.number = ended.number and o.known_to is null order by o.known_from limit 1);
  end if;
  return 'done';
end $$;

-- Owner function. Says where care is written from now on: the name of the other program, or null, here. p_seen: what was shown; false when
-- it is no longer that, and nothing is written. What was written before is neither changed nor hidden.
create function access.set_care_elsewhere(p_program text, p_seen text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  update network.installation i set care_elsewhere = p_program where i.care_elsewhere is not distinct from p_seen;
  if not found then
    return exists (select from network.installation i where i.care_elsewhere is not distinct from p_program);
  end if;
  perform audit.record('installation.care', null, null, 'installation', null, jsonb_build_object('from', p_seen, 'to', p_program));
  return true;
end $$;

grant execute on function access.set_care_elsewhere, access.add_program, access.revoke_program, access.take_opening, people.with_program_number,
  people.attach_number, people.detach_number to maillage_app;

-- The social situation in a few lines leaves the record, to be pasted in another program or as PDF: its reader's own projection.
insert into audit.action (code, writes, label) values ('person.summary', false, 'Résumé social établi, à copier ou en PDF');
