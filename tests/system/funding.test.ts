/** Who pays an act: split, payers, moves when the cover changes, lists sent, what each role is told (handbook A9, 3.3). */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import type {
  Act,
  ActShare,
  Board,
  BoardLine,
  FundingFigures,
  Payer,
  Share,
  ShareState,
} from "../../src/funding/model.ts";
import { priceOf, split, whyText } from "../../src/funding/rules.ts";
import { awaitedFrom } from "../../src/rights/requests/awaited.ts";
import type { LivedStep } from "../../src/rights/requests/clocks.ts";
import { nextStates } from "../../src/rights/requests/transitions.ts";
import { addDays } from "../../src/ui/days.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const ACT_DAY = "2026-03-20";
const TODAY = "2026-04-30";
let centre: Centre;
let app: ServedApp;
let person: string;
let visit: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre, { today: () => TODAY });
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await centre.t.close();
});
beforeEach(async () => {
  ({ person, visit } = await arrive());
});

const run = (sql: string, values: unknown[] = []) => centre.t.owner.query(sql, values);

/** Someone followed by the team, who came on a day. */
async function arrive(day = ACT_DAY, birth = "1980-01-02") {
  const [person, visit] = [randomUUID(), randomUUID()];
  const word = `n${person.slice(0, 8)}`;
  await run("insert into people.person (id) values ($1)", [person]);
  await run(
    "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2020-01-01')",
    [person, centre.team],
  );
  await run(
    `insert into people.identity (person_id, family, given, birth, birth_date, key_tokens, key_letters, search_tokens)
     values ($1, 'Diallo', 'Awa', $2::text, $2::text::date, $3::text, $3::text, array[$3::text])`,
    [person, birth, word],
  );
  await run(
    `insert into care.encounter (id, person_id, structure_id, site_id, on_day, kind, author_id)
     values ($1, $2, $3, $4, $5, 'consultation', $6)`,
    [visit, person, centre.team, centre.site, day, centre.who.doctor.account],
  );
  return { person, visit };
}

const note = (role: Role, code: string, more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/encounters/${visit}/acts`, {
    acts: [{ id: newId(), code, quantity: 1, ...more }],
  });
const read = async (role: Role): Promise<Act[]> =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}/encounters/${visit}/acts`)).body.acts;
const board = async (role: Role, state: string): Promise<Board> =>
  (await app.ask(centre.who[role].token, "POST", "/api/funding/board", { state })).body;
const mine = (lines: readonly BoardLine[]) => lines.filter((one) => one.person?.id === person);

/** As the rooms below do it: the cover changes, then what follows it runs, in one transaction. */
async function changeCover(sql: string, values: unknown[] = []) {
  await run("begin");
  await run(sql, [person, ...values]);
  await run("select rights.cover_changed(array[$1::uuid])", [person]);
  await run("commit");
}
const grant = (scheme: string, layer: string, from: string, proof: string | null = null) =>
  changeCover(
    `insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof) values ($1, $2, $3, daterange($4, null), 'document', $5)`,
    [layer, scheme, from, proof],
  );
const correct = () =>
  changeCover(
    "update rights.cover_interval set known = tstzrange(lower(known), clock_timestamp()) where person_id = $1 and upper_inf(known)",
  );
const say = (layer: string, scheme: string, source = "document", day = ACT_DAY) =>
  changeCover(
    `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source)
     select $1, layer, code, mask, $5, $4 from rights.scheme where layer = $2 and code = $3`,
    [layer, scheme, source, day],
  );
/** Shares of the one act: [part, cents, payer, state]. */
type Told = [Share, number | null, Payer | null, ShareState];
const told = (parts: readonly ActShare[] | null | undefined): Told[] =>
  (parts ?? []).map(({ part, cents, payer, state }) => [part, cents, payer, state]);
const sharesNow = async () => told((await read("administrative_officer"))[0]?.parts);

