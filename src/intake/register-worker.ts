/** Entry of the thread that reads and plans a register, so that no file freezes or exhausts the server. */
import { parentPort, workerData } from "node:worker_threads";
import type { ImportOutcome } from "./import-messages.ts";
import { type KnownPeople, RegisterFileError, type RegisterFileProblem } from "./model.ts";
import { describePlan } from "./outcome.ts";
import type { ProbableChoice } from "./pairs.ts";
import { parseRegisterFile } from "./parse-register.ts";
import {
  parseRegister,
  planParsed,
  type ReadOptions,
  type RegisterLookups,
  registerLookups,
} from "./rules.ts";
import { layOutChunks, type StagingChunk } from "./staging.ts";

/** What the thread is given at first. */
export interface WorkerOrder {
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
}

/** Then, as often as records move: what is recorded, and what to decide. */
export interface PlanOrder {
  readonly known: KnownPeople;
  readonly decision: ProbableChoice;
  /** Plan only: what would be imported is told even when pairs wait for a decision. */
  readonly trial: boolean;
}

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
}

/** What the thread answers. */
export type WorkerAnswer =
  | { readonly ok: true; readonly answer: RegisterRead | RegisterPlanned }
  | { readonly ok: false; readonly problem: RegisterFileProblem; readonly message: string };

const { bytes, options } = workerData as WorkerOrder;

reply(() => {
  const parsed = parseRegister(parseRegisterFile(bytes), options);
  parentPort?.on("message", (order: PlanOrder) =>
    reply(() => {
      const plan = planParsed(parsed, order.known, order.decision);
      return {
        outcome: describePlan(plan, order.trial),
        needsDecision: plan.needsDecision,
        visits: plan.visits.length,
        ...layOutChunks(plan),
      };
    }),
  );
  return { visits: parsed.visits.length, lookups: registerLookups(parsed) };
});

function reply(work: () => RegisterRead | RegisterPlanned): void {
  try {
    parentPort?.postMessage({ ok: true, answer: work() } satisfies WorkerAnswer);
  } catch (error) {
    if (!(error instanceof RegisterFileError)) throw error;
    const { problem, message } = error;
    parentPort?.postMessage({ ok: false, problem, message } satisfies WorkerAnswer);
  }
}
