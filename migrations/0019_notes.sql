-- What a professional writes of an encounter. A draft is its author's alone and changes as they type; a note, once
-- signed, is never changed: an addendum is a note of its own that names the first.

insert into audit.action (code, writes, label) values
  ('note.draft', true, 'Brouillon de note gardé'),
  ('note.discard', true, 'Brouillon de note effacé'),
  ('note.sign', true, 'Note signée'),
  ('note.submit', true, 'Note de stagiaire soumise'),
  ('note.recall', true, 'Note de stagiaire reprise par son auteur'),
  ('note.return', true, 'Note de stagiaire renvoyée à son auteur'),
  ('note.countersign', true, 'Note de stagiaire contresignée');

create table care.note_draft (
  -- Becomes the note's: made once by the form.
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  encounter_id uuid references care.encounter not enforced,
  -- What the note will be once signed; whoever could not write it has no draft of it.
  nature text not null check (nature in ('clinical', 'social_notes', 'useful')),
  template text not null,
  -- The professional's own words; the person's; what both agreed on.
  body text not null default '',
  said text not null default '',
  agreed text not null default '',
  amends uuid,
  version integer not null default 1,
  author_id uuid not null default access.account_id() references access.account not enforced,
  kept_at timestamptz not null default clock_timestamp(),
  -- A trainee's: whom it waits for, by name at that moment; the words it came back with, and whose.
  author_name text,
  submitted_to uuid references access.account not enforced,
  submitted_name text,
  submitted_at timestamptz,
  returned text,
  returned_name text,
  check (num_nonnulls(submitted_to, submitted_name, submitted_at) in (0, 3) and (submitted_to is null or author_name is not null)),
  check ((returned is null) = (returned_name is null))
);
create trigger present after insert on care.note_draft referencing new table as new_rows for each statement
  execute function record.rows_of_natures('drafts');
create trigger present_elsewhere after update of nature on care.note_draft for each row when (old.nature <> new.nature)
  execute function record.nature_changed('drafts');
create index on care.note_draft (submitted_to) where submitted_to is not null;
create index on care.note_draft (person_id, author_id);

create table care.note (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  encounter_id uuid references care.encounter not enforced,
  nature text not null check (nature in ('clinical', 'social_notes', 'useful')),
  template text not null,
  body text not null,
  said text not null default '',
  agreed text not null default '',
  -- The signed note this one is an addendum to.
  amends uuid references care.note not enforced,
  author_id uuid not null default access.account_id() references access.account not enforced,
  -- As they were called and what they were when they signed.
  author_name text not null,
  author_role text not null references access.role not enforced,
  signed_at timestamptz not null default clock_timestamp(),
  -- A trainee's note is their supervisor's to sign: both names stay in it.
  countersigned_by uuid references access.account not enforced,
  countersigner_name text,
  countersigner_role text references access.role not enforced,
  -- Goes into the digest the trail keeps, so that nobody finds short words back from it.
  salt uuid not null default gen_random_uuid(),
  check (body <> '' or said <> '' or agreed <> ''),
  check (num_nonnulls(countersigned_by, countersigner_name, countersigner_role) in (0, 3)),
  check ((author_role = 'trainee') = (countersigned_by is not null))
);
create trigger present after insert on care.note referencing new table as new_rows for each statement
  execute function record.rows_of_natures('notes');
create index on care.note (person_id, signed_at);
create index on care.note (encounter_id) where encounter_id is not null;

-- Owner function. Who answers for the actor, when the actor is a trainee and the supervision lasts; else nulls.
create function access.supervisor(out account_id uuid, out name text, out role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.display_name, s.role
    from (select (access.actor()).assignment_id) me
    join access.assignment g on g.id = me.assignment_id
    join access.assignment s on s.id = g.supervisor_id and s.valid @> current_date
    join access.account o on o.id = s.account_id and o.disabled_at is null
$$;

-- Owner function. What a trainee may draft: nature and person of what their supervisor writes and they read, in a
-- transaction whose audit row tells of a writing.
create function care.trainee_keys(p_natures text[]) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.read_only is not true then
    return '{}';
  end if;
  return array(
    select n.code || p.id
      from unnest(p_natures) n (code)
      join access.nature_right r on r.role = actor.effective_role and r.nature = n.code and r.can_write
     cross join unnest(access.permitted_persons(n.code, case when r.can_read then 'read' else 'own' end)) p (id)
     where exists (select from audit.entry e join audit.action a on a.code = e.action and a.writes
                    where e.xid = pg_current_xact_id_if_assigned() and e.session_id = actor.session_id and e.person_id = p.id));
end $$;
grant execute on function access.supervisor, care.trainee_keys to maillage_app;

alter table care.note_draft enable row level security;
alter table care.note enable row level security;
grant select, insert on care.note_draft, care.note to maillage_app;
grant update (encounter_id, nature, template, body, said, agreed, version, kept_at) on care.note_draft to maillage_app;
do $$
declare
  natures text[] := '{clinical,social_notes,useful}';
  own text := 'author_id = any (array(select o.account_id from access.opened o))';
  trainees text := format('nature || person_id = any ((select care.trainee_keys(%L))::text[])', natures);
  written text := 'signed_at between now() and clock_timestamp() and (encounter_id is null
    or exists (select from care.encounter e where e.id = encounter_id and e.person_id = note.person_id))';
