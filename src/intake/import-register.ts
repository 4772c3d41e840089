import { StaleError } from "../platform/database/errors.ts";
import type { ImportEvent } from "./import-messages.ts";
import type { ProbableChoice } from "./pairs.ts";
import { type OpenRegister, openRegister } from "./read-register.ts";
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

/** Records may move between the plan and the end; planning again is cheap, giving up is not. */
const ATTEMPTS = 3;

/**
 * Brings a register in: read and planned whole in a bounded thread, staged by chunks, written in one step.
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
  const register = await openRegister(request.bytes, {
    today: request.today,
    ...(request.year === undefined ? {} : { year: request.year }),
    ...(request.workerUrl ? { worker: request.workerUrl } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
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

async function planAndWrite(
  importer: Importer,
  request: ImportRequest,
  register: OpenRegister,
  told: (phase: Parameters<Progress>[0]["phase"], done: number, of: number) => void,
): Promise<Ending | null> {
  const { known, generation } = await readKnown(importer, register.lookups);
  const plan = await register.plan({ known, decision: request.decision, trial: request.dryRun });
  const { outcome } = plan;
  if (request.dryRun || plan.needsDecision) {
    return { event: "plan", decisionNeeded: plan.needsDecision, outcome };
  }
  if (plan.visits === 0) return { event: "finished", importId: null, outcome };

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
