-- Who pays an act (handbook A9, 3.3). What was done, at a tariff frozen that day, has the nature of its code; what it costs
-- and who pays it has the nature "money", and says nothing of care. Each part keeps both times: what was known before a right
-- opened stays what it was.

create schema funding;
grant usage on schema funding to maillage_app;

insert into audit.action (code, writes, label) values
  ('act.record', true, 'Actes d’une venue notés'),
  ('act.withdraw', true, 'Acte retiré'),
  ('act.read', false, 'Actes d’une venue lus'),
  ('funding.list', false, 'Actes à facturer listés'),
  ('funding.send', true, 'Liste remise à un payeur'),
  ('funding.sheet', false, 'Liste remise à un payeur relue'),
  ('funding.settle', true, 'Règlement noté'),
  ('funding.regularise', true, 'Acte régularisé'),
  ('funding.figures', false, 'Coût par financeur calculé'),
  ('funding.funder', true, 'Financeur du centre noté ou corrigé');

insert into access.capability (role, capability) values
  -- Who writes the acts of a visit: those who do them, and the administrative desk those whose code tells nothing of care.
  ('doctor', 'acts'), ('medical_director', 'acts'), ('nurse', 'acts'), ('coordinating_nurse', 'acts'), ('paramedic', 'acts'),
  ('administrative_officer', 'acts'),
  -- Who hands a list to a caisse: it names people, which those who keep the money do not read.
  ('administrative_officer', 'invoicing');

alter table network.installation
  -- Who bears what no right pays; null: nobody, it is given. And whether the person never pays what is left to them.
  add own_funder text check (own_funder <> ''),
  add free_acts boolean not null default true;

-- law/tariffs.csv and law/funding.csv, written here when the program starts (src/funding/law.ts).
create table funding.tariff (
  code text not null check (code ~ '^[A-Z0-9]{1,8}$'),
  territory text not null check (territory in ('metropole', 'dom', 'mayotte')),
  label text not null,
  -- An act whose name would tell of an illness or a dependency is of care.
  nature text not null check (nature in ('appointments', 'clinical')),
  rate text not null,
  unit text not null check (unit in ('act', 'coefficient')),
  cents integer not null check (cents >= 0),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  source text not null,
  primary key (code, territory, valid_from)
);
create table funding.parameter (
  name text not null,
  which text not null default '',
  value integer not null,
  unit text not null,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  confidence text not null check (confidence in ('sure', 'likely', 'to_verify')),
  source text not null,
  primary key (name, which, valid_from)
);

-- Who may pay. claimed: they are sent a list.
create table funding.payer (
  code text primary key,
  label text not null,
  claimed boolean not null,
  sort integer not null
);
insert into funding.payer (code, label, claimed, sort) values
  ('cpam', 'CPAM', true, 10),
  ('msa', 'MSA', true, 20),
  ('other_caisse', 'Autre caisse', true, 30),
  ('ame', 'AME (État, par la CPAM)', true, 40),
  ('c2s', 'Complémentaire santé solidaire', true, 50),
  ('private', 'Mutuelle', true, 60),
  ('own_funder', 'Financeur du centre', false, 70),
  ('free', 'Gratuit, sans financeur', false, 80),
  ('person', 'Reste à la personne', false, 90);

-- The payer a scheme means; null: the scheme pays nothing here, and the centre does. A scheme that is not here (unknown) waits.
-- Urgent care (DSUV) is paid to hospitals alone: CASF L254-1.
create table funding.scheme_payer (
  layer text not null,
  scheme text not null,
  payer text references funding.payer,
  primary key (layer, scheme),
  foreign key (layer, scheme) references rights.scheme (layer, code)
);
insert into funding.scheme_payer (layer, scheme, payer) values
  ('base', 'cmu_base', 'cpam'), ('base', 'general', 'cpam'), ('base', 'puma', 'cpam'), ('base', 'msa', 'msa'),
  ('base', 'other_base', 'other_caisse'), ('base', 'ame', 'ame'), ('base', 'dsuv', null), ('base', 'none', null),
  ('complementary', 'cmu_c', 'c2s'), ('complementary', 'c2s', 'c2s'), ('complementary', 'acs', 'private'),
  ('complementary', 'private', 'private'), ('complementary', 'ame', 'ame'), ('complementary', 'none', null);

-- What was done, with its tariff and its split as the law had them that day: never computed again.
create table funding.act (
  id uuid primary key,
  encounter_id uuid not null references care.encounter not enforced,
  person_id uuid not null references people.person not enforced,
  structure_id uuid not null references network.structure not enforced,
  on_day date not null,
  code text not null,
  nature text not null check (nature in ('appointments', 'clinical')),
  quantity numeric(6, 2) not null check (quantity > 0),
  -- The whole, and what the compulsory scheme pays of it before the person's flat contribution; both for the quantity.
  cents integer not null check (cents >= 0),
  compulsory_cents integer not null check (compulsory_cents between 0 and cents),
  contribution_cents integer not null check (contribution_cents between 0 and compulsory_cents),
  -- From which days these parameters hold, and whether one of them is still to be verified.
  tariff_from date not null,
  rate_from date not null,
  unverified boolean not null,
  author_id uuid not null references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz
);
create index on funding.act (person_id);
create index on funding.act (encounter_id);

-- A list handed to a payer, once.
create table funding.list (
  id uuid primary key,
  structure_id uuid not null references network.structure not enforced,
  number integer not null,
  payer text not null references funding.payer,
  -- Whose caisse it goes to, as those on it were said to be with that day; "": not known, or the payer is no caisse.
  caisse text not null default '',
  sent_on date not null,
  parts integer not null,
  cents bigint not null,
  author_name text not null,
  made_at timestamptz not null default clock_timestamp(),
  settled_on date,
  unique (structure_id, number)
);

