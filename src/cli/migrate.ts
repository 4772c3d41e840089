import { asConsole } from "./console.ts";
import type { CommandAnswer } from "./output.ts";

/** Opening an installation migrates it; this command only says what was applied. */
export function migrateCommand(): Promise<CommandAnswer> {
  return asConsole(async ({ installation }) => ({
    data: { applied: installation.migrated },
    text:
      installation.migrated.length === 0
        ? "La base est à jour."
        : `La base a été mise à jour : ${installation.migrated.join(", ")}.`,
  }));
}
