/** Entry of the thread that typesets documents: Typst takes the processor whole, which the server must not. */
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { TypesetAnswer, TypesetOrder, TypesetShop } from "./messages.ts";

const { workspace, fonts } = workerData as TypesetShop;
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [...fonts] }] });

parentPort?.on("message", (order: TypesetOrder) => parentPort?.postMessage(answer(order)));

function answer({ id, template, data, accessible }: TypesetOrder): TypesetAnswer {
  try {
    const pdf = compiler.pdf(
      { mainFilePath: join(workspace, template), inputs: { data } },
      accessible ? { pdfStandard: "ua-1" } : {},
    );
    return { id, pdf: new Uint8Array(pdf) };
  } catch (error) {
    return { id, fault: String(error), unprintable: unprintable(String(error)) };
  } finally {
    // Nobody's words stay in the thread.
    compiler.evictCache(0);
  }
}

/** Characters that no font here has: a paper that left them blank would say something else. */
function unprintable(fault: string): string[] {
  // Typst quotes the text, and the binding quotes what Typst says.
  const told = fault.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gu);
  return [...new Set([...told].map(([, text = ""]) => text.replaceAll("\\\\", "\\")))];
}