-- One share of an act, and who pays it. The open rows of an act add up to its amount.
create table funding.part (
  id uuid primary key default uuidv7(),
  act_id uuid not null references funding.act not enforced,
  person_id uuid not null references people.person not enforced,
  structure_id uuid not null references network.structure not enforced,
  on_day date not null,
  part text not null check (part in ('compulsory', 'complementary', 'rest')),
  cents integer not null check (cents > 0),
  payer text references funding.payer not enforced,
  -- borne: by the centre's funder, by nobody, or by the person, as payer says. to_settle: sent, and no longer what it should be.
  state text not null check (state in ('awaiting_rights', 'to_invoice', 'sent', 'settled', 'borne', 'to_settle')),
  -- Sent or settled, before it had to be settled otherwise.
  was text check (was in ('sent', 'settled')),
  -- {basis, scheme, layer, since?, decidedOn?, proof?, source?, knownOn?, awaits?}: from what this follows; told to who reads covers.
  -- awaits: the scheme asked for, told to who knows of requests.
  why jsonb not null default '{}',
  last_day date,
  list_id uuid references funding.list not enforced,
  -- The act was once without a payer: what opening rights brought back.
  brought_back boolean not null default false,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check ((state in ('sent', 'settled', 'to_settle')) = (list_id is not null)),
  check ((state = 'to_settle') = (was is not null)),
  check (state = 'awaiting_rights' or payer is not null)
);
create unique index part_in_force on funding.part (act_id, part) where known_to is null;
create index on funding.part (person_id);
create index on funding.part (structure_id, state, payer, on_day) where known_to is null;
create index on funding.part (list_id) where list_id is not null;
create index on funding.part (on_day);

-- Who bears what no right pays, from when to when, under which agreement: so much an act, or a sum for the time it lasts. Where there is
-- none on a day, the installation's own says who. Never changed: a correction closes a row and adds another, as for acts.
create table funding.convention (
  id uuid primary key,
  structure_id uuid not null references network.structure not enforced,
  name text not null check (length(name) between 1 and 200 and name = btrim(name)),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  basis text not null check (basis in ('act', 'budget')),
  cents bigint not null check (cents > 0),
  replaces uuid references funding.convention not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  constraint one_funder_a_day exclude using gist (structure_id with =, daterange(valid_from, valid_until, '[]') with &&) where (known_to is null)
);

do $$
declare t text;
begin
  foreach t in array '{tariff,parameter,payer,scheme_payer,list,act,part,convention}'::text[] loop
    execute format('alter table funding.%I enable row level security', t);
    execute format('grant select on funding.%I to maillage_app', t);
  end loop;
  foreach t in array '{tariff,parameter,payer,scheme_payer}'::text[] loop
    execute format('create policy signed_in on funding.%I for select to maillage_app using ((select access.account_id()) is not null)', t);
  end loop;
  execute format('create policy readers on funding.act for select to maillage_app using (%s
      or author_id = (select access.account_id()) and %s)',
    access.gate_by_row('{appointments,clinical}', 'read'), access.gate_by_row('{clinical}', 'own'));
  execute format('create policy readers on funding.part for select to maillage_app using (%s)', access.gate('person_id', 'money', 'read'));
  create policy readers on funding.list for select to maillage_app
    using (structure_id = (select access.structure_id()) and ((select access.can('invoicing')) or (select access.holds('money', 'read'))));
  create policy readers on funding.convention for select to maillage_app
    using (structure_id = (select access.structure_id()) and ((select access.can('invoicing')) or (select access.holds('money', 'read'))));
end $$;

-- Where the amounts of the law are those of a commune (INSEE code); the mainland when it is not known.
create function funding.territory(p_commune text) returns text
language sql immutable as $$
  select case when p_commune like '976%' then 'mayotte' when p_commune like '97%' then 'dom' else 'metropole' end
$$;

-- The last day to send an act: so many months from the first day of the quarter that follows it.
create function funding.last_day(p_day date) returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
  select (date_trunc('quarter', p_day) + interval '3 months' + make_interval(months => p.value))::date - 1
    from funding.parameter p
   where p.name = 'claim_months' and p_day between p.valid_from and coalesce(p.valid_until, 'infinity')
$$;

-- What pays on the days of these records' acts, layer by layer: rights open that day; else what was said that day; else what
-- statements on either side agree on. Rights open come first, unlike a report's "said that day": a decision reaches back
-- over a day when the person could only say "nothing". What disagrees, or says "unknown", gives no row. Not granted.
create function funding.cover_of(p_members uuid[])
returns table (on_day date, layer text, scheme text, why jsonb)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with days as materialized (
    select distinct a.on_day from funding.act a where a.person_id = any (p_members) and a.known_to is null
  ), open_rights as materialized (
    select v.layer, v.scheme, v.valid, v.source, v.proof, lower(v.known) as known_from, d.on_day as decided_on
      from rights.cover_interval v left join rights.request_step d on d.id = v.step_id where v.person_id = any (p_members) and upper_inf(v.known)
  ), spoken as materialized (
    select s.layer, s.stated_on, bool_or(s.source <> 'declared') as seen,
           case when min(s.scheme) filter (where s.scheme <> 'unknown') = max(s.scheme) filter (where s.scheme <> 'unknown')
                then min(s.scheme) filter (where s.scheme <> 'unknown') end as scheme
      from rights.cover_statement s where s.person_id = any (p_members) and s.known_to is null
     group by s.layer, s.stated_on
  ), agreed as (
    select r.* from (
      select s.layer, s.scheme, s.stated_on as after_day, s.seen, lead(s.stated_on) over next_one as before_day,
             lead(s.scheme) over next_one as next_scheme, lead(s.seen) over next_one as next_seen
        from spoken s window next_one as (partition by s.layer order by s.stated_on)) r
     where r.scheme = r.next_scheme
       and not exists (select from open_rights v where v.layer = r.layer and v.scheme <> r.scheme
                         and v.valid && daterange(r.after_day + 1, r.before_day))
  ), told as (
    select d.on_day, v.layer, 1 as rank, v.scheme, v.known_from, jsonb_strip_nulls(jsonb_build_object('basis', 'interval',
             'since', lower(v.valid), 'decidedOn', v.decided_on, 'proof', v.proof, 'source', v.source, 'knownOn', (v.known_from at time zone
               (select n.time_zone from network.installation n))::date)) as why
      from days d join open_rights v on v.valid @> d.on_day
    union all
    select d.on_day, s.layer, 2, s.scheme, null, jsonb_build_object('basis', case when s.seen then 'stated' else 'declared' end, 'since', s.stated_on)
      from days d join spoken s on s.stated_on = d.on_day
    union all
    select d.on_day, a.layer, 3, a.scheme, null,
           jsonb_build_object('basis', case when a.seen and a.next_seen then 'agreed' else 'declared' end, 'since', a.after_day)
      from days d join agreed a on d.on_day > a.after_day and d.on_day < a.before_day
  )
  select best.on_day, best.layer, best.scheme, best.why || jsonb_build_object('layer', best.layer, 'scheme', best.scheme)
    from (select t.on_day, t.layer, (array_agg(t.scheme order by t.rank, t.known_from desc))[1] as scheme,
                 (array_agg(t.why order by t.rank, t.known_from desc))[1] as why,
                 count(distinct t.scheme) filter (where t.rank = t.surest) as schemes
            from (select t.*, min(t.rank) over (partition by t.on_day, t.layer) as surest from told t where t.scheme is not null) t
           group by t.on_day, t.layer) best
   where best.schemes = 1
