-- Short instruments: a few questions, a score, what it says. Each is versioned, with its source; so is what each score is
-- held to mean, dated and with how sure we are (handbook 4.3, 4.4).

insert into audit.action (code, writes, returns, label) values
  ('instrument.record', true, true, 'Questionnaire enregistré'),
  ('instrument.withdraw', true, false, 'Questionnaire retiré par qui l’avait enregistré');

create table care.instrument (
  code text not null,
  version text not null,
  label text not null,
  nature text not null check (nature in ('clinical', 'social_situation')),
  -- Days on which it is proposed.
  valid daterange not null,
  intro text not null,
  -- The score is the base and the points of each answer. [{"text", "choices": [{"label", "points"}], "alertFrom"?, "alert"?}]:
  -- from that choice on (0 the first), the alert is said at once.
  base numeric(6, 2) not null default 0,
  questions jsonb not null,
  source text not null,
  licence text not null,
  confidence text not null check (confidence in ('sourced', 'to_check')),
  sort integer not null,
  primary key (code, version)
);

-- What a score from this bound on is held to mean. sex: of the person, when it matters.
create table care.instrument_band (
  instrument text not null,
  version text not null,
  sex text check (sex in ('female', 'male')),
  from_score numeric(6, 2) not null,
  label text not null,
  -- Calls for something.
  positive boolean not null,
  valid daterange not null,
  source text not null,
  confidence text not null check (confidence in ('sourced', 'to_check')),
  foreign key (instrument, version) references care.instrument,
  unique nulls not distinct (instrument, version, sex, from_score, valid)
);

create table care.instrument_answer (
  id uuid primary key,
  person_id uuid not null references people.person not enforced,
  on_day date not null,
  instrument text not null,
  version text not null,
  nature text not null check (nature in ('clinical', 'social_situation')),
  -- The choice made at each question, 0 the first.
  answers smallint[] not null,
  score numeric(6, 2) not null,
  -- An answer called for something at once.
  alert boolean not null,
  author_id uuid not null default access.account_id() references access.account not enforced,
  author_name text not null,
  known_from timestamptz not null default now(),
  -- Taken back by its author, and why: keyed for someone else, a slip. Told and counted no more; kept.
  known_to timestamptz,
  withdrawn_reason text check (withdrawn_reason <> '' and length(withdrawn_reason) <= 300),
  check ((known_to is null) = (withdrawn_reason is null))
);
create trigger present after insert on care.instrument_answer referencing new table as new_rows for each statement
  execute function record.rows_of_natures('instruments');
create index on care.instrument_answer (person_id, on_day);

-- The score of a whole set of answers; null when one is missing or is none of the choices. Never a part of a score.
create function care.instrument_score(p_instrument text, p_version text, p_answers smallint[]) returns numeric
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when count(*) = count(c.points) and count(*) = cardinality(p_answers) then min(i.base) + sum(c.points) end
    from care.instrument i
   cross join lateral jsonb_array_elements(i.questions) with ordinality as q (question, n)
   cross join lateral (select case when p_answers[q.n::int] >= 0 then (q.question -> 'choices' -> p_answers[q.n::int]::int ->> 'points')::numeric end) c (points)
   where i.code = p_instrument and i.version = p_version
$$;

create function care.instrument_alert(p_instrument text, p_version text, p_answers smallint[]) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(bool_or(p_answers[q.n::int] >= (q.question ->> 'alertFrom')::int), false)
    from care.instrument i cross join lateral jsonb_array_elements(i.questions) with ordinality as q (question, n)
   where i.code = p_instrument and i.version = p_version
$$;

alter table care.instrument enable row level security;
alter table care.instrument_band enable row level security;
alter table care.instrument_answer enable row level security;
grant select on care.instrument, care.instrument_band to maillage_app;
create policy signed_in on care.instrument for select to maillage_app
  using (exists (select from access.opened) or (select access.account_id()) is not null);
