/** Work that would hold the event loop up, done once in a thread of its own, bounded in time and memory. */
import { Worker } from "node:worker_threads";

/** Longest time for one work, and the memory its thread may take; the defaults suit one document. */
export interface ThreadBounds {
  readonly milliseconds?: number;
  readonly heapMegabytes?: number;
}

const MILLISECONDS = 20_000;
const HEAP_MEGABYTES = 256;

/**
 * Gives an order to a new thread and ends it once it has posted its one answer. The thread has no environment.
 * @param program its compiled program, which reads `workerData`
 * @throws Error when it fails, ends without an answer, or passes its bounds (20 s, 256 MB)
 */
export async function answerOfThread<Answer>(
  program: URL,
  order: unknown,
  bounds: ThreadBounds = {},
): Promise<Answer> {
  const worker = new Worker(program, {
    workerData: order,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMegabytes ?? HEAP_MEGABYTES },
  });
  try {
    return await firstAnswer<Answer>(worker, bounds.milliseconds ?? MILLISECONDS);
  } finally {
    await worker.terminate();
  }
}

function firstAnswer<Answer>(worker: Worker, milliseconds: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the thread took too long")), milliseconds);
    const settle = (act: () => void) => {
      clearTimeout(late);
      act();
    };
    worker.once("message", (answer: Answer) => settle(() => resolve(answer)));
    worker.once("error", (error) => settle(() => reject(error)));
    worker.once("exit", () => settle(() => reject(new Error("the thread ended without an answer"))));
  });
}
