import { StaleError } from "../platform/database/errors.ts";
import type { ImportEvent, ImportOutcome } from "./import-messages.ts";
import type { RegisterPlan } from "./model.ts";
import type { ProbableChoice } from "./pairs.ts";
import { readRegister } from "./read-register.ts";
import { type ParsedRegister, planParsed, registerLookups } from "./rules.ts";
import { layOutStaging } from "./staging.ts";
import { cancelImport, finishImport, type Importer, openImport, readKnown, stageChunk } from "./store.ts";

/** What to import, and how far to go. */
export interface ImportRequest {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly decision: ProbableChoice;
  /** Plan only: nothing is written. */
  readonly dryRun: boolean;
  readonly year?: number | undefined;
  /** Business day (ISO). */
  readonly today: string;
  readonly signal?: AbortSignal | undefined;
  /** Where the worker that reads files is, when it is not beside this program. */
  readonly workerUrl?: URL | undefined;
}

type Progress = (event: Extract<ImportEvent, { event: "progress" }>) => void;
type Ending = Extract<ImportEvent, { event: "plan" | "finished" }>;

/** Visits staged at once: enough to be quick, few enough that progress moves and a cancellation is heard. */
const CHUNK = 2_000;
/** Records may move between the plan and the end; planning again is cheap, giving up is not. */
const ATTEMPTS = 3;

/**
 * Brings a register in: read in a bounded worker, planned whole, staged by chunks, written in one step.
 * @throws RegisterFileError when the file cannot be read; AbortError when cancelled: in both cases nothing is written
 */
export async function importRegister(
  importer: Importer,
  request: ImportRequest,
  onProgress: Progress = () => {},
): Promise<Ending> {
  const told = (phase: Parameters<Progress>[0]["phase"], done: number, of: number) =>
    onProgress({ event: "progress", phase, done, of });
  told("reading", 0, request.bytes.length);
  const parsed = await readRegister(request.bytes, {
    today: request.today,
    ...(request.year === undefined ? {} : { year: request.year }),
    ...(request.workerUrl ? { worker: request.workerUrl } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  for (let attempt = 1; ; attempt++) {
    request.signal?.throwIfAborted();
    told("planning", 0, parsed.visits.length);
    const ending = await planAndWrite(importer, request, parsed, told).catch((error: unknown) => {
      if (error instanceof StaleError && attempt < ATTEMPTS) return null;
      throw error;
    });
    if (ending) return ending;
  }
}

async function planAndWrite(
  importer: Importer,
  request: ImportRequest,
  parsed: ParsedRegister,
  told: (phase: Parameters<Progress>[0]["phase"], done: number, of: number) => void,
): Promise<Ending | null> {
  const { known, generation } = await readKnown(importer, registerLookups(parsed));
  const plan = planParsed(parsed, known, request.decision);
  const outcome = describePlan(plan, request.dryRun);
  if (request.dryRun || plan.needsDecision) {
    return { event: "plan", decisionNeeded: plan.needsDecision, outcome };
  }
  if (plan.visits.length === 0) return { event: "finished", importId: null, outcome };

  const { persons, visits, decisions } = layOutStaging(plan);
  const importId = await openImport(
    importer,
    {
      fileName: request.fileName,
      plannedAgainst: generation,
      rowsRead: plan.counts.read,
      rowsRefused: plan.counts.refused,
      rowsIgnored: plan.counts.ignored,
    },
    request.bytes,
  );
  try {
    let staged = 0;
    for (let start = 0; start < visits.length; start += CHUNK) {
      request.signal?.throwIfAborted();
      staged = await stageChunk(
        importer,
        importId,
        start === 0 ? persons : [],
        visits.slice(start, start + CHUNK),
      );
      told("staging", staged, visits.length);
    }
    request.signal?.throwIfAborted();
    told("finishing", 0, visits.length);
    await finishImport(importer, importId, decisions);
    return { event: "finished", importId, outcome };
  } catch (error) {
    await cancelImport(importer, importId).catch(() => {
      // The database is away, or the session gone: what is staged stays invisible and is cleared at the next start.
    });
    throw error;
  }
}

/** The plan as the command line and the screen tell it. */
function describePlan(plan: RegisterPlan, trial: boolean): ImportOutcome {
  return {
    rows: {
      read: plan.counts.read,
      imported: plan.needsDecision && !trial ? 0 : plan.counts.imported,
      refused: plan.counts.refused,
      ignored: plan.counts.ignored,
    },
    personsTouched: plan.personsTouched,
    probablePairs: plan.pairs.length,
    pairs: plan.pairs.map(({ rows, why }) => ({ rows: [...rows], why })),
    refusals: plan.rows.flatMap((row) =>
      row.fate === "refused" ? [{ row: row.row, reason: row.reason }] : [],
    ),
    alreadyImported: plan.alreadyImported,
    notices: plan.notices.map(({ text, rows }) => ({ text, rows: [...rows] })),
  };
}
