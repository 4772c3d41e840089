-- Documents of a person: papers received (results, letters, supporting documents) and papers printed here. What they hold is
-- encrypted by the program before it comes; the database keeps of it a length and a keyed fingerprint.

create schema papers;
grant usage on schema papers to maillage_app;

insert into audit.action (code, writes, label) values
  ('document.file', true, 'Document classé'),
  ('document.print', true, 'Document établi et imprimé'),
  ('document.compose', false, 'Document préparé pour l’impression'),
  ('document.open', false, 'Document affiché'),
  ('document.download', false, 'Document téléchargé'),
  ('document.withdraw', true, 'Document retiré du dossier'),
  ('document.rekey', true, 'Clés des documents chiffrées de nouveau');

-- Types are data: a network adds its own. nature is the block of information (handbook 2.2) a type belongs to: what tells of an
-- addiction, a long illness, a disability or a residence permit for care is care, whatever paper it is. purpose says why it
-- is kept, hence until when (handbook 2.5): the medical record, the social file, or one request only.
create table papers.document_type (
  code text primary key,
  label text not null,
  nature text not null check (nature in ('identity_detail', 'cover', 'right_requests', 'social_situation', 'social_notes', 'clinical')),
  purpose text not null check (purpose in ('care', 'social', 'request')),
  sort integer not null,
  active boolean not null default true
);
insert into papers.document_type (code, label, nature, purpose, sort) values
  ('result', 'Résultat d’analyse', 'clinical', 'care', 10),
  ('imaging', 'Imagerie', 'clinical', 'care', 20),
  ('letter', 'Courrier médical', 'clinical', 'care', 30),
  ('hospital', 'Compte rendu d’hospitalisation ou de consultation', 'clinical', 'care', 40),
  ('prescription', 'Ordonnance', 'clinical', 'care', 50),
  ('certificate', 'Certificat médical', 'clinical', 'care', 60),
  ('sick_leave', 'Arrêt de travail', 'clinical', 'care', 70),
  ('vaccination', 'Carnet ou certificat de vaccination', 'clinical', 'care', 80),
  ('long_illness', 'Protocole de soins, dossier d’ALD', 'clinical', 'care', 90),
  ('disability', 'Certificat ou dossier MDPH', 'clinical', 'care', 100),
  ('addiction', 'Courrier ou suivi d’addictologie', 'clinical', 'care', 110),
  ('permit_for_care', 'Dossier de titre de séjour pour soins', 'clinical', 'care', 120),
  ('summary', 'Résumé remis à la personne', 'clinical', 'care', 130),
  ('identity', 'Pièce d’identité ou d’état civil', 'identity_detail', 'request', 200),
  ('residence_permit', 'Titre de séjour', 'right_requests', 'request', 210),
  ('cover_proof', 'Attestation de droits, carte de mutuelle', 'cover', 'social', 220),
  ('request_form', 'Formulaire de demande', 'right_requests', 'request', 230),
  ('decision', 'Décision, courrier d’un organisme', 'right_requests', 'social', 240),
  ('presence', 'Justificatif de présence ou de domicile', 'right_requests', 'request', 250),
  ('resources', 'Justificatif de ressources', 'social_situation', 'request', 260),
  ('household', 'Livret de famille, justificatif du foyer', 'social_situation', 'request', 270),
  ('social_letter', 'Courrier ou rapport social', 'social_notes', 'social', 280),
  ('other', 'Autre papier', 'right_requests', 'social', 290);
alter table papers.document_type enable row level security;
grant select on papers.document_type to maillage_app;
create policy signed_in on papers.document_type for select to maillage_app
  using (exists (select from access.opened) or (select access.account_id()) is not null);

