-- The person's page: one call, one audit row, the reader's own projection made by the database.

-- Owner function. How much exists that this reader may not read, block by block, so that the page says it
-- rather than hide it; only for those who may know the person at all.
create function record.withheld(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Who reads by consent is told of nothing beyond it: how much there is would already say something.
  if not p_persons <@ access.permitted_persons('identity', 'read') or access.by_consent() then
    return '{}';
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'cover', case when not access.holds('cover', 'read') then
      (select nullif(count(*), 0) from rights.cover_statement s where s.person_id = any (p_persons) and s.known_to is null) end,
    'social_situation', case when not access.holds('social_situation', 'read') then
      nullif((select count(*) from people.situation_statement s where s.person_id = any (p_persons) and s.known_to is null)
           + (select count(*) from people.life_fact f
               where f.person_id = any (p_persons) and f.nature = 'social_situation' and f.known_to is null), 0) end,
    'identity_detail', case when not access.holds('identity_detail', 'read') then
      nullif((select count(*) from people.contact k
               where k.person_id = any (p_persons) and k.nature = 'identity_detail' and k.known_to is null)
           + (select count(*) from people.life_fact f
               where f.person_id = any (p_persons) and f.nature = 'identity_detail' and f.known_to is null), 0) end,
    'clinical', case when not access.holds('clinical', 'read') then
      -- Of social notes nothing is said: existence itself would speak.
      nullif((select count(*) from care.encounter_term t
               where t.person_id = any (p_persons) and t.nature = 'clinical' and t.known_to is null)
           + (select count(*) from care.note n
               where n.person_id = any (p_persons) and n.nature = 'clinical' and n.author_id <> access.account_id())
           + (select count(*) from papers.document d
               where d.person_id = any (p_persons) and d.nature = 'clinical' and d.withdrawn_at is null
                 and d.author_id <> access.account_id()), 0) end));
end $$;

