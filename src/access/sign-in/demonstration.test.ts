import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeAccount,
  arrangeCentre,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { demonstrationEmail } from "./demonstration.ts";
import { createInvitation } from "./links.ts";
import { hashToken } from "./tokens.ts";

let t: TestDatabase;
let door: Door;
let structure: string;
let doctor: string;

beforeAll(async () => {
  t = await testDatabase();
  structure = await arrangeCentre(t.owner, true);
  doctor = await arrangeAccount(t.owner, structure, demonstrationEmail("doctor"), "doctor");
  door = openDoor(t);
});
afterAll(() => t?.close());

async function demonstration(is: boolean): Promise<void> {
  await t.owner.query("update network.installation set demonstration = $1", [is]);
}

test("a demonstration opens by role, without any secret", async () => {
  const browser = door.browser();
  const answer = await browser.post("/api/demonstration/sign-in", { role: "doctor" });
  expect(answer).toEqual({ status: 200, body: { step: "done" } });
  const token = browser.cookies.get("maillage_session") ?? "";
  expect(await actorOf(t, token)).toBe(doctor);
  const { rows } = await t.owner.query(
    "select kind, second_factor from access.session where token_hash = $1",
    [hashToken(token)],
  );
  expect(rows).toEqual([{ kind: "demonstration", second_factor: false }]);
});

test("a real installation does not, from one request to the next", async () => {
  await demonstration(false);
  const browser = door.browser();
  expect(await browser.post("/api/demonstration/sign-in", { role: "doctor" })).toMatchObject({
    status: 403,
    body: { code: "not_demonstration" },
  });
  expect(browser.cookies.size).toBe(0);
  await demonstration(true);
});

test("a role without account, or no role at all, opens nothing", async () => {
  const browser = door.browser();
  expect((await browser.post("/api/demonstration/sign-in", { role: "nurse" })).status).toBe(404);
  expect((await browser.post("/api/demonstration/sign-in", { role: "root" })).status).toBe(422);
  expect((await browser.post("/api/demonstration/sign-in", {})).status).toBe(422);
});

test("the common accounts keep no secret of one visitor", async () => {
  const browser = door.browser();
  await browser.post("/api/demonstration/sign-in", { role: "doctor" });
  for (const path of ["/api/security/totp/start", "/api/security/passkeys/options"]) {
    expect(await browser.post(path)).toMatchObject({ status: 403, body: { code: "demonstration" } });
  }
});

test("an account of one's own needs no second factor in a demonstration, and does elsewhere", async () => {
  const id = await arrangeAccount(t.owner, structure, "own@centre.invalid");
  const { token } = await createInvitation(t.owner, id);
  expect((await door.browser().post("/api/invitation/accept", { token, password: PASSWORD })).body).toEqual({
    step: "done",
  });
  const credentials = { email: "own@centre.invalid", password: PASSWORD };
  expect((await door.browser().post("/api/sign-in", credentials)).body).toEqual({ step: "done" });
  await demonstration(false);
  expect((await door.browser().post("/api/sign-in", credentials)).body).toEqual({ step: "enrol" });
  await demonstration(true);
});
