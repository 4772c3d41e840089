import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ImportOutcome } from "../intake/import-messages.ts";
import { importRegister } from "../intake/import-register.ts";
import { businessClock } from "../platform/business-clock.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** Options of `maillage import-register FILE`. */
export interface ImportRegisterOptions {
  readonly year?: string;
  readonly acceptProbable?: boolean;
  readonly rejectProbable?: boolean;
  readonly dryRun?: boolean;
}

const CONSOLE = ["console"];
/** Probable pairs wait for a decision: nothing was written. */
const DECISION_NEEDED = 3;

export async function importRegisterCommand(
  file: string,
  options: ImportRegisterOptions,
): Promise<CommandAnswer> {
  if (options.acceptProbable && options.rejectProbable) {
    throw new CommandError(
      "Choisissez --accept-probable ou --reject-probable, pas les deux. Rien n’a été importé.",
      2,
    );
  }
  const year = options.year === undefined ? undefined : Number(options.year);
  if (year !== undefined && !(Number.isInteger(year) && year >= 1990 && year <= 2100)) {
    throw new CommandError(`L’année « ${options.year} » n’est pas une année. Rien n’a été importé.`, 2);
  }
  const bytes = readFile(file);
  const ending = await asConsole(({ installation, caller }) =>
    importRegister(
      {
        db: installation.db,
        roles: CONSOLE,
        // A stamp is for one request: each statement of the import is one.
        get caller() {
          return caller();
        },
      },
      {
        bytes,
        fileName: basename(file),
        decision: options.acceptProbable ? "accept" : options.rejectProbable ? "reject" : "ask",
        dryRun: options.dryRun ?? false,
        year,
        today: businessClock(process.env)(),
      },
      ({ phase, done, of }) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${PHASES[phase]} ${done}/${of}   `);
      },
    ),
  );
  const decisionNeeded = ending.event === "plan" && ending.decisionNeeded;
  return {
    data: ending.outcome,
    text: describe(ending.outcome, decisionNeeded, ending.event === "plan"),
    exitCode: decisionNeeded ? DECISION_NEEDED : 0,
  };
}

const PHASES = {
  reading: "Lecture",
  planning: "Rapprochement",
  staging: "Préparation",
  finishing: "Écriture",
} as const;

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new CommandError(`Le fichier ${file} n’existe pas ou ne peut pas être lu. Rien n’a été importé.`);
  }
}

function describe(outcome: ImportOutcome, decisionNeeded: boolean, planOnly: boolean): string {
  const { rows } = outcome;
  const head = decisionNeeded
    ? `${outcome.probablePairs} paires de personnes probablement identiques attendent une décision : relancez avec --accept-probable ou --reject-probable. Rien n’a été importé.`
    : outcome.alreadyImported
      ? "Toutes les lignes valables de ce fichier avaient déjà été importées. Rien n’a été ajouté."
      : `${planOnly ? "À importer" : "Importées"} : ${rows.imported} lignes, ${outcome.personsTouched} personnes.`;
  return [
    head,
    `Lignes lues : ${rows.read}, refusées : ${rows.refused}, ignorées : ${rows.ignored}.`,
    ...outcome.pairs.map((pair) => `  lignes ${pair.rows.join(" et ")} : ${pair.why}`),
    ...outcome.refusals.map((refusal) => `  ligne ${refusal.row} refusée : ${refusal.reason}`),
    ...outcome.notices.map((notice) => `  ${notice.text}`),
  ].join("\n");
}
