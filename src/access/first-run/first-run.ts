import type pg from "pg";
import type { z } from "zod";
import type { Preset } from "../../network/preset.ts";
import { installedAs } from "../../network/set-up.ts";
import { shapePreset } from "../../network/shape-preset.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { addAssignmentTo, createAccount } from "../set-up.ts";
import { recordSignIn } from "../sign-in/accounts.ts";
import type { Advance, SignInServices, Visit } from "../sign-in/services.ts";
import { startStep } from "../sign-in/steps.ts";
import { hashToken, newToken } from "../sign-in/tokens.ts";
import { inTransaction, type Queryable } from "../sign-in/transaction.ts";
import type { PresetChoice, SetUpChoices, setUpSchema } from "./model.ts";

/** What the first set-up needs of the installation. */
export interface FirstRun {
  readonly presets: () => PresetChoice[];
  /** @throws PresetError when there is none of that code */
  readonly readPreset: (code: string) => Preset;
  /** Writes a preset into the empty database, in the owner's transaction. */
  readonly install: (owner: pg.Client, preset: Preset) => Promise<void>;
  /** A connection of the schema's owner; the caller ends it. */
  readonly connectOwner: () => Promise<pg.Client>;
}

const LINK_HOURS = 24;
/** The lock every set-up takes, whoever begins it (see installation.ts). */
const SET_UP_LOCK = "select pg_advisory_xact_lock(hashtext('maillage set-up'))";

/** Makes a link that opens the set-up page, for 24 hours at most. @returns its token; only the hash is stored */
export async function createSetUpLink(owner: pg.Client): Promise<string> {
  const token = newToken();
  await owner.query("delete from access.set_up_link where expires_at < clock_timestamp()");
  await owner.query(
    "insert into access.set_up_link (token_hash, expires_at) values ($1, clock_timestamp() + make_interval(hours => $2))",
    [hashToken(token), LINK_HOURS],
  );
  return token;
}

/**
 * What the set-up page may offer to whoever opened it with this link.
 * @throws ProblemError 410 when the link leads nowhere, 429 when too many wrong ones were tried
 */
export async function setUpChoices(
  services: SignInServices,
  visit: Visit,
  firstRun: FirstRun | undefined,
  token: string,
): Promise<SetUpChoices> {
  if (!firstRun) throw installedAlready();
  await checkLink(services, visit, token);
  const { rows } = await inTransaction(services.pool, (tx) =>
    tx.query<SetUpChoices["roles"][number] & { [column: string]: unknown }>(
      "select code, label from access.role where assignable and code <> 'trainee' order by sort",
    ),
  );
  return { presets: firstRun.presets(), roles: rows };
}

/**
 * Sets the centre up with its first account, all or nothing; the sign-in goes on with the second factor. Of two at
 * once one succeeds; a process killed in the middle leaves the link as it was.
 * @throws ProblemError 410 when the link leads nowhere, 409 when the centre was just set up
 */
export async function setUpCentre(
  services: SignInServices,
  visit: Visit,
  firstRun: FirstRun | undefined,
  form: z.output<typeof setUpSchema>,
): Promise<Advance> {
  if (!firstRun) throw installedAlready();
  await checkLink(services, visit, form.token);
  const passwordHash = await services.passwords.hash(form.account.password);
  const preset = shapePreset(firstRun.readPreset(form.preset), form);
  const owner = await firstRun.connectOwner();
  try {
    await owner.query("begin");
    await owner.query(SET_UP_LOCK);
    if (await installedAs(owner)) throw installedAlready();
    if (!(await linkLives(owner, form.token))) throw linkDead();
    await firstRun.install(owner, preset);
    const id = await firstAccount(owner, form.account, passwordHash);
    await owner.query("delete from access.set_up_link");
    await recordSignIn(owner, visit.stamp, id, "installation.create", { preset: preset.code });
    await recordSignIn(owner, visit.stamp, id, "account.create", { by: "installation" });
    const step = await startStep(owner, "enrolment", id);
    await owner.query("commit");
    return { result: { step: "enrol" }, step };
  } catch (error) {
    await owner.query("rollback");
    throw error;
  } finally {
    await owner.end();
  }
}

/** The responsible person, who also keeps the accounts: one account, two assignments. */
async function firstAccount(
  owner: pg.Client,
  account: z.output<typeof setUpSchema>["account"],
  passwordHash: string,
): Promise<string> {
  const { email, name, role } = account;
  const id = await createAccount(owner, { email, name, role, structure: null, supervisorEmail: null });
  if (role !== "technical_administrator") await addAssignmentTo(owner, id, "technical_administrator");
  await owner.query(
    "insert into access.credential (account_id, password_hash, password_set_at) values ($1, $2, clock_timestamp())",
    [id, passwordHash],
  );
  return id;
}

async function checkLink(services: SignInServices, visit: Visit, token: string): Promise<void> {
  const attempt = await services.limits.begin({ email: null, address: visit.address });
  if (await inTransaction(services.pool, (tx) => linkLives(tx, token))) return attempt.passed();
  await attempt.failed();
  throw linkDead();
}

async function linkLives(client: Queryable, token: string): Promise<boolean> {
  const { rows } = await client.query(
    "select from access.set_up_link where token_hash = $1 and expires_at > clock_timestamp()",
    [hashToken(token)],
  );
  return rows.length === 1;
}

function linkDead(): ProblemError {
  return new ProblemError(
    410,
    "link",
    "Ce lien d’installation n’est pas le bon, a trop attendu ou a déjà servi. Rien n’a été modifié. " +
      "Si le centre n’est pas encore installé, redémarrez Maillage\u00a0: un nouveau lien s’affiche dans le terminal.",
  );
}

function installedAlready(): ProblemError {
  return new ProblemError(
    409,
    "set_up",
    "Ce centre est déjà installé\u00a0: quelqu’un vient peut-être de le faire. Rien n’a été modifié\u00a0; ouvrez la page de connexion.",
  );
}
