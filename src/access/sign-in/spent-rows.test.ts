/** What is spent goes, and nothing that anyone may still use. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import {
  actorOf,
  arrangeCentre,
  arrangeColleague,
  type Colleague,
  openDoor,
  PASSWORD,
} from "../../../tests/support/sign-in-door.ts";
import { removeSpent, startRemovingSpent } from "./spent-rows.ts";

let t: TestDatabase;
let camille: Colleague;
let token: string;

beforeAll(async () => {
  t = await testDatabase();
  const structure = await arrangeCentre(t.owner);
  const door = openDoor(t);
  camille = await arrangeColleague(t, door, structure, "camille@centre.invalid");
  const browser = door.browser();
  await browser.post("/api/sign-in", { email: camille.email, password: PASSWORD });
  await browser.post("/api/sign-in/totp", { code: camille.code() });
  token = browser.cookies.get("maillage_session") ?? "";
});
afterAll(() => t?.close());

// All but the session in force, by which each test sees that it is still somebody's.
beforeEach(async () => {
  await t.owner.query(
    `delete from access.session where label is not null;
     truncate access.one_time_link, access.sign_in_step, access.rate_limit`,
  );
});

/** A session of Camille, ended or ending that far from now. */
async function session(label: string, expires: string, revoked: string | null = null): Promise<void> {
  await t.owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, expires_at, revoked_at, label)
     select $1, g.account_id, g.id, 'browser', now() + $3::interval, now() + $4::interval, $5
       from access.assignment g where g.account_id = $2`,
    [randomBytes(32), camille.id, expires, revoked, label],
  );
}

async function labels(sql: string): Promise<string[]> {
  const { rows } = await t.owner.query<{ label: string }>(`select label from (${sql}) kept order by label`);
  return rows.map(({ label }) => label);
}

const sessions = () => labels("select label from access.session where label is not null");

test("a session goes a month after its end; one in force, or ended lately, stays", async () => {
  await session("in force", "1 hour");
  await session("ended yesterday", "-1 day");
  await session("closed and ended yesterday", "-1 day", "-2 days");
  await session("a month ago, less an hour", "-719 hours");
  await session("a month ago", "-721 hours");
  await session("closed before its end, long ago", "-100 days", "-101 days");
  expect(await removeSpent(t.db.signIn)).toBe(2);
  expect(await sessions()).toEqual([
    "a month ago, less an hour",
    "closed and ended yesterday",
    "ended yesterday",
    "in force",
  ]);
  expect(await actorOf(t, token)).toBe(camille.id);
  expect(await removeSpent(t.db.signIn)).toBe(0);
});

test("the trail keeps what it said of a session that went, and stays readable", async () => {
  const trail =
    "select count(*) as label from audit.entry where session_id is not null or action = 'session.open'";
  const before = await labels(trail);
  await session("gone", "-60 days");
  await removeSpent(t.db.signIn);
  expect(await sessions()).toEqual([]);
  expect(await labels(trail)).toEqual(before);
});

test("links go a month after their use or their end, sign-ins under way an hour after theirs", async () => {
  const link = (label: string, expires: string, used: string | null) =>
    t.owner.query(
      `insert into access.one_time_link (token_hash, account_id, purpose, expires_at, used_at)
       values (convert_to($1, 'utf8'), $2, 'invitation', now() + $3::interval, now() + $4::interval)`,
      [label, camille.id, expires, used],
    );
  await link("to be used", "7 days", null);
  await link("used today", "6 days", "-1 hour");
  await link("ended lately", "-29 days", null);
  await link("used long ago", "-1 day", "-31 days");
  await link("ended long ago", "-31 days", null);
  for (const [label, expires] of [
    ["under way", "5 minutes"],
    ["ended just now", "-5 minutes"],
    ["ended", "-2 hours"],
  ])
    await t.owner.query(
      `insert into access.sign_in_step (token_hash, account_id, kind, expires_at)
       values (convert_to($1, 'utf8'), $2, 'second_factor', now() + $3::interval)`,
      [label, camille.id, expires],
    );
  expect(await removeSpent(t.db.signIn)).toBe(3);
  expect(await labels("select convert_from(token_hash, 'utf8') as label from access.one_time_link")).toEqual([
    "ended lately",
    "to be used",
    "used today",
  ]);
  expect(await labels("select convert_from(token_hash, 'utf8') as label from access.sign_in_step")).toEqual([
    "ended just now",
    "under way",
  ]);
});

test("a pause under way is not lifted, nor one that never ends; old counts of tries go", async () => {
  await t.owner.query(
    `insert into access.rate_limit (key, points, expire)
     select key, 6, (extract(epoch from now() + away) * 1000)::bigint
       from (values ('account:paused', interval '10 minutes'), ('account:old', interval '-2 hours'),
                    ('account:never', null)) v (key, away)`,
  );
  expect(await removeSpent(t.db.signIn)).toBe(1);
  expect(await labels("select key as label from access.rate_limit")).toEqual([
    "account:never",
    "account:paused",
  ]);
});

test("many go batch by batch, one process at a time, and a turn is bounded", async () => {
  await t.owner.query(
    `insert into access.rate_limit (key, points, expire) select 'account:' || n, 1, 1 from generate_series(1, 95) n`,
  );
  await t.owner.query("begin; select pg_advisory_xact_lock(hashtext('maillage spent rows'))");
  expect(await removeSpent(t.db.signIn, 4)).toBe(0);
  await t.owner.query("commit");
  expect(await removeSpent(t.db.signIn, 4)).toBe(80);
  const both = await Promise.all([removeSpent(t.db.signIn, 4), removeSpent(t.db.signIn, 4)]);
  expect(both.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(15);
  await removeSpent(t.db.signIn, 4);
  expect(await labels("select key as label from access.rate_limit")).toEqual([]);
});

test("a running server removes at its start and again later, and stops when asked", async () => {
  const warnings: string[] = [];
  await session("before the start", "-60 days");
  const log = { warn: (message: string) => void warnings.push(message) };
  const keeper = startRemovingSpent({ pool: t.db.signIn, log, everyMs: 20 });
  await expect.poll(sessions).toEqual([]);
  await session("since", "-60 days");
  await expect.poll(sessions).toEqual([]);
  await keeper.stop();
  await session("after the stop", "-60 days");
  const slow = startRemovingSpent({ pool: t.db.signIn, log });
  await slow.stop();
  expect(await sessions()).toEqual([]);
  expect(warnings).toEqual([]);
});