describe("an act", () => {
  test("is noted once at the tariff of its day, waits while nothing is known, and is not priced for a day without tariff", async () => {
    const id = newId();
    const sent = () => note("doctor", "G", { id });
    expect((await sent()).body.acts).toHaveLength(1);
    expect((await sent()).body.acts).toHaveLength(1);
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, null, "awaiting_rights"],
      ["complementary", 900, null, "awaiting_rights"],
    ]);
    const elsewhere = await arrive("2020-01-02");
    [person, visit] = [elsewhere.person, elsewhere.visit];
    const refused = await note("doctor", "G");
    expect([refused.status, refused.body.message]).toEqual([
      422,
      expect.stringContaining("Rien n’a été enregistré"),
    ]);
    expect(await read("doctor")).toEqual([]);
  });

  test("adds up to its tariff whatever the code and the quantity, in the database as in the rules", async () => {
    const { body } = await app.ask(centre.who.nurse.token, "POST", "/api/tariffs", {
      onDay: ACT_DAY,
      siteId: centre.site,
    });
    expect(body.tariffs.length).toBeGreaterThan(15);
    for (const tariff of body.tariffs) {
      const quantity = tariff.unit === "coefficient" ? 1.5 : 2;
      ({ person, visit } = await arrive());
      await note("nurse", tariff.code, { quantity });
      await say("base", "puma");
      await say("complementary", "private");
      const amounts = priceOf({ ...tariff, quantity });
      const expected = Object.entries(split(amounts, true)).filter(([, cents]) => cents > 0);
      const { rows } = await run(
        "select part, cents from funding.part where person_id = $1 and known_to is null",
        [person],
      );
      expect(Object.fromEntries(rows.map(({ part, cents }) => [part, cents])), tariff.code).toEqual(
        Object.fromEntries(expected),
      );
      expect(rows.reduce((sum, { cents }) => sum + cents, 0)).toBe(amounts.cents);
    }
  });

  test("is paid by whom the cover of its day names, on each of both layers", async () => {
    const AME: Told[] = [
      ["compulsory", 2100, "ame", "to_invoice"],
      ["complementary", 900, "ame", "to_invoice"],
    ];
    const OURS: Told[] = [
      ["compulsory", 2100, "own_funder", "borne"],
      ["complementary", 900, "own_funder", "borne"],
    ];
    const cases: [string, string, Told[]][] = [
      ["ame", "unknown", AME],
      ["ame", "none", AME],
      ["unknown", "ame", AME],
      ["none", "unknown", OURS],
      ["dsuv", "unknown", OURS],
      ["none", "c2s", OURS],
      [
        "unknown",
        "c2s",
        [
          ["compulsory", 2100, null, "awaiting_rights"],
          ["complementary", 900, null, "awaiting_rights"],
        ],
      ],
      [
        "puma",
        "c2s",
        [
          ["compulsory", 2100, "cpam", "to_invoice"],
          ["complementary", 900, "c2s", "to_invoice"],
        ],
      ],
      [
        "msa",
        "private",
        [
          ["compulsory", 1900, "msa", "to_invoice"],
          ["complementary", 900, "private", "to_invoice"],
          ["rest", 200, "own_funder", "borne"],
        ],
      ],
      [
        "general",
        "none",
        [
          ["compulsory", 1900, "cpam", "to_invoice"],
          ["complementary", 900, "own_funder", "borne"],
          ["rest", 200, "own_funder", "borne"],
        ],
      ],
      [
        "puma",
        "unknown",
        [
          ["compulsory", 1900, "cpam", "to_invoice"],
          ["complementary", 900, null, "awaiting_rights"],
          ["rest", 200, null, "awaiting_rights"],
        ],
      ],
    ];
    for (const [base, extra, expected] of cases) {
      ({ person, visit } = await arrive());
      await note("doctor", "G");
      await say("base", base);
      await say("complementary", extra);
      expect(await sharesNow(), `${base} ${extra}`).toEqual(expected);
    }
  });

  test("of a minor leaves no flat contribution; what the person alone says is not sent to a caisse", async () => {
    ({ person, visit } = await arrive(ACT_DAY, "2012-05-01"));
    await say("base", "puma", "declared");
    await say("complementary", "none");
    await note("doctor", "G");
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, "cpam", "awaiting_rights"],
      ["complementary", 900, "own_funder", "borne"],
    ]);
  });

  test("is taken back by who noted it, not by another, and no more once a payer has it", async () => {
    const { body } = await note("doctor", "G");
    const withdraw = (role: Role) =>
      app.ask(centre.who[role].token, "POST", `/api/people/${person}/acts/${body.acts[0].id}/withdraw`);
    expect((await withdraw("nurse")).status).toBe(404);
    await grant("ame", "base", "2026-03-03");
    await sendAll("ame");
    expect((await withdraw("doctor")).body.code).toBe("sent");
    const other = (await note("doctor", "GS")).body.acts[1].id;
    expect(
      (await app.ask(centre.who.doctor.token, "POST", `/api/people/${person}/acts/${other}/withdraw`)).status,
    ).toBe(200);
    expect(await read("doctor")).toHaveLength(1);
  });
});

