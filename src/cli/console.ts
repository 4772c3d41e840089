import { startSealer } from "../access/audit/sealer.ts";
import { closeConsoleSession, openConsoleSession } from "../access/set-up.ts";
import { type Installation, openInstallation } from "../installation.ts";
import { serverHolder } from "../platform/data-folder.ts";
import type { Caller } from "../platform/database/database.ts";
import { commandLog } from "./output.ts";

/** What a command works with: the installation and the session of the actor `console`. */
export interface Console {
  readonly installation: Installation;
  /** The console's session with a fresh stamp: one for each call or transaction. */
  caller(): Caller;
}

/**
 * Runs a command as an audited session of the actor `console`, whether or not the server is running, and seals
 * what it wrote before it ends. On an empty data folder the preset MAILLAGE_PRESET is set up first.
 */
export function asConsole<T>(work: (console: Console) => Promise<T>): Promise<T> {
  return withInstallation((installation) =>
    inConsoleSession(installation, (caller) => work({ installation, caller })),
  );
}

/** Opens the data folder for one command, and closes it whatever happens. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openCommandInstallation();
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

/**
 * Opens a session of the actor `console` around some work, closes it, and seals.
 * @param seals false in a server: it seals by itself
 */
export async function inConsoleSession<T>(
  installation: Installation,
  work: (caller: () => Caller) => Promise<T>,
  seals = true,
): Promise<T> {
  const owner = await installation.connectOwner();
  try {
    const opened = await openConsoleSession(owner, installation.newStamp);
    try {
      return await work(() => ({ token: opened.token, stamp: installation.newStamp() }));
    } finally {
      await closeConsoleSession(owner, opened, installation.newStamp);
      if (seals) await sealNow(installation);
    }
  } finally {
    await owner.end();
  }
}

/** Opens the data folder for a command other than `demo`. */
function openCommandInstallation(): Promise<Installation> {
  return openInstallation({
    env: process.env,
    log: commandLog,
    preset: process.env.MAILLAGE_PRESET || "bourgoin",
    demonstration: false,
  });
}

/**
 * Seals all that is committed.
 * @param last false when this process goes on writing: the head is then not declared closed
 */
export async function sealNow(installation: Installation, last = true): Promise<void> {
  const sealer = await startSealer({
    pool: installation.db.sealer,
    secrets: installation.secrets,
    headFile: installation.folder.auditHead,
    log: commandLog,
  });
  await sealer.sealNow();
  // A running server goes on sealing: only the last one to leave says that the chain is closed.
  await sealer.stop(last && serverHolder(installation.folder) === null);
}
