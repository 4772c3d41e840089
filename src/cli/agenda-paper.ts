import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { composeDays } from "../agenda/paper/compose.ts";
import { readAgenda, readSetting } from "../agenda/store.ts";
import type { Installation } from "../installation.ts";
import { readInstallation } from "../network/store.ts";
import { businessClock } from "../platform/business-clock.ts";
import type { Caller } from "../platform/database/database.ts";
import { replaceFile } from "../platform/durable-file.ts";
import { startTypesetter, type Typesetter } from "../platform/typeset/typesetter.ts";
import { addDays } from "../ui/days.ts";
import { dueNow, hourPassed } from "./backup/due.ts";
import { asConsole, inConsoleSession } from "./console.ts";
import { type CommandAnswer, CommandError, commandLog } from "./output.ts";

const DAYS = 2;
/** Sheets name people: those of days gone by are removed. */
const KEPT_DAYS = 2;
const SHEET = /^agenda-(\d{4}-\d{2}-\d{2})\.pdf$/;
const ROUND_MS = 60_000;
const AGAIN_AFTER_FAILURE_MS = 15 * ROUND_MS;

interface Sheet {
  readonly installation: Installation;
  readonly caller: () => Caller;
  readonly typesetter: Typesetter;
  readonly folder: string;
  /** First day (ISO) of the two it holds. */
  readonly from: string;
}

/**
 * The agenda of two days, a page for each site and day, in a folder: what is left when nothing works any more. Written whole or not at
 * all; audited as the console's. Sheets of days gone by are removed.
 * @returns path of the PDF
 * @throws CommandError the folder is missing, or cannot be written
 */
async function writeSheet({ installation, caller, typesetter, folder, from }: Sheet): Promise<string> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(
      `Le dossier ${folder} n’existe pas ou n’est plus là. La feuille de secours de l’agenda n’a pas été faite.`,
    );
  const asking = () => ({ db: installation.db, caller: caller(), roles: ["console"] });
  const setting = await readSetting(asking());
  const view = await readAgenda(asking(), { from, until: addDays(from, DAYS - 1) });
  const { demonstration } = await readInstallation(installation.db);
  const paper = composeDays(view, setting, { from, days: DAYS, demonstration });
  const path = join(folder, `agenda-${from}.pdf`);
  const pdf = await typesetter.pdf("agenda-days.typ", paper, true);
  try {
    replaceFile(path, pdf);
    for (const name of readdirSync(folder)) {
      const day = SHEET.exec(name)?.[1];
      if (day !== undefined && day < addDays(from, -KEPT_DAYS)) rmSync(join(folder, name));
    }
  } catch (error) {
    throw new CommandError(
      `La feuille de secours de l’agenda n’a pas pu être écrite dans ${folder}\u00a0: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return path;
}

/** `maillage agenda-paper DIR`: today and tomorrow, or the two days from another one. */
export async function agendaPaperCommand(
  folder: string,
  options: { readonly from?: string },
): Promise<CommandAnswer> {
  const from = options.from ?? businessClock(process.env)();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(Date.parse(from)))
    throw new CommandError(`--from ${from}\u00a0: indiquez un jour qui existe, par exemple 2027-01-04.`, 2);
  const typesetter = startTypesetter();
  try {
    return await asConsole(async (console) => {
      const path = await writeSheet({ ...console, typesetter, folder, from });
      return { data: { path }, text: `Agenda sur papier\u00a0: ${path}` };
    });
  } finally {
    await typesetter.stop();
  }
}

/** Where sheets go each evening, and when (HH:MM); null: nowhere. */
export function readEveningPaper(
  env: Readonly<Record<string, string | undefined>>,
): { readonly folder: string; readonly at: string } | null {
  const { MAILLAGE_PAPER_FOLDER: folder, MAILLAGE_PAPER_AT: at } = env;
  if (!folder) return null;
  return { folder, at: /^([01]\d|2[0-3]):[0-5]\d$/.test(at ?? "") ? (at as string) : "19:00" };
}

/**
 * Writes the sheet of tomorrow and the day after each evening, while a server runs. Of two servers of one database, each writes the
 * same file.
 */
export function startEveningPaper(
  installation: Installation,
  typesetter: Typesetter,
  { folder, at }: { readonly folder: string; readonly at: string },
  today: () => string,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const now = new Date();
      // Before the hour, the sheet is yesterday evening's: a machine that slept through it writes it when it wakes.
      const from = hourPassed(at, now) ? addDays(today(), 1) : today();
      const made = statSync(join(folder, `agenda-${from}.pdf`), { throwIfNoEntry: false })?.mtime ?? null;
      const due = dueNow(at, made?.toISOString() ?? null, now);
      let wait = ROUND_MS;
      if (due)
        await inConsoleSession(
          installation,
          (caller) => writeSheet({ installation, caller, typesetter, folder, from }),
          false,
        ).catch((error: unknown) => {
          commandLog.warn(error instanceof Error ? error.message : String(error));
          wait = AGAIN_AFTER_FAILURE_MS;
        });
      await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
