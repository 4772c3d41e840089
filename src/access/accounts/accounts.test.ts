/** Accounts kept by the centre itself, on the whole application and a real database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrangeFullCentre, type Centre, openSessionOf } from "../../../tests/support/centre.ts";
import { type ServedApp, serveApp } from "../../../tests/support/served-app.ts";
import { openMail } from "../../platform/mail/outgoing.ts";
import type { Role } from "../model.ts";
import { mailBox } from "./mail-box.ts";

let centre: Centre;
let app: ServedApp;
let keeper: string;
let woken = 0;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  keeper = centre.who.technical_administrator.token;
});
afterAll(() => centre.t.close());

const ask = (token: string | null, path: string, body?: unknown) => app.ask(token, "POST", path, body);
const read = (token: string, path: string) => app.ask(token, "GET", path);
let count = 0;

/** Invites someone with this role. @returns the account's id, the link's token and the assignment's id */
async function invite(role: Role = "nurse", over: Record<string, unknown> = {}) {
  const email = `colleague${++count}@centre.example`;
  const { status, body } = await ask(keeper, "/api/accounts", {
    name: `Collègue ${count}`,
    email,
    role,
    structureId: centre.team,
    supervisorId: null,
    from: "2020-01-01",
    until: null,
    ...over,
  });
  expect([status, body.mailed]).toEqual([200, false]);
  const { rows } = await centre.t.owner.query<{ id: string; assignment: string }>(
    "select a.id, g.id as assignment from access.account a join access.assignment g on g.account_id = a.id where email = $1",
    [email],
  );
  return { email, token: String(body.link).split("#")[1] ?? "", ...(rows[0] ?? { id: "", assignment: "" }) };
}

