/** A person objects to a professional; a record is broken open in an emergency: what the database then answers, over HTTP too. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson, tablesOfPeople } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let raw: ApplicationRole;
let app: ServedApp;
/** Followed by the team; followed by the structure outside it. */
let ours: string;
let theirs: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  raw = await asApplication(centre);
  app = serveApp(centre);
  const author = centre.who.doctor.account;
  ours = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Notre" });
  theirs = await arrangePerson(centre.t.owner, { structure: centre.outside, author, family: "Leur" });
});
afterAll(async () => {
  await raw.close();
  await centre.t.close();
});
afterEach(async () => {
  await centre.t.owner.query(
    "delete from access.objection; delete from access.break_glass; delete from tasks.task; delete from people.alias",
  );
});

const ask = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);

/** The person objects to whoever has this role, said at the desk. */
async function object(to: Role, person = ours, id = randomUUID()) {
  const { status, body } = await ask("reception", "POST", `/api/people/${person}/objections`, {
    id,
    accountId: centre.who[to].account,
    saidOn: "2026-03-01",
    means: "oral",
  });
  expect([status, body]).toEqual([200, { done: true }]);
  return id;
}

async function prove(role: Role): Promise<void> {
  await centre.t.owner.query(
    "update access.session set proven_at = clock_timestamp() where token_hash = sha256($1::bytea)",
    [centre.who[role].token],
  );
}

/** Breaks a record open as this role, the second factor just shown. */
async function breakOpen(role: Role, over: Readonly<Record<string, unknown>> = {}) {
  await prove(role);
  return ask(role, "POST", "/api/glass", {
    id: randomUUID(),
    reason: "emergency",
    words: "Trouvée inconsciente dans la salle d’attente.",
    family: "LEUR",
    given: "essai",
    birth: "2/1/1980",
    ...over,
  });
}

