-- What remains to be done about a person: what, by when, by whom. A task has the nature of what it tells, so that a
-- task of care is not told at reception. Rooms above give tasks of their own by tasks.give, from their owner functions.

create schema tasks;
grant usage on schema tasks to maillage_app;

insert into audit.action (code, writes, label) values
  ('task.add', true, 'Tâche ajoutée'),
  ('task.done', true, 'Tâche faite'),
  ('task.undone', true, 'Tâche rouverte'),
  ('task.list', false, 'Liste de ses tâches');
update audit.action set returns = true where code = 'task.add';

create table tasks.task (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  -- Whose work it is: a function is that of someone of this structure.
  structure_id uuid not null default access.structure_id() references network.structure not enforced,
  nature text not null check (nature in ('identity', 'identity_detail', 'cover', 'right_requests', 'social_situation',
    'social_notes', 'clinical', 'useful', 'appointments', 'money')),
  what text not null check (what <> '' and length(what) <= 500),
  due_on date,
  -- For whoever has a function, or for someone by name.
  for_role text references access.role not enforced,
  for_account uuid references access.account not enforced,
  for_name text,
  -- "todo" is added by hand; others name what gave them (tasks.give).
  kind text not null default 'todo' check (kind ~ '^[a-z_]+$'),
  -- False when the act it asks for is what ends it (tasks.settle): a note to countersign is done by countersigning.
  by_hand boolean not null default true,
  -- The note, the request, the opening it comes from.
  origin_id uuid,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  made_at timestamptz not null default clock_timestamp(),
  -- The trail keeps each time it was done or opened again.
  done_at timestamptz,
  done_by uuid references access.account not enforced,
  done_name text,
  check (num_nonnulls(for_role, for_account) = 1 and (for_account is null) = (for_name is null)),
  check (num_nonnulls(done_at, done_by, done_name) in (0, 3))
);
create trigger present after insert on tasks.task referencing new table as new_rows for each statement
  execute function record.rows_of_natures('tasks');
create index on tasks.task (person_id);
create index on tasks.task (for_account, done_at) where for_account is not null;
create index on tasks.task (structure_id, for_role, done_at) where for_role is not null;
create index on tasks.task (origin_id) where origin_id is not null and done_at is null;

-- Owner function. May this nature be told to this role, or to this account in this structure? A trainee is told what
-- their supervisor reads.
create function tasks.may_tell(p_nature text, p_structure uuid, p_role text, p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from access.nature_right r
     where r.nature = p_nature and (r.can_read or r.own)
       and (r.role = p_role
            or r.role in (select coalesce(s.role, g.role) from access.assignment g left join access.assignment s on s.id = g.supervisor_id
                           where g.account_id = p_account and g.structure_id = p_structure and g.valid @> current_date)))
$$;

alter table tasks.task enable row level security;
grant select, insert on tasks.task to maillage_app;
do $$
declare
  natures text[] := '{identity,identity_detail,cover,right_requests,social_situation,social_notes,clinical,useful,appointments,money}';
  mine text := 'any (array(select o.account_id from access.opened o))';
begin
  execute format('create policy readers on tasks.task for select to maillage_app using (%2$s
      or (author_id = %1$s or for_account = %1$s or for_role = (select access.role())) and %3$s)',
    mine, access.gate_by_row(natures, 'read'), access.gate_by_row('{clinical,social_notes}', 'own'));
  execute format('create policy writers on tasks.task for insert to maillage_app with check (kind = ''todo'' and by_hand and done_at is null
      and author_id = %s and author_name = (select a.display_name from access.account a where a.id = author_id)
      and structure_id = any (array(select o.structure_id from access.opened o)) and made_at between now() and clock_timestamp()
      and tasks.may_tell(nature, structure_id, for_role, for_account) and %s)',
    mine, access.gate_by_row(natures, 'write'));
end $$;

