/** Reading a register's file in a thread of its own, bounded in time and memory. */
import { Worker } from "node:worker_threads";
import { boundMessages, registerBounds } from "./bounds.ts";
import { RegisterFileError } from "./model.ts";
import type { WorkerAnswer, WorkerOrder } from "./register-worker.ts";
import type { ParsedRegister, ReadOptions } from "./rules.ts";

/** How to read the rows, where the reading thread's program is, and its limits; the defaults suit the built server. */
export interface ReadRegisterOptions extends ReadOptions {
  readonly worker?: URL;
  readonly milliseconds?: number;
  readonly heapMegabytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads a register (CSV or XLSX) and decides each row by itself. The content decides the format. Rejects with `RegisterFileError` (French)
 * when the file cannot be read, passes a bound, or the signal is aborted; the thread is always ended.
 */
export async function readRegister(bytes: Uint8Array, options: ReadRegisterOptions): Promise<ParsedRegister> {
  // Checked before anything is copied to the thread.
  if (bytes.length > registerBounds.fileBytes) {
    throw new RegisterFileError("too_big", boundMessages.tooBig("20\u00A0Mo"));
  }
  if (options.signal?.aborted === true) throw cancelled();
  const { worker: program, milliseconds: _, heapMegabytes: __, signal: ___, ...readOptions } = options;
  const worker = new Worker(program ?? new URL("./register-worker.js", import.meta.url), {
    workerData: { bytes, options: readOptions } satisfies WorkerOrder,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes ?? registerBounds.heapMegabytes },
  });
  try {
    const answer = await firstAnswer(worker, options);
    if (!answer.ok) throw new RegisterFileError(answer.problem, answer.message);
    return answer.register;
  } finally {
    await worker.terminate();
  }
}

function firstAnswer(worker: Worker, options: ReadRegisterOptions): Promise<WorkerAnswer> {
  const { signal, milliseconds = registerBounds.milliseconds } = options;
  return new Promise((resolve, reject) => {
    const abort = () => settle(() => reject(cancelled()));
    const timer = setTimeout(() => settle(() => reject(tooSlow())), milliseconds);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      act();
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.once("message", (answer: WorkerAnswer) => settle(() => resolve(answer)));
    worker.once("error", (error) => settle(() => reject(failed(error))));
    worker.once("exit", () =>
      settle(() => reject(failed(new Error("the reading thread ended without an answer")))),
    );
  });
}

function tooSlow(): RegisterFileError {
  return new RegisterFileError(
    "too_slow",
    "La lecture de ce fichier prend trop de temps et a été arrêtée. Rien n’a été importé. Enregistrez-le au format .csv, ou découpez-le, et recommencez.",
  );
}

function cancelled(): RegisterFileError {
  return new RegisterFileError("cancelled", "La lecture du fichier a été annulée. Rien n’a été importé.");
}

function failed(error: Error): RegisterFileError {
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new RegisterFileError("too_big", boundMessages.tooBig("la mémoire permise"));
  }
  // The cause is kept for the log; it may not be shown, and holds no cell's content.
  const failure = new RegisterFileError(
    "failed",
    "Ce fichier n’a pas pu être lu. Rien n’a été importé. Enregistrez-le de nouveau dans votre tableur, au format .xlsx ou .csv, et recommencez.",
  );
  failure.cause = error;
  return failure;
}
