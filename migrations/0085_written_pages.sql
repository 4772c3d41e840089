-- Pages written beforehand. Opening a record is what is done most, and reading its blocks one by one is most of what it costs: their
-- text is kept, each piece under the cells of the matrix that one must hold, all of them, to be given it. What is read now is the
-- rest: what is of one reader (drafts), of the day (tasks, appointments), what they read in part, and whatever changed since.
--
-- A piece is never stale: every change of what a page shows notes the person and the transaction (record.touched) in the
-- transaction of the change, and a piece holds only what its snapshot saw (as_of). It is given when that snapshot saw all the
-- changes that the reader sees; until it is written again the page is read from the tables. Nobody waits for anybody.
-- Unlogged, and tied to no other table (a backup put back empties those alone that it holds): after a crash both are empty,
-- together, and pages are written again as they are opened.

create unlogged table record.written (
  person_id uuid not null,
  blocks bigint not null,
  -- Never none: what no cell guards is given to nobody.
  cells bigint not null check (cells <> 0),
  content text not null,
  -- With the head of the page: how much there is in natures that not everyone reads (record.withheld).
  counts jsonb,
  as_of pg_snapshot not null,
  primary key (person_id, blocks)
);
create unlogged table record.touched (
  person_id uuid not null,
  xid xid8 not null,
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, xid)
);
create index on record.touched (at);
alter table record.written enable row level security;
alter table record.touched enable row level security;

-- A change of words that many pages show is noted under nobody's name, for all.
create function record.everyone() returns uuid
language sql immutable parallel safe as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;

create function record.touch() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.touched (person_id, xid)
  select distinct c.person_id, pg_current_xact_id() from changed c on conflict do nothing;
  return null;
end $$;
create function record.touch_person() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.touched (person_id, xid)
  select c.id, pg_current_xact_id() from changed c on conflict do nothing;
  return null;
end $$;
create function record.touch_everyone() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into record.touched (person_id, xid) values (record.everyone(), pg_current_xact_id()) on conflict do nothing;
  return null;
end $$;

-- Every table that record.read_blocks and the summaries read (tests/system/written-pages.test.ts compares).
do $$
declare
  name text;
begin
  foreach name in array array['people.person', 'people.registration', 'people.identity', 'people.contact', 'people.situation_statement',
      'people.life_fact', 'people.program_number', 'rights.cover_statement', 'rights.cover_interval', 'rights.request', 'care.encounter',
      'care.encounter_term', 'care.encounter_presence', 'care.note', 'care.essential', 'care.instrument_answer', 'papers.document'] loop
    execute format('create trigger touched_by_insert after insert on %1$s referencing new table as changed for each statement execute function %2$s();
      create trigger touched_by_update after update on %1$s referencing new table as changed for each statement execute function %2$s();
      create trigger touched_by_delete after delete on %1$s referencing old table as changed for each statement execute function %2$s()',
      name, case name when 'people.person' then 'record.touch_person' else 'record.touch' end);
  end loop;
end $$;
create trigger touched after update on network.professional for each row when (old.label is distinct from new.label)
  execute function record.touch_everyone();
create trigger touched after update on network.term for each row when (old.list = 'housing' and old.label is distinct from new.label)
  execute function record.touch_everyone();
create trigger touched after update on rights.request_type for each row when (old.short is distinct from new.short)
  execute function record.touch_everyone();
create trigger touched after update on rights.request_state for each row when (old.label is distinct from new.label)
  execute function record.touch_everyone();
create trigger touched after update on access.program for each row when (old.name is distinct from new.name)
  execute function record.touch_everyone();

-- Owner function. Opens a record: writes the audit row, and gives the pieces of the page that are of this reader. In as few statements
-- as can be: starting one costs more than what it finds.
create function record.opened(p_person uuid, p_whole boolean) returns record.opened_row
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  actor access.actor_row := access.actor();
  summaries constant bigint := 4095::bigint << 36;
  together uuid[];
  holds bigint;
  told jsonb;
  o record.opened_row;
