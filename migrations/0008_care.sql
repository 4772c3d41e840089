-- Encounters: that someone came, when, where and with whom is one nature (appointments);
-- why they came and where they were sent are others, word by word.

create table care.encounter (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  structure_id uuid not null references network.structure not enforced,
  site_id uuid references network.site not enforced,
  on_day date not null,
  half_day text check (half_day in ('morning', 'afternoon')),
  starts_at time,
  kind text not null,
  professional_id uuid references network.professional not enforced,
  import_id uuid,
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on care.encounter (person_id, on_day);
create index encounter_day on care.encounter (on_day, person_id)
  include (id, structure_id, site_id, half_day, known_from, known_to);
create index on care.encounter (import_id) where import_id is not null;

-- One word of an encounter: its reason, where the person was sent, who sent them, the service of the centre it was part of.
create table care.encounter_term (
  encounter_id uuid not null references care.encounter not enforced,
  -- The encounter's own, so that reports count words without looking at encounters. A word is known no longer than its
  -- encounter is.
  person_id uuid not null references people.person not enforced,
  on_day date not null,
  list text not null check (list in ('reason', 'orientation', 'referrer', 'place', 'service')),
  code text not null,
  nature text not null check (nature in ('appointments', 'clinical', 'useful')),
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  foreign key (list, code) references network.term (list, code) not enforced,
  primary key (encounter_id, list, code, known_from)
);
create index on care.encounter_term (person_id);
create index encounter_term_day on care.encounter_term (on_day, list, code) include (person_id, known_from, known_to);

-- Owner function. True when this author already recorded this encounter of this person (a double click, an answer
-- lost on the way), false when the identifier is someone else's, null when it is free.
create function care.recorded_already(p_encounter uuid, p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select e.person_id = p_person and e.author_id = access.account_id() from care.encounter e where e.id = p_encounter
$$;

-- Records an encounter with its words and the cover stated that day; the actor's own policies decide each part.
-- Errors: MA409 when the identifier given is already that of another encounter.
-- p: {id?, personId, siteId, onDay, halfDay?, kind, professionalId?, terms: [{list, code}],
--   presences: [{part, professionalId?, who?, language?, minutes?, means?}], cover: [{layer, scheme, source, declaredText?}]}
create function care.record_encounter(p jsonb) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  actor access.actor_row := access.actor();
  new_id uuid := coalesce((p ->> 'id')::uuid, uuidv7());
  already boolean;
  person uuid := (p ->> 'personId')::uuid;
  day date := (p ->> 'onDay')::date;
begin
  if p ->> 'id' is not null then
    -- The second of two at once waits for the first, then finds it.
    perform pg_advisory_xact_lock(hashtextextended(new_id::text, 8));
    already := care.recorded_already(new_id, person);
    if already then
      return new_id;
    elsif not already then
      raise exception 'this identifier is taken' using errcode = 'MA409';
    end if;
  end if;
  perform audit.record('encounter.record', person, null, 'encounter', new_id);
  insert into care.encounter (id, person_id, structure_id, site_id, on_day, half_day, kind, professional_id, author_id)
  values (new_id, person, actor.structure_id, (p ->> 'siteId')::uuid, day, p ->> 'halfDay', p ->> 'kind',
          (p ->> 'professionalId')::uuid, actor.account_id);
  if jsonb_array_length(coalesce(p -> 'terms', '[]')) > 0 then
    insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, author_id)
    select new_id, person, day, t.list, t.code, t.nature, actor.account_id
      from jsonb_to_recordset(p -> 'terms') as wanted (list text, code text)
      join network.term t on t.list = wanted.list and t.code = wanted.code;
  end if;
  if jsonb_array_length(coalesce(p -> 'presences', '[]')) > 0 then
    insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, professional_id, who, language, minutes, means, author_id)
    select new_id, person, day, row_number() over (), w.part, w."professionalId", w.who, w.language, w.minutes, w.means, actor.account_id
      from jsonb_to_recordset(p -> 'presences') as w (part text, "professionalId" uuid, who text, language text, minutes smallint, means text);
  end if;
  if jsonb_array_length(coalesce(p -> 'cover', '[]')) > 0 then
    insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, declared_text, encounter_id, author_id)
    select person, k.layer, k.code, k.mask, day, c.source, c."declaredText", new_id, actor.account_id
      from jsonb_to_recordset(p -> 'cover') as c (layer text, scheme text, source text, "declaredText" text)
      join rights.scheme k on k.layer = c.layer and k.code = c.scheme;
  end if;
  return new_id;
end $$;

grant execute on function care.recorded_already, care.record_encounter to maillage_app;
