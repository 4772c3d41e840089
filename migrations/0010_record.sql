-- The person's page: one call, one audit row, the reader's own projection made by the database.

-- What a page need not ask for. Most people have none of most things: a block of the page that would be empty is not asked for.
-- One row for a person and a nature of which something was ever written, and in which blocks ("blocks", see record.block); "cells":
-- those of the matrix that let one see something of that nature. A hint, never a permission: the policies decide. Closed to every
-- role; written by triggers.
create table record.present (
  person_id uuid not null,
  nature text not null,
  cells bigint not null,
  blocks bigint not null,
  primary key (person_id, nature)
);
alter table record.present enable row level security;

create function record.cells_seeing(p_nature text) returns bigint
language sql immutable parallel safe as $$
  select access.cell(p_nature, 'read') | access.cell(p_nature, 'own') | access.cell(p_nature, 'summary')
$$;

-- The blocks of the page, each with its place; "block" is its bit. Those from 17 on are of everyone, and not hinted at.
create function record.place(p_name text) returns integer
language sql immutable parallel safe as $$
  select case p_name when 'intervals' then 1 when 'housing' then 2 when 'contact' then 3 when 'presences' then 4 when 'notes' then 5
    when 'drafts' then 6 when 'essentials' then 7 when 'documents' then 8 when 'tasks' then 9 when 'instruments' then 10
    when 'life' then 11 when 'requests' then 12 when 'appointments' then 13 when 'programs' then 14
    when 'head' then 17 when 'encounters' then 18 when 'terms' then 19 when 'statements' then 20 when 'social_summary' then 21
    when 'request_summary' then 22 end
$$;
create function record.block(p_name text) returns bigint
language sql immutable parallel safe as $$
  select 1::bigint << (record.place(p_name) - 1)
$$;