$$;

-- The shares of each act in force of these records, as their cover says today (src/funding/rules.ts, split and payerOf; tests
-- compare the two). AME covers both layers. Without a known base scheme everything waits; what a declaration alone says
-- waits too, for no caisse is sent an act on someone's word; and so does what nothing pays while a right that may begin by that
-- day is asked for (handbook A9): it falls to the centre once that request ends without it. Not granted.
create function funding.derived(p_members uuid[])
returns table (act_id uuid, part text, cents integer, payer text, state text, why jsonb)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with cover as materialized (
    select c.*, k.payer, k.scheme is not null as listed from funding.cover_of(p_members) c
      left join funding.scheme_payer k on k.layer = c.layer and k.scheme = c.scheme
  ), awaited as materialized (
    select * from rights.awaited(p_members)
  ), read as (
    select a.id, a.cents, a.compulsory_cents, a.contribution_cents, n.free_acts, o.code as own,
           case when b.payer = 'ame' or b.on_day is null and c.payer = 'ame' then 'ame'
                when b.listed then coalesce(b.payer, case when bw.scheme is null then 'centre' end) end as base,
           case when b.payer = 'ame' or b.on_day is null and c.payer = 'ame' then 'ame'
                when c.listed then coalesce(c.payer, case when cw.scheme is null then 'centre' end) end as extra,
           coalesce(case when b.listed and b.payer is null and bw.scheme is not null then b.why || jsonb_build_object('awaits', bw.scheme)
                         else b.why end, case when c.payer = 'ame' then c.why end, '{"basis": "unknown", "layer": "base"}') as base_why,
           coalesce(case when b.payer = 'ame' then b.why
                         when c.listed and c.payer is null and cw.scheme is not null then c.why || jsonb_build_object('awaits', cw.scheme)
                         else c.why end, '{"basis": "unknown", "layer": "complementary"}') as extra_why
      from funding.act a
      -- Of a visit that an import took back, nothing is due.
      join care.encounter e on e.id = a.encounter_id and e.known_to is null
      cross join network.installation n
      join funding.payer o on o.code = case when n.own_funder is null and not exists (
        select from funding.convention v where v.structure_id = a.structure_id and v.known_to is null
           and a.on_day between v.valid_from and coalesce(v.valid_until, 'infinity')) then 'free' else 'own_funder' end
      left join cover b on b.on_day = a.on_day and b.layer = 'base'
      left join cover c on c.on_day = a.on_day and c.layer = 'complementary'
      left join lateral (select w.scheme from awaited w where w.layer = 'base' and w.since <= a.on_day order by w.since, w.scheme limit 1) bw on true
      left join lateral (select w.scheme from awaited w where w.layer = 'complementary' and w.since <= a.on_day order by w.since, w.scheme limit 1) cw on true
     where a.person_id = any (p_members) and a.known_to is null
  ), shared as (
    select r.*, case when r.base in ('cpam', 'msa', 'other_caisse') and r.extra is distinct from 'c2s' then r.contribution_cents else 0 end as rest
      from read r
  ), parts as (
    select s.id, 'compulsory' as part, s.compulsory_cents - s.rest as cents,
           case s.base when 'centre' then s.own else s.base end as payer, s.base_why as why
      from shared s
    union all
    select s.id, 'complementary', s.cents - s.compulsory_cents,
           case when s.base is null then null when s.base = 'centre' then s.own
                when s.extra = 'centre' then case when s.free_acts then s.own else 'person' end else s.extra end,
           case when s.base is null or s.base = 'centre' then s.base_why else s.extra_why end
      from shared s
    union all
    select s.id, 'rest', s.rest, case when s.extra is null then null when s.free_acts then s.own else 'person' end, s.extra_why
      from shared s
  )
  select p.id, p.part, p.cents, p.payer,
         case when p.payer is null then 'awaiting_rights' when not y.claimed then 'borne'
              when p.why ->> 'basis' = 'declared' then 'awaiting_rights' else 'to_invoice' end, p.why
    from parts p left join funding.payer y on y.code = p.payer
   where p.cents > 0
$$;

-- One at a time for a person among those who move their shares. Held on the record's row, for an import changes the cover of more
-- people than there is room for locks of another kind.
create function funding.hold(p_members uuid[]) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select from people.person p where p.id = (select min(m::text)::uuid from unnest(p_members) m) for no key update
$$;

