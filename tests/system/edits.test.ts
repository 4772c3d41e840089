/** Many people editing one record at once, from two servers over one database: nobody's work is lost unseen. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/platform/database/database.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type Answer, type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
/** Two applications, each with connections of its own. */
let apps: readonly [ServedApp, ServedApp];
let closeSecond: () => Promise<void>;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  const { t } = centre;
  const { rows } = await t.owner.query<{ name: string }>("select current_database() as name");
  const second = openDatabase((user, password) => t.server.login(user, password), rows[0]?.name ?? "", {
    app: t.secrets.appPassword,
    signin: t.secrets.signinPassword,
    sealer: t.secrets.sealerPassword,
  });
  closeSecond = () => second.close();
  apps = [serveApp(centre), serveApp(centre, { db: second })];
});
afterAll(async () => {
  await closeSecond();
  await centre.t.close();
});

/** Roles that may write an identity: their sessions take turns. */
const EDITORS = ["reception", "nurse", "doctor", "social_worker", "administrative_officer"] as const;
const sessionOf = (n: number) => centre.who[EDITORS[n % EDITORS.length] ?? "doctor"].token;
const appOf = (n: number) => apps[n % 2 === 0 ? 0 : 1];

async function create(family: string): Promise<string> {
  const { status, body } = await apps[0].ask(centre.who.reception.token, "POST", "/api/people", { family });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.id;
}

function edit(n: number, id: string, version: number, family: string): Promise<Answer> {
  return appOf(n).ask(sessionOf(n), "PUT", `/api/people/${id}/identity`, { version, identity: { family } });
}

async function history(id: string) {
  const { rows } = await centre.t.owner.query<{ family: string; from: string; to: string | null }>(
    `select family, known_from::text as from, known_to::text as to from people.identity where person_id = $1 order by known_from, known_to`,
    [id],
  );
  return rows;
}

async function actsOn(id: string): Promise<Record<string, number>> {
  const { rows } = await centre.t.owner.query<{ action: string; n: number }>(
    "select action, count(*)::int as n from audit.entry where person_id = $1 group by action",
    [id],
  );
  return Object.fromEntries(rows.map(({ action, n }) => [action, n]));
}

/** Each version closes where the next begins: no gap, no overlap, one in force. */
function expectUnbroken(rows: readonly { from: string; to: string | null }[]): void {
  for (const [index, row] of rows.entries()) expect(row.to).toBe(rows[index + 1]?.from ?? null);
}

describe("200 people who edit one record at once", () => {
  test("from the same version: one is kept, the others are told with both versions", async () => {
    const id = await create("Départ");
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => edit(n, id, 1, `Essai ${n}`)));
    const kept = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
    expect(kept).toHaveLength(1);
    expect(answers[kept[0] ?? -1]?.body).toEqual({ version: 2 });
    const winner = `Essai ${kept[0]}`;
    for (const [n, { status, body }] of answers.entries()) {
      if (n === kept[0]) continue;
      expect(status).toBe(409);
      expect(body).toMatchObject({
        code: "edit_conflict",
        currentVersion: 2,
        current: { family: winner },
        yours: { family: `Essai ${n}` },
      });
    }
    const rows = await history(id);
    expect(rows.map(({ family }) => family)).toEqual(["Départ", winner]);
    expectUnbroken(rows);
    // A refused edit showed the record to whoever made it: that is a reading, and no edit.
    expect(await actsOn(id)).toEqual({ "person.create": 1, "identity.revise": 1, "person.open": 199 });
    expect(apps.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  });

  test("who try again on what they were shown: every edit ends kept, in order, none overwritten unseen", async () => {
    const id = await create("Départ");
    const accepted: { version: number; family: string; saw: string }[] = [];
    let conflicts = 0;
    const insist = async (n: number) => {
      let [version, saw] = [1, "Départ"];
      for (;;) {
        const { status, body } = await edit(n, id, version, `Auteur ${n}`);
        if (status === 200) return void accepted.push({ version: body.version, family: `Auteur ${n}`, saw });
        expect(status).toBe(409);
        conflicts++;
        expect(body.currentVersion).toBeGreaterThan(version);
        [version, saw] = [body.currentVersion, body.current.family];
      }
    };
    // 200 edits: ten people, each twenty edits one after the other.
    await Promise.all(
      Array.from({ length: 10 }, async (_, who) => {
        for (let turn = 0; turn < 20; turn++) await insist(who * 20 + turn);
      }),
    );
    accepted.sort((a, b) => a.version - b.version);
    expect(accepted.map(({ version }) => version)).toEqual(Array.from({ length: 200 }, (_, n) => n + 2));
    const rows = await history(id);
    expect(rows.map(({ family }) => family)).toEqual(["Départ", ...accepted.map(({ family }) => family)]);
    expectUnbroken(rows);
    // Whoever wrote had seen exactly what they replaced.
    for (const [index, { saw }] of accepted.entries()) expect(saw).toBe(rows[index]?.family);
    expect(conflicts).toBeGreaterThan(0);
    expect(await actsOn(id)).toEqual({
      "person.create": 1,
      "identity.revise": 200,
      "person.open": conflicts,
    });
  });

  test("on other records meanwhile are not held up, nor mixed", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => create(`Seul ${n}`)));
    const answers = await Promise.all(ids.map((id, n) => edit(n, id, 1, `Revu ${n}`)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    for (const [n, id] of ids.entries()) expect((await history(id)).at(-1)?.family).toBe(`Revu ${n}`);
  });
});

