/** Documents of a person: taken by what they are, kept encrypted, read by whom their nature says, and told in the trail. */
import { Socket } from "node:net";
import { serve } from "@hono/node-server";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import type { PersonDocument } from "../../src/papers/model.ts";
import { buildServer } from "../../src/server.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { heic, JPEG, pdf, png } from "../support/papers.ts";
import { depsOf, type ServedApp, serveApp } from "../support/served-app.ts";

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
  expect(app.unexpected.map(String)).toEqual([]);
  await raw.close();
  await centre.t.close();
});
beforeEach(async () => {
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Classée" });
  await centre.t.owner.query("delete from papers.document where person_id = $1", [person]);
});

interface Sent {
  readonly role?: Role;
  readonly id?: string;
  readonly name?: string;
  readonly mime?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

function formOf(bytes: Uint8Array, { name = "scan", mime = "image/jpeg", fields = {} }: Sent = {}): FormData {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(bytes)], name, { type: mime }));
  for (const [key, value] of Object.entries({ type: "result", ...fields })) form.set(key, value);
  return form;
}
const send = (bytes: Uint8Array, sent: Sent = {}) =>
  app.ask(
    centre.who[sent.role ?? "nurse"].token,
    "POST",
    `/api/people/${person}/documents/${sent.id ?? newId()}`,
    formOf(bytes, sent),
  );
const listed = async (role: Role): Promise<PersonDocument[]> =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body.documents ?? [];
const rows = async (what = "papers.document") =>
  (await centre.t.owner.query(`select * from ${what}`)).rows as Record<string, unknown>[];
const acts = async () =>
  (
    await centre.t.owner.query<{ action: string }>(
      "select action from audit.entry where person_id = $1 order by id",
      [person],
    )
  ).rows.map(({ action }) => action);

/** The answer itself, its headers and its bytes. */
async function fetched(role: Role, path: string, method = "GET") {
  const server = buildServer(depsOf(centre));
  const response = await server.request(
    `/api/people/${person}/documents/${path}`,
    {
      method,
      headers: { cookie: `maillage_session=${centre.who[role].token}`, origin: "http://localhost" },
    },
    { incoming: { socket: { remoteAddress: "192.0.2.1", remotePort: 1, remoteFamily: "IPv4" } } },
  );
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe("a document that comes", () => {
  test.each([
    ["pdf", pdf(), "photo.jpg"],
    ["jpeg", JPEG, "facture.pdf"],
    ["png", png(), "programme.exe"],
    ["heic", heic(), "IMG_0001.HEIC"],
  ] as const)("is a %s by its content, whatever its name says", async (media, bytes, name) => {
    expect((await send(bytes, { name, mime: "text/html" })).status).toBe(200);
    expect(await listed("nurse")).toMatchObject([
      { media, type: "result", nature: "clinical", by: "Essai nurse" },
    ]);
    expect(JSON.stringify(await rows())).not.toContain(name);
  });

  test.each([
    ["a page dressed as a picture", Buffer.from("<script>alert(1)</script>"), "photo.png", 422],
    [
      "a drawing",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "plan.svg",
      422,
    ],
    ["a PDF cut half-way", pdf("x".repeat(900)).subarray(0, 500), "scan.pdf", 422],
    ["a picture that would fill the memory", png(65_535, 65_535), "petite.png", 422],
    ["nothing", Buffer.alloc(0), "vide.pdf", 422],
    [
      "fifteen million bytes and one",
      Buffer.concat([JPEG, Buffer.alloc(15_000_001 - JPEG.length)]),
      "a.jpg",
      413,
    ],
    ["sixteen million", Buffer.alloc(16_000_000), "b.jpg", 413],
  ])("is refused when it is %s, saying why, and nothing is kept", async (_, bytes, name, status) => {
    const before = [await rows(), await rows("papers.content")];
    const { status: got, body } = await send(bytes, { name });
    expect([got, body.code, body.fields.file]).toEqual([
      status,
      "not_a_document",
      expect.stringMatching(/\S[.]$/u),
    ]);
    expect(body.message).toMatch(/Rien n’a été enregistré/);
    expect([await rows(), await rows("papers.content")]).toEqual(before);
    expect(await acts()).toEqual([]);
  });

  test("keeps of a picture that is also an archive the picture alone", async () => {
    const id = newId();
    await send(Buffer.concat([JPEG, Buffer.from("PK\x05\x06<script>alert(1)</script>")]), { id });
    expect((await fetched("nurse", `${id}/view`)).bytes).toEqual(JPEG);
  });

  test("sent twice, even at once, is filed once; another under the same identifier is refused", async () => {
    const id = newId();
    const both = await Promise.all([send(JPEG, { id }), send(JPEG, { id })]);
    expect(both.map(({ body }) => body)).toEqual([{ id }, { id }]);
    expect((await send(JPEG, { id })).body).toEqual({ id });
    expect((await send(png(), { id })).status).toBe(409);
    expect((await send(JPEG, { id, role: "doctor" })).status).toBe(409);
    expect(await listed("nurse")).toHaveLength(1);
    expect((await acts()).filter((act) => act === "document.file")).toHaveLength(1);
  });

  test("cut off on the way leaves nothing", async () => {
    const before = [await rows(), await rows("papers.content")];
    const server = serve({ fetch: buildServer(depsOf(centre)).fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const socket = new Socket();
    await new Promise<void>((resolve) => socket.connect(port, "127.0.0.1", resolve));
    const part = `--x\r\ncontent-disposition: form-data; name="type"\r\n\r\nresult\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    socket.write(
      `POST /api/people/${person}/documents/${newId()} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: http://127.0.0.1:${port}\r\n` +
        `cookie: maillage_session=${centre.who.nurse.token}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 900000\r\n\r\n${part}`,
    );
    socket.write(JPEG);
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    expect([await rows(), await rows("papers.content")]).toEqual(before);
    expect(await acts()).toEqual([]);
  });

  test("that the disk has no room for is refused saying so, and nothing is kept", async () => {
    // The nearest one comes here to a full disk: the error PostgreSQL gives then, in the middle of the writing.
    await centre.t.owner.query(`
      create function public.no_room() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      create trigger no_room before insert on papers.content for each row execute function public.no_room()`);
    try {
      const { status, body } = await send(JPEG);
      expect([status, body.code]).toEqual([507, "disk_full"]);
      expect(body.message).toMatch(/disque du serveur est plein. Rien n’a été enregistré/);
    } finally {
      await centre.t.owner.query("drop function public.no_room cascade");
    }
    expect(await listed("nurse")).toEqual([]);
    expect((await send(JPEG)).status).toBe(200);
  });

  test("comes back byte for byte, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60_000 }), async (data) => {
        const id = newId();
        const bytes = png(2, 2, [["prVt", Buffer.from(data)]]);
        expect((await send(bytes, { id })).status).toBe(200);
        expect((await fetched("nurse", `${id}/download`, "POST")).bytes).toEqual(bytes);
      }),
      { numRuns: 10 },
    );
  });
});

