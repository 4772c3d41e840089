-- Searching as one types: whatever the accents, the order, the spelling, one or two typing errors.
--
-- search_entry holds one row for each person with the words they are found by: the database intersects words in it.
-- search_word and search_near are a dictionary of the words that are names, each once: by it a word typed is widened to
-- those that sound alike or are a letter or two away, before anyone is looked for.

create extension if not exists fuzzystrmatch;

drop function people.search;
drop trigger index_identity_insert on people.identity;
drop trigger index_identity_update on people.identity;
drop trigger index_variant_insert on people.name_variant;
drop trigger index_variant_update on people.name_variant;
drop function people.index_identity;
drop function people.index_variant;
drop function people.unindex_variant;
drop table people.search_token;

-- Closed to every role: filled by triggers, read by people.search alone.
create table people.search_entry (
  person_id uuid primary key references people.person,
  words tsvector not null,
  -- How many of them are not ends of telephone numbers.
  names integer not null
);
-- Without a pending list: a search right after a large import must not read through it.
create index search_entry_words on people.search_entry using gin (words) with (fastupdate = off);
-- A word may be there twice, when two people bring it at the same moment: nobody waits for anybody, and it costs nothing.
create table people.search_word (
  id integer generated always as identity primary key,
  word text collate "C" not null,
  sound text collate "C"
);
create index on people.search_word (word);
create index on people.search_word (sound) where sound is not null;
-- The word, and what is left of its beginning without one letter or two (hashed): two words at most two typing errors
-- apart share one of these keys.
create table people.search_near (
  key integer not null,
  size smallint not null,
  word_id integer not null
);
create index search_near_key on people.search_near (key, size) include (word_id);

alter table people.search_entry enable row level security;
alter table people.search_word enable row level security;
alter table people.search_near enable row level security;

