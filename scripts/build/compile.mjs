import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";

/** Programs that run on Node: name in `dist/server/`, source, and whether it must run alone, without node_modules. */
const PROGRAMS = [
  { name: "main", source: "src/cli/main.ts", alone: false },
  { name: "register-worker", source: "src/intake/register-worker.ts", alone: false },
  { name: "typeset-worker", source: "src/platform/typeset/typeset-worker.ts", alone: false },
  { name: "masking-worker", source: "src/reports/masking-worker.ts", alone: false },
  { name: "verify-audit", source: "tools/verify-audit.ts", alone: true },
];

/** Loaded by `pg` only when present, inside a try. */
const OPTIONAL = ["pg-native"];

/**
 * Settings shared by every program for Node.
 * @type {import("esbuild").BuildOptions}
 */
const NODE_PROGRAM = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
};

/**
 * Compiles one program for Node.
 * @param {string} root folder of the program
 * @param {string} source path of its entry, relative to the root
 * @param {string} outfile path of the file to write
 * @param {boolean} alone carries its packages inside, to run without node_modules
 * @returns {Promise<void>} rejects on a compile error, or when a program meant to run alone still needs a package
 */
export async function compileProgram(root, source, outfile, alone = false) {
  const { metafile } = await esbuild({
    ...NODE_PROGRAM,
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    metafile: true,
    ...(alone ? { external: OPTIONAL, banner: { js: REQUIRE_IN_ESM } } : { packages: "external" }),
  });
  if (!alone) return;
  const needed = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ external, path }) => external && !isBuiltin(path) && !OPTIONAL.includes(path));
  if (needed.length > 0)
    throw new Error(`${source} must run alone but needs ${needed.map(({ path }) => path).join(", ")}`);
}

/** CommonJS packages bundled into an ES module still call `require` for Node's own modules. */
const REQUIRE_IN_ESM =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** @param {string} path */
function isBuiltin(path) {
  return path.startsWith("node:") || builtinModules.includes(path);
}

/**
 * Compiles the programs into `out/server` and the screens into `out/web`.
 * @param {string} root folder of the program
 * @param {string} out folder to fill
 */
export async function compile(root, out) {
  // The verifier, alone among the programs, may still be missing from the house.
  const programs = PROGRAMS.filter(({ source, alone }) => !alone || existsSync(join(root, source)));
  await Promise.all([
    ...programs.map(({ name, source, alone }) =>
      compileProgram(root, source, join(out, `server/${name}.js`), alone),
    ),
    compileScreens(root, join(out, "web")),
  ]);
}

/**
 * @param {string} root
 * @param {string} outDir
 */
async function compileScreens(root, outDir) {
  await vite({
    configFile: join(root, "vite.config.ts"),
    configLoader: "runner",
    logLevel: "warn",
    build: { outDir },
  });
  const page = join(outDir, "index.html");
  if (!existsSync(page)) throw new Error("the build of the screens made no index.html");
  const inline = inlineCode(readFileSync(page, "utf8"));
  if (inline.length > 0)
    throw new Error(`the content security policy would block, in index.html: ${inline.join(" ")}`);
}

/**
 * Finds what a strict content security policy blocks in a page: scripts with a body, styles, event attributes.
 * @param {string} html
 * @returns {string[]} the offending tags
 */
export function inlineCode(html) {
  const scripts = [...html.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/gi)]
    .filter(([, , body]) => body?.trim() !== "")
    .map(([, tag]) => tag ?? "");
  const styles = [...html.matchAll(/<style\b[^>]*>|<[^>]+\s(?:style|on[a-z]+)\s*=[^>]*>/gi)].map(
    ([tag]) => tag,
  );
  return [...scripts, ...styles];
}