async function sendAll(payer: Payer) {
  const total = (await board("administrative_officer", "to_invoice")).totals.find(
    (one) => one.state === "to_invoice" && one.payer === payer,
  );
  return app.ask(centre.who.administrative_officer.token, "POST", "/api/funding/lists", {
    id: newId(),
    payer,
    parts: total?.parts,
    cents: total?.cents,
  });
}

describe("when the cover changes", () => {
  test("the act of 20 March stands to invoice by itself once AME is granted on 28 April from 3 March, says why, and goes back when that is corrected", async () => {
    await note("doctor", "G");
    // As if all that was noted at the time.
    await run("update funding.act set known_from = '2026-03-20' where person_id = $1", [person]);
    await run("update funding.part set known_from = '2026-03-20' where person_id = $1", [person]);
    const before = await figures("2026-04-01");
    await grant("ame", "base", "2026-03-03", "la décision du 28 avril 2026");
    const [act] = await read("administrative_officer");
    expect(told(act?.parts)).toEqual([
      ["compulsory", 2100, "ame", "to_invoice"],
      ["complementary", 900, "ame", "to_invoice"],
    ]);
    expect(act?.parts?.[0]).toMatchObject({
      why: { basis: "interval", scheme: "ame", since: "2026-03-03", proof: "la décision du 28 avril 2026" },
      // Two years from the quarter that follows: CSS-c L332-1.
      lastDay: "2028-03-31",
    });
    // As known on 1 April the figure stays; today it tells what opening rights brought back.
    expect(await figures("2026-04-01")).toEqual(before);
    expect(before).toMatchObject({ acts: 1, cents: 3000, awaiting: 3000, toInvoice: 0 });
    expect(await figures("2100-01-01")).toMatchObject({
      awaiting: 0,
      toInvoice: 3000,
      broughtBack: { acts: 1, cents: 3000 },
      payers: [{ payer: "ame", cents: 3000, acts: 1 }],
    });

    await correct();
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, null, "awaiting_rights"],
      ["complementary", 900, null, "awaiting_rights"],
    ]);
    expect(await figures("2026-04-01")).toEqual(before);
  });

  test("a request granted moves it by itself, naming the day of the decision; silence moves nothing; so do records joined, and separated", async () => {
    await note("doctor", "G");
    const ask = (path: string, body: unknown) =>
      app.ask(centre.who.social_worker.token, "POST", `/api/people/${person}${path}`, body);
    const step = (state: string, onDay: string, more: object = {}) => ({
      id: newId(),
      state,
      onDay,
      ...more,
    });
    const [request, filed] = [newId(), step("filed", "2026-03-03")];
    await ask("/requests", { id: request, type: "ame", step: filed });
    expect((await sharesNow()).map(([, , , state]) => state)).toEqual(["awaiting_rights", "awaiting_rights"]);
    const granted = step("granted", "2026-04-28", { effectOn: "2026-03-03", endsOn: "2027-03-02" });
    expect((await ask(`/requests/${request}/steps`, { seen: filed.id, step: granted })).status).toBe(200);
    const [act] = await read("administrative_officer");
    expect(act?.parts?.[0]).toMatchObject({ state: "to_invoice", why: { decidedOn: "2026-04-28" } });
    expect(whyText(act?.parts?.[0]?.why ?? {}, () => "AME")).toBe(
      "AME, droits ouverts le 3 mars 2026 par la décision du 28 avril 2026",
    );
    const covered = person;
    ({ person, visit } = await arrive());
    await note("doctor", "G");
    const decide = (act: string, body: object) =>
      app.ask(centre.who.medical_director.token, "POST", `/api/duplicates/${act}`, body);
    const { rows } = await run("select people.pair_state($1, $2) as seen", [covered, person]);
    expect((await decide("merge", { kept: covered, joined: person, seen: rows[0].seen })).status).toBe(200);
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual(["ame", "ame"]);
    await decide("separate", { person, joinedTo: covered, distinct: false });
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual([null, null]);
  });

  test("stated without cover, it waits while a right that may begin by its day is asked for, and is the centre's once that ends refused or given up", async () => {
    const ask = (path: string, body: unknown) =>
      app.ask(centre.who.social_worker.token, "POST", `/api/people/${person}${path}`, body);
    /** A chain of steps a request may live: most go on, some end, one in six of an unknown day. */
    const chain = fc
      .record({
        type: fc.constantFrom("ame", "puma", "c2s", "rsa"),
        walk: fc.array(fc.record({ goes: fc.nat(20), after: fc.nat(40), dated: fc.nat(5) }), {
          minLength: 1,
          maxLength: 6,
        }),
        begins: fc.integer({ min: -60, max: 40 }),
      })
      .map(({ type, walk, begins }) => {
        let day = addDays(ACT_DAY, begins);
        const steps: LivedStep[] = [];
        for (const { goes, after, dated } of walk) {
          // A grant opens cover, which the tests above are about.
          const may = nextStates(type, steps.at(-1)?.state ?? "new").filter((one) => one !== "granted");
          const state = may[goes % Math.max(may.length, 1)];
          if (state === undefined) break;
          steps.push({ state, on: dated === 0 ? null : day, effectOn: null, endsOn: null });
          const next = addDays(day, after);
          day = next < TODAY ? next : TODAY;
        }
        return { type, steps };
      });
    const LAYERS: Readonly<Record<string, readonly string[]>> = {
      ame: ["base", "complementary"],
      puma: ["base"],
      c2s: ["complementary"],
    };
    await fc.assert(
      fc.asyncProperty(chain, fc.boolean(), async ({ type, steps }, insured) => {
        ({ person, visit } = await arrive());
        await say("base", insured ? "puma" : "none");
        await say("complementary", "none");
        await note("doctor", "G");
        const id = newId();
        let seen = "";
        for (const [n, step] of steps.entries()) {
          const { state, on: onDay } = step;
          const sent = { id: newId(), state, onDay };
          const { status } =
            n === 0
              ? await ask("/requests", { id, type, step: sent })
              : await ask(`/requests/${id}/steps`, { seen, step: sent });
          expect(status).toBe(200);
          seen = sent.id;
          const from = awaitedFrom({ steps: steps.slice(0, n + 1) });
          const waits = from !== null && from <= ACT_DAY ? (LAYERS[type] ?? []) : [];
          const base = insured ? "to_invoice" : waits.includes("base") ? "awaiting_rights" : "borne";
          const extra = (insured ? waits.includes("complementary") : base === "awaiting_rights")
            ? "awaiting_rights"
            : "borne";
          expect(
            (await sharesNow()).map(([part, , , stands]) => [part, stands]),
            JSON.stringify(steps.slice(0, n + 1)),
          ).toEqual([["compulsory", base], ["complementary", extra], ...(insured ? [["rest", extra]] : [])]);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );

    // In words; someone of the household waits as well; the step taken back, nothing waits any more.
    const covered = person;
    ({ person, visit } = await arrive());
    await say("base", "none");
    await note("doctor", "G");
    const filed = { id: newId(), state: "filed", onDay: "2026-03-03" };
    const opened = {
      id: newId(),
      type: "ame",
      members: [{ personId: person }],
      step: filed,
    };
    const request = `/api/people/${covered}/requests`;
    const { token } = centre.who.social_worker;
    expect((await app.ask(token, "POST", request, opened)).status).toBe(200);
    const [act] = await read("administrative_officer");
    expect(act?.parts?.[0]).toMatchObject({
      state: "awaiting_rights",
      why: { scheme: "none", awaits: "ame" },
    });
    expect(whyText(act?.parts?.[0]?.why ?? {}, (_, scheme) => (scheme === "ame" ? "AME" : "Aucune"))).toBe(
      "Aucune, vue ou vérifiée le 20 mars 2026. Demande en cours\u00a0: AME",
    );
    await app.ask(token, "POST", `${request}/${opened.id}/steps/${filed.id}/correct`, { step: null });
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual(["own_funder", "own_funder"]);
  });

  test("a right that opens after the act moves nothing, and asked twice nothing moves twice", async () => {
    await note("doctor", "G");
    await grant("ame", "base", "2026-03-21");
    expect(new Set((await sharesNow()).map(([, , , state]) => state))).toEqual(new Set(["awaiting_rights"]));
    const rows = async () =>
      (await run("select count(*)::int as n from funding.part where person_id = $1", [person])).rows[0].n;
    const counted = await rows();
    await run("select rights.cover_changed(array[$1::uuid])", [person]);
    expect(await rows()).toBe(counted);
  });

  test("the contribution falls when C2S opens, and the act still adds up", async () => {
    await note("doctor", "G");
    await grant("puma", "base", "2026-01-01");
    await grant("c2s", "complementary", "2026-03-01");
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, "cpam", "to_invoice"],
      ["complementary", 900, "c2s", "to_invoice"],
    ]);
  });

  test("what was sent stays where it was, listed to settle; it goes back to sent when the correction was a mistake, and elsewhere once regularised", async () => {
    await note("doctor", "G");
    await grant("ame", "base", "2026-03-03");
    await sendAll("ame");
    await correct();
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, "ame", "to_settle"],
      ["complementary", 900, "ame", "to_settle"],
    ]);
    await grant("ame", "base", "2026-03-03");
    expect((await sharesNow()).map(([, , , state]) => state)).toEqual(["sent", "sent"]);
    await correct();
    const lines = mine((await board("administrative_officer", "to_settle")).lines);
    expect(lines.map(({ why }) => why?.now?.basis)).toEqual(["unknown", "unknown"]);
    const put = (part: string) =>
      app.ask(centre.who.administrative_officer.token, "POST", `/api/funding/parts/${part}/regularise`);
    expect((await put(lines[0]?.id ?? "")).status).toBe(200);
    expect((await put(lines[0]?.id ?? "")).status).toBe(200);
    expect(await sharesNow()).toEqual([
      ["compulsory", 2100, null, "awaiting_rights"],
      ["complementary", 900, "ame", "to_settle"],
    ]);
  });

  test("someone who notes an act while another opens the right: neither is forgotten", async () => {
    await Promise.all([note("doctor", "G"), grant("ame", "base", "2026-03-03")]);
    expect((await sharesNow()).map(([, , payer, state]) => [payer, state])).toEqual([
      ["ame", "to_invoice"],
      ["ame", "to_invoice"],
    ]);
  });
});

