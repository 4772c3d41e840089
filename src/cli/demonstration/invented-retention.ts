import type pg from "pg";
import { nameKeys } from "../../people/names.ts";
import { type Asking, makePlan } from "../../retention/store.ts";

/** Someone long gone, a request for a copy that waits, one answered, a record held back, and the plan of the day, to be approved. */
export async function inventRetention(owner: pg.Client, today: string, asking: Asking): Promise<void> {
  await owner.query(
    `with chosen as (select id, row_number() over (order by local_number) as n from people.person order by local_number limit 3),
          asked as (
            insert into retention.access_request (id, person_id, asked_on, asked_by, means, not_before, due_on, author_name, closed_on, outcome, closed_by)
            select uuidv7(), id, $1::date - case n when 1 then 3 else 20 end, 'person', case n when 1 then 'oral' else 'written' end,
                   $1::date - case n when 1 then 1 else 18 end, $1::date + case n when 1 then 5 else -12 end, 'Amélie Roche',
                   case n when 2 then $1::date - 15 end, case n when 2 then 'handed' end, case n when 2 then 'Dr Bernard Colin' end
              from chosen where n < 3)
     insert into retention.hold (id, person_id, reason, until, author_name)
     select uuidv7(), id, 'Recours devant le tribunal administratif', $1::date + 200, 'Laure Fontaine' from chosen where n = 3`,
    [today],
  );
  // Someone nobody has heard of for three years: all that the plan has to say.
  const keys = nameKeys({ family: "Ancelin", given: "Paulette" });
  await owner.query(
    `with gone as (insert into people.person default values returning id),
          known as (insert into people.registration (person_id, structure_id, since)
                    select gone.id, s.id, $1::date - 1200 from gone, network.structure s where s.in_team order by s.code limit 1),
          named as (insert into people.identity (person_id, family, given, birth, birth_date, sex, key_tokens, key_letters, search_tokens)
                    select id, 'Ancelin', 'Paulette', '1941-05-02', '1941-05-02', 'female', $2, $3, '{ancelin,paulette,19410502}' from gone)
     insert into people.situation_statement (person_id, kind, term, stated_on, source)
     select gone.id, 'housing', (select t.code from network.term t where t.list = 'housing' order by t.sort limit 1), $1::date - 1100, 'declared' from gone`,
    [today, keys.words, keys.letters],
  );
  await makePlan(asking, today, true);
}
