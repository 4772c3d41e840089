import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  arrangeCentre,
  arrangeColleague,
  type Colleague,
  type Door,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { openLimits } from "./limits.ts";
import { createReset } from "./links.ts";

let t: TestDatabase;
let door: Door;
let camille: Colleague;

beforeAll(async () => {
  t = await testDatabase();
  door = openDoor(t);
  camille = await arrangeColleague(t, door, await arrangeCentre(t.owner), "camille@centre.invalid");
});
afterAll(() => t?.close());
beforeEach(() => t.owner.query("truncate access.rate_limit"));

let addresses = 0;
/** Wrong tries, each from another network address. */
async function mistake(email: string, times: number) {
  const answers = [];
  for (let i = 0; i < times; i++) {
    const browser = door.browser(`198.51.100.${++addresses % 250}`);
    answers.push(await browser.post("/api/sign-in", { email, password: "deux chats" }));
  }
  return answers;
}

describe("wrong tries with one e-mail address", () => {
  test.each(["camille@centre.invalid", "nobody@centre.invalid"])(
    "%s: a pause at the fifth, which says how long and how to get back in",
    async (email) => {
      const answers = await mistake(email, 5);
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429]);
      const message =
        "Trop d’essais avec cette adresse e-mail. Rien n’a été modifié\u00a0: réessayez dans 15\u00a0minutes, " +
        "ou demandez au responsable un lien de réinitialisation. Une clé d’accès permet aussi d’entrer tout de suite.";
      expect(answers[4]?.body).toEqual({ code: "paused", message, retryAfterSeconds: 900 });
      // The right password does not pass either, and its holder is told the same.
      const right = await door.browser().post("/api/sign-in", { email, password: PASSWORD });
      expect(right).toMatchObject({ status: 429, body: { code: "paused", message } });
    },
  );

  test("each pause of the day is longer", async () => {
    const waits = [];
    for (let pause = 0; pause < 3; pause++) {
      waits.push((await mistake(camille.email, 5))[4]?.body.retryAfterSeconds);
      await t.owner.query("update access.rate_limit set expire = 1 where key like 'account:%'");
    }
    expect(waits).toEqual([900, 1800, 3600]);
  });

  test("simultaneous tries do not get past the limit", async () => {
    const tries = Array.from({ length: 12 }, () => mistake(camille.email, 1));
    const answers = (await Promise.all(tries)).flat();
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThan(5);
    expect((await mistake(camille.email, 1))[0]?.status).toBe(429);
  });

  test("wrong codes count with wrong passwords, and a right password does not wipe them out", async () => {
    await mistake(camille.email, 2);
    const browser = door.browser();
    const answers = [];
    for (let i = 0; i < 3; i++) {
      await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
      answers.push((await browser.post("/api/sign-in/totp", { code: "000000" })).status);
    }
    expect(answers).toEqual([401, 401, 429]);
  });

  test("a whole sign-in forgets them, and a reset link ends a pause", async () => {
    await mistake(camille.email, 4);
    const browser = door.browser();
    await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    expect((await browser.post("/api/sign-in/totp", { code: camille.code() })).status).toBe(200);
    door.time = new Date(door.time.getTime() + 60_000);
    expect((await mistake(camille.email, 5)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 429]);

    const { token } = await createReset(t.owner, camille.id);
    const other = door.browser();
    await other.post("/api/invitation/accept", { token, password: PASSWORD });
    expect((await other.post("/api/sign-in/totp", { code: camille.code() })).body).toEqual({ step: "done" });
    door.time = new Date(door.time.getTime() + 60_000);
  });
});

describe("wrong tries from one connection", () => {
  test("thirty in a quarter of an hour, whoever is tried; right ones are not counted", async () => {
    const browser = door.browser("2001:db8:1:2::1");
    await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
    const statuses = [];
    for (let i = 0; i < 31; i++) {
      const answer = await browser.post("/api/invitation/inspect", {
        token: randomBytes(20).toString("hex"),
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...new Array(30).fill(410), 429]);
    const neighbour = await door.browser("2001:db8:1:2:ffff::9").post("/api/sign-in", {
      email: camille.email,
      password: PASSWORD,
    });
    expect(neighbour).toMatchObject({ status: 429, body: { code: "paused" } });
    expect(neighbour.body.message).toMatch(
      /^Trop d’essais depuis cette connexion à internet.*15\u00a0minutes/s,
    );
    const elsewhere = await door.browser("2001:db8:1:3::1").post("/api/sign-in", {
      email: camille.email,
      password: PASSWORD,
    });
    expect(elsewhere.status).toBe(200);
  });
});

test("two processes count together, and the table names nobody", async () => {
  const secret = randomBytes(32);
  const [one, two] = [openLimits(t.db.signIn, secret), openLimits(t.db.signIn, secret)];
  const who = { email: "someone@centre.invalid", address: "203.0.113.9" };
  for (const limits of [one, two, one, two]) await (await limits.begin(who)).failed();
  const last = await two.begin(who);
  await expect(last.failed()).rejects.toMatchObject({ status: 429 });
  await expect(one.begin(who)).rejects.toMatchObject({ status: 429 });
  const { rows } = await t.owner.query("select string_agg(key, ' ') as keys from access.rate_limit");
  expect(rows[0].keys).not.toMatch(/someone|203/);
});

test("a try that could not be judged is not held against anyone", async () => {
  const browser = door.browser("203.0.113.77");
  await t.owner.query("alter table access.account rename to account_away");
  try {
    for (let i = 0; i < 6; i++) {
      await expect(
        browser.post("/api/sign-in", { email: camille.email, password: PASSWORD }),
      ).rejects.toThrow();
    }
  } finally {
    await t.owner.query("alter table access.account_away rename to account");
  }
  expect((await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD })).status).toBe(200);
});