-- Owner function. The summary of the social situation for roles whose cell is "s": the latest housing and how many the
-- household counts, no history. Not the stay: neither care nor an administrative officer needs it but on the papers of a
-- request, which they read there; nor resources, nor ruptures.
create function record.social_summary(p_persons uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  may uuid[] := access.permitted_persons('social_situation', 'summary');
begin
  if not p_persons && may then
    return null;
  end if;
  return (select jsonb_build_object('housing', h.housing, 'statedOn', h.stated_on, 'household', f.size)
            from (select coalesce(t.label, s.term) as housing, s.stated_on
                    from (select s.term, s.stated_on, s.id from people.situation_statement s
                           where s.person_id = any (p_persons) and s.person_id = any (may) and s.kind = 'housing' and s.known_to is null
                          union all
                          select f.term, f.stated_on, f.id from people.life_fact f
                           where f.person_id = any (p_persons) and f.person_id = any (may) and f.kind = 'housing' and f.known_to is null) s
                    left join network.term t on t.list = 'housing' and t.code = s.term
                   order by s.stated_on desc, s.id desc limit 1) h
            full join (select (f.content ->> 'size')::int as size from people.life_fact f
                   where f.person_id = any (p_persons) and f.person_id = any (may) and f.kind = 'household' and f.known_to is null
                   order by f.stated_on desc, f.id desc limit 1) f on true);
end $$;

-- The identity as screens are given it.
create function record.identity_of(i people.identity) returns json
language sql stable as $$
  select json_build_object('family', i.family, 'given', i.given, 'usedFamily', i.used_family, 'usedGiven', i.used_given,
    'birth', i.birth, 'birthPlaceCode', i.birth_place_code, 'birthPlace', i.birth_place, 'sex', i.sex, 'status', i.status,
    'pseudonym', i.pseudonym, 'homonym', i.homonym,
    'doubtful', i.doubtful, 'fictitious', i.fictitious, 'validationDocument', i.validation_document)
$$;

-- Opens a record: writes the audit row, returns what this reader may see, or null. As json, which is only written
-- out: jsonb would sort and index keys that nobody looks up.
-- One plan for all: the planner would otherwise make one for each number of joined records, dearer than the page itself.
-- By indexes: a plan made while the trail was still small would read it whole, again and again, as it grows.
create function record.open_person(p_person uuid) returns json
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  members uuid[] := people.together(p_person);
  shown uuid := coalesce(members[1], p_person);
  reader text := audit.record('person.open', shown, members);
  -- What the audit row says its reader holds; null when the matrix alone does not decide (access.opened).
  held bigint;
  untold boolean;
  -- Most readers of a page read all four: nothing is then withheld.
  all_four bigint := access.cell('identity_detail', 'read') | access.cell('cover', 'read') | access.cell('social_situation', 'read')
    | access.cell('clinical', 'read');
  -- Who may read any of the essentials: the others do not ask.
  essentials bigint := access.cell('clinical', 'read') | access.cell('clinical', 'own') | access.cell('clinical', 'summary')
    | access.cell('useful', 'read') | access.cell('social_situation', 'read') | access.cell('social_situation', 'summary');
  life bigint := access.cell('identity_detail', 'read') | access.cell('social_situation', 'read');
begin
  select o.cells, o.untold into held, untold from access.opened o where o.person_id = shown limit 1;
  -- Of records read together, and of those judged by rule, it is asked.
  untold := untold or held is null;
  members := coalesce(members, array[p_person]);
  return (
    select json_build_object(
      'id', p.id, 'localNumber', p.local_number, 'version', p.version, 'reader', reader,
      'identity', record.identity_of(i),
      'since', (select min(g.since) from people.registration g where g.person_id = any (members) and g.known_to is null),
      'statements', coalesce((select json_agg(json_build_object('layer', s.layer, 'scheme', s.scheme, 'statedOn', s.stated_on,
          'source', s.source, 'declaredText', s.declared_text) order by s.stated_on, s.id)
          from rights.cover_statement s where s.person_id = any (members) and s.known_to is null), '[]'),
      'intervals', coalesce((select json_agg(json_build_object('layer', v.layer, 'scheme', v.scheme, 'from', lower(v.valid),
          'to', upper(v.valid), 'source', v.source, 'proof', v.proof) order by v.valid)
          from rights.cover_interval v where v.person_id = any (members) and upper_inf(v.known)), '[]'),
      'encounters', coalesce((select json_agg(json_build_object('id', e.id, 'onDay', e.on_day, 'halfDay', e.half_day,
          'on', e.person_id, 'kind', e.kind, 'siteId', e.site_id, 'professional', f.label) order by e.on_day, e.id)
          from care.encounter e left join network.professional f on f.id = e.professional_id
         where e.person_id = any (members) and e.known_to is null), '[]'),
      'terms', coalesce((select json_agg(json_build_object('encounterId', t.encounter_id, 'list', t.list, 'code', t.code))
          from care.encounter_term t where t.person_id = any (members) and t.known_to is null), '[]'),
      'presences', coalesce((select json_agg(json_build_object('encounterId', w.encounter_id, 'part', w.part, 'professional', f.label,
          'who', w.who, 'language', w.language, 'minutes', w.minutes, 'means', w.means) order by w.encounter_id, w.n)
          from care.encounter_presence w left join network.professional f on f.id = w.professional_id
         where w.person_id = any (members) and w.known_to is null), '[]'),
      'housing', coalesce((select json_agg(json_build_object('term', s.term, 'statedOn', s.stated_on) order by s.stated_on, s.id)
          from people.situation_statement s where s.person_id = any (members) and s.known_to is null), '[]'),
      'life', case when held is null or held & life <> 0 then coalesce((select json_agg(json_build_array(f.id, f.person_id, f.kind,
          f.term, f.content, lower(f.valid), upper(f.valid), f.at_least, f.source, f.stated_on, f.author_name) order by f.valid, f.id)
          from people.life_fact f where f.person_id = any (members) and f.known_to is null), '[]') else '[]' end,
      'contact', coalesce((select json_agg(json_build_object('id', k.id, 'on', k.person_id, 'part', k.part, 'rank', k.rank,
          'content', k.content, 'by', k.author_name, 'at', k.known_from) order by k.rank, k.id)
          from people.contact k where k.person_id = any (members) and k.known_to is null), '[]'),
      'notes', coalesce((select json_agg(json_build_object('id', n.id, 'on', n.person_id, 'encounterId', n.encounter_id, 'nature', n.nature,
          'template', n.template, 'body', n.body, 'said', n.said, 'agreed', n.agreed, 'amends', n.amends, 'by', n.author_name,
          'role', n.author_role, 'countersigner', n.countersigner_name, 'signedAt', n.signed_at) order by n.signed_at desc)
          from care.note n where n.person_id = any (members)), '[]'),
      'drafts', coalesce((select json_agg(json_build_object('id', d.id, 'on', d.person_id, 'encounterId', d.encounter_id, 'nature', d.nature,
          'template', d.template, 'body', d.body, 'said', d.said, 'agreed', d.agreed, 'amends', d.amends, 'version', d.version,
          'mine', d.author_id = access.account_id(), 'by', d.author_name, 'submittedTo', d.submitted_name, 'submittedAt', d.submitted_at,
          'returned', d.returned, 'returnedBy', d.returned_name, 'keptAt', d.kept_at) order by d.kept_at desc)
          from care.note_draft d where d.person_id = any (members)), '[]'),
      'documents', coalesce((select json_agg(json_build_object('id', d.id, 'on', d.person_id, 'encounterId', d.encounter_id, 'type', d.type,
          'nature', d.nature, 'origin', d.origin, 'onDay', d.on_day, 'label', d.label, 'media', d.media, 'bytes', d.bytes,
          'keptUntil', d.kept_until, 'by', d.author_name, 'role', d.author_role, 'filedAt', d.filed_at) order by d.filed_at desc)
          from papers.document d where d.person_id = any (members) and d.withdrawn_at is null), '[]'),
      'instruments', coalesce((select json_agg(json_build_object('id', n.id, 'instrument', n.instrument, 'version', n.version, 'onDay', n.on_day,
          'score', n.score, 'alert', n.alert, 'by', n.author_name) order by n.on_day, n.id)
          from care.instrument_answer n where n.person_id = any (members) and n.known_to is null), '[]'),
      'tasks', coalesce((select json_agg(tasks.told(t) order by t.done_at desc nulls first, t.due_on nulls last, t.made_at)
          from tasks.task t where t.person_id = any (members) and (t.done_at is null or t.done_at > now() - interval '30 days')), '[]'),
      'essentials', case when held is null or held & essentials <> 0 then coalesce((select json_agg(json_build_object('id', s.id,
          'on', s.person_id, 'kind', s.kind, 'content', s.content, 'nature', s.nature, 'reserved', s.reserved, 'onDay', s.on_day,
          'encounterId', s.encounter_id, 'author', s.author_id, 'by', s.author_name, 'at', s.known_from) order by s.on_day, s.id)
          from care.essential s where s.person_id = any (members) and s.known_to is null), '[]') else '[]' end,
      'numbers', case when exists (select from people.number_basis b where b.ended_at is null and b.decided_on <= current_date)
        then json_build_object('shown', people.number_shown(members)) end,
      'socialSummary', case when held is null or held & access.cell('social_situation', 'summary') <> 0
        then record.social_summary(members) end,
      'withheld', case when held & all_four = all_four then '{}' else record.withheld(members) end,
      -- Of whoever reads by consent: the blocks it covers. Null for the team.
      'shared', case when held is null then access.shared_with_me(shown) end,
      'untold', case when untold then access.glasses_untold(members) end,
      'joined', case when cardinality(members) > 1 then record.joined_records(members) end)
      from people.person p join people.identity i on i.person_id = p.id and i.known_to is null
     where p.id = shown);
end $$;

grant execute on function record.withheld, record.social_summary, record.identity_of, record.open_person to maillage_app;
