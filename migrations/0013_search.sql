-- Searching as one types: whatever the accents, the order, the spelling, one or two typing errors.
--
-- search_entry holds one row for each person with the words they are found by: the database intersects words in it.
-- search_word and search_near are a dictionary of the words that are names, each once: by it a word typed is widened to
-- those that sound alike or are a letter or two away, before anyone is looked for.

create extension if not exists fuzzystrmatch;

-- Closed to every role: filled by triggers, read by people.search alone.
create table people.search_entry (
  person_id uuid primary key references people.person,
  words tsvector not null,
  -- These words, and the beginnings of the names among them, of one to four letters, each behind a "^": what one looks for
  -- with its first letters is one entry of the index instead of thousands gathered.
  found_by tsvector not null,
  -- How many of the words are not ends of telephone numbers.
  names integer not null
);
-- Without a pending list: a search right after a large import must not read through it.
create index search_entry_found_by on people.search_entry using gin (found_by) with (fastupdate = off);
-- A word may be there twice, when two people bring it at the same moment: nobody waits for anybody, and it costs nothing.
create table people.search_word (
  word text collate "C" not null,
  sound text collate "C"
);
create index on people.search_word (word);
create index on people.search_word (sound) include (word) where sound is not null;
-- The word, and what is left of its beginning without one letter or two (hashed): two words at most two typing errors
-- apart share one of these keys.
create table people.search_near (
  key integer not null,
  size smallint not null,
  word text collate "C" not null
);
create index search_near_key on people.search_near (key, size) include (word);

alter table people.search_entry enable row level security;
alter table people.search_word enable row level security;
alter table people.search_near enable row level security;