describe("what the database keeps", () => {
  test("is unreadable without the key, and opens for its own document alone", async () => {
    const secret = Buffer.from("Sérologie VIH positive");
    const [first, second] = [newId(), newId()];
    await send(png(2, 2, [["tEXt", secret]]), { id: first });
    await send(png(2, 2, [["tEXt", Buffer.from("Autre")]]), { id: second });
    const kept = await centre.t.owner.query<{ sealed: Buffer }>("select sealed from papers.content");
    for (const { sealed } of kept.rows)
      expect([sealed.includes("PNG"), sealed.includes(secret)]).toEqual([false, false]);
    // Bytes put under another document by the owner of the database are not shown.
    await centre.t.owner.query(
      `update papers.content c set sealed = o.sealed, wrapped = o.wrapped from papers.content o
        where c.document_id = $1 and o.document_id = $2`,
      [second, first],
    );
    expect(
      (await app.ask(centre.who.nurse.token, "POST", `/api/people/${person}/documents/${second}/download`))
        .status,
    ).toBe(500);
    expect(app.unexpected.splice(0)).toHaveLength(1);
  });

  test("is changed or removed by no role, and its nature is never lower than its type's", async () => {
    await send(JPEG);
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('document.file', $1)", [person]);
      for (const statement of [
        "update papers.document set nature = 'cover'",
        "update papers.document set content = '{}'",
        "update papers.content set sealed = ''",
        "delete from papers.document",
        "delete from papers.content",
      ])
        expect(await raw.outcome(statement), statement).toBe("42501");
      const lowered = `insert into papers.document (id, person_id, type, nature, origin, media, bytes, blind, purpose, author_name, author_role)
        select uuidv7(), '${person}', 'addiction', 'identity_detail', 'received', 'pdf', 1, '', 'care', a.display_name, access.role()
          from access.account a where a.id = access.account_id()`;
      expect(await raw.outcome(lowered)).toBe("42501");
      expect(await raw.outcome(lowered.replace("identity_detail", "clinical"))).toBe("done");
    });
  });
});