/** Opens a session of an account directly, as a completed sign-in does. */
async function sessionOf(account: string, minutesAgo = 0): Promise<string> {
  const token = `session-${++count}-${"x".repeat(30)}`;
  await centre.t.owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, second_factor, created_at, expires_at)
     select sha256($1::bytea), account_id, id, 'browser', true, now() - make_interval(mins => $3), now() + interval '1 hour'
       from access.assignment where account_id = $2 order by id limit 1`,
    [Buffer.from(token), account, minutesAgo],
  );
  return token;
}

async function acts(account: string): Promise<string[]> {
  const { rows } = await centre.t.owner.query<{ action: string }>(
    "select action from audit.entry where object_id = $1 or account_id = $1 and object_id is null order by id",
    [account],
  );
  return rows.map(({ action }) => action);
}

const accept = (token: string) =>
  ask(null, "/api/invitation/accept", { token, password: "trois chats sous la pluie" });

describe("inviting", () => {
  test("opens an account with its first function and a link that serves once, all audited", async () => {
    const made = await invite("doctor");
    expect(await acts(made.id)).toEqual(["account.create", "assignment.add", "account.link"]);
    const { body } = await read(keeper, "/api/accounts");
    const line = body.accounts.find(({ id }: { id: string }) => id === made.id);
    expect(line).toMatchObject({
      standing: "invited",
      assignments: [{ role: "doctor", from: "2020-01-01", until: null, standing: "current" }],
    });
    expect((await accept(made.token)).body.step).toBe("enrol");
    expect((await accept(made.token)).status).toBe(410);
    const after = await read(keeper, "/api/accounts");
    expect(after.body.accounts.find(({ id }: { id: string }) => id === made.id).standing).toBe("open");
  });

  test("refuses what does not hold, in French, and changes nothing", async () => {
    const made = await invite();
    const form = {
      name: "X",
      role: "nurse",
      structureId: centre.team,
      supervisorId: null,
      from: "2020-01-01",
      until: null,
    };
    const twice = await ask(keeper, "/api/accounts", { ...form, email: made.email.toUpperCase() });
    expect([twice.status, twice.body.code]).toEqual([409, "known_email"]);
    const refused = async (over: object) =>
      (await ask(keeper, "/api/accounts", { ...form, email: "autre@centre.example", ...over })).body;
    expect((await refused({ role: "trainee" })).fields.supervisorId).toMatch(/responsable/);
    expect((await refused({ until: "2019-12-31" })).fields.until).toMatch(/avant/);
    expect((await refused({ email: "pas une adresse" })).fields.email).toMatch(/adresse/);
    expect((await refused({ role: "console" })).code).toBe("invalid");
    expect((await refused({ structureId: made.id })).code).toBe("not_found");
    expect((await refused({ role: "trainee", supervisorId: made.id })).code).toBe("not_found");
    const { rows } = await centre.t.owner.query(
      "select from access.account where email = 'autre@centre.example'",
    );
    expect(rows).toEqual([]);
  });

  test("goes by mail when mail is set up: sealed, in the same transaction, never on the screen", async () => {
    const mailing = serveApp(centre, { mail: { wake: () => woken++, ownUrl: () => new URL("http://ici/") } });
    const { body } = await mailing.ask(keeper, "POST", "/api/accounts", {
      name: "Par Courrier",
      email: "courrier@centre.example",
      role: "nurse",
      structureId: centre.team,
      supervisorId: null,
      from: "2020-01-01",
      until: null,
    });
    expect(body).toMatchObject({ mailed: true, link: null });
    expect(woken).toBe(1);
    const { rows } = await centre.t.owner.query("select id, sealed from access.outgoing_mail");
    expect(rows).toHaveLength(1);
    const mail = openMail(mailBox(Buffer.from(centre.t.secrets.stampSecret, "base64")), rows[0]);
    expect(mail).toMatchObject({ to: "courrier@centre.example", subject: "Votre accès à Maillage" });
    const token = /\/invitation#(\S+)/.exec(mail.text)?.[1] ?? "";
    expect((await accept(token)).body.step).toBe("enrol");
  });
});

describe("functions", () => {
  test("of several, one is active; switching is the account's own, audited, under the same token", async () => {
    const made = await invite("nurse");
    const token = await sessionOf(made.id);
    const added = await ask(keeper, `/api/accounts/${made.id}/assignments`, {
      role: "network_manager",
      structureId: centre.team,
      supervisorId: null,
      from: "2020-01-01",
      until: null,
    });
    expect(added.status).toBe(200);
    const me = (await read(token, "/api/me")).body;
    expect([me.role, me.assignments.length]).toEqual(["nurse", 2]);
    const other = me.assignments.find(({ role }: { role: string }) => role === "network_manager").id;
    expect((await ask(token, "/api/session/assignment", { assignmentId: other })).status).toBe(200);
    expect((await read(token, "/api/me")).body).toMatchObject({
      role: "network_manager",
      assignmentId: other,
    });
    expect((await ask(token, "/api/people/search", { words: "x" })).status).toBe(403);
    expect(await acts(made.id)).toContain("session.assignment");
    // Another's function, and one that ended, are not to be had.
    const { rows } = await centre.t.owner.query(
      "select id from access.assignment where role = 'medical_director'",
    );
    expect((await ask(token, "/api/session/assignment", { assignmentId: rows[0].id })).status).toBe(404);
    expect((await ask(keeper, `/api/assignments/${made.assignment}/end`)).status).toBe(200);
    expect((await ask(token, "/api/session/assignment", { assignmentId: made.assignment })).status).toBe(404);
    expect((await ask(keeper, `/api/assignments/${made.assignment}/end`)).status).toBe(409);
  });

  test("the same one twice at the same time is refused; dated ones open on their day", async () => {
    const made = await invite("nurse");
    const form = {
      role: "nurse",
      structureId: centre.team,
      supervisorId: null,
      from: "2021-01-01",
      until: null,
    };
    expect((await ask(keeper, `/api/accounts/${made.id}/assignments`, form)).body.code).toBe(
      "same_assignment",
    );
    const later = { ...form, role: "doctor", from: "2999-01-01", until: "2999-01-31" };
    expect((await ask(keeper, `/api/accounts/${made.id}/assignments`, later)).status).toBe(200);
    const { body } = await read(keeper, "/api/accounts");
    const line = body.accounts.find(({ id }: { id: string }) => id === made.id);
    expect(line.assignments[1]).toMatchObject({
      from: "2999-01-01",
      until: "2999-01-31",
      standing: "future",
    });
    expect((await read(await sessionOf(made.id), "/api/me")).body.assignments).toHaveLength(1);
  });

  test("ending one ends at once the sessions under it", async () => {
    const made = await invite("nurse");
    const token = await sessionOf(made.id);
    expect((await read(token, "/api/me")).status).toBe(200);
    await ask(keeper, `/api/assignments/${made.assignment}/end`);
    expect((await read(token, "/api/me")).status).toBe(401);
  });
});

describe("leaving", () => {
  test("takes effect at once: sessions, links and sign-ins under way end; coming back starts from a new sign-in", async () => {
    const made = await invite("nurse");
    const token = await sessionOf(made.id);
    expect((await ask(keeper, `/api/accounts/${made.id}/close`)).status).toBe(200);
    expect((await read(token, "/api/me")).status).toBe(401);
    expect((await accept(made.token)).status).toBe(410);
    expect((await ask(keeper, `/api/accounts/${made.id}/links`, { purpose: "invitation" })).status).toBe(404);
    expect((await ask(keeper, `/api/accounts/${made.id}/close`)).status).toBe(409);
    expect((await ask(keeper, `/api/accounts/${made.id}/reopen`)).status).toBe(200);
    expect((await read(token, "/api/me")).status).toBe(401);
    expect((await accept(made.token)).status).toBe(410);
    expect(await acts(made.id)).toEqual(expect.arrayContaining(["account.disable", "account.enable"]));
  });

  test("is refused of oneself, and of the last who keeps the accounts", async () => {
    const own = centre.who.technical_administrator.account;
    expect((await ask(keeper, `/api/accounts/${own}/close`)).body.code).toBe("own_account");
    const { rows } = await centre.t.owner.query("select id from access.assignment where account_id = $1", [
      own,
    ]);
    expect((await ask(keeper, `/api/assignments/${rows[0].id}/end`)).body.code).toBe("last_keeper");
    expect((await read(keeper, "/api/me")).status).toBe(200);
  });
});

describe("a lost second factor", () => {
  test("is renewed on the spot by the director or the keeper who signed in recently, never by others", async () => {
    const made = await invite("nurse");
    await accept(made.token);
    const purpose = { purpose: "invitation" };
    const director = centre.who.medical_director;
    const late = await sessionOf(director.account, 20);
    expect((await ask(late, `/api/accounts/${made.id}/links`, purpose)).body.code).toBe("reauthenticate");
    const { token } = await openSessionOf(centre.t.owner, "medical_director");
    const given = await ask(token, `/api/accounts/${made.id}/links`, purpose);
    expect(given.status).toBe(200);
    expect((await accept(String(given.body.link).split("#")[1] ?? "")).body.step).toBe("enrol");
    expect((await ask(token, `/api/accounts/${made.id}/links`, { purpose: "reset" })).status).toBe(403);
    expect((await ask(token, `/api/accounts/${director.account}/links`, purpose)).status).toBe(404);
    expect((await ask(centre.who.doctor.token, `/api/accounts/${made.id}/links`, purpose)).status).toBe(403);
  });

  test("of who keeps the accounts is not the director's to renew", async () => {
    const made = await invite("technical_administrator");
    const { token } = await openSessionOf(centre.t.owner, "medical_director");
    expect((await ask(token, `/api/accounts/${made.id}/links`, { purpose: "invitation" })).status).toBe(403);
    expect((await ask(keeper, `/api/accounts/${made.id}/links`, { purpose: "invitation" })).status).toBe(200);
  });
});

describe("sessions", () => {
  test("one's own are listed and closed; a colleague's are not even known", async () => {
    const [ana, ben] = [await invite(), await invite()];
    const [here, elsewhere, other] = [
      await sessionOf(ana.id),
      await sessionOf(ana.id),
      await sessionOf(ben.id),
    ];
    const { sessions } = (await read(here, "/api/sessions")).body;
    expect(sessions).toHaveLength(2);
    const away = sessions.find(({ current }: { current: boolean }) => !current);
    expect((await ask(other, `/api/sessions/${away.id}/close`)).status).toBe(409);
    expect((await read(other, `/api/accounts/${ana.id}/sessions`)).status).toBe(403);
    expect((await ask(here, `/api/sessions/${away.id}/close`)).status).toBe(200);
    expect((await read(elsewhere, "/api/me")).status).toBe(401);
    expect((await read(here, "/api/me")).status).toBe(200);
    const seen = (await read(keeper, `/api/accounts/${ana.id}/sessions`)).body.sessions;
    expect(seen).toHaveLength(1);
    expect((await ask(keeper, `/api/sessions/${seen[0].id}/close`)).status).toBe(200);
    expect((await read(here, "/api/me")).status).toBe(401);
  });
});

describe("a forgotten password", () => {
  const forgotten = (mailing: ServedApp, email: string) =>
    mailing.ask(null, "POST", "/api/sign-in/forgotten", { email });
  const waiting = async () =>
    (await centre.t.owner.query("select id, sealed from access.outgoing_mail order by created_at desc")).rows;

  test("is answered alike whether or not there is an account; only a holder gets a letter, and one at a time", async () => {
    const made = await invite();
    await accept(made.token);
    await centre.t.owner.query("update access.one_time_link set created_at = now() - interval '1 hour'");
    const mailing = serveApp(centre, {
      mail: { wake: () => {}, ownUrl: () => new URL("http://ici.example/") },
    });
    const before = (await waiting()).length;
    const answers = await Promise.all([
      forgotten(mailing, made.email),
      forgotten(mailing, made.email),
      forgotten(mailing, "personne@centre.example"),
      forgotten(mailing, "n’importe quoi"),
    ]);
    for (const answer of answers) expect(answer).toEqual({ status: 200, body: { mail: true } });
    const letters = await waiting();
    expect(letters).toHaveLength(before + 1);
    const mail = openMail(mailBox(Buffer.from(centre.t.secrets.stampSecret, "base64")), letters[0]);
    // Never the host a request names: anybody may choose it.
    expect(mail.text).toContain("http://ici.example/invitation#");
    expect(await acts(made.id)).toContain("account.link");
  });

  test("without mail says so, and makes nothing", async () => {
    const before = (await waiting()).length;
    const made = await invite();
    await accept(made.token);
    expect((await forgotten(app, made.email)).body).toEqual({ mail: false });
    expect(await waiting()).toHaveLength(before);
  });

  test("of someone who never accepted leaves the invitation as it is", async () => {
    const made = await invite();
    await centre.t.owner.query("update access.one_time_link set created_at = now() - interval '1 hour'");
    const mailing = serveApp(centre, {
      mail: { wake: () => {}, ownUrl: () => new URL("http://ici.example/") },
    });
    await forgotten(mailing, made.email);
    expect((await accept(made.token)).body.step).toBe("enrol");
  });
});

test("the trail names who acted to those who read it", async () => {
  const { body } = await ask(centre.who.auditor.token, "/api/audit/entries", {});
  const names = body.entries.map(({ account }: { account: string }) => account);
  expect(names).toContain((await read(centre.who.auditor.token, "/api/me")).body.name);
});

test("nothing unexpected happened", () => {
  expect(app.unexpected).toEqual([]);
});
