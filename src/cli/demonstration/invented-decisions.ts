import type pg from "pg";
import { demonstrationEmail } from "../../access/sign-in/demonstration.ts";

/**
 * What two of the invented people decided or must be told: one objects to the physiotherapist; the record of another was
 * opened in an emergency, which nobody has reviewed yet nor told them.
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
}