describe("who reads what", () => {
  const READERS: readonly Role[] = [
    "doctor",
    "nurse",
    "trainee",
    "paramedic",
    "social_worker",
    "administrative_officer",
    "mediator",
    "reception",
  ];
  const seenBy = async () => {
    const seen: Partial<Record<Role, string[]>> = {};
    for (const role of READERS) seen[role] = (await listed(role)).map(({ label }) => label).sort();
    return seen;
  };

  test("each type by its nature, raised when its filer said so", async () => {
    const file = (role: Role, label: string, fields: Record<string, string>) =>
      send(JPEG, { role, fields: { label, ...fields } });
    expect((await file("nurse", "analyse", { type: "result" })).status).toBe(200);
    expect((await file("reception", "carte", { type: "identity" })).status).toBe(200);
    expect((await file("social_worker", "loyer", { type: "resources" })).status).toBe(200);
    expect((await file("social_worker", "violences", { type: "other", nature: "social_notes" })).status).toBe(
      200,
    );
    expect((await file("nurse", "MDPH", { type: "decision", nature: "clinical" })).status).toBe(200);
    expect((await file("paramedic", "bilan", { type: "letter" })).status).toBe(200);
    expect(await seenBy()).toEqual({
      doctor: ["MDPH", "analyse", "bilan", "carte"],
      nurse: ["MDPH", "analyse", "bilan", "carte", "loyer"],
      trainee: ["MDPH", "analyse", "bilan", "carte"],
      paramedic: ["bilan", "carte"],
      social_worker: ["carte", "loyer", "violences"],
      administrative_officer: ["carte"],
      mediator: ["carte", "loyer"],
      reception: ["carte"],
    });
    const { body } = await app.ask(centre.who.reception.token, "GET", `/api/people/${person}`);
    expect(body.withheld.counts.clinical).toBeGreaterThanOrEqual(3);
  });

  test("whoever may not write a nature files nothing of it, whatever they say", async () => {
    for (const [role, fields] of [
      ["social_worker", { type: "result" }],
      ["reception", { type: "addiction" }],
      ["reception", { type: "request_form" }],
      ["administrative_officer", { type: "long_illness" }],
      ["doctor", { type: "cover_proof" }],
      ["nurse", { type: "no_such_type" }],
    ] as const)
      expect([role, (await send(JPEG, { role, fields })).status]).toEqual([role, 403]);
    expect(await rows(`papers.document where person_id = '${person}'`)).toEqual([]);
  });

  test("an opening is a line of the trail; what one may not see is not there, and leaves none", async () => {
    const id = newId();
    await send(JPEG, { id });
    for (const role of ["social_worker", "reception", "paramedic", "mediator"] as const) {
      expect((await fetched(role, `${id}/view`)).status, role).toBe(404);
      expect((await fetched(role, `${id}/download`, "POST")).status, role).toBe(404);
    }
    expect(await acts()).toEqual(["document.file"]);
    expect((await fetched("doctor", `${id}/view`)).status).toBe(200);
    expect((await fetched("doctor", `${id}/download`, "POST")).status).toBe(200);
    expect(await acts()).toEqual(["document.file", "document.open", "document.download"]);
    const other = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Ailleurs",
    });
    person = other;
    expect((await send(JPEG)).status).toBe(403);
    expect((await fetched("doctor", `${id}/view`)).status).toBe(404);
  });
});

describe("a document shown", () => {
  test("a picture opens in a page that may do nothing; a PDF from elsewhere and a HEIC are only downloaded", async () => {
    const [picture, paper, apple] = [newId(), newId(), newId()];
    await send(JPEG, { id: picture, fields: { onDay: "2026-03-01" } });
    await send(pdf("3 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj"), { id: paper });
    await send(heic(), { id: apple });
    const shown = await fetched("nurse", `${picture}/view`);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-disposition": 'inline; filename="result-2026-03-01.jpg"',
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
    });
    for (const id of [paper, apple]) {
      expect((await fetched("nurse", `${id}/view`)).status).toBe(404);
      const { headers } = await fetched("nurse", `${id}/download`, "POST");
      expect(headers.get("content-disposition")).toMatch(/^attachment; filename="result\.(pdf|heic)"$/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("a document withdrawn", () => {
  const withdraw = (role: Role, id: string, reason = "Classé au mauvais dossier.") =>
    app.ask(centre.who[role].token, "POST", `/api/people/${person}/documents/${id}/withdraw`, { reason });

  test("is shown no more, for a reason, and stays where its time is counted", async () => {
    const id = newId();
    await send(JPEG, { id });
    expect((await withdraw("nurse", id, " ")).body.fields.reason).toMatch(/pourquoi/);
    expect((await withdraw("social_worker", id)).status).toBe(404);
    expect((await withdraw("doctor", id)).body).toEqual({ done: true });
    expect((await withdraw("doctor", id)).status).toBe(404);
    expect(await listed("nurse")).toEqual([]);
    expect((await fetched("nurse", `${id}/view`)).status).toBe(404);
    const { rows: kept } = await centre.t.owner.query("select * from papers.document where id = $1", [id]);
    expect(kept).toMatchObject([
      { withdrawn_by: "Essai doctor", withdrawn_reason: "Classé au mauvais dossier." },
    ]);
  });
});
