/** Agreements to share outside the team: block by block, at every moment of their life, and what whoever is told nothing learns. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Nature, natures, type Role } from "../../src/access/model.ts";
import { startTypesetter, type Typesetter } from "../../src/platform/typeset/typesetter.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { cellOf } from "../support/handbook-matrix.ts";
import { arrangePerson, natureByRow, tablesOfPeople } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let raw: ApplicationRole;
let app: ServedApp;
let bundle: ServerBundle;
let typesetter: Typesetter;
/** Followed by the centre. */
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  raw = await asApplication(centre);
  bundle = await bundleServer();
  typesetter = startTypesetter(bundle.typesetWorker);
  app = serveApp(centre, { typesetter });
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Partage",
  });
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await typesetter.stop();
  await raw.close();
  await centre.t.close();
});
afterEach(() =>
  centre.t.owner.query(
    "delete from access.consent; delete from access.objection; delete from access.outside_declaration; delete from tasks.task where kind = 'partner_asks'",
  ),
);

const ask = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);

const AGREEMENT = {
  natures: ["right_requests"],
  means: "oral",
  informationGiven: "Notice remise et expliquée.",
  language: "ar",
  interpreter: true,
  givenOn: "2026-03-01",
};

/** The person agrees, at the desk of the social worker. @returns the agreement's id */
async function agree(over: Readonly<Record<string, unknown>> = {}, to = person): Promise<string> {
  const id = newId();
  const recipient = over.accountId || over.role ? {} : { structureId: centre.outside };
  const { status, body } = await ask("social_worker", "POST", `/api/people/${to}/consents`, {
    ...AGREEMENT,
    ...recipient,
    id,
    ...over,
  });
  expect([status, body]).toEqual([200, { done: true }]);
  return id;
}
const withdraw = (id: string, on = "2026-03-02") =>
  ask("nurse", "POST", `/api/people/${person}/consents/${id}/withdraw`, { on, means: "oral" });

/** The blocks of which a role sees rows, once the audit row is written. */
async function seen(role: Role): Promise<Nature[]> {
  return raw.within(centre.who[role].token, async (client) => {
    await client.query("select audit.record('person.open', $1)", [person]);
    const met = new Set<Nature>();
    for (const [table, nature, key] of tablesOfPeople) {
      const only = natureByRow.includes(table) ? ` and nature = '${nature}'` : "";
      const { rowCount } = await client.query(`select from ${table} where ${key} = $1${only}`, [person]);
      if (rowCount) met.add(nature);
    }
    return natures.filter((nature) => met.has(nature));
  });
}

/** What a partner's own column lets them read of the blocks agreed to. */
const readBy = (role: Role, agreed: readonly Nature[]) =>
  natures.filter((nature) => agreed.includes(nature) && cellOf(role, nature).includes("R"));

const BLOCKS = natures.filter((nature) => !["money", "minutes", "author_only", "identity"].includes(nature));

