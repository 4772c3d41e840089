-- Maillage beside another program: a centre that keeps its own clinical software writes care there, and here the rights, the
-- requests and the life of the same people, which its doctors read.

-- Where care is written, by the name of that program; null: here. A preset's choice.
alter table network.installation add care_elsewhere text check (length(care_elsewhere) between 1 and 80);
alter table network.installation add constraint care_elsewhere_is_named check (care_elsewhere = btrim(care_elsewhere));

-- Refuses a clinical row when care is written elsewhere; what was written before stays readable, as it is. Notes of the social
-- path, what care says is of use to it, requests and their papers (a disability file is clinical) are not of these rows.
-- Not for the tables' owner: an import brings a past register back, an erasure ends what it must.
create function care.refuse_elsewhere() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  program text;
begin
  if row_security_active(tg_relid) then
    select i.care_elsewhere into program from network.installation i;
    if program is not null then
      raise exception 'care is written in another program' using errcode = 'MA423', detail = program;
    end if;
  end if;
  return new;
end $$;
do $$
declare t record;
begin
  for t in select * from (values ('care.note'), ('care.note_draft'), ('care.essential'), ('care.instrument_answer'), ('care.encounter_term'))
             as v (name) loop
    execute format('create trigger elsewhere before insert on %s for each row when (new.nature = ''clinical'')
      execute function care.refuse_elsewhere()', t.name);
  end loop;
  for t in select * from (values ('care.note_draft'), ('care.essential'), ('care.instrument_answer')) as v (name) loop
    execute format('create trigger elsewhere_changed before update on %s for each row when (new.nature = ''clinical'' or old.nature = ''clinical'')
      execute function care.refuse_elsewhere()', t.name);
  end loop;
end $$;
-- Of papers, those that care establishes (src/care/prints.ts): letters of a request are the social path's.
create trigger elsewhere before insert on papers.document for each row
  when (new.origin = 'printed' and new.nature = 'clinical' and new.type in ('prescription', 'certificate', 'letter', 'sick_leave', 'summary'))
  execute function care.refuse_elsewhere();