-- Of tables whose rows have each a nature, and of those of one nature (the trigger's second word). Whoever wrote first wrote for
-- all: the next finds it there, and locks nothing.
create function record.rows_of_natures() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.present as k (person_id, nature, cells, blocks)
  select n.person_id, n.nature, record.cells_seeing(n.nature), record.block(tg_argv[0])
    from (select distinct r.person_id, r.nature from new_rows r) n
   where not exists (select from record.present f where f.person_id = n.person_id and f.nature = n.nature
                        and f.blocks & record.block(tg_argv[0]) <> 0)
   order by n.person_id, n.nature
  on conflict (person_id, nature) do update set blocks = k.blocks | excluded.blocks;
  return null;
end $$;
create function record.rows_of_one_nature() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.present as k (person_id, nature, cells, blocks)
  select n.person_id, tg_argv[1], record.cells_seeing(tg_argv[1]), record.block(tg_argv[0])
    from (select distinct r.person_id from new_rows r) n
   where not exists (select from record.present f where f.person_id = n.person_id and f.nature = tg_argv[1]
                        and f.blocks & record.block(tg_argv[0]) <> 0)
   order by n.person_id
  on conflict (person_id, nature) do update set blocks = k.blocks | excluded.blocks;
  return null;
end $$;
-- Of a table one of whose rows may change its nature.
create function record.nature_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.present as k (person_id, nature, cells, blocks)
  values (new.person_id, new.nature, record.cells_seeing(new.nature), record.block(tg_argv[0]))
  on conflict (person_id, nature) do update set blocks = k.blocks | excluded.blocks;
  return null;
end $$;

create trigger present after insert on rights.cover_interval referencing new table as new_rows for each statement
  execute function record.rows_of_one_nature('intervals', 'cover');
create trigger present after insert on people.situation_statement referencing new table as new_rows for each statement
  execute function record.rows_of_one_nature('housing', 'social_situation');

-- The cells of the matrix that this transaction's audit rows say their actor holds on each of these persons; null when it is to
-- be judged by rule (access.gate). Not granted.
create function record.held_on(p_persons uuid[]) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select bit_and(o.cells) from access.opened o
   where o.person_id = any (p_persons)
  having count(distinct o.person_id) = cardinality(p_persons) and count(o.cells) = count(*)
$$;

-- Owner function. How much exists that this reader may not read, block by block, so that the page says it
-- rather than hide it; only for those who may know the person at all. {counts: {nature: number}, apart: [block]}: of what
-- conservation has set apart (migration 0026) nothing is counted, and who would read it otherwise is told that it is there.
create function record.withheld(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  held bigint := record.held_on(p_persons);
  reads text[];
  apart bigint;
begin
  -- Who reads by consent is told of nothing beyond it: how much there is would already say something.
  if (case when held is null then not p_persons <@ access.permitted_persons('identity', 'read') or access.by_consent()
           else held & access.cell('identity', 'read') = 0 end) then
    return '{"counts": {}, "apart": []}';
  end if;
  reads := array(
    select n from unnest('{cover,social_situation,identity_detail,clinical}'::text[]) n
     where case when held is null then access.holds(n, 'read') else held & access.cell(n, 'read') <> 0 end);
  select coalesce(bit_or(g.set_apart), 0) into apart from people.registration g
   where g.person_id = any (p_persons) and g.structure_id = (access.actor()).structure_id and g.known_to is null;
  if apart <> 0 then
    reads := reads || array(select n from unnest('{cover,social_situation,identity_detail,clinical}'::text[]) n
                             where apart & access.cell(n, 'read') <> 0);
  end if;
  return jsonb_build_object('apart', case when apart = 0 then '[]' else (
      select coalesce(jsonb_agg(b), '[]') from unnest('{social,clinical}'::text[]) b
       where exists (select from unnest(retention.natures_of(b)) n where apart & access.cell(n, 'read') <> 0
                        and coalesce(held & access.cell(n, 'read'), 0) = 0 and access.holds(n, 'read'))) end,
    'counts', jsonb_strip_nulls(jsonb_build_object(
    'cover', case when 'cover' <> all (reads) then
      (select nullif(count(*), 0) from rights.cover_statement s where s.person_id = any (p_persons) and s.known_to is null) end,
    'social_situation', case when 'social_situation' <> all (reads) then
      nullif((select count(*) from people.situation_statement s where s.person_id = any (p_persons) and s.known_to is null)
           + (select count(*) from people.life_fact f
               where f.person_id = any (p_persons) and f.nature = 'social_situation' and f.known_to is null), 0) end,
    'identity_detail', case when 'identity_detail' <> all (reads) then
      nullif((select count(*) from people.contact k
               where k.person_id = any (p_persons) and k.nature = 'identity_detail' and k.known_to is null)
           + (select count(*) from people.life_fact f
               where f.person_id = any (p_persons) and f.nature = 'identity_detail' and f.known_to is null), 0) end,
    'clinical', case when 'clinical' <> all (reads) then
      -- Of social notes nothing is said: existence itself would speak.
      nullif((select count(*) from care.encounter_term t
               where t.person_id = any (p_persons) and t.nature = 'clinical' and t.known_to is null)
           + (select count(*) from care.note n
               where n.person_id = any (p_persons) and n.nature = 'clinical' and n.author_id <> access.account_id())
           + (select count(*) from papers.document d
               where d.person_id = any (p_persons) and d.nature = 'clinical' and d.withdrawn_at is null
                 and d.author_id <> access.account_id())
           + (select count(*) from rights.request r
               where r.person_id = any (p_persons) and r.nature = 'clinical' and r.known_to is null
                 and access.account_id() not in (r.author_id, r.keeper_id)), 0) end)));
end $$;

-- The summary of the social situation for roles whose cell is "s": the latest housing and how many the
-- household counts, no history. Not the stay: neither care nor an administrative officer needs it but on the papers of a
-- request, which they read there; nor resources, nor ruptures. Not granted.
create function record.summary_of_situation(p_persons uuid[]) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return (select jsonb_build_object('housing', h.housing, 'statedOn', h.stated_on, 'household', f.size)
            from (select coalesce(t.label, s.term) as housing, s.stated_on
                    from (select s.term, s.stated_on, s.id from people.situation_statement s
                           where s.person_id = any (p_persons) and s.kind = 'housing' and s.known_to is null
                          union all
                          select f.term, f.stated_on, f.id from people.life_fact f
                           where f.person_id = any (p_persons) and f.kind = 'housing' and f.known_to is null) s
                    left join network.term t on t.list = 'housing' and t.code = s.term
                   order by s.stated_on desc, s.id desc limit 1) h
            full join (select (f.content ->> 'size')::int as size from people.life_fact f
                   where f.person_id = any (p_persons) and f.kind = 'household' and f.known_to is null
                   order by f.stated_on desc, f.id desc limit 1) f on true);
end $$;

-- Owner function: of those of these persons of whom the reader's cell is "s".
create function record.social_summary(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  may uuid[] := case when record.held_on(p_persons) & access.cell('social_situation', 'summary') <> 0 then p_persons
                     else access.permitted_persons('social_situation', 'summary') end;
begin
  return case when p_persons && may then
    record.summary_of_situation(array(select p from unnest(p_persons) p where p = any (may))) end;
end $$;

-- The identity as screens are given it.
create function record.identity_of(i people.identity) returns json
language sql stable as $$
  select json_build_object('family', i.family, 'given', i.given, 'usedFamily', i.used_family, 'usedGiven', i.used_given,
    'birth', i.birth, 'birthPlaceCode', i.birth_place_code, 'birthPlace', i.birth_place, 'sex', i.sex, 'status', i.status,
    'pseudonym', i.pseudonym, 'homonym', i.homonym,
    'doubtful', i.doubtful, 'fictitious', i.fictitious, 'validationDocument', i.validation_document)
$$;

-- Of the blocks that record.present tells of, those there are; and those of everyone, which it says nothing of.
create function record.blocks_to_read(p_present bigint) returns bigint
language sql immutable parallel safe as $$
  select (p_present & (record.block('head') - 1))
       | record.block('head') | record.block('encounters') | record.block('terms') | record.block('statements')
$$;

-- Whether whoever holds these cells reads all that a page tells of when it is withheld (record.withheld).
create function record.nothing_withheld(p_held bigint) returns boolean
language sql immutable parallel safe as $$
  select ~p_held & (access.cell('identity_detail', 'read') | access.cell('cover', 'read') | access.cell('social_situation', 'read')
                    | access.cell('clinical', 'read')) = 0
$$;

-- Blocks in which nothing is, each after a comma. Of one expression, which the planner takes into the one that asks.
create function record.empty_blocks(p_blocks bigint) returns text
language sql immutable parallel safe as $$
  select case when p_blocks & record.block('presences') <> 0 then ',"presences":[]' when p_blocks is not null then '' end
    || case when p_blocks & record.block('intervals') <> 0 then ',"intervals":[]' else '' end
    || case when p_blocks & record.block('housing') <> 0 then ',"housing":[]' else '' end
    || case when p_blocks & record.block('life') <> 0 then ',"life":[]' else '' end
    || case when p_blocks & record.block('contact') <> 0 then ',"contact":[]' else '' end
    || case when p_blocks & record.block('notes') <> 0 then ',"notes":[],"notesLeft":0' else '' end
    || case when p_blocks & record.block('drafts') <> 0 then ',"drafts":[]' else '' end
    || case when p_blocks & record.block('documents') <> 0 then ',"documents":[]' else '' end
    || case when p_blocks & record.block('instruments') <> 0 then ',"instruments":[]' else '' end
    || case when p_blocks & record.block('tasks') <> 0 then ',"tasks":[]' else '' end
    || case when p_blocks & record.block('essentials') <> 0 then ',"essentials":[],"measuresLeft":0' else '' end
    || case when p_blocks & record.block('requests') <> 0 then ',"requests":[]' else '' end
    || case when p_blocks & record.block('appointments') <> 0 then ',"appointments":[]' else '' end
    || case when p_blocks & record.block('programs') <> 0 then ',"programs":[]' else '' end
$$;

-- The blocks of a page, each a piece of its JSON text at the place of its bit, plus one; null: not asked for. p_asked: which.
-- Whoever asks reads by their own policies: this alone says what a block holds, to its readers and to what writes pages beforehand
-- (migration 0085).
-- As json, which is only written out: jsonb would sort and index keys that nobody looks up.
-- Of someone followed for years, what nobody looks at first stays behind, and how much of it is said ("…Left"): the encounters
-- before the last forty (their days and kinds are drawn all the same: "earlier"), the notes of each block before the last eight,
-- the constants before the last ten sets. p_whole: nothing stays behind.
-- A block is a statement of its own: one in which nothing can be found costs nothing, not even its preparation.
-- One plan for all: the planner would otherwise make one for each number of joined records, dearer than the page itself.
-- By indexes: a plan made while the trail was still small would read it whole, again and again, as it grows.
create function record.read_blocks(members uuid[], p_asked bigint, p_whole boolean) returns text[]
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  blocks text[];
  encounters_shown integer := case when p_whole then null else 40 end;
  notes_shown integer := case when p_whole then null else 8 end;
  measures_shown integer := case when p_whole then null else 10 end;
  head text;
  oldest date;
  told json;
  more json;
  behind integer;
begin
  if p_asked & record.block('head') <> 0 then
    select concat('"id":"', p.id, '","localNumber":', p.local_number, ',"version":', p.version, ',"identity":', record.identity_of(i),
             ',"since":', coalesce(to_json((select min(g.since) from people.registration g
                                              where g.person_id = any (members) and g.known_to is null))::text, 'null'))
      into head
      from people.person p join people.identity i on i.person_id = p.id and i.known_to is null
     where p.id = members[1];
    blocks[record.place('head')] := head;
  end if;
  if p_asked & record.block('encounters') <> 0 then
    select json_agg(json_build_object('id', e.id, 'onDay', e.on_day, 'halfDay', e.half_day, 'on', e.person_id, 'kind', e.kind,
             'siteId', e.site_id, 'professional', f.label) order by e.on_day, e.id) filter (where not e.behind),
           json_agg(json_build_array(e.on_day, e.kind) order by e.on_day, e.id) filter (where e.behind),
           count(*) filter (where e.behind), min(e.on_day) filter (where not e.behind)
      into told, more, behind, oldest
      from (select e.id, e.on_day, e.half_day, e.person_id, e.kind, e.site_id, e.professional_id,
                   row_number() over (order by e.on_day desc, e.id desc) > encounters_shown is true as behind
              from care.encounter e where e.person_id = any (members) and e.known_to is null) e
      left join network.professional f on f.id = e.professional_id;
    blocks[record.place('encounters')] := concat('"encounters":', coalesce(told, '[]'), ',"earlier":', coalesce(more, '[]'),
      ',"encountersLeft":', behind);
  elsif p_asked & (record.block('terms') | record.block('presences')) <> 0 then
    select min(e.on_day) into oldest
      from (select e.on_day from care.encounter e where e.person_id = any (members) and e.known_to is null
             order by e.on_day desc, e.id desc limit encounters_shown) e;
  end if;
  if p_asked & record.block('terms') <> 0 then
    select json_agg(json_build_object('encounterId', t.encounter_id, 'list', t.list, 'code', t.code)) into told
      from care.encounter_term t where t.person_id = any (members) and t.known_to is null and t.on_day >= oldest;
    blocks[record.place('terms')] := concat('"terms":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('presences') <> 0 then
    select json_agg(json_build_object('encounterId', w.encounter_id, 'part', w.part, 'professional', f.label, 'who', w.who,
             'language', w.language, 'minutes', w.minutes, 'means', w.means) order by w.encounter_id, w.n) into told
      from care.encounter_presence w left join network.professional f on f.id = w.professional_id
     where w.person_id = any (members) and w.known_to is null and w.on_day >= oldest;
    blocks[record.place('presences')] := concat('"presences":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('statements') <> 0 then
    select json_agg(json_build_object('layer', s.layer, 'scheme', s.scheme, 'statedOn', s.stated_on, 'source', s.source,
             'declaredText', s.declared_text) order by s.stated_on, s.id) into told
      from rights.cover_statement s where s.person_id = any (members) and s.known_to is null;
    blocks[record.place('statements')] := concat('"statements":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('intervals') <> 0 then
    select json_agg(json_build_object('id', v.id, 'layer', v.layer, 'scheme', v.scheme, 'from', lower(v.valid), 'to', upper(v.valid),
             'source', v.source, 'proof', v.proof) order by v.valid) into told
      from rights.cover_interval v where v.person_id = any (members) and upper_inf(v.known);
    blocks[record.place('intervals')] := concat('"intervals":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('housing') <> 0 then
    select json_agg(json_build_object('term', s.term, 'statedOn', s.stated_on) order by s.stated_on, s.id) into told
      from people.situation_statement s where s.person_id = any (members) and s.known_to is null;
    blocks[record.place('housing')] := concat('"housing":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('life') <> 0 then
    select json_agg(json_build_array(f.id, f.person_id, f.kind, f.term, f.content, lower(f.valid), upper(f.valid), f.at_least,
             f.source, f.stated_on, f.author_name) order by f.valid, f.id) into told
      from people.life_fact f where f.person_id = any (members) and f.known_to is null;
    blocks[record.place('life')] := concat('"life":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('contact') <> 0 then
    select json_agg(json_build_object('id', k.id, 'on', k.person_id, 'part', k.part, 'rank', k.rank, 'content', k.content,
             'by', k.author_name, 'at', k.known_from) order by k.rank, k.id) into told
      from people.contact k where k.person_id = any (members) and k.known_to is null;
    blocks[record.place('contact')] := concat('"contact":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('notes') <> 0 then
    select json_agg(json_build_object('id', n.id, 'on', n.person_id, 'encounterId', n.encounter_id, 'nature', n.nature,
             'template', n.template, 'body', n.body, 'said', n.said, 'agreed', n.agreed, 'amends', n.amends, 'by', n.author_name,
             'role', n.author_role, 'countersigner', n.countersigner_name, 'signedAt', n.signed_at) order by n.signed_at desc)
             filter (where not n.behind),
           count(*) filter (where n.behind)
      into told, behind
      from (select n.*, row_number() over (partition by n.nature order by n.signed_at desc) > notes_shown is true as behind
              from care.note n where n.person_id = any (members)) n;
    blocks[record.place('notes')] := concat('"notes":', coalesce(told, '[]'), ',"notesLeft":', behind);
  end if;
  if p_asked & record.block('drafts') <> 0 then
    select json_agg(json_build_object('id', d.id, 'on', d.person_id, 'encounterId', d.encounter_id, 'nature', d.nature,
             'template', d.template, 'body', d.body, 'said', d.said, 'agreed', d.agreed, 'amends', d.amends, 'version', d.version,
             'mine', d.author_id = access.account_id(), 'by', d.author_name, 'submittedTo', d.submitted_name,
             'submittedAt', d.submitted_at, 'returned', d.returned, 'returnedBy', d.returned_name, 'keptAt', d.kept_at)
             order by d.kept_at desc) into told
      from care.note_draft d where d.person_id = any (members);
    blocks[record.place('drafts')] := concat('"drafts":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('documents') <> 0 then
    select json_agg(json_build_object('id', d.id, 'on', d.person_id, 'encounterId', d.encounter_id, 'type', d.type,
             'nature', d.nature, 'origin', d.origin, 'onDay', d.on_day, 'label', d.label, 'media', d.media, 'bytes', d.bytes,
             'keptUntil', d.kept_until, 'by', d.author_name, 'role', d.author_role, 'filedAt', d.filed_at)
             order by d.filed_at desc) into told
      from papers.document d where d.person_id = any (members) and d.withdrawn_at is null;
    blocks[record.place('documents')] := concat('"documents":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('instruments') <> 0 then
    select json_agg(json_build_object('id', n.id, 'instrument', n.instrument, 'version', n.version, 'onDay', n.on_day,
             'score', n.score, 'alert', n.alert, 'by', n.author_name, 'author', n.author_id) order by n.on_day, n.id) into told
      from care.instrument_answer n where n.person_id = any (members) and n.known_to is null;
    blocks[record.place('instruments')] := concat('"instruments":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('tasks') <> 0 then
    select json_agg(tasks.told(t) order by t.done_at desc nulls first, t.due_on nulls last, t.made_at) into told
      from tasks.task t where t.person_id = any (members) and (t.done_at is null or t.done_at > now() - interval '30 days');
    blocks[record.place('tasks')] := concat('"tasks":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('essentials') <> 0 then
    select json_agg(json_build_object('id', s.id, 'on', s.person_id, 'kind', s.kind, 'content', s.content, 'nature', s.nature,
             'reserved', s.reserved, 'onDay', s.on_day, 'encounterId', s.encounter_id, 'author', s.author_id, 'by', s.author_name,
             'at', s.known_from) order by s.on_day, s.id) filter (where not s.behind),
           count(*) filter (where s.behind)
      into told, behind
      from (select s.*, s.kind = 'measures'
                     and row_number() over (partition by s.kind order by s.on_day desc, s.id desc) > measures_shown is true as behind
              from care.essential s where s.person_id = any (members) and s.known_to is null) s;
    blocks[record.place('essentials')] := concat('"essentials":', coalesce(told, '[]'), ',"measuresLeft":', behind);
  end if;
  if p_asked & record.block('requests') <> 0 then
    select json_agg(json_build_object('id', r.id, 'on', r.person_id, 'type', r.type, 'label', t.short, 'state', r.state,
             'stateOn', r.state_on, 'waitsOn', r.waits_on, 'nextAct', r.next_act, 'nextFrom', r.next_from, 'nextDay', r.next_day,
             'silenceOn', r.silence_on, 'silenceMeans', r.silence_means, 'appealBy', r.appeal_by, 'steps', r.trail)
             order by r.waits_on is null, r.next_day nulls last, r.known_from desc) into told
      from rights.request r join rights.request_type t on t.code = r.type
     where r.person_id = any (members) and r.known_to is null;
    blocks[record.place('requests')] := concat('"requests":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('appointments') <> 0 then
    select json_agg(json_build_object('id', a.id, 'on', a.person_id, 'day', a.day, 'start', lower(a.during), 'end', upper(a.during),
             'siteId', a.site_id, 'state', a.state, 'version', a.version, 'service', coalesce(s.label, 'Rendez-vous'), 'professional', f.label)
             order by a.during) into told
      from (select a.id, a.person_id, a.day, a.during, a.site_id, a.state, a.version, coalesce(a.service_id, d.service_id) as service_id,
                   coalesce(a.professional_id, d.professional_id) as professional_id
              from agenda.appointment a left join agenda.appointment_detail d on d.appointment_id = a.id and d.part = 'service'
             where a.person_id = any (members)
             -- The nearest, before and after today.
             order by abs(a.day - current_date) limit case when p_whole then null else 16 end) a
      left join agenda.service s on s.id = a.service_id left join network.professional f on f.id = a.professional_id;
    blocks[record.place('appointments')] := concat('"appointments":', coalesce(told, '[]'));
  end if;
  if p_asked & record.block('programs') <> 0 then
    select json_agg(json_build_object('id', n.id, 'on', n.person_id, 'program', g.name, 'number', n.number) order by n.known_from) into told
      from people.program_number n join access.program g on g.id = n.program_id
     where n.person_id = any (members) and n.known_to is null;
    blocks[record.place('programs')] := concat('"programs":', coalesce(told, '[]'));
  end if;
  return blocks;
end $$;

-- What an opening looks up. members: whom the record is read with (null: alone). held: what the audit row says its reader holds; null
-- when the matrix alone does not decide (audit.write), and no hint nor piece is then given. present, summed: the blocks in which
-- something may be found, and those of which it may be summed up. written, done: the text and the blocks of it. counts: what is withheld
-- of whoever reads care. untold: the record was broken open without the person having been told. numbers: whether their social
-- security number may be shown in this centre.
create type record.opened_row as (
  reader text, members uuid[], held bigint, untold boolean, present bigint, summed bigint, written text, done bigint, counts text,
  numbers boolean
);

-- Opens a record: writes the audit row, returns what this reader may see, or null. What was written beforehand of the page, and is
-- of this reader (record.opened), is given as it is written; the rest is read now. JSON, as text: nobody need read it to pass it on.
create function record.open_person(p_person uuid, p_whole boolean default false) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  -- held null: of records read together, and of those judged by rule, everything is asked.
  o record.opened_row := record.opened(p_person, p_whole);
  asked bigint := record.blocks_to_read(coalesce(o.present, -1)) & ~o.done;
  whom uuid[] := coalesce(o.members, array[p_person]);
  read text[];
begin
  if asked <> 0 or o.held is null then
    if o.done = 0 and o.held is not null and not p_whole then
      perform record.ask_writing(p_person);
    end if;
    read := record.read_blocks(whom, asked, p_whole);
    if o.done & record.block('head') = 0 and read[record.place('head')] is null then
      return null;
    end if;
  end if;
  -- What was written comes last: it is by far the longest, and each piece put after it would copy it again.
  return '{"reader":' || to_json(o.reader)
    || record.empty_blocks(~(o.done | coalesce(o.present, -1)))
    || case when o.done & record.block('social_summary') <> 0 then ''
            when o.held is null or o.held & access.cell('social_situation', 'summary') <> 0
            then ',"socialSummary":' || coalesce(record.social_summary(whom)::text, 'null')
            else ',"socialSummary":null' end
    || case when o.done & record.block('request_summary') <> 0 then ''
            when o.held is null or o.summed & record.block('requests') <> 0 and o.held & access.cell('right_requests', 'summary') <> 0
            then ',"requestSummary":' || coalesce(rights.request_summary(whom)::text, 'null')
            else ',"requestSummary":null' end
    || case when o.numbers then ',"numbers":' || json_build_object('shown', people.number_shown(whom))
            else ',"numbers":null' end
    || ',"withheld":' || coalesce('{"counts":{' || o.counts || '},"apart":[]}',
        -- Most readers of a page read all four: nothing is then withheld.
        case when record.nothing_withheld(o.held) then '{"counts":{},"apart":[]}'
             else record.withheld(whom)::text end)
    -- Of whoever reads by consent: the blocks it covers. Null for the team.
    || case when o.held is null then ',"shared":' || coalesce(to_json(access.shared_with_me(whom[1]))::text, 'null') else ',"shared":null' end
    || case when o.untold or o.held is null then ',"untold":' || coalesce(to_json(access.glasses_untold(whom))::text, 'null')
            else ',"untold":null' end
    || case when o.members is null then ',"joined":null'
            else ',"joined":' || coalesce(record.joined_records(o.members)::text, 'null') end
    || coalesce(',' || nullif(array_to_string(read, ','), ''), '')
    || coalesce(',' || o.written || '}', '}');
end $$;

grant execute on function record.block, record.place, record.withheld, record.social_summary, record.identity_of,
  record.blocks_to_read, record.nothing_withheld, record.empty_blocks, record.read_blocks, record.open_person to maillage_app;