const figures = async (knownOn: string) => {
  // Only this person's acts: the others are taken out of the period.
  await run(
    "update funding.part set on_day = '2001-01-01' where person_id <> $1 and on_day <> '2001-01-01'",
    [person],
  );
  const { body } = await app.ask(centre.who.medical_director.token, "POST", "/api/funding/figures", {
    from: "2026-01-01",
    to: "2026-12-31",
    knownOn,
  });
  return { ...body, knownOn: null };
};

describe("a list handed to a payer", () => {
  test("is numbered, sent once however often it is asked, not at all when it moved meanwhile, then settled", async () => {
    await note("doctor", "G");
    await grant("ame", "base", "2026-03-03");
    const total = (await board("administrative_officer", "to_invoice")).totals.find(
      ({ state, payer }) => state === "to_invoice" && payer === "ame",
    );
    const body = { id: newId(), payer: "ame", parts: total?.parts, cents: total?.cents };
    const send = (over: object = {}) =>
      app.ask(centre.who.administrative_officer.token, "POST", "/api/funding/lists", { ...body, ...over });
    expect((await send({ cents: 1 })).body.code).toBe("moved");
    const [first, again] = await Promise.all([send(), send()]);
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect((await send({ id: newId() })).body.code).toBe("moved");
    const { rows } = await run("select count(*)::int as n from funding.list where id = $1", [body.id]);
    expect(rows[0].n).toBe(1);

    const file = (role: Role, format: string) =>
      app.ask(centre.who[role].token, "POST", `/api/funding/lists/${body.id}/sheet`, { format });
    const csv = (await file("administrative_officer", "csv")).body as string;
    expect(csv).toContain("DIALLO Awa".split(" ")[1]);
    expect(csv).toContain("20/03/2026");
    expect((await file("administrative_officer", "xlsx")).status).toBe(200);
    const neutral = (await file("public_accountant", "csv")).body as string;
    expect(neutral).not.toContain("Awa");
    expect(neutral).toContain("Acte de soins");

    const settle = (role: Role) =>
      app.ask(centre.who[role].token, "POST", `/api/funding/lists/${body.id}/settle`);
    expect((await settle("imprest_manager")).status).toBe(200);
    expect((await settle("imprest_manager")).status).toBe(200);
    expect((await sharesNow()).map(([, , , state]) => state)).toEqual(["settled", "settled"]);
    expect((await settle("public_accountant")).status).toBe(403);
  });
});

