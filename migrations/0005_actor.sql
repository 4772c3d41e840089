-- Who acts. The actor is proven by the session token itself, looked up here on each use: a setting can
-- name a token, it cannot make one valid, and a revoked session is nobody at once.

create type access.actor_row as (
  session_id uuid, account_id uuid, assignment_id uuid, role text, effective_role text, structure_id uuid, read_only boolean,
  -- Last seen more than a minute ago.
  unseen boolean
);

-- The actor of the current transaction, or a row of nulls. effective_role is the supervisor's for a trainee.
create function access.actor() returns access.actor_row
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  token text := nullif(current_setting('maillage.token', true), '');
  supervision uuid;
  found_actor access.actor_row;
begin
  if token is null then
    return null;
  end if;
  select s.id, s.account_id, s.assignment_id, g.role, g.role, g.structure_id, g.role = 'trainee',
         s.last_seen_at < clock_timestamp() - interval '1 minute', g.supervisor_id
    into found_actor.session_id, found_actor.account_id, found_actor.assignment_id, found_actor.role,
         found_actor.effective_role, found_actor.structure_id, found_actor.read_only, found_actor.unseen, supervision
    from access.session s
    join access.assignment g on g.id = s.assignment_id and g.valid @> current_date
    join access.account a on a.id = s.account_id and a.disabled_at is null
   where s.token_hash = sha256(token::bytea)
     and s.revoked_at is null
     and s.expires_at > clock_timestamp()
     and s.last_seen_at + s.idle > clock_timestamp();
  if found_actor.session_id is null then
    return null;
  end if;
  -- Apart, for this runs several times in each request and few actors are trainees.
  if supervision is not null then
    select coalesce((select sup.role from access.assignment sup
                       join access.account o on o.id = sup.account_id and o.disabled_at is null
                      where sup.id = supervision and sup.valid @> current_date), found_actor.role)
      into found_actor.effective_role;
  end if;
  return found_actor;
end $$;

