/** Entry of the thread that reads and plans a register, so that no file freezes or exhausts the server. */
import { parentPort, workerData } from "node:worker_threads";
import { emptyMemory, noCorrections, type PairDecisions, type RegisterMemory } from "./corrections.ts";
import type { ImportOutcome, ImportReview } from "./import-messages.ts";
import {
  type ColumnReading,
  type KnownPeople,
  RegisterFileError,
  type RegisterFileProblem,
} from "./model.ts";
import { describePlan } from "./outcome.ts";
import type { ProbableChoice } from "./pairs.ts";
import { parseRegisterFile, parseTable } from "./parse-register.ts";
import { type RefusedRowsFile, writeRefusedRows } from "./refused-rows.ts";
import { memoryOf, reviewRegister } from "./review.ts";
import {
  type ParsedRegister,
  parseRegister,
  planParsed,
  type ReadOptions,
  type RegisterLookups,
  registerLookups,
  rememberedHeadings,
} from "./rules.ts";
import { layOutChunks, type StagingChunk } from "./staging.ts";

/** What the thread is given at first. */
export interface WorkerOrder {
  readonly bytes: Uint8Array;
  /** "table": only its cells, whatever they are. */
  readonly options: ReadOptions | "table";
}

/** The cells of a table, line by line. */
export interface TableRead {
  readonly rows: readonly (readonly string[])[];
}

/** Then, as often as records move: what is recorded, and what to decide. */
export interface PlanOrder {
  readonly known: KnownPeople;
  /** What becomes of the pairs that `pairs` does not decide. */
  readonly decision: ProbableChoice;
  readonly pairs: PairDecisions;
  /** Plan only: what would be imported is told even when pairs wait for a decision. */
  readonly trial: boolean;
  /** Tell what a screen shows so that someone corrects it. */
  readonly review: boolean;
}

/** Or: the refused rows, as a file. */
export type WorkerRequest = PlanOrder | "refused-rows";

/** A register read: what must be looked up before it can be planned. */
export interface RegisterRead {
  readonly visits: number;
  readonly lookups: RegisterLookups;
}

/** A plan, ready to be staged; chunks are JSON already, so that the server only passes them on. */
export interface RegisterPlanned {
  readonly outcome: ImportOutcome;
  readonly needsDecision: boolean;
  readonly visits: number;
  readonly chunks: readonly StagingChunk[];
  /** JSON: what goes with the finishing step. */
  readonly decisions: string;
  /** What to keep of the corrections; null when there were none. */
  readonly memory: RegisterMemory | null;
  readonly review: ImportReview | null;
}

type Answer = RegisterRead | TableRead | RegisterPlanned | RefusedRowsFile;

/** What the thread answers. */
export type WorkerAnswer =
  | { readonly ok: true; readonly answer: Answer }
  | {
      readonly ok: false;
      readonly problem: RegisterFileProblem;
      readonly message: string;
      readonly columns: readonly ColumnReading[];
    };

const { bytes, options } = workerData as WorkerOrder;

void reply(() => {
  if (options === "table") return { rows: parseTable(bytes) };
  const table = parseRegisterFile(bytes, rememberedHeadings(options.memory ?? emptyMemory));
  const parsed = parseRegister(table, options);
  parentPort?.on("message", (order: WorkerRequest) =>
    reply(() => (order === "refused-rows" ? writeRefusedRows(table, parsed) : plan(parsed, order, options))),
  );
  return { visits: parsed.visits.length, lookups: registerLookups(parsed) };
});

function plan(parsed: ParsedRegister, order: PlanOrder, options: ReadOptions): RegisterPlanned {
  const planned = planParsed(parsed, order.known, order.decision, order.pairs);
  const { corrections = noCorrections } = options;
  const kept = memoryOf(parsed, corrections);
  const anything = kept.headings.length + kept.words.length + kept.covers.length > 0;
  return {
    outcome: describePlan(planned, order.trial),
    needsDecision: planned.needsDecision,
    visits: planned.visits.length,
    ...layOutChunks(planned),
    memory: anything ? kept : null,
    review: order.review ? reviewRegister(parsed, planned) : null,
  };
}

async function reply(work: () => Answer | Promise<Answer>): Promise<void> {
  try {
    parentPort?.postMessage({ ok: true, answer: await work() } satisfies WorkerAnswer);
  } catch (error) {
    // Not of the file: ends the thread, and is told as such.
    if (!(error instanceof RegisterFileError)) throw error;
    const { problem, message, columns } = error;
    parentPort?.postMessage({ ok: false, problem, message, columns } satisfies WorkerAnswer);
  }
}
