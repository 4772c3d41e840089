import type pg from "pg";

/**
 * Where one comes referred, everyone already followed was admitted once: an accepted referral for each registered person that has none,
 * over the three years before, by three structures in turn; one in ten renounced to care. Nothing is drawn by chance.
 */
export async function inventAdmitted(owner: pg.Client, today: string): Promise<void> {
  await owner.query(
    `with rules as (select r.version, r.rules from admission.rule_set r order by r.loaded_at desc limit 1),
     centre as (select s.id from network.structure s where s.in_team order by s.code limit 1),
     senders as (
       select a.id, a.display_name, s.name as structure, row_number() over (order by s.code) - 1 as n, count(*) over () as many
         from access.account a
         join lateral (select t.name, t.code from access.assignment g join network.structure t on t.id = g.structure_id
                        where g.account_id = a.id and g.role in ('prescriber', 'outside_social_worker') limit 1) s on true
     ), people as (
       select g.person_id, i.family, i.given, i.birth, row_number() over (order by g.person_id) as n, g.since
         from people.registration g join people.identity i on i.person_id = g.person_id and i.known_to is null, centre c
        where g.known_to is null and g.structure_id = c.id
          and not exists (select from admission.referral r where r.person_id = g.person_id)
     ), sent as (
       insert into admission.referral (id, centre_id, account_id, author_name, author_structure, sent_at, sent_on, family, given, birth, phone, language,
         interpreter, urgent, situation, facts, services_nature, eligible, conditions, rule_version, agreed_cover, agreed_attendance, agreed_papers, means,
         agreed_on, state, version, person_id, resolved_by, resolved_at, decided_on)
       select uuidv7(), c.id, s.id, s.display_name, s.structure, (d.day + time '10:00') at time zone 'UTC', d.day, p.family, p.given, p.birth, '', 'fr',
              false, false, '', jsonb_build_object('grounds', jsonb_build_array('social_precarity') ||
                case p.n % 3 when 0 then '["administrative_problem"]' when 1 then '["no_medical_follow_up"]' else '[]' end::jsonb,
                'hasPrimaryCareDoctor', false, 'residence', '{"insee": "89024"}'::jsonb, 'followedBy', jsonb_build_array(s.structure)),
              'social_situation', 'true', '[]', r.version, true, true, false, 'oral', d.day, 'accepted', 3, p.person_id, o.id,
              (d.day + 2 + time '10:00') at time zone 'UTC', d.day + 2
         from people p cross join rules r cross join centre c join senders s on s.n = p.n % s.many
        cross join lateral (select $1::date - 30 - (p.n * 7 % 1000)::int as day) d
        cross join lateral (select a.id from access.account a join access.assignment g on g.account_id = a.id where g.role = 'administrative_officer' limit 1) o
       returning id, facts, rule_version, decided_on, resolved_by, conditions, person_id),
     said as (
       insert into admission.referral_word (referral_id, kind, code, nature)
       select s.id, 'ground', g ->> 'code', g ->> 'nature' from sent s cross join rules r cross join lateral jsonb_array_elements(r.rules -> 'grounds') g
        where s.facts -> 'grounds' ? (g ->> 'code')),
     renounced as (
       insert into admission.referral_word (referral_id, kind, code, nature, reasons)
       select s.id, 'care', 'dental', 'social_situation', '{cost_rest}' from sent s join people p using (person_id) where p.n % 10 = 0)
     insert into admission.decision (id, referral_id, outcome, overrules, facts, eligible, conditions, rule_version, by_name, by_account, at, on_day)
     select uuidv7(), s.id, 'accepted', false, s.facts, 'true', s.conditions, s.rule_version, a.display_name, a.id,
            (s.decided_on + time '11:00') at time zone 'UTC', s.decided_on
       from sent s join access.account a on a.id = s.resolved_by`,
    [today],
  );
}
