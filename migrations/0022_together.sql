-- Who else was there: a colleague, someone who came with the person, an interpreter.

create table care.encounter_presence (
  encounter_id uuid not null references care.encounter not enforced,
  -- The encounter's own, so that reports count without looking at encounters. A presence is known no longer than its
  -- encounter is.
  person_id uuid not null references people.person not enforced,
  on_day date not null,
  n smallint not null,
  part text not null check (part in ('colleague', 'companion', 'interpreter')),
  -- With whom someone was seen is what appointments tell; which language they needed is not for the outside telephone desk.
  nature text not null generated always as (case part when 'colleague' then 'appointments' else 'identity_detail' end) stored,
  professional_id uuid references network.professional not enforced,
  who text,
  -- Of an interpreter alone.
  language text,
  minutes smallint check (minutes between 1 and 600),
  means text check (means in ('on_site', 'telephone', 'video')),
  author_id uuid default access.account_id() references access.account not enforced,
  known_from timestamptz not null default now(),
  known_to timestamptz,
  check ((part = 'colleague') = (professional_id is not null) and (part = 'colleague') = (who is null)),
  check ((part = 'interpreter') = (language is not null) and (part = 'interpreter') = (means is not null)),
  check (minutes is null or part = 'interpreter'),
  primary key (encounter_id, n, known_from)
);
create index on care.encounter_presence (person_id);
create index encounter_presence_day on care.encounter_presence (on_day, part);

alter table care.encounter_presence enable row level security;
grant select, insert on care.encounter_presence to maillage_app;
do $$ begin
  execute format('create policy readers on care.encounter_presence for select to maillage_app using (%s)',
    access.gate_by_row('{appointments,identity_detail}', 'read'));
  -- Whoever writes an encounter writes who was there, the interpreter included.
  execute format('create policy writers on care.encounter_presence for insert to maillage_app with check (known_from = now()
      and known_to is null and author_id = any (array(select o.account_id from access.opened o))
      and (professional_id is null or exists (select from network.professional f where f.id = professional_id))
      and exists (select from care.encounter e where e.id = encounter_id and e.person_id = encounter_presence.person_id
                    and e.on_day = encounter_presence.on_day)
      and %s)', access.gate('person_id', 'appointments', 'write'));
end $$;