-- Opens a request: proves the actor, checks that its role may use the route, keeps the session awake.
-- Errors: MA401 nobody signed in, MA403 this role may not.
-- p_wakes: false for what a screen asks by itself, which is no sign of anyone.
create function access.enter(p_token text, p_stamp text, p_roles text[], p_wakes boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  -- Assigned rather than performed: each is then an expression, which costs a third of a statement.
  token text := set_config('maillage.token', p_token, true);
  stamp text := set_config('maillage.stamp', p_stamp, true);
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if not actor.role = any (p_roles) then
    raise exception 'role % may not use this route', actor.role using errcode = 'MA403';
  end if;
  -- Once a minute is enough, and never by waiting behind a neighbour's request.
  if p_wakes and actor.unseen then
    perform from access.session where id = actor.session_id for update skip locked;
    if found then
      update access.session set last_seen_at = clock_timestamp() where id = actor.session_id;
    end if;
  end if;
  return jsonb_build_object('sessionId', actor.session_id, 'accountId', actor.account_id,
    'assignmentId', actor.assignment_id, 'role', actor.role, 'effectiveRole', actor.effective_role,
    'structureId', actor.structure_id, 'readOnly', actor.read_only);
end $$;

-- Records of the person this record is of: itself, and those read with it (people.alias). Not granted.
create function access.records_of(p_persons uuid[]) returns uuid[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return array(
    select distinct r.id from unnest(p_persons) as p (id)
      left join people.alias k on k.person_id = p.id and k.known_to is null
     cross join lateral (
       select coalesce(k.kept_id, p.id) as id
       union all
       select a.person_id from people.alias a where a.kept_id = coalesce(k.kept_id, p.id) and a.known_to is null) r);
end $$;

-- The persons who object to this account, with all their records, but for an emergency this session opened. One probe
-- of an index for almost everyone. Not granted: whoever is objected to must not learn it.
create function access.barred(p_account uuid) returns uuid[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  objecting uuid[];
  actor access.actor_row;
begin
  if not exists (select from access.objection o where o.account_id = p_account and o.lifted_at is null) then
    return '{}';
  end if;
  objecting := access.records_of(array(
    select o.person_id from access.objection o where o.account_id = p_account and o.lifted_at is null));
  actor := access.actor();
  return array(
    select o.id from unnest(objecting) as o (id)
    except
    select unnest(access.records_of(array(
      select b.person_id from access.break_glass b join access.glass_reason w on w.code = b.reason and w.emergency
        join access.glass_right r on r.role = b.role and r.reason = b.reason and (r.nature, r.verb) = ('identity', 'read')
       where b.session_id = actor.session_id and b.assignment_id = actor.assignment_id and b.account_id = p_account
         and b.ends_at > clock_timestamp()))));
end $$;

-- The records this session broke open and that are still open, for one cell; of who objects, in an emergency alone. Not
-- granted.
create function access.broken_open(p_actor access.actor_row, p_nature text, p_verb text) returns uuid[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  opened uuid[] := array(
    select b.person_id from access.break_glass b
      join access.glass_right r on r.role = b.role and r.reason = b.reason and r.nature = p_nature and r.verb = p_verb
     where b.session_id = p_actor.session_id and b.assignment_id = p_actor.assignment_id and b.ends_at > clock_timestamp());
begin
  if cardinality(opened) = 0 then
    return opened;
  end if;
  return array(select unnest(access.records_of(opened)) except select unnest(access.barred(p_actor.account_id)));
end $$;

-- Writes the audit row of an act, in the transaction of the act. Nothing of a person can be read or
-- written in a transaction that does not hold it: see access.permitted_persons.
-- Of the team's own person, named alone, it also keeps which cells of the matrix the actor holds (detail.cells, see
-- access.cell; never the caller's own word): the policies of a dozen tables then read one number (access.opened). And
-- whether the record was broken open without the person having been told yet; of whoever they object to, that they tried.
-- This is audit.record for an owner function that has proven its actor (access.actor) in this same transaction: proving again costs as
-- much as the entry. Returns the cells held, null when it is to be judged by rule. Under the search path of who calls it. Not granted.
create function audit.write(
  p_actor access.actor_row, p_action text, p_person uuid default null, p_persons uuid[] default null,
  p_object_kind text default null, p_object uuid default null, p_detail jsonb default null
) returns bigint
language plpgsql volatile as $$
declare
  stamp text := nullif(current_setting('maillage.stamp', true), '');
  act_writes boolean;
  brings_back boolean;
  apart bigint;
  held bigint;
  objected boolean;
  broken boolean;
  untold boolean;
  refused boolean;
begin
  if p_actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if stamp is null then
    raise exception 'no request stamp' using errcode = 'MA401';
  end if;
  -- A trainee reads by the supervisor's role, and is looked at by rule.
  if p_persons is not null or p_person is null or p_actor.read_only then
    select a.writes into act_writes from audit.action a where a.code = p_action;
  else
    -- All that an entry looks up, in one statement: starting one costs more than what it finds, and each expression of this
    -- function is prepared anew in each transaction.
    select a.writes, a.returns, g.set_apart,
           exists (select from access.objection o where o.account_id = p_actor.account_id and o.lifted_at is null),
           -- Almost no record was ever broken open: one probe says so. (Those read with another are judged by rule.)
           exists (select from access.break_glass b where b.person_id = p_person),
           case when g.set_apart is not null then
             coalesce((select bit_or(r.cells) from access.nature_right r where r.role = p_actor.role), 0)
             & case when a.writes then -1 else ~(4095::bigint << 12) end end
      into act_writes, brings_back, apart, objected, broken, held
      from audit.action a
      left join people.registration g
        on g.person_id = p_person and g.structure_id = p_actor.structure_id and g.known_to is null
     where a.code = p_action;
    -- What is rare.
    if objected or apart <> 0 or broken then
      refused := apart is not null and objected and p_person = any (access.barred(p_actor.account_id));
      if refused then
        held := null;
      elsif apart <> 0 then
        if brings_back then
          perform retention.returned(p_person);
        else
          -- What is set apart is neither read nor written, but by who broke the record open: a reason, an hour, a review.
          held := held & ~(apart | (apart << 12) | (apart << 24) | (apart << 36));
        end if;
      end if;
    end if;
    if broken then
      untold := exists (select from access.break_glass b where b.person_id = p_person and b.told_at is null);
      held := coalesce(held | glass.cells, held, glass.cells) from (
        select bit_or(r.cells) as cells from access.break_glass b
          join access.glass_right r on r.role = b.role and r.reason = b.reason
         where b.session_id = p_actor.session_id and b.assignment_id = p_actor.assignment_id and b.ends_at > clock_timestamp()
           and b.person_id = p_person
           and p_person <> all (access.barred(p_actor.account_id))) glass;
    end if;
  end if;
  if act_writes is null then
    raise exception 'not an act: %', p_action;
  end if;
  insert into audit.entry (stamp_id, stamp_mac, session_id, account_id, assignment_id, role, structure_id,
      action, person_id, person_ids, object_kind, object_id, detail)
  values (split_part(stamp, ':', 1)::uuid, decode(split_part(stamp, ':', 2), 'hex'), p_actor.session_id,
      p_actor.account_id, p_actor.assignment_id, p_actor.role, p_actor.structure_id,
      p_action, p_person, p_persons, p_object_kind, p_object,
      case when refused then coalesce(p_detail - '{cells,untold}'::text[], '{}') || '{"objected": true}'
           when held is null then p_detail - '{cells,untold,objected}'::text[]
           else coalesce(p_detail - '{cells,untold,objected}'::text[], '{}') || jsonb_build_object('cells', held)
             || case when untold then '{"untold": true}'::jsonb else '{}' end end);
  return held;
end $$;

-- Owner function. The same for whoever asks. Returns the actor's role.
create function audit.record(
  p_action text, p_person uuid default null, p_persons uuid[] default null,
  p_object_kind text default null, p_object uuid default null, p_detail jsonb default null
) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  held bigint;
begin
  held := audit.write(actor, p_action, p_person, p_persons, p_object_kind, p_object, p_detail);
  return actor.role;
end $$;

-- The same for what happens before anyone is signed in: only the sign-in role may call it.
create function audit.record_sign_in(p_account uuid, p_action text, p_stamp text, p_detail jsonb default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_action not in ('session.refused', 'account.credential', 'session.open', 'session.close') then
    raise exception 'not a sign-in act: %', p_action;
  end if;
  insert into audit.entry (stamp_id, stamp_mac, account_id, action, detail)
  values (split_part(p_stamp, ':', 1)::uuid, decode(split_part(p_stamp, ':', 2), 'hex'), p_account, p_action, p_detail);
end $$;

-- Does the current transaction's actor hold this verb on this nature at all?
create function access.holds(p_nature text, p_verb text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null or (p_verb = 'write' and actor.read_only) then
    return false;
  end if;
  return exists (select from access.nature_right r
     where r.role = actor.effective_role and r.nature = p_nature
       and case p_verb when 'read' then r.can_read when 'write' then r.can_write when 'summary' then r.summary end);
end $$;

-- What this transaction's audit rows opened, and the cells of the matrix their actor then held (audit.record). A view of
-- the owner's: it shows a transaction its own rows alone, and no one else's can be added to it but by audit.record.
-- num_nonnulls, not "is not null": that would offer the index of persons, which a planner that last saw few records opened
-- reads whole, ever longer, for each table of the page.
create view access.opened with (security_barrier) as
select e.person_id, e.account_id, e.structure_id, (e.detail ->> 'cells')::bigint as cells, e.detail -> 'untold' is not null as untold
  from audit.entry e
 where e.xid = pg_current_xact_id_if_assigned() and num_nonnulls(e.person_id) = 1;

-- Those of these persons, each named by an audit row of this transaction (who calls it has read or just written that row), whom this
-- actor may read (or write) in one nature: who are of the actor's structure, or covered by a consent of theirs in force, unless they
-- object to this very person; and those this session broke open. Under the search path of who calls it. Not granted.
create function access.permitted_among(p_actor access.actor_row, p_persons uuid[], p_nature text, p_verb text) returns uuid[]
language plpgsql stable as $$
declare
  consent_only boolean;
  glass boolean;
  objected boolean;
  broken uuid[] := '{}';
  barred uuid[] := '{}';
  ours uuid[];
  this_nature bigint := access.cell(p_nature, 'read');
begin
  if p_actor.session_id is null or (p_verb = 'write' and p_actor.read_only) then
    return '{}';
  end if;
  -- Almost no session broke anything open, almost nobody objects to anyone: one statement says so.
  select (select r.by_consent from access.nature_right r
           where r.role = p_actor.effective_role and r.nature = p_nature
             and case p_verb when 'read' then r.can_read when 'write' then r.can_write
                             when 'own' then r.own when 'summary' then r.summary end),
         exists (select from access.break_glass b where b.session_id = p_actor.session_id and b.ends_at > clock_timestamp()),
         exists (select from access.objection o where o.account_id = p_actor.account_id and o.lifted_at is null)
    into consent_only, glass, objected;
  if glass then
    broken := access.broken_open(p_actor, p_nature, p_verb);
  end if;
  if consent_only is null and broken = '{}' then
    return '{}';
  end if;
  if objected then
    barred := access.barred(p_actor.account_id);
  end if;
  if not consent_only then
    -- Of a team's own list, this is everyone: what consents say is then not asked.
    ours := array(select g.person_id from people.registration g
                   where g.person_id = any (p_persons) and g.structure_id = p_actor.structure_id and g.known_to is null
                     and g.set_apart & this_nature = 0);
    if barred = '{}' and p_persons <@ ours then
      return p_persons;
    end if;
  end if;
  return array(
    select p.id from unnest(p_persons) as p (id)
     where p.id = any (broken)
        or consent_only is not null and p.id <> all (barred)
           and (p.id = any (ours) or exists (select from access.agreed(p.id, p_nature, p_actor.structure_id, p_actor.account_id))));
end $$;

-- The persons this actor may read (or write) in one nature, in this transaction: those an audit row of this
-- same transaction names, as access.permitted_among says.
create function access.permitted_persons(p_nature text, p_verb text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    return '{}';
  end if;
  return access.permitted_among(actor, array(
    select e.person_id from audit.entry e
     where e.xid = pg_current_xact_id_if_assigned() and e.session_id = actor.session_id and num_nonnulls(e.person_id) = 1
       and (p_verb <> 'write' or exists (select from audit.action a where a.code = e.action and a.writes))
    union
    select unnest(e.person_ids) from audit.entry e
     where e.xid = pg_current_xact_id_if_assigned() and e.session_id = actor.session_id and num_nonnulls(e.person_ids) = 1
       and (p_verb <> 'write' or exists (select from audit.action a where a.code = e.action and a.writes))), p_nature, p_verb);
end $$;

-- The text of a policy's condition on the person a row is about. In the usual case (the team's own person, named by an
-- audit row of their own) the cells held are in that row, written a moment ago by a proven actor: reading them costs
-- a tenth of judging again, and a page asks a dozen tables. Lists, consents and trainees are judged by rule.
create function access.gate(p_key text, p_nature text, p_verb text) returns text
language sql immutable as $$
  select format('(%1$I = any (array(select o.person_id from access.opened o where o.cells & %4$s <> 0))
    or %1$I = any ((select access.permitted_persons(%2$L, %3$L))::uuid[]))', p_key, p_nature, p_verb, access.cell(p_nature, p_verb))
$$;

-- The same as keys, nature and person in one text, for tables whose rows each have a nature of their own.
create function access.permitted_keys(p_natures text[], p_verb text) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select n || p.id from unnest(p_natures) n, unnest(access.permitted_persons(n, p_verb)) p (id))
$$;

-- The condition of such a table (its columns "nature" and "person_id"): what was opened is read once a statement, not once
-- a row nor once a nature.
create function access.gate_by_row(p_natures text[], p_verb text) returns text
language sql immutable as $$
  select format('(nature || person_id = any (array(select n.code || o.person_id from access.opened o, (values %1$s) n (code, cell)
      where o.cells & n.cell <> 0))
    or nature || person_id = any ((select access.permitted_keys(%2$L, %3$L))::text[]))',
    (select string_agg(format('(%L, %s::bigint)', n, access.cell(n, p_verb)), ', ') from unnest(p_natures) n), p_natures, p_verb)
$$;

create function access.account_id() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select (access.actor()).account_id $$;

create function access.structure_id() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select (access.actor()).structure_id $$;

create function access.role() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select (access.actor()).role $$;

grant execute on function access.enter, access.actor, access.holds, access.permitted_persons, access.permitted_keys, access.account_id,
  access.structure_id, access.role, audit.record to maillage_app, maillage_signin;
grant execute on function audit.record_sign_in to maillage_signin;
grant execute on function access.cell to maillage_app;
grant select on access.opened to maillage_app;