-- Runs in the transaction of whatever changed someone's cover, or noted an act: each share of their acts goes where it now
-- belongs, its row before kept. What was sent never moves: it is listed to settle, and goes back if the cover does. Once
-- a share of an act is sent its split is settled: the others change their payer, not their amount. Not granted.
-- One plan for all, by indexes: a plan made while there were few acts would read them all, and an import asks it of thousands.
create function funding.follow_cover(p_person uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  members uuid[] := access.records_of(array[p_person]);
begin
  perform funding.hold(members);
  if not exists (select from funding.act a where a.person_id = any (members)) then
    return;
  end if;
  with derived as materialized (
    select * from funding.derived(members)
  ), held as materialized (
    select p.*, bool_or(p.list_id is not null) over (partition by p.act_id) as split_settled
      from funding.part p where p.person_id = any (members) and p.known_to is null
  ), plan as materialized (
    select h.id as old, coalesce(h.act_id, d.act_id) as act_id, coalesce(h.part, d.part) as part, h.list_id,
           case when h.id is null or not h.split_settled then d.cents else h.cents end as cents,
           case when h.list_id is not null or h.split_settled and d.act_id is null then h.payer else d.payer end as payer,
           case when h.list_id is not null then
                  case when d.state = 'to_invoice' and d.payer = h.payer and d.cents = h.cents then coalesce(h.was, h.state) else 'to_settle' end
                when h.split_settled and d.act_id is null then h.state
                else d.state end as state,
           case when h.list_id is not null then
                  case when d.state = 'to_invoice' and d.payer = h.payer and d.cents = h.cents then h.why - 'now'
                       else h.why || jsonb_build_object('now', coalesce(d.why, '{}') || jsonb_build_object('payer', d.payer, 'cents', d.cents)) end
                when h.split_settled and d.act_id is null then h.why
                else d.why end as why,
           case when h.list_id is not null then coalesce(h.was, h.state) end as before,
           h.brought_back or h.state in ('awaiting_rights', 'borne') and h.payer is distinct from d.payer and d.state = 'to_invoice' as brought_back,
           h.cents as old_cents, h.payer as old_payer, h.state as old_state, h.why as old_why, h.last_day
      from held h full join derived d on d.act_id = h.act_id and d.part = h.part
     -- A share that only appears because the cover changed does not join an act whose split is settled.
     where h.id is not null or not exists (select from held s where s.act_id = d.act_id and s.split_settled)
  ), moves as materialized (
    select m.* from plan m where (m.cents, m.payer, m.state, m.why) is distinct from (m.old_cents, m.old_payer, m.old_state, m.old_why)
  ), closed as (
    update funding.part p set known_to = now() from moves m where p.id = m.old returning p.id
  )
  insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, payer, state, was, why, last_day, list_id, brought_back)
  select m.act_id, a.person_id, a.structure_id, a.on_day, m.part, m.cents, m.payer, m.state,
         case when m.state = 'to_settle' then m.before end, m.why,
         case when m.list_id is not null then m.last_day when m.state = 'to_invoice' and m.payer <> 'private' then funding.last_day(a.on_day) end,
         m.list_id, coalesce(m.brought_back, false)
    from moves m join funding.act a on a.id = m.act_id
   -- Counting them closes them first: two open rows of a share would be refused.
   where m.state is not null and (select count(*) from closed) >= 0;
end $$;

-- Of those whose cover changed, those who have acts. Nearly nobody has: the others are neither held nor read again. Whoever changed
-- the cover keeps the record from disappearing (rights.cover_changed), so that whoever notes an act at that moment waits for it, or
-- was done before: each sees what the other wrote. Not granted.
create function funding.follow_covers(p_persons uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform funding.follow_cover(c.id) from (
    select k.id from (
      select distinct coalesce(a.kept_id, p.id) as id
        from unnest(p_persons) as p (id) left join people.alias a on a.person_id = p.id and a.known_to is null) k
     where exists (select from funding.act t where t.person_id = k.id)
        or exists (select from people.alias a join funding.act t on t.person_id = a.person_id where a.kept_id = k.id and a.known_to is null)
     order by 1) c;
end $$;
insert into rights.cover_follower values ('funding.follow_covers(uuid[])');

-- Records joined or separated share their cover, or no longer do.
create function funding.follow_records() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform funding.follow_cover(r.id) from (
    select c.person_id as id from changed c union select c.kept_id from changed c order by 1) r;
  return null;
end $$;
create trigger followed_when_joined after insert on people.alias
  referencing new table as changed for each statement execute function funding.follow_records();
create trigger followed_when_separated after update on people.alias
  referencing new table as changed for each statement execute function funding.follow_records();

-- Visits taken back with the import that brought them: nothing is due of them.
create function funding.follow_visits() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform funding.follow_cover(r.person_id) from (
    select distinct a.person_id from changed c join funding.act a on a.encounter_id = c.id order by 1) r;
  return null;
end $$;
create trigger followed_when_taken_back after update on care.encounter
  referencing new table as changed for each statement execute function funding.follow_visits();

-- Which acts this actor may write: keys of nature and person. Of a paramedic ("own" cells), their own visits alone. Not granted.
create function funding.own_visits_only(p_actor access.actor_row) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (select from access.nature_right r where r.role = p_actor.role and r.nature = 'clinical' and r.own and not r.can_read)
$$;

-- The acts of a visit for one reader: a code of a nature they do not read is not told. Shares are told to who reads money
-- or invoices; without amounts to whose cell is the summary. Not granted.
create function funding.told_acts(p_person uuid, p_encounter uuid) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  natures text[] := '{appointments,clinical}';
  readable text[] := access.permitted_keys(natures, 'read');
  own text[] := access.permitted_keys(natures, 'own');
  money boolean := p_person = any (access.permitted_persons('money', 'read'))
    or access.can('invoicing') and p_person = any (access.permitted_persons('appointments', 'read'));
  summary boolean := p_person = any (access.permitted_persons('money', 'summary'));
  covers boolean := p_person = any (access.permitted_persons('cover', 'read'));
  requests boolean := p_person = any (access.permitted_persons('right_requests', 'read') || access.permitted_persons('right_requests', 'summary'));
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id, 'onDay', a.on_day, 'by', a.author_name, 'mine', a.author_id = actor.account_id,
        'code', case when k.told then a.code end, 'label', case when k.told then t.label end,
        'quantity', case when k.told then a.quantity::float end, 'cents', case when k.told or money then a.cents end, 'unverified', a.unverified,
        'parts', case when money or summary then (
           select coalesce(jsonb_agg(jsonb_build_object('part', p.part, 'cents', case when money then p.cents end, 'payer', p.payer,
               'state', p.state, 'why', case when covers then case when requests then p.why else p.why - 'awaits' end end, 'since', p.known_from, 'lastDay', p.last_day, 'sentOn', l.sent_on, 'list', l.number)
               order by array_position('{compulsory,complementary,rest}', p.part)), '[]')
             from funding.part p left join funding.list l on l.id = p.list_id where p.act_id = a.id and p.known_to is null) end)
        order by a.known_from, a.id)
      from funding.act a
      left join lateral (select f.label from funding.tariff f where f.code = a.code order by f.valid_from desc limit 1) t on true
      cross join lateral (select a.nature || a.person_id = any (readable)
        or a.author_id = actor.account_id and a.nature || a.person_id = any (own) as told) k
     where a.encounter_id = p_encounter and a.person_id = p_person and a.known_to is null
       and (k.told or money or summary)), '[]');
end $$;

