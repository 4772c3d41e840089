import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeAccount,
  arrangeCentre,
  arrangeColleague,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { createInvitation, createReset } from "./links.ts";
import { hashToken } from "./tokens.ts";

let t: TestDatabase;
let door: Door;
let structure: string;
let count = 0;

beforeAll(async () => {
  t = await testDatabase();
  structure = await arrangeCentre(t.owner);
  door = openDoor(t);
});
afterAll(() => t?.close());

async function invited() {
  const email = `invited-${++count}@centre.invalid`;
  const id = await arrangeAccount(t.owner, structure, email);
  return { id, email, ...(await createInvitation(t.owner, id)) };
}

describe("an invitation", () => {
  test("says whom it is for, lasts eight days, and only its hash is kept", async () => {
    const { id, email, token, expiresAt } = await invited();
    expect((await door.browser().post("/api/invitation/inspect", { token })).body).toEqual({
      name: "Camille Roussel",
      email,
    });
    expect(Math.round((expiresAt.getTime() - Date.now()) / 3_600_000)).toBe(8 * 24);
    const { rows } = await t.owner.query(
      "select token_hash, l::text as everything from access.one_time_link l where account_id = $1",
      [id],
    );
    expect(rows[0].token_hash.equals(hashToken(token))).toBe(true);
    expect(rows[0].everything).not.toContain(token);
  });

  test("leads to a second factor before any session opens", async () => {
    const { id, token } = await invited();
    const browser = door.browser();
    const accepted = await browser.post("/api/invitation/accept", { token, password: PASSWORD });
    expect(accepted).toEqual({ status: 200, body: { step: "enrol" } });
    expect(browser.cookies.has("maillage_session")).toBe(false);
    const { rows } = await t.owner.query(
      "select action, detail from audit.entry where account_id = $1 order by id",
      [id],
    );
    expect(rows).toEqual([
      { action: "account.credential", detail: { secret: "password", by: "invitation" } },
    ]);
    const { rows: sessions } = await t.owner.query("select from access.session where account_id = $1", [id]);
    expect(sessions).toEqual([]);
  });

  test("serves once, even twice at once", async () => {
    for (let round = 0; round < 4; round++) {
      const { token } = await invited();
      const passwords = ["la première des deux phrases", "la seconde des deux phrases"];
      const answers = await Promise.all(
        passwords.map((password) => door.browser().post("/api/invitation/accept", { token, password })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await door.browser().post("/api/invitation/inspect", { token })).status).toBe(410);
    }
  });

  test("is worth nothing when unknown, too old, replaced by a newer one, or its account closed", async () => {
    const old = await invited();
    await t.owner.query("update access.one_time_link set expires_at = now() where account_id = $1", [old.id]);
    const replaced = await invited();
    await createInvitation(t.owner, replaced.id);
    const closed = await invited();
    await t.owner.query("update access.account set disabled_at = now() where id = $1", [closed.id]);
    for (const token of [old.token, replaced.token, closed.token, "x".repeat(43)]) {
      for (const path of ["/api/invitation/inspect", "/api/invitation/accept"]) {
        const answer = await door.browser().post(path, { token, password: PASSWORD });
        expect(answer).toMatchObject({ status: 410, body: { code: "link" } });
      }
    }
  });

  test("asks for a password of twelve characters, and is not used up by a shorter one", async () => {
    const { token } = await invited();
    const short = await door.browser().post("/api/invitation/accept", { token, password: "trop court" });
    expect(short).toMatchObject({ status: 422, body: { code: "invalid" } });
    expect(short.body.fields?.password).toMatch(/au moins 12 caractères/);
    expect((await door.browser().post("/api/invitation/accept", { token, password: PASSWORD })).status).toBe(
      200,
    );
  });

  test("after a lost phone: the old second factor is gone, and open sessions with it", async () => {
    const colleague = await arrangeColleague(t, door, structure, `lost-${++count}@centre.invalid`);
    const session = colleague.browser.cookies.get("maillage_session");
    expect(await actorOf(t, session)).toBe(colleague.id);
    const { token } = await createInvitation(t.owner, colleague.id);
    const accepted = await door.browser().post("/api/invitation/accept", { token, password: PASSWORD });
    expect(accepted.body).toEqual({ step: "enrol" });
    expect(await actorOf(t, session)).toBeNull();
  });
});

describe("a reset", () => {
  test("changes the password, closes open sessions, and still asks for the second factor", async () => {
    const colleague = await arrangeColleague(t, door, structure, `reset-${++count}@centre.invalid`);
    const session = colleague.browser.cookies.get("maillage_session");
    const { token, expiresAt } = await createReset(t.owner, colleague.id);
    expect(Math.round((expiresAt.getTime() - Date.now()) / 60_000)).toBe(60);

    const browser = door.browser();
    const password = "quatre chats au soleil";
    expect((await browser.post("/api/invitation/accept", { token, password })).body).toEqual({
      step: "second_factor",
      methods: ["totp"],
    });
    expect(await actorOf(t, session)).toBeNull();
    expect((await browser.post("/api/sign-in/totp", { code: colleague.code() })).body).toEqual({
      step: "done",
    });

    const old = await door.browser().post("/api/sign-in", { email: colleague.email, password: PASSWORD });
    expect(old.status).toBe(401);
  });

  test("ends the sign-ins under way with the old password", async () => {
    const colleague = await arrangeColleague(t, door, structure, `under-way-${++count}@centre.invalid`);
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: colleague.email, password: PASSWORD });
    const { token } = await createReset(t.owner, colleague.id);
    await door.browser().post("/api/invitation/accept", { token, password: "quatre chats au soleil" });
    expect(await browser.post("/api/sign-in/totp", { code: colleague.code() })).toMatchObject({
      status: 401,
      body: { code: "step" },
    });
  });
});
