import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inputsDigest, isFresh } from "./build/freshness.mjs";
import { withLock } from "./build/lock.mjs";

/**
 * Builds `dist/` from the sources.
 *   node scripts/build.mjs             builds
 *   node scripts/build.mjs --if-stale  builds when dist/ is missing or older than the sources
 *   node scripts/build.mjs --prepare   same, after an installation: tells of a failure but never makes it fail
 *
 * The build is made beside `dist/` then put in its place by a rename, so that a command started meanwhile sees
 * either the old build or the new one. Speaks on standard error only.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const ABANDONED_MS = 10 * 60 * 1000;

/** @param {{ always: boolean }} options */
async function build({ always }) {
  if (!always && isFresh(root)) return;
  await withLock(join(root, ".dist-lock"), async () => {
    if (!always && isFresh(root)) return;
    const started = Date.now();
    process.stderr.write("Maillage : préparation du programme (quelques secondes)…\n");
    removeAbandoned();
    // Taken first: a source edited during the build makes the result stale, and the next start builds again.
    const digest = inputsDigest(root);
    const fresh = join(root, `.dist-${process.pid}-${started}`);
    mkdirSync(fresh, { recursive: true });
    try {
      // React's development build must never be delivered, whatever the caller's own setting.
      process.env.NODE_ENV = "production";
      const { compile } = await import("./build/compile.mjs");
      await compile(root, fresh);
      writeFileSync(join(fresh, "build.json"), `${JSON.stringify({ digest })}\n`);
      putInPlace(fresh);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    process.stderr.write(`Maillage : programme prêt (${((Date.now() - started) / 1000).toFixed(1)} s).\n`);
  });
}

/**
 * Replaces `dist/`. Another process may do the same: whoever comes last wins, and `dist/` is always whole.
 * @param {string} fresh folder of the finished build
 */
function putInPlace(fresh) {
  const dist = join(root, "dist");
  const old = `${fresh}-old`;
  for (let attempt = 1; ; attempt++) {
    rmSync(old, { recursive: true, force: true });
    try {
      renameSync(dist, old);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
    try {
      renameSync(fresh, dist);
      break;
    } catch (error) {
      if (attempt === 5 || !["ENOTEMPTY", "EEXIST"].includes(codeOf(error))) throw error;
    }
  }
  try {
    rmSync(old, { recursive: true, force: true });
  } catch {
    // Files of another user: swept by a later build that may.
  }
}

/** Sweeps what builds killed half-way left behind. */
function removeAbandoned() {
  for (const name of readdirSync(root).filter((entry) => /^\.dist-\d/.test(entry))) {
    const path = join(root, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Gone meanwhile, or of another user.
    }
  }
}

/**
 * @param {unknown} error
 * @returns {string} the system's error code, empty when there is none
 */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** @param {unknown} error */
function explain(error) {
  if (["EROFS", "EACCES", "EPERM"].includes(codeOf(error)))
    return `Le programme doit être préparé, mais ce compte ne peut pas écrire dans ${root}. Rien n’a été modifié.
Lancez « npm run build » une fois avec un compte qui le peut, puis recommencez.`;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Le programme n’a pas pu être préparé. Rien n’a été modifié ; la cause :\n${detail}`;
}

const prepare = process.argv.includes("--prepare");
try {
  await build({ always: !prepare && !process.argv.includes("--if-stale") });
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  if (prepare)
    process.stderr.write("L’installation continue ; la prochaine commande « maillage » réessaiera.\n");
  else process.exitCode = 1;
}