-- Owner function. The acts of a visit. Errors: MA409 no such visit that the actor may know of.
create function funding.encounter_acts(p_person uuid, p_encounter uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('act.read', p_person, null, 'encounter', p_encounter);
  if p_person <> all (access.permitted_persons('appointments', 'read'))
     or not exists (select from care.encounter e where e.id = p_encounter and e.person_id = p_person and e.known_to is null) then
    raise exception 'no such visit' using errcode = 'MA409';
  end if;
  return funding.told_acts(p_person, p_encounter);
end $$;

-- Owner function. Notes the acts of a visit, at the tariff and split of its day. Sent twice, notes them once.
-- Returns the visit's acts, or {"unknown": code} when the law gives no tariff that day: nothing is then written.
-- Errors: MA403 the code tells of care and the actor does not write it, or the visit is not their own; MA409 no such visit,
-- or an identifier of another act. p: {personId, encounterId, acts: [{id, code, quantity}]}
create function funding.record_acts(p jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  person uuid := (p ->> 'personId')::uuid;
  visit care.encounter;
  place text;
  minor boolean;
  missing text;
begin
  perform access.require('acts');
  -- Before anything is written of them: whoever is changing their cover is waited for, and waits (funding.follow_covers).
  perform from people.person r where r.id = any (access.records_of(array[person])) order by r.id for update;
  perform audit.record('act.record', person, null, 'encounter', (p ->> 'encounterId')::uuid);
  perform pg_advisory_xact_lock(hashtextextended(p ->> 'encounterId', 56));
  select * into visit from care.encounter e
   where e.id = (p ->> 'encounterId')::uuid and e.person_id = person and e.structure_id = actor.structure_id and e.known_to is null;
  if visit.id is null or actor.read_only or exists (
      select from jsonb_to_recordset(p -> 'acts') w (id uuid, code text) join funding.act a on a.id = w.id
       where a.encounter_id <> visit.id or a.author_id <> actor.account_id or a.code <> w.code) then
    raise exception 'no such visit, or an identifier that is taken' using errcode = 'MA409';
  end if;
  place := funding.territory((select s.commune_code from network.site s where s.id = visit.site_id));
  select w.code into missing from jsonb_to_recordset(p -> 'acts') w (code text)
   where not exists (select from funding.tariff t where t.code = w.code and t.territory = place
                        and visit.on_day between t.valid_from and coalesce(t.valid_until, 'infinity')) limit 1;
  if missing is not null then
    return jsonb_build_object('unknown', missing);
  end if;
  if funding.own_visits_only(actor) and visit.author_id is distinct from actor.account_id
       and not exists (select from network.professional f where f.id = visit.professional_id and f.account_id = actor.account_id)
     or exists (select from jsonb_to_recordset(p -> 'acts') w (code text)
         join funding.tariff t on t.code = w.code and t.territory = place and visit.on_day between t.valid_from and coalesce(t.valid_until, 'infinity')
        where t.nature || person <> all (access.permitted_keys(array[t.nature], 'write'))) then
    raise exception 'an act of care, or of another' using errcode = 'MA403';
  end if;
  minor := exists (select from people.identity i join funding.parameter g on g.name = 'contribution_age'
    where i.person_id = person and i.known_to is null and i.birth_date is not null
      and i.birth_date + make_interval(years => g.value) > visit.on_day);
  insert into funding.act (id, encounter_id, person_id, structure_id, on_day, code, nature, quantity, cents, compulsory_cents,
    contribution_cents, tariff_from, rate_from, unverified, author_id, author_name)
  select w.id, visit.id, person, visit.structure_id, visit.on_day, t.code, t.nature, w.quantity, g.whole, g.compulsory,
         case when minor then 0 else least(coalesce(f.value, 0) * case t.unit when 'act' then ceil(w.quantity)::int else 1 end, g.compulsory) end,
         t.valid_from, r.valid_from, t.confidence <> 'sure' or r.confidence <> 'sure' or coalesce(f.confidence, 'sure') <> 'sure',
         actor.account_id, (select a.display_name from access.account a where a.id = actor.account_id)
    from jsonb_to_recordset(p -> 'acts') w (id uuid, code text, quantity numeric)
    join funding.tariff t on t.code = w.code and t.territory = place and visit.on_day between t.valid_from and coalesce(t.valid_until, 'infinity')
    join funding.parameter r on r.name = 'compulsory_rate' and r.which = t.rate and visit.on_day between r.valid_from and coalesce(r.valid_until, 'infinity')
    left join funding.parameter f on f.name = 'flat_contribution' and f.which = t.rate and visit.on_day between f.valid_from and coalesce(f.valid_until, 'infinity')
    cross join lateral (select round(t.cents * w.quantity)::int as whole) q
    cross join lateral (select q.whole, round(q.whole * r.value / 10000.0)::int as compulsory) g
  on conflict (id) do nothing;
  perform funding.follow_cover(person);
  return jsonb_build_object('acts', funding.told_acts(person, visit.id));
end $$;

-- Owner function. Takes an act back, by whoever noted it or the administrative desk. "done", again too; "sent" when a share
-- is already with a payer; "unknown" otherwise.
create function funding.withdraw_act(p_person uuid, p_act uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  act funding.act;
begin
  perform access.require('acts');
  perform audit.record('act.withdraw', p_person, null, 'act', p_act);
  select * into act from funding.act a where a.id = p_act and a.person_id = p_person for update;
  if act.id is null or actor.read_only or act.structure_id <> actor.structure_id
     or act.nature || p_person <> all (access.permitted_keys(array[act.nature], 'write'))
     or act.author_id <> actor.account_id and not access.can('invoicing') then
    return 'unknown';
  elsif act.known_to is not null then
    return 'done';
  end if;
  perform funding.hold(access.records_of(array[p_person]));
  if exists (select from funding.part t where t.act_id = p_act and t.known_to is null and t.list_id is not null) then
    return 'sent';
  end if;
  update funding.act a set known_to = now() where a.id = p_act;
  update funding.part t set known_to = now() where t.act_id = p_act and t.known_to is null;
  return 'done';
end $$;

-- Raises unless the actor keeps the money or sends the lists. Not granted.
create function funding.require_reader() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if (access.actor()).session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  elsif not (access.can('invoicing') or access.holds('money', 'read')) then
    raise exception 'role may not read money' using errcode = 'MA403';
  end if;
end $$;

-- Shares as lists give them: the name to who reads identities, the record's number to the others; the code to who reads it;
-- why to who reads covers. Who objects to the reader is left out. Not granted: the trail already names them.
create function funding.told_parts(p_parts uuid[]) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  named uuid[] := access.permitted_persons('identity', 'read');
  readable text[] := access.permitted_keys('{appointments,clinical}', 'read');
  covers uuid[] := access.permitted_persons('cover', 'read');
  requests uuid[] := access.permitted_persons('right_requests', 'read') || access.permitted_persons('right_requests', 'summary');
  barred uuid[] := access.barred((access.actor()).account_id);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', p.id, 'onDay', p.on_day, 'part', p.part, 'cents', p.cents, 'payer', p.payer, 'state', p.state,
        'lastDay', p.last_day, 'since', p.known_from, 'broughtBack', p.brought_back, 'list', l.number, 'sentOn', l.sent_on,
        'why', case when p.person_id = any (covers) then case when p.person_id = any (requests) then p.why else p.why - 'awaits' end end, 'localNumber', h.local_number,
        'code', case when a.nature || p.person_id = any (readable) then a.code end, 'unverified', a.unverified,
        'person', case when p.person_id = any (named) then (
           select jsonb_build_object('id', coalesce(k.kept_id, p.person_id), 'family', i.family, 'given', i.given, 'usedFamily', i.used_family,
               'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex)
             from people.identity i left join people.alias k on k.person_id = i.person_id and k.known_to is null
            where i.person_id = p.person_id and i.known_to is null) end) order by o.n)
      from unnest(p_parts) with ordinality o (id, n)
      join funding.part p on p.id = o.id and p.person_id <> all (barred)
      join funding.act a on a.id = p.act_id
      join people.person h on h.id = p.person_id
      left join funding.list l on l.id = p.list_id), '[]');
