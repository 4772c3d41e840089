/** People referred to a centre: by an account or a one-time link, judged by its rules, decided, and what goes back. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { readPreset } from "../../src/network/preset.ts";
import { programRoot } from "../../src/platform/program-root.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type AgendaPlace, arrangeAgenda } from "../support/agenda.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
beforeAll(async () => {
  centre = await arrangeFullCentre(undefined, readPreset(join(programRoot(), "presets"), "auxerre"));
  app = serveApp(centre);
});
afterAll(() => centre.t.close());

const as = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
const publicly = (path: string, body: unknown) => app.ask(null, "POST", `/api/referral-link/${path}`, body);

function referral(change: Record<string, unknown> = {}, facts: Record<string, unknown> = {}) {
  return {
    id: newId(),
    family: "Inventée",
    given: "Awa",
    birth: "1988",
    situation: "Dort chez une amie, n’ose plus consulter.",
    facts: {
      grounds: ["social_precarity", "suspected_addiction"],
      hasPrimaryCareDoctor: false,
      residence: { insee: "89024" },
      followedBy: ["CSAPA d’Auxerre"],
      ...facts,
    },
    renounced: [
      { care: "dental", reasons: ["cost_advance"] },
      { care: "addiction", reasons: ["fear"] },
    ],
    agreed: { referred: true, cover: true, attendance: true, papers: true },
    means: "oral",
    agreedOn: "2026-03-01",
    ...change,
  };
}

/** Sends one, and gives it as the director reads it. */
async function sent(change = {}, facts = {}): Promise<string> {
  const form = referral(change, facts);
  expect((await as("prescriber", "POST", "/api/referrals", form)).status).toBe(200);
  return form.id;
}
const read = async (role: Role, id: string) => (await as(role, "GET", `/api/referrals/${id}`)).body;
async function decide(role: Role, id: string, outcome: string, more: Record<string, unknown> = {}) {
  const { version } = await read("medical_director", id);
  return as(role, "POST", `/api/referrals/${id}/decide`, {
    decision: newId(),
    seen: version,
    outcome,
    ...more,
  });
}
const record = (family: string) =>
  arrangePerson(centre.t.owner, { structure: centre.team, author: centre.who.doctor.account, family });
async function accepted(change = {}, facts = {}): Promise<{ id: string; person: string }> {
  const [id, person] = [await sent(change, facts), await record("Retrouvée")];
  expect(
    (await as("administrative_officer", "POST", `/api/referrals/${id}/resolve`, { personId: person })).status,
  ).toBe(200);
  expect((await decide("administrative_officer", id, "accepted")).status).toBe(200);
  return { id, person };
}