describe("a partner", () => {
  test("reads nothing without agreement", async () => {
    expect(await seen("outside_social_worker")).toEqual([]);
    expect((await ask("outside_social_worker", "GET", `/api/people/${person}`)).status).toBe(404);
  });

  test.each(BLOCKS)(
    "reads %s when the person agreed to it, and who they are; nothing once it ended, is withdrawn, or they object",
    async (block) => {
      const id = await agree({ natures: [block] });
      for (const role of ["outside_social_worker", "prescriber"] as const) {
        expect(await seen(role), role).toEqual(readBy(role, ["identity", block]));
      }
      const page = await ask("outside_social_worker", "GET", `/api/people/${person}`);
      expect([page.status, page.body.withheld, page.body.shared]).toEqual([
        200,
        { counts: {}, apart: [] },
        [...readBy("outside_social_worker", ["identity", block])].sort(),
      ]);
      await centre.t.owner.query("update access.consent set given_on = '2020-01-01', ends_on = '2020-02-01'");
      expect(await seen("outside_social_worker")).toEqual([]);
      await centre.t.owner.query("update access.consent set ends_on = null");
      expect(await seen("outside_social_worker")).not.toEqual([]);
      await ask("reception", "POST", `/api/people/${person}/objections`, {
        id: randomUUID(),
        accountId: centre.who.outside_social_worker.account,
        saidOn: "2026-03-01",
        means: "oral",
      });
      expect(await seen("outside_social_worker")).toEqual([]);
      expect(await seen("prescriber")).toEqual(readBy("prescriber", ["identity", block]));
      await centre.t.owner.query("delete from access.objection");
      expect((await withdraw(id)).status).toBe(200);
      expect(await seen("outside_social_worker")).toEqual([]);
      expect((await ask("outside_social_worker", "GET", `/api/people/${person}`)).status).toBe(404);
      expect((await ask("outside_social_worker", "GET", `/api/people/${person}/reading`)).status).toBe(404);
    },
  );

  test("reads by an agreement to their name or function alone, not their colleague of another function", async () => {
    await agree({ accountId: centre.who.prescriber.account });
    expect([await seen("outside_social_worker"), (await seen("prescriber")).length]).toEqual([[], 1]);
    await centre.t.owner.query("delete from access.consent");
    await agree({ role: "outside_social_worker" });
    expect([await seen("outside_social_worker"), await seen("prescriber")]).toEqual([
      ["identity", "right_requests"],
      [],
    ]);
    await centre.t.owner.query("delete from access.consent");
    await agree({ role: "prescriber", structureId: centre.outside });
    expect([await seen("outside_social_worker"), await seen("prescriber")]).toEqual([[], ["identity"]]);
  });

  test("reads the person on whichever of their records the agreement was said, and no more once separated", async () => {
    const other = await arrangePerson(centre.t.owner, {
      structure: centre.team,
      author: centre.who.doctor.account,
      family: "Partagée",
    });
    await agree({ natures: ["right_requests"] }, other);
    expect(await seen("outside_social_worker")).toEqual([]);
    await centre.t.owner.query(
      "insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from) values ($1, $2, $2, now(), now())",
      [other, person],
    );
    expect(await seen("outside_social_worker")).toEqual(["identity", "right_requests"]);
    await centre.t.owner.query("delete from people.alias");
    expect(await seen("outside_social_worker")).toEqual([]);
  });
});

describe("an agreement", () => {
  test("is told with who, when, how, what was said, in which language; sent twice it is one", async () => {
    const id = await agree();
    await agree({ id });
    const { body } = await ask("doctor", "GET", `/api/people/${person}/sharing`);
    expect(body.consents).toMatchObject([
      {
        id,
        to: "CCAS de Bourgoin-Jallieu",
        natures: ["identity", "right_requests"],
        opens: ["identity", "right_requests"],
        means: "oral",
        language: "ar",
        interpreter: true,
        collectedBy: "Essai social_worker",
        givenOn: "2026-03-01",
        state: "in_force",
      },
    ]);
    expect(body.team.find(({ role }: { role: string }) => role === "Médecin")).toMatchObject({
      names: ["Essai doctor"],
      reads: expect.arrayContaining(["clinical", "cover"]),
      sums: ["money", "social_situation"],
    });
  });

  test("is corrected without loss, and the correction alone decides", async () => {
    const id = await agree({ natures: ["right_requests", "cover"] });
    const correction = { corrects: id, correction: "La couverture n’en était pas." };
    const corrected = await agree(correction);
    expect(await seen("outside_social_worker")).toEqual(["identity", "right_requests"]);
    const { body } = await ask("nurse", "GET", `/api/people/${person}/sharing`);
    expect(body.consents.map((one: Record<string, unknown>) => [one.id, one.state, one.correction])).toEqual([
      [corrected, "in_force", correction.correction],
      [id, "corrected", null],
    ]);
    const again = await ask("nurse", "POST", `/api/people/${person}/consents`, {
      ...AGREEMENT,
      ...correction,
      id: newId(),
      structureId: centre.outside,
    });
    expect([again.status, again.body.code]).toEqual([409, "stale"]);
    expect((await withdraw(id)).body.code).toBe("stale");
    expect((await withdraw(corrected, "2026-02-01")).status).toBe(422);
    expect((await withdraw(corrected)).status).toBe(200);
    expect((await withdraw(corrected)).status).toBe(200);
    const after = await ask("data_protection_officer", "GET", `/api/people/${person}/sharing`);
    expect([after.status, after.body.identity, after.body.choices, after.body.consents[0].state]).toEqual([
      200,
      null,
      null,
      "withdrawn",
    ]);
  });

  test.each([
    ["to nobody", { structureId: null }, "recipient"],
    ["to two at once", { accountId: "account" }, "recipient"],
    ["of a day to come", { givenOn: "2026-03-03" }, "givenOn"],
    ["that ends before it begins", { endsOn: "2026-02-01" }, "endsOn"],
    ["without saying what was explained", { informationGiven: " " }, "informationGiven"],
    ["to a structure that does not exist", { structureId: randomUUID() }, "recipient"],
  ])(
    "%s is refused, by its field, and nothing is written",
    async (_, over: Record<string, string | null>, field) => {
      const accountId = over.accountId ? { accountId: centre.who.prescriber.account } : {};
      const { status, body } = await ask("nurse", "POST", `/api/people/${person}/consents`, {
        ...AGREEMENT,
        id: newId(),
        structureId: centre.outside,
        ...over,
        ...accountId,
      });
      expect([status, Object.keys(body.fields)]).toEqual([422, [field]]);
      expect((await centre.t.owner.query("select from access.consent")).rowCount).toBe(0);
    },
  );

  test("is noted by nobody about someone they may not know", async () => {
    const theirs = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Ailleurs",
    });
    const form = { ...AGREEMENT, id: newId(), structureId: centre.outside };
    expect((await ask("nurse", "POST", `/api/people/${theirs}/consents`, form)).status).toBe(404);
    expect((await ask("nurse", "GET", `/api/people/${theirs}/sharing`)).status).toBe(404);
  });
});

