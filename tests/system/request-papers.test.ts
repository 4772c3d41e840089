/** Papers of a request: which ones, what became of each, their copies (who reads them, until when), the list printed beside French. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { paperBox } from "../../src/papers/box.ts";
import { startTypesetter, type Typesetter } from "../../src/platform/typeset/typesetter.ts";
import { gather } from "../../src/rights/papers/checklist.ts";
import type { RequestPapers } from "../../src/rights/papers/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { heic, JPEG, pdf, png } from "../support/papers.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let typesetter: Typesetter;
let app: ServedApp;
let day = "2026-03-02";
let person: string;

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  typesetter = startTypesetter(bundle.typesetWorker);
  app = serveApp(centre, { today: () => day, typesetter });
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  await typesetter.stop();
  await centre.t.close();
});
beforeEach(async () => {
  day = "2026-03-02";
  const { owner } = centre.t;
  const author = centre.who.nurse.account;
  person = await arrangePerson(owner, { structure: centre.team, author, family: "Papiers" });
  for (const table of ["papers.document", "rights.request", "people.life_fact"])
    await owner.query(`delete from ${table} where person_id = $1`, [person]);
});

const ask = (role: Role, method: "GET" | "POST", path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, `/api/people/${person}${path}`, body);
async function open(type: string, more: object = {}, role: Role = "social_worker"): Promise<string> {
  const id = newId();
  const step = { id: newId(), state: "to_prepare", onDay: "2026-03-01" };
  expect((await ask(role, "POST", "/requests", { id, type, step, ...more })).status).toBe(200);
  return id;
}
const read = async (request: string, role: Role = "social_worker") =>
  (await ask(role, "GET", `/requests/${request}/papers`)).body as RequestPapers;
const gathered = async (request: string, role?: Role) => gather(await read(request, role), day);
const answer = (request: string, fact: string, said: boolean | null, who: string | null = null) =>
  ask("social_worker", "POST", `/requests/${request}/papers/facts`, { id: newId(), fact, who, answer: said });

/** Asks a paper of a sort; its line. */
async function askFor(request: string, kind: string, role: Role = "social_worker") {
  const line = newId();
  const paper = { id: newId(), line, kind, state: "asked", onDay: day };
  expect((await ask(role, "POST", `/requests/${request}/papers`, { papers: [paper] })).status).toBe(200);
  return { line, seen: paper.id, kind };
}
function receive(
  request: string,
  paper: { line: string; seen: string; kind?: string | null },
  bytes: Uint8Array,
  { role = "social_worker" as Role, document = newId(), id = newId(), fields = {} } = {},
) {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(bytes)], "carte.jpg", { type: "image/jpeg" }));
  for (const [name, value] of Object.entries({ ...paper, id, onDay: day, ...fields }))
    if (value !== null && value !== undefined) form.set(name, String(value));
  return ask(role, "POST", `/requests/${request}/papers/documents/${document}`, form);
}
async function step(request: string, state: string, onDay: string) {
  const { steps } = (await ask("social_worker", "GET", `/requests/${request}`)).body;
  const seen = steps.findLast(({ until }: { until: string | null }) => until === null)?.id;
  const body = { seen, step: { id: newId(), state, onDay } };
  expect((await ask("social_worker", "POST", `/requests/${request}/steps`, body)).status).toBe(200);
}
const documents = async () =>
  (
    await centre.t.owner.query(
      "select id, type, nature, media, kept_until::text as kept, label from papers.document where person_id = $1 order by filed_at",
      [person],
    )
  ).rows;

describe("the list of papers", () => {
  test("asks first what is not known, then says which papers, of whom, and from which text", async () => {
    const request = await open("ame", { members: [{ name: "Moussa", birth: "2015-04-01" }] });
    expect((await gathered(request)).questions.map(({ fact }) => fact)).toContain("domiciled");
    for (const [fact, said] of [
      ["domiciled", false],
      ["hosted", true],
      ["sheltered", false],
      ["adult", true],
      ["resources", false],
      ["born_abroad", false],
      ["sixteen", true],
    ] as const)
      expect((await answer(request, fact, said)).status).toBe(200);
    const { proposed, questions } = await gathered(request);
    expect(questions).toEqual([]);
    const child = (await read(request)).members[0]?.key;
    expect(proposed.map(({ kind, who }) => [kind, who])).toEqual(
      expect.arrayContaining([
        ["identity_photo", null],
        ["identity", child],
        ["host_statement", null],
        ["no_resources", null],
        ["family_link", null],
      ]),
    );
    expect(proposed.map(({ kind }) => kind)).not.toContain("presence");
    const photo = proposed.find(({ kind }) => kind === "identity_photo")?.rules[0];
    expect([photo?.source, photo?.confidence]).toEqual([expect.stringContaining("2026-67"), "sure"]);
    // Before the décret, a paper without a photograph would do.
    expect(gather(await read(request), "2026-02-07").proposed.map(({ kind }) => kind)).not.toContain(
      "identity_photo",
    );
  });

  test("a network adds its own sort and rule; a rule of a fact that does not exist is refused", async () => {
    const { owner } = centre.t;
    await owner.query(
      `insert into rights.paper_kind (code, label, document_type, sort) values ('local', 'Fiche du quartier', 'supporting', 5);
       insert into rights.paper_rule (type, kind, needs, source, confidence) values ('apa', 'local', '{rsa}', 'Convention locale', 'sure')`,
    );
    const request = await open("apa");
    await answer(request, "rsa", true);
    expect((await gathered(request)).proposed.map(({ kind }) => kind)).toContain("local");
    await expect(
      owner.query(
        "insert into rights.paper_rule (type, kind, needs, source, confidence) values ('apa', 'local', '{inconnu}', 'x', 'sure')",
      ),
    ).rejects.toThrow("unknown fact");
    await owner.query(
      "delete from rights.paper_rule where kind = 'local'; delete from rights.paper_kind where code = 'local'",
    );
  });
});