describe("a referral sent by an account", () => {
  test("is received once, and each reads of it what their role holds", async () => {
    const form = referral();
    for (const _ of [1, 2]) expect((await as("prescriber", "POST", "/api/referrals", form)).status).toBe(200);
    const list = (await as("nurse", "GET", "/api/referrals")).body.referrals;
    expect(list.filter(({ id }: { id: string }) => id === form.id)).toHaveLength(1);
    const [nurse, officer] = [await read("nurse", form.id), await read("administrative_officer", form.id)];
    expect(nurse).toMatchObject({
      eligible: "true",
      situation: form.situation,
      facts: { followedBy: ["CSAPA d’Auxerre"] },
    });
    expect(nurse.facts.grounds).toEqual(["social_precarity", "suspected_addiction"]);
    expect(nurse.renounced.map(({ care }: { care: string }) => care)).toEqual(["addiction", "dental"]);
    // An addiction is care: an officer is not told, by a ground, a service nor a care given up.
    expect(
      JSON.stringify(officer.facts) + JSON.stringify(officer.renounced) + JSON.stringify(officer.conditions),
    ).not.toMatch(/addict|CSAPA/iu);
    expect(officer).toMatchObject({
      situation: null,
      facts: { grounds: ["social_precarity"] },
      renounced: [{ care: "dental" }],
    });
  });

  test("is answered alike whether the person is known or not, and is refused without their agreement", async () => {
    await record("Connue");
    const [known, unknown] = [
      await as("prescriber", "POST", "/api/referrals", referral({ family: "Connue" })),
      await as("prescriber", "POST", "/api/referrals", referral({ family: "Jamaisvue" })),
    ];
    expect(known).toEqual(unknown);
    const refused = await as(
      "prescriber",
      "POST",
      "/api/referrals",
      referral({ agreed: { referred: false, cover: true, attendance: true, papers: true } }),
    );
    expect([refused.status, refused.body.fields["agreed.referred"]]).toEqual([
      422,
      "Sans l’accord de la personne, rien n’est envoyé.",
    ]);
  });

  test("is taken back by who sent it, until it is decided, and seen by no other partner", async () => {
    const id = await sent();
    expect(
      (await as("outside_social_worker", "POST", `/api/referrals/${id}/withdraw`, { decision: newId() }))
        .status,
    ).toBe(404);
    expect((await as("outside_social_worker", "GET", "/api/referrals/mine")).body.referrals).toEqual([]);
    expect(
      (await as("prescriber", "POST", `/api/referrals/${id}/withdraw`, { decision: newId() })).status,
    ).toBe(200);
    expect((await read("nurse", id)).state).toBe("withdrawn");
  });
});

describe("the centre decides", () => {
  test("by the rules; the director against them, with a reason; the decision keeps facts and rules", async () => {
    const id = await sent(
      {},
      { residence: { insee: "21231" }, administrativeAddress: "none", accommodation: "none" },
    );
    expect(await read("nurse", id)).toMatchObject({ eligible: "false", ruleVersion: "auxerre-1" });
    await as("administrative_officer", "POST", `/api/referrals/${id}/resolve`, {
      personId: await record("Ailleurs"),
    });
    expect((await decide("administrative_officer", id, "accepted", { words: "Essai." })).body.code).toBe(
      "rules",
    );
    expect((await decide("medical_director", id, "accepted")).body.code).toBe("words");
    expect(
      (await decide("medical_director", id, "accepted", { words: "Suivie ici depuis l’ouverture." })).status,
    ).toBe(200);
    expect((await read("nurse", id)).decisions[0]).toMatchObject({
      overrules: true,
      eligible: "false",
      ruleVersion: "auxerre-1",
      facts: { residence: { insee: "21231" } },
      words: "Suivie ici depuis l’ouverture.",
    });
  });

  test("asks for what is not known, which judges again", async () => {
    const id = await sent({}, { residence: null });
    expect(await read("nurse", id)).toMatchObject({ eligible: "unknown" });
    expect((await decide("nurse", id, "elsewhere", { where: "PASS" })).body.code).toBe("ask");
    const facts = { accommodation: "prahda d'appoigny" };
    const { version } = await read("nurse", id);
    expect((await as("nurse", "POST", `/api/referrals/${id}/facts`, { seen: version, facts })).status).toBe(
      200,
    );
    expect(
      (await as("nurse", "POST", `/api/referrals/${id}/facts`, { seen: version, facts })).body.code,
    ).toBe("stale");
    expect(await read("nurse", id)).toMatchObject({
      eligible: "true",
      facts: { grounds: ["social_precarity", "suspected_addiction"] },
    });
  });

  test("orients elsewhere saying where, but never an urgent case: neither the rules nor the database let it", async () => {
    const elsewhere = { residence: { insee: "21231" }, administrativeAddress: "none", accommodation: "none" };
    const [calm, urgent] = [await sent({}, elsewhere), await sent({ urgent: true }, elsewhere)];
    expect((await decide("nurse", calm, "elsewhere")).status).toBe(422);
    expect((await decide("nurse", calm, "elsewhere", { where: "PASS de Dijon" })).status).toBe(200);
    expect(
      (await as("prescriber", "GET", "/api/referrals/mine")).body.referrals.find(
        ({ id }: { id: string }) => id === calm,
      ),
    ).toMatchObject({
      state: "elsewhere",
      where: "PASS de Dijon",
    });
    expect(
      (await decide("medical_director", urgent, "elsewhere", { where: "PASS", words: "Non." })).body.code,
    ).toBe("urgent");
    await expect(
      centre.t.owner.query("update admission.referral set state = 'elsewhere' where id = $1", [urgent]),
    ).rejects.toThrow(/check/);
    const waiting = (await as("nurse", "GET", "/api/referrals")).body.referrals;
    expect(waiting[0].id).toBe(urgent);
  });

  test("once: of two who decide at the same time, the second is told", async () => {
    const id = await sent();
    const { version } = await read("nurse", id);
    const decision = { decision: newId(), seen: version, outcome: "study" };
    for (const _ of [1, 2])
      expect((await as("nurse", "POST", `/api/referrals/${id}/decide`, decision)).status).toBe(200);
    const second = await as("doctor", "POST", `/api/referrals/${id}/decide`, {
      ...decision,
      decision: newId(),
    });
    expect([second.status, second.body.code]).toEqual([409, "stale"]);
    expect((await decide("nurse", id, "accepted")).body.code).toBe("record");
  });
});

