import { writeFileSync } from "node:fs";
import { NUMBER_KEYS, numberBox } from "../people/number/box.ts";
import { businessClock } from "../platform/business-clock.ts";
import { openKeyRing } from "../platform/key-ring.ts";
import { startTypesetter } from "../platform/typeset/typesetter.ts";
import type { RecordCopy } from "../retention/copy.ts";
import { writeCopy } from "../retention/copy-document.ts";
import { copyRecord } from "../retention/copy-store.ts";
import { asConsole, type Console } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/**
 * `maillage export-record PERSON`: everything kept of a person, for themself, as JSON (docs/record-export.md) or as a PDF;
 * an act of the trail. @param person identifier, or number of the record
 */
export function exportRecordCommand(person: string, options: { pdf?: string }): Promise<CommandAnswer> {
  const madeOn = businessClock(process.env)();
  return asConsole(async (console) => {
    const id = await find(console, person);
    const { installation } = console;
    const asking = { db: installation.db, caller: console.caller(), roles: ["console"] };
    const box = numberBox(openKeyRing(installation.folder.keys, NUMBER_KEYS));
    const copy = id && (await copyRecord(asking, box, { person: id, request: null, withheld: [], madeOn }));
    if (!copy)
      throw new CommandError(`Aucun dossier « ${person} ». Donnez son numéro ou son identifiant.`, 2);
    if (options.pdf === undefined) return { data: copy, text: JSON.stringify(copy, null, 2) };
    await write(options.pdf, copy);
    return { data: { pdf: options.pdf }, text: `Copie écrite dans ${options.pdf}.` };
  });
}

async function write(path: string, copy: RecordCopy): Promise<void> {
  const typesetter = startTypesetter();
  try {
    // Nobody else's to read, and never over a file that is there.
    writeFileSync(path, await writeCopy(copy, typesetter), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error)
      throw new CommandError(
        `Le fichier ${path} ne peut pas être écrit (${String(error.code)}) : il existe déjà, ou le dossier manque.`,
      );
    throw error;
  } finally {
    await typesetter.stop();
  }
}

/** Its identifier: whoever holds the machine may look a number up. */
async function find({ installation }: Console, person: string): Promise<string | null> {
  const owner = await installation.connectOwner();
  try {
    const { rows } = await owner.query<{ id: string }>(
      "select id from people.person where id::text = $1 or local_number::text = $1",
      [person.toLowerCase()],
    );
    return rows[0]?.id ?? null;
  } finally {
    await owner.end();
  }
}
