import { type Installation, InstallationError, openInstallation } from "../installation.ts";
import { openDataFolder } from "../platform/data-folder.ts";
import { peopleOfDemonstration } from "./demonstration/seed.ts";
import { wipeDemonstration } from "./demonstration/wipe.ts";
import { commandLog } from "./output.ts";
import { claim, readAddress, serve } from "./serve.ts";

/** `maillage start`: serves the data folder until it is told to stop. */
export async function start(): Promise<void> {
  const folder = openDataFolder(process.env);
  const address = readAddress(process.env);
  const release = await claim(folder, address);
  await orRelease(release, async () => {
    const installation = await openInstallation({
      env: process.env,
      log: commandLog,
      preset: process.env.MAILLAGE_PRESET || "bourgoin",
      demonstration: false,
      byHand: true,
    });
    await orClose(installation, () => serve(installation, address, release));
  });
}

/** `maillage demo`: the same with invented people, in a folder that can only ever be a demonstration. */
export async function demo(options: { readonly preset: string; readonly fresh: boolean }): Promise<void> {
  const folder = openDataFolder(process.env);
  const address = readAddress(process.env);
  const release = await claim(folder, address);
  await orRelease(release, async () => {
    const settings = { env: process.env, log: commandLog, preset: options.preset, demonstration: true };
    if (options.fresh) await wipeDemonstration(settings);
    const installation = await openInstallation(settings);
    await orClose(installation, async () => {
      if (installation.preset !== options.preset) {
        throw new InstallationError(
          `Ce dossier contient la démonstration « ${installation.preset} ». Rien n’a été modifié. Ajoutez --fresh pour la remplacer.`,
        );
      }
      await peopleOfDemonstration(installation);
      await serve(installation, address, release);
    });
  });
}

async function orRelease(release: () => void, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    release();
  }
}

async function orClose(installation: Installation, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await installation.close();
    throw error;
  }
}