-- The keys of a word. Seven letters are enough: whoever shares them is then measured whole.
create function people.near_keys(p_word text) returns integer[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  whole text := left(p_word, 7);
  once text;
  keys integer[] := array[hashtext(whole)];
begin
  for i in 1 .. case when length(whole) > 1 then length(whole) else 0 end loop
    once := left(whole, i - 1) || substr(whole, i + 1);
    keys := keys || hashtext(once);
    if length(p_word) > 3 then
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

-- The words each of these people is found by, whatever known now gives them; migration 0017 adds the ends of telephone
-- numbers ("tel:2345"). A word of another kind than a name or a
-- birth in digits says which before a colon.
create function people.words_of(p_persons uuid[]) returns table (person_id uuid, word text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select i.person_id, w from people.identity i, unnest(i.search_tokens) w
   where i.person_id = any (p_persons) and i.known_to is null and w <> '' and length(w) < 200
  union
  select v.person_id, w from people.name_variant v, unnest(v.search_tokens) w
   where v.person_id = any (p_persons) and v.known_to is null and w <> '' and length(w) < 200
$$;

-- Brings the index up to what is now known of these people. Not a definer: it runs with the rights of the triggers that
-- call it, and is granted to nobody.
create function people.index_persons(p_persons uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  -- Whoever writes on the same person meanwhile is waited for, then seen: each statement below reads anew.
  perform from people.search_entry e where e.person_id = any (p_persons) order by e.person_id for update;
  with said as materialized (
         select w.person_id, array_agg(w.word) as words,
                count(*) filter (where not starts_with(w.word, 'tel:')) as names
           from people.words_of(p_persons) w group by w.person_id),
       new_word as (
         insert into people.search_word (word, sound)
         select fresh.word, people.sound_of(fresh.word)
           from (select distinct unnest(s.words) as word from said s) fresh
          where fresh.word ~ '^[^0-9:]+$'
            and not exists (select from people.search_word k where k.word = fresh.word collate "C")
         returning id, word),
       keyed as (
         insert into people.search_near (key, size, word_id)
         select k, length(n.word), n.id from new_word n, unnest(people.near_keys(n.word)) k)
  insert into people.search_entry as e (person_id, words, names)
  select s.person_id, array_to_tsvector(s.words), s.names from said s
  on conflict (person_id) do update set words = excluded.words, names = excluded.names where e.words <> excluded.words;
  delete from people.search_entry e
   where e.person_id = any (p_persons)
     and not exists (select from people.words_of(array[e.person_id]));
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

-- Records kept from before.
do $$ begin perform people.index_persons(array(select id from people.person)); end $$;

-- One way a word typed may be met. n: which word of the query; part: a beginning is enough; tier: from which attempt it
-- counts (1 as written, 2 beginnings and sounds, 3 typing errors); cost: 0 as written, 1 a typing error.
create type people.search_candidate as (
  n smallint, word text, part boolean, cost real, how text, tier smallint
);

-- Words of the dictionary that sound like those typed, or begin by sounding like them. One letter apart, that is what is said.
create function people.sounding_like(p_names people.search_candidate[]) returns people.search_candidate[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return array(
    select row(close.n, close.word, false, 0.5 + 0.12 * close.apart, case when close.apart = 1 then 'near1' else 'sound' end, 2)::people.search_candidate
      from (select met.n, met.word, met.apart, row_number() over (partition by met.n order by met.apart, met.word) as place
              from (select typed.n, alike.word, alike.apart
                      from (select s.n, s.word, people.sound_of(s.word) collate "C" as sound from unnest(p_names) s) typed
                      cross join lateral (
                        (select w.word, public.levenshtein_less_equal(typed.word, w.word, 4) as apart
                           from people.search_word w where w.sound = typed.sound and w.word <> typed.word limit 60)
                        union all
                        (select w.word, 2 + public.levenshtein_less_equal(typed.word, left(w.word, length(typed.word)), 2)
                           from people.search_word w
                          where w.sound > typed.sound and w.sound < typed.sound || chr(1114111) and length(typed.word) between 3 and 7
                          order by w.sound limit 40)) alike) met
             where met.apart <= 4) close
     where close.place <= 12);
end $$;

-- Words of the dictionary one or two typing errors from those typed. Two letters swapped make one error, which the
-- distance counts as two: same letters, same length.
create function people.misspelling(p_names people.search_candidate[]) returns people.search_candidate[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return array(
    select row(ranked.n, ranked.word, false, ranked.cost, case when ranked.cost < 1.5 then 'near1' else 'near2' end, 3)::people.search_candidate
      from (select measured.n, measured.word, measured.cost,
                   row_number() over (partition by measured.n order by measured.cost, measured.word) as place
              from (select met.n, met.word,
                           (case when met.apart = 2 and met.same_letters then 1 when met.apart = 3 then 2.5 else met.apart end
                            + case when left(met.word, 1) = left(met.typed, 1) then 0 else 0.1 end)::real as cost
                      from (select distinct s.n, s.word as typed, w.word,
                                   public.levenshtein_less_equal(s.word, w.word, 4) as apart,
                                   length(s.word) = length(w.word) and translate(s.word, w.word, '') = ''
                                     and translate(w.word, s.word, '') = '' as same_letters
                              from unnest(p_names) s
                              cross join lateral unnest(people.near_keys(s.word)) k (key)
                              join people.search_near x on x.key = k.key and x.size between length(s.word) - 2 and length(s.word) + 2
                              join people.search_word w on w.id = x.word_id
                             where w.word <> s.word) met
                     where met.apart = 1 or met.apart = 2 and (met.same_letters or length(met.typed) > 3)
                        or met.apart = 3 and length(met.typed) > 4
                        or met.apart = 4 and met.same_letters) measured) ranked
     where ranked.place <= 40);
end $$;

-- "One of the ways of the first word, and one of the second…", for the words of the query that p_words names.
create function people.search_query(p_ways people.search_candidate[], p_words smallint[], p_tier integer) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select string_agg(any_way, ' & ') from (
    select '(' || string_agg(distinct '''' || replace(replace(w.word, '\', '\\'), '''', '''''') || ''''
                             || case when w.part then ':*' else '' end, ' | ') || ')' as any_way
      from unnest(p_ways) w where w.tier <= p_tier and w.n = any (p_words) group by w.n) each_word
$$;

-- Whether someone may know of this person: their structure received them, or a consent in force says so. In one expression,
-- which the planner takes into the query; it runs with the rights of the owner functions that call it.
create function people.may_know(p_person uuid, p_structure uuid, p_account uuid, p_consent_only boolean) returns boolean
language sql stable as $$
  select (not p_consent_only and exists (select from people.registration g
            where g.person_id = p_person and g.structure_id = p_structure and g.known_to is null))
      or exists (select from access.consent c
            where c.person_id = p_person and 'identity' = any (c.natures)
              and (c.recipient_structure_id = p_structure or c.recipient_account_id = p_account)
              and c.withdrawn_at is null and c.given_on <= current_date and coalesce(c.ends_on, 'infinity') >= current_date)
$$;

-- Owner function. Finds people, best first, and writes the audit row of the list it gives. Who may know whom: the
-- actor's structure, or a consent in force; the command line, on the server itself, its own structure.
-- p_criteria comes from src/people/search/criteria.ts: the words typed, each a name to widen ("name": true) or a birth.
-- p_wide: whoever may be the same person, even when a closer one was found (before a record is created).
-- matches tells what was met: the word of the query, the person's word, and how.
create function people.search(p_criteria jsonb, p_wide boolean default false, p_limit integer default 20)
returns table (id uuid, local_number bigint, family text, given text, used_family text, used_given text,
               birth text, sex text, status text, matches jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  consent_only boolean;
  ways people.search_candidate[];
  names people.search_candidate[];
  every_word smallint[];
  needed smallint[];
  query tsquery;
  phoned boolean;
  attempt integer := 1;
  number bigint;
  hits uuid[] := '{}';
  costs real[] := '{}';
  reasons jsonb[] := '{}';
  more record;
begin
  select r.by_consent into consent_only from access.nature_right r
   where r.role = actor.effective_role and r.nature = 'identity' and r.can_read;
  if not found then
    if actor.role is distinct from 'console' then
      raise exception 'role may not search people' using errcode = 'MA403';
    end if;
    consent_only := false;
  end if;

  select array_agg(row(c.n, c.word, coalesce(c.part, false), coalesce(c.cost, 0), c.how, coalesce(c.tier, 1))::people.search_candidate)
           filter (where c.how <> 'number'),
         array_agg(row(c.n, c.word, false, 0, c.how, 1)::people.search_candidate) filter (where c.name),
         array_agg(distinct c.n) filter (where c.how <> 'number'),
         array_agg(distinct c.n) filter (where c.how <> 'number' and c.needed is not false),
         max(c.word::bigint) filter (where c.how = 'number')
    into ways, names, every_word, needed, number
    from jsonb_to_recordset(p_criteria) as c (n smallint, word text, part boolean, cost real, how text, tier smallint,
                                              name boolean, needed boolean);

  phoned := exists (select from unnest(ways) w where w.how = 'phone');
  if number is not null then
    select coalesce(array_agg(p.id), '{}'), coalesce(array_agg(0), '{}'), coalesce(array_agg(
             jsonb_build_array(jsonb_build_object('n', 0, 'word', number::text, 'how', 'number'))), '{}')
      into hits, costs, reasons
      from people.person p
     where p.local_number = number
       and exists (select from people.search_entry e where e.person_id = p.id)
       and people.may_know(p.id, actor.structure_id, actor.account_id, consent_only);
  end if;

  -- As written; then beginnings and sounds; then typing errors; then without particles; then one word met short.
  while ways is not null and attempt <= 5 loop
    if attempt = 2 then
      ways := ways || people.sounding_like(names)
        || array(select row(w.n, w.word, true, 0.2, 'beginning', 2)::people.search_candidate
                   from unnest(ways) w where w.how = 'exact' and w.tier = 1);
    elsif attempt = 3 then
      ways := ways || people.misspelling(names);
    end if;
    query := case
      when attempt <= 3 then people.search_query(ways, every_word, attempt)
      when attempt = 4 and needed <> every_word then people.search_query(ways, needed, 3)
      when attempt = 5 then (
        -- A birth may be wrong; a name may be another, when the birth or two other words are met.
        select string_agg(people.search_query(array(select w from unnest(ways) w where not w.part or w.how like 'birth%'),
                 array_remove(needed, left_out.n), 2), ' | ')
          from (select distinct w.n, w.how like 'birth%' as is_birth from unnest(ways) w
                 where w.n = any (needed) and w.how not in ('sound', 'near1', 'near2', 'beginning', 'phone')) left_out
         where left_out.is_birth and exists (select from unnest(names) s where s.n = any (needed))
            or not left_out.is_birth and (cardinality(needed) > 2 or exists (
                 select from unnest(ways) w where w.how = 'birth' and w.n <> left_out.n and cardinality(needed) > 1)))
    end::tsquery;
    if query is not null then
      for more in
        with hit as materialized (
               select e.person_id, e.words, e.names from people.search_entry e
                where e.words @@ query and e.person_id <> all (hits)
                  and people.may_know(e.person_id, actor.structure_id, actor.account_id, consent_only)
                limit case when attempt < 3 then 100 else 400 end),
             -- A telephone number is many words, and says nothing of a name: left out unless digits were typed.
             held as materialized (select h.person_id, t.word from hit h, unnest(tsvector_to_array(h.words)) as t (word)
                                    where phoned or not starts_with(t.word, 'tel:')),
             met as (
               select d.person_id, w.n, d.word, w.how, w.cost
                 from unnest(ways) w join held d on d.word = w.word where not w.part and w.tier <= attempt
               union all
               select d.person_id, w.n, d.word, w.how,
                      case when w.how = 'beginning' then least(0.9, 0.2 + 0.1 * (length(d.word) - length(w.word))) else w.cost end
                 from unnest(ways) w join held d on starts_with(d.word, w.word) where w.part and w.tier <= attempt),
             best as (
               select distinct on (m.person_id, m.n) m.person_id, m.n, m.word, m.how, m.cost
                 from met m order by m.person_id, m.n, m.cost, m.word)
        -- A hundredth for each word of theirs that was not typed: of two who match, the one with no other name comes first.
        select b.person_id, (sum(b.cost) + 1.5 * (cardinality(every_word) - count(*))
                 + 0.01 * (select h.names from hit h where h.person_id = b.person_id))::real as cost,
               jsonb_agg(jsonb_build_object('n', b.n, 'word', b.word, 'how', b.how) order by b.n) as matches
          from best b group by b.person_id
      loop
        hits := hits || more.person_id;
        costs := costs || more.cost;
        reasons := reasons || more.matches;
      end loop;
    end if;
    attempt := attempt + 1;
    exit when not p_wide and cardinality(hits) >= case when attempt <= 3 then 8 else 1 end;
  end loop;

  -- Many namesakes of one guess must not hide another guess.
  select array_agg(ranked.person_id order by ranked.place), array_agg(ranked.reason order by ranked.place) into hits, reasons
    from (select spread.person_id, spread.reason,
                 row_number() over (order by spread.cost + case when spread.cost < 0.45 then 0 else 0.5 * (spread.namesake - 1) end,
                                             spread.person_id) as place
            from (select h.person_id, h.cost, h.reason,
                         row_number() over (partition by h.reason order by h.cost, h.person_id) as namesake
                    from unnest(hits, costs, reasons) as h (person_id, cost, reason)) spread
           order by place limit least(p_limit, 50)) ranked;
  perform audit.record('person.search', null, coalesce(hits, '{}'), null, null,
    jsonb_build_object('words', coalesce(cardinality(every_word), 0), 'found', coalesce(cardinality(hits), 0)));
  return query
    select p.id, p.local_number, i.family, i.given, i.used_family, i.used_given, i.birth, i.sex, i.status, h.reason
      from unnest(hits, reasons) with ordinality as h (person_id, reason, n)
      join people.person p on p.id = h.person_id
      join people.identity i on i.person_id = p.id and i.known_to is null
     order by h.n;
end $$;

create index entry_opened on audit.entry (account_id, id) where action = 'person.open';

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
            from (select t.person_id, t.id from audit.entry t
                   where t.account_id = actor.account_id and t.action = 'person.open'
                   order by t.id desc limit 300) e
           where people.may_know(e.person_id, actor.structure_id, actor.account_id, consent_only)
           group by e.person_id order by at desc limit least(p_limit, 20)) last;
  perform audit.record('person.list', null, coalesce(opened, '{}'));
  return query
    select p.id, p.local_number, i.family, i.given, i.used_family, i.used_given, i.birth, i.sex, i.status
      from unnest(opened) with ordinality as o (person_id, n)
      join people.person p on p.id = o.person_id
      join people.identity i on i.person_id = p.id and i.known_to is null
     order by o.n;
end $$;

grant execute on function people.search, people.recent to maillage_app;