describe("a booking, where one comes referred", () => {
  let place: AgendaPlace;
  beforeAll(async () => {
    place = await arrangeAgenda(centre);
  });
  const book = (person: string, more: object = {}) =>
    as("social_worker", "POST", `/api/people/${person}/appointments`, {
      id: newId(),
      service: place.prescribed,
      professional: place.first,
      start: "2026-03-03T10:00:00+01:00",
      ...more,
    });
  const wants = async (person: string) => {
    const { body } = await as("social_worker", "POST", `/api/people/${person}/appointments/wants`, {
      service: place.prescribed,
    });
    return { referral: body.referral, cover: body.cover };
  };

  test("wants a referral accepted, then the cover; confirmed with the referral that day, it is carried", async () => {
    const nobodys = await record("Inconnue-du-centre");
    expect(await wants(nobodys)).toEqual({ referral: true, cover: null });
    expect((await book(nobodys, { cover: "seen" })).body.outcome).toBe("referral_needed");
    const silent = await accepted();
    expect(await wants(silent.person)).toEqual({ referral: false, cover: null });
    expect((await book(silent.person)).body.outcome).toBe("cover_needed");
    const { person } = await accepted({ cover: { state: "unknown" } });
    expect(await wants(person)).toEqual({ referral: false, cover: "unknown" });
    expect((await book(person)).body.outcome).toBe("booked");
    // One search, begun with the referral.
    const { rows } = await centre.t.owner.query(
      `select (select count(*)::int from tasks.task where kind = 'cover_search' and person_id = $1) as searches,
              (select cover_confirmed from agenda.appointment where person_id = $1 and prescribed) as cover`,
      [person],
    );
    expect(rows).toEqual([{ searches: 1, cover: "unknown" }]);
    // Whatever writes, nobody else is booked.
    await expect(
      centre.t.owner.query(
        "update agenda.appointment set person_id = $1 where person_id = $2 and prescribed",
        [nobodys, person],
      ),
    ).rejects.toMatchObject({ constraint: "admitted_first" });
  });

  test("wants no more of whom the director admitted against the rules, and what is confirmed is kept", async () => {
    const id = await sent(
      {},
      { residence: { insee: "21231" }, administrativeAddress: "none", accommodation: "none" },
    );
    const person = await record("Admise");
    await as("administrative_officer", "POST", `/api/referrals/${id}/resolve`, { personId: person });
    expect((await book(person, { cover: "seen" })).body.outcome).toBe("referral_needed");
    await decide("medical_director", id, "accepted", { words: "Suivie ici." });
    expect((await book(person, { cover: "seen", start: "2026-03-03T10:40:00+01:00" })).body.outcome).toBe(
      "booked",
    );
    const { rows } = await centre.t.owner.query(
      "select admission.cover_confirmed($1, '2026-03-02') as state",
      [person],
    );
    expect(rows).toEqual([{ state: "seen" }]);
    // A referral opens the services its rules name, and no other.
    await centre.t.owner.query("update admission.referral set opens = '{nursing}' where id = $1", [id]);
    expect((await wants(person)).referral).toBe(true);
  });
});

