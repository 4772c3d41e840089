import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeAccount,
  arrangeCentre,
  arrangeColleague,
  type Colleague,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { createInvitation } from "./links.ts";
import { hashToken } from "./tokens.ts";

let t: TestDatabase;
let door: Door;
let structure: string;
let camille: Colleague;

beforeAll(async () => {
  t = await testDatabase();
  structure = await arrangeCentre(t.owner);
  door = openDoor(t);
  camille = await arrangeColleague(t, door, structure, "camille@centre.invalid");
});
afterAll(() => t?.close());

/** Whoever signs in next has a code nobody used. */
function later(): void {
  door.time = new Date(door.time.getTime() + 60_000);
}

function codeOf(secret = ""): string {
  return new TOTP({ secret: secret.replaceAll(" ", "") }).generate({ timestamp: door.time.getTime() });
}

async function lastAct(): Promise<{ action: string; account_id: string | null; detail: unknown }> {
  const { rows } = await t.owner.query(
    "select action, account_id, detail from audit.entry order by id desc limit 1",
  );
  return rows[0];
}

describe("password and code", () => {
  test("right ones open a session, of which only the hash is kept", async () => {
    const browser = door.browser();
    const first = await browser.post("/api/sign-in", {
      email: " Camille@Centre.invalid ",
      password: PASSWORD,
    });
    expect(first).toEqual({ status: 200, body: { step: "second_factor", methods: ["totp"] } });
    expect(browser.cookies.has("maillage_session")).toBe(false);
    expect((await browser.post("/api/sign-in/totp", { code: camille.code() })).body).toEqual({
      step: "done",
    });

    const token = browser.cookies.get("maillage_session") ?? "";
    expect(browser.cookies.has("maillage_step")).toBe(false);
    expect(await actorOf(t, token)).toBe(camille.id);
    const { rows } = await t.owner.query(
      "select id, s::text as everything, second_factor, kind from access.session s where token_hash = $1",
      [hashToken(token)],
    );
    expect(rows[0]).toMatchObject({ second_factor: true, kind: "browser" });
    expect(rows[0].everything).not.toContain(token);
    expect(await lastAct()).toEqual({
      action: "session.open",
      account_id: camille.id,
      detail: { session: rows[0].id, kind: "browser" },
    });
    later();
  });

  test("unknown, mistaken, closed and never-accepted accounts are told alike, and noted", async () => {
    await arrangeAccount(t.owner, structure, "invited@centre.invalid");
    const closed = await arrangeColleague(t, door, structure, "closed@centre.invalid");
    await t.owner.query("update access.account set disabled_at = now() where id = $1", [closed.id]);
    const answers = [];
    for (const [email, password] of [
      ["nobody@centre.invalid", PASSWORD],
      ["nobody\u0000@centre.invalid", PASSWORD],
      [camille.email, "trois chats sous la lune"],
      [closed.email, PASSWORD],
      ["invited@centre.invalid", PASSWORD],
    ]) {
      answers.push(await door.browser().post("/api/sign-in", { email, password }));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "credentials" } });
    expect(await lastAct()).toMatchObject({ action: "session.refused", detail: { by: "password" } });
  });

  test("the password alone opens nothing and cannot add a second factor", async () => {
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    for (const path of ["/api/security/totp/start", "/api/security/passkeys/options"]) {
      expect(await browser.post(path)).toMatchObject({ status: 401, body: { code: "step" } });
    }
    const token = browser.cookies.get("maillage_step");
    expect(await actorOf(t, token)).toBeNull();
  });

  test("of two browsers setting up a second factor at once, one gets in", async () => {
    const newcomer = await arrangeAccount(t.owner, structure, "newcomer@centre.invalid");
    const { token } = await createInvitation(t.owner, newcomer);
    const [one, two] = [door.browser(), door.browser()];
    await one.post("/api/invitation/accept", { token, password: PASSWORD });
    const again = await two.post("/api/sign-in", { email: "newcomer@centre.invalid", password: PASSWORD });
    expect(again.body).toEqual({ step: "enrol" });
    const answers = await Promise.all(
      [one, two].map(async (browser) => {
        const { body } = await browser.post("/api/security/totp/start");
        return { browser, code: codeOf(body.secret) };
      }),
    );
    const ends = await Promise.all(
      answers.map(({ browser, code }) => browser.post("/api/security/totp/confirm", { code })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(answers.filter(({ browser }) => browser.cookies.has("maillage_session"))).toHaveLength(1);
    later();
  });

  test("a code serves once", async () => {
    const code = camille.code();
    const [one, two] = [door.browser(), door.browser()];
    for (const browser of [one, two]) {
      await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    }
    expect((await one.post("/api/sign-in/totp", { code })).body.step).toBe("done");
    const three = door.browser();
    await three.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    expect(await three.post("/api/sign-in/totp", { code })).toMatchObject({
      status: 401,
      body: { code: "code" },
    });
    expect(await lastAct()).toMatchObject({ action: "session.refused", account_id: camille.id });
    // The step of the other browser ended with the sign-in of the first.
    expect((await two.post("/api/sign-in/totp", { code })).status).toBe(401);
    later();
  });

  test("of two browsers with the same code at the same instant, one gets in", async () => {
    for (let round = 0; round < 5; round++) {
      const code = camille.code();
      const browsers = [door.browser(), door.browser(), door.browser()];
      for (const browser of browsers) {
        await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
      }
      const answers = await Promise.all(browsers.map((one) => one.post("/api/sign-in/totp", { code })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
      later();
    }
  });

  test("a step waits a quarter of an hour, not more", async () => {
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    await t.owner.query("update access.sign_in_step set expires_at = now() - interval '1 second'");
    expect(await browser.post("/api/sign-in/totp", { code: camille.code() })).toMatchObject({
      status: 401,
      body: { code: "step" },
    });
  });

  test("someone without assignment today is told so, and their code is not lost", async () => {
    const between = await arrangeColleague(t, door, structure, "between@centre.invalid");
    await t.owner.query(
      "update access.assignment set valid = daterange(current_date - 9, current_date) where account_id = $1",
      [between.id],
    );
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: between.email, password: PASSWORD });
    const code = between.code();
    expect(await browser.post("/api/sign-in/totp", { code })).toMatchObject({
      status: 403,
      body: { code: "no_assignment" },
    });
    await t.owner.query(
      "update access.assignment set valid = daterange(current_date, null) where account_id = $1",
      [between.id],
    );
    expect((await browser.post("/api/sign-in/totp", { code })).body.step).toBe("done");
  });

  test("fields that do not fit are named", async () => {
    const answer = await door.browser().post("/api/sign-in/totp", { code: "12345" });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "invalid", fields: { code: "Six chiffres." } },
    });
  });
});

