import { join } from "node:path";
import pg from "pg";
import { registerSigningKey } from "./access/audit/signing-key.ts";
import { newStamp } from "./access/audit/stamp.ts";
import { setUpConsole, setUpDemonstrationAccounts } from "./access/set-up.ts";
import { setUpAgenda } from "./agenda/set-up.ts";
import { loadFundingLaw } from "./funding/law.ts";
import { defaultVocabularies } from "./intake/default-vocabularies.ts";
import { termNature } from "./intake/staging.ts";
import { listPresets, type Preset, readPreset } from "./network/preset.ts";
import { installedAs, keepAdmissionRules, setUpNetwork } from "./network/set-up.ts";
import { businessClock } from "./platform/business-clock.ts";
import { type DataFolder, loadSecrets, openDataFolder, type Secrets } from "./platform/data-folder.ts";
import { type Database, openDatabase } from "./platform/database/database.ts";
import { leftFor } from "./platform/database/left.ts";
import { ensureLoginRoles } from "./platform/database/login-roles.ts";
import { migrate } from "./platform/database/migrate.ts";
import { obtainPostgres, type PostgresLog, type PostgresServer } from "./platform/postgres/obtain.ts";
import { programRoot } from "./platform/program-root.ts";

/** A migrated, set-up database with everything a process needs to serve it. */
export interface Installation {
  readonly folder: DataFolder;
  readonly secrets: Secrets;
  readonly server: PostgresServer;
  /** Name of the database, of which its login roles are named. */
  readonly database: string;
  readonly db: Database;
  /** False while the first set-up waits for someone to open its link. */
  readonly installed: boolean;
  readonly demonstration: boolean;
  readonly preset: string;
  /** Migrations applied by this opening. */
  readonly migrated: readonly string[];
  /** A fresh stamp for one request. */
  newStamp(): string;
  /** A connection of the schema's owner; the caller ends it. */
  connectOwner(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** What was asked cannot be done with what the data folder holds; the message is French. */
export class InstallationError extends Error {
  override name = "InstallationError";
}

/** How to open. */
export interface OpenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: PostgresLog;
  /** Preset of a first set-up. */
  readonly preset: string;
  /** True: a demonstration is wanted; a real installation is then refused. */
  readonly demonstration: boolean;
  /** True: an empty database is left so, for someone to set it up in the browser. */
  readonly byHand?: boolean;
}

/**
 * Opens the data folder: obtains PostgreSQL, migrates, makes the login roles, sets the preset up when the database
 * is empty. Safe when several processes do it at once.
 */
export async function openInstallation(options: OpenOptions): Promise<Installation> {
  const folder = openDataFolder(options.env);
  const databaseUrl = options.env.DATABASE_URL || undefined;
  const server = await obtainPostgres({ folder, databaseUrl, log: options.log, env: options.env });
  try {
    const secrets = loadSecrets(folder);
    const passwords = {
      app: secrets.appPassword,
      signin: secrets.signinPassword,
      sealer: secrets.sealerPassword,
    };
    await refuseLeft(server.admin);
    const migrated = await migrate(server.admin, join(programRoot(), "migrations"));
    const connectOwner = async () => {
      const client = new pg.Client(server.admin);
      // Cut between two statements, it fails at the next one; it must not end the process.
      client.on("error", () => {});
      await client.connect();
      return client;
    };
    await proveKeysAndLoadLaw(connectOwner, secrets);
    const database = await ensureLoginRoles(server.admin, passwords);
    const state = await setUpOnce(connectOwner, options);
    const db = openDatabase(server.login.bind(server), database, passwords);
    const stampSecret = Buffer.from(secrets.stampSecret, "base64");
    return {
      folder,
      secrets,
      server,
      database,
      db,
      ...state,
      migrated,
      newStamp: () => newStamp(stampSecret),
      connectOwner,
      async close() {
        await db.close();
        await server.release();
      },
    };
  } catch (error) {
    await server.release();
    throw error;
  }
}

/** A centre moved elsewhere must not go on by mistake in the database it left. */
async function refuseLeft(admin: pg.ClientConfig): Promise<void> {
  const left = await leftFor(admin);
  if (left === null) return;
  throw new InstallationError(
    `Ce centre a été porté ${left === "embedded" ? "sur le PostgreSQL de son dossier de données" : "sur un autre PostgreSQL"}\u00a0: cette base-ci n’en est que l’ancienne copie. Rien n’a été modifié. ` +
      `${left === "embedded" ? "Retirez DATABASE_URL" : "Indiquez la nouvelle avec DATABASE_URL"}, puis relancez.`,
  );
}

/**
 * Before the login roles are given our passwords: with the keys of another installation that would close the
 * database to the servers at work on it. Then the law this program knows is written where acts are priced.
 */
async function proveKeysAndLoadLaw(connectOwner: () => Promise<pg.Client>, secrets: Secrets): Promise<void> {
  const owner = await connectOwner();
  try {
    await registerSigningKey(owner, secrets);
    await loadFundingLaw(owner);
  } finally {
    await owner.end();
  }
}

async function setUpOnce(
  connectOwner: () => Promise<pg.Client>,
  options: OpenOptions,
): Promise<{ preset: string; demonstration: boolean; installed: boolean }> {
  const owner = await connectOwner();
  try {
    await owner.query("begin");
    // Two first starts at once: the second finds the work done.
    await owner.query("select pg_advisory_xact_lock(hashtext('maillage set-up'))");
    const installed = await installedAs(owner);
    if (installed && options.demonstration && !installed.demonstration) {
      throw new InstallationError(
        "Ce dossier de données contient un vrai centre, pas une démonstration. Rien n’a été modifié. " +
          "Lancez « maillage start », ou indiquez un autre dossier avec la variable MAILLAGE_DATA.",
      );
    }
    const waits = !installed && options.byHand === true;
    if (!installed && !waits) await setUp(owner, options);
    // A centre already at work takes the rules that came with this program, as a new version.
    if (installed && listPresets(presetsFolder()).some(({ code }) => code === installed.preset))
      await keepAdmissionRules(owner, readPreset(presetsFolder(), installed.preset));
    await owner.query("commit");
    const state = installed ?? { preset: options.preset, demonstration: options.demonstration };
    return { ...state, installed: !waits };
  } catch (error) {
    await owner.query("rollback");
    throw error;
  } finally {
    await owner.end();
  }
}

async function setUp(owner: pg.Client, options: OpenOptions): Promise<void> {
  const preset = readPreset(presetsFolder(), options.preset);
  await installPreset(owner, preset, options.demonstration);
  if (options.demonstration) await setUpDemonstrationAccounts(owner, preset.outsideRoles);
}

/** Where the presets are. */
export function presetsFolder(): string {
  return join(programRoot(), "presets");
}

/** Writes a preset, the usual words and the console's account into an empty database. Must run in a transaction. */
export async function installPreset(owner: pg.Client, preset: Preset, demonstration: boolean): Promise<void> {
  const terms = defaultVocabularies
    .filter((term) => term.list !== "professional")
    .map((term) => ({ ...term, nature: termNature(term.list, term.code) }));
  const services = preset.services.map((service) => ({ list: "service", synonyms: [], ...service }));
  await setUpNetwork(owner, preset, [...terms, ...services], demonstration);
  await setUpConsole(owner);
  await setUpAgenda(owner, preset, businessClock(process.env, preset.timeZone)(), demonstration);
}
