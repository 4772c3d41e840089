import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** The programs for Node, compiled from the sources as they are, wherever `dist/` stands. */
export interface ServerBundle {
  /** The command line, to run with `process.execPath`. */
  readonly main: string;
  /** The thread that reads registers. */
  readonly workerUrl: URL;
  /** The thread that masks reports. */
  readonly maskingWorker: URL;
  /** The thread that typesets. */
  readonly typesetWorker: URL;
  remove(): void;
}

/** Compiles the programs inside node_modules, so that their packages are found; takes about a third of a second. */
export async function bundleServer(): Promise<ServerBundle> {
  const folder = join(
    import.meta.dirname,
    `../../node_modules/.cache/maillage-tests/${process.pid}-${Date.now()}`,
  );
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: {
      main: join(import.meta.dirname, "../../src/cli/main.ts"),
      "register-worker": join(import.meta.dirname, "../../src/intake/register-worker.ts"),
      "typeset-worker": join(import.meta.dirname, "../../src/platform/typeset/typeset-worker.ts"),
      "masking-worker": join(import.meta.dirname, "../../src/reports/masking-worker.ts"),
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    outdir: folder,
    logLevel: "error",
  });
  return {
    main: join(folder, "main.js"),
    workerUrl: pathToFileURL(join(folder, "register-worker.js")),
    maskingWorker: pathToFileURL(join(folder, "masking-worker.js")),
    typesetWorker: pathToFileURL(join(folder, "typeset-worker.js")),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
