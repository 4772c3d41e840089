/** Every role, every block, however someone stands to the person: told by the database to raw SQL, and by the server. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Nature, roles } from "../../src/access/model.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { additionsTo } from "../support/additions.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangeCircles, circles, may } from "../support/circles.ts";
import { cellOf } from "../support/handbook-matrix.ts";
import { encounterOf, natureByRow, tablesOfPeople } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let raw: ApplicationRole;
let app: ServedApp;
let people: ReadonlyMap<string, string>;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  [raw, people] = await Promise.all([asApplication(centre), arrangeCircles(centre)]);
  // Planned once: judging the same policies of every table again is most of what this would take.
  await raw.client.query("set plan_cache_mode = force_generic_plan");
  app = serveApp(centre);
});
afterAll(async () => {
  await raw.close();
  await centre.t.close();
});

const COUNTS = tablesOfPeople
  .map(
    ([table, nature, key]) =>
      `select '${table} ${nature}' as what, count(*)::int as n from ${table} where ${key} = $1` +
      (natureByRow.includes(table) ? ` and nature = '${nature}'` : ""),
  )
  .join(" union all ");

describe.each(Object.entries(circles))("someone of %s", (name, circle) => {
  test.each(roles)(
    "%s reads and writes by their cells, as the database and as the server say",
    async (role) => {
      const { token, structure } = centre.who[role];
      const person = people.get(`${name} ${structure}`) ?? "";
      const reads = (nature: Nature) => may(role, "R", nature, circle);

      const seen = await raw.within(token, async (client) => {
        await client.query("select audit.record('person.open', $1)", [person]);
        const { rows } = await client.query<{ what: string; n: number }>({
          name: "counts",
          text: COUNTS,
          values: [person],
        });
        return Object.fromEntries(rows.map(({ what, n }) => [what, n]));
      });
      const shown = tablesOfPeople.map(([table, nature]) => [`${table} ${nature}`, reads(nature) ? 1 : 0]);
      expect(seen).toEqual(Object.fromEntries(shown));

      const encounter = await encounterOf(centre.t.owner, person);
      await raw.within(token, async (client) => {
        await client.query("select audit.record('encounter.record', $1)", [person]);
        await raw.outcome(`update people.identity set known_to = now() where person_id = '${person}'`);
        const additions = additionsTo(person, encounter, { ...centre, team: structure });
        const outcomes = await raw.outcomes(additions.map(([, statement]) => statement));
        expect(additions.map(([table], n) => [table, outcomes[n]])).toEqual(
          additions.map(([table, , nature]) => {
            // A trainee drafts what their supervisor (a doctor here) writes, and writes nothing else.
            const drafts = role === "trainee" && table.startsWith("care.note_draft");
            const writes = drafts
              ? reads(nature) && cellOf("doctor", nature).includes("W")
              : may(role, "W", nature, circle);
            return [table, writes ? "done" : "42501"];
          }),
        );
      });

      const { status, body } = await app.ask(token, "GET", `/api/people/${person}`);
      if (!reads("identity")) {
        expect(status).toBeOneOf([403, 404]);
        expect(JSON.stringify(body)).not.toMatch(/Cercle|Essai\./u);
        return;
      }
      expect(status).toBe(200);
      const notes = (["clinical", "social_notes", "useful"] as const).filter(reads);
      expect(body.notes.map(({ nature }: { nature: string }) => nature).sort()).toEqual(notes);
      expect(body.statements.length).toBe(reads("cover") ? 1 : 0);
      expect(body.housing.length).toBe(reads("social_situation") ? 1 : 0);
      expect(body.contact.length).toBe(reads("identity_detail") ? 2 : 1);
      expect(body.encounters.length).toBe(reads("appointments") ? 1 : 0);
    },
  );
});

test("a search and the last openings name nobody who may not be known", async () => {
  for (const role of roles) {
    const { token, structure } = centre.who[role];
    const found = await app.ask(token, "POST", "/api/people/search", { words: "cercle essai" });
    const recent = await app.ask(token, "GET", "/api/people/recent");
    if (found.status === 403) continue;
    const listed = new Set<string>([...found.body.people, ...recent.body.people].map(({ id }) => id));
    for (const [name, circle] of Object.entries(circles)) {
      const known = may(role, "R", "identity", { ...circle, glass: { reason: "emergency", ended: true } });
      const objected = circle.objected === true && circle.glass?.reason !== "emergency";
      if (!known && (objected || circle.objected !== true))
        expect([role, name, listed.has(people.get(`${name} ${structure}`) ?? "")]).toEqual([
          role,
          name,
          false,
        ]);
    }
  }
});
