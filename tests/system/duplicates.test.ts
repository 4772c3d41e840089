/** Probable pairs and the decisions on them: what is proposed, to whom, and what follows in the record and the report. */
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "../../src/access/set-up.ts";
import type { IdentityForm } from "../../src/people/model.ts";
import type { Comparison, PairsPage, ProbablePair } from "../../src/record/duplicates/model.ts";
import { whyPair } from "../../src/record/duplicates/rules.ts";
import type { PersonPage } from "../../src/record/model.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
/** Someone who decides of duplicates in another structure. */
let there: string;
const here = () => centre.who.coordinating_nurse.token;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  there = randomBytes(32).toString("base64url");
  const account = await createAccount(centre.t.owner, {
    email: "ailleurs@essai.invalid",
    name: "Essai ailleurs",
    role: "medical_director",
    structure: "ccas-bourgoin",
    supervisorEmail: null,
  });
  await centre.t.owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, expires_at)
     select $1, account_id, id, 'browser', now() + interval '1 hour' from access.assignment where account_id = $2`,
    [createHash("sha256").update(there).digest(), account],
  );
});
afterAll(() => centre.t.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function done(token: string, method: string, path: string, body?: unknown): Promise<any> {
  const answer = await app.ask(token, method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

const create = async (identity: Partial<IdentityForm>, token = here()): Promise<string> =>
  (await done(token, "POST", "/api/people", identity)).id;
const open = (id: string, token = here()): Promise<PersonPage> => done(token, "GET", `/api/people/${id}`);

async function come(person: string, onDay: string, terms: unknown[] = []): Promise<void> {
  const visit = { siteId: centre.site, onDay, kind: "nursing", terms };
  await done(centre.who.nurse.token, "POST", `/api/people/${person}/encounters`, visit);
}

const compare = (a: string, b: string, token = here()): Promise<Comparison> =>
  done(token, "POST", "/api/duplicates/compare", { a, b });

async function merge(kept: string, joined: string): Promise<void> {
  const { seen } = await compare(kept, joined);
  await done(here(), "POST", "/api/duplicates/merge", { kept, joined, seen });
}

const separate = (person: string, joinedTo: string, distinct = false) =>
  done(here(), "POST", "/api/duplicates/separate", { person, joinedTo, distinct });

/** Every pair proposed, page after page. */
async function pairs(token = here()): Promise<ProbablePair[]> {
  const found: ProbablePair[] = [];
  let after: PairsPage["after"] = null;
  do {
    const page: PairsPage = await done(token, "POST", "/api/duplicates", { after });
    found.push(...page.pairs);
    after = page.after;
  } while (after !== null);
  return found;
}

async function proposed(a: string, b: string, token = here()): Promise<string | null> {
  const found = (await pairs(token)).filter(({ records }) => records.every(({ id }) => id === a || id === b));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0] ? whyPair(found[0]) : null;
}

describe("a probable pair", () => {
  const person = { family: "Ouedraogo", given: "Issa", birth: "14/05/1971" };
  test.each([
    ["même nom, même naissance", person, { ...person, family: "OUÉDRAOGO" }],
    ["même nom, même naissance", { ...person, family: "Ben Salah" }, { ...person, family: "Bensalah" }],
    [
      "même nom, naissances compatibles, l’une moins précise",
      { ...person, given: "Ali" },
      { ...person, given: "Ali", birth: "1971" },
    ],
    [
      "même nom, naissances à une faute de frappe près",
      { ...person, given: "Jean", birth: "05/04/1971" },
      { ...person, given: "Jean", birth: "04/05/1971" },
    ],
    [
      "nom à une lettre près, même naissance",
      { ...person, given: "Awa", birth: "02/02/1972" },
      { ...person, given: "Awa", family: "Ouedrago", birth: "02/02/1972" },
    ],
    [
      "nom à deux lettres près, même naissance",
      { ...person, given: "Rokia", birth: "03/02/1972" },
      { ...person, given: "Rokya", family: "Ouedrago", birth: "03/02/1972" },
    ],
    [
      "nom qui se prononce de même, même naissance",
      { family: "Cissé", given: "Mohamed", birth: "04/02/1972" },
      { family: "Cissé", given: "Muhammad", birth: "04/02/1972" },
    ],
    [
      "deux noms en commun, même naissance",
      { family: "Koné", given: "Mariam", usedFamily: "Traoré", birth: "05/02/1972" },
      { family: "Traoré", given: "Mariam", birth: "05/02/1972" },
    ],
    [
      "même nom, naissance inconnue dans l’un des dossiers",
      { family: "Wolde", given: "Tesfaye", birth: "06/02/1972" },
      { family: "Wolde", given: "Tesfaye" },
    ],
    [
      "même nom, même naissance, mais sexe différent",
      { family: "Gashi", given: "Dardan", birth: "07/02/1972", sex: "male" as const },
      { family: "Gashi", given: "Dardan", birth: "07/02/1972", sex: "female" as const },
    ],
  ])("%s", async (why, one: Partial<IdentityForm>, other: Partial<IdentityForm>) => {
    expect(await proposed(await create(one), await create(other))).toBe(why);
  });

  test.each([
    ["births differ", { family: "Demir", birth: "01/02/1980" }, { family: "Demir", birth: "22/11/1990" }],
    [
      "born a first of January, names two letters apart",
      { family: "Yilmaz", given: "Emre", birth: "01/01/1985" },
      { family: "Yilmas", given: "Emra", birth: "01/01/1985" },
    ],
    [
      "names three letters apart",
      { family: "Petrov", given: "Ivan", birth: "08/02/1972" },
      { family: "Petrenko", given: "Ivan", birth: "08/02/1972" },
    ],
  ])("is not proposed when %s", async (_, one: Partial<IdentityForm>, other: Partial<IdentityForm>) => {
    expect(await proposed(await create(one), await create(other))).toBeNull();
  });

  test("is found by a known spelling too", async () => {
    const [a, b] = [
      await create({ family: "Nguyen", given: "Lan", birth: "09/02/1972" }),
      await create({ family: "Pham", given: "Lan", birth: "09/02/1972" }),
    ];
    expect(await proposed(a, b)).toBeNull();
    await centre.t.owner.query(
      `insert into people.name_variant (person_id, family, given, key_tokens, key_letters, search_tokens)
       values ($1, 'Nguyen', 'Lan', 'lan nguyen', 'lannguyen', '{nguyen,lan}')`,
      [b],
    );
    expect(await proposed(a, b)).toBe("même nom, même naissance");
  });

  test("is listed once over several pages, and the trail names those shown alone", async () => {
    for (let n = 0; n < 30; n++) {
      const twin = {
        family: `Jumeau${String.fromCharCode(97 + n)}`,
        given: "Paul",
        birth: `10/03/${1940 + n}`,
      };
      await create(twin);
      await create(twin);
    }
    const first: PairsPage = await done(here(), "POST", "/api/duplicates", {});
    expect(first.pairs).toHaveLength(25);
    const all = await pairs();
    const keys = all.map(({ records }) =>
      records
        .map(({ id }) => id)
        .sort()
        .join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(30);
    const { rows } = await centre.t.owner.query<{ persons: string[] }>(
      "select person_ids as persons from audit.entry where action = 'person.pairs' order by id desc limit 50",
    );
    const shown = new Set(first.pairs.flatMap(({ records }) => records.map(({ id }) => id)));
    expect(
      rows.some(({ persons }) => persons.length === shown.size && persons.every((id) => shown.has(id))),
    ).toBe(true);
  });
});

describe("« ce sont deux personnes »", () => {
  test("is never proposed again, can be taken back, and stands for records joined later", async () => {
    const twin = { family: "Silva", given: "Rosa", birth: "11/02/1972" };
    const [a, b] = [await create(twin), await create(twin)];
    await done(here(), "POST", "/api/duplicates/distinct", { a, b, distinct: true });
    expect(await proposed(a, b)).toBeNull();
    expect((await compare(a, b)).distinct).toMatchObject({ by: "Essai coordinating_nurse" });
    await done(here(), "POST", "/api/duplicates/distinct", { a, b, distinct: false });
    expect(await proposed(a, b)).not.toBeNull();
    await done(here(), "POST", "/api/duplicates/distinct", { a, b, distinct: true });
    const kept = await create(twin);
    await merge(kept, a);
    expect(await proposed(kept, b)).toBeNull();
  });

  test("said by an import is one and the same answer", async () => {
    const twin = { family: "Ferreira", given: "João", birth: "12/02/1972" };
    const [a = "", b = ""] = [await create(twin), await create(twin)].sort();
    expect(await proposed(a, b)).not.toBeNull();
    await centre.t.owner.query("insert into people.distinct_pair (person_a, person_b) values ($1, $2)", [
      a,
      b,
    ]);
    expect(await proposed(a, b)).toBeNull();
  });

  test("is the usual answer of who separates two records", async () => {
    const twin = { family: "Moreau", given: "Luc", birth: "13/02/1972" };
    const [a, b] = [await create(twin), await create(twin)];
    await merge(a, b);
    await separate(b, a, true);
    expect(await proposed(a, b)).toBeNull();
  });
});

describe("joined records", () => {
  test("are read under the one chosen, by either address and either name, and compared as one", async () => {
    const [a, b] = [
      await create({ family: "Lopez", given: "Carmen", birth: "14/02/1972" }),
      await create({ family: "Garcia", given: "Carmen", birth: "14/02/1972" }),
    ];
    await come(a, "2025-02-03");
    await come(b, "2025-02-04");
    await merge(a, b);
    for (const id of [a, b]) {
      const page = await open(id);
      expect([page.id, page.identity.family, page.encounters.length]).toEqual([a, "Lopez", 2]);
      expect(page.joined?.records.map(({ identity }) => identity.family)).toEqual(["Garcia"]);
      expect(page.joined?.decisions).toMatchObject([{ id: b, joinedTo: a, by: "Essai coordinating_nurse" }]);
    }
    const { people } = await done(here(), "POST", "/api/people/search", { words: "garcia carmen" });
    expect(people.map(({ id }: { id: string }) => id)).toEqual([a]);
    expect(people[0].why).toContain("autre nom connu");
    const recent = await done(here(), "GET", "/api/people/recent");
    expect(recent.people.filter(({ id }: { id: string }) => id === a || id === b)).toHaveLength(1);
    expect((await compare(a, b)).together).toBe(true);
  });

  test("are decided on what was seen: changed since, neither joined nor set apart", async () => {
    const twin = { family: "Haddad", given: "Nour", birth: "15/02/1972" };
    const [a, b, c] = [await create(twin), await create(twin), await create(twin)];
    const { seen } = await compare(a, b);
    await done(here(), "PUT", `/api/people/${b}/identity`, {
      version: 1,
      identity: { ...twin, given: "Nora" },
    });
    const stale = await app.ask(here(), "POST", "/api/duplicates/merge", { kept: a, joined: b, seen });
    expect([stale.status, stale.body.code]).toEqual([409, "stale"]);
    const before = await compare(a, b);
    await merge(c, b);
    const again = { kept: a, joined: b, seen: before.seen };
    expect((await app.ask(here(), "POST", "/api/duplicates/merge", again)).status).toBe(409);
    const apart = { a, b, distinct: true };
    expect((await app.ask(here(), "POST", "/api/duplicates/distinct", apart)).status).toBe(409);
    const undone = { person: b, joinedTo: a, distinct: false };
    expect((await app.ask(here(), "POST", "/api/duplicates/separate", undone)).status).toBe(409);
  });

  test("count as one person in the report, from the day it was decided", async () => {
    const [a, b] = [
      await create({ family: "Compte", given: "Ana", birth: "01/03/1950" }),
      await create({ family: "Conte", given: "Ana", birth: "01/03/1990" }),
    ];
    const referred = (code: string) => [{ list: "referrer", code }];
    await come(a, "1987-03-02", referred("ccas"));
    await come(b, "1987-02-02", referred("cpam"));
    await come(b, "1986-02-02");
    // Known for long: only the decision is of today.
    await centre.t.owner.query(
      "update care.encounter set known_from = '2020-01-01' where person_id = any ($1)",
      [[a, b]],
    );
    await centre.t.owner.query(
      `update care.encounter_term set known_from = '2020-01-01' where person_id = any ($1)`,
      [[a, b]],
    );
    await centre.t.owner.query(
      "update people.identity set known_from = '2020-01-01' where person_id = any ($1)",
      [[a, b]],
    );
    const director = centre.who.medical_director.token;
    const period = { from: "1987-01-01", to: "1987-12-31", knownOn: "2099-12-31" };
    const report = (knownOn = "2099-12-31") =>
      done(director, "POST", "/api/reports/activity", { ...period, knownOn });
    const behind = async (figure: string, knownOn = "2099-12-31") =>
      (await done(director, "POST", "/api/reports/people", { period: { ...period, knownOn }, figure })).people
        .map(({ id }: { id: string }) => id)
        .sort();
    const two = await report();
    expect(two).toMatchObject({ activeCaseload: 2, consultations: 2, newPersons: 1 });
    await merge(a, b);
    const one = await report();
    expect(one).toMatchObject({ activeCaseload: 1, consultations: 2, newPersons: 0 });
    expect(one.consultationsPerPerson).toBe(2);
    expect(await behind("caseload")).toEqual([a]);
    expect(await behind("new")).toEqual([]);
    expect(await behind("month:1987-02")).toEqual([a]);
    // The earlier of the two says who sent them.
    expect([await behind("word:referrer:cpam"), await behind("word:referrer:ccas")]).toEqual([[a], []]);
    expect(await behind("age:25-39:unknown")).toEqual([a]);
    // As it was known the day before: two.
    expect(await report("2026-01-01")).toMatchObject({ activeCaseload: 2, newPersons: 1 });
    expect(await behind("caseload", "2026-01-01")).toEqual([a, b].sort());
    await separate(b, a);
    expect(await report()).toEqual(two);
  });
});

describe("another structure", () => {
  test("is proposed its own people alone, and decides of no one else's", async () => {
    const twin = { family: "Ailleurs", given: "Zoé", birth: "16/02/1972" };
    const [ours, theirs, theirs2] = [
      await create(twin),
      await create(twin, there),
      await create(twin, there),
    ];
    expect(await proposed(ours, theirs)).toBeNull();
    expect(await proposed(ours, theirs, there)).toBeNull();
    expect(await proposed(theirs, theirs2, there)).toBe("même nom, même naissance");
    expect((await app.ask(there, "POST", "/api/duplicates/compare", { a: ours, b: theirs })).status).toBe(
      404,
    );
    for (const [path, body] of [
      ["merge", { kept: theirs, joined: ours, seen: "" }],
      ["separate", { person: theirs, joinedTo: ours, distinct: true }],
      ["distinct", { a: theirs, b: ours, distinct: true }],
    ] as const)
      expect((await app.ask(there, "POST", `/api/duplicates/${path}`, body)).status, path).toBe(403);
  });

  test("that follows one of two joined records reads it alone, as before, and learns nothing of the other", async () => {
    const [ours, shared] = [
      await create({ family: "Secret", given: "Ana", birth: "17/02/1972" }),
      await create({ family: "Partagé", given: "Ana", birth: "17/02/1972" }),
    ];
    await centre.t.owner.query(
      "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2020-01-01')",
      [shared, centre.outside],
    );
    await come(ours, "2025-05-05");
    await merge(ours, shared);
    const page = await open(shared, there);
    expect([page.id, page.identity.family, page.encounters.length, page.joined]).toEqual([
      shared,
      "Partagé",
      0,
      null,
    ]);
    const { people } = await done(there, "POST", "/api/people/search", { words: "partagé" });
    expect(people.map(({ id }: { id: string }) => id)).toEqual([shared]);
    expect((await done(there, "POST", "/api/people/search", { words: "secret" })).people).toEqual([]);
    expect((await app.ask(there, "GET", `/api/people/${ours}`)).status).toBe(404);
  });

  test("that follows the record shown and not the other reads no row of the other", async () => {
    const [shared, ours] = [
      await create({ family: "Montré", given: "Eva", birth: "18/02/1972" }),
      await create({ family: "Caché", given: "Eva", birth: "18/02/1972" }),
    ];
    await centre.t.owner.query(
      "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2020-01-01')",
      [shared, centre.outside],
    );
    await come(ours, "2025-05-05");
    await merge(shared, ours);
    const page = await open(shared, there);
    expect([page.encounters.length, page.joined]).toEqual([0, null]);
    expect((await app.ask(there, "GET", `/api/people/${ours}`)).status).toBe(404);
    expect((await done(there, "POST", "/api/people/search", { words: "caché" })).people).toEqual([]);
  });
});

describe("an import", () => {
  const ask = <T>(expression: string, values: unknown[]) =>
    centre.t.db.call<T>(
      centre.caller(centre.who.medical_director.token),
      ["medical_director"],
      `test ${createHash("sha256").update(expression).digest("hex").slice(0, 12)}`,
      expression,
      values,
    );

  test("meets joined records as one person, by the names of each", async () => {
    const [a, b] = [
      await create({ family: "Registre", given: "Un", birth: "19/02/1972" }),
      await create({ family: "Regitre", given: "Un", birth: "19/02/1972" }),
    ];
    await merge(a, b);
    const known = await ask<{ person_id: string; variants: { family: string }[] }[]>(
      "(select jsonb_agg(k) from intake.known_people($4, '{}', '{}') k)",
      [["regitre un"]],
    );
    expect(known.map(({ person_id }) => person_id)).toEqual([a]);
    expect(known[0]?.variants.map(({ family }) => family)).toEqual(["Regitre"]);
  });

  test("whose people were joined since is worked on, and is not withdrawn under whoever joined them", async () => {
    const stage = async (family: string) => {
      const generation = await ask<number>("intake.generation()", []);
      const header = { fileName: "r.csv", fileDigest: "x", plannedAgainst: generation };
      const id = await ask<string>("intake.open_import($4)", [
        JSON.stringify({ ...header, rowsRead: 1, rowsRefused: 0, rowsIgnored: 0 }),
      ]);
      const word = family.toLowerCase();
      const identity = { family, key_tokens: word, key_letters: word, search_tokens: [word] };
      const visit = { row: 2, localKey: "p", fingerprint: word, onDay: "2024-05-06", kind: "consultation" };
      await ask("intake.stage($4, $5, $6)", [
        id,
        JSON.stringify([{ localKey: "p", identity }]),
        JSON.stringify([visit]),
      ]);
      await ask("intake.finish($4, '{}')", [id]);
      const { rows } = await centre.t.owner.query<{ id: string }>(
        "select person_id as id from people.identity where family = $1",
        [family],
      );
      return { id, person: rows[0]?.id ?? "" };
    };
    const brought = await stage("Apportée");
    const kept = await create({ family: "Apporté" });
    await merge(kept, brought.person);
    expect(await ask("intake.worked_on($4)", [brought.id])).toMatchObject({ merges: 1 });
    const refused = await app.ask(
      centre.who.medical_director.token,
      "POST",
      `/api/imports/${brought.id}/withdraw`,
    );
    expect(refused.status).toBe(409);
    await separate(brought.person, kept);
    const taken = await ask<Record<string, string>>("intake.taken($4)", [["apportée"]]);
    expect(taken).toEqual({ apportée: brought.person });
    await done(centre.who.medical_director.token, "POST", `/api/imports/${brought.id}/withdraw`);
  });
});
