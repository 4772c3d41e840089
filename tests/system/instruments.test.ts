/** Short instruments: whole or none, the same score in the program and in the database, read by whom their nature says. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { type Answered, bandOf, type Instrument, scoreOf } from "../../src/care/instruments.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;
let instruments: Instrument[];

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Questionnée" });
  await centre.t.owner.query("delete from care.instrument_answer");
  instruments = (await app.ask(centre.who.doctor.token, "GET", "/api/instruments")).body.instruments;
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  await centre.t.close();
});

const named = (code: string) => instruments.find((one) => one.code === code) as Instrument;
const answer = (role: Role, code: string, answers: number[], more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/instruments`, {
    id: newId(),
    onDay: "2026-03-01",
    instrument: code,
    version: named(code).version,
    answers,
    ...more,
  });
const page = async (role: Role) =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body.instruments as Answered[];
const all = (count: number, choice: number) => Array<number>(count).fill(choice);

describe("EPICES, as the handbook gives it", () => {
  // Handbook 4.3, copied by hand: the points of a yes.
  const WEIGHTS = [10.06, -11.83, -8.28, -8.28, 14.8, -6.51, -7.1, -7.1, -9.47, -9.47, -7.1];

  test("is 75.14 and the weight of each yes: from 0 to 100, never a count of yes", () => {
    const epices = named("epices");
    fc.assert(
      fc.property(fc.tuple(...WEIGHTS.map(() => fc.nat({ max: 1 }))), (answers) => {
        const expected =
          75.14 + WEIGHTS.reduce((sum, weight, at) => sum + (answers[at] === 0 ? weight : 0), 0);
        expect(scoreOf(epices, answers)).toBeCloseTo(expected, 6);
      }),
    );
    expect(scoreOf(epices, [0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1])).toBe(100);
    expect(scoreOf(epices, [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])).toBe(0);
    expect(scoreOf(epices, all(10, 0))).toBeNull();
  });

  test("says precarious from 30.17 on, and of its last bound that it is to be checked", () => {
    const said = (score: number) => bandOf(named("epices").bands, score, "female");
    expect([30.16, 30.17].map((score) => said(score)?.positive)).toEqual([false, true]);
    expect([said(30.17)?.confidence, said(48.52)?.confidence]).toEqual(["sourced", "to_check"]);
  });
});

describe("an instrument", () => {
  test("has the same score in the program and in the database, or none in both", async () => {
    const asked = fc.constantFrom(...instruments.map(({ code }) => code)).chain((code) =>
      fc.record({
        code: fc.constant(code),
        answers: fc.array(fc.integer({ min: -1, max: 5 }), {
          minLength: named(code).questions.length - 1,
          maxLength: named(code).questions.length + 1,
        }),
      }),
    );
    const sound = fc.constantFrom(...instruments).chain((one) =>
      fc.record({
        code: fc.constant(one.code),
        answers: fc.tuple(...one.questions.map(({ choices }) => fc.nat({ max: choices.length - 1 }))),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(asked, sound), async ({ code, answers }) => {
        const { rows } = await centre.t.owner.query<{ score: number | null }>(
          "select care.instrument_score($1, $2, $3)::float8 as score",
          [code, named(code).version, answers],
        );
        expect(rows[0]?.score).toBe(scoreOf(named(code), answers));
      }),
      { numRuns: 300 },
    );
  });

  test("is recorded whole and once, or not at all", async () => {
    const id = newId();
    const sent = () => answer("social_worker", "epices", all(11, 0), { id });
    expect((await sent()).body).toEqual({ score: 24.86 });
    expect((await sent()).body).toEqual({ score: 24.86 });
    const missing = await answer("social_worker", "epices", all(10, 0));
    expect([missing.status, missing.body.fields]).toEqual([
      422,
      { answers: "Il manque une réponse\u00a0: sans toutes les réponses, pas de score." },
    ]);
    expect((await answer("doctor", "phq2", [0, 9])).status).toBe(422);
    expect((await answer("doctor", "phq2", [0, 0], { onDay: "2026-03-03" })).body.fields).toEqual({
      onDay: "Ce jour est à venir.",
    });
    expect((await page("social_worker")).map(({ score }) => score)).toEqual([24.86]);
  });

  test("is read by whom its nature says: EPICES by those of the social situation, the others by the care team", async () => {
    expect((await answer("doctor", "phq9", [0, 0, 0, 0, 0, 0, 0, 0, 1])).body).toEqual({ score: 1 });
    expect((await answer("paramedic", "gad7", all(7, 1))).body).toEqual({ score: 7 });
    // Not theirs to write.
    expect((await answer("doctor", "epices", all(11, 0))).status).toBe(403);
    expect((await answer("social_worker", "phq2", [0, 0])).status).toBe(403);
    const codes = async (role: Role) => (await page(role)).map(({ instrument }) => instrument).sort();
    expect(await codes("nurse")).toEqual(["epices", "gad7", "phq9"]);
    expect(await codes("doctor")).toEqual(["gad7", "phq9"]);
    expect(await codes("paramedic")).toEqual(["gad7"]);
    expect(await codes("social_worker")).toEqual(["epices"]);
    expect(await codes("reception")).toEqual([]);
    expect((await page("doctor")).find(({ instrument }) => instrument === "phq9")?.alert).toBe(true);
  });

  test("has no score but its own, whatever program connects", async () => {
    const insert = (score: number, alert: boolean, nature: string) =>
      raw.outcome(
        `insert into care.instrument_answer (id, person_id, on_day, instrument, version, nature, answers, score, alert, author_name)
         select uuidv7(), '${person}', '2026-03-01', 'phq9', '1999', '${nature}', '{0,0,0,0,0,0,0,0,2}', ${score}, ${alert}, a.display_name
           from access.account a where a.id = access.account_id()`,
      );
    await raw.within(centre.who.nurse.token, async (client) => {
      await client.query("select audit.record('instrument.record', $1)", [person]);
      expect(await insert(3, true, "clinical")).toBe("42501");
      expect(await insert(2, false, "clinical")).toBe("42501");
      expect(await insert(2, true, "social_situation")).toBe("42501");
      expect(await insert(2, true, "clinical")).toBe("done");
    });
  });
});

test("one keyed wrong is taken back by its author alone, with why; it is kept, and told no more", async () => {
  const { owner } = centre.t;
  const id = newId();
  expect((await answer("doctor", "phq2", [3, 3], { id })).status).toBe(200);
  const withdraw = (role: Role, reason: string) =>
    app.ask(centre.who[role].token, "POST", `/api/people/${person}/instruments/${id}/withdraw`, { reason });
  expect((await withdraw("nurse", "Erreur")).status).toBe(404);
  expect((await withdraw("doctor", " ")).status).toBe(422);
  expect((await page("doctor")).some((one) => one.id === id)).toBe(true);
  expect((await withdraw("doctor", "Saisi pour une autre personne")).status).toBe(200);
  // A double click.
  expect((await withdraw("doctor", "Saisi pour une autre personne")).status).toBe(200);
  expect((await page("doctor")).some((one) => one.id === id)).toBe(false);
  const { rows } = await owner.query(
    "select answers, known_to is not null as closed, withdrawn_reason from care.instrument_answer where id = $1",
    [id],
  );
  expect(rows).toEqual([
    { answers: [3, 3], closed: true, withdrawn_reason: "Saisi pour une autre personne" },
  ]);
});