describe("cover is confirmed", () => {
  const seen = { state: "seen", cover: [{ layer: "base", scheme: "puma" }] };
  const statements = async (person: string) =>
    (
      await centre.t.owner.query(
        "select scheme, source from rights.cover_statement where person_id = $1 and stated_on = '2026-03-02'",
        [person],
      )
    ).rows;

  test("on the consent recorded in the referral alone", async () => {
    const agreed = { referred: true, cover: false, attendance: false, papers: false };
    const [yes, no] = [await accepted({ cover: seen }), await accepted({ cover: seen, agreed })];
    expect(await statements(yes.person)).toEqual([{ scheme: "puma", source: "document" }]);
    expect(await statements(no.person)).toEqual([]);
    const again = (id: string) =>
      as("prescriber", "POST", `/api/referrals/${id}/cover`, { id: newId(), cover: { state: "unchanged" } });
    expect((await again(no.id)).body.code).toBe("consent");
    expect((await again(yes.id)).status).toBe(200);
    await centre.t.owner.query(
      "update access.consent set withdrawn_on = given_on, withdrawn_at = now(), withdrawn_means = 'oral', withdrawn_words = '', withdrawn_by = collected_by where person_id = $1",
      [yes.person],
    );
    expect((await again(yes.id)).body.code).toBe("consent");
    const asked = await centre.t.owner.query(
      "select admission.cover_confirmed($1, '2026-03-02') as state, admission.cover_confirmed($1, '2026-03-03') as later",
      [yes.person],
    );
    expect(asked.rows).toEqual([{ state: "unchanged", later: null }]);
  });

  test("unknown, a search begins for the centre, and nothing is counted as none", async () => {
    const { id, person } = await accepted({ cover: { state: "unknown" } });
    const tasks = (await as("administrative_officer", "GET", "/api/tasks")).body.tasks as {
      on: string;
      what: string;
    }[];
    expect(tasks.find(({ on }) => on === person)?.what).toMatch(/^Rechercher la couverture maladie/);
    expect(await statements(person)).toEqual([]);
    const found = await as("prescriber", "POST", `/api/referrals/${id}/cover`, { id: newId(), cover: seen });
    expect(found.status).toBe(200);
    expect(
      (
        await centre.t.owner.query(
          "select done_at is not null as done from tasks.task where kind = 'cover_search' and person_id = $1",
          [person],
        )
      ).rows,
    ).toEqual([{ done: true }]);
  });

  test("who referred someone reads what was agreed, and nothing else", async () => {
    const { person } = await accepted({
      agreed: { referred: true, cover: false, attendance: false, papers: false },
    });
    const opened = (
      await centre.t.owner.query("select natures from access.consent where person_id = $1", [person])
    ).rows;
    expect(opened).toEqual([{ natures: ["identity"] }]);
    const own = (await as("prescriber", "GET", "/api/referrals/mine")).body.referrals.find(
      ({ personId }: { personId: string }) => personId === person,
    );
    expect(own).toMatchObject({ state: "accepted", attendance: null, papers: null, mayConfirm: false });
  });
});