create table papers.document (
  -- Made once by the form: sent twice, it is filed once.
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  encounter_id uuid references care.encounter not enforced,
  type text not null references papers.document_type not enforced,
  -- Its type's, or raised by whoever filed it.
  nature text not null check (nature in ('identity_detail', 'cover', 'right_requests', 'social_situation', 'social_notes', 'clinical')),
  origin text not null check (origin in ('received', 'printed')),
  -- The day written on it.
  on_day date,
  label text not null default '' check (length(label) <= 200),
  -- Told by its content, never by a name.
  media text not null check (media in ('pdf', 'jpeg', 'png', 'heic')),
  bytes integer not null check (bytes between 1 and 15000000),
  -- HMAC-SHA-256 of the content under a key kept outside the database.
  blind bytea not null,
  purpose text not null check (purpose in ('care', 'social', 'request')),
  -- Last day it is needed, when whoever filed it knew; otherwise the record's own time.
  kept_until date,
  -- What was printed, as it was written and headed; null for a paper received.
  content jsonb,
  author_id uuid not null default access.account_id() references access.account not enforced,
  -- As they were called and what they were when they filed or printed it.
  author_name text not null,
  author_role text not null references access.role not enforced,
  filed_at timestamptz not null default clock_timestamp(),
  -- Goes into the digest the trail keeps.
  salt uuid not null default gen_random_uuid(),
  -- Filed on the wrong record, a prescription made void: shown no more, and kept until its time.
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text check (length(withdrawn_reason) between 3 and 300),
  check ((content is null) = (origin = 'received')),
  check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3))
);
create trigger present after insert on papers.document referencing new table as new_rows for each statement
  execute function record.rows_of_natures('documents');
create index on papers.document (person_id, filed_at);
create index on papers.document (kept_until) where kept_until is not null;

-- The bytes, apart: lists never touch them, and they may be erased while the trace that there was a paper stays.
create table papers.content (
  document_id uuid primary key references papers.document on delete cascade,
  -- Encrypted under a key of its own, which is itself encrypted under the key in use (key_version): changing that one
  -- rewrites 61 bytes a document.
  sealed bytea not null,
  wrapped bytea not null,
  key_version integer not null
);
-- What is encrypted does not compress.
alter table papers.content alter column sealed set storage external;

alter table papers.document enable row level security;
alter table papers.content enable row level security;
grant select, insert on papers.document, papers.content to maillage_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_reason) on papers.document to maillage_app;
do $$
declare
  natures text[] := '{identity_detail,cover,right_requests,social_situation,social_notes,clinical}';
  own text := 'author_id = any (array(select o.account_id from access.opened o))';
begin
  execute format('create policy readers on papers.document for select to maillage_app using (%s or %s and %s)',
    access.gate_by_row(natures, 'read'), own, access.gate_by_row('{clinical,social_notes}', 'own'));
  -- A type's nature may be raised, never lowered.
  execute format('create policy filers on papers.document for insert to maillage_app with check (%s
      and author_name = (select a.display_name from access.account a where a.id = author_id)
      and author_role = (select access.role()) and filed_at between now() and clock_timestamp() and withdrawn_at is null
      and exists (select from papers.document_type t where t.code = document.type and t.active and t.purpose = document.purpose
                    and (t.nature = document.nature or document.nature in (''clinical'', ''social_notes'')))
      -- What a prescriber alone may establish.
      and (origin = ''received'' or type not in (''prescription'', ''certificate'', ''sick_leave'')
           or (select access.role()) in (''doctor'', ''medical_director''))
      and (encounter_id is null or exists (select from care.encounter e where e.id = encounter_id and e.person_id = document.person_id))
      and %s)', own, access.gate_by_row(natures, 'write'));
  execute format('create policy withdrawers on papers.document for update to maillage_app
      using (withdrawn_at is null and %1$s)
      with check (withdrawn_at = now() and withdrawn_by = (select a.display_name from access.account a where a.id = (select access.account_id())))',
    access.gate_by_row(natures, 'write'));
end $$;
-- The bytes follow their document: read by who reads it, written with it and never after.
create policy readers on papers.content for select to maillage_app
  using (exists (select from papers.document d where d.id = document_id and d.withdrawn_at is null));
create policy filers on papers.content for insert to maillage_app
  with check (exists (select from papers.document d where d.id = document_id and d.filed_at >= now()
    and d.author_id = any (array(select o.account_id from access.opened o))));

