-- One person, two records: probable pairs, the decision (one person, or two), its undoing, and who is read together.
--
-- A merge writes one row of people.alias and moves nothing (see migrations/0006_people.sql). The decisions in force make
-- a forest: each joins the record shown to another record shown. Undoing one takes away that branch, with what had been
-- joined to it before; in whatever order decisions are undone, those left say who is together.

insert into audit.action (code, writes, label) values
  ('person.pairs', false, 'Doublons possibles listés'),
  ('person.compare', false, 'Dossiers comparés'),
  ('person.merge', true, 'Dossiers réunis'),
  ('person.unmerge', true, 'Dossiers séparés'),
  ('person.distinct', true, 'Deux personnes distinctes'),
  ('person.distinct_undone', true, 'Décision « deux personnes » reprise');

-- The console: a demonstration shows a record already merged.
insert into access.capability (role, capability) values
  ('medical_director', 'duplicates'), ('coordinating_nurse', 'duplicates'), ('administrative_officer', 'duplicates'),
  ('social_worker', 'duplicates'), ('console', 'duplicates');

-- Closed to every role: whoever could read it would learn who is who of people they may not know.
alter table people.alias enable row level security;

-- Owner function. The records to open for this one: the record shown first, then those joined to it, among those the
-- actor may know. Null when it stands alone, and for whoever may not know the record shown: they read it alone, as before.
create function people.together(p_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept uuid;
  actor access.actor_row;
  consent_only boolean;
  found_together uuid[];
begin
  select a.kept_id into kept from people.alias a where a.person_id = p_person and a.known_to is null;
  if not found then
    select a.kept_id into kept from people.alias a where a.kept_id = p_person and a.known_to is null limit 1;
    if not found then
      return null;
    end if;
  end if;
  actor := access.actor();
  if p_person = any (access.broken_open(actor, 'identity', 'read')) then
    return kept || array(select a.person_id from people.alias a
                          where a.kept_id = kept and a.known_to is null order by a.decided_at, a.person_id);
  end if;
  select r.by_consent into consent_only from access.nature_right r
   where r.role = actor.effective_role and r.nature = 'identity' and r.can_read;
  if not found or not exists (select from people.may_know(p_person, actor.structure_id, actor.account_id, consent_only))
     or not exists (select from people.may_know(kept, actor.structure_id, actor.account_id, consent_only)) then
    return null;
  end if;
  found_together := kept || array(
    select a.person_id from people.alias a
     cross join lateral people.may_know(a.person_id, actor.structure_id, actor.account_id, consent_only)
     where a.kept_id = kept and a.known_to is null
     order by a.decided_at, a.person_id);
  return case when cardinality(found_together) > 1 then found_together end;
end $$;

-- Owner function. What was decided about these records, for a reader who may know them all.
create function people.joined(p_members uuid[]) returns json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  decides boolean := access.can('duplicates');
begin
  if not p_members <@ access.permitted_persons('identity', 'read') then
    return '[]';
  end if;
  return coalesce((
    select json_agg(json_build_object('id', a.person_id, 'joinedTo', a.joined_to, 'at', a.decided_at, 'by', o.display_name,
             -- Undoing it leaves these with the record shown.
             'since', case when decides then (select count(*) from care.encounter e
                 where e.person_id = a.kept_id and e.known_to is null and e.known_from >= a.decided_at) end)
             order by a.decided_at, a.person_id)
      from people.alias a left join access.account o on o.id = a.decided_by
     where a.person_id = any (p_members) and a.known_to is null), '[]');
end $$;

-- The state two records were seen in: their versions and whom each holds. Not granted: its callers are.
create function people.pair_state(p_a uuid, p_b uuid) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select md5(string_agg(p.id::text || p.version, ' ' order by p.id)) from people.person p
   where p.id in (p_a, p_b)
      or p.id in (select a.person_id from people.alias a where a.kept_id in (p_a, p_b) and a.known_to is null)
$$;

-- Raises unless the actor decides of duplicates and both are records shown of their own structure; takes the one lock of
-- these decisions: they are people's, few and short, and one lock cannot be taken in two orders. Whoever edits or writes
-- meanwhile waits for nothing: rows stay on the record they are written on, and are read with the others.
create function people.deciding_on(p_a uuid, p_b uuid) returns access.actor_row
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.read_only or not access.can('duplicates')
     or 2 <> (select count(*) from people.registration g
               where g.person_id in (p_a, p_b) and g.structure_id = actor.structure_id and g.known_to is null
                 and g.person_id <> all (access.barred(actor.account_id))) then
    raise exception 'not theirs to decide' using errcode = 'MA403';
  end if;
  perform pg_advisory_xact_lock(hashtext('people.merge'));
  return actor;
end $$;

create function people.is_shown(p_person uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (select from people.identity i where i.person_id = p_person and i.known_to is null)
     and not exists (select from people.alias a where a.person_id = p_person and a.known_to is null)
$$;

-- Owner function. From now on p_joined, and all that was joined to it, is read under p_kept. Sent twice, done once.
-- p_seen: people.pair_state when the two were compared.
-- Errors: MA403 not theirs to decide; MA409 either record changed since it was compared.
create function people.merge(p_kept uuid, p_joined uuid, p_seen text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := people.deciding_on(p_kept, p_joined);
  moment timestamptz := clock_timestamp();
begin
  if exists (select from people.alias a where a.person_id = p_joined and a.joined_to = p_kept and a.known_to is null) then
    perform audit.record('person.compare', null, array[p_kept, p_joined]);
    return;
  end if;
  if not people.is_shown(p_kept) or not people.is_shown(p_joined) or people.pair_state(p_kept, p_joined) is distinct from p_seen then
    raise exception 'records changed since they were compared' using errcode = 'MA409';
  end if;
  perform audit.record('person.merge', p_kept, array[p_kept, p_joined] || array(
    select a.person_id from people.alias a where a.kept_id in (p_kept, p_joined) and a.known_to is null));
  perform people.read_under(p_kept, array(
    select a.person_id from people.alias a where a.kept_id = p_joined and a.known_to is null), moment);
  insert into people.alias (person_id, joined_to, kept_id, decided_at, decided_by, known_from)
  values (p_joined, p_kept, p_kept, moment, actor.account_id, moment);
end $$;

-- The same decisions, read under another record from this moment on.
create function people.read_under(p_kept uuid, p_persons uuid[], p_moment timestamptz) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  update people.alias set known_to = p_moment where person_id = any (p_persons) and known_to is null;
  insert into people.alias (person_id, joined_to, kept_id, decided_at, decided_by, known_from)
  select a.person_id, a.joined_to, p_kept, a.decided_at, a.decided_by, p_moment
    from people.alias a where a.person_id = any (p_persons) and a.known_to = p_moment;
end $$;

-- Owner function. Undoes one decision: p_person is a record of its own again, with all that was joined to it.
-- p_distinct: they are two people, and are not proposed again.
-- Errors: MA403 not theirs to decide; MA409 it is not joined to p_joined_to any more.
create function people.unmerge(p_person uuid, p_joined_to uuid, p_distinct boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := people.deciding_on(p_person, p_joined_to);
  moment timestamptz := clock_timestamp();
  kept uuid;
  branch uuid[];
begin
  select a.kept_id into kept from people.alias a
   where a.person_id = p_person and a.joined_to = p_joined_to and a.known_to is null;
  if not found then
    raise exception 'not joined any more' using errcode = 'MA409';
  end if;
  with recursive below as (
    select a.person_id from people.alias a where a.joined_to = p_person and a.known_to is null
    union
    select a.person_id from below b join people.alias a on a.joined_to = b.person_id and a.known_to is null)
  select array_agg(b.person_id) into branch from below b;
  perform audit.record('person.unmerge', kept, array[kept, p_joined_to, p_person] || coalesce(branch, '{}'));
  update people.alias set known_to = moment where person_id = p_person and known_to is null;
  perform people.read_under(p_person, branch, moment);
  -- Said of one person, it is kept on both records until someone asks.
  insert into access.objection (id, person_id, account_id, said_on, means, words, recorded_by, recorded_at)
  select distinct on (r.id, o.account_id) uuidv7(), r.id, o.account_id, o.said_on, o.means, o.words, o.recorded_by, o.recorded_at
    from access.objection o cross join (values (kept), (p_person)) as r (id)
   where o.person_id = any (array[kept, p_joined_to, p_person] || coalesce(branch, '{}')) and o.lifted_at is null
   order by r.id, o.account_id, o.recorded_at
  on conflict (account_id, person_id) where lifted_at is null do nothing;
  if p_distinct then
    insert into people.distinct_pair (person_a, person_b, decided_by)
    values (least(p_person, p_joined_to), greatest(p_person, p_joined_to), actor.account_id) on conflict do nothing;
  end if;
end $$;

-- Owner function. "Ce sont deux personnes", or that answer taken back.
-- Errors: MA403 not theirs to decide; MA409 one of them was joined to another record meanwhile.
create function people.decide_distinct(p_a uuid, p_b uuid, p_distinct boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := people.deciding_on(p_a, p_b);
begin
  if not people.is_shown(p_a) or not people.is_shown(p_b) then
    raise exception 'records changed since they were compared' using errcode = 'MA409';
  end if;
  perform audit.record(case when p_distinct then 'person.distinct' else 'person.distinct_undone' end, null, array[p_a, p_b]);
  if p_distinct then
    insert into people.distinct_pair (person_a, person_b, decided_by)
    values (least(p_a, p_b), greatest(p_a, p_b), actor.account_id) on conflict do nothing;
  else
    delete from people.distinct_pair d where d.person_a = least(p_a, p_b) and d.person_b = greatest(p_a, p_b);
  end if;
end $$;

-- Pairs someone decided are two people, by the records they are read under today.
create function people.kept_apart() returns table (person_a uuid, person_b uuid, decided_at timestamptz, decided_by uuid)
language sql stable as $$
  select least(s.a, s.b), greatest(s.a, s.b), s.decided_at, s.decided_by
    from (select coalesce(x.kept_id, d.person_a) as a, coalesce(y.kept_id, d.person_b) as b, d.decided_at, d.decided_by
            from people.distinct_pair d
            left join people.alias x on x.person_id = d.person_a and x.known_to is null
            left join people.alias y on y.person_id = d.person_b and y.known_to is null) s
$$;

-- How two births agree: same; compatible (one says less); near (one slip of the fingers); missing; null when they do not.
-- "Compatible" is what src/people/birth.ts calls so.
create function people.births_agree(p_a text, p_b text) returns text
language sql immutable parallel safe as $$
  select case
    when p_a is null or p_b is null then 'missing'
    when p_a = p_b then 'same'
    when p_a like '~%' or p_b like '~%' then
      case when abs(left(ltrim(p_a, '~'), 4)::int - left(ltrim(p_b, '~'), 4)::int) <= 2 then 'compatible' end
    when starts_with(p_a, p_b) or starts_with(p_b, p_a) then 'compatible'
    when length(p_a) = 10 and length(p_b) = 10
      and (public.levenshtein(p_a, p_b) = 1 or p_b = left(p_a, 5) || right(p_a, 2) || substr(p_a, 5, 3)) then 'near' end
$$;

-- The words of a name, sorted, as they sound.
create function people.sounds_of(p_words text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select string_agg(coalesce(people.sound_of(w), w), ' ' order by coalesce(people.sound_of(w), w)) from unnest(string_to_array(p_words, ' ')) w
$$;

-- Owner function. Pairs of records of the actor's structure that may be one person, the latest records first; audited as
-- one list. Looks at five hundred records at a time, by the indexes of names and births, until the page is full.
-- p_after: the last pair of the page before. Gives the pairs, how many records were looked at, and whether any is left.
create function people.probable_pairs(p_after_a uuid, p_after_b uuid, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  at_a uuid := coalesce(p_after_a, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  at_b uuid := coalesce(p_after_b, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  chunk uuid[];
  looked integer := 0;
  pairs jsonb := '[]';
  more jsonb;
  named uuid[];
  barred uuid[] := access.barred(actor.account_id);
begin
  if actor.read_only or not access.can('duplicates') then
    raise exception 'role may not look for duplicates' using errcode = 'MA403';
  end if;
  loop
    chunk := array(
      select g.person_id from people.registration g
       where g.structure_id = actor.structure_id and g.known_to is null and g.person_id <= at_a
       order by g.person_id desc limit 500);
    exit when cardinality(chunk) = 0;
    select coalesce(jsonb_agg(to_jsonb(f) order by f.a desc, f.b desc), '[]') into more
      from (select p.* from people.pairs_among(chunk, actor.structure_id) p
             where (p.a, p.b) < (at_a, at_b) and p.a <> all (barred) and p.b <> all (barred)
             order by p.a desc, p.b desc limit p_limit - jsonb_array_length(pairs)) f;
    pairs := pairs || more;
    looked := looked + cardinality(chunk);
    if jsonb_array_length(pairs) >= p_limit then
      at_a := (pairs -> -1 ->> 'a')::uuid;
      at_b := (pairs -> -1 ->> 'b')::uuid;
      exit;
    end if;
    at_a := chunk[cardinality(chunk)];
    at_b := '00000000-0000-0000-0000-000000000000';
    exit when cardinality(chunk) < 500 or looked >= 20000;
  end loop;
  select array_agg(distinct (one ->> side)::uuid) into named
    from jsonb_array_elements(pairs) one, unnest(array['a', 'b']) side;
  perform audit.record('person.pairs', null, coalesce(named, '{}'));
  return jsonb_build_object('looked', looked,
    'after', case when jsonb_array_length(pairs) >= p_limit or looked >= 20000 then jsonb_build_object('a', at_a, 'b', at_b) end,
    'pairs', (select coalesce(jsonb_agg(jsonb_build_object('name', one -> 'name', 'birth', one -> 'birth',
                       'otherSex', one -> 'other_sex', 'records', jsonb_build_array(
                       people.line_of((one ->> 'a')::uuid), people.line_of((one ->> 'b')::uuid))) order by n), '[]')
                from jsonb_array_elements(pairs) with ordinality as p (one, n)));
end $$;

-- One line of a list. Not granted.
create function people.line_of(p_person uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', p.id, 'localNumber', p.local_number, 'family', i.family, 'given', i.given,
      'usedFamily', i.used_family, 'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex, 'status', i.status)
    from people.person p join people.identity i on i.person_id = p.id and i.known_to is null where p.id = p_person
$$;

-- The probable pairs of these people with anyone of the structure whose identifier is smaller: names equal once folded,
-- a known spelling included, and births that agree; or the same full birth date and names a letter or two apart, that
-- sound alike, or that have two words in common (a used name, a first name left out). Half of some countries was born on
-- a first of January: that day alone says little, and a closer name is asked for. Not granted.
create function people.pairs_among(p_persons uuid[], p_structure uuid)
returns table (a uuid, b uuid, name text, birth text, other_sex boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with mine as materialized (
    select i.person_id, i.key_tokens, i.key_letters, i.birth, i.search_tokens, string_to_array(i.key_tokens, ' ') as words
      from people.identity i
     where i.person_id = any (p_persons) and i.known_to is null
  ), spelt as materialized (
    select m.person_id, m.birth, m.key_tokens, m.key_letters from mine m
    union
    select v.person_id, m.birth, v.key_tokens, v.key_letters from mine m
      join people.name_variant v on v.person_id = m.person_id and v.known_to is null
  ), met as (
    select s.person_id as a, i.person_id as b, true as same_name from spelt s
      join people.identity i on i.key_tokens = s.key_tokens and i.known_to is null and i.person_id < s.person_id
     where people.births_agree(s.birth, i.birth) is not null
    union
    select s.person_id, i.person_id, true from spelt s
      join people.identity i on i.key_letters = s.key_letters and i.known_to is null and i.person_id < s.person_id
     where people.births_agree(s.birth, i.birth) is not null
    union
    select s.person_id, v.person_id, true from spelt s
      join people.name_variant v on v.key_tokens = s.key_tokens and v.known_to is null and v.person_id < s.person_id
    union
    -- The birth in digits is one of the words both are found by: names are compared with names.
    select m.person_id, i.person_id, false from mine m
      join people.identity i on i.birth = m.birth and i.known_to is null and i.person_id < m.person_id
     where length(m.birth) = 10
       and (m.words && i.search_tokens or string_to_array(i.key_tokens, ' ') && m.search_tokens
            or abs(length(m.key_letters) - length(i.key_letters)) <= 2
               and public.levenshtein_less_equal(left(m.key_letters, 200), left(i.key_letters, 200), 2) <= 2)
  ), judged as (
    select n.a, n.b, n.same_name, people.births_agree(x.birth, y.birth) as birth,
           x.birth like '%-01-01' as first_of_january, x.sex, y.sex as sex_b,
           left(x.key_letters, 200) as letters, left(y.key_letters, 200) as letters_b,
           string_to_array(x.key_tokens, ' ') as words, string_to_array(y.key_tokens, ' ') as words_b,
           x.search_tokens as held, y.search_tokens as held_b, x.key_tokens, y.key_tokens as key_tokens_b
      from (select met.a, met.b, bool_or(met.same_name) as same_name from met group by met.a, met.b) n
      join people.identity x on x.person_id = n.a and x.known_to is null
      join people.identity y on y.person_id = n.b and y.known_to is null
     where people.births_agree(x.birth, y.birth) is not null
  ), alike as (
    select j.a, j.b, j.birth, j.first_of_january, j.sex, j.sex_b, j.key_tokens,
           case when j.same_name then 'same'
                when abs(length(j.letters) - length(j.letters_b)) <= 2
                 and public.levenshtein_less_equal(j.letters, j.letters_b, 2) <= 2
                then 'near' || public.levenshtein_less_equal(j.letters, j.letters_b, 2)
                when (j.words && j.held_b or j.words_b && j.held)
                 and (select count(*) from (select unnest(j.held) intersect select unnest(j.held_b)) w (word)
                       where w.word !~ '^\d') >= 2 then 'words'
                when j.words && j.words_b and people.sounds_of(j.key_tokens) = people.sounds_of(j.key_tokens_b) then 'sound'
           end as name
      from judged j
  )
  select k.a, k.b, k.name, k.birth, k.sex <> k.sex_b and k.sex <> 'unknown' and k.sex_b <> 'unknown'
    from alike k
   where k.name is not null
     and not (k.first_of_january and k.name in ('near2', 'words'))
     -- Without a birth, only when nobody else has that name.
     and (k.birth <> 'missing' or (select count(*) from people.identity z where z.key_tokens = k.key_tokens and z.known_to is null) <= 2)
     and exists (select from people.registration g
                  where g.person_id = k.b and g.structure_id = p_structure and g.known_to is null)
     and not exists (select from people.alias s where s.person_id in (k.a, k.b) and s.known_to is null)
     and (k.b, k.a) not in (select d.person_a, d.person_b from people.kept_apart() d)
$$;

-- Owner function. Who said that two records are two people, and when; for a reader who may know both.
create function people.said_distinct(p_a uuid, p_b uuid) returns json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not array[p_a, p_b] <@ access.permitted_persons('identity', 'read') then
    return null;
  end if;
  return (select json_build_object('at', d.decided_at, 'by', o.display_name)
            from people.kept_apart() d left join access.account o on o.id = d.decided_by
           where d.person_a = least(p_a, p_b) and d.person_b = greatest(p_a, p_b)
           order by d.decided_at limit 1);
end $$;

-- Owner function. The state to send back with a decision; for a reader who may know both.
create function people.seen_state(p_a uuid, p_b uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select people.pair_state(p_a, p_b) where array[p_a, p_b] <@ access.permitted_persons('identity', 'read')
$$;

-- One side of a comparison, by the reader's own policies: null when they may not know the record.
create function record.side(p_members uuid[]) returns json
language sql stable set search_path = pg_catalog, pg_temp as $$
  select json_build_object('id', p.id, 'localNumber', p.local_number, 'identity', record.identity_of(i),
      'since', (select min(g.since) from people.registration g where g.person_id = any (p_members) and g.known_to is null),
      'encounters', (select json_build_object('count', count(*), 'first', min(e.on_day), 'last', max(e.on_day))
                       from care.encounter e where e.person_id = any (p_members) and e.known_to is null),
      'statements', (select count(*) from rights.cover_statement s where s.person_id = any (p_members) and s.known_to is null)
                  + (select count(*) from rights.cover_interval v where v.person_id = any (p_members) and upper_inf(v.known)),
      'others', (select coalesce(json_agg(json_build_object('id', q.id, 'localNumber', q.local_number, 'identity', record.identity_of(j))
                         order by q.local_number), '[]')
                   from people.person q join people.identity j on j.person_id = q.id and j.known_to is null
                  where q.id = any (p_members) and q.id <> p.id))
    from people.person p join people.identity i on i.person_id = p.id and i.known_to is null
   where p.id = p_members[1]
$$;

-- Two records side by side, each with what is already read under it; one audit row names them all.
create function record.compare(p_a uuid, p_b uuid) returns json
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  one uuid[] := coalesce(people.together(p_a), array[p_a]);
  other uuid[] := coalesce(people.together(p_b), array[p_b]);
begin
  perform audit.record('person.compare', null, one || other);
  return json_build_object(
    'seen', people.seen_state(one[1], other[1]), 'together', one[1] = other[1],
    'distinct', people.said_distinct(one[1], other[1]),
    'sameDays', array(select distinct e.on_day from care.encounter e join care.encounter f on f.on_day = e.on_day
                       where e.person_id = any (one) and f.person_id = any (other) and e.known_to is null and f.known_to is null
                       order by e.on_day desc limit 5),
    'records', json_build_array(record.side(one), record.side(other)));
end $$;

-- The other records read under a person's page, each with its own identity. Null when there is none.
create function record.joined_records(p_members uuid[]) returns json
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when cardinality(p_members) > 1 then json_build_object('decisions', people.joined(p_members),
    'records', (select coalesce(json_agg(json_build_object('id', q.id, 'localNumber', q.local_number, 'identity', record.identity_of(j))
                       order by q.local_number), '[]')
                  from people.person q join people.identity j on j.person_id = q.id and j.known_to is null
                 where q.id = any (p_members[2:]))) end
$$;

grant execute on function people.together, people.joined, people.merge, people.unmerge, people.decide_distinct,
  people.probable_pairs, people.said_distinct, people.seen_state, record.side, record.compare,
  record.joined_records to maillage_app;
