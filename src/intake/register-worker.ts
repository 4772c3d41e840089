/** Entry of the thread that reads a register, so that no file freezes or exhausts the server. */
import { parentPort, workerData } from "node:worker_threads";
import { RegisterFileError, type RegisterFileProblem } from "./model.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { type ParsedRegister, parseRegister, type ReadOptions } from "./rules.ts";

/** What the thread is given. */
export interface WorkerOrder {
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
}

/** What the thread answers. */
export type WorkerAnswer =
  | { readonly ok: true; readonly register: ParsedRegister }
  | { readonly ok: false; readonly problem: RegisterFileProblem; readonly message: string };

parentPort?.postMessage(answer(workerData as WorkerOrder));

function answer({ bytes, options }: WorkerOrder): WorkerAnswer {
  try {
    return { ok: true, register: parseRegister(parseRegisterFile(bytes), options) };
  } catch (error) {
    if (error instanceof RegisterFileError)
      return { ok: false, problem: error.problem, message: error.message };
    throw error;
  }
}
