import type pg from "pg";
import { demonstrationEmail } from "../../access/sign-in/demonstration.ts";

/**
 * What some of the invented people decided or must be told: one objects to the physiotherapist; the record of another was
 * opened in an emergency, which nobody has reviewed yet nor told them; one shares her requests with the CCAS, and took back
 * what she had agreed to with its prescriber; the CCAS declares someone, whom the centre has not looked for yet.
 */
export async function inventDecisions(owner: pg.Client, today: string): Promise<void> {
  const account = (email: string) => `(select id from access.account where email = '${email}')`;
  const person = (offset: number) =>
    `(select id from people.person order by local_number offset ${offset} limit 1)`;
  await owner.query(
    `insert into access.objection (id, person_id, account_id, said_on, means, words, recorded_by)
     values (uuidv7(), ${person(20)}, ${account(demonstrationEmail("paramedic"))}, $1, 'oral', 'C’est un voisin.',
             ${account(demonstrationEmail("reception"))})`,
    [today],
  );
  await owner.query(
    `insert into access.break_glass (id, person_id, session_id, account_id, assignment_id, role, structure_id, reason, words, opened_at, ends_at)
     select uuidv7(), ${person(21)}, uuidv7(), g.account_id, g.id, g.role, g.structure_id, 'emergency',
            'Malaise en salle d’attente, ne répond plus : traitements et personne à prévenir.',
            now() - interval '2 days', now() - interval '2 days' + interval '1 hour'
       from access.assignment g where g.account_id = ${account(demonstrationEmail("doctor"))}`,
  );
  const outside = "(select id from network.structure where not in_team order by code limit 1)";
  const shares =
    "(select i.person_id from people.identity i where i.known_to is null and i.key_tokens like '%nguyen%' and i.key_tokens like '%helene%' order by i.person_id limit 1)";
  const worker = account(demonstrationEmail("social_worker"));
  await owner.query(
    `insert into access.consent (id, person_id, recipient_structure_id, natures, means, information_given, language, interpreter, collected_by, given_on, recorded_by)
     select uuidv7(), coalesce(${shares}, ${person(22)}), ${outside}, '{appointments,identity,identity_detail,right_requests}', 'oral',
            'Notice « Qui lit quoi de vous » expliquée et remise.', 'vi', true, ${worker}, $1::date - 20, ${worker}
      where ${outside} is not null`,
    [today],
  );
  await owner.query(
    `insert into access.consent (id, person_id, recipient_account_id, natures, means, information_given, collected_by, given_on, recorded_by,
         known_from, withdrawn_on, withdrawn_at, withdrawn_means, withdrawn_words, withdrawn_by)
     select uuidv7(), coalesce(${shares}, ${person(22)}), a.id, '{identity,cover}', 'written', 'Notice remise.', ${worker}, $1::date - 60, ${worker},
            now() - interval '60 days', $1::date - 30, now() - interval '30 days', 'oral', 'Je préfère en parler moi-même.', ${worker}
       from access.account a where a.email = '${demonstrationEmail("prescriber")}'`,
    [today],
  );
  // Whoever refuses to share with the CCAS: taken back the day it was explained again.
  await owner.query(
    `insert into access.consent (id, person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on, recorded_by,
         known_from, withdrawn_on, withdrawn_at, withdrawn_means, withdrawn_words, withdrawn_by)
     select uuidv7(), ${person(24)}, ${outside}, '{identity,right_requests}', 'oral', 'Notice remise.', ${worker}, $1::date - 45, ${worker},
            now() - interval '45 days', $1::date - 40, now() - interval '40 days', 'oral', 'Ne veut pas que le CCAS soit au courant.', ${worker}
      where ${outside} is not null`,
    [today],
  );
  await owner.query(
    `insert into access.outside_declaration (id, account_id, author_name, structure_id, centre_id, family, given, birth, phone, asks, natures, for_structure,
         means, information_given, language, interpreter, given_on)
     select uuidv7(), a.id, a.display_name, g.structure_id, (select id from network.structure where in_team order by code limit 1),
            i.family, i.given, left(i.birth, 4), '', 'Un rendez-vous avec l’infirmière et une aide pour la demande de C2S.',
            '{appointments,identity,right_requests}', false, 'oral', 'Expliqué au guichet du CCAS.', 'fr', false, $1::date - 2
       from access.account a join access.assignment g on g.account_id = a.id, people.identity i
      where a.email = '${demonstrationEmail("outside_social_worker")}' and i.person_id = ${person(24)} and i.known_to is null`,
    [today],
  );
}
