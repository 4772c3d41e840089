import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asked, SoftwareAuthenticator } from "../../../tests/support/authenticator.ts";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeAccount,
  arrangeCentre,
  arrangeColleague,
  type Browser,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { createInvitation } from "./links.ts";

const ORIGIN = "https://maillage.example";
const RP = "maillage.example";
const SESSION = "__Host-maillage_session";

let t: TestDatabase;
let door: Door;
let structure: string;
let count = 0;

beforeAll(async () => {
  t = await testDatabase();
  structure = await arrangeCentre(t.owner);
  door = openDoor(t, ORIGIN);
});
afterAll(() => t?.close());

async function ask(browser: Browser, path: string, change: Partial<Asked> = {}): Promise<Asked> {
  const { status, body } = await browser.post(path);
  expect(status).toBe(200);
  return { challenge: body.challenge ?? "", rpId: RP, origin: ORIGIN, ...change };
}

/** Someone invited who chose a passkey as second factor; signed in. */
async function withPasskey() {
  const email = `passkey-${++count}@centre.invalid`;
  const id = await arrangeAccount(t.owner, structure, email);
  const { token } = await createInvitation(t.owner, id);
  const browser = door.browser();
  await browser.post("/api/invitation/accept", { token, password: PASSWORD });
  const authenticator = new SoftwareAuthenticator();
  const asked = await ask(browser, "/api/security/passkeys/options");
  const added = await browser.post("/api/security/passkeys", {
    label: "Téléphone",
    response: authenticator.register(asked),
  });
  return { id, email, browser, authenticator, added };
}

async function signInAlone(
  authenticator: SoftwareAuthenticator,
  accountId: string,
  change: Partial<Asked> = {},
) {
  const browser = door.browser();
  const asked = await ask(browser, "/api/sign-in/passkey/options", change);
  authenticator.counter += 1;
  const response = authenticator.authenticate(asked, accountId);
  return { browser, response, answer: await browser.post("/api/sign-in/passkey", { response }) };
}

const refused = { status: 401, body: { code: "passkey" } };

describe("adding a passkey", () => {
  test("as the second factor of an invitation opens the session", async () => {
    const { id, browser, added } = await withPasskey();
    expect(added).toEqual({ status: 200, body: { step: "done" } });
    expect(await actorOf(t, browser.cookies.get(SESSION))).toBe(id);
  });

  test("beside an application, by someone signed in; both are then offered", async () => {
    const colleague = await arrangeColleague(t, door, structure, `both-${++count}@centre.invalid`);
    const authenticator = new SoftwareAuthenticator();
    const asked = await ask(colleague.browser, "/api/security/passkeys/options");
    const response = authenticator.register(asked);
    const blank = await colleague.browser.post("/api/security/passkeys", { label: " ", response });
    expect(blank.body.fields?.label).toMatch(/^Donnez un nom à cette clé/);
    const added = await colleague.browser.post("/api/security/passkeys", { label: "Clé USB", response });
    expect(added).toEqual({ status: 200, body: { step: "done" } });

    const browser = door.browser();
    const first = await browser.post("/api/sign-in", { email: colleague.email, password: PASSWORD });
    expect(first.body).toEqual({ step: "second_factor", methods: ["totp", "passkey"] });
    const { body } = await browser.post("/api/sign-in/passkey/options");
    expect(body.allowCredentials?.map((one) => one.id)).toEqual([authenticator.id]);
    authenticator.counter += 1;
    const signed = authenticator.authenticate(
      { challenge: body.challenge ?? "", rpId: RP, origin: ORIGIN },
      colleague.id,
    );
    expect((await browser.post("/api/sign-in/passkey", { response: signed })).body).toEqual({ step: "done" });
  });

  test.each<[string, Partial<Asked>]>([
    ["another site's", { origin: "https://maillage.example.org" }],
    ["another name's", { rpId: "example.org" }],
    ["another challenge's", { challenge: "YW5vdGhlcg" }],
    ["one that checked neither finger nor code", { userVerified: false }],
  ])("%s is refused, and its challenge is spent", async (_, change) => {
    const colleague = await arrangeColleague(t, door, structure, `refused-${++count}@centre.invalid`);
    const asked = await ask(colleague.browser, "/api/security/passkeys/options");
    const authenticator = new SoftwareAuthenticator();
    const add = (what: Asked) =>
      colleague.browser.post("/api/security/passkeys", {
        label: "Clé",
        response: authenticator.register(what),
      });
    expect(await add({ ...asked, ...change })).toMatchObject({ status: 422, body: { code: "passkey" } });
    expect(await add(asked)).toMatchObject({ status: 401, body: { code: "step" } });
    const { rows } = await t.owner.query("select from access.passkey where account_id = $1", [colleague.id]);
    expect(rows).toHaveLength(0);
  });

  test("a key another account has is refused", async () => {
    const { authenticator } = await withPasskey();
    const colleague = await arrangeColleague(t, door, structure, `copy-${++count}@centre.invalid`);
    const asked = await ask(colleague.browser, "/api/security/passkeys/options");
    const response = authenticator.register(asked);
    expect((await colleague.browser.post("/api/security/passkeys", { label: "Clé", response })).status).toBe(
      422,
    );
  });

  test("is not offered at a bare IP address, which browsers refuse", async () => {
    for (const url of ["http://192.0.2.4:3000", "http://[::1]:3000"]) {
      const answer = await openDoor(t, url).browser().post("/api/sign-in/passkey/options");
      expect(answer).toMatchObject({ status: 409, body: { code: "passkey_address" } });
    }
  });
});