test("lists go by caisse: those whose caisse is known on its own list, the others apart, and no caisse to who reads no cover", async () => {
  for (const caisse of ["CPAM de l’Yonne", "CPAM de l’Yonne", "CPAM de la Nièvre", null]) {
    ({ person, visit } = await arrive());
    await note("doctor", "G");
    if (caisse !== null)
      await run(
        `insert into rights.caisse_tie (id, person_id, caisse, author_id, author_name) values (uuidv7(), $1, $2, $3, 'N')`,
        [person, caisse, centre.who.administrative_officer.account],
      );
    await grant("ame", "base", "2026-03-03");
  }
  const ready = async (role: Role) =>
    (await board(role, "to_invoice")).totals.filter(
      ({ state, payer }) => state === "to_invoice" && payer === "ame",
    );
  const yonne = (await ready("administrative_officer")).find(({ caisse }) => caisse === "CPAM de l’Yonne");
  expect(yonne).toMatchObject({ parts: 4, cents: 6000 });
  expect((await ready("imprest_manager")).map(({ caisse }) => caisse)).toEqual([null]);
  const id = newId();
  const sent = await app.ask(centre.who.administrative_officer.token, "POST", "/api/funding/lists", {
    id,
    payer: "ame",
    caisse: "CPAM de l’Yonne",
    parts: 4,
    cents: 6000,
  });
  expect(sent.status).toBe(200);
  const left = (await ready("administrative_officer")).map(({ caisse }) => caisse);
  expect(left).toContain("CPAM de la Nièvre");
  expect(left).toContain("");
  expect(left).not.toContain("CPAM de l’Yonne");
  const file = (role: Role) =>
    app.ask(centre.who[role].token, "POST", `/api/funding/lists/${id}/sheet`, { format: "csv" });
  expect((await file("administrative_officer")).body).toContain("AME (État, par la CPAM), CPAM de l’Yonne");
  expect((await file("public_accountant")).body).not.toContain("Yonne");
});