begin
  execute format('create policy authors on care.note_draft for select to maillage_app using (%s and (%s or %s))',
    own, access.gate_by_row(natures, 'read'), access.gate_by_row('{clinical,social_notes}', 'own'));
  execute format('create policy supervisors on care.note_draft for select to maillage_app using (
      submitted_to = any (array(select o.account_id from access.opened o)) and (%s or %s))',
    access.gate_by_row(natures, 'read'), access.gate_by_row('{clinical,social_notes}', 'own'));
  execute format('create policy writers on care.note_draft for insert to maillage_app with check (%s
      and num_nonnulls(author_name, submitted_to, returned) = 0 and (%s or %s))',
    own, access.gate_by_row(natures, 'write'), trainees);
  -- What waits for its countersignature does not change under the eyes of who reads it.
  execute format('create policy revisers on care.note_draft for update to maillage_app
    using (%1$s and submitted_to is null and (%2$s or %3$s)) with check (%1$s and submitted_to is null and (%2$s or %3$s))',
    own, access.gate_by_row(natures, 'write'), trainees);
  execute format('create policy readers on care.note for select to maillage_app using (%s
      or (%s or countersigned_by = any (array(select o.account_id from access.opened o))) and %s)',
    access.gate_by_row(natures, 'read'), own, access.gate_by_row('{clinical,social_notes}', 'own'));
  execute format('create policy signers on care.note for insert to maillage_app with check (%s and countersigned_by is null
      and author_name = (select a.display_name from access.account a where a.id = author_id)
      and author_role = (select access.role()) and %s and %s)',
    own, written, access.gate_by_row(natures, 'write'));
  -- Signed as it was submitted, word for word, by whom it was submitted to.
  execute format('create policy countersigners on care.note for insert to maillage_app with check (author_role = ''trainee''
      and countersigned_by = any (array(select o.account_id from access.opened o))
      and countersigner_name = (select a.display_name from access.account a where a.id = countersigned_by)
      and countersigner_role = (select access.role())
      and exists (select from care.note_draft d
            where d.id = note.id and d.person_id = note.person_id and d.submitted_to = note.countersigned_by
              and (d.author_id, d.author_name, d.nature, d.template, d.body, d.said, d.agreed)
                  = (note.author_id, note.author_name, note.nature, note.template, note.body, note.said, note.agreed)
              and (d.encounter_id, d.amends) is not distinct from (note.encounter_id, note.amends))
      and %s and %s)',
    written, access.gate_by_row(natures, 'write'));
end $$;