end $$;

-- What a structure has to invoice, with the caisse each person is with (rights.caisse_tie, of any of their records). Not granted.
create function funding.ready(p_structure uuid) returns table (id uuid, payer text, caisse text, cents integer, brought_back boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select p.id, p.payer, case when p.payer = 'private' then '' else coalesce(k.caisse, '') end, p.cents, p.brought_back
    from funding.part p
    left join people.alias a on a.person_id = p.person_id and a.known_to is null
    left join lateral (
      select t.caisse from rights.caisse_tie t
       where t.known_to is null and (t.person_id = p.person_id or t.person_id = a.kept_id or t.person_id in (
          select o.person_id from people.alias o where o.kept_id = coalesce(a.kept_id, p.person_id) and o.known_to is null))
       order by t.known_from desc limit 1) k on true
   where p.structure_id = p_structure and p.known_to is null and p.state = 'to_invoice'
$$;

-- Owner function. One column of the invoicing screen, from the oldest act: {totals: [{state, payer, caisse, parts, cents,
-- broughtBack}], lines, more}. Totals count every share of the structure; what is to invoice, by caisse too for who reads covers
-- (caisse null for the others). Audited as one list.
create function funding.board(p_state text, p_after integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  found_parts uuid[];
begin
  perform funding.require_reader();
  found_parts := array(
    select p.id from funding.part p
     where p.structure_id = actor.structure_id and p.known_to is null and p.state = p_state
     order by p.on_day, p.act_id, array_position('{compulsory,complementary,rest}', p.part) offset p_after limit 101);
  perform audit.record('funding.list', null, array(select distinct p.person_id from funding.part p where p.id = any (found_parts[:100])));
  return jsonb_build_object(
    'totals', (select coalesce(jsonb_agg(t), '[]') from (
        select p.state, p.payer, null as caisse, count(*) as parts, sum(p.cents) as cents,
               coalesce(sum(p.cents) filter (where p.brought_back), 0) as "broughtBack"
          from funding.part p where p.structure_id = actor.structure_id and p.known_to is null and p.state <> 'to_invoice' group by p.state, p.payer
        union all
        select 'to_invoice', r.payer, c.caisse, count(*), sum(r.cents), coalesce(sum(r.cents) filter (where r.brought_back), 0)
          from funding.ready(actor.structure_id) r
         cross join lateral (select case when access.holds('cover', 'read') then r.caisse end as caisse) c
         group by r.payer, c.caisse order by 1, 2, 3) t),
    'lists', (select coalesce(jsonb_agg(t), '[]') from (
        select l.id, l.number, l.payer, case when access.holds('cover', 'read') then l.caisse end as caisse, l.sent_on as "sentOn", l.parts, l.cents, l.author_name as "by", l.settled_on as "settledOn"
          from funding.list l where l.structure_id = actor.structure_id order by l.number desc limit 50) t),
    'lines', funding.told_parts(found_parts[:100]),
    'more', cardinality(found_parts) > 100);
end $$;

-- Owner function. Marks as sent everything there is to invoice to a payer for people of one caisse ("": not known), under the next number. Sent twice, it is one list.
-- p_parts, p_cents: what was on the screen; "moved" when it is no longer that, and nothing is written.
create function funding.send(p_id uuid, p_payer text, p_caisse text, p_parts integer, p_cents bigint, p_day date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  sent uuid[];
  total bigint;
  given integer;
begin
  perform access.require('invoicing');
  perform pg_advisory_xact_lock(hashtextextended(actor.structure_id::text, 56));
  select l.number into given from funding.list l where l.id = p_id and l.structure_id = actor.structure_id and l.payer = p_payer and l.caisse = p_caisse;
  if found then
    return jsonb_build_object('outcome', 'done', 'number', given);
  end if;
  perform from funding.part p
    where p.structure_id = actor.structure_id and p.known_to is null and p.state = 'to_invoice' and p.payer = p_payer for update;
  select array_agg(r.id), sum(r.cents) into sent, total from funding.ready(actor.structure_id) r
   where r.payer = p_payer and r.caisse = p_caisse;
  if sent is null or cardinality(sent) <> p_parts or total <> p_cents or actor.read_only then
    return '{"outcome": "moved"}';
  end if;
  given := coalesce((select max(l.number) from funding.list l where l.structure_id = actor.structure_id), 0) + 1;
  perform audit.record('funding.send', null, array(select distinct p.person_id from funding.part p where p.id = any (sent)), 'funding_list', p_id,
    jsonb_build_object('number', given, 'parts', p_parts, 'cents', p_cents));
  insert into funding.list (id, structure_id, number, payer, caisse, sent_on, parts, cents, author_name)
  select p_id, actor.structure_id, given, p_payer, p_caisse, p_day, p_parts, p_cents, a.display_name from access.account a where a.id = actor.account_id;
  update funding.part p set known_to = now() where p.id = any (sent);
  insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, payer, state, why, last_day, list_id, brought_back)
  select p.act_id, p.person_id, p.structure_id, p.on_day, p.part, p.cents, p.payer, 'sent', p.why, p.last_day, p_id, p.brought_back
    from funding.part p where p.id = any (sent);
  return jsonb_build_object('outcome', 'done', 'number', given);
end $$;

-- Owner function. What a list said when it was handed over, for its file. Null when there is no such list.
create function funding.sheet(p_list uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  sent uuid[];
begin
  perform funding.require_reader();
  if not exists (select from funding.list l where l.id = p_list and l.structure_id = actor.structure_id) then
    return null;
  end if;
  -- The first row of each share under this list: as it was sent, whatever happened to it since.
  sent := array(
    select f.id from (select distinct on (p.act_id, p.part) p.id, p.on_day, p.act_id, p.part from funding.part p
                       where p.list_id = p_list order by p.act_id, p.part, p.known_from, p.id) f
     order by f.on_day, f.act_id, array_position('{compulsory,complementary,rest}', f.part));
  perform audit.record('funding.sheet', null, array(select distinct p.person_id from funding.part p where p.id = any (sent)), 'funding_list', p_list);
  return (select jsonb_build_object('number', l.number, 'payer', y.label, 'caisse', case when access.holds('cover', 'read') then l.caisse end, 'sentOn', l.sent_on, 'parts', l.parts, 'cents', l.cents,
            'structure', s.name, 'lines', funding.told_parts(sent))
            from funding.list l join funding.payer y on y.code = l.payer join network.structure s on s.id = l.structure_id where l.id = p_list);
end $$;

-- Owner function. A list was paid: every share still sent is settled. "done", again too; "unknown" when there is no such list.
create function funding.settle(p_list uuid, p_day date) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  paid uuid[];
  sent date;
begin
  perform funding.require_reader();
  perform pg_advisory_xact_lock(hashtextextended(actor.structure_id::text, 56));
  select l.sent_on into sent from funding.list l where l.id = p_list and l.structure_id = actor.structure_id;
  if sent is null or actor.read_only or not (access.can('invoicing') or access.holds('money', 'write')) or p_day < sent then
    return 'unknown';
  end if;
  perform from funding.part p where p.list_id = p_list and p.known_to is null for update;
  paid := array(select p.id from funding.part p where p.list_id = p_list and p.known_to is null and (p.state = 'sent' or p.was = 'sent'));
  if cardinality(paid) = 0 then
    return 'done';
  end if;
  perform audit.record('funding.settle', null, array(select distinct p.person_id from funding.part p where p.id = any (paid)), 'funding_list', p_list);
  update funding.list l set settled_on = p_day where l.id = p_list;
  update funding.part p set known_to = now() where p.id = any (paid);
  insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, payer, state, was, why, last_day, list_id, brought_back)
  select p.act_id, p.person_id, p.structure_id, p.on_day, p.part, p.cents, p.payer, case p.state when 'sent' then 'settled' else p.state end,
         case p.state when 'sent' then null else 'settled' end, p.why, p.last_day, p.list_id, p.brought_back
    from funding.part p where p.id = any (paid);
  return 'done';
end $$;

-- Owner function. What had to be put right with a payer was: the share goes where the cover now says. "done", or "unknown"
-- when there is no such share to settle.
create function funding.regularise(p_part uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  share funding.part;
begin
  perform access.require('invoicing');
  select * into share from funding.part p where p.id = p_part and p.structure_id = actor.structure_id for update;
  if share.id is null or actor.read_only or share.was is null or share.person_id = any (access.barred(actor.account_id)) then
    return 'unknown';
  end if;
  perform audit.record('funding.regularise', null, array[share.person_id], 'act', share.act_id);
  perform funding.hold(access.records_of(array[share.person_id]));
  update funding.part p set known_to = now() where p.id = p_part and p.known_to is null;
  if found then
    insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, state, why, brought_back)
    values (share.act_id, share.person_id, share.structure_id, share.on_day, share.part, share.cents, 'awaiting_rights',
            '{"basis": "unknown"}', share.brought_back);
    perform funding.follow_cover(share.person_id);
  end if;
  return 'done';
end $$;

-- Not granted. What acts of a period cost and who pays, as known by p_cut: for the figures below, and the report.
create function funding.known_figures(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  with known as materialized (
    select p.* from funding.part p
     where p.on_day between p_from and p_to and p.known_from < p_cut and (p.known_to is null or p.known_to >= p_cut)
  )
  select jsonb_build_object('acts', (select count(distinct k.act_id) from known k), 'cents', (select coalesce(sum(k.cents), 0) from known k),
    'awaiting', (select coalesce(sum(k.cents), 0) from known k where k.state = 'awaiting_rights'),
    'awaitingActs', (select count(distinct k.act_id) from known k where k.state = 'awaiting_rights'),
    'toInvoice', (select coalesce(sum(k.cents), 0) from known k where k.state = 'to_invoice'),
    'sent', (select coalesce(sum(k.cents), 0) from known k where k.state in ('sent', 'to_settle') and coalesce(k.was, 'sent') = 'sent'),
    'settled', (select coalesce(sum(k.cents), 0) from known k where 'settled' in (k.state, k.was)),
    'given', (select coalesce(sum(k.cents), 0) from known k where k.state = 'borne' and k.payer = 'free'),
    'broughtBack', (select jsonb_build_object('acts', count(distinct k.act_id), 'cents', coalesce(sum(k.cents), 0)) from known k
                     where k.brought_back and k.state in ('to_invoice', 'sent', 'settled')),
    'payers', (select coalesce(jsonb_agg(jsonb_build_object('payer', y.code, 'label', case when y.code = 'own_funder' then coalesce(n.own_funder, y.label) else y.label end,
                 'acts', s.acts, 'cents', s.cents, 'received', s.received) order by y.sort), '[]')
                 from (select k.payer, count(distinct k.act_id) as acts, sum(k.cents) as cents,
                              coalesce(sum(k.cents) filter (where 'settled' in (k.state, k.was)), 0) as received from known k
                        where k.state <> 'awaiting_rights' group by k.payer) s
                 join funding.payer y on y.code = s.payer cross join network.installation n))
$$;

-- Not granted. What the centre's own funder bears of a period, agreement by agreement, as known by p_cut. due: what an agreement paid by
-- the act then gives.
create function funding.by_convention(p_from date, p_to date, p_cut timestamptz) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('label', f.label, 'acts', f.acts, 'cents', f.cents,
           'due', case f.basis when 'act' then f.acts * f.each end) order by f.since nulls first, f.label), '[]')
    from (select coalesce(v.name, n.own_funder, 'Financeur du centre') as label, v.basis, v.cents as each, v.valid_from as since,
                 count(distinct p.act_id) as acts, sum(p.cents) as cents
            from funding.part p cross join network.installation n
            left join funding.convention v on v.structure_id = p.structure_id and p.on_day between v.valid_from and coalesce(v.valid_until, 'infinity')
             and v.known_from < p_cut and (v.known_to is null or v.known_to >= p_cut)
           where p.on_day between p_from and p_to and p.payer = 'own_funder' and p.state = 'borne'
             and p.known_from < p_cut and (p.known_to is null or p.known_to >= p_cut)
           group by v.id, v.name, n.own_funder, v.basis, v.cents, v.valid_from) f
$$;

-- Owner function. The agreements of the actor's structure, the latest first, with what each bears as now known: sums, nobody's.
create function funding.funders() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  perform funding.require_reader();
  return jsonb_build_object('usual', (select n.own_funder from network.installation n), 'funders', coalesce((
    select jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'from', v.valid_from, 'until', v.valid_until, 'basis', v.basis, 'cents', v.cents,
        'by', v.author_name, 'at', v.known_from, 'acts', b.acts, 'borne', b.cents) order by v.valid_from desc)
      from funding.convention v
      cross join lateral (
        select count(distinct p.act_id) as acts, coalesce(sum(p.cents), 0) as cents from funding.part p
         where p.structure_id = v.structure_id and p.known_to is null and p.state = 'borne' and p.payer = 'own_funder'
           and p.on_day between v.valid_from and coalesce(v.valid_until, 'infinity')) b
     where v.structure_id = actor.structure_id and v.known_to is null), '[]'));
