-- Who connects. Group roles hold the privileges; the login roles (one set per database, made by the
-- program with generated passwords) are members of them. None of them owns anything.
do $$
declare r text;
begin
  foreach r in array array['maillage_app', 'maillage_signin', 'maillage_sealer'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', r);
    end if;
  end loop;
end $$;

revoke all on schema public from public;
-- Functions made by later migrations are closed until granted by name.
alter default privileges revoke execute on functions from public;

create extension if not exists btree_gist;

create schema network;
create schema access;
create schema audit;
create schema people;
create schema rights;
create schema care;
create schema intake;
create schema record;
create schema reports;

grant usage on schema network, access, audit, people, rights, care, intake, record, reports to maillage_app;
grant usage on schema access, audit, network to maillage_signin;
grant usage on schema audit to maillage_sealer;
