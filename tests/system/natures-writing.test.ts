/** Who writes which block of information, told by the database to raw SQL, and that history is never rewritten. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roles } from "../../src/access/model.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { additionsTo } from "../support/additions.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { cellOf } from "../support/handbook-matrix.ts";
import { arrangePerson, encounterOf, tablesOfPeople } from "../support/known-person.ts";

let centre: Centre;
let app: ApplicationRole;
/** Followed by the team; followed by the structure outside it. */
let ours: string;
let theirs: string;
/** One of ours. */
let encounter: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = await asApplication(centre);
  const author = centre.who.doctor.account;
  ours = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Notre" });
  theirs = await arrangePerson(centre.t.owner, { structure: centre.outside, author, family: "Leur" });
  encounter = await encounterOf(centre.t.owner, ours);
});
afterAll(async () => {
  await app.close();
  await centre.t.close();
});

describe("writing, role by role and table by table", () => {
  test.each(roles)(
    "%s adds to the natures of their cells, of people their structure follows",
    async (role) => {
      const registered = centre.who[role].structure === centre.team;
      await app.within(centre.who[role].token, async (client) => {
        await client.query("select audit.record('encounter.record', $1)", [ours]);
        await app.outcome(`update people.identity set known_to = now() where person_id = '${ours}'`);
        for (const [table, statement, nature] of additionsTo(ours, encounter, centre)) {
          // A trainee drafts what their supervisor (a doctor here) writes, and writes nothing else.
          const drafted = table.startsWith("care.note_draft") ? cellOf("doctor", nature) : "";
          const cell = role === "trainee" ? drafted : cellOf(role, nature);
          const may = cell.includes("W") && !cell.includes("c") && registered;
          expect(await app.outcome(statement), `${role} ${table}`).toBe(may ? "done" : "42501");
        }
      });
    },
  );

  test.each(roles)("%s adds nothing in a transaction whose audit row tells of a reading", async (role) => {
    await app.within(centre.who[role].token, async (client) => {
      await client.query("select audit.record('person.open', $1)", [ours]);
      for (const [table, statement] of additionsTo(ours, encounter, centre))
        expect(await app.outcome(statement), table).toBe("42501");
    });
  });

  test("nobody adds to someone another structure follows", async () => {
    for (const role of roles) {
      await app.within(centre.who[role].token, async (client) => {
        await client.query("select audit.record('encounter.record', $1)", [theirs]);
        for (const [table, statement] of additionsTo(theirs, encounter, centre)) {
          expect(await app.outcome(statement), `${role} ${table}`).toBe("42501");
        }
      });
    }
  });
});