-- The keys of a word, one letter left out or two. Seven letters are enough: whoever shares them is then measured whole.
create function people.near_keys(p_word text, p_left_out integer) returns integer[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  whole text := left(p_word, 7);
  once text;
  keys integer[] := array[hashtext(whole)];
begin
  for i in 1 .. case when length(whole) > 1 then length(whole) else 0 end loop
    once := left(whole, i - 1) || substr(whole, i + 1);
    keys := keys || hashtext(once);
    if p_left_out > 1 and length(p_word) > 3 then
      -- From i on: the second letter left out is always after the first.
      for j in i .. length(once) loop
        keys := keys || hashtext(left(once, j - 1) || substr(once, j + 1));
      end loop;
    end if;
  end loop;
  return array(select distinct k from unnest(keys) k);
end $$;

-- How a name sounds, roughly, whichever language it was written down in: its consonants, those that one language
-- writes for another's made one (Djamel, Jamel; Ouédraogo, Wedraogo; Kovačević, Kovatchevitch). Null when too little is left.
create function people.sound_of(p_word text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  s text := regexp_replace(regexp_replace(p_word, '[^a-z]', '', 'g'), '(.)\1+', '\1', 'g');
begin
  s := regexp_replace(s, '(ic|i[td]?s?ch)$', 'is');
  s := regexp_replace(s, 'tsch|tch|sch|sh|ch|cz', 's', 'g');
  s := regexp_replace(s, 'dzh|dj|dz|zh|xh', 'j', 'g');
  s := regexp_replace(s, 'g(?=[ei])', 'j', 'g');
  s := regexp_replace(s, 'kh', 'h', 'g');
  s := regexp_replace(s, 'ph', 'f', 'g');
  s := regexp_replace(s, '([tdrgbl])h', '\1', 'g');
  s := regexp_replace(s, 'c(?=[eiy])|z', 's', 'g');
  s := regexp_replace(s, 'qu|ck|c|q', 'k', 'g');
  s := regexp_replace(s, 'x', 'ks', 'g');
  s := regexp_replace(s, 'gu(?=[eiy])', 'g', 'g');
  s := regexp_replace(s, '(ou|u)(?=[aei])|w', 'v', 'g');
  s := regexp_replace(s, '^[iy](?=[aeou])', 'q');
  s := regexp_replace(s, 'h$', '');
  s := regexp_replace(s, '^[aeiouy]', 'a');
  s := left(s, 1) || translate(substr(s, 2), 'aeiouy', '');
  return case when length(s) > 1 then s end;
end $$;

-- The words of these people's names. Names and births in digits come as they are; a piece of a name behind a "+"
-- (see searchTokens in src/people/rules.ts).
create function people.names_of(p_persons uuid[]) returns table (person_id uuid, word text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select i.person_id, w from people.identity i, unnest(i.search_tokens) w
   where i.person_id = any (p_persons) and i.known_to is null and w <> '' and length(w) < 200
  union
  select v.person_id, w from people.name_variant v, unnest(v.search_tokens) w
   where v.person_id = any (p_persons) and v.known_to is null and w <> '' and length(w) < 200
$$;

-- Brings the index up to what is now known of these people: all the words they are found by (people.words_of, migration
-- 0017), a word of another kind than a name saying which before a colon ("tel:2345"). Not a definer: it runs with the
-- rights of the triggers that call it, and is granted to nobody.
create function people.index_persons(p_persons uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  -- Whoever writes on the same person meanwhile is waited for, then seen: each statement below reads anew.
  perform from people.search_entry e where e.person_id = any (p_persons) order by e.person_id for update;
  with said as materialized (select w.person_id, w.word from people.words_of(p_persons) w),
       new_word as (
         -- Behind a "+", or of another kind: found as written, never guessed from a word misspelt.
         insert into people.search_word (word, sound)
         select fresh.word, people.sound_of(fresh.word)
           from (select distinct s.word from said s where s.word ~ '^[^0-9:+]+$') fresh
          where not exists (select from people.search_word k where k.word = fresh.word collate "C")
         returning word),
       keyed as (
         insert into people.search_near (key, size, word)
         select k, length(n.word), n.word from new_word n, unnest(people.near_keys(n.word, 2)) k),
       gone as (
         delete from people.search_entry e
          where e.person_id = any (p_persons) and e.person_id not in (select s.person_id from said s))
  insert into people.search_entry as e (person_id, words, found_by, names)
  -- Each word, then its beginnings: an import brings thousands of people in one statement.
  select s.person_id, array_to_tsvector(array_agg(s.bare) filter (where letters = 0)),
         array_to_tsvector(array_agg(case letters when 0 then s.bare else '^' || left(s.bare, letters) end)),
         count(*) filter (where letters = 0 and not starts_with(s.bare, 'tel:'))
    from (select w.person_id, w.word, ltrim(w.word, '+') as bare from said w) s
    cross join generate_series(0, 4) letters
   where letters = 0 or s.word ~ '^[^0-9:]+$' and length(s.bare) >= letters
   group by s.person_id
  on conflict (person_id) do update set words = excluded.words, found_by = excluded.found_by, names = excluded.names
   where e.words <> excluded.words;
end $$;

create function people.index_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform people.index_persons(array(select distinct n.person_id from new_rows n));
  return null;
end $$;
create trigger index_identity_insert after insert on people.identity
  referencing new table as new_rows for each statement execute function people.index_changed();
create trigger index_identity_update after update on people.identity
  referencing new table as new_rows for each statement execute function people.index_changed();
create trigger index_variant_insert after insert on people.name_variant
  referencing new table as new_rows for each statement execute function people.index_changed();
create trigger index_variant_update after update on people.name_variant
  referencing new table as new_rows for each statement execute function people.index_changed();

-- One way a word typed may be met. n: which word of the query; part: a beginning is enough; tier: from which attempt it
-- counts (1 as written, 2 beginnings, 3 a letter away or sounding alike, 4 further); cost: 0 as written.
create type people.search_way as (
  n smallint, word text, part boolean, cost real, how text, tier smallint
);
-- Someone found, and what was met: the words of the query, theirs, and how.
create type people.search_hit as (person_id uuid, cost real, n smallint[], word text[], how text[]);

-- Words of the dictionary close to those typed, the closest first. p_far false: those that sound alike, or are one typing error
-- away; true: those that are two away, or begin by sounding alike. Two letters swapped make one error, which the distance
-- counts as two: same letters, same length.
create function people.close_words(p_names people.search_way[], p_far boolean) returns people.search_way[]
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    with typed as materialized (
           select s.n, s.word, people.sound_of(s.word) collate "C" as sound from unnest(p_names) s),
         met as (
           select t.n, t.word as typed, k.word, true as alike, false as begun
             from typed t join people.search_word k on k.sound = t.sound
           union all
           select t.n, t.word, x.word, false, false
             from typed t
             cross join lateral unnest(people.near_keys(t.word, case when p_far then 2 else 1 end)) near (key)
             join people.search_near x on x.key = near.key and x.size between length(t.word) - 2 and length(t.word) + 2
           union all
           select t.n, t.word, k.word, false, true
             from typed t
             cross join lateral (select w.word from people.search_word w
                                  where p_far and length(t.word) between 3 and 7
                                    and w.sound > t.sound and w.sound < t.sound || chr(1114111) limit 40) k),
         measured as (
           select m.n, m.typed, m.word, bool_or(m.alike) as alike, bool_and(m.begun) as begun,
                  public.levenshtein_less_equal(m.typed, case when bool_and(m.begun) then left(m.word, length(m.typed)) else m.word end, 4) as apart,
                  length(m.typed) = length(m.word) and translate(m.typed, m.word, '') = ''
                    and translate(m.word, m.typed, '') = '' as same_letters
             from met m where m.word <> m.typed group by m.n, m.typed, m.word),
         judged as (
           select m.n, m.word,
                  case when m.begun then case when m.apart <= 2 then 1.1 + 0.1 * m.apart end
                       when m.apart = 1 or m.apart = 2 and m.same_letters then case when m.alike then 0.6 else 0.7 end
                       when m.alike and m.apart <= 4 then 0.6 + 0.08 * m.apart
                       when length(m.typed) <= 3 then null
                       when m.apart = 2 or m.apart = 4 and m.same_letters then 1.4
                       when m.apart = 3 then 1.6 end
                    + case when m.alike or left(m.word, 1) = left(m.typed, 1) then 0 else 0.1 end as cost,
                  case when not m.begun and (m.apart = 1 or m.apart = 2 and m.same_letters) then 'near1'
                       when m.begun or m.alike then 'sound' else 'near2' end as how
             from measured m)
    select row(r.n, r.word, false, r.cost, r.how, case when p_far then 4 else 3 end)::people.search_way
      from (select j.n, j.word, j.cost, j.how, row_number() over (partition by j.n order by j.cost, j.word) as place
              from judged j where case when p_far then j.cost >= 1 else j.cost < 1 end) r
     where r.place <= 30);
end $$;

-- "One of the ways of the first word, and one of the second…", for the words of the query that p_words names. What begins as
-- another way of the same word says nothing more; the first letters of a name are looked up as people.search_entry keeps them.
create function people.search_query(p_ways people.search_way[], p_words smallint[], p_tier integer) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  with way as (
    select distinct w.n, w.word, w.part from unnest(p_ways) w where w.tier <= p_tier and w.n = any (p_words))
  select string_agg(any_way, ' & ') from (
    select '(' || string_agg('''' || case when short then '^' else '' end || replace(replace(w.word, '\', '\\'), '''', '''''') || ''''
                             || case when w.part and not short then ':*' else '' end, ' | ') || ')' as any_way
      from way w cross join lateral (select w.part and w.word ~ '^[^0-9:]{1,4}$' as short) said
     where not exists (select from way o where o.n = w.n and o.part and starts_with(w.word, o.word) and (o.word <> w.word or not w.part))
     group by w.n) each_word
$$;

-- Whether a consent in force lets this account, in this structure, under the function of its session, read this block of a
-- person: said of any record read with this one, it is said of the person. As people.may_know, taken into the query that
-- asks, with the rights of the owner functions that call it.
create function access.agreed(p_person uuid, p_nature text, p_structure uuid, p_account uuid) returns setof boolean
language sql stable as $$
  select true
    from (select p_person as id
          union all
          select k.person_id from people.alias k where k.kept_id = p_person and k.known_to is null
          union all
          select w.id from people.alias k
           cross join lateral (
             select k.kept_id as id
             union all
             select s.person_id from people.alias s where s.kept_id = k.kept_id and s.known_to is null) w
           where k.person_id = p_person and k.known_to is null) r
    join access.consent c on c.person_id = r.id
   where p_nature = any (c.natures) and c.known_to is null and c.withdrawn_at is null
     and c.given_on <= current_date and coalesce(c.ends_on, 'infinity') >= current_date
     and (c.recipient_account_id = p_account
          or c.recipient_account_id is null and coalesce(c.recipient_structure_id, p_structure) = p_structure
             and (c.recipient_role is null or c.recipient_role = (select (access.actor()).effective_role)))
$$;

-- Whether someone may know of this person: their structure received them, or a consent in force says so, and the person
-- does not object to them (asked once a query, and of whom nobody objects to, by one probe within it). A set of one row or
-- none, which the planner takes into the query that asks; it runs with the rights of the owner functions that call it.
create function people.may_know(p_person uuid, p_structure uuid, p_account uuid, p_consent_only boolean) returns setof boolean
language sql stable as $$
  select true
   where (not p_consent_only and exists (select from people.registration g
            where g.person_id = p_person and g.structure_id = p_structure and g.known_to is null)
          or exists (select from access.agreed(p_person, 'identity', p_structure, p_account)))
     and p_person <> all (case when exists (select from access.objection o where o.account_id = p_account and o.lifted_at is null)
                               then (select access.barred(p_account))::uuid[] else '{}' end)
$$;

-- The best of those whose words answer the query and whom the actor may know of, those found before left out.
-- Each word of the query is answered by the closest of theirs. A word of theirs that answers two costs, unless they have it
-- twice; a word left unanswered costs more; a hundredth for each word of theirs that was not typed: of two who match, the one with
-- no other name comes first. Many namesakes of one guess must not hide another guess: the second counts as further, and so on.
create function people.search_hits(p_query tsquery, p_ways people.search_way[], p_words integer, p_found people.search_hit[],
                                   p_actor access.actor_row, p_consent_only boolean, p_most integer) returns people.search_hit[]
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    with hit as materialized (
           select e.person_id, e.words, e.names
             from people.search_entry e
             cross join lateral people.may_know(e.person_id, p_actor.structure_id, p_actor.account_id, p_consent_only)
            where e.found_by @@ p_query and e.person_id <> all (array(select f.person_id from unnest(p_found) f))
            limit p_most),
         -- A telephone number is many words, and says nothing of a name: left out unless digits were typed.
         held as materialized (
           select h.person_id, h.names, t.word from hit h, unnest(tsvector_to_array(h.words)) as t (word)
            where not starts_with(t.word, 'tel:') or (select bool_or(w.how = 'phone') from unnest(p_ways) w)),
         met as (
           select d.person_id, d.names, w.n, d.word, w.how, w.cost from unnest(p_ways) w join held d on d.word = w.word where not w.part
           union all
           select d.person_id, d.names, w.n, d.word, w.how,
                  case when w.how = 'beginning' then least(0.9, 0.2 + 0.1 * (length(d.word) - length(w.word))) else w.cost end
             from unnest(p_ways) w join held d on starts_with(d.word, w.word) where w.part),
         best as (
           select distinct on (m.person_id, m.n) m.* from met m order by m.person_id, m.n, m.cost, m.word),
         judged as (
           select b.person_id, array_agg(b.n) as n, array_agg(b.word) as word, array_agg(b.how) as how, string_agg(b.word, ' ') as met,
                  sum(b.cost) + 1.5 * (p_words - count(*)) as cost, 0.01 * max(b.names) as others,
                  count(*) - count(distinct case b.how when 'joined' then b.n::text else b.word end) as repeated
             from best b group by b.person_id),
         weighed as (
           select j.*, j.others + case when j.repeated = 0 or exists (
                    select from held d join unnest(j.word) w on d.word = w || w where d.person_id = j.person_id) then 0
                    else 0.3 * j.repeated end as lacking
             from judged j),
         spread as (
           select w.*, w.cost + w.lacking
                       + case when w.cost < 0.45 then 0
                              else 0.5 * (row_number() over (partition by w.met order by w.lacking) - 1) end as place
             from weighed w)
    select row(s.person_id, s.place, s.n, s.word, s.how)::people.search_hit
      from spread s order by s.place limit 40);
end $$;

-- Owner function. Finds people, best first, and writes the audit row of the list it gives. Who may know whom: the
-- actor's structure, or a consent in force; the command line, on the server itself, its own structure.
-- p_criteria comes from src/people/search/criteria.ts: the words typed, each a name to widen ("name": true) or a birth.
-- p_wide: whoever may be the same person, even when a closer one was found (before a record is created).
-- matches tells what was met: the word of the query, the person's word, and how.
create function people.search(p_criteria jsonb, p_wide boolean default false, p_limit integer default 20)
returns table (id uuid, local_number bigint, family text, given text, used_family text, used_given text,
               birth text, sex text, status text, matches json)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor access.actor_row := access.actor();
  consent_only boolean;
  ways people.search_way[];
  names people.search_way[];
  every_word smallint[];
  needed smallint[];
  query text;
  number bigint;
  found_people people.search_hit[] := '{}';
  begun integer := 0;
  -- A word that is nobody's name yet is being typed, or is misspelt.
  unfinished boolean;
  listed uuid[];
begin
  select r.by_consent into consent_only from access.nature_right r
   where r.role = actor.effective_role and r.nature = 'identity' and r.can_read;
  if not found then
    if actor.role is distinct from 'console' then
      raise exception 'role may not search people' using errcode = 'MA403';
    end if;
    consent_only := false;
  end if;

  select array_agg(row(c.n, c.word, coalesce(c.part, false), coalesce(c.cost, 0), c.how, coalesce(c.tier, 1))::people.search_way)
           filter (where c.how <> 'number'),
         array_agg(row(c.n, c.word, false, 0, c.how, 1)::people.search_way) filter (where c.name),
         array_agg(distinct c.n) filter (where c.how <> 'number'),
         array_agg(distinct c.n) filter (where c.how <> 'number' and c.needed is not false),
         max(c.word::bigint) filter (where c.how = 'number')
    into ways, names, every_word, needed, number
    from jsonb_to_recordset(p_criteria) as c (n smallint, word text, part boolean, cost real, how text, tier smallint,
                                              name boolean, needed boolean);

  if number is not null then
    found_people := array(
      select row(p.id, 0, '{0}', array[number::text], '{number}')::people.search_hit
        from people.person p
        cross join lateral people.may_know(p.id, actor.structure_id, actor.account_id, consent_only)
       where p.local_number = number
         and exists (select from people.search_entry e where e.person_id = p.id));
  end if;

  unfinished := exists (select from unnest(names) s
                         where not exists (select from people.search_word k where k.word = s.word collate "C"));
  -- As written; beginnings; a letter away or sounding alike; two letters away, without particles; one word met short.
  for attempt in 1 .. case when ways is null then 0 else 5 end loop
    -- The attempt by beginnings takes what is as written too: one of the two is enough.
    continue when attempt = 1 and unfinished or attempt = 2 and cardinality(found_people) > 0 and not p_wide;
    if attempt in (3, 4) and names is not null then
      ways := ways || people.close_words(names, attempt = 4);
    end if;
    if attempt < 5 then
      query := people.search_query(ways, case attempt when 4 then needed else every_word end, attempt);
    else
      -- A birth may be wrong; a name may be another, when the birth or two other words are met.
      query := (
        select string_agg(people.search_query(array(select w from unnest(ways) w where not w.part or w.how like 'birth%'),
                 array_remove(needed, left_out.n), 3), ' | ')
          from (select distinct w.n, w.how like 'birth%' as is_birth from unnest(ways) w
                 where w.n = any (needed) and w.tier = 1 and w.how <> 'phone') left_out
         where left_out.is_birth and exists (select from unnest(names) s where s.n = any (needed))
            or not left_out.is_birth and (cardinality(needed) > 2 or exists (
                 select from unnest(ways) w where w.how = 'birth' and w.n <> left_out.n and cardinality(needed) > 1)));
    end if;
    if query is not null then
      found_people := found_people || people.search_hits(query::tsquery, ways, cardinality(every_word), found_people, actor, consent_only,
                                                         case when attempt < 3 then 60 else 200 end);
    end if;
    exit when not p_wide and (cardinality(found_people) >= 5 or attempt = 3 and begun > 0 or attempt = 4 and cardinality(found_people) > 0);
    begun := case when attempt < 3 then cardinality(found_people) else begun end;
  end loop;

  -- Someone with several records is found by the names of each, and given once.
  if exists (select from unnest(found_people) f join people.alias k on k.person_id = f.person_id and k.known_to is null) then
    found_people := array(
      select distinct on (s.shown) row(s.shown, s.cost, s.n, s.word, s.how)::people.search_hit
        from (select coalesce(k.kept_id, f.person_id) as shown, f.* from unnest(found_people) f
                left join people.alias k on k.person_id = f.person_id and k.known_to is null
                 and exists (select from people.may_know(k.kept_id, actor.structure_id, actor.account_id, consent_only))) s
       order by s.shown, s.cost);
  end if;
  select array_agg(best.person_id order by best.place) into listed
    from (select f.person_id, row_number() over (order by f.cost, f.person_id) as place from unnest(found_people) f
           order by place limit least(p_limit, 50)) best;
  perform audit.write(actor, 'person.search', null, coalesce(listed, '{}'), null, null,
    jsonb_build_object('words', coalesce(cardinality(every_word), 0), 'found', coalesce(cardinality(listed), 0)));
  return query
    select p.id, p.local_number, i.family, i.given, i.used_family, i.used_given, i.birth, i.sex, i.status,
           (select json_agg(json_build_object('n', m.n, 'word', m.word, 'how', m.how)) from unnest(f.n, f.word, f.how) as m (n, word, how))
      from unnest(listed) with ordinality as l (person_id, n)
      join unnest(found_people) f on f.person_id = l.person_id
      join people.person p on p.id = l.person_id
      join people.identity i on i.person_id = p.id and i.known_to is null
     order by l.n;
end $$;

-- By account, latest first: one's own last openings, and what an auditor asks of someone.
create index entry_account on audit.entry (account_id, id);

-- Owner function. The last people whose record this account opened, latest first, among those the actor may know of
-- now; audited as one list. The trail is closed to who writes it: oneself alone is looked up.
create function people.recent(p_limit integer default 10)
returns table (id uuid, local_number bigint, family text, given text, used_family text, used_given text,
               birth text, sex text, status text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  consent_only boolean;
  opened uuid[];
begin
  select r.by_consent into consent_only from access.nature_right r
   where r.role = actor.effective_role and r.nature = 'identity' and r.can_read;
  if not found then
    raise exception 'role may not read identities' using errcode = 'MA403';
  end if;
  select array_agg(last.person_id order by last.at desc) into opened
    from (select e.person_id, max(e.id) as at
            from (select coalesce(k.kept_id, t.person_id) as person_id, t.id
                    from (select t.person_id, t.id from audit.entry t
                           where t.account_id = actor.account_id and t.action = 'person.open'
                           order by t.id desc limit 300) t
                    left join people.alias k on k.person_id = t.person_id and k.known_to is null
                     and exists (select from people.may_know(k.kept_id, actor.structure_id, actor.account_id, consent_only))) e
           cross join lateral people.may_know(e.person_id, actor.structure_id, actor.account_id, consent_only)
           group by e.person_id order by at desc limit least(p_limit, 20)) last;
  perform audit.write(actor, 'person.list', null, coalesce(opened, '{}'));
  return query
    select p.id, p.local_number, i.family, i.given, i.used_family, i.used_given, i.birth, i.sex, i.status
      from unnest(opened) with ordinality as o (person_id, n)
      join people.person p on p.id = o.person_id
      join people.identity i on i.person_id = p.id and i.known_to is null
     order by o.n;
end $$;

grant execute on function people.search, people.recent to maillage_app;
