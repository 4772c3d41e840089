/** Entry of the thread that reads a register, so that no file freezes or exhausts the server. */
import { parentPort, workerData } from "node:worker_threads";
import { type RawTable, RegisterFileError, type RegisterFileProblem } from "./model.ts";
import { parseRegisterFile } from "./parse-register.ts";

/** What the thread answers. */
export type WorkerAnswer =
  | { readonly ok: true; readonly table: RawTable }
  | { readonly ok: false; readonly problem: RegisterFileProblem; readonly message: string };

parentPort?.postMessage(answer(workerData as Uint8Array));

function answer(bytes: Uint8Array): WorkerAnswer {
  try {
    return { ok: true, table: parseRegisterFile(bytes) };
  } catch (error) {
    if (error instanceof RegisterFileError)
      return { ok: false, problem: error.problem, message: error.message };
    throw error;
  }
}
