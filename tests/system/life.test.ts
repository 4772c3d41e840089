/** How someone lives: read and written by whom each fact's nature says, corrected without loss, by two people at once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { type LifeFact, type LifeRow, lifeFacts, type PastFact } from "../../src/people/life.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  await centre.t.close();
});

async function someone(family: string): Promise<string> {
  const author = centre.who.nurse.account;
  const person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family });
  await centre.t.owner.query("delete from people.life_fact where person_id = $1", [person]);
  return person;
}
const fact = (kind: string, over: object = {}) => ({
  id: newId(),
  kind,
  from: "2026-01-10",
  source: "declared",
  statedOn: "2026-02-01",
  ...over,
});
const housed = (term: string, over: object = {}) =>
  fact("housing", { term, content: { where: null }, ...over });
const treated = (name: string) => fact("attending_doctor", { content: { name } });
const write = (role: Role, person: string, facts: object[], seen: string[] = []) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/life`, { seen, facts });
const page = async (role: Role, person: string) =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body;
const life = async (role: Role, person: string): Promise<LifeFact[]> =>
  lifeFacts((await page(role, person)).life as LifeRow[]);
const history = async (role: Role, person: string): Promise<PastFact[]> =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}/life/history`)).body.history;
const terms = (facts: readonly LifeFact[]) => facts.map(({ term, from, to }) => [term, from, to]);

describe("who reads and writes", () => {
  test("each fact by its nature: a doctor reads where letters wait and a summary of the rest; the outside desk neither", async () => {
    const person = await someone("Lue");
    const facts = [
      housed("hotel"),
      treated("Dr Marchal"),
      fact("household", { content: { size: 3, members: [{ link: "child", birth: "2020-05-01" }] } }),
      fact("stay", { term: "irregular", content: {} }),
    ];
    expect((await write("social_worker", person, facts)).status).toBe(200);
    const kinds = async (role: Role) => (await life(role, person)).map(({ kind }) => kind).sort();
    expect(await kinds("social_worker")).toEqual(["attending_doctor", "household", "housing", "stay"]);
    expect(await kinds("nurse")).toEqual(await kinds("social_worker"));
    for (const role of ["doctor", "reception", "administrative_officer", "paramedic"] as const)
      expect(await kinds(role), role).toEqual(["attending_doctor"]);
    expect(await kinds("telephone_desk")).toEqual([]);
    // Neither the stay nor the ages: what a summary is for.
    const summary = { housing: "Hôtel (115)", statedOn: "2026-02-01", household: 3 };
    expect((await page("doctor", person)).socialSummary).toEqual(summary);
    expect((await page("administrative_officer", person)).socialSummary).toEqual(summary);
    expect((await page("reception", person)).socialSummary).toBeNull();
    expect((await page("telephone_desk", person)).withheld.counts.identity_detail).toBeGreaterThan(0);
    expect((await history("doctor", person)).map(({ fact }) => fact.kind)).toEqual(["attending_doctor"]);
  });

  test("a role that does not write the situation writes nothing of it, not even beside what it may write", async () => {
    const person = await someone("Écrite");
    for (const role of ["doctor", "nurse", "reception"] as const) {
      expect((await write(role, person, [treated("Dr X"), housed("street")])).status, role).toBe(403);
      expect(await life("social_worker", person), role).toEqual([]);
    }
    expect((await write("reception", person, [treated("Dr X")])).status).toBe(200);
  });

  test("someone another structure follows is unknown, and the trail says who read the history", async () => {
    const author = centre.who.nurse.account;
    const theirs = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author,
      family: "Ailleurs",
    });
    expect((await write("social_worker", theirs, [housed("street")])).status).toBe(404);
    const person = await someone("Suivie");
    await history("paramedic", person);
    const { rows } = await centre.t.owner.query(
      "select role from audit.entry where action = 'life.history' and person_id = $1",
      [person],
    );
    expect(rows).toEqual([{ role: "paramedic" }]);
  });
});

describe("what is written", () => {
  test("ends what went on before it, and is read later as it was known then", async () => {
    const person = await someone("Datée");
    await write("social_worker", person, [housed("street", { atLeast: true }), treated("Dr Ancien")]);
    const seen = (await life("social_worker", person)).map(({ id }) => id);
    const moment = async () => (await centre.t.owner.query("select clock_timestamp() as now")).rows[0].now;
    const before = await moment();
    const housing = (await life("social_worker", person)).filter(({ kind }) => kind === "housing");
    const moved = await write(
      "social_worker",
      person,
      [housed("hotel", { from: "2026-02-15", source: "document", proof: "Facture" })],
      [housing[0]?.id ?? ""],
    );
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    expect(terms((await life("social_worker", person)).filter(({ kind }) => kind === "housing"))).toEqual([
      ["street", "2026-01-10", "2026-02-15"],
      ["hotel", "2026-02-15", null],
    ]);
    const on = async (kind: string, day: string, known: Date | null) =>
      (
        await centre.t.owner.query(
          "select term, content ->> 'name' as name from people.life_on($1, $2, $3) where person_id = $4",
          [kind, day, known, person],
        )
      ).rows;
    expect(await on("housing", "2026-03-01", null)).toEqual([{ term: "hotel", name: null }]);
    expect(await on("housing", "2026-03-01", before)).toEqual([{ term: "street", name: null }]);
    expect(await on("housing", "2026-01-09", null)).toEqual([]);
    const doctor = (await life("doctor", person))[0]?.id;
    const corrected = await app.ask(centre.who.doctor.token, "PUT", `/api/people/${person}/life/${doctor}`, {
      fact: { ...treated("Dr Nouvelle"), source: "verified" },
    });
    expect(corrected.status).toBe(200);
    expect(await on("attending_doctor", "2026-02-01", before)).toEqual([{ term: null, name: "Dr Ancien" }]);
    expect(await on("attending_doctor", "2026-02-01", null)).toEqual([{ term: null, name: "Dr Nouvelle" }]);
    const kept = (await history("doctor", person)).map(({ fact, knownTo, replaces }) => [
      (fact.content as { name: string }).name,
      knownTo === null,
      replaces,
    ]);
    expect(kept).toEqual([
      ["Dr Nouvelle", true, doctor],
      ["Dr Ancien", false, null],
    ]);
    expect(seen).toHaveLength(2);
  });

  test("several facts are written together, or none when one cannot be", async () => {
    const person = await someone("Ensemble");
    const refused = await write("social_worker", person, [
      housed("street"),
      fact("domiciliation", { content: { organism: "CCAS" } }),
      fact("household", { content: { size: 1, members: [{ link: "child", birth: null }] } }),
      fact("attending_doctor", { content: { name: "Dr X", rpps: "10001234567" }, from: "2026-03-03" }),
    ]);
    expect([refused.status, Object.keys(refused.body.fields).sort()]).toEqual([
      422,
      ["facts.1.lastDay", "facts.2.content.size", "facts.3.content.rpps", "facts.3.from"],
    ]);
    expect((await write("social_worker", person, [housed("no such word"), treated("Dr X")])).status).toBe(
      403,
    );
    expect(await life("social_worker", person)).toEqual([]);
  });

  test("sent twice, it is written once; ended, then taken back as noted by mistake, it stays in the history", async () => {
    const person = await someone("Double");
    const crisis = fact("rupture", { term: "crisis", content: {} });
    expect([
      (await write("social_worker", person, [crisis])).status,
      (await write("social_worker", person, [crisis])).status,
    ]).toEqual([200, 200]);
    expect(await life("social_worker", person)).toHaveLength(1);
    const end = { id: newId(), lastDay: "2026-02-01", statedOn: "2026-02-02" };
    const ask = () =>
      app.ask(centre.who.social_worker.token, "POST", `/api/people/${person}/life/${crisis.id}/end`, end);
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect(terms(await life("social_worker", person))).toEqual([["crisis", "2026-01-10", "2026-02-02"]]);
    const gone = await app.ask(
      centre.who.social_worker.token,
      "PUT",
      `/api/people/${person}/life/${end.id}`,
      { fact: null },
    );
    expect(gone.status).toBe(200);
    expect(await life("social_worker", person)).toEqual([]);
    expect(await history("social_worker", person)).toHaveLength(2);
  });

  test("of two people at once, one writes, and the other is shown what they wrote", async () => {
    const person = await someone("Course");
    const both = await Promise.all([
      write("social_worker", person, [housed("street")]),
      write("social_worker", person, [housed("hotel")]),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const second = both.find(({ status }) => status === 409);
    const [inForce] = await life("social_worker", person);
    expect(second?.body).toMatchObject({
      code: "edit_conflict",
      current: [{ id: inForce?.id, term: inForce?.term }],
    });
    // Knowingly, over what they saw.
    expect((await write("social_worker", person, [housed("home")], [inForce?.id ?? ""])).status).toBe(200);
    expect(terms(await life("social_worker", person))).toEqual([["home", "2026-01-10", null]]);
    const late = await app.ask(
      centre.who.social_worker.token,
      "PUT",
      `/api/people/${person}/life/${inForce?.id}`,
      {
        fact: housed("chrs"),
      },
    );
    expect(late.status).toBe(409);
  });

  test("the database refuses two housings on one day, whatever program writes", async () => {
    const person = await someone("Brute");
    const add = (valid: string, kind = "housing", term = "street") =>
      raw.outcome(
        `insert into people.life_fact (person_id, kind, term, valid, source, stated_on) values ('${person}', '${kind}', '${term}', '${valid}', 'declared', '2026-01-01')`,
      );
    await raw.within(centre.who.social_worker.token, async (client) => {
      await client.query("select audit.record('life.write', $1)", [person]);
      expect(await add("[2026-01-01,2026-02-01)")).toBe("done");
      expect(await add("[2026-02-01,)")).toBe("done");
      expect(await add("[2026-01-31,2026-02-01)")).toBe("23P01");
      expect(await add("[2026-01-01,2026-02-01)", "rupture", "crisis")).toBe("done");
      expect(await add("[2026-01-01,2026-02-01)", "rupture", "family")).toBe("done");
      expect(await add("empty")).toBe("23514");
    });
  });
});
