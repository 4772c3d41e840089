/** Another program asks for a person's page: believed once, by its signature and its age; opened by one's own rights, or not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { removeSpent } from "../../src/access/sign-in/spent-rows.ts";
import { signOpening } from "../../src/people/programs/signed-opening.ts";
import { buildServer } from "../../src/server.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre, openSessionOf } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { depsOf, type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let server: ReturnType<typeof buildServer>;
let person: string;
let program: { readonly id: string; readonly secret: string };

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  server = buildServer(depsOf(centre, app.unexpected));
  const author = centre.who.doctor.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Liée" });
  program = await newProgram("Dossier Soin");
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  await centre.t.close();
});

const as = (role: Role, method: string, path: string, body?: unknown, headers = {}) =>
  app.ask(centre.who[role].token, method, path, body, headers);

async function newProgram(name: string) {
  const id = newId();
  const { body } = await as("technical_administrator", "POST", "/api/programs", { id, name });
  return { id, secret: body.secret as string };
}

const seconds = () => Math.floor(Date.now() / 1000);
let forms = 0;
/** A form as the program signs it. */
function form(number: string, over: Record<string, string> = {}, by = program): Record<string, string> {
  forms += 1;
  const nonce = `nonce-of-this-form-${forms}`;
  const asked = { program: by.id, number, issuedAt: seconds(), nonce, ...over };
  const signature = signOpening(by.secret, { ...asked, issuedAt: Number(asked.issuedAt) });
  return { ...asked, issuedAt: String(asked.issuedAt), signature, ...over };
}

/** Posts a form from a page of elsewhere. @returns what the browser is told, and the cookie it is given */
async function post(fields: Record<string, string>) {
  const response = await server.request(
    "/ouvrir",
    {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://soin.example",
        "sec-fetch-site": "cross-site",
      },
      body: new URLSearchParams(fields),
    },
    { incoming: { socket: { remoteAddress: "192.0.2.1", remotePort: 1, remoteFamily: "IPv4" } } },
  );
  const cookie = /maillage_opening=([^;]*); Max-Age=600; Path=\/; HttpOnly; SameSite=Strict/.exec(
    response.headers.get("set-cookie") ?? "",
  );
  expect([response.status, response.headers.get("location")]).toEqual([303, "/ouvrir"]);
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  return cookie?.[1] ?? "";
}
/** What someone signed in is told of it. */
async function take(role: Role, cookie: string, token = centre.who[role].token) {
  const { body } = await app.ask(
    token,
    "POST",
    "/api/openings/take",
    {},
    {
      cookie: `maillage_session=${token}; maillage_opening=${cookie}`,
    },
  );
  return body;
}
const attach = (role: Role, to: string, number: string, id = newId()) =>
  as(role, "POST", `/api/people/${to}/program-numbers`, { id, program: program.id, number });
const acts = async (action: string) =>
  (
    await centre.t.owner.query(
      "select account_id, person_ids, detail from audit.entry where action = $1 order by id",
      [action],
    )
  ).rows;

test("a number unknown here is offered to attach, then opens its person's page, to whoever may know them", async () => {
  const first = await take("doctor", await post(form("4521")));
  expect(first).toEqual({
    step: "asked",
    program: { id: program.id, name: "Dossier Soin" },
    number: "4521",
    people: [],
  });
  const id = newId();
  expect((await attach("doctor", person, "4521", id)).status).toBe(200);
  expect((await attach("doctor", person, "4521", id)).status).toBe(200);
  const cookie = await post(form("4521"));
  const opened = await take("social_worker", cookie);
  expect(opened.people).toEqual([{ id: person, localNumber: expect.any(Number), name: "Essai Liée" }]);
  expect((await as("doctor", "GET", `/api/people/${person}`)).body.programs).toContainEqual({
    id,
    on: person,
    program: "Dossier Soin",
    number: "4521",
  });
  const [last] = (await acts("program.open")).slice(-1);
  expect([last.account_id, last.person_ids]).toEqual([centre.who.social_worker.account, [person]]);
  // Neither what was asked nor the secret is anywhere to be read, the trail included.
  const { rows } = await centre.t.owner.query(
    `select (select string_agg(row_to_json(o)::text, '') from access.opening o) || (select string_agg(row_to_json(g)::text, '') from access.program g)
            || (select string_agg(row_to_json(e)::text, '') from audit.entry e where e.action like 'program.%') as text`,
  );
  expect(rows[0].text).not.toMatch(new RegExp(`4521"|${program.secret}`));
});

test("one form opens once: sent again it is refused, by whatever server, and its token is one session's", async () => {
  const again = form("4521");
  const other = buildServer(depsOf({ ...centre }));
  const send = (to: typeof server) =>
    to.request(
      "/ouvrir",
      { method: "POST", body: new URLSearchParams(again) },
      { incoming: { socket: { remoteAddress: "192.0.2.1", remotePort: 1, remoteFamily: "IPv4" } } },
    );
  const answers = await Promise.all([send(server), send(other)]);
  const cookies = answers.map(
    ({ headers }) => /maillage_opening=([^;]*)/.exec(headers.get("set-cookie") ?? "")?.[1] ?? "",
  );
  const [good] = cookies.filter((one) => !one.startsWith("refused"));
  expect(cookies.filter((one) => one === "refused-opening-used")).toHaveLength(1);
  expect(await take("doctor", "refused-opening-used")).toEqual({ step: "refused", why: "used" });
  expect((await take("doctor", good as string)).people).toHaveLength(1);
  expect((await take("doctor", good as string)).people).toHaveLength(1);
  const elsewhere = await openSessionOf(centre.t.owner, "doctor");
  expect(await take("doctor", good as string, elsewhere.token)).toEqual({ step: "nothing" });
});

