import { StaleError } from "../platform/database/errors.ts";
import { type Corrections, noCorrections, type PairDecisions } from "./corrections.ts";
import type { ImportEvent } from "./import-messages.ts";
import { readAids, remember } from "./memory-store.ts";
import type { ProbableChoice } from "./pairs.ts";
import { type OpenRegister, openRegister } from "./read-register.ts";
import type { RefusedRowsFile } from "./refused-rows.ts";
import { cancelImport, finishImport, type Importer, openImport, readKnown, stageChunk } from "./store.ts";

/** A file, and how to read it. */
export interface RegisterRequest {
  readonly bytes: Uint8Array;
  readonly year?: number | undefined;
  /** What someone says of this file's columns and words. */
  readonly corrections?: Corrections | undefined;
  /** Business day (ISO). */
  readonly today: string;
  readonly signal?: AbortSignal | undefined;
  /** Where the worker that reads files is, when it is not beside this program. */
  readonly workerUrl?: URL | undefined;
}

/** What to import, and how far to go. */
export interface ImportRequest extends RegisterRequest {
  readonly fileName: string;
  /** What becomes of the probable pairs that `pairs` does not decide. */
  readonly decision: ProbableChoice;
  readonly pairs?: PairDecisions | undefined;
  /** Plan only: nothing is written. */
  readonly dryRun: boolean;
  /** Tell with a plan what a screen shows so that someone corrects it. */
  readonly review?: boolean | undefined;
}

type Progress = (event: Extract<ImportEvent, { event: "progress" }>) => void;
type Ending = Extract<ImportEvent, { event: "plan" | "finished" }>;

/** Records may move between the plan and the end; planning again is cheap, giving up is not. */
const ATTEMPTS = 3;

/**
 * Brings a register in: read and planned whole in a bounded thread, staged by chunks, written in one step. What earlier
 * files taught the structure applies; what is corrected of this one is kept once it is imported.
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
  const register = await openFor(importer, request);
  try {
    for (let attempt = 1; ; attempt++) {
      request.signal?.throwIfAborted();
      told("planning", 0, register.visits);
      const ending = await planAndWrite(importer, request, register, told).catch((error: unknown) => {
        if (error instanceof StaleError && attempt < ATTEMPTS) return null;
        throw error;
      });
      if (ending) return ending;
    }
  } finally {
    await register.close();
  }
}

/**
 * The rows of a file that would be refused, as a file of the same format with the reason of each. Nothing is written.
 * @throws RegisterFileError when the file cannot be read
 */
export async function refusedRowsOf(importer: Importer, request: RegisterRequest): Promise<RefusedRowsFile> {
  const register = await openFor(importer, request);
  try {
    return await register.refusedRows();
  } finally {
    await register.close();
  }
}

async function openFor(importer: Importer, request: RegisterRequest): Promise<OpenRegister> {
  const { bytes, today, year, workerUrl, signal, corrections = noCorrections } = request;
  return openRegister(bytes, {
    today,
    corrections,
    ...(await readAids(importer)),
    ...(year === undefined ? {} : { year }),
    ...(workerUrl ? { worker: workerUrl } : {}),
    ...(signal ? { signal } : {}),
  });
}

async function planAndWrite(
  importer: Importer,
  request: ImportRequest,
  register: OpenRegister,
  told: (phase: Parameters<Progress>[0]["phase"], done: number, of: number) => void,
): Promise<Ending | null> {
  const { known, generation } = await readKnown(importer, register.lookups);
  const { decision, pairs = [], dryRun: trial, review = false } = request;
  const plan = await register.plan({ known, decision, pairs, trial, review });
  const { outcome } = plan;
  if (trial || plan.needsDecision) {
    return { event: "plan", decisionNeeded: plan.needsDecision, outcome, review: plan.review };
  }
  const keepCorrections = async () => {
    if (plan.memory !== null) await remember(importer, plan.memory);
  };
  if (plan.visits === 0) {
    await keepCorrections();
    return { event: "finished", importId: null, outcome };
  }

  const header = {
    fileName: request.fileName,
    plannedAgainst: generation,
    rowsRead: outcome.rows.read,
    rowsRefused: outcome.rows.refused,
    rowsIgnored: outcome.rows.ignored,
  };
  const importId = await openImport(importer, header, request.bytes);
  try {
    for (const chunk of plan.chunks) {
      request.signal?.throwIfAborted();
      told("staging", await stageChunk(importer, importId, chunk), plan.visits);
    }
    // Kept before the last step: an import once written is told as written, whatever happens next.
    await keepCorrections();
    request.signal?.throwIfAborted();
    told("finishing", 0, plan.visits);
    await finishImport(importer, importId, plan.decisions);
    return { event: "finished", importId, outcome };
  } catch (error) {
    await cancelImport(importer, importId).catch(() => {
      // The database is away, or the session gone: what is staged stays invisible and is cleared at the next start.
    });
    throw error;
  }
}