begin
  if exists (select from people.alias a where a.person_id = p_person and a.known_to is null)
     or exists (select from people.alias a where a.kept_id = p_person and a.known_to is null) then
    together := people.together(p_person);
  end if;
  holds := audit.write(actor, 'person.open', coalesce(together[1], p_person), together);
  -- Of the essentials alone is a row its own summary. Once, of all the pieces, whether anything changed since they were written: most
  -- often there is nothing to compare.
  select actor.role, together, holds,
         holds is not null and exists (select from access.break_glass b where b.person_id = p_person and b.told_at is null),
         case when holds is not null then coalesce(k.present, 0) end, k.summed, w.content, w.blocks, null,
         exists (select from people.number_basis b where b.ended_at is null and b.decided_on <= current_date), w.counts
    into o.reader, o.members, o.held, o.untold, o.present, o.summed, o.written, o.done, o.counts, o.numbers, told
    from (select bit_or(h.blocks & case when h.cells & holds & ~summaries <> 0 then -1 else record.block('essentials') end) as present,
                 bit_or(h.blocks) filter (where h.cells & holds & summaries <> 0) as summed
            from record.present h where h.person_id = p_person and h.cells & holds <> 0) k
   cross join (
     select string_agg(p.content, ',') as content, coalesce(bit_or(p.blocks), 0) as blocks,
            (array_agg(p.counts) filter (where p.counts is not null))[1] as counts
       from record.written p
      where p.person_id = p_person and not p_whole and p.cells & holds = p.cells
        and not exists (select from unnest(array(select t.xid from record.touched t where t.person_id in (p_person, record.everyone()))) x (id)
                         where not pg_visible_in_snapshot(x.id, p.as_of))) w;
  if told is not null and holds & access.cell('clinical', 'read') <> 0 then
    o.counts := case when told = '{}' then '' else coalesce((select string_agg(format('"%s":%s', c.key, c.value), ',')
                  from jsonb_each(told) c where holds & access.cell(c.key, 'read') = 0), '') end;
  end if;
  return o;
end $$;