end $$;

-- Owner function. Notes an agreement, corrects one (replaces), or takes it back (name null), by who keeps the money. Acts of its days that no
-- right pays then go to whom it says. Returns "done" (again too), "changed": the one corrected is no longer as shown, "overlap":
-- another holds on one of its days. Nothing is written but with "done". p: {id, replaces?, name?, from, until?, basis, cents}
create function funding.keep_funder(p jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  old funding.convention;
  since date := p ->> 'from';
  until date := p ->> 'until';
begin
  perform funding.require_reader();
  if actor.read_only or not access.holds('money', 'write') then
    raise exception 'role may not write money' using errcode = 'MA403';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(actor.structure_id::text, 5600));
  if exists (select from funding.convention v where v.id = (p ->> 'id')::uuid and v.structure_id = actor.structure_id) then
    return 'done';
  end if;
  if p ->> 'replaces' is not null then
    select * into old from funding.convention v where v.id = (p ->> 'replaces')::uuid and v.structure_id = actor.structure_id;
    if old.id is null or old.known_to is not null then
      return case when p ->> 'name' is null and old.id is not null
                       and not exists (select from funding.convention v where v.replaces = old.id) then 'done' else 'changed' end;
    end if;
  end if;
  if p ->> 'name' is not null and exists (
      select from funding.convention v where v.structure_id = actor.structure_id and v.known_to is null and v.id is distinct from old.id
         and daterange(v.valid_from, v.valid_until, '[]') && daterange(since, until, '[]')) then
    return 'overlap';
  end if;
  perform audit.record('funding.funder', null, null, 'funder', coalesce((p ->> 'id')::uuid, old.id));
  update funding.convention v set known_to = now() where v.id = old.id;
  if p ->> 'name' is not null then
    insert into funding.convention (id, structure_id, name, valid_from, valid_until, basis, cents, replaces, author_name)
    values ((p ->> 'id')::uuid, actor.structure_id, p ->> 'name', since, until, p ->> 'basis', (p ->> 'cents')::bigint, old.id,
            (select a.display_name from access.account a where a.id = actor.account_id));
  end if;
  perform funding.follow_covers(array(
    select distinct t.person_id from funding.part t
     where t.structure_id = actor.structure_id and t.known_to is null and t.state = 'borne' and t.payer in ('free', 'own_funder')
       and (t.on_day between since and coalesce(until, 'infinity') or t.on_day between old.valid_from and coalesce(old.valid_until, 'infinity'))));
  return 'done';