describe("a paper", () => {
  test("is asked, received, out of date, refused with its reason; what was said before stays, and « complet » is proposed, never taken", async () => {
    const request = await open("domiciliation");
    for (const [fact, said] of [["rsa", false]] as const) await answer(request, fact, said);
    const asked = await askFor(request, "commune_link");
    const board = async () =>
      (
        await centre.t.owner.query(
          "select missing, papers_good_until::text as good, state from rights.request where id = $1",
          [request],
        )
      ).rows[0];
    expect(await board()).toMatchObject({
      missing: ["Preuve de votre lien avec la commune"],
      state: "to_prepare",
    });
    expect((await gathered(request)).step).toBe("documents_pending");
    const received = {
      ...asked,
      id: newId(),
      seen: asked.seen,
      state: "received",
      onDay: day,
      validUntil: "2026-03-10",
    };
    const sent = () => ask("social_worker", "POST", `/requests/${request}/papers`, { papers: [received] });
    expect([(await sent()).status, (await sent()).status]).toEqual([200, 200]);
    expect((await gathered(request)).step).toBe("complete");
    expect(await board()).toMatchObject({ missing: [], good: "2026-03-10", state: "to_prepare" });
    day = "2026-03-11";
    expect((await gathered(request)).lines.map(({ shown }) => shown)).toEqual(["expired"]);
    const refused = { ...asked, id: newId(), seen: received.id, state: "refused", onDay: day, reason: "" };
    expect(
      (await ask("social_worker", "POST", `/requests/${request}/papers`, { papers: [refused] })).status,
    ).toBe(422);
    const why = { papers: [{ ...refused, reason: "Illisible." }] };
    expect((await ask("social_worker", "POST", `/requests/${request}/papers`, why)).status).toBe(200);
    const { papers } = await read(request);
    expect(papers.map(({ state, until }) => [state, until === null])).toEqual([
      ["asked", false],
      ["received", false],
      ["refused", true],
    ]);
    // Someone who still sees the line as it was is told, and nothing is written.
    const late = { papers: [{ ...asked, id: newId(), state: "dropped", onDay: day }] };
    expect((await ask("nurse", "POST", `/requests/${request}/papers`, late)).status).toBe(409);
    expect((await read(request)).papers).toHaveLength(3);
  });

  test.each([
    ["a photo of the camera", JPEG, "jpeg"],
    ["a picture", png(), "png"],
    ["a page", pdf(), "pdf"],
    ["a telephone's own photo", heic(), "heic"],
  ])(
    "received by %s is kept encrypted, told by its content, with one act for both",
    async (_, bytes, media) => {
      const request = await open("ame");
      const line = await askFor(request, "identity_photo");
      const [document, id] = [newId(), newId()];
      const sent = () => receive(request, line, bytes, { document, id });
      expect([(await sent()).status, (await sent()).status]).toEqual([200, 200]);
      expect(await documents()).toMatchObject([
        {
          id: document,
          type: "identity",
          nature: "identity_detail",
          media,
          kept: null,
          label: "Pièce d’identité avec photo",
        },
      ]);
      const [received] = (await gathered(request)).lines;
      expect(received).toMatchObject({ state: "received", copies: [{ id: document, media }] });
      const { rows } = await centre.t.owner.query(
        'select sealed, wrapped, key_version as "keyVersion" from papers.content where document_id = $1',
        [document],
      );
      expect(rows[0].sealed.includes(bytes.subarray(0, 16))).toBe(false);
      const stranger = paperBox({ keys: () => [{ version: 1, material: Buffer.alloc(32, 9) }] });
      expect(() => stranger.open(rows[0], document)).toThrow();
      // The other side of the card is one more page.
      expect((await receive(request, { ...line, seen: received?.id ?? "" }, png(4, 4))).status).toBe(200);
      expect((await gathered(request)).lines[0]?.copies).toHaveLength(2);
    },
  );

  test("of which the content lies about its type is refused, and neither line nor copy is written", async () => {
    const request = await open("ame");
    const line = await askFor(request, "identity_photo");
    const answered = await receive(request, line, Buffer.from("MZ\x90\0 ceci n’est pas une photo"));
    expect([answered.status, answered.body.code]).toEqual([422, "not_a_document"]);
    expect((await receive(request, line, JPEG, { fields: { onDay: "2026-03-03" } })).status).toBe(422);
    expect((await receive(request, { ...line, seen: newId() }, JPEG)).status).toBe(409);
    expect(await documents()).toEqual([]);
    expect((await read(request)).papers).toHaveLength(1);
  });

  test("of a reserved right is read by its readers alone; who reads no care keeps no copy of a certificate", async () => {
    const request = await open("mdph");
    const form = await askFor(request, "form");
    const certificate = await askFor(request, "medical_certificate");
    expect((await receive(request, form, pdf())).status).toBe(200);
    expect((await receive(request, certificate, pdf("certificat"))).status).toBe(422);
    expect(await documents()).toMatchObject([{ type: "request_form", nature: "social_notes" }]);
    const certified = { ...certificate, id: newId(), state: "received", onDay: day };
    expect(
      (await ask("social_worker", "POST", `/requests/${request}/papers`, { papers: [certified] })).status,
    ).toBe(200);
    expect((await ask("administrative_officer", "GET", `/requests/${request}/papers`)).status).toBe(404);
    const seen = (await read(request, "doctor")).papers.filter(({ until }) => until === null);
    expect(seen.map(({ copies }) => copies)).toEqual([[{ withheld: true }], []]);
    const other = await askFor(await open("ame"), "identity");
    expect((await receive(request, other, JPEG)).status).toBe(409);
  });
});

