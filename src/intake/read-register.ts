/** Reading and planning a register's file in a thread of its own, bounded in time and memory. */
import { Worker } from "node:worker_threads";
import { boundMessages, registerBounds } from "./bounds.ts";
import { RegisterFileError } from "./model.ts";
import type { RefusedRowsFile } from "./refused-rows.ts";
import type {
  PlanOrder,
  RegisterPlanned,
  RegisterRead,
  TableRead,
  WorkerAnswer,
  WorkerOrder,
  WorkerRequest,
} from "./register-worker.ts";
import type { ReadOptions } from "./rules.ts";

/** Where the thread's program is, and its limits; the defaults suit the built server. */
interface ThreadOptions {
  readonly worker?: URL;
  /** Longest time for one step, reading or planning. */
  readonly milliseconds?: number;
  readonly heapMegabytes?: number;
  readonly signal?: AbortSignal;
}

/** The same, and how to read the rows. */
export interface ReadRegisterOptions extends ReadOptions, ThreadOptions {}

/** A register read, kept by its thread until closed. */
export interface OpenRegister extends RegisterRead {
  /** Plans the import against what is recorded; may be asked again when records moved. */
  plan(order: PlanOrder): Promise<RegisterPlanned>;
  /** The rows refused whatever is recorded, as a file of the same format with the reason of each. */
  refusedRows(): Promise<RefusedRowsFile>;
  close(): Promise<void>;
}

/**
 * Reads a register (CSV or XLSX) and decides each row by itself. The content decides the format. Rejects with
 * `RegisterFileError` (French) when the file cannot be read, passes a bound, or the signal is aborted; the thread is
 * then ended. The caller closes what it was given.
 */
export async function openRegister(bytes: Uint8Array, options: ReadRegisterOptions): Promise<OpenRegister> {
  const { worker: _w, milliseconds: _, heapMegabytes: __, signal: ___, ...readOptions } = options;
  const { step, close } = startThread(bytes, readOptions, options);
  const read = await step<RegisterRead>();
  return {
    ...read,
    plan: (order) => step<RegisterPlanned>(order),
    refusedRows: () => step<RefusedRowsFile>("refused-rows"),
    close,
  };
}

/** The cells of any table (CSV or XLSX), as text. Rejects as `openRegister`. */
export async function readTable(bytes: Uint8Array, options: ThreadOptions): Promise<TableRead> {
  const { step, close } = startThread(bytes, "table", options);
  const read = await step<TableRead>();
  await close();
  return read;
}

function startThread(bytes: Uint8Array, order: WorkerOrder["options"], options: ThreadOptions) {
  // Checked before anything is copied to the thread.
  if (bytes.length > registerBounds.fileBytes) {
    throw new RegisterFileError("too_big", boundMessages.tooBig("20\u00A0Mo"));
  }
  if (options.signal?.aborted === true) throw cancelled();
  const worker = new Worker(options.worker ?? new URL("./register-worker.js", import.meta.url), {
    workerData: { bytes, options: order } satisfies WorkerOrder,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes ?? registerBounds.heapMegabytes },
  });
  // An error between two steps fails the next one; it must not end the server.
  worker.on("error", () => {});
  const close = async () => {
    await worker.terminate();
  };
  const step = async <T extends RegisterRead | TableRead | RegisterPlanned | RefusedRowsFile>(
    order?: WorkerRequest,
  ): Promise<T> => {
    try {
      const answering = nextAnswer(worker, options);
      if (order) worker.postMessage(order);
      const answer = await answering;
      if (!answer.ok) throw new RegisterFileError(answer.problem, answer.message, answer.columns);
      return answer.answer as T;
    } catch (error) {
      await close();
      throw error;
    }
  };
  return { step, close };
}

function nextAnswer(worker: Worker, options: ThreadOptions): Promise<WorkerAnswer> {
  const { signal, milliseconds = registerBounds.milliseconds } = options;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooSlow())), milliseconds);
    const abort = () => settle(() => reject(cancelled()));
    const answered = (answer: WorkerAnswer) => settle(() => resolve(answer));
    const broken = (error: Error) => settle(() => reject(failed(error)));
    const ended = () => broken(new Error("the thread ended without an answer"));
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      worker.off("message", answered).off("error", broken).off("exit", ended);
      act();
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.once("message", answered).once("error", broken).once("exit", ended);
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