describe("cookies", () => {
  test("kept from scripts and other sites; bound to the host behind TLS", async () => {
    const credentials = { email: camille.email, password: PASSWORD };
    const plain = (await door.fetch("/api/sign-in", credentials)).headers.getSetCookie().join();
    expect(plain).toMatch(/^maillage_step=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Strict$/);
    const tls = openDoor(t, "https://maillage.example");
    const secure = (await tls.fetch("/api/sign-in", credentials)).headers.getSetCookie().join();
    expect(secure).toMatch(
      /^__Host-maillage_step=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test("behind TLS the plain cookie is not read", async () => {
    const tls = openDoor(t, "https://maillage.example");
    const browser = tls.browser();
    tls.time = door.time;
    await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    const step = browser.cookies.get("__Host-maillage_step") ?? "";
    expect(
      (await tls.fetch("/api/sign-in/totp", { code: camille.code() }, `maillage_step=${step}`)).status,
    ).toBe(401);
    expect((await browser.post("/api/sign-in/totp", { code: camille.code() })).body.step).toBe("done");
    expect([...browser.cookies.keys()]).toEqual(["__Host-maillage_session"]);
    later();
  });
});

test("each request wrote its audit rows in one transaction: its stamp serves once", async () => {
  const { rows } = await t.owner.query(
    "select count(*)::integer as rows, count(distinct stamp_id)::integer as stamps, count(distinct xid)::integer as transactions from audit.entry",
  );
  expect(rows[0].rows).toBeGreaterThan(20);
  expect(rows[0].stamps).toBe(rows[0].transactions);
});