describe("what each role is told", () => {
  test("a code that tells of care is told to care alone; an accountant is told a record's number, an amount and a payer", async () => {
    await note("nurse", "BSC");
    await grant("ame", "base", "2026-03-03");
    expect((await read("doctor"))[0]).toMatchObject({
      code: "BSC",
      parts: [{ cents: null, payer: "ame" }, { cents: null }],
    });
    expect((await read("nurse"))[0]).toMatchObject({ code: "BSC", parts: null });
    expect((await read("administrative_officer"))[0]).toMatchObject({ code: null, label: null, cents: 2870 });
    expect(await read("paramedic")).toEqual([]);
    const { rows } = await run("select local_number::int as n from people.person where id = $1", [person]);
    const line = (await board("imprest_manager", "to_invoice")).lines.find(
      ({ localNumber }) => localNumber === rows[0].n,
    );
    expect(line).toMatchObject({ person: null, code: null, why: null, cents: 1722, payer: "ame" });
    expect(mine((await board("administrative_officer", "to_invoice")).lines)[0]).toMatchObject({
      code: null,
      why: { scheme: "ame" },
    });
  });

  test("nobody writes an act of care without care, nor a paramedic on another's visit; nor shares, whatever program asks", async () => {
    expect((await note("administrative_officer", "BSC")).status).toBe(403);
    expect((await note("administrative_officer", "G")).status).toBe(200);
    expect((await note("paramedic", "AMI")).status).toBe(403);
    expect((await note("reception", "G")).status).toBe(403);
    expect(
      (await app.ask(centre.who.reception.token, "POST", "/api/funding/board", { state: "sent" })).status,
    ).toBe(403);
    expect((await board("doctor", "sent")).totals).toBeUndefined();
  });

  test("whoever objects to the reader is left out of their lists, and an objection breaks nothing else", async () => {
    await note("doctor", "G");
    await grant("ame", "base", "2026-03-03");
    await run(
      `insert into access.objection (id, person_id, account_id, said_on, means, recorded_by) values (gen_random_uuid(), $1, $2, '2026-03-21', 'oral', $3)`,
      [person, centre.who.administrative_officer.account, centre.who.nurse.account],
    );
    const seen = await board("administrative_officer", "to_invoice");
    expect(mine(seen.lines)).toEqual([]);
    const { rows } = await run("select local_number::int as n from people.person where id = $1", [person]);
    expect(seen.lines.some(({ localNumber }) => localNumber === rows[0].n)).toBe(false);
    expect(
      (await board("public_accountant", "to_invoice")).lines.some(
        ({ localNumber }) => localNumber === rows[0].n,
      ),
    ).toBe(true);
  });
});

