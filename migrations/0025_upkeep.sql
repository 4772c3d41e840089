-- Acts of whoever keeps the installation safe. What they act on is outside the database: backups, keys, folders.
insert into audit.action (code, writes, label) values
  ('backup.make', false, 'Sauvegarde'),
  ('backup.restore', true, 'Sauvegarde remise'),
  ('backup.move', true, 'Base portée sur un autre PostgreSQL'),
  ('backup.key', true, 'Clé de récupération changée'),
  ('paper.rekey', true, 'Clé des documents changée'),
  ('backup.plan', true, 'Réglages de sauvegarde changés'),
  ('upkeep.read', false, 'Lecture de l’état de l’installation');

-- Owner function: letters are the sign-in role's, entries are read by who controls them. Counts and ages alone.
create function access.upkeep_counts() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform access.require('accounts');
  perform audit.record('upkeep.read');
  return jsonb_build_object(
    'letters', (select jsonb_build_object(
        'waiting', count(*) filter (where m.sealed is not null), 'oldest', min(m.created_at) filter (where m.sealed is not null),
        'givenUp', count(*) filter (where m.given_up_at > now() - interval '7 days')) from access.outgoing_mail m),
    -- Before this one's own, which nobody has had time to seal.
    'unsealed', (select jsonb_build_object('count', count(*), 'oldest', min(e.at)) from audit.entry e
        where e.id > (select coalesce(max(s.entry_id), 0) - 10000 from audit.seal s) and e.xid <> pg_current_xact_id()
          and not exists (select from audit.seal s where s.entry_id = e.id)),
    'migrations', (select count(*) from platform.migration),
    'postgres', split_part(current_setting('server_version'), ' ', 1));
end $$;
grant execute on function access.upkeep_counts to maillage_app;
