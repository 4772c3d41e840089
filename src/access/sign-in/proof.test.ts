import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  arrangeCentre,
  arrangeColleague,
  type Colleague,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { hashToken } from "./tokens.ts";

let t: TestDatabase;
let door: Door;
let camille: Colleague;

beforeAll(async () => {
  t = await testDatabase();
  const structure = await arrangeCentre(t.owner);
  door = openDoor(t);
  camille = await arrangeColleague(t, door, structure, "camille@centre.invalid");
});
afterAll(() => t?.close());

async function signedIn() {
  const browser = door.browser();
  await browser.post("/api/sign-in", { email: "camille@centre.invalid", password: PASSWORD });
  await browser.post("/api/sign-in/totp", { code: camille.code() });
  door.time = new Date(door.time.getTime() + 60_000);
  const token = browser.cookies.get("maillage_session") ?? "";
  const proven = async () => {
    const { rows } = await t.owner.query<{ proven: boolean }>(
      "select proven_at is not null as proven from access.session where token_hash = $1",
      [hashToken(token)],
    );
    return rows[0]?.proven;
  };
  return { browser, proven };
}

test("someone signed in shows a code again: this session is proven, once by that code", async () => {
  const { browser, proven } = await signedIn();
  const other = await signedIn();
  expect((await browser.post("/api/security/proof")).body).toEqual({ methods: ["totp"] });
  expect(await proven()).toBe(false);
  const code = camille.code();
  expect((await browser.post("/api/security/proof/totp", { code })).status).toBe(200);
  expect([await proven(), await other.proven()]).toEqual([true, false]);
  const again = await other.browser.post("/api/security/proof/totp", { code });
  expect([again.status, again.body.code, await other.proven()]).toEqual([401, "code", false]);
  const { rows } = await t.owner.query(
    "select action, account_id from audit.entry where action in ('session.prove', 'session.refused') order by id",
  );
  expect(rows).toEqual([
    { action: "session.prove", account_id: camille.id },
    { action: "session.refused", account_id: camille.id },
  ]);
  door.time = new Date(door.time.getTime() + 60_000);
});

test("a wrong code proves nothing, and tries are counted as at the door", async () => {
  const { browser, proven } = await signedIn();
  const tries: (string | undefined)[] = [];
  for (let n = 0; n < 5; n++)
    tries.push((await browser.post("/api/security/proof/totp", { code: "000000" })).body.code);
  expect(tries.at(-1)).toBe("paused");
  expect(await proven()).toBe(false);
});

test("nobody signed out proves anything", async () => {
  const browser = door.browser();
  expect((await browser.post("/api/security/proof")).body.code).toBe("signed_out");
  expect((await browser.post("/api/security/proof/totp", { code: "123456" })).body.code).toBe("signed_out");
  expect((await browser.post("/api/security/proof/passkey/options")).body.code).toBe("signed_out");
});