end $$;

-- Owner function. Cost of the acts of a period, both days included, by who pays, as known at the end of p_known_on: sums and
-- counts, nobody's. given: borne by nobody (cost in kind). broughtBack: what rights opened since brought back.
create function funding.figures(p_from date, p_to date, p_known_on date) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (access.can('report') or access.can('invoicing') or access.holds('money', 'read')) then
    raise exception 'role may not read figures' using errcode = 'MA403';
  end if;
  perform audit.record('funding.figures', null, null, 'report', null,
    jsonb_build_object('from', p_from, 'to', p_to, 'knownOn', p_known_on));
  return jsonb_build_object('from', p_from, 'to', p_to, 'knownOn', p_known_on)
    || funding.known_figures(p_from, p_to, reports.known_until(p_known_on))
    || jsonb_build_object('funders', funding.by_convention(p_from, p_to, reports.known_until(p_known_on)));
end $$;

-- Owner function. The codes one may note on a day at a place, for whoever writes acts. Nothing of anyone.
create function funding.tariffs_on(p_day date, p_site uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('acts');
  return coalesce((
    select jsonb_agg(jsonb_build_object('code', t.code, 'label', t.label, 'nature', t.nature, 'unit', t.unit, 'cents', t.cents,
        'rate', r.value, 'contribution', coalesce(f.value, 0), 'source', t.source,
        'unverified', t.confidence <> 'sure' or r.confidence <> 'sure' or coalesce(f.confidence, 'sure') <> 'sure') order by t.rate desc, t.code)
      from funding.tariff t
      join funding.parameter r on r.name = 'compulsory_rate' and r.which = t.rate and p_day between r.valid_from and coalesce(r.valid_until, 'infinity')
      left join funding.parameter f on f.name = 'flat_contribution' and f.which = t.rate and p_day between f.valid_from and coalesce(f.valid_until, 'infinity')
     where t.territory = funding.territory((select s.commune_code from network.site s where s.id = p_site))
       and p_day between t.valid_from and coalesce(t.valid_until, 'infinity')
       and access.holds(t.nature, 'write')), '[]');
end $$;

grant execute on function funding.encounter_acts, funding.record_acts, funding.withdraw_act, funding.board, funding.send, funding.sheet,
  funding.settle, funding.regularise, funding.figures, funding.tariffs_on, funding.funders, funding.keep_funder to maillage_app;