describe("the centre's own funder", () => {
  const keep = (role: Role, more: object = {}) =>
    app.ask(centre.who[role].token, "POST", "/api/funding/funders", {
      id: newId(),
      name: "Dotation essai",
      from: "2026-03-01",
      until: "2026-03-31",
      basis: "act",
      cents: 2500,
      ...more,
    });
  const figures = async (): Promise<FundingFigures> =>
    (
      await app.ask(centre.who.public_accountant.token, "POST", "/api/funding/figures", {
        from: "2026-03-01",
        to: "2026-03-31",
        knownOn: "2099-12-31",
      })
    ).body;

  test("is noted by who keeps the money, once; bears the acts of its days that nothing pays, and is corrected without loss", async () => {
    await run("update network.installation set own_funder = null");
    await run("update funding.part set on_day = '2020-01-01' where payer = 'own_funder'");
    await note("doctor", "G");
    await say("base", "none", "document");
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual(["free", "free"]);
    expect((await keep("administrative_officer")).status).toBe(403);
    const id = newId();
    for (const _ of [1, 2]) expect((await keep("imprest_manager", { id })).status).toBe(200);
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual(["own_funder", "own_funder"]);
    const [line] = (await figures()).funders;
    expect(line).toMatchObject({ label: "Dotation essai", due: (line?.acts ?? 0) * 2500 });
    const overlapping = await keep("imprest_manager", { from: "2026-03-31", until: null });
    expect([overlapping.status, overlapping.body.fields]).toEqual([
      422,
      { from: "Un seul financeur à la fois." },
    ]);
    // Corrected so that the act is no longer of its days; whoever still shows the first is told so.
    expect((await keep("imprest_manager", { replaces: id, from: "2026-03-21" })).status).toBe(200);
    expect((await sharesNow()).map(([, , payer]) => payer)).toEqual(["free", "free"]);
    expect((await keep("imprest_manager", { replaces: id })).status).toBe(409);
    const { body } = await app.ask(centre.who.public_accountant.token, "GET", "/api/funding/funders");
    expect(body).toMatchObject({ usual: null, funders: [{ from: "2026-03-21", acts: 0, borne: 0 }] });
    const { rows } = await run("select count(*)::int as n from funding.convention");
    expect(rows[0].n).toBe(2);
  });
});
