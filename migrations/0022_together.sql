-- Who else was there: a colleague, someone who came with the person, an interpreter. Then the notes that a trainee writes and
-- their supervisor signs.

create table care.encounter_presence (
  encounter_id uuid not null references care.encounter not enforced,
  -- The encounter's own, so that reports count without looking at encounters. A presence is known no longer than its
  -- encounter is.
  person_id uuid not null references people.person not enforced,
  on_day date not null,
  n smallint not null,
  part text not null check (part in ('colleague', 'companion', 'interpreter')),
  -- With whom someone was seen is what appointments tell; which language they needed is not for the outside telephone desk.
  nature text not null generated always as (case part when 'colleague' then 'appointments' else 'identity_detail' end) stored,
  professional_id uuid references network.professional not enforced,
  who text,
  -- Of an interpreter alone.
  language text,
  minutes smallint check (minutes between 1 and 600),
  means text check (means in ('on_site', 'telephone', 'video')),
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check ((part = 'colleague') = (professional_id is not null) and (part = 'colleague') = (who is null)),
  check ((part = 'interpreter') = (language is not null) and (part = 'interpreter') = (means is not null)),
  check (minutes is null or part = 'interpreter'),
  primary key (encounter_id, n, known_from)
);
create trigger present after insert on care.encounter_presence referencing new table as new_rows for each statement
  execute function record.rows_of_natures('presences');
create index on care.encounter_presence (person_id);
create index encounter_presence_day on care.encounter_presence (on_day, part);

alter table care.encounter_presence enable row level security;
grant select, insert on care.encounter_presence to maillage_app;
do $$ begin
  execute format('create policy readers on care.encounter_presence for select to maillage_app using (%s)',
    access.gate_by_row('{appointments,identity_detail}', 'read'));
  -- Whoever writes an encounter writes who was there, the interpreter included.
  execute format('create policy writers on care.encounter_presence for insert to maillage_app with check (known_from = now()
      and known_to is null and author_id = any (array(select o.account_id from access.opened o))
      and (professional_id is null or exists (select from network.professional f where f.id = professional_id))
      and exists (select from care.encounter e where e.id = encounter_id and e.person_id = encounter_presence.person_id
                    and e.on_day = encounter_presence.on_day)
      and %s)', access.gate('person_id', 'appointments', 'write'));
end $$;

-- Owner function. A trainee's draft goes to their supervisor: it changes no more until it comes back. Sent twice, it goes once.
-- Returns the supervisor's name. Errors: MA403 nobody answers for the actor; MA409 the draft is not as it was last kept.
create function care.hand_in(p_person uuid, p_draft uuid, p_version integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  boss record;
  draft care.note_draft;
begin
  select * into boss from access.supervisor();
  if boss.account_id is null then
    raise exception 'nobody answers for them' using errcode = 'MA403';
  end if;
  perform audit.record('note.submit', p_person, null, 'note', p_draft);
  select * into draft from care.note_draft d
   where d.id = p_draft and d.person_id = p_person and d.author_id = actor.account_id for update;
  if draft.submitted_to = boss.account_id and draft.version = p_version then
    return draft.submitted_name;
  end if;
  if draft.version is distinct from p_version or draft.submitted_to is not null or draft.body || draft.said || draft.agreed = ''
     or draft.nature || draft.person_id <> all (care.trainee_keys(array[draft.nature])) then
    raise exception 'not as it was kept' using errcode = 'MA409';
  end if;
  update care.note_draft d
     set author_name = a.display_name, submitted_to = boss.account_id, submitted_name = boss.name, submitted_at = clock_timestamp(),
         returned = null, returned_name = null
    from access.account a where d.id = p_draft and a.id = actor.account_id
  returning d.author_name into draft.author_name;
  perform tasks.settle('note_returned', p_draft);
  perform tasks.give(p_person, draft.nature, 'Relire et contresigner la note de ' || draft.author_name, 'note_countersign', p_draft,
    p_for_account => boss.account_id, p_by_hand => false);
  return boss.name;
end $$;

-- Keeps the last words typed, then hands them in. Null when another window kept something else meanwhile.
-- p: as care.keep_draft
create function care.submit_note(p jsonb) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  kept integer := care.keep_draft(p);
begin
  return case when kept is not null then care.hand_in((p ->> 'personId')::uuid, (p ->> 'id')::uuid, kept) end;
end $$;

-- Owner function. The author takes a submitted draft back. False when it does not wait any more.
create function care.recall_note(p_person uuid, p_draft uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('note.recall', p_person, null, 'note', p_draft);
  update care.note_draft d set submitted_to = null, submitted_name = null, submitted_at = null
   where d.id = p_draft and d.person_id = p_person and d.author_id = access.account_id() and d.submitted_to is not null;
  if not found then
    return false;
  end if;
  perform tasks.settle('note_countersign', p_draft);
  return true;
end $$;

-- Owner function. The supervisor sends it back with words. Sent twice, it goes once. Errors: MA409 it does not wait for the actor.
create function care.return_note(p_person uuid, p_draft uuid, p_words text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  draft care.note_draft;
begin
  perform audit.record('note.return', p_person, null, 'note', p_draft);
  select * into draft from care.note_draft d where d.id = p_draft and d.person_id = p_person for update;
  if draft.submitted_to is null and draft.returned = p_words then
    return;
  end if;
  if draft.submitted_to is distinct from actor.account_id then
    raise exception 'it does not wait for them' using errcode = 'MA409';
  end if;
  update care.note_draft d
     set submitted_to = null, submitted_name = null, submitted_at = null, returned = p_words, returned_name = a.display_name
    from access.account a where d.id = p_draft and a.id = actor.account_id;
  perform tasks.settle('note_countersign', p_draft);
  perform tasks.give(p_person, draft.nature, 'Reprendre votre note, renvoyée avec un mot', 'note_returned', p_draft,
    p_for_account => draft.author_id, p_by_hand => false);
end $$;

-- The supervisor signs the note as it was submitted, word for word; both names are in it and in its digest. Sent twice, it
-- signs once. Errors: MA409 it does not wait for the actor, or is not the version they read.
create function care.countersign_note(p_person uuid, p_draft uuid, p_version integer) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  draft care.note_draft;
  note care.note;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_draft::text, 19));
  -- What is signed was read first.
  perform audit.record('person.open', p_person);
  perform from care.note n where n.id = p_draft and n.person_id = p_person and n.countersigned_by = actor.account_id;
  if found then
    return p_draft;
  end if;
  select * into draft from care.note_draft d
   where d.id = p_draft and d.person_id = p_person and d.submitted_to = actor.account_id and d.version = p_version;
  if not found then
    raise exception 'it does not wait for them' using errcode = 'MA409';
  end if;
  note := jsonb_populate_record(null::care.note, to_jsonb(draft) || jsonb_build_object('author_role', 'trainee',
    'countersigned_by', actor.account_id, 'countersigner_role', actor.role,
    'countersigner_name', (select a.display_name from access.account a where a.id = actor.account_id),
    'signed_at', clock_timestamp(), 'salt', gen_random_uuid()));
  perform audit.record('note.countersign', p_person, null, 'note', p_draft, jsonb_build_object('digest', care.note_digest(note)));
  insert into care.note select note.*;
  perform care.end_draft(p_draft);
  return p_draft;
end $$;

grant execute on function care.hand_in, care.submit_note, care.recall_note, care.return_note, care.countersign_note to maillage_app;