-- Owner function. The end of a draft, in the transaction whose audit row tells of it: by its author, who signs it or gives
-- it up; by the supervisor it waits for, once its note is written. What was asked of either about it is done.
create function care.end_draft(p_draft uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from care.note_draft d where d.id = p_draft and d.person_id <> all (access.barred(access.account_id()))
     and (d.author_id = access.account_id() and d.submitted_to is null
          or d.submitted_to = access.account_id() and exists (select from care.note n where n.id = p_draft))
     and exists (select from audit.entry e where e.xid = pg_current_xact_id_if_assigned() and e.object_id = p_draft);
  if not found then
    return false;
  end if;
  perform tasks.settle('note_countersign', p_draft), tasks.settle('note_returned', p_draft);
  return true;
end $$;

-- Gives a draft up. False when there was none.
create function care.discard_draft(p_person uuid, p_draft uuid) returns boolean
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('note.discard', p_person, null, 'note', p_draft);
  return care.end_draft(p_draft);
end $$;

-- Keeps what is being typed. Returns the draft's version; null when another window kept something else meanwhile (the
-- draft is then as that window left it). MA409 when this note is signed already.
-- p: {id, personId, encounterId?, nature, template, body, said, agreed, amends?, version: the one last heard of, 0 at first}
create function care.keep_draft(p jsonb) returns integer
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  draft uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  kept integer;
begin
  if care.signed_already(p) is not null then
    raise exception 'this note is signed' using errcode = 'MA409';
  end if;
  perform audit.record('note.draft', person, null, 'note', draft);
  if (p ->> 'version')::int = 0 then
    insert into care.note_draft (id, person_id, encounter_id, nature, template, body, said, agreed, amends)
    values (draft, person, (p ->> 'encounterId')::uuid, p ->> 'nature', p ->> 'template', p ->> 'body', p ->> 'said',
      p ->> 'agreed', (p ->> 'amends')::uuid)
    on conflict (id) do nothing;
    if found then
      return 1;
    end if;
  end if;
  update care.note_draft d
     set encounter_id = (p ->> 'encounterId')::uuid, nature = p ->> 'nature', template = p ->> 'template', body = p ->> 'body',
         said = p ->> 'said', agreed = p ->> 'agreed', version = d.version + 1, kept_at = clock_timestamp()
   where d.id = draft and d.person_id = person and d.version = (p ->> 'version')::int
  returning d.version into kept;
  if kept is null then
    -- Sent again after a lost answer: the same words are not another version.
    select d.version into kept from care.note_draft d
     where d.id = draft and d.body = p ->> 'body' and d.said = p ->> 'said' and d.agreed = p ->> 'agreed';
  end if;
  return kept;
end $$;

-- What the trail keeps of a signed note: SHA-256 of all it says. The verifier computes the same by itself
-- (src/access/audit/canonical.ts), never by this function.
create function care.note_digest(n care.note) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select encode(sha256(convert_to(jsonb_build_array(n.id::text, n.person_id::text, n.encounter_id::text, n.nature, n.template,
    n.body, n.said, n.agreed, n.amends::text, n.author_id::text, n.author_name, n.author_role,
    n.countersigned_by::text, n.countersigner_name, n.countersigner_role,
    to_char(timezone('UTC', n.signed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US AD'), n.salt::text)::text, 'UTF8')), 'hex')
   where n.id is not null
$$;

-- Owner function. True when this author already signed this very note, word for word, of this person; false when the
-- identifier is that of another note or of other words; null when it is free.
create function care.signed_already(p jsonb) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select n.person_id = (p ->> 'personId')::uuid and n.author_id = access.account_id()
         and (n.body, n.said, n.agreed) = (p ->> 'body', p ->> 'said', p ->> 'agreed')
    from care.note n where n.id = (p ->> 'id')::uuid
$$;

-- Signs: the note is written for good, its digest goes into the audit trail, which is sealed; the draft ends. Sent twice,
-- it signs once. MA409 when the identifier is another note's.
create function care.sign_note(p jsonb) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  note care.note := jsonb_populate_record(null::care.note,
    p || jsonb_build_object('person_id', p -> 'personId', 'encounter_id', p -> 'encounterId'));
  already boolean;
begin
  -- The second of two at once waits for the first, then finds it.
  perform pg_advisory_xact_lock(hashtextextended(note.id::text, 19));
  already := care.signed_already(p);
  if already then
    return note.id;
  elsif not already then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  note.countersigned_by := null;
  note.countersigner_name := null;
  note.countersigner_role := null;
  note.author_id := actor.account_id;
  note.author_role := actor.role;
  note.author_name := (select a.display_name from access.account a where a.id = actor.account_id);
  note.signed_at := clock_timestamp();
  note.salt := gen_random_uuid();
  perform audit.record('note.sign', note.person_id, null, 'note', note.id, jsonb_build_object('digest', care.note_digest(note)));
  if note.amends is not null and not exists (select from care.note n where n.id = note.amends and n.person_id = note.person_id) then
    raise exception 'an addendum is to a note one reads' using errcode = 'MA409';
  end if;
  insert into care.note select note.*;
  perform care.end_draft(note.id);
  return note.id;
end $$;

grant execute on function care.end_draft, care.discard_draft, care.keep_draft, care.note_digest, care.signed_already, care.sign_note to maillage_app;
