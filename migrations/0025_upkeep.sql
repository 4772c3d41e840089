-- Acts of whoever keeps the installation safe. What they act on is outside the database: backups, keys, folders.
insert into audit.action (code, writes, label) values
  ('backup.make', false, 'Sauvegarde'),
  ('backup.restore', true, 'Sauvegarde remise'),
  ('backup.move', true, 'Base portée sur un autre PostgreSQL'),
  ('backup.key', true, 'Clé de récupération changée'),
  ('backup.plan', true, 'Réglages de sauvegarde changés'),
  ('upkeep.read', false, 'Lecture de l’état de l’installation');
