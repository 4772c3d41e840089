import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeCentre,
  arrangeColleague,
  type Browser,
  type Colleague,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
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

async function signIn(browser: Browser = door.browser()): Promise<{ browser: Browser; token: string }> {
  await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
  const { body } = await browser.post("/api/sign-in/totp", { code: camille.code() });
  expect(body).toEqual({ step: "done" });
  door.time = new Date(door.time.getTime() + 60_000);
  return { browser, token: browser.cookies.get("maillage_session") ?? "" };
}

async function closings(): Promise<number> {
  const { rows } = await t.owner.query("select count(*) from audit.entry where action = 'session.close'");
  return Number(rows[0].count);
}

describe("a session ends", () => {
  test("when its holder signs out, at once and once", async () => {
    const { browser, token } = await signIn();
    const before = await closings();
    expect(await actorOf(t, token)).toBe(camille.id);
    expect((await browser.post("/api/sign-out")).status).toBe(200);
    expect(await actorOf(t, token)).toBeNull();
    expect(browser.cookies.size).toBe(0);
    browser.cookies.set("maillage_session", token);
    expect((await browser.post("/api/sign-out")).status).toBe(200);
    expect(await closings()).toBe(before + 1);
  });

  test.each([
    ["revoked", "revoked_at = now()"],
    ["left idle for half an hour", "last_seen_at = now() - interval '30 minutes'"],
    ["open for twelve hours, however busy", "expires_at = now()"],
  ])("when %s", async (_, change) => {
    const { token } = await signIn();
    expect(await actorOf(t, token)).toBe(camille.id);
    await t.owner.query(`update access.session set ${change} where token_hash = $1`, [hashToken(token)]);
    expect(await actorOf(t, token)).toBeNull();
  });

  test("when its account is closed", async () => {
    const { token } = await signIn();
    await t.owner.query("update access.account set disabled_at = now() where id = $1", [camille.id]);
    expect(await actorOf(t, token)).toBeNull();
    await t.owner.query("update access.account set disabled_at = null where id = $1", [camille.id]);
  });

  test("when the same browser signs in again", async () => {
    const { browser, token } = await signIn();
    const { token: next } = await signIn(browser);
    expect(await actorOf(t, token)).toBeNull();
    expect(await actorOf(t, next)).toBe(camille.id);
  });
});

test("a session is set to half an hour idle and twelve hours in all, under the earliest assignment", async () => {
  await t.owner.query(
    `insert into access.assignment (account_id, structure_id, role, valid) values
       ($1, $2, 'doctor', daterange(current_date - 400, current_date - 1)),
       ($1, $2, 'coordinating_nurse', daterange(current_date - 30, null)),
       ($1, $2, 'mediator', daterange(current_date + 1, null))`,
    [camille.id, structure],
  );
  const { token } = await signIn();
  const { rows } = await t.owner.query(
    `select idle = '30 minutes' as idle, expires_at - created_at between '11:59:59' and '12:00:01' as absolute, g.role
       from access.session s join access.assignment g on g.id = s.assignment_id where token_hash = $1`,
    [hashToken(token)],
  );
  expect(rows[0]).toEqual({ idle: true, absolute: true, role: "coordinating_nurse" });
});

describe("changing one's own second factor", () => {
  test("takes a session opened just before", async () => {
    const { browser, token } = await signIn();
    expect((await browser.post("/api/security/totp/start")).status).toBe(200);
    await t.owner.query(
      "update access.session set created_at = now() - interval '15 minutes' where token_hash = $1",
      [hashToken(token)],
    );
    for (const path of ["/api/security/totp/start", "/api/security/passkeys/options"]) {
      expect(await browser.post(path)).toMatchObject({ status: 403, body: { code: "reauthenticate" } });
    }
    // Begun in time, confirmed too late.
    expect((await browser.post("/api/security/totp/confirm", { code: "000 000" })).status).toBe(403);
  });

  test("keeps the old one until a code of the new one was given", async () => {
    const { browser, token } = await signIn();
    await browser.post("/api/security/totp/start");
    expect(await browser.post("/api/security/totp/confirm", { code: camille.code() })).toMatchObject({
      status: 401,
      body: { code: "code" },
    });
    await signIn();
    expect(await actorOf(t, token)).toBe(camille.id);
  });

  test("is nothing without the session that began it", async () => {
    const { browser } = await signIn();
    await browser.post("/api/security/totp/start");
    browser.cookies.delete("maillage_session");
    expect(await browser.post("/api/security/totp/confirm", { code: "123456" })).toMatchObject({
      status: 401,
      body: { code: "step" },
    });
  });
});