describe("history", () => {
  const writer = () => centre.who.medical_director.token;

  test("nobody changes, deletes or empties what is held of a person, nor the trail, nor the rules", async () => {
    for (const role of roles) {
      await app.within(centre.who[role].token, async (client) => {
        await client.query("select audit.record('identity.revise', $1)", [ours]);
        const tables = [...new Set(tablesOfPeople.map(([table]) => table))];
        for (const table of [
          ...tables,
          "audit.entry",
          "audit.seal",
          "audit.head",
          "access.nature_right",
          "access.role",
        ]) {
          expect(await app.outcome(`delete from ${table}`), `${role} delete ${table}`).toBe("42501");
          expect(await app.outcome(`truncate ${table}`), `${role} truncate ${table}`).toBe("42501");
        }
        for (const [table, column] of [
          ["people.identity", "family"],
          ["people.identity", "known_from"],
          ["people.person", "created_at"],
          ["people.registration", "known_to"],
          ["people.name_variant", "known_to"],
          ["people.situation_statement", "known_to"],
          ["rights.cover_statement", "known_to"],
          ["rights.cover_interval", "known"],
          ["care.encounter", "known_to"],
          ["care.encounter_term", "code"],
          ["audit.entry", "action"],
          ["audit.seal", "hash"],
          ["audit.action", "writes"],
          ["access.nature_right", "can_read"],
          ["access.capability", "capability"],
        ]) {
          expect(
            await app.outcome(`update ${table} set ${column} = ${column}`),
            `${role} ${table}.${column}`,
          ).toBe("42501");
        }
        expect(
          await app.outcome(
            "insert into audit.entry (stamp_id, stamp_mac, action) values (uuidv7(), '', 'person.open')",
          ),
        ).toBe("42501");
      });
    }
  });

  test("a revision closes the identity in force at that moment: a closed one is not reopened nor moved", async () => {
    await app.within(writer(), async (client) => {
      await client.query("select audit.record('identity.revise', $1)", [ours]);
      const close = (value: string) =>
        app.outcome(`update people.identity set known_to = ${value} where person_id = '${ours}'`);
      expect(await close("now() - interval '1 year'")).toMatch(/42501|23514/);
      expect(await close("now() + interval '1 year'")).toBe("42501");
      expect(await close("now()")).toBe("done");
      await client
        .query(`update people.identity set known_to = null where person_id = $1`, [ours])
        .catch(() => {});
    });
    await app.within(writer(), async (client) => {
      await client.query("select audit.record('identity.revise', $1)", [ours]);
      await client.query("update people.identity set known_to = now() where person_id = $1", [ours]);
      const again = await client.query("update people.identity set known_to = now() where person_id = $1", [
        ours,
      ]);
      expect(again.rowCount).toBe(0);
    });
  });

  test("nothing is added as known earlier or later than now, nor already closed", async () => {
    await app.within(writer(), async (client) => {
      await client.query("select audit.record('encounter.record', $1)", [ours]);
      const known = (from: string, to: string) =>
        app.outcome(
          `insert into care.encounter (person_id, structure_id, on_day, kind, known_from, known_to)
           values ('${ours}', '${centre.team}', '2020-05-05', 'consultation', ${from}, ${to})`,
        );
      expect(await known("now()", "null")).toBe("done");
      expect(await known("now() - interval '1 day'", "null")).toBe("42501");
      expect(await known("now() + interval '1 day'", "null")).toBe("42501");
      expect(await known("now()", "now()")).toBe("42501");
    });
    await app.within(centre.who.social_worker.token, async (client) => {
      await client.query("select audit.record('cover.state', $1)", [ours]);
      const known = (range: string) =>
        app.outcome(
          `insert into rights.cover_interval (person_id, layer, scheme, valid, source, known)
           values ('${ours}', 'base', 'puma', '[2010-01-01,2011-01-01)', 'document', ${range})`,
        );
      expect(await known("tstzrange(now(), null)")).toBe("done");
      expect(await known("tstzrange('2010-01-01', '2015-01-01')")).toBe("42501");
    });
  });

  test("nobody signs with another's name, nor writes of a place, a word or a scheme that is not in the lists", async () => {
    const someone = centre.who.nurse.account;
    const nothing = "00000000-0000-7000-8000-000000000000";
    const visit = (columns: string, values: string) =>
      app.outcome(
        `insert into care.encounter (person_id, on_day, kind, ${columns})
         values ('${ours}', '2020-05-05', 'consultation', ${values})`,
      );
    const word = (list: string, code: string, on: string, who: string, day = "2020-02-03") =>
      app.outcome(
        `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, author_id)
         values ('${on}', '${who}', '${day}', '${list}', '${code}', 'clinical', '${centre.who.doctor.account}')`,
      );
    await app.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('encounter.record', $1)", [ours]);
      expect(await visit("structure_id", `'${centre.team}'`)).toBe("done");
      expect(await visit("structure_id, author_id", `'${centre.team}', '${someone}'`)).toBe("42501");
      expect(await visit("structure_id, author_id", `'${centre.team}', null`)).toBe("42501");
      expect(await visit("structure_id", `'${centre.outside}'`)).toBe("42501");
      expect(await visit("structure_id, site_id", `'${centre.team}', '${nothing}'`)).toBe("42501");
      expect(await visit("structure_id, professional_id", `'${centre.team}', '${nothing}'`)).toBe("42501");
      expect(await word("reason", "wound", encounter, ours)).toBe("done");
      expect(await word("reason", "no such word", encounter, ours)).toBe("42501");
      expect(await word("reason", "wound", nothing, ours)).toBe("42501");
      expect(await word("reason", "wound", encounter, ours, "2020-02-04")).toBe("42501");
      await client.query("select audit.record('encounter.record', $1)", [theirs]);
      expect(await word("reason", "wound", encounter, theirs)).toBe("42501");
    });
    await app.within(centre.who.nurse.token, async (client) => {
      await client.query("select audit.record('cover.state', $1)", [ours]);
      const cover = (scheme: string, author: string, mask = 8) =>
        app.outcome(
          `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, author_id)
           values ('${ours}', 'base', '${scheme}', ${mask}, '2020-05-05', 'declared', '${author}')`,
        );
      expect(await cover("puma", someone)).toBe("done");
      expect(await cover("puma", someone, 16)).toBe("42501");
      expect(await cover("no such scheme", someone)).toBe("42501");
      expect(await cover("puma", centre.who.doctor.account)).toBe("42501");
    });
  });
});
