import { readFileSync } from "node:fs";
import { BackupError } from "../../platform/backup/errors.ts";
import {
  newRecoveryKey,
  putRecoveryKey,
  type RecoveryKey,
  readRecoveryKey,
  recoveryPublic,
} from "../../platform/backup/recovery-key.ts";
import { shortId } from "../../platform/backup/sealed-file.ts";
import { asConsole } from "../console.ts";
import { type CommandAnswer, CommandError } from "../output.ts";

/**
 * `maillage recovery-key [--new]`: makes the key that opens backups, and shows it this once. With a key already in use it only says
 * which, unless a new one is asked for.
 */
export function recoveryKeyCommand(options: { readonly new?: boolean }): Promise<CommandAnswer> {
  return asConsole(async ({ installation, caller }) => {
    const current = recoveryPublic(installation.folder.keys);
    if (current !== null && !options.new) {
      return {
        data: { id: shortId(current.id), since: current.since },
        text:
          `Clé de récupération en usage\u00a0: ${shortId(current.id)}, depuis le ${current.since.slice(0, 10)}. ` +
          "Elle n’est pas gardée ici, et ne peut pas être montrée de nouveau. Perdue\u00a0? «\u00a0maillage recovery-key --new\u00a0» en met une autre en usage, puis refaites une sauvegarde.",
      };
    }
    const key = newRecoveryKey();
    await installation.db.call(caller(), ["console"], "backup.key", "audit.record('backup.key')", []);
    const { id } = putRecoveryKey(installation.folder.keys, key);
    return {
      data: { id: shortId(id), key },
      text: [
        `Clé de récupération ${shortId(id)}\u00a0:`,
        "",
        `    ${key}`,
        "",
        "Recopiez-la ou imprimez-la maintenant, en deux exemplaires gardés ailleurs que ce poste et que les sauvegardes.",
        "Elle seule ouvre les sauvegardes faites à partir de maintenant, et elle ne sera plus jamais montrée.",
        ...(current === null
          ? []
          : [
              `Gardez la précédente (${shortId(current.id)}) tant que vous gardez une sauvegarde faite avec elle.`,
            ]),
      ].join("\n"),
    };
  });
}

/** The recovery key given to a command: a file that holds it (`-`: standard input), or MAILLAGE_RECOVERY_KEY. */
export function givenKey(file: string | undefined): RecoveryKey {
  const text = file === undefined ? process.env.MAILLAGE_RECOVERY_KEY : readKeyFile(file);
  if (!text) {
    throw new CommandError(
      "Il faut la clé de récupération, celle que vous avez recopiée. Rien n’a été modifié. Mettez-la dans un fichier et ajoutez --key FICHIER, ou tapez-la après «\u00a0--key -\u00a0».",
      2,
    );
  }
  return readRecoveryKey(lastWords(text));
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new BackupError(`Le fichier ${file} ne peut pas être lu. Rien n’a été modifié. Vérifiez son nom.`, {
      cause: error,
    });
  }
}

/** A file kept by people may say more than the key: its longest run of groups is taken. */
function lastWords(text: string): string {
  return /(?:[0-9A-Za-z]{4}[-\s]*){14}/.exec(text)?.[0] ?? text;
}