describe("signing in by passkey alone", () => {
  test("counts as both factors, without a word typed", async () => {
    const { id, authenticator } = await withPasskey();
    const { browser, answer } = await signInAlone(authenticator, id);
    expect(answer).toEqual({ status: 200, body: { step: "done" } });
    expect(await actorOf(t, browser.cookies.get(SESSION))).toBe(id);
    const { rows } = await t.owner.query(
      "select counter::integer, last_used_at is not null as used from access.passkey where account_id = $1",
      [id],
    );
    expect(rows).toEqual([{ counter: 1, used: true }]);
  });

  test.each<[string, Partial<Asked>]>([
    ["for another site", { origin: "https://maillage.example.org" }],
    ["for another name", { rpId: "example.org" }],
    ["on another challenge", { challenge: "YW5vdGhlcg" }],
    ["without finger or code", { userVerified: false }],
  ])("is refused when signed %s", async (_, change) => {
    const { id, authenticator } = await withPasskey();
    const { browser, answer } = await signInAlone(authenticator, id, change);
    expect(answer).toMatchObject(refused);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  test("is refused to an unknown key, another account's name, and another key's signature", async () => {
    const { id, authenticator } = await withPasskey();
    expect((await signInAlone(new SoftwareAuthenticator(), id)).answer).toMatchObject(refused);
    expect((await signInAlone(authenticator, crypto.randomUUID())).answer).toMatchObject(refused);
    const browser = door.browser();
    const asked = await ask(browser, "/api/sign-in/passkey/options");
    const forged = { ...new SoftwareAuthenticator().authenticate(asked, id), id: authenticator.id };
    const response = { ...forged, rawId: authenticator.id };
    expect(await browser.post("/api/sign-in/passkey", { response })).toMatchObject(refused);
  });

  test("one answer serves once, even twice at once", async () => {
    const { id, authenticator } = await withPasskey();
    const { browser, response } = await signInAlone(authenticator, id);
    expect((await browser.post("/api/sign-in/passkey", { response })).status).toBe(401);
    const other = door.browser();
    const asked = await ask(other, "/api/sign-in/passkey/options");
    authenticator.counter += 1;
    const signed = authenticator.authenticate(asked, id);
    const twice = [1, 2].map(() => other.post("/api/sign-in/passkey", { response: signed }));
    expect((await Promise.all(twice)).map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("a challenge waits five minutes, not more", async () => {
    const { id, authenticator } = await withPasskey();
    const browser = door.browser();
    const asked = await ask(browser, "/api/sign-in/passkey/options");
    await t.owner.query(
      "update access.sign_in_step set challenge_expires_at = now() where challenge is not null",
    );
    authenticator.counter += 1;
    const response = authenticator.authenticate(asked, id);
    expect(await browser.post("/api/sign-in/passkey", { response })).toMatchObject({
      status: 401,
      body: { code: "step" },
    });
  });

  test("a copy of the key that lags behind is refused", async () => {
    const { id, authenticator } = await withPasskey();
    authenticator.counter = 9;
    expect((await signInAlone(authenticator, id)).answer.status).toBe(200);
    authenticator.counter = 4;
    expect((await signInAlone(authenticator, id)).answer).toMatchObject(refused);
  });

  test("a key that counts nothing works each time", async () => {
    const { id, authenticator } = await withPasskey();
    for (let i = 0; i < 2; i++) {
      authenticator.counter = -1;
      expect((await signInAlone(authenticator, id)).answer.status).toBe(200);
    }
  });

  test("a closed account is told so by its own key only", async () => {
    const { id, authenticator } = await withPasskey();
    await t.owner.query("update access.account set disabled_at = now() where id = $1", [id]);
    expect((await signInAlone(authenticator, id)).answer).toMatchObject({
      status: 403,
      body: { code: "account_closed" },
    });
  });

  test("wrong passwords of others do not keep its holder out", async () => {
    const { id, email, authenticator } = await withPasskey();
    for (let i = 0; i < 5; i++) await door.browser().post("/api/sign-in", { email, password: "deux chats" });
    const paused = await door.browser().post("/api/sign-in", { email, password: PASSWORD });
    expect(paused.status).toBe(429);
    expect((await signInAlone(authenticator, id)).answer.status).toBe(200);
    const free = await door.browser().post("/api/sign-in", { email, password: PASSWORD });
    expect(free.body).toEqual({ step: "second_factor", methods: ["passkey"] });
  });

  test("after a password, only a key of that account will do", async () => {
    const one = await withPasskey();
    const two = await withPasskey();
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: one.email, password: PASSWORD });
    const asked = await ask(browser, "/api/sign-in/passkey/options");
    two.authenticator.counter += 1;
    const response = two.authenticator.authenticate(asked, two.id);
    expect(await browser.post("/api/sign-in/passkey", { response })).toMatchObject(refused);
  });
});