/** What the trail holds since a moment, without what every line has of its own. */
async function trailOf(role: Role, work: () => Promise<unknown>): Promise<unknown[]> {
  const { rows: before } = await centre.t.owner.query("select coalesce(max(id), 0) as id from audit.entry");
  await work();
  const { rows } = await centre.t.owner.query(
    `select action, role, person_id, person_ids, object_kind, object_id is null as no_object, detail from audit.entry
      where id > $1 and account_id = $2 order by id`,
    [before[0].id, centre.who[role].account],
  );
  return rows;
}

describe("whoever was not agreed to cannot tell someone known from a name nobody has", () => {
  const PARTNERS: readonly Role[] = ["outside_social_worker", "prescriber"];

  test.each(PARTNERS)("%s: searching answers the same, in words and in the trail", async (role) => {
    for (const probable of [false, true]) {
      const answers: unknown[] = [];
      for (const words of ["partage essai", "zzyzx essai", "02/01/1980", "31/12/1951"])
        answers.push({
          trail: await trailOf(role, async () => {
            answers.push(await ask(role, "POST", "/api/people/search", { words, probable }));
          }),
        });
      const [known, knownTrail, unknown, unknownTrail, birth, birthTrail, noBirth, noBirthTrail] = answers;
      expect([known, knownTrail]).toEqual([unknown, unknownTrail]);
      expect([birth, birthTrail]).toEqual([noBirth, noBirthTrail]);
      expect(known).toEqual({ status: 200, body: { people: [] } });
    }
    const { rows } = await centre.t.owner.query("select local_number as n from people.person where id = $1", [
      person,
    ]);
    const numbers = await Promise.all(
      [rows[0].n, 999_999].map((words) => ask(role, "POST", "/api/people/search", { words: String(words) })),
    );
    expect(numbers[0]).toEqual(numbers[1]);
    const opened = await Promise.all(
      [person, randomUUID()].map((id) => ask(role, "GET", `/api/people/${id}`)),
    );
    expect(opened[0]).toEqual(opened[1]);
  });

  test.each(PARTNERS)(
    "%s: declaring them answers the same, in words, in the trail and in one's own list",
    async (role) => {
      const declare = (family: string) =>
        ask(role, "POST", "/api/declarations", {
          ...AGREEMENT,
          id: newId(),
          family,
          given: "Essai",
          birth: "02/01/1980",
          asks: "Ouvrir une demande de C2S.",
          forStructure: true,
        });
      const answers: unknown[] = [];
      const trails = [];
      for (const family of ["Partage", "Zzyzx"])
        trails.push(await trailOf(role, async () => answers.push(await declare(family))));
      expect(answers[0]).toEqual(answers[1]);
      expect(trails[0]).toEqual(trails[1]);
      expect(trails[0]).toMatchObject([{ action: "declaration.make", person_id: null, person_ids: null }]);
      const { body } = await ask(role, "GET", "/api/declarations/mine");
      const [unknown, known] = body.declarations.map(
        ({ id, at, family, ...same }: Record<string, unknown>) => same,
      );
      expect(known).toEqual(unknown);
      expect(known).toMatchObject({ state: "received", personId: null });
    },
  );
});

