import { NUMBER_KEYS, numberBox } from "../people/number/box.ts";
import { encryptAgain } from "../people/number/encrypt-again.ts";
import { addKey, openKeyRing } from "../platform/key-ring.ts";
import { asConsole } from "./console.ts";
import type { CommandAnswer } from "./output.ts";

/**
 * `maillage rotate-number-key`: a new key for social security numbers, and every number kept encrypted again under it, in one
 * transaction. Servers at work go on: they read the new key when they meet it. The former keys are kept in the file, for the
 * backups made before.
 */
export function rotateNumberKeyCommand(): Promise<CommandAnswer> {
  return asConsole(async ({ installation, caller }) => {
    const ring = openKeyRing(installation.folder.keys, NUMBER_KEYS);
    // Made now if it was not: the version added must not be the first.
    ring.keys();
    const version = addKey(installation.folder.keys, NUMBER_KEYS);
    const owner = await installation.connectOwner();
    try {
      await owner.query("begin");
      const { token, stamp } = caller();
      await owner.query("select access.enter($1, $2, $3), audit.record('number.rekey')", [
        token,
        stamp,
        ["console"],
      ]);
      const numbers = await encryptAgain(owner, numberBox(ring));
      await owner.query("commit");
      return {
        data: { version, numbers },
        text: `Clé n° ${version} en usage ; numéros chiffrés de nouveau : ${numbers}. Gardez le dossier des clés avec vos sauvegardes.`,
      };
    } finally {
      await owner.end();
    }
  });
}
