-- Accounts kept by the centre itself: the first set-up, links by mail, assignments, sessions. The application role still
-- writes none of these tables: each act is an owner function that checks who asks and writes its audit row.

insert into audit.action (code, writes, label) values
  ('account.link', true, 'Lien de connexion donné'),
  ('account.disable', true, 'Compte fermé'),
  ('account.enable', true, 'Compte rouvert'),
  ('assignment.add', true, 'Fonction donnée'),
  ('assignment.end', true, 'Fonction terminée'),
  ('session.assignment', true, 'Changement de fonction');

-- Names of capabilities, no longer counted on the fingers of one hand: later migrations add theirs.
alter table access.capability drop constraint if exists capability_capability_check;
alter table access.capability add constraint capability_named check (capability ~ '^[a-z_]+$');
-- Gives a colleague who lost a second factor a way back in, on the spot.
insert into access.capability (role, capability) values
  ('technical_administrator', 'reenrol'), ('medical_director', 'reenrol');
create policy reenrolling on access.account for select to maillage_app using ((select access.can('reenrol')));
create policy reenrolling on access.assignment for select to maillage_app using ((select access.can('reenrol')));

-- The link printed on the terminal while nothing is set up; one for each start, all removed by the set-up.
create table access.set_up_link (
  token_hash bytea primary key,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
alter table access.set_up_link enable row level security;
grant select on access.set_up_link to maillage_signin;
create policy sign_in on access.set_up_link for select to maillage_signin using (true);

-- Mail to send: written in the transaction of what it tells of, sent by one process at a time. The whole message is
-- encrypted by the program (AES-256-GCM) under a key kept outside the database, for it holds a link in clear; it is
-- erased once sent or given up.
create table access.outgoing_mail (
  id uuid primary key,
  sealed bytea,
  created_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  given_up_at timestamptz,
  -- Code of the last failure (SMTP or network), never its text: it may quote the address.
  last_failure text,
  check ((sealed is null) = (sent_at is not null or given_up_at is not null))
);
create index on access.outgoing_mail (next_attempt_at) where sealed is not null;
alter table access.outgoing_mail enable row level security;
grant select, insert, update, delete on access.outgoing_mail to maillage_signin;
create policy sign_in on access.outgoing_mail for all to maillage_signin using (true) with check (true);
grant insert on access.outgoing_mail to maillage_app;
create policy senders on access.outgoing_mail for insert to maillage_app
  with check ((select access.can('accounts')) or (select access.can('reenrol')));

-- As before, and what happens before anyone can be signed in: the set-up, and a link asked for at the door.
create or replace function audit.record_sign_in(p_account uuid, p_action text, p_stamp text, p_detail jsonb default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_action not in ('session.refused', 'account.credential', 'session.open', 'session.close', 'session.prove', 'account.link',
                      'installation.create', 'account.create', 'program.ask', 'program.refuse',
                      -- Someone is referred by a link (migration 0068).
                      'referral.send', 'referral.paper', 'referral.link',
                      -- A calendar is read by its address (migration 0081).
                      'calendar.read') then
    raise exception 'not a sign-in act: %', p_action;
  end if;
  insert into audit.entry (stamp_id, stamp_mac, account_id, action, detail)
  values (split_part(p_stamp, ':', 1)::uuid, decode(split_part(p_stamp, ':', 2), 'hex'), p_account, p_action, p_detail);
end $$;

-- Raises unless the actor holds the capability.
create function access.require(p_capability text) returns void
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp as $$
begin
  if (access.actor()).session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if not access.can(p_capability) then
    raise exception 'role may not: %', p_capability using errcode = 'MA403';
  end if;
end $$;

-- Owner function. Opens an account, without any secret and without any assignment.
create function access.create_account(p_email text, p_name text, p_category text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  made uuid;
begin
  perform access.require('accounts');
  insert into access.account (email, display_name, legal_category) values (lower(p_email), p_name, p_category)
    returning id into made;
  perform audit.record('account.create', null, null, 'account', made);
  return made;
end $$;

-- Owner function. Gives a dated assignment; the last day is included, null: without end.
-- Errors: MA464 the structure or the supervisor is not there, 23P01 the same one at the same time.
create function access.add_assignment(p_account uuid, p_role text, p_structure uuid, p_supervisor uuid, p_from date, p_until date) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  made uuid;
begin
  perform access.require('accounts');
  if not exists (select from access.role r where r.code = p_role and r.assignable)
     or not exists (select from network.structure s where s.id = p_structure)
     or not exists (select from access.account a where a.id = p_account and a.email not like '%.invalid')
     or (p_role = 'trainee') <> (p_supervisor is not null)
     or p_supervisor is not null and not exists (
          select from access.assignment g join access.account a on a.id = g.account_id and a.disabled_at is null
           where g.id = p_supervisor and g.valid @> current_date and g.account_id <> p_account
             and g.role not in ('trainee', 'console', 'technical_administrator', 'auditor')) then
    raise exception 'no such place' using errcode = 'MA464';
  end if;
  insert into access.assignment (account_id, structure_id, role, supervisor_id, valid)
    values (p_account, p_structure, p_role, p_supervisor, daterange(p_from, p_until + 1))
    returning id into made;
  perform audit.record('assignment.add', null, null, 'account', p_account, jsonb_build_object('assignment', made, 'role', p_role));
  return made;
end $$;

-- Would nobody be left to keep the accounts without this account, or without this assignment?
create function access.last_keeper(p_account uuid, p_assignment uuid) returns boolean
language sql stable security invoker set search_path = pg_catalog, pg_temp as $$
  select not exists (
    select from access.assignment g join access.account a on a.id = g.account_id and a.disabled_at is null
      join access.credential c on c.account_id = a.id and c.password_hash is not null
     where g.role = 'technical_administrator' and g.valid @> current_date and upper_inf(g.valid)
       and g.account_id is distinct from p_account and g.id is distinct from p_assignment)
$$;

-- Owner function. Ends an assignment from today on, at once: sessions under it are nobody's from the commit.
create function access.end_assignment(p_assignment uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended access.assignment;
begin
  perform access.require('accounts');
  -- Two keepers ending each other at once: the second finds what the first did.
  perform pg_advisory_xact_lock(hashtext('maillage account keepers'));
  select * into ended from access.assignment g where g.id = p_assignment and g.role <> 'console'
     and (upper_inf(g.valid) or upper(g.valid) > current_date) for update;
  if not found then
    raise exception 'already ended' using errcode = 'MA409';
  end if;
  if ended.role = 'technical_administrator' and access.last_keeper(null, p_assignment) then
    raise exception 'nobody would keep the accounts' using errcode = 'MA461';
  end if;
  perform audit.record('assignment.end', null, null, 'account', ended.account_id,
    jsonb_build_object('assignment', p_assignment, 'role', ended.role, 'given', lower(ended.valid)));
  update access.session set revoked_at = clock_timestamp() where assignment_id = p_assignment and revoked_at is null;
  update access.assignment set valid = daterange(lower(valid), greatest(lower(valid), current_date)) where id = p_assignment;
end $$;

-- Owner function. Someone leaves: sessions, links and sign-ins under way end with the commit, everywhere.
create function access.disable_account(p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  perform pg_advisory_xact_lock(hashtext('maillage account keepers'));
  if p_account = (access.actor()).account_id then
    raise exception 'own account' using errcode = 'MA462';
  end if;
  if exists (select from access.assignment g where g.account_id = p_account and g.role = 'technical_administrator' and g.valid @> current_date)
     and access.last_keeper(p_account, null) then
    raise exception 'nobody would keep the accounts' using errcode = 'MA461';
  end if;
  update access.account set disabled_at = now() where id = p_account and disabled_at is null and email not like '%.invalid';
  if not found then
    raise exception 'already closed' using errcode = 'MA409';
  end if;
  perform audit.record('account.disable', null, null, 'account', p_account);
  update access.session set revoked_at = clock_timestamp() where account_id = p_account and revoked_at is null;
  update access.one_time_link set used_at = clock_timestamp() where account_id = p_account and used_at is null;
  delete from access.sign_in_step where account_id = p_account;
end $$;

-- Owner function. Someone comes back, or was closed by mistake: what they signed in with serves again.
create function access.enable_account(p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  update access.account set disabled_at = null where id = p_account and disabled_at is not null;
  if not found then
    raise exception 'already open' using errcode = 'MA409';
  end if;
  perform audit.record('account.enable', null, null, 'account', p_account);
end $$;

-- Owner function. Keeps a one-time link of which only the hash is known here; earlier ones of the account end.
-- A link that replaces a second factor in place asks for a recent sign-in by two factors of whoever gives it, and
-- those who keep no accounts give none to those who do.
-- Errors: MA462 one's own account, MA463 sign in again first, MA464 no such open account.
create function access.issue_link(p_account uuid, p_purpose text, p_token_hash bytea, p_lifetime interval) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  keeps boolean := access.can('accounts');
  ends timestamptz := clock_timestamp() + p_lifetime;
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if not keeps and not (access.can('reenrol') and p_purpose = 'invitation') then
    raise exception 'role may not give links' using errcode = 'MA403';
  end if;
  if not exists (select from access.account a where a.id = p_account and a.disabled_at is null and a.email not like '%.invalid') then
    raise exception 'no such account' using errcode = 'MA464';
  end if;
  if p_account = actor.account_id then
    raise exception 'own account' using errcode = 'MA462';
  end if;
  if not keeps and exists (select from access.assignment g where g.account_id = p_account and g.valid @> current_date
                             and g.role in (select c.role from access.capability c where c.capability = 'accounts')) then
    raise exception 'keeps the accounts' using errcode = 'MA403';
  end if;
  if p_purpose = 'invitation' and exists (select from access.credential c where c.account_id = p_account and c.password_hash is not null)
     and not exists (select from access.session s where s.id = actor.session_id
                       and s.created_at > clock_timestamp() - interval '15 minutes' and s.second_factor) then
    raise exception 'sign in again' using errcode = 'MA463';
  end if;
  update access.one_time_link set used_at = clock_timestamp() where account_id = p_account and used_at is null;
  insert into access.one_time_link (token_hash, account_id, purpose, expires_at) values (p_token_hash, p_account, p_purpose, ends);
  perform audit.record('account.link', null, null, 'account', p_account, jsonb_build_object('purpose', p_purpose));
  return ends;
end $$;

-- Owner function. Sessions in force of one's own account, or of any account for those who keep accounts.
create function access.sessions_of(p_account uuid)
returns table (id uuid, role text, structure text, created_at timestamptz, last_seen_at timestamptz, current boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if p_account is distinct from actor.account_id or actor.session_id is null then
    perform access.require('accounts');
  end if;
  return query
    select s.id, r.label, t.name, s.created_at, s.last_seen_at, s.id = actor.session_id
      from access.session s
      join access.assignment g on g.id = s.assignment_id and g.valid @> current_date
      join access.role r on r.code = g.role
      join network.structure t on t.id = g.structure_id
     where s.account_id = p_account and s.revoked_at is null and s.expires_at > clock_timestamp()
       and s.last_seen_at + s.idle > clock_timestamp()
     order by s.created_at desc;
end $$;

-- Owner function. Closes a session of one's own, or anyone's for those who keep accounts.
create function access.close_session(p_session uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  holder uuid;
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  select s.account_id into holder from access.session s where s.id = p_session and s.revoked_at is null and s.kind <> 'console' for update;
  -- Someone else's session and no session at all are told alike.
  if holder is distinct from actor.account_id and not access.can('accounts') or holder is null then
    raise exception 'no such session' using errcode = 'MA409';
  end if;
  perform audit.record('session.close', null, null, 'account', holder, jsonb_build_object('session', p_session));
  update access.session set revoked_at = clock_timestamp() where id = p_session;
end $$;

-- Owner function. The session goes on under another assignment in force of the same account.
create function access.switch_assignment(p_assignment uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
begin
  if actor.session_id is null then
    raise exception 'no valid session' using errcode = 'MA401';
  end if;
  if not exists (select from access.assignment g where g.id = p_assignment and g.account_id = actor.account_id
                   and g.valid @> current_date and g.role <> 'console') then
    raise exception 'not an assignment of this account' using errcode = 'MA464';
  end if;
  perform audit.record('session.assignment', null, null, 'account', actor.account_id,
    jsonb_build_object('from', actor.assignment_id, 'to', p_assignment));
  update access.session set assignment_id = p_assignment where id = actor.session_id;
end $$;

grant execute on function access.create_account, access.add_assignment, access.end_assignment, access.disable_account,
  access.enable_account, access.issue_link, access.sessions_of, access.close_session, access.switch_assignment
  to maillage_app;