describe("a one-time link", () => {
  async function link(email = "Paul@uts.example"): Promise<string> {
    const given = await as("administrative_officer", "POST", "/api/referral-links", {
      name: "Paul Petit",
      structure: "UTS",
      email,
    });
    expect(given.body).toMatchObject({ mailed: false });
    return new URL(given.body.link).hash.slice(1);
  }

  test("sends one referral, with its photograph, which becomes a document of the record; then shows what became of it", async () => {
    const token = await link();
    const photograph = newId();
    const form = new FormData();
    form.set("file", new File(["%PDF-1.7\nstartxref\n0\n%%EOF"], "attestation.pdf"));
    expect(
      (
        await app.ask(null, "POST", `/api/referral-link/attestations/${photograph}`, form, {
          "x-referral-link": token,
        })
      ).body,
    ).toEqual({ id: photograph });
    const sending = { token, referral: referral({ attestation: photograph }) };
    for (const _ of [1, 2]) expect((await publicly("send", sending)).status).toBe(200);
    expect((await publicly("send", { token, referral: referral() })).status).toBe(410);
    const id = sending.referral.id;
    expect(await read("nurse", id)).toMatchObject({ byLink: true, structure: "UTS", attestation: true });
    const person = await record("Parlien");
    expect(
      (await as("social_worker", "POST", `/api/referrals/${id}/resolve`, { personId: person })).status,
    ).toBe(200);
    expect(
      (
        await centre.t.owner.query(
          "select type, nature from papers.document where id = $1 and person_id = $2",
          [photograph, person],
        )
      ).rows,
    ).toEqual([{ type: "cover_proof", nature: "cover" }]);
    expect((await decide("social_worker", id, "accepted")).status).toBe(200);
    const opened = (await publicly("open", { token })).body;
    expect(opened.sent).toMatchObject({ state: "accepted", papers: [] });
    expect(JSON.stringify(opened)).not.toMatch(/Inventée|Parlien/);
  });

  test("that ended loses nothing of what was typed: a new one has it, and only the address it was for", async () => {
    const token = await link("Aline@uts.example");
    expect((await publicly("draft", { token, draft: { family: "Commencée" } })).status).toBe(200);
    await centre.t.owner.query(
      "update admission.link set expires_at = now() - interval '1 second', made_at = now() - interval '9 days' where draft is not null",
    );
    const answers = [await publicly("open", { token }), await publicly("open", { token: "A".repeat(43) })];
    expect(answers.map(({ status }) => status)).toEqual([410, 410]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    let woken = 0;
    const posting = serveApp(centre, {
      mail: { wake: () => void woken++, ownUrl: () => new URL("https://maillage.example") },
    });
    for (const each of [token, "A".repeat(43)])
      expect(
        (
          await posting.ask(null, "POST", "/api/referral-link/renew", {
            token: each,
            draft: { family: "Presque finie" },
          })
        ).body,
      ).toEqual({ mail: true });
    expect(woken).toBe(1);
    const kept = await centre.t.owner.query(
      "select draft, email, expires_at > now() + interval '7 days' as lasts from admission.link where draft is not null",
    );
    expect(kept.rows).toEqual([
      { draft: { family: "Presque finie" }, email: "aline@uts.example", lasts: true },
    ]);
    expect(
      (
        await centre.t.owner.query(
          "select count(*)::int as n from access.outgoing_mail where sealed is not null",
        )
      ).rows,
    ).toEqual([{ n: 1 }]);
  });

  test("nothing came of goes after thirty days; turned elsewhere without a record, after two years", async () => {
    const id = await sent({}, { followedBy: "none" });
    expect((await decide("nurse", id, "elsewhere", { where: "CCAS" })).status).toBe(200);
    await centre.t.owner.query(
      "update admission.referral set decided_on = current_date - interval '25 months' where id = $1",
      [id],
    );
    await centre.t.owner.query("update admission.link set expires_at = now() - interval '31 days'");
    await as("nurse", "GET", "/api/referrals");
    const left = await centre.t.owner.query(
      "select (select count(*)::int from admission.referral where id = $1) as referrals, (select count(*)::int from admission.link where draft is not null) as drafts",
      [id],
    );
    expect(left.rows).toEqual([{ referrals: 0, drafts: 0 }]);
  });
});