create policy signed_in on care.instrument_band for select to maillage_app
  using (exists (select from access.opened) or (select access.account_id()) is not null);
grant select, insert on care.instrument_answer to maillage_app;
do $$
declare
  natures text[] := '{clinical,social_situation}';
  own text := 'author_id = any (array(select o.account_id from access.opened o))';
begin
  execute format('create policy readers on care.instrument_answer for select to maillage_app using (%s or %s and %s)',
    access.gate_by_row(natures, 'read'), own, access.gate_by_row('{clinical}', 'own'));
  execute format('create policy writers on care.instrument_answer for insert to maillage_app with check (%s
      and known_from = now() and known_to is null
      and author_name = (select a.display_name from access.account a where a.id = author_id)
      and nature = (select i.nature from care.instrument i where i.code = instrument and i.version = instrument_answer.version)
      and score = care.instrument_score(instrument, version, answers) and alert = care.instrument_alert(instrument, version, answers)
      and %s)', own, access.gate_by_row(natures, 'write'));
  grant update (known_to, withdrawn_reason) on care.instrument_answer to maillage_app;
  execute format('create policy withdrawers on care.instrument_answer for update to maillage_app using (known_to is null and %s and %s)
      with check (known_to = now())', own, access.gate_by_row(natures, 'write'));
end $$;

-- Records a whole set of answers with its score. Sent twice, it records one. Returns the score; null when an answer is
-- missing, and nothing is written. Errors: MA409 when the identifier is another's.
-- p: {id, personId, onDay, instrument, version, answers: [choice at each question]}
create function care.record_instrument(p jsonb) returns numeric
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
declare
  actor access.actor_row := access.actor();
  new_id uuid := (p ->> 'id')::uuid;
  person uuid := (p ->> 'personId')::uuid;
  given smallint[] := array(select a::smallint from jsonb_array_elements_text(p -> 'answers') a);
  total numeric := care.instrument_score(p ->> 'instrument', p ->> 'version', given);
begin
  if total is null then
    return null;
  end if;
  perform audit.record('instrument.record', person, null, 'instrument', new_id);
  insert into care.instrument_answer (id, person_id, on_day, instrument, version, nature, answers, score, alert, author_id, author_name)
  select new_id, person, (p ->> 'onDay')::date, i.code, i.version, i.nature, given, total,
         care.instrument_alert(i.code, i.version, given), actor.account_id,
         (select a.display_name from access.account a where a.id = actor.account_id)
    from care.instrument i where i.code = p ->> 'instrument' and i.version = p ->> 'version'
  on conflict do nothing;
  if not found and not exists (select from care.instrument_answer n where n.id = new_id and n.person_id = person
                                  and n.author_id = actor.account_id and n.answers = given) then
    raise exception 'this identifier is taken' using errcode = 'MA409';
  end if;
  return total;
end $$;

-- Takes back what one answered for someone, and says why. "done" (again too), "unknown": none of the actor's own.
create function care.withdraw_instrument(p_person uuid, p_answer uuid, p_reason text) returns text
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.record('instrument.withdraw', p_person, null, 'instrument', p_answer);
  update care.instrument_answer n set known_to = now(), withdrawn_reason = p_reason
   where n.id = p_answer and n.person_id = p_person and n.known_to is null;
  return case when found or exists (select from care.instrument_answer n where n.id = p_answer and n.person_id = p_person
                and n.author_id = access.account_id() and n.known_to is not null) then 'done' else 'unknown' end;
end $$;

grant execute on function care.instrument_score, care.instrument_alert, care.record_instrument, care.withdraw_instrument to maillage_app;

-- Yes or no, with the points of a yes.
create function pg_temp.yes_no(p_text text, p_points numeric) returns jsonb language sql as $$
  select jsonb_build_object('text', p_text, 'choices', jsonb_build_array(
    jsonb_build_object('label', 'Oui', 'points', p_points), jsonb_build_object('label', 'Non', 'points', 0)))
$$;
-- Choices worth 0, 1, 2…
create function pg_temp.scale(p_text text, p_choices text[]) returns jsonb language sql as $$
  select jsonb_build_object('text', p_text, 'choices', (select jsonb_agg(jsonb_build_object('label', c, 'points', n - 1) order by n)
    from unnest(p_choices) with ordinality as k (c, n)))
$$;

insert into care.instrument (code, version, label, nature, valid, intro, base, questions, source, licence, confidence, sort) values
  ('epices', '11', 'EPICES (précarité)', 'social_situation', '[2002-01-01,)',
   'Onze questions. Sans les onze réponses, il n’y a pas de score.', 75.14,
   jsonb_build_array(
     pg_temp.yes_no('Rencontrez-vous parfois un travailleur social ?', 10.06),
     pg_temp.yes_no('Bénéficiez-vous d’une assurance maladie complémentaire ?', -11.83),
     pg_temp.yes_no('Vivez-vous en couple ?', -8.28),
     pg_temp.yes_no('Êtes-vous propriétaire de votre logement ?', -8.28),
     pg_temp.yes_no('Y a-t-il des périodes dans le mois où vous rencontrez de réelles difficultés financières ?', 14.80),
     pg_temp.yes_no('Avez-vous fait du sport au cours des 12 derniers mois ?', -6.51),
     pg_temp.yes_no('Êtes-vous allé au spectacle au cours des 12 derniers mois ?', -7.10),
     pg_temp.yes_no('Êtes-vous parti en vacances au cours des 12 derniers mois ?', -7.10),
     pg_temp.yes_no('Au cours des 6 derniers mois, avez-vous eu des contacts avec des membres de votre famille autres que vos parents ou vos enfants ?', -9.47),
     pg_temp.yes_no('En cas de difficulté, y a-t-il dans votre entourage quelqu’un qui pourrait vous héberger quelques jours ?', -9.47),
     pg_temp.yes_no('En cas de difficulté, y a-t-il dans votre entourage quelqu’un qui pourrait vous apporter une aide matérielle ?', -7.10)),
   'CETAF ; Sass et coll., BEH 14/2006 (doi 10.1007/s10332-006-0131-5)', 'Utilisé depuis 2002, aucune redevance connue', 'sourced', 10);

insert into care.instrument (code, version, label, nature, valid, intro, questions, source, licence, confidence, sort)
select code, version, label, 'clinical', valid::daterange, intro, questions, source, licence, 'to_check', sort
from (
  with mood as (
    select array['Jamais', 'Plusieurs jours', 'Plus de la moitié du temps', 'Presque tous les jours'] as choices
  ), phq as (
    select n, case when n = 9 then pg_temp.scale(t, choices) || jsonb_build_object('alertFrom', 1, 'alert',
             'La personne pense à la mort ou à se faire du mal : cette question se reprend aujourd’hui, avec elle, avant qu’elle parte. Numéro national de prévention du suicide : 3114, jour et nuit ; urgence : 15.')
           else pg_temp.scale(t, choices) end as q
      from mood, unnest(array[
        'Peu d’intérêt ou de plaisir à faire les choses',
        'Être triste, déprimé ou désespéré',
        'Difficultés à s’endormir ou à rester endormi, ou dormir trop',
        'Se sentir fatigué ou manquer d’énergie',
        'Avoir peu d’appétit ou manger trop',
        'Avoir une mauvaise opinion de soi-même, ou avoir le sentiment d’être nul, ou d’avoir déçu sa famille ou de s’être déçu soi-même',
        'Avoir du mal à se concentrer, par exemple pour lire le journal ou regarder la télévision',
        'Bouger ou parler si lentement que les autres auraient pu le remarquer. Ou au contraire, être si agité que l’on a du mal à tenir en place par rapport à d’habitude',
        'Penser qu’il vaudrait mieux mourir, ou envisager de se faire du mal d’une manière ou d’une autre']) with ordinality as x (t, n)
  ), gad as (
    select n, pg_temp.scale(t, choices) as q
      from mood, unnest(array[
        'Un sentiment de nervosité, d’anxiété ou de tension',
        'Être incapable d’arrêter de s’inquiéter ou de contrôler ses inquiétudes',
        'S’inquiéter trop à propos de tout et de rien',
        'Avoir du mal à se détendre',
        'Être si agité qu’il est difficile de tenir en place',
        'Devenir facilement contrarié ou irritable',
        'Avoir peur que quelque chose de terrible puisse arriver']) with ordinality as x (t, n)
  )
  select 'phq2' as code, '1999' as version, 'PHQ-2 (dépression, repérage)' as label, '[2003-01-01,)' as valid,
         'Au cours des deux dernières semaines, à quelle fréquence la personne a-t-elle été gênée par :' as intro,
         (select jsonb_agg(q order by n) from phq where n <= 2) as questions,
         'Kroenke, Spitzer, Williams, 2003' as source, 'Libre, sans autorisation (ses auteurs) ; traduction française à vérifier' as licence, 20 as sort
  union all
  select 'phq9', '1999', 'PHQ-9 (dépression)', '[2001-01-01,)',
         'Au cours des deux dernières semaines, à quelle fréquence la personne a-t-elle été gênée par :',
         (select jsonb_agg(q order by n) from phq), 'Kroenke, Spitzer, Williams, 2001',
         'Libre, sans autorisation (ses auteurs) ; traduction française à vérifier', 30
  union all
  select 'gad2', '2006', 'GAD-2 (anxiété, repérage)', '[2007-01-01,)',
         'Au cours des deux dernières semaines, à quelle fréquence la personne a-t-elle été gênée par :',
         (select jsonb_agg(q order by n) from gad where n <= 2), 'Kroenke et coll., 2007',
         'Libre, sans autorisation (ses auteurs) ; traduction française à vérifier', 40
  union all
  select 'gad7', '2006', 'GAD-7 (anxiété)', '[2006-01-01,)',
         'Au cours des deux dernières semaines, à quelle fréquence la personne a-t-elle été gênée par :',
         (select jsonb_agg(q order by n) from gad), 'Spitzer, Kroenke, Williams, Löwe, 2006',
         'Libre, sans autorisation (ses auteurs) ; traduction française à vérifier', 50
  union all
  select 'audit_c', '1998', 'AUDIT-C (alcool)', '[1998-01-01,)', 'Au cours des douze derniers mois :',
         jsonb_build_array(
           pg_temp.scale('À quelle fréquence buvez-vous de l’alcool ?',
             array['Jamais', 'Une fois par mois ou moins', '2 à 4 fois par mois', '2 à 3 fois par semaine', '4 fois par semaine ou plus']),
           pg_temp.scale('Combien de verres contenant de l’alcool buvez-vous un jour où vous en buvez ?',
             array['1 ou 2', '3 ou 4', '5 ou 6', '7 à 9', '10 ou plus']),
           pg_temp.scale('À quelle fréquence buvez-vous six verres ou davantage en une même occasion ?',
             array['Jamais', 'Moins d’une fois par mois', 'Une fois par mois', 'Une fois par semaine', 'Tous les jours ou presque'])),
         'OMS, AUDIT ; Bush et coll., 1998', 'OMS, libre de reproduction pour le soin ; traduction française à vérifier', 60) as made;
drop function pg_temp.yes_no;
drop function pg_temp.scale;

insert into care.instrument_band (instrument, version, sex, from_score, label, positive, valid, source, confidence)
select instrument, version, sex, from_score, label, positive, '[2002-01-01,)', source, confidence
from (values
  ('epices', '11', null, 0, 'non précaire (premier cinquième)', false, 'Sass et coll., BEH 14/2006', 'sourced'),
  ('epices', '11', null, 7.10, 'non précaire (deuxième cinquième)', false, 'Sass et coll., BEH 14/2006', 'sourced'),
  ('epices', '11', null, 16.56, 'non précaire (troisième cinquième)', false, 'Sass et coll., BEH 14/2006', 'sourced'),
  ('epices', '11', null, 30.17, 'précarité (quatrième cinquième)', true, 'Sass et coll., BEH 14/2006 ; un seuil de 37,27 est cité pour les 16-25 ans', 'sourced'),
  ('epices', '11', null, 48.52, 'précarité (dernier cinquième)', true, 'Borne du dernier cinquième, de mémoire', 'to_check'),
  ('phq2', '1999', null, 0, 'sous le seuil', false, 'Kroenke, 2003, de mémoire', 'to_check'),
  ('phq2', '1999', null, 3, 'au-dessus du seuil : à compléter par le PHQ-9', true, 'Kroenke, 2003, de mémoire', 'to_check'),
  ('phq9', '1999', null, 0, 'aucun ou minime', false, 'Kroenke, 2001, de mémoire', 'to_check'),
  ('phq9', '1999', null, 5, 'léger', false, 'Kroenke, 2001, de mémoire', 'to_check'),
  ('phq9', '1999', null, 10, 'modéré', true, 'Kroenke, 2001, de mémoire', 'to_check'),
  ('phq9', '1999', null, 15, 'modérément sévère', true, 'Kroenke, 2001, de mémoire', 'to_check'),
  ('phq9', '1999', null, 20, 'sévère', true, 'Kroenke, 2001, de mémoire', 'to_check'),
  ('gad2', '2006', null, 0, 'sous le seuil', false, 'Kroenke, 2007, de mémoire', 'to_check'),
  ('gad2', '2006', null, 3, 'au-dessus du seuil : à compléter par le GAD-7', true, 'Kroenke, 2007, de mémoire', 'to_check'),
  ('gad7', '2006', null, 0, 'minime', false, 'Spitzer, 2006, de mémoire', 'to_check'),
  ('gad7', '2006', null, 5, 'léger', false, 'Spitzer, 2006, de mémoire', 'to_check'),
  ('gad7', '2006', null, 10, 'modéré', true, 'Spitzer, 2006, de mémoire', 'to_check'),
  ('gad7', '2006', null, 15, 'sévère', true, 'Spitzer, 2006, de mémoire', 'to_check'),
  ('audit_c', '1998', null, 0, 'sous le seuil', false, 'Bush, 1998, de mémoire', 'to_check'),
  ('audit_c', '1998', null, 3, 'consommation à risque possible (seuil 3)', true, 'Bush, 1998, de mémoire : seuil des femmes, et de qui le sexe n’est pas précisé', 'to_check'),
  ('audit_c', '1998', 'male', 0, 'sous le seuil', false, 'Bush, 1998, de mémoire', 'to_check'),
  ('audit_c', '1998', 'male', 4, 'consommation à risque possible (seuil 4)', true, 'Bush, 1998, de mémoire : seuil des hommes', 'to_check'))
  as b (instrument, version, sex, from_score, label, positive, source, confidence);
-- French typography: no line breaks before these signs.
update care.instrument set label = regexp_replace(label, ' ([:;?!])', chr(160) || '\1', 'g'), source = regexp_replace(source, ' ([:;?!])', chr(160) || '\1', 'g'),
  licence = regexp_replace(licence, ' ([:;?!])', chr(160) || '\1', 'g'), intro = regexp_replace(intro, ' ([:;?!])', chr(160) || '\1', 'g'),
  questions = regexp_replace(questions::text, '([[:alpha:]]) ([:;?!])', '\1' || chr(160) || '\2', 'g')::jsonb;
update care.instrument_band set label = regexp_replace(label, ' ([:;?!])', chr(160) || '\1', 'g'), source = regexp_replace(source, ' ([:;?!])', chr(160) || '\1', 'g');