describe("a form sent twice", () => {
  const uuidv7 = async () =>
    (await centre.t.owner.query<{ id: string }>("select uuidv7() as id")).rows[0]?.id ?? "";
  const token = () => centre.who.nurse.token;
  const count = async (table: string, key: string, id: string) =>
    (await centre.t.owner.query(`select from ${table} where ${key} = $1`, [id])).rowCount;

  test("makes one record, at once or later, and one line in the trail", async () => {
    const id = await uuidv7();
    const send = (n: number) => appOf(n).ask(token(), "POST", "/api/people", { family: "Double", id });
    for (const { status, body } of await Promise.all([send(0), send(1), send(0)])) {
      expect([status, body]).toEqual([200, { id }]);
    }
    expect((await send(1)).body).toEqual({ id });
    expect(await count("people.identity", "person_id", id)).toBe(1);
    expect(await count("people.registration", "person_id", id)).toBe(1);
    expect(await actsOn(id)).toEqual({ "person.create": 1 });
  });

  test("records one encounter, its words and its cover once", async () => {
    const [id, person] = [await uuidv7(), await create("Venue")];
    const visit = {
      id,
      siteId: centre.site,
      onDay: "2026-03-01",
      kind: "nursing",
      terms: [{ list: "reason", code: "cough" }],
      cover: [{ layer: "base", scheme: "puma", source: "declared" }],
    };
    const send = (n: number) => appOf(n).ask(token(), "POST", `/api/people/${person}/encounters`, visit);
    for (const { status, body } of await Promise.all([send(0), send(1), send(0)])) {
      expect([status, body]).toEqual([200, { id }]);
    }
    expect((await send(1)).body).toEqual({ id });
    expect(await count("care.encounter", "person_id", person)).toBe(1);
    expect(await count("care.encounter_term", "encounter_id", id)).toBe(1);
    expect(await count("rights.cover_statement", "encounter_id", id)).toBe(1);
    expect(await actsOn(person)).toEqual({ "person.create": 1, "encounter.record": 1 });
  });

  test("with the identifier of someone else's record or encounter, changes nothing and says so", async () => {
    const taken = await create("Prise");
    const other = { family: "Autre", id: taken };
    expect((await apps[0].ask(token(), "POST", "/api/people", other)).status).toBe(409);
    const old = { family: "Autre", id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" };
    expect((await apps[0].ask(token(), "POST", "/api/people", old)).status).toBe(422);
    const [id, visitId] = [await uuidv7(), await uuidv7()];
    expect((await apps[0].ask(token(), "POST", "/api/people", { family: "Une", id })).status).toBe(200);
    const again = await apps[1].ask(centre.who.doctor.token, "POST", "/api/people", { family: "Deux", id });
    expect([again.status, again.body.code]).toEqual([409, "stale"]);
    expect((await history(id)).map(({ family }) => family)).toEqual(["Une"]);
    const visit = { id: visitId, siteId: centre.site, onDay: "2026-03-01", kind: "interview" };
    const record = (who: string, person: string) =>
      apps[0].ask(who, "POST", `/api/people/${person}/encounters`, visit);
    expect((await record(token(), id)).status).toBe(200);
    expect((await record(centre.who.doctor.token, id)).status).toBe(409);
    expect((await record(token(), taken)).status).toBe(409);
    expect(await count("care.encounter", "person_id", id)).toBe(1);
    expect(await count("care.encounter", "person_id", taken)).toBe(0);
  });
});