-- What the trail keeps of a document: SHA-256 of all that is told of it, its content's fingerprint included. The verifier
-- computes the same by itself (src/access/audit/canonical.ts), never by this function.
create function papers.document_digest(d papers.document) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select encode(sha256(convert_to(jsonb_build_array(d.id::text, d.person_id::text, d.encounter_id::text, d.type, d.nature, d.origin,
    to_char(d.on_day, 'YYYY-MM-DD'), d.label, d.media, d.bytes, encode(d.blind, 'hex'), d.content, d.author_id::text, d.author_name, d.author_role,
    to_char(timezone('UTC', d.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US AD'), d.salt::text)::text, 'UTF8')), 'hex')
   where d.id is not null
$$;

-- Owner function. True when this author already filed this very content of this person, or printed these very words; false
-- when the identifier is that of another document; null when it is free.
create function papers.filed_already(p jsonb, p_blind bytea) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select d.person_id = (p ->> 'person_id')::uuid and d.author_id = access.account_id()
         and (d.blind = p_blind or coalesce(d.content -> 'typed' = p -> 'content' -> 'typed', false))
    from papers.document d where d.id = (p ->> 'id')::uuid
$$;

-- Files a document: its row, its bytes and its audit row, or nothing. Sent twice, it files once. MA409 when the identifier is
-- another document's. p: {id, person_id, encounter_id?, type, nature? (raised), origin, on_day?, label, media, bytes,
-- kept_until?, content?}
create function papers.file_document(p jsonb, p_blind bytea, p_sealed bytea, p_wrapped bytea, p_key_version integer) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  document papers.document := jsonb_populate_record(null::papers.document, p);
  already boolean;
begin
  -- The second of two at once waits for the first, then finds it.
  perform pg_advisory_xact_lock(hashtextextended(document.id::text, 23));
  already := papers.filed_already(p, p_blind);
  if already then
    return document.id;
  elsif not already then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  select coalesce(document.nature, t.nature), t.purpose into document.nature, document.purpose
    from papers.document_type t where t.code = document.type;
  document.blind := p_blind;
  document.author_id := actor.account_id;
  document.author_role := actor.role;
  document.author_name := (select a.display_name from access.account a where a.id = actor.account_id);
  document.filed_at := clock_timestamp();
  document.salt := gen_random_uuid();
  perform audit.record(case document.origin when 'printed' then 'document.print' else 'document.file' end,
    document.person_id, null, 'document', document.id, jsonb_build_object('digest', papers.document_digest(document)));
  insert into papers.document select document.*;
  insert into papers.content (document_id, sealed, wrapped, key_version) values (document.id, p_sealed, p_wrapped, p_key_version);
  return document.id;
end $$;

-- Takes a document out of the record. False when it is not there, or not the actor's to withdraw.
create function papers.withdraw_document(p_person uuid, p_document uuid, p_reason text) returns boolean
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('document.withdraw', p_person, null, 'document', p_document);
  update papers.document set withdrawn_at = now(), withdrawn_reason = p_reason,
      withdrawn_by = (select a.display_name from access.account a where a.id = access.account_id())
   where id = p_document and person_id = p_person and withdrawn_at is null;
  return found;
end $$;

-- The head of what is printed: the address and telephone of a place, and the number by which the national directory knows a
-- prescriber, who gives it once.
alter table network.site add column letterhead text not null default '' check (length(letterhead) <= 300);
alter table access.account add column rpps text check (rpps ~ '^\d{11}$');
insert into audit.action (code, writes, label) values
  ('account.rpps', true, 'Numéro RPPS retenu'),
  ('network.letterhead', true, 'En-tête d’un lieu changé');

-- Owner function. Keeps one's own number.
create function access.keep_rpps(p_rpps text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if access.account_id() is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  update access.account set rpps = p_rpps where id = access.account_id() and rpps is distinct from p_rpps;
  if found then
    perform audit.record('account.rpps');
  end if;
end $$;

-- Owner function. Sets the head of one of the structure's places.
create function network.set_letterhead(p_site uuid, p_letterhead text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  update network.site set letterhead = p_letterhead where id = p_site;
  if found then
    perform audit.record('network.letterhead', null, null, 'site', p_site);
  end if;
  return found;
end $$;

-- What a paper is headed by, and whom it is about; null when the actor may not know this person or this place.
-- p_rpps: the prescriber's number, when they give it.
create function papers.heading(p_person uuid, p_site uuid, p_rpps text) returns json
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform audit.record('document.compose', p_person);
  if p_rpps is not null then
    perform access.keep_rpps(p_rpps);
  end if;
  return (select json_build_object('centre', n.name, 'demonstration', n.demonstration, 'structure', s.name, 'site', t.name,
      'lines', t.letterhead, 'by', a.display_name, 'role', r.label, 'rpps', a.rpps, 'actor', r.code, 'identity', record.identity_of(i))
    from network.installation n, people.identity i, network.site t
      join network.structure s on s.id = t.structure_id, access.account a, access.role r
   where i.person_id = p_person and i.known_to is null and t.id = p_site and t.structure_id = actor.structure_id
     and a.id = actor.account_id and r.code = actor.role);
end $$;

grant execute on function papers.document_digest, papers.filed_already, papers.file_document, papers.withdraw_document, papers.heading, access.keep_rpps, network.set_letterhead to maillage_app;
