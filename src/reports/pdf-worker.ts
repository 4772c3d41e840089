/** Entry of the thread that typesets a report: Typst takes the processor whole, which the server must not. */
import { parentPort, workerData } from "node:worker_threads";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/** What the thread is given. */
export interface PdfOrder {
  readonly template: string;
  /** JSON read by the template. */
  readonly data: string;
  /** Folders of the fonts; no other font is looked for. */
  readonly fonts: readonly string[];
  /** Folder of the template: the only one Typst reads. */
  readonly workspace: string;
}

const { template, data, fonts, workspace } = workerData as PdfOrder;
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [...fonts] }] });
const pdf = compiler.pdf({ mainFileContent: template, inputs: { data } });
parentPort?.postMessage(new Uint8Array(pdf));