-- Owner function. True when this author already added this task, false when the identifier is another's, null when free.
create function tasks.added_already(p_task uuid, p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select t.person_id = p_person and t.author_id = access.account_id() from tasks.task t where t.id = p_task
$$;

-- Owner function. How someone of this structure is called; null for anyone else.
create function tasks.name_of(p_account uuid, p_structure uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.display_name from access.account a
   where a.id = p_account and a.disabled_at is null
     and exists (select from access.assignment g where g.account_id = a.id and g.structure_id = p_structure and g.valid @> current_date)
     and access.account_id() is not null
$$;

-- Adds a task by hand. Sent twice, it adds one. Null when the one it is for may not read that nature: nothing is written.
-- Errors: MA409 when the identifier is another task's.
-- p: {id, personId, nature, what, dueOn?, forRole? | forAccount?, originId?}
create function tasks.add(p jsonb) returns uuid
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  new_id uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  already boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(new_id::text, 32));
  already := tasks.added_already(new_id, person);
  if already then
    return new_id;
  elsif not already then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  if not tasks.may_tell(p ->> 'nature', actor.structure_id, p ->> 'forRole', (p ->> 'forAccount')::uuid) then
    return null;
  end if;
  perform audit.record('task.add', person, null, 'task', new_id);
  insert into tasks.task (id, person_id, structure_id, nature, what, due_on, for_role, for_account, for_name, origin_id, author_id, author_name)
  values (new_id, person, actor.structure_id, p ->> 'nature', p ->> 'what', (p ->> 'dueOn')::date, p ->> 'forRole',
          (p ->> 'forAccount')::uuid, tasks.name_of((p ->> 'forAccount')::uuid, actor.structure_id), (p ->> 'originId')::uuid,
          actor.account_id, (select a.display_name from access.account a where a.id = actor.account_id));
  return new_id;
end $$;

-- A task that another act gives, in the transaction of that act, whose audit row tells of it. Granted to no role: owner
-- functions call it, and answer for who may be told. One task of a kind for an origin and whom it is for, however often.
create function tasks.give(p_person uuid, p_nature text, p_what text, p_kind text, p_origin uuid,
                           p_for_role text default null, p_for_account uuid default null, p_due date default null,
                           p_by_hand boolean default true, p_structure uuid default null) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  given uuid;
begin
  select t.id into given from tasks.task t
   where t.origin_id = p_origin and t.kind = p_kind and t.done_at is null and (t.for_role = p_for_role or t.for_account = p_for_account);
  if found then
    return given;
  end if;
  insert into tasks.task (id, person_id, structure_id, nature, what, due_on, for_role, for_account, for_name, kind, by_hand, origin_id,
    author_id, author_name)
  select uuidv7(), p_person, coalesce(p_structure, actor.structure_id), p_nature, p_what, p_due, p_for_role, p_for_account,
         (select b.display_name from access.account b where b.id = p_for_account), p_kind, p_by_hand, p_origin, a.id, a.display_name
    from access.account a where a.id = actor.account_id
  returning id into given;
  return given;
end $$;

-- What was asked for is done: ends the open tasks of a kind that came from there. Granted to no role, as tasks.give.
create function tasks.settle(p_kind text, p_origin uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update tasks.task t set done_at = clock_timestamp(), done_by = a.id, done_name = a.display_name
    from access.account a
   where t.origin_id = p_origin and t.kind = p_kind and t.done_at is null and a.id = access.account_id()
$$;

-- The readers' policy, for owner functions. Not granted. p_read, p_own: access.permitted_keys of this transaction.
create function tasks.reads(t tasks.task, actor access.actor_row, p_read text[], p_own text[]) returns boolean
language sql immutable as $$
  select t.nature || t.person_id = any (p_read)
      or (t.author_id = actor.account_id or t.for_account = actor.account_id or t.for_role = actor.role)
         and t.nature || t.person_id = any (p_own)
$$;

-- Owner function. Done, or to do again: by whoever reads it; a trainee marks what is for them by name. Asked twice, done once.
-- Returns {doneAt, doneBy}, nulls when it is open. Errors: MA409 no such task that the actor reads.
create function tasks.mark(p_person uuid, p_task uuid, p_done boolean) returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  task tasks.task;
begin
  perform audit.record(case when p_done then 'task.done' else 'task.undone' end, p_person, null, 'task', p_task);
  select * into task from tasks.task t where t.id = p_task and t.person_id = p_person and t.by_hand for update;
  if not found or not coalesce(tasks.reads(task, actor, access.permitted_keys(array[task.nature], 'read'),
       access.permitted_keys(array[task.nature], 'own')), false) or actor.read_only and task.for_account is distinct from actor.account_id then
    raise exception 'no such task' using errcode = 'MA409';
  end if;
  if p_done <> (task.done_at is not null) then
    update tasks.task t
       set done_at = case when p_done then clock_timestamp() end, done_by = case when p_done then actor.account_id end,
           done_name = case when p_done then (select a.display_name from access.account a where a.id = actor.account_id) end
     where t.id = p_task
    returning * into task;
  end if;
  return json_build_object('doneAt', task.done_at, 'doneBy', task.done_name);
end $$;

-- A task in words. Not an owner function: what it tells was read by whoever calls it.
create function tasks.told(t tasks.task) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('id', t.id, 'on', t.person_id, 'nature', t.nature, 'what', t.what, 'dueOn', t.due_on,
    'forWhom', coalesce(t.for_name, (select r.label from access.role r where r.code = t.for_role)), 'byHand', t.by_hand, 'originId', t.origin_id, 'by', t.author_name, 'madeAt', t.made_at, 'doneAt', t.done_at,
    'doneBy', t.done_name)
$$;

-- Owner function. The tasks for the actor, by name or by function: those to do, the soonest first, then those done these
-- last days. Audited as one list of the people they are about; of a nature the actor no longer reads, nothing is given.
create function tasks.mine() returns json
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  found_tasks tasks.task[];
  natures text[] := array(select n.code from access.nature n);
  readable text[];
  own text[];
  known uuid[];
begin
  found_tasks := array(
    select t from tasks.task t
     where (t.for_account = actor.account_id or t.for_role = actor.role and t.structure_id = actor.structure_id)
       and (t.done_at is null or t.done_at > clock_timestamp() - interval '7 days')
     order by t.done_at desc nulls first, t.due_on nulls last, t.made_at limit 300);
  perform audit.record('task.list', null, array(select distinct t.person_id from unnest(found_tasks) t));
  readable := access.permitted_keys(natures, 'read');
  own := access.permitted_keys(natures, 'own');
  known := access.permitted_persons('identity', 'read');
  return coalesce((
    select json_agg(tasks.told(t) || jsonb_build_object('person', jsonb_build_object('id', coalesce(k.kept_id, t.person_id),
             'family', i.family, 'given', i.given, 'usedFamily', i.used_family, 'usedGiven', i.used_given, 'birth', i.birth, 'sex', i.sex)) order by n)
      from unnest(array(select f.id from unnest(found_tasks) f)) with ordinality as o (id, n)
      join tasks.task t on t.id = o.id
      left join people.alias k on k.person_id = t.person_id and k.known_to is null
      join people.identity i on i.person_id = t.person_id and i.known_to is null
     where tasks.reads(t, actor, readable, own) and t.person_id = any (known)), '[]');
end $$;

-- Owner function. Whom a task may be for: those at work in the actor's structure, with what each may be told.
create function tasks.recipients() returns json
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(json_agg(json_build_object('account', a.id, 'name', a.display_name, 'role', g.role, 'roleLabel', r.label, 'natures', held.natures)
           order by r.sort, a.display_name), '[]')
    from access.assignment g
    join access.account a on a.id = g.account_id and a.disabled_at is null
    join access.role r on r.code = g.role
    left join access.assignment s on s.id = g.supervisor_id
    cross join lateral (select array_agg(r.nature) as natures from access.nature_right r
                         where r.role = coalesce(s.role, g.role) and (r.can_read or r.own)) held
   where g.structure_id = access.structure_id() and g.valid @> current_date and held.natures is not null and g.role <> 'console'
$$;

grant execute on function tasks.may_tell, tasks.added_already, tasks.name_of, tasks.add, tasks.mark, tasks.mine, tasks.told,
  tasks.recipients to maillage_app;
