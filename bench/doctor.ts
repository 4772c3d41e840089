import { newId } from "../src/ui/new-id.ts";
import { writePages } from "./fill.ts";
import { onePlusSixteen, statementFloor, withFloorTable } from "./floors.ts";
import { httpClient, requestText } from "./http-load.ts";
import { type Bench, endless, nurse } from "./measures.ts";

/** People followed so long that their page is heavy. */
const FOLLOWED = 64;
const ENCOUNTERS = 200;
const NOTES = 40;
const MEASURES = 60;

/** A doctor opens someone with two hundred encounters, their notes, essentials and constants. */
export async function measureDoctorPage(bench: Bench) {
  const person = endless(await followLong(bench));
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(bench.port, () => {
      const token = bench.doctors[client % bench.doctors.length] ?? "";
      return requestText({ method: "GET", path: `/api/people/${person()}`, token });
    }),
  );
  return {
    encounters: ENCOUNTERS,
    ...figures,
    floors: {
      emptyRoute: bench.emptyRoute,
      encountersAlone: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_encounters",
        "select json_agg(e) from care.encounter e where person_id = $1 and known_to is null",
        () => [person()],
      ),
    },
    aim: { oneP50Ms: 2.5, sixteenPerSecond: 1_200 },
    met: { latency: figures.one.p50Ms <= 2.5, throughput: figures.sixteen.perSecond >= 1_200 },
  };
}

/** What is typed of a note is kept: a draft of a few hundred characters, longer each time. */
export async function measureAutosave(bench: Bench) {
  const person = endless(bench.people.slice(0, 20_000));
  const figures = await onePlusSixteen(bench.seconds, (client) => {
    const path = `/api/people/${person()}/notes/${newId()}/draft`;
    let version = 0;
    return httpClient(bench.port, () => {
      const body = `${"Toux sèche depuis trois semaines, auscultation normale. ".repeat(8)}${version}`;
      const note = { nature: "clinical", template: "consultation", body, version: version++ };
      return requestText({ method: "PUT", path, token: nurse(bench, client), body: note });
    });
  });
  const durableInsert = await withFloorTable(bench.owner, () =>
    statementFloor(
      bench.admin,
      bench.seconds,
      "floor_draft",
      "insert into public.bench_floor (body) values ($1)",
      () => [JSON.stringify("x".repeat(450))],
    ),
  );
  return {
    ...figures,
    floors: { emptyRoute: bench.emptyRoute, durableInsert },
    aim: { oneP50Ms: 2 },
    met: { latency: figures.one.p50Ms <= 2 },
  };
}

/** Gives some people years of care, unless a kept folder has them already. @returns their identifiers */
async function followLong({ owner, people }: Bench): Promise<string[]> {
  const followed = people.slice(-FOLLOWED);
  const { rowCount } = await owner.query("select from care.essential limit 1");
  if (rowCount) return followed;
  const run = (sql: string, ...more: unknown[]) => owner.query(sql, [followed, ...more]);
  const who = `(select id, display_name from access.account where email like 'doctor@%')`;
  await owner.query("begin");
  await run(
    `insert into care.encounter (person_id, structure_id, on_day, half_day, kind, known_from, author_id)
     select p, (select id from network.structure where in_team order by code limit 1), current_date - n * 5, 'morning', 'consultation',
            now() - n * interval '5 days', a.id
       from unnest($1::uuid[]) p, generate_series(1, $2) n, ${who} a`,
    ENCOUNTERS,
  );
  await run(
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, known_from)
     select e.id, e.person_id, e.on_day, 'reason', 'back_pain', 'clinical', e.known_from
       from care.encounter e where e.person_id = any ($1) and not exists (select from care.encounter_term t where t.encounter_id = e.id)`,
  );
  await run(
    `insert into care.note (id, person_id, nature, template, body, author_id, author_name, author_role, signed_at)
     select uuidv7(), p, 'clinical', 'consultation', repeat('Examen normal, traitement poursuivi. ', 12), a.id, a.display_name, 'doctor',
            now() - n * interval '20 days'
       from unnest($1::uuid[]) p, generate_series(1, $2) n, ${who} a`,
    NOTES,
  );
  await run(
    `insert into care.essential (id, person_id, kind, content, on_day, author_id, author_name)
     select uuidv7(), p, k.kind, k.content::jsonb, current_date - n, a.id, a.display_name
       from unnest($1::uuid[]) p, generate_series(1, $2) n, ${who} a, (values
         ('measures', '{"systolic": 142, "diastolic": 88, "pulse": 76, "weight": 71.5}', 1000),
         ('allergy', '{"label": "Pénicilline", "type": "allergy", "reaction": "urticaire", "severity": "severe", "since": "2019"}', 2),
         ('treatment', '{"label": "Amlodipine 5 mg", "dose": "1 comprimé le matin", "from": null, "to": null}', 4),
         ('problem', '{"label": "Hypertension", "code": "I10", "since": "2021", "until": null}', 4)) k (kind, content, most)
      where n <= k.most`,
    MEASURES,
  );
  await owner.query("commit");
  await writePages(owner);
  await owner.query("vacuum (analyze) care.encounter, care.encounter_term, care.note, care.essential");
  return followed;
}