describe("copies", () => {
  test("are kept until the decision can no longer be contested; the day moves when the decision is corrected", async () => {
    const request = await open("ame");
    await receive(request, await askFor(request, "identity_photo"), JPEG);
    const kept = async () => (await documents())[0]?.kept;
    await step(request, "filed", "2026-03-02");
    expect(await kept()).toBeNull();
    day = "2026-05-04";
    await step(request, "granted", "2026-04-28");
    expect(await kept()).toBe("2026-06-28");
    expect((await read(request)).copiesUntil).toBe("2026-06-28");
    const { steps } = (await ask("social_worker", "GET", `/requests/${request}`)).body;
    const decision = steps.findLast(({ state }: { state: string }) => state === "granted");
    const corrected = { step: { id: newId(), state: "granted", onDay: "2026-04-30" } };
    await ask("social_worker", "POST", `/requests/${request}/steps/${decision.id}/correct`, corrected);
    expect(await kept()).toBe("2026-06-30");
    // Another request that uses the same copy needs it longer.
    const other = await open("puma");
    const line = newId();
    const document = (await documents())[0]?.id;
    const shared = { id: newId(), line, kind: "identity", state: "received", onDay: day, document };
    expect(
      (await ask("social_worker", "POST", `/requests/${other}/papers`, { papers: [shared] })).status,
    ).toBe(200);
    expect(await kept()).toBeNull();
    await step(other, "withdrawn", "2026-05-04");
    expect(await kept()).toBe("2026-06-30");
  });
});

describe("the printed list", () => {
  const print = (request: string, language: string | null, id = newId()) =>
    ask("social_worker", "POST", `/requests/${request}/papers/lists/${id}`, {
      siteId: centre.site,
      language,
    });

  test.each(["en", "es", "pt", "ar", null])(
    "in %s beside French is PDF/UA, kept as long as the request needs it",
    async (language) => {
      const request = await open("ame");
      await askFor(request, "presence");
      const id = newId();
      expect([
        (await print(request, language, id)).status,
        (await print(request, language, id)).status,
      ]).toEqual([200, 200]);
      const { rows } = await centre.t.owner.query(
        "select content -> 'paper' as paper, nature from papers.document where id = $1",
        [id],
      );
      const [{ paper, nature }] = rows;
      expect([paper.right, nature]).toEqual(["Aide médicale de l’État (AME)", "right_requests"]);
      const [item] = paper.items;
      expect(item.label.fr).toBe("Preuve de présence en France depuis plus de 3 mois");
      expect([item.label.unchecked, paper.warning !== null]).toEqual([language !== null, language !== null]);
      if (language === "ar")
        expect([paper.language.direction, item.label.other]).toEqual([
          "rtl",
          expect.stringMatching(/\p{Script=Arabic}/u),
        ]);
      await step(request, "withdrawn", "2026-03-02");
      expect((await documents())[0]?.kept).toBe("2026-03-02");
    },
  );

  test("does not name a reserved right, and refuses by name a letter that no font has", async () => {
    const request = await open("mdph");
    await askFor(request, "identity");
    const id = newId();
    expect((await print(request, null, id)).status).toBe(200);
    const { rows } = await centre.t.owner.query(
      "select content #>> '{paper,right}' as told, nature from papers.document where id = $1",
      [id],
    );
    expect(rows).toEqual([{ told: null, nature: "social_notes" }]);
    const odd = { id: newId(), line: newId(), words: "Carte 😀", state: "asked", onDay: day };
    await ask("social_worker", "POST", `/requests/${request}/papers`, { papers: [odd] });
    const refused = await print(request, null);
    expect([refused.status, refused.body.code]).toEqual([422, "unprintable"]);
    expect(refused.body.message).toContain("😀");
  });
});