test("a form too old, from a clock far ahead, changed, or of a program unknown is refused, and opens nothing", async () => {
  for (const [fields, why] of [
    [form("4521", { issuedAt: String(seconds() - 70) }), "too_old"],
    [form("4521", { issuedAt: String(seconds() + 70) }), "too_old"],
    [form("4521", { signature: "0".repeat(64) }), "unknown"],
    [{ ...form("4521"), number: "4522" }, "unknown"],
    [form("4521", {}, { id: newId(), secret: program.secret }), "unknown"],
    [{}, "unknown"],
    [{ ...form("4521"), more: "x".repeat(5000) }, "unknown"],
  ] as const)
    expect(await take("doctor", await post(fields as Record<string, string>)), why).toEqual({
      step: "refused",
      why,
    });
  expect((await acts("program.refuse")).map(({ detail }) => detail.why)).toEqual([
    "used",
    "too_old",
    "too_old",
    "unknown",
    "unknown",
  ]);
  expect(await take("doctor", "A".repeat(43))).toEqual({ step: "nothing" });
});

test("what waits is over after ten minutes, then removed with its nonce", async () => {
  const cookie = await post(form("4521"));
  await centre.t.owner.query(
    "update access.opening set expires_at = clock_timestamp(), kept_until = now() - interval '2 hours'",
  );
  expect(await take("doctor", cookie)).toEqual({ step: "nothing" });
  await removeSpent(centre.t.db.signIn);
  expect((await centre.t.owner.query("select from access.opening")).rowCount).toBe(0);
});

test("somebody one may not know answers as nobody: objected to, of another structure, or to a partner", async () => {
  const author = centre.who.doctor.account;
  const hidden = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Cachée" });
  expect((await attach("social_worker", hidden, "7007")).status).toBe(200);
  await centre.t.owner.query(
    `insert into access.objection (id, person_id, account_id, said_on, means, recorded_by) values (gen_random_uuid(), $1, $2, '2026-01-01', 'oral', $2)`,
    [hidden, author],
  );
  const toNobody = await take("doctor", await post(form("9999")));
  expect(await take("doctor", await post(form("7007")))).toEqual({ ...toNobody, number: "7007" });
  expect((await take("nurse", await post(form("7007")))).people).toHaveLength(1);
  // They attach it to another: told nothing, and each then opens whom they may know; the nurse is shown both.
  expect((await attach("doctor", person, "7007")).status).toBe(200);
  expect((await take("doctor", await post(form("7007")))).people).toEqual([
    expect.objectContaining({ id: person }),
  ]);
  expect((await take("nurse", await post(form("7007")))).people.map(({ id }: { id: string }) => id)).toEqual([
    hidden,
    person,
  ]);
  for (const role of ["outside_social_worker", "prescriber", "auditor", "technical_administrator"] as const)
    expect(await take(role, await post(form("7007")))).toMatchObject({ code: "forbidden" });
});

test("a number is one person's: another's is told to who may know them, and is theirs once taken back", async () => {
  const author = centre.who.doctor.account;
  const other = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Autre" });
  const id = newId();
  await attach("reception", other, "8008", id);
  const { status, body } = await attach("doctor", person, "8008");
  expect([status, body.code, body.on]).toEqual([409, "number_taken", other]);
  expect((await attach("paramedic", person, "8009")).status).toBe(403);
  expect((await as("doctor", "POST", `/api/people/${other}/program-numbers/${id}/end`)).status).toBe(200);
  expect((await as("doctor", "POST", `/api/people/${other}/program-numbers/${id}/end`)).status).toBe(200);
  expect((await attach("doctor", person, "8008")).status).toBe(200);
  expect((await as("doctor", "POST", `/api/people/${person}/program-numbers/${id}/end`)).status).toBe(404);
});

test("a program revoked is believed no more, what waited included; its secret is told once, to who keeps accounts", async () => {
  const brief = await newProgram("Logiciel bref");
  expect(
    (await as("technical_administrator", "POST", "/api/programs", { id: newId(), name: "logiciel BREF" }))
      .status,
  ).toBe(409);
  const waiting = await post(form("1", {}, brief));
  const { body } = await as("technical_administrator", "GET", "/api/programs");
  expect(body.programs[0]).toMatchObject({ id: brief.id, name: "Logiciel bref", revokedAt: null });
  expect(body.programs[0].lastUsedAt).not.toBeNull();
  expect(JSON.stringify(body)).not.toContain(brief.secret);
  await as("technical_administrator", "POST", `/api/programs/${brief.id}/revoke`);
  expect(await take("doctor", waiting)).toEqual({ step: "nothing" });
  expect(await take("doctor", await post(form("1", {}, brief)))).toEqual({ step: "refused", why: "unknown" });
  const { body: refused } = await as("doctor", "POST", `/api/people/${person}/program-numbers`, {
    id: newId(),
    program: brief.id,
    number: "1",
  });
  expect(refused.code).toBe("stale");
});

test("one connection that asks far more than a centre does is told to wait", async () => {
  await centre.t.owner.query("update access.rate_limit set points = 600 where key like 'opening:%'");
  expect(await take("doctor", await post(form("4521")))).toEqual({ step: "refused", why: "too_many" });
  await centre.t.owner.query("delete from access.rate_limit where key like 'opening:%'");
  expect((await take("doctor", await post(form("4521")))).people).toHaveLength(1);
});
