/** Allergies, treatments, constants, care given up: who writes and reads which, and that nothing noted is lost. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { routeMatrix } from "../../src/access/route-matrix.ts";
import type { Essential, WriteEssential } from "../../src/care/essentials.ts";
import { essentialsOf } from "../../src/care/essentials-rules.ts";
import { measureKinds, measures } from "../../src/care/measures.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type Answer, type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;

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

/** Someone of whom nothing is noted yet. */
async function newPerson(): Promise<string> {
  const author = centre.who.nurse.account;
  const id = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Suivie" });
  await centre.t.owner.query("delete from care.essential where person_id = $1", [id]);
  person = id;
  return id;
}

type Form = { readonly kind: string } & Record<string, unknown>;
const write = (
  role: Role,
  form: Form,
  more: Partial<WriteEssential> & { id?: string } = {},
): Promise<Answer> => {
  const { id = newId(), ...rest } = more;
  return app.ask(centre.who[role].token, "PUT", `/api/people/${person}/essentials/${id}`, {
    form,
    nature: "clinical",
    onDay: "2026-03-01",
    ...rest,
  });
};
const withdraw = (role: Role, id: string) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/essentials/${id}/withdraw`);
const open = async (role: Role) => {
  const { body } = await app.ask(centre.who[role].token, "GET", `/api/people/${person}`);
  return body as {
    essentials: Essential[];
    withheld: { counts: Record<string, number> };
    encounters: unknown[];
  };
};
const seen = async (role: Role) =>
  (await open(role)).essentials.map(({ kind, nature }) => `${kind} ${nature}`);

const penicillin = { kind: "allergy", label: "Pénicilline", reaction: "urticaire", since: "2019" };
const pulse = (value: string) => ({ kind: "measures", values: { pulse: value } });
const forgone = (care: string) => ({ kind: "renouncement", care, reasons: ["fear", "no_information"] });

describe("writing", () => {
  test("an allergy is written once however often it is sent, and its correction closes it, adding another", async () => {
    await newPerson();
    const id = newId();
    const both = await Promise.all([
      write("doctor", penicillin, { id }),
      write("doctor", penicillin, { id }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const [first] = (await open("nurse")).essentials;
    expect(first).toMatchObject({
      id,
      kind: "allergy",
      content: {
        label: "Pénicilline",
        reaction: "urticaire",
        since: "2019",
        severity: "unknown",
        type: "allergy",
      },
      by: "Essai doctor",
      onDay: "2026-03-01",
    });
    const corrected = newId();
    const severe = { ...penicillin, severity: "severe" };
    expect((await write("nurse", severe, { id: corrected, replaces: id })).status).toBe(200);
    expect((await open("doctor")).essentials).toMatchObject([
      { id: corrected, content: { severity: "severe" } },
    ]);
    const { rows } = await centre.t.owner.query(
      "select count(*)::int as all, count(known_to)::int as closed from care.essential where person_id = $1",
      [person],
    );
    expect(rows).toEqual([{ all: 2, closed: 1 }]);
    // Who corrects what was corrected meanwhile is shown it, and nothing is written.
    const late = await write("doctor", { ...penicillin, reaction: "choc" }, { replaces: id });
    expect([late.status, late.body.code]).toEqual([409, "edit_conflict"]);
    expect(late.body.current).toMatchObject([
      { id: corrected, by: "Essai nurse", content: { severity: "severe" } },
    ]);
    expect((await withdraw("doctor", id)).body.code).toBe("edit_conflict");
    expect((await withdraw("doctor", corrected)).status).toBe(200);
    expect((await withdraw("doctor", corrected)).status).toBe(200);
    expect((await open("doctor")).essentials).toEqual([]);
    // Another's identifier is nobody's to write again.
    expect((await write("nurse", penicillin, { id: corrected })).status).toBe(200);
    expect((await write("doctor", penicillin, { id })).status).toBe(200);
    expect((await open("doctor")).essentials).toEqual([]);
  });

  test("an identifier of another person's row writes nothing", async () => {
    await newPerson();
    const id = newId();
    expect((await write("doctor", penicillin, { id })).status).toBe(200);
    await newPerson();
    expect((await write("doctor", penicillin, { id })).status).toBe(409);
    expect((await open("doctor")).essentials).toEqual([]);
  });

  test("no known allergy is said with its day, gives way to an allergy, and is refused where one is noted", async () => {
    await newPerson();
    expect((await write("nurse", { kind: "no_allergy" }, { onDay: "2026-01-05" })).status).toBe(200);
    expect((await write("doctor", { kind: "no_allergy" }, { onDay: "2026-03-01" })).status).toBe(200);
    expect((await open("doctor")).essentials).toMatchObject([{ kind: "no_allergy", onDay: "2026-03-01" }]);
    expect((await write("doctor", penicillin)).status).toBe(200);
    expect(await seen("doctor")).toEqual(["allergy clinical"]);
    const refused = await write("nurse", { kind: "no_allergy" });
    expect([refused.status, refused.body.code]).toEqual([409, "allergies"]);
    expect(refused.body.message).toMatch(/Des allergies sont notées/);
    expect(await seen("doctor")).toEqual(["allergy clinical"]);
  });

  test("a second pregnancy under way is refused, and one that ended leaves room", async () => {
    await newPerson();
    const id = newId();
    expect((await write("doctor", { kind: "pregnancy", due: "2026-09-01" }, { id })).status).toBe(200);
    expect((await write("doctor", { kind: "pregnancy", due: "2026-09-02" })).body.code).toBe("pregnant");
    const ended = { kind: "pregnancy", due: "2026-09-01", endedOn: "2026-02-20" };
    expect((await write("doctor", ended, { replaces: id })).status).toBe(200);
    expect((await write("doctor", { kind: "pregnancy" })).status).toBe(200);
    expect((await open("doctor")).essentials).toHaveLength(2);
  });

  test("what cannot be is refused in French, field by field, and nothing is kept", async () => {
    await newPerson();
    const refused = async (form: Form, more: Partial<WriteEssential> = {}) => {
      const { status, body } = await write("doctor", form, more);
      expect(status).toBe(422);
      return body.fields as Record<string, string>;
    };
    expect(await refused(pulse("800"))).toEqual({
      "form.values.pulse": "Entre 20 et 250\u00a0/min\u00a0: vérifiez ce qui est tapé.",
    });
    expect(await refused({ kind: "measures", values: {} })).toEqual({
      "form.values.pressure": "Tapez au moins une constante.",
    });
    expect(await refused({ ...penicillin, label: " " })).toEqual({ "form.label": "Dites ce que c’est." });
    expect(await refused({ ...penicillin, since: "2031" })).toEqual({
      "form.since": "Cette date est à venir.",
    });
    expect(await refused({ ...penicillin, since: "jadis" })).toMatchObject({
      "form.since": expect.stringContaining("2019"),
    });
    expect(await refused(penicillin, { onDay: "2026-03-03" })).toEqual({ onDay: "Ce jour est à venir." });
    const treatment = { kind: "treatment", label: "Amlodipine", dose: "1 le matin", from: "2026-02-01" };
    expect(await refused({ ...treatment, to: "2026-01-01" })).toEqual({
      "form.to": "La fin est avant le début.",
    });
    expect(await refused({ kind: "problem", label: "HTA", since: "2020", until: "2019-05" })).toEqual({
      "form.until": "La fin est avant le début.",
    });
    expect((await open("doctor")).essentials).toEqual([]);
  });

  test("the bounds the screen says are those the database holds", async () => {
    await newPerson();
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('essential.write', $1)", [person]);
      const put = (content: object) =>
        raw.outcome(
          "insert into care.essential (id, person_id, kind, content, on_day) values (uuidv7(), $1, 'measures', $2, '2026-01-01')",
          [person, JSON.stringify(content)],
        );
      for (const kind of measureKinds) {
        const { low, high } = measures[kind];
        const other = { systolic: { diastolic: 20 }, diastolic: { systolic: 300 } }[kind as "systolic"] ?? {};
        const step = 10 ** -measures[kind].decimals;
        for (const value of [low, high])
          expect(await put({ ...other, [kind]: value }), `${kind} ${value}`).toBe("done");
        for (const value of [low - step, high + step, String(low)])
          expect(await put({ ...other, [kind]: value }), `${kind} ${value}`).toBe("23514");
      }
      for (const content of [{}, { weigth: 70 }, { systolic: 140 }, { systolic: 80, diastolic: 90 }])
        expect(await put(content), JSON.stringify(content)).toBe("23514");
    });
  });
});

describe("reading", () => {
  test("roles that note something are those of the route, each with what handbook 2.2 gives it", async () => {
    const who = routeMatrix.find(({ path }) => path === "/api/people/:id/essentials/:essential")?.who;
    expect([...(who ?? [])].sort()).toEqual(Object.keys(essentialsOf).sort());
    await newPerson();
    for (const [role, kinds] of Object.entries(essentialsOf) as [Role, readonly string[]][]) {
      expect((await write(role, penicillin)).status, role).toBe(kinds.includes("allergy") ? 200 : 403);
      expect((await write(role, pulse("71"))).status, role).toBe(kinds.includes("measures") ? 200 : 403);
    }
  });

  test("the care team reads all of it, other care the essentials that are not reserved, and nobody else any of it", async () => {
    await newPerson();
    await write("doctor", penicillin);
    await write("doctor", { kind: "problem", label: "Dépression", code: "F32" }, { reserved: true });
    await write("nurse", pulse("70"));
    await write("paramedic", pulse("90"));
    const everything = ["allergy clinical", "measures clinical", "measures clinical", "problem clinical"];
    for (const role of ["doctor", "medical_director", "nurse", "coordinating_nurse", "trainee"] as const)
      expect((await seen(role)).sort(), role).toEqual(everything);
    expect((await seen("paramedic")).sort()).toEqual(everything.slice(0, 3));
    for (const role of [
      "social_worker",
      "reception",
      "telephone_desk",
      "administrative_officer",
      "mediator",
    ] as const) {
      const page = await open(role);
      expect(page.essentials, role).toEqual([]);
    }
  });

  test("other care corrects its own constants and nobody else's", async () => {
    await newPerson();
    const [own, theirs] = [newId(), newId()];
    await write("paramedic", pulse("90"), { id: own });
    await write("nurse", pulse("70"), { id: theirs });
    expect((await write("paramedic", pulse("91"), { replaces: own })).status).toBe(200);
    // What they may not close is as if it were closed: they are shown what is in force.
    expect((await write("paramedic", pulse("71"), { replaces: theirs })).status).toBe(409);
    expect((await withdraw("paramedic", theirs)).status).toBe(404);
    const values = (await open("nurse")).essentials.map(({ content }) => content);
    expect(values).toEqual([{ pulse: 70 }, { pulse: 91 }]);
  });

  test("care given up is read by the social path too, unless naming it would tell what the person has", async () => {
    await newPerson();
    expect((await write("doctor", forgone("dental"), { nature: "useful" })).status).toBe(200);
    expect((await write("social_worker", forgone("optical"), { nature: "social_situation" })).status).toBe(
      200,
    );
    expect((await write("nurse", forgone("addiction"), { nature: "clinical" })).status).toBe(200);
    expect((await write("social_worker", forgone("mental_health"), { nature: "social_notes" })).status).toBe(
      200,
    );
    const cares = async (role: Role) =>
      (await open(role)).essentials.map(({ content }) => (content as { care: string }).care).sort();
    expect(await cares("doctor")).toEqual(["addiction", "dental", "optical"]);
    expect(await cares("nurse")).toEqual(["addiction", "dental", "optical"]);
    expect(await cares("social_worker")).toEqual(["dental", "mental_health", "optical"]);
    expect(await cares("mediator")).toEqual(["optical"]);
    expect(await cares("administrative_officer")).toEqual(["optical"]);
    expect(await cares("paramedic")).toEqual([]);
    for (const role of ["reception", "telephone_desk", "prescriber"] as const)
      expect((await open(role)).essentials ?? [], role).toEqual([]);
    // The database holds to it, whatever a program asks.
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('essential.write', $1)", [person]);
      const put = (kind: string, nature: string, content: string) =>
        raw.outcome(
          "insert into care.essential (id, person_id, kind, content, nature, on_day) values (uuidv7(), $1, $2, $3, $4, '2026-01-01')",
          [person, kind, content, nature],
        );
      expect(await put("renouncement", "useful", '{"care": "addiction"}')).toBe("23514");
      expect(await put("allergy", "useful", '{"label": "x"}')).toBe("23514");
      expect(await put("history", "clinical", '{"label": ""}')).toBe("23514");
    });
  });

  test("what is noted here is counted to nobody who may not read it: that it exists would tell", async () => {
    await newPerson();
    const before = new Map<Role, unknown>();
    const roles = ["reception", "social_worker", "administrative_officer", "mediator", "paramedic"] as const;
    for (const role of roles) before.set(role, (await open(role)).withheld.counts);
    await write("doctor", { kind: "pregnancy", due: "2026-09-01" }, { reserved: true });
    await write("doctor", { kind: "problem", label: "Hépatite B" }, { reserved: true });
    await write("nurse", pulse("70"));
    for (const role of roles) expect((await open(role)).withheld.counts, role).toEqual(before.get(role));
    expect((before.get("social_worker") as Record<string, number>).clinical).toBeGreaterThan(0);
  });

  test("the social worker sees that a care encounter took place and the useful line, nothing else of care", async () => {
    await newPerson();
    await write("doctor", penicillin);
    const page = await open("social_worker");
    expect(page.encounters).toHaveLength(1);
    const { notes, terms, essentials } = page as unknown as Record<
      string,
      { nature?: string; list?: string }[]
    >;
    expect(notes?.map(({ nature }) => nature)).toEqual(["useful"]);
    expect(terms?.map(({ list }) => list).sort()).toEqual(["orientation", "referrer"]);
    expect(essentials).toEqual([]);
    expect(JSON.stringify(page)).not.toMatch(/Pénicilline|urticaire/);
  });

  test("records joined are read together", async () => {
    const first = await newPerson();
    await write("doctor", { kind: "no_allergy" });
    const second = await newPerson();
    await write("doctor", penicillin);
    await centre.t.owner.query(
      `insert into people.alias (person_id, joined_to, kept_id, decided_at, decided_by, known_from)
       values ($1, $2, $2, now(), $3, now())`,
      [second, first, centre.who.medical_director.account],
    );
    person = first;
    const rows = (await open("doctor")).essentials;
    expect(rows.map(({ kind, on }) => [kind, on])).toEqual([
      ["no_allergy", first],
      ["allergy", second],
    ]);
  });
});

test("each writing and each withdrawal has its line in the trail, of the row it is about", async () => {
  await newPerson();
  const id = newId();
  await write("doctor", penicillin, { id });
  await withdraw("doctor", id);
  const { rows } = await centre.t.owner.query(
    "select action, object_kind, object_id, detail - 'cells' as detail from audit.entry where person_id = $1 order by id",
    [person],
  );
  expect(rows).toEqual([
    { action: "essential.write", object_kind: "essential", object_id: id, detail: {} },
    { action: "essential.withdraw", object_kind: "essential", object_id: id, detail: {} },
  ]);
});
