/** What is printed for someone: established once, kept byte for byte, changed by nobody, read by whom its nature says. */
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import type { PrintForm } from "../../src/care/prints.ts";
import type { PersonDocument } from "../../src/papers/model.ts";
import { startTypesetter, type Typesetter } from "../../src/platform/typeset/typesetter.ts";
import { buildServer } from "../../src/server.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { depsOf, type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let typesetter: Typesetter;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  typesetter = startTypesetter(bundle.typesetWorker);
  app = serveApp(centre, { typesetter });
  raw = await asApplication(centre);
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  await typesetter.stop();
  await raw.close();
  await centre.t.close();
});
beforeEach(async () => {
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Imprimée" });
  await centre.t.owner.query("delete from papers.document where person_id = $1", [person]);
});

type Typed = PrintForm["typed"];
const PRESCRIPTION: Typed = {
  kind: "prescription",
  lines: [
    { what: "Metformine 500 mg", how: "1 matin et soir, 3 mois", part: "ald" },
    { what: "Paracétamol 1 g", how: "en cas de douleur" },
  ],
};
const PAPERS: readonly Typed[] = [
  PRESCRIPTION,
  { kind: "certificate", body: "Je soussigné certifie « … »." },
  { kind: "letter", to: "Dr Vasseur", body: "Cher confrère,\n\nMerci." },
  { kind: "sick_leave", from: "2026-03-02", until: "2026-03-04" },
  {
    kind: "summary",
    body: "Tout va bien.",
    large: true,
    warning: "Revenez si…",
    steps: (["appointment", "medicine", "blood_test", "papers", "phone", "hospital", "home"] as const).map(
      (picture) => ({ what: picture, day: "2026-03-14", where: "Ici", picture }),
    ),
  },
];
const print = (role: Role, typed: Typed, id = newId(), more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/prints/${id}`, {
    siteId: centre.site,
    typed,
    ...more,
  });
const listed = async (role: Role): Promise<PersonDocument[]> =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body.documents ?? [];
async function viewed(role: Role, id: string): Promise<Response> {
  return buildServer(depsOf(centre)).request(
    `/api/people/${person}/documents/${id}/view`,
    { headers: { cookie: `maillage_session=${centre.who[role].token}` } },
    { incoming: { socket: { remoteAddress: "192.0.2.1", remotePort: 1, remoteFamily: "IPv4" } } },
  );
}
const bytesOf = async (role: Role, id: string) => Buffer.from(await (await viewed(role, id)).arrayBuffer());

/** A PDF's own words: its objects, streams opened. */
function opened(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n/g)].map(({ index, 0: { length } }) => {
    const from = index + length;
    try {
      return inflateSync(pdf.subarray(from, pdf.indexOf("endstream", from))).toString("latin1");
    } catch {
      return "";
    }
  });
  return text + streams.join("\n");
}

describe("a paper", () => {
  test.each(PAPERS.map((typed) => [typed.kind, typed] as const))(
    "%s is an accessible PDF: its title, its language, its reading order, and whom it is by",
    async (kind, typed) => {
      const { status, body } = await print("doctor", typed);
      expect([status, body]).toEqual([200, { id: expect.any(String) }]);
      const answer = await viewed("doctor", body.id);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "application/pdf",
        "content-disposition": `inline; filename="${kind.replace("_", "-")}-2026-03-02.pdf"`,
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      });
      const pdf = opened(Buffer.from(await answer.arrayBuffer()));
      // PDF/UA-1 as Typst checks it: tags, one title shown, a language, every character with its glyph, every picture in words.
      for (const said of [
        "/StructTreeRoot",
        "/Marked true",
        "/Lang (fr-FR)",
        "/DisplayDocTitle true",
        "pdfuaid:part>1<",
        "/H1",
      ])
        expect(pdf, said).toContain(said);
      expect(pdf).not.toMatch(/\/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|URI)\b/);
      if (kind === "summary") expect(pdf.match(/\/Alt/g)?.length).toBeGreaterThanOrEqual(7);
    },
  );

  test("is kept with its words, who, when, and printed again the same; sent twice it is one", async () => {
    const id = newId();
    const both = await Promise.all([print("doctor", PRESCRIPTION, id), print("doctor", PRESCRIPTION, id)]);
    expect(both.map(({ body }) => body)).toEqual([{ id }, { id }]);
    expect((await print("doctor", { ...PRESCRIPTION, advice: "Autre." } as Typed, id)).status).toBe(409);
    const first = await bytesOf("doctor", id);
    await centre.t.owner.query("update network.site set letterhead = 'Ailleurs'");
    expect(await bytesOf("nurse", id)).toEqual(first);
    await centre.t.owner.query("update network.site set letterhead = ''");
    expect(await listed("doctor")).toMatchObject([
      {
        id,
        type: "prescription",
        nature: "clinical",
        origin: "printed",
        media: "pdf",
        by: "Essai doctor",
        role: "doctor",
      },
    ]);
    const { rows } = await centre.t.owner.query(
      "select content, on_day::text from papers.document where id = $1",
      [id],
    );
    expect(rows).toMatchObject([
      {
        on_day: "2026-03-02",
        content: { layout: 1, typed: PRESCRIPTION, paper: { title: "Ordonnance", person: "Essai Imprimée" } },
      },
    ]);
    const again = await app.ask(centre.who.doctor.token, "GET", `/api/people/${person}/prints/${id}`);
    expect(again.body.typed).toMatchObject(PRESCRIPTION);
    const { rows: trail } = await centre.t.owner.query<{
      action: string;
      detail: { digest?: string } | null;
    }>(
      "select action, detail from audit.entry where person_id = $1 and action like 'document.%' order by id",
      [person],
    );
    expect(trail.filter(({ action }) => action === "document.print")).toHaveLength(1);
    expect(trail.find(({ action }) => action === "document.print")?.detail?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is changed by nobody; made void, it is shown and printed no more", async () => {
    const { body } = await print("doctor", PRESCRIPTION);
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('document.print', $1)", [person]);
      for (const change of [
        "content = '{}'",
        "blind = ''",
        "author_name = 'x'",
        "filed_at = now()",
        "salt = uuidv7()",
      ])
        expect(await raw.outcome(`update papers.document set ${change}`), change).toBe("42501");
    });
    const address = `/api/people/${person}/documents/${body.id}/withdraw`;
    await app.ask(centre.who.doctor.token, "POST", address, { reason: "Erreur de dose." });
    expect(await listed("doctor")).toEqual([]);
    expect((await viewed("doctor", body.id)).status).toBe(404);
    expect(
      (await app.ask(centre.who.doctor.token, "GET", `/api/people/${person}/prints/${body.id}`)).status,
    ).toBe(404);
  });

  test.each([
    "Lương Thị Phương",
    "Ștefănescu",
    "Żółć",
    "Ðorđević",
    "Şahin Yılmaz",
    "Иванова",
    "Παπαδόπουλος",
  ])("is printed for %s, whose name has letters that few fonts have", async (family) => {
    await centre.t.owner.query("update people.identity set family = $2 where person_id = $1", [
      person,
      family,
    ]);
    expect((await print("doctor", PRESCRIPTION)).status).toBe(200);
  });

  test("that holds a character no font has is refused, naming it, and nothing is kept", async () => {
    const { status, body } = await print("doctor", { kind: "letter", body: "Bravo 🎉 et سلام" });
    expect([status, body.code]).toEqual([422, "unprintable"]);
    expect(body.message).toContain("🎉");
    expect(await listed("doctor")).toEqual([]);
  });

  test("never reads what is typed as anything but words", async () => {
    const { status, body } = await print("doctor", {
      kind: "letter",
      body: '#read("/etc/passwd") *gras* $x^2$ [lien](http://x) #image("x.png") \\ @ref <l>',
    });
    expect(status).toBe(200);
    expect(opened(await bytesOf("doctor", body.id))).not.toMatch(/root:|\/Link\b/);
  });
});

describe("who may", () => {
  test("prescribe is a doctor alone, told by the server and by the database", async () => {
    for (const role of ["nurse", "paramedic", "social_worker"] as const)
      for (const typed of PAPERS)
        expect([role, typed.kind, (await print(role, typed)).status]).toEqual([
          role,
          typed.kind,
          typed.kind === "letter" || typed.kind === "summary" ? 200 : 403,
        ]);
    for (const role of ["reception", "administrative_officer", "mediator", "trainee"] as const)
      expect((await print(role, PAPERS[2] as Typed)).status, role).toBe(403);
  });

  test("read is the care team; what a social worker prints is their own", async () => {
    await print("doctor", PRESCRIPTION);
    await print("social_worker", { kind: "summary", body: "Rendez-vous à la CPAM." });
    const seen = async (role: Role) => (await listed(role)).map(({ by }) => by).sort();
    expect(await seen("nurse")).toEqual(["Essai doctor"]);
    expect(await seen("medical_director")).toEqual(["Essai doctor"]);
    expect(await seen("social_worker")).toEqual(["Essai social_worker"]);
    for (const role of ["paramedic", "reception", "mediator", "administrative_officer"] as const)
      expect(await seen(role), role).toEqual([]);
  });

  test("of someone another structure follows, nothing is established", async () => {
    person = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Ailleurs",
    });
    expect((await print("doctor", PRESCRIPTION)).status).toBe(404);
  });

  test("a prescriber's number is asked once, checked, and printed from then on", async () => {
    expect((await print("doctor", PRESCRIPTION, newId(), { rpps: "10003456785" })).body.fields).toEqual({
      rpps: expect.stringMatching(/onze chiffres/),
    });
    expect((await print("doctor", PRESCRIPTION, newId(), { rpps: "1000 345 6786" })).status).toBe(200);
    expect((await app.ask(centre.who.doctor.token, "GET", "/api/me")).body.rpps).toBe("10003456786");
    const { body } = await print("doctor", PRESCRIPTION);
    const { rows } = await centre.t.owner.query("select content from papers.document where id = $1", [
      body.id,
    ]);
    expect(rows[0]?.content.paper.by).toEqual(["Essai doctor", "Médecin", "RPPS 10003456786"]);
  });
});

describe("the social situation in a few lines", () => {
  const summary = (role: Role, pdf = "") =>
    app.ask(centre.who[role].token, "POST", `/api/people/${person}/summary${pdf}`);

  test("says what its reader may read and no more, as text or as PDF, each a line of the trail", async () => {
    await centre.t.owner.query("update care.note set body = 'Motclé ' || nature where person_id = $1", [
      person,
    ]);
    await centre.t.owner.query(
      "update rights.request set nature = 'social_notes', type = 'dalo' where person_id = $1 and type = 'mdph'",
      [person],
    );
    const { text } = (await summary("social_worker")).body;
    expect(text).toMatch(/^SITUATION SOCIALE, Essai Imprimée, /);
    expect(text).toMatch(/\nCOUVERTURE\n- Couverture de base\u00a0: .*, dit ou vu le 3 février 2020/);
    expect(text).toMatch(/\nDEMANDES DE DROITS\n- C2S\u00a0: Déposée/);
    expect(text).toMatch(/\nUTILE AU PARCOURS SOCIAL\n- Motclé useful /);
    // Nothing of care, of notes, nor of what is kept to who follows it; of life, neither resources nor what broke.
    expect(text).not.toMatch(/clinical|social_notes|DALO|Rupture|Ressources/);
    expect((await summary("doctor")).body.text).toMatch(/Hébergement\u00a0: .*, le 3 février 2020/);
    expect((await summary("mediator")).body.text).not.toContain("Motclé clinical");
    const pdf = await summary("social_worker", "/pdf");
    expect([pdf.status, String(pdf.body).slice(0, 5)]).toEqual([200, "%PDF-"]);
    for (const role of ["outside_social_worker", "prescriber", "telephone_desk", "auditor"] as const)
      expect((await summary(role)).status, role).toBe(403);
    const { rows } = await centre.t.owner.query(
      "select detail ->> 'as' as how from audit.entry where action = 'person.summary' and person_id = $1 order by id",
      [person],
    );
    expect(rows.map(({ how }) => how)).toEqual(["text", "text", "text", "pdf"]);
  });
});
