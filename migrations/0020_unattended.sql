-- After how many seconds without a touch a screen hides the names it shows. Three kinds of posts, for people pass behind
-- some all day: the telephone desk, the reception, the others.
alter table network.installation
  add column unattended_desk integer not null default 45 check (unattended_desk between 15 and 600),
  add column unattended_reception integer not null default 60 check (unattended_reception between 15 and 600),
  add column unattended_others integer not null default 120 check (unattended_others between 15 and 600);

insert into audit.action (code, writes, label) values
  ('network.unattended', true, 'Délai de masquage des écrans changé');

-- Owner function: no role writes the installation. The trail keeps the delays of before and of after.
create function network.set_unattended(p_desk integer, p_reception integer, p_others integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  before network.installation;
begin
  perform access.require('accounts');
  select * into strict before from network.installation for update;
  update network.installation
     set unattended_desk = p_desk, unattended_reception = p_reception, unattended_others = p_others;
  perform audit.record('network.unattended', null, null, null, null, jsonb_build_object(
    'before', jsonb_build_array(before.unattended_desk, before.unattended_reception, before.unattended_others),
    'after', jsonb_build_array(p_desk, p_reception, p_others)));
end $$;
grant execute on function network.set_unattended to maillage_app;
