import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type pg from "pg";
import { newStamp } from "../../src/access/audit/stamp.ts";
import { type Role, roles } from "../../src/access/model.ts";
import { createAccount, setUpConsole } from "../../src/access/set-up.ts";
import { defaultVocabularies } from "../../src/intake/default-vocabularies.ts";
import { termNature } from "../../src/intake/staging.ts";
import { readPreset } from "../../src/network/preset.ts";
import { setUpNetwork } from "../../src/network/set-up.ts";
import type { Caller } from "../../src/platform/database/database.ts";
import { programRoot } from "../../src/platform/program-root.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

/** The centre of the preset "bourgoin", with one invented person and one open session for each role. */
export interface Centre {
  readonly t: TestDatabase;
  /** The team's structure and the one outside it (a CCAS). */
  readonly team: string;
  readonly outside: string;
  readonly site: string;
  /** Session token, account and assignment of each role. */
  readonly who: Readonly<Record<Role, Member>>;
  /** Who asks, with a stamp of one use. */
  caller(token: string): Caller;
  newStamp(): string;
}

/** Someone with a role. */
export interface Member {
  readonly token: string;
  readonly account: string;
  readonly structure: string;
}

/**
 * Sets the centre up as the program does. @param t by default a database of the test's own, closed with the centre
 * @param preset by default "bourgoin"
 */
export async function arrangeFullCentre(
  t?: TestDatabase,
  preset = readPreset(join(programRoot(), "presets"), "bourgoin"),
): Promise<Centre> {
  const database = t ?? (await testDatabase());
  const { owner } = database;
  await owner.query("begin");
  const terms = defaultVocabularies
    .filter((term) => term.list !== "professional")
    .map((term) => ({ ...term, nature: termNature(term.list, term.code) }));
  await setUpNetwork(owner, preset, terms, false);
  await setUpConsole(owner);
  for (const role of roles.filter((one) => one !== "console")) {
    await createAccount(owner, {
      email: `${role}@essai.invalid`,
      name: `Essai ${role}`,
      role,
      structure: preset.outsideRoles[role] ?? null,
      supervisorEmail: role === "trainee" ? "doctor@essai.invalid" : null,
    });
  }
  await owner.query("commit");
  const secret = Buffer.from(database.secrets.stampSecret, "base64");
  const who = {} as Record<Role, Member>;
  for (const role of roles) who[role] = await openSessionOf(owner, role);
  const first = async (sql: string) => (await owner.query<{ id: string }>(sql)).rows[0]?.id ?? "";
  return {
    t: database,
    team: await first("select id from network.structure where in_team"),
    outside: await first("select id from network.structure where not in_team"),
    site: await first("select id from network.site"),
    who,
    caller: (token) => ({ token, stamp: newStamp(secret) }),
    newStamp: () => newStamp(secret),
  };
}

/** Opens one more session of the one person who has this role. */
export async function openSessionOf(owner: pg.Client, role: Role): Promise<Member> {
  const token = randomBytes(32).toString("base64url");
  const { rows } = await owner.query<{ account: string; structure: string }>(
    `with opened as (
       insert into access.session (token_hash, account_id, assignment_id, kind, second_factor, expires_at)
       select $1, account_id, id, case role when 'console' then 'console' else 'browser' end, true, now() + interval '1 hour'
         from access.assignment where role = $2 returning account_id, assignment_id)
     select o.account_id as account, g.structure_id as structure
       from opened o join access.assignment g on g.id = o.assignment_id`,
    [createHash("sha256").update(token).digest(), role],
  );
  const row = rows[0];
  if (!row || rows.length > 1) throw new Error(`one person of role ${role} was expected, not ${rows.length}`);
  return { token, ...row };
}