-- Owner function. Of a record that this transaction opened and whose page is not written: let it be (one of which nothing is this
-- reader's is left as it is). True; null of a record not opened.
create function record.ask_writing(p_person uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if record.held_on(array[p_person]) is null then
    return null;
  end if;
  insert into record.touched (person_id, xid)
  select p_person, pg_current_xact_id()
   where not exists (select from record.touched t where t.person_id = p_person)
     and not exists (select from record.written w where w.person_id = p_person)
  on conflict do nothing;
  return true;
end $$;

-- Writes someone's page again, as one snapshot sees it, and forgets the changes that it saw. Of records read together, and of those
-- of which conservation has set something apart, nothing is written: they are judged one by one. Not granted.
create function record.write_page(p_person uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  -- Not what is of one reader, nor of the day.
  kept bigint := ~(record.block('drafts') | record.block('tasks') | record.block('appointments'));
  always bigint := record.block('head') | record.block('encounters') | record.block('terms') | record.block('statements');
begin
  -- Whoever erases them is waited for, or waits: nothing is written of who is no more.
  perform from people.person p where p.id = p_person for key share;
  delete from record.written w where w.person_id = p_person;
  -- One statement, one snapshot: what it reads is what as_of saw.
  with present as materialized (
    select k.nature, k.blocks from record.present k where k.person_id = p_person
  ), page as materialized (
    select record.read_blocks(array[p_person], (select coalesce(bit_or(k.blocks), 0) from present k) & kept | always, false) as blocks
      from people.person p
     where p.id = p_person
       and not exists (select from people.alias a where p_person in (a.person_id, a.kept_id) and a.known_to is null)
       and not exists (select from people.registration g where g.person_id = p_person and g.known_to is null and g.set_apart <> 0)
  ), piece as (
    select u.place, page.blocks[u.place] as content,
           case when u.place = record.place('head') then access.cell('identity', 'read')
                when u.place = record.place('statements') then access.cell('cover', 'read')
                when u.place = any (array[record.place('encounters'), record.place('terms'), record.place('presences')])
                  then access.cell('appointments', 'read') else 0 end
           | coalesce((select bit_or(access.cell(k.nature, 'read')) from present k where k.blocks & (1::bigint << (u.place - 1)) <> 0), 0)
           | case when u.place = record.place('terms') then coalesce((select bit_or(access.cell(t.nature, 'read'))
               from care.encounter_term t where t.person_id = p_person and t.known_to is null), 0) else 0 end as cells
      from page cross join generate_subscripts(page.blocks, 1) u (place)
     where page.blocks[u.place] is not null
    union all
    select record.place('social_summary'), concat('"socialSummary":', coalesce(record.summary_of_situation(array[p_person])::text, 'null')),
           access.cell('social_situation', 'summary') from page
    union all
    select record.place('request_summary'), concat('"requestSummary":', rights.summary_of_requests(array[p_person])),
           access.cell('right_requests', 'summary') from page
     where exists (select from present k where k.blocks & record.block('requests') <> 0)
  )
  insert into record.written (person_id, blocks, cells, content, counts, as_of)
  select p_person, bit_or(1::bigint << (g.place - 1)), g.cells, string_agg(g.content, ','),
         case when g.cells = access.cell('identity', 'read') then jsonb_strip_nulls(jsonb_build_object(
           'cover', (select nullif(count(*), 0) from rights.cover_statement s where s.person_id = p_person and s.known_to is null),
           'social_situation',
             nullif((select count(*) from people.situation_statement s where s.person_id = p_person and s.known_to is null)
                  + (select count(*) from people.life_fact f
                      where f.person_id = p_person and f.nature = 'social_situation' and f.known_to is null), 0),
           'identity_detail',
             nullif((select count(*) from people.contact k
                      where k.person_id = p_person and k.nature = 'identity_detail' and k.known_to is null)
                  + (select count(*) from people.life_fact f
                      where f.person_id = p_person and f.nature = 'identity_detail' and f.known_to is null), 0))) end,
         pg_current_snapshot()
    from piece g group by g.cells;
  -- Those that came meanwhile stay, for the next time.
  delete from record.touched t
   where t.person_id = p_person
     and coalesce((select pg_visible_in_snapshot(t.xid, w.as_of) from record.written w where w.person_id = p_person limit 1), true);
end $$;

-- Owner function. Writes the pages that changed, the first changed first, a little after: what is still being written of someone is
-- waited for. One process at a time. Returns how many were written.
create function record.renew(p_at_most integer, p_after interval default '2 seconds') returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
  -- Changes for all are forgotten once no page is older.
  for_all xid8[];
  due uuid[];
  one uuid;
begin
  if not pg_try_advisory_xact_lock(85) then
    return 0;
  end if;
  due := array(select distinct t.person_id from (
      select t.person_id from record.touched t where t.at < clock_timestamp() - p_after and t.person_id <> record.everyone()
       order by t.at limit p_at_most) t);
  if cardinality(due) = 0 then
    for_all := array(select t.xid from record.touched t where t.person_id = record.everyone());
    if cardinality(for_all) > 0 then
      due := array(select distinct w.person_id from record.written w
                    where exists (select from unnest(for_all) x (id) where not pg_visible_in_snapshot(x.id, w.as_of)) limit p_at_most);
      if cardinality(due) = 0 then
        delete from record.touched t where t.person_id = record.everyone() and t.xid = any (for_all);
      end if;
    end if;
  end if;
  foreach one in array due loop
    perform record.write_page(one);
  end loop;
  return cardinality(due);
end $$;

grant execute on function record.opened, record.ask_writing to maillage_app;
grant usage on schema record to maillage_signin;
grant execute on function record.renew to maillage_signin;
