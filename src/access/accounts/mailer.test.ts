import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import { type MailServer, openMailServer } from "../../../tests/support/mail-server.ts";
import { type Mailer, startMailer } from "../../platform/mail/mailer.ts";
import { sealMail } from "../../platform/mail/outgoing.ts";
import { MailSettingsError, readMailSettings } from "../../platform/mail/settings.ts";
import { mailBox } from "./mail-box.ts";

let t: TestDatabase;
let smtp: MailServer;
const box = mailBox(randomBytes(32));
const mailers: Mailer[] = [];
const warnings: string[] = [];

beforeAll(async () => {
  [t, smtp] = await Promise.all([testDatabase(), openMailServer()]);
});
afterEach(async () => {
  for (const mailer of mailers.splice(0)) await mailer.stop();
  await t.owner.query("delete from access.outgoing_mail");
  warnings.length = 0;
});
afterAll(async () => {
  await smtp.close();
  await t.close();
});

function start(url = smtp.url): Mailer {
  const settings = { url, from: "Maillage <maillage@centre.example>" };
  const log = { warn: (message: string) => void warnings.push(message) };
  const mailer = startMailer({ pool: t.db.signIn, box, settings, log, pollMs: 50 });
  mailers.push(mailer);
  return mailer;
}

async function queue(to: string): Promise<string> {
  const { id, sealed } = sealMail(box, { to, subject: "Votre accès", text: `Un lien secret pour ${to}\n` });
  await t.owner.query("insert into access.outgoing_mail (id, sealed) values ($1, $2)", [id, sealed]);
  return id;
}

async function rowOf(id: string) {
  const { rows } = await t.owner.query(
    `select sealed is null as erased, sent_at is not null as sent, given_up_at is not null as "givenUp", attempts,
            last_failure as failure from access.outgoing_mail where id = $1`,
    [id],
  );
  return rows[0];
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const late = Date.now() + 10_000; Date.now() < late; await new Promise((r) => setTimeout(r, 30))) {
    if (await condition()) return;
  }
  throw new Error("too late");
}

test("a letter leaves by SMTP, then nothing of it stays in the database", async () => {
  const id = await queue("ana@centre.example");
  const stored = await t.owner.query("select encode(sealed, 'escape') as text from access.outgoing_mail");
  expect(stored.rows[0].text).not.toMatch(/ana@|secret/);
  start();
  const letter = await smtp.letterTo("ana@centre.example");
  expect(letter.text).toContain("Un lien secret pour ana@centre.example");
  expect(letter.raw).toMatch(new RegExp(`^Message-ID: <${id}@centre\\.example>`, "m"));
  await until(async () => (await rowOf(id)).sent);
  expect(await rowOf(id)).toMatchObject({ erased: true, attempts: 1, failure: null });
});

test("fifty letters and three processes: each letter leaves once", async () => {
  for (let n = 0; n < 50; n++) await queue(`p${n}@centre.example`);
  for (let n = 0; n < 3; n++) start();
  await until(async () => smtp.received.length >= 50);
  for (const mailer of mailers.splice(0)) await mailer.stop();
  expect(smtp.received.map(({ to }) => to).sort()).toEqual(
    Array.from({ length: 50 }, (_, n) => `p${n}@centre.example`).sort(),
  );
  smtp.received.length = 0;
});

test("a refusal is tried again later, and told by its code alone", async () => {
  smtp.refusals.push(451);
  const id = await queue("ben@centre.example");
  start();
  await until(async () => (await rowOf(id)).attempts === 1);
  expect(await rowOf(id)).toMatchObject({ erased: false, sent: false, failure: "451" });
  expect(warnings.join()).toMatch(/451/);
  expect(warnings.join()).not.toMatch(/ben@/);
  const { rows } = await t.owner.query(
    "select next_attempt_at > clock_timestamp() + interval '3 seconds' as later from access.outgoing_mail",
  );
  expect(rows).toEqual([{ later: true }]);
  await t.owner.query("update access.outgoing_mail set next_attempt_at = clock_timestamp()");
  expect((await smtp.letterTo("ben@centre.example")).to).toBe("ben@centre.example");
});

test("a server that stays away ends in giving up, and the link is erased all the same", async () => {
  const id = await queue("cleo@centre.example");
  await t.owner.query("update access.outgoing_mail set attempts = 11");
  start("smtp://127.0.0.1:1");
  await until(async () => (await rowOf(id)).givenUp);
  expect(await rowOf(id)).toMatchObject({ erased: true, sent: false, failure: "ESOCKET" });
});

test("settings that cannot serve are refused in French, without the password", () => {
  expect(readMailSettings({})).toBeNull();
  const from = "maillage@centre.example";
  expect(readMailSettings({ MAILLAGE_SMTP: "smtp://a:b@h:587", MAILLAGE_MAIL_FROM: from })).toEqual({
    url: "smtp://a:b@h:587",
    from,
  });
  for (const env of [
    { MAILLAGE_SMTP: "http://a:motdepasse@h", MAILLAGE_MAIL_FROM: from },
    { MAILLAGE_SMTP: "motdepasse", MAILLAGE_MAIL_FROM: from },
    { MAILLAGE_SMTP: "smtp://a:motdepasse@h" },
    { MAILLAGE_SMTP: "smtp://h", MAILLAGE_MAIL_FROM: "x@y\r\nBcc: z@t" },
  ]) {
    expect(() => readMailSettings(env)).toThrow(MailSettingsError);
    expect(() => readMailSettings(env)).not.toThrow(/motdepasse/);
  }
});