/** How many rows of each table a role sees once the audit row is written. */
function seen(role: Role, person: string): Promise<Record<string, number>> {
  return raw.within(centre.who[role].token, async (client) => {
    await client.query("select audit.record('person.open', $1)", [person]);
    const counts: Record<string, number> = {};
    for (const table of new Set(tablesOfPeople.map(([name]) => name))) {
      const key = table === "people.person" ? "id" : "person_id";
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from ${table} where ${key} = $1`,
        [person],
      );
      counts[table] = rows[0]?.n ?? 0;
    }
    return counts;
  });
}
const nothing = (counts: Record<string, number>) => Object.values(counts).every((n) => n === 0);

describe("an objection", () => {
  test("closes the record at once to that professional, and to nobody else", async () => {
    expect(nothing(await seen("doctor", ours))).toBe(false);
    await object("doctor");
    expect(nothing(await seen("doctor", ours))).toBe(true);
    expect(nothing(await seen("doctor", theirs))).toBe(true);
    expect((await seen("medical_director", ours))["care.note"]).toBe(2);
    expect((await ask("doctor", "GET", `/api/people/${ours}`)).status).toBe(404);
    const unheardOf = await ask("doctor", "GET", `/api/people/${randomUUID()}`);
    expect((await ask("doctor", "GET", `/api/people/${ours}`)).body).toEqual(unheardOf.body);
  });

  test("is felt in searches, last openings, numbers, writings, drafts, comparisons and lists behind figures", async () => {
    const words = { words: "notre essai" };
    const found = async (role: Role) =>
      (await ask(role, "POST", "/api/people/search", words)).body.people.length;
    const draft = `/api/people/${ours}/notes/${newId()}/draft`;
    const typed = { version: 0, nature: "clinical", template: "consultation", body: "Essai." };
    expect((await ask("medical_director", "GET", `/api/people/${ours}`)).status).toBe(200);
    expect((await ask("medical_director", "PUT", draft, typed)).status).toBe(200);
    expect(await found("medical_director")).toBe(1);
    await object("medical_director");
    expect(await found("medical_director")).toBe(0);
    expect(await found("doctor")).toBe(1);
    const recent = await ask("medical_director", "GET", "/api/people/recent");
    expect(JSON.stringify(recent.body)).not.toContain(ours);
    const period = { from: "2020-01-01", to: "2020-12-31", knownOn: "2099-01-01" };
    const list = await ask("medical_director", "POST", "/api/reports/people", { period, figure: "caseload" });
    expect(JSON.stringify(list.body.people)).not.toContain(ours);
    for (const [method, path, body] of [
      ["PUT", draft, { ...typed, version: 1 }],
      ["POST", draft.replace("/draft", "/discard"), {}],
      [
        "POST",
        `/api/people/${ours}/encounters`,
        { siteId: centre.site, onDay: "2026-03-01", kind: "interview" },
      ],
      ["PUT", `/api/people/${ours}/identity`, { version: 1, identity: { family: "X", given: "Y" } }],
      ["POST", "/api/duplicates/compare", { a: ours, b: ours }],
      ["GET", `/api/people/${ours}/rights`, undefined],
      ["POST", `/api/people/${ours}/accesses`, { from: "2026-01-01", to: "2099-01-01" }],
    ] as const) {
      const { status, body: said } = await ask("medical_director", method, path, body);
      expect([method, path, status >= 400 || JSON.stringify(said)]).toEqual([
        method,
        path,
        expect.toBeOneOf([true, '{"done":false}', "{}", '{"discarded":false}']),
      ]);
      expect(JSON.stringify(said)).not.toMatch(/Notre|Essai\./);
    }
    const { rows } = await centre.t.owner.query("select from care.note_draft where person_id = $1", [ours]);
    expect(rows.length).toBe(1);
    await centre.t.owner.query("delete from care.note_draft");
  });

  test("follows the person through joined records, and through their separation", async () => {
    const second = await arrangePerson(centre.t.owner, {
      structure: centre.team,
      author: centre.who.doctor.account,
      family: "Nostre",
    });
    await centre.t.owner.query(
      `insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from) values ($1, $2, $2, now(), now())`,
      [second, ours],
    );
    await object("nurse");
    expect(nothing(await seen("nurse", second))).toBe(true);
    expect((await ask("nurse", "GET", `/api/people/${second}`)).status).toBe(404);
    const apart = { person: second, joinedTo: ours, distinct: true };
    expect((await ask("coordinating_nurse", "POST", "/api/duplicates/separate", apart)).status).toBe(200);
    expect(nothing(await seen("nurse", second))).toBe(true);
    expect(nothing(await seen("nurse", ours))).toBe(true);
  });

  test("is recorded once, shown to the team, and lifted by a dated act", async () => {
    const id = await object("doctor");
    await object("doctor", ours, id);
    const form = { accountId: centre.who.doctor.account, saidOn: "2026-03-01", means: "written" };
    const again = await ask("nurse", "POST", `/api/people/${ours}/objections`, { id: randomUUID(), ...form });
    expect([again.status, again.body.code]).toEqual([409, "stale"]);
    const { body: rights } = await ask("nurse", "GET", `/api/people/${ours}/rights`);
    expect(rights.objections).toMatchObject([{ id, account: "Essai doctor", means: "oral", liftedOn: null }]);
    const lift = (role: Role, liftedOn: string) =>
      ask(role, "POST", `/api/people/${ours}/objections/${id}/lift`, { liftedOn, means: "written" });
    expect((await lift("doctor", "2026-03-02")).status).toBe(404);
    expect((await lift("nurse", "2026-02-01")).status).toBe(422);
    expect((await lift("nurse", "2026-03-02")).status).toBe(200);
    expect(nothing(await seen("doctor", ours))).toBe(false);
    const after = await ask("nurse", "GET", `/api/people/${ours}/rights`);
    expect(after.body.objections).toMatchObject([{ id, liftedOn: "2026-03-02", liftedBy: "Essai nurse" }]);
  });

  test("is recorded by nobody about someone they may not know", async () => {
    const { status } = await ask("reception", "POST", `/api/people/${theirs}/objections`, {
      id: randomUUID(),
      accountId: centre.who.prescriber.account,
      saidOn: "2026-03-01",
      means: "oral",
    });
    expect(status).toBe(404);
    expect((await centre.t.owner.query("select from access.objection")).rowCount).toBe(0);
  });
});

describe("a record broken open", () => {
  test("asks for the second factor again, each time", async () => {
    const form = {
      id: randomUUID(),
      reason: "emergency",
      words: "Trouvée inconsciente.",
      family: "Leur",
      given: "Essai",
      birth: "02/01/1980",
    };
    expect((await ask("doctor", "POST", "/api/glass", form)).body.code).toBe("proof");
    expect((await breakOpen("doctor")).status).toBe(200);
    const again = await ask("doctor", "POST", "/api/glass", { ...form, id: randomUUID() });
    expect(again.body.code).toBe("proof");
    await centre.t.owner.query(
      "update access.session set proven_at = clock_timestamp() - interval '3 minutes'",
    );
    expect((await ask("doctor", "POST", "/api/glass", form)).body.code).toBe("proof");
  });

  test("shows a doctor the record of another structure, to read and not to write, until its hour ends", async () => {
    expect((await ask("doctor", "GET", `/api/people/${theirs}`)).status).toBe(404);
    const { body } = await breakOpen("doctor");
    expect(body).toMatchObject({ outcome: "open", personId: theirs });
    const page = await ask("doctor", "GET", `/api/people/${theirs}`);
    expect([page.status, page.body.identity.family, page.body.notes.length]).toEqual([200, "Leur", 3]);
    const visit = { siteId: centre.site, onDay: "2026-03-01", kind: "interview" };
    expect((await ask("doctor", "POST", `/api/people/${theirs}/encounters`, visit)).status).toBe(403);
    expect((await ask("nurse", "GET", `/api/people/${theirs}`)).status).toBe(404);
    const { body: state } = await ask("doctor", "GET", "/api/glass");
    expect(state.open).toMatchObject([
      { personId: theirs, reason: "Urgence : la personne ne peut pas donner son accord" },
    ]);
    expect(state.open[0].secondsLeft).toBeGreaterThan(3500);
    await centre.t.owner.query("update access.break_glass set ends_at = clock_timestamp()");
    expect((await ask("doctor", "GET", `/api/people/${theirs}`)).status).toBe(404);
  });

  test("is closed before its hour by who opened it", async () => {
    const { body } = await breakOpen("doctor");
    expect((await ask("nurse", "POST", `/api/glass/${body.id}/close`)).status).toBe(409);
    expect((await ask("doctor", "POST", `/api/glass/${body.id}/close`)).status).toBe(200);
    expect((await ask("doctor", "GET", `/api/people/${theirs}`)).status).toBe(404);
  });

  test("opens by one reason what it opens, and never a block the role has no part in", async () => {
    await breakOpen("social_worker", { reason: "protection" });
    const counts = await seen("social_worker", theirs);
    expect([counts["people.identity"], counts["people.situation_statement"], counts["care.note"]]).toEqual([
      1, 1, 1,
    ]);
    expect((await breakOpen("social_worker")).status).toBe(403);
    await breakOpen("data_protection_officer", { reason: "control" });
    const checked = await ask("data_protection_officer", "GET", `/api/people/${theirs}`);
    expect([checked.status, checked.body.identity.family]).toEqual([200, "Leur"]);
    expect(checked.body.notes.map(({ nature }: { nature: string }) => nature)).toEqual(["useful"]);
    expect(checked.body.withheld.counts.clinical).toBeGreaterThan(0);
    expect((await ask("data_protection_officer", "GET", `/api/people/${ours}`)).status).toBe(404);
  });

  test("gives an objection way in an emergency alone", async () => {
    await object("doctor");
    const person = { family: "Notre" };
    expect((await breakOpen("doctor", { ...person, reason: "protection" })).body.code).toBe("nobody");
    expect((await ask("doctor", "GET", `/api/people/${ours}`)).status).toBe(404);
    expect((await breakOpen("doctor", person)).status).toBe(200);
    expect((await ask("doctor", "GET", `/api/people/${ours}`)).status).toBe(200);
    // Their own team's doctor gives the care, and writes it.
    const visit = { siteId: centre.site, onDay: "2026-03-01", kind: "interview" };
    expect((await ask("doctor", "POST", `/api/people/${ours}/encounters`, visit)).status).toBe(200);
  });

  test("is closed by an objection said meanwhile, but in an emergency", async () => {
    await breakOpen("nurse", { family: "Notre", reason: "protection" });
    await breakOpen("doctor", { family: "Notre" });
    await object("nurse");
    await object("doctor");
    expect((await ask("nurse", "GET", `/api/people/${ours}`)).status).toBe(404);
    expect((await ask("doctor", "GET", `/api/people/${ours}`)).status).toBe(200);
  });

  test("finds nobody but by all of who it is, makes searching dear, and tells every search", async () => {
    for (const [over, code] of [
      [{ given: "Autre" }, "nobody"],
      [{ birth: "1980" }, "nobody"],
      [{ birth: "03/01/1980" }, "nobody"],
      [{}, "paused"],
    ] as const) {
      expect((await breakOpen("doctor", over)).body.code, JSON.stringify(over)).toBe(code);
    }
    const { body } = await ask("medical_director", "POST", "/api/glass/review", {});
    expect(body.lines.map(({ found, by }: { found: boolean; by: string }) => [found, by])).toEqual([
      [false, "Essai doctor"],
      [false, "Essai doctor"],
      [false, "Essai doctor"],
    ]);
  });

  test("asks for the record's number when several answer", async () => {
    const twin = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Leur",
    });
    expect((await breakOpen("doctor")).body.code).toBe("several");
    const { rows } = await centre.t.owner.query<{ n: string }>(
      "select local_number as n from people.person where id = $1",
      [twin],
    );
    expect((await breakOpen("doctor", { number: rows[0]?.n })).body.personId).toBe(twin);
    await centre.t.owner.query("delete from people.identity where person_id = $1", [twin]);
  });

  test("is reviewed by another than who opened it, once, and told to the person", async () => {
    const { body } = await breakOpen("medical_director", { family: "Notre", reason: "continuity" });
    const review = (role: Role, outcome: string, words = "") =>
      ask(role, "POST", `/api/glass/${body.id}/review`, { outcome, words });
    expect((await review("medical_director", "justified")).body.code).toBe("own_opening");
    expect((await review("data_protection_officer", "unjustified")).status).toBe(422);
    expect((await review("data_protection_officer", "justified")).status).toBe(200);
    expect((await review("data_protection_officer", "justified")).status).toBe(200);
    expect(
      (await review("data_protection_officer", "unjustified", "Rien ne pressait ce jour-là.")).status,
    ).toBe(409);
    const page = await ask("reception", "GET", `/api/people/${ours}`);
    expect(page.body.untold).toMatchObject([{ id: body.id, by: "Essai medical_director" }]);
    expect(page.body.tasks).toMatchObject([{ originId: body.id, byHand: false, doneAt: null }]);
    expect((await ask("telephone_desk", "GET", `/api/people/${ours}`)).body.untold).toBeNull();
    const told = `/api/people/${ours}/openings/${body.id}/told`;
    expect((await ask("reception", "POST", told, { day: "2026-03-02" })).status).toBe(200);
    const after = await ask("reception", "GET", `/api/people/${ours}`);
    expect([after.body.untold, after.body.tasks[0].doneBy]).toEqual([null, "Essai reception"]);
  });

  test("is in the list of who read the record, with its reason, in words for the person", async () => {
    await breakOpen("medical_director", { family: "Notre", reason: "continuity" });
    const { body } = await ask("administrative_officer", "POST", `/api/people/${ours}/accesses`, {
      from: "2020-01-01",
      to: "2099-01-01",
    });
    expect(body.lines).toContainEqual(
      expect.objectContaining({
        name: "Essai medical_director",
        role: "Directeur médical",
        told: "a ouvert votre dossier en accès d’urgence",
        reason: "Soin qui ne peut pas attendre, la personne n’est pas joignable",
      }),
    );
    // That a note was written is said as any other writing.
    expect(JSON.stringify(body)).not.toMatch(/note signée|brouillon/iu);
  });
});
