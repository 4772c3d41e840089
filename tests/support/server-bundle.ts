import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isFresh } from "../../scripts/build/freshness.mjs";
import { programRoot } from "../../src/platform/program-root.ts";

/** The programs for Node as they are delivered, in `dist/`. */
export interface ServerBundle {
  /** The command line, to run with `process.execPath`. */
  readonly main: string;
  /** The thread that reads registers. */
  readonly workerUrl: URL;
  /** The thread that masks reports. */
  readonly maskingWorker: URL;
  /** The thread that typesets. */
  readonly typesetWorker: URL;
}

/** Gives the programs of the sources as they are: builds them again where a source changed since. */
export async function bundleServer(): Promise<ServerBundle> {
  const root = programRoot();
  if (!isFresh(root)) {
    const build = ["scripts/build.mjs", "--if-stale"];
    const { status, stderr } = spawnSync(process.execPath, build, { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }
  const built = (name: string) => join(root, "dist/server", `${name}.js`);
  return {
    main: built("main"),
    workerUrl: pathToFileURL(built("register-worker")),
    maskingWorker: pathToFileURL(built("masking-worker")),
    typesetWorker: pathToFileURL(built("typeset-worker")),
  };
}
