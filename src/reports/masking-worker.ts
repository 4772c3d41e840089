/** Entry of the thread that composes the outsiders' version: proving what is masked takes the processor whole. */
import { parentPort, workerData } from "node:worker_threads";
import { composeDocument, type DocumentSource } from "./document.ts";

parentPort?.postMessage(composeDocument(workerData as DocumentSource));