describe("a declaration", () => {
  const declare = async (over: Readonly<Record<string, unknown>> = {}) => {
    const id = newId();
    const { status } = await ask("outside_social_worker", "POST", "/api/declarations", {
      ...AGREEMENT,
      id,
      natures: ["right_requests", "social_situation"],
      family: "Partage",
      given: "Essai",
      birth: "1980",
      asks: "Ouvrir une demande de C2S.",
      forStructure: false,
      ...over,
    });
    expect(status).toBe(200);
    return id;
  };
  const resolve = (role: Role, id: string, body: unknown) =>
    ask(role, "POST", `/api/declarations/${id}/resolve`, body);
  const mine = async () => {
    const { body } = await ask("outside_social_worker", "GET", "/api/declarations/mine");
    return body.declarations.map(({ state, personId }: Record<string, unknown>) => [state, personId]);
  };

  test("linked by the centre, opens the blocks it kept to who declared them, and gives its asking as a task", async () => {
    const id = await declare();
    const { body } = await ask("administrative_officer", "GET", "/api/declarations");
    expect(body.declarations).toMatchObject([
      { id, family: "Partage", birth: "1980", asks: "Ouvrir une demande de C2S." },
    ]);
    const link = { outcome: "linked", personId: person, natures: ["right_requests"] };
    expect((await resolve("administrative_officer", id, link)).status).toBe(200);
    expect((await resolve("administrative_officer", id, link)).status).toBe(200);
    expect((await resolve("social_worker", id, { outcome: "closed" })).body.code).toBe("stale");
    expect(await seen("outside_social_worker")).toEqual(["identity", "right_requests"]);
    expect(await seen("prescriber")).toEqual([]);
    expect(await mine()).toEqual([["open", person]]);
    const { body: page } = await ask("administrative_officer", "GET", `/api/people/${person}`);
    expect(page.tasks.map(({ what }: { what: string }) => what)).toContain(
      "Demande de Essai outside_social_worker : Ouvrir une demande de C2S.",
    );
    const { body: sharing } = await ask("nurse", "GET", `/api/people/${person}/sharing`);
    expect(sharing.consents).toMatchObject([{ declared: true, collectedBy: "Essai outside_social_worker" }]);
    await withdraw(sharing.consents[0].id);
    expect(await mine()).toEqual([["closed", null]]);
  });

  test("refused, withdrawn or of someone who objects looks the same to who declared", async () => {
    const refused = await declare({ family: "Inconnue" });
    await resolve("social_worker", refused, { outcome: "closed" });
    const objected = await declare();
    await ask("reception", "POST", `/api/people/${person}/objections`, {
      id: randomUUID(),
      accountId: centre.who.outside_social_worker.account,
      saidOn: "2026-03-01",
      means: "oral",
    });
    const link = { outcome: "linked", personId: person, natures: ["right_requests"] };
    expect((await resolve("social_worker", objected, link)).body.code).toBe("objects");
    await resolve("social_worker", objected, { outcome: "closed" });
    expect(await mine()).toEqual([
      ["closed", null],
      ["closed", null],
    ]);
  });

  test("is not linked to a record of another structure, and what nothing came of goes after thirty days", async () => {
    const theirs = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Voisin",
    });
    const id = await declare();
    const link = { outcome: "linked", personId: theirs, natures: [] };
    expect((await resolve("social_worker", id, link)).status).toBe(404);
    await resolve("social_worker", id, { outcome: "closed" });
    await centre.t.owner.query(
      "update access.outside_declaration set resolved_at = now() - interval '31 days'",
    );
    expect(await mine()).toEqual([]);
  });
});

test("a screen that asks whether it may still show someone leaves no line, and keeps no session awake", async () => {
  await agree();
  const { token, account } = centre.who.outside_social_worker;
  await centre.t.owner.query(
    "update access.session set last_seen_at = now() - interval '10 minutes' where token_hash = sha256($1::bytea)",
    [token],
  );
  const since = async () =>
    (
      await centre.t.owner.query<{ old: boolean; lines: string }>(
        `select last_seen_at < now() - interval '9 minutes' as old, (select count(*) from audit.entry where account_id = $2) as lines
           from access.session where token_hash = sha256($1::bytea)`,
        [token, account],
      )
    ).rows[0];
  const before = await since();
  const { body } = await ask("outside_social_worker", "GET", `/api/people/${person}/reading`);
  expect(body).toEqual({ reading: ["identity", "right_requests"] });
  expect([before?.old, await since()]).toEqual([true, before]);
  expect((await ask("nurse", "GET", `/api/people/${person}/reading`)).body.reading).toContain("clinical");
});

test("the notice is an accessible PDF in plain words, with the person's language beside when it is asked", async () => {
  await agree();
  for (const language of [null, "ar"]) {
    const { status, body } = await ask("social_worker", "POST", `/api/people/${person}/sharing/notice`, {
      language,
    });
    expect([status, String(body).slice(0, 5)]).toEqual([200, "%PDF-"]);
    expect(String(body)).toContain("pdfuaid");
  }
});
