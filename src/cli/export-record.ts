import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { PAPER_KEYS, paperBox } from "../papers/box.ts";
import { NUMBER_KEYS, numberBox } from "../people/number/box.ts";
import { businessClock } from "../platform/business-clock.ts";
import { openKeyRing } from "../platform/key-ring.ts";
import { startTypesetter } from "../platform/typeset/typesetter.ts";
import type { RecordCopy } from "../retention/copy.ts";
import { archiveCopy } from "../retention/copy-archive.ts";
import { writeCopy } from "../retention/copy-document.ts";
import { copyRecord } from "../retention/copy-store.ts";
import { asConsole, type Console } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** Where the copy goes; to the terminal as JSON without either. */
interface ExportOptions {
  readonly pdf?: string;
  readonly zip?: string;
}

/**
 * `maillage export-record PERSON`: everything kept of a person, for themself, as JSON (docs/record-export.md), as a PDF, or as
 * an archive of both with the documents; an act of the trail. @param person identifier, or number of the record
 */
export function exportRecordCommand(person: string, { pdf, zip }: ExportOptions): Promise<CommandAnswer> {
  const madeOn = businessClock(process.env)();
  return asConsole(async (console) => {
    const id = await find(console, person);
    const { installation } = console;
    const asking = { db: installation.db, caller: console.caller(), roles: ["console"] };
    const box = numberBox(openKeyRing(installation.folder.keys, NUMBER_KEYS));
    const about = { person: id ?? "", request: null, withheld: [], madeOn };
    const copy = id && (await copyRecord(asking, box, about));
    if (!copy)
      throw new CommandError(`Aucun dossier « ${person} ». Donnez son numéro ou son identifiant.`, 2);
    if (pdf !== undefined) await write(pdf, copy, (made) => [made]);
    const papers = paperBox(openKeyRing(installation.folder.keys, PAPER_KEYS));
    if (zip !== undefined)
      await write(zip, copy, (made) => archiveCopy(asking, papers, { ...about, copy, pdf: made }));
    const written = [pdf, zip].filter((path) => path !== undefined);
    if (written.length === 0) return { data: copy, text: JSON.stringify(copy, null, 2) };
    return { data: { pdf, zip }, text: `Copie écrite dans ${written.join(" et ")}.` };
  });
}

/** Nobody else's to read, never over a file that is there, and not left behind unfinished. */
async function write(
  path: string,
  copy: RecordCopy,
  content: (pdf: Buffer) => Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const typesetter = startTypesetter();
  let begun = false;
  try {
    const pdf = await writeCopy(copy, typesetter);
    const file = await open(path, "wx", 0o600);
    begun = true;
    await pipeline(content(pdf), file.createWriteStream());
  } catch (error) {
    if (begun) rmSync(path, { force: true });
    if (error instanceof Error && "syscall" in error && "code" in error)
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
