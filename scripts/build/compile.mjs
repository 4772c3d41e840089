import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";

/**
 * Packages that stay in node_modules: those compiled for a processor, and those loaded only when they serve.
 * The others are read inside the program: one file at a time they took half the processor time of every start and command.
 */
const OUTSIDE = [
  "@node-rs/argon2",
  "@myriaddreamin/typst-ts-node-compiler",
  "@simplewebauthn/server",
  "write-excel-file",
];

/** Programs that run on Node: name in `dist/server/`, source, and the packages it finds in node_modules. */
const PROGRAMS = [
  { name: "main", source: "src/cli/main.ts", outside: OUTSIDE },
  { name: "register-worker", source: "src/intake/register-worker.ts", outside: OUTSIDE },
  { name: "typeset-worker", source: "src/platform/typeset/typeset-worker.ts", outside: OUTSIDE },
  { name: "masking-worker", source: "src/reports/masking-worker.ts", outside: OUTSIDE },
  // Given to whoever checks the chain: it runs alone.
  { name: "verify-audit", source: "tools/verify-audit.ts", outside: [] },
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
 * @param {readonly string[] | "all"} outside packages it finds in node_modules; none: it runs alone
 * @returns {Promise<void>} rejects on a compile error, or when a program meant to run alone still needs a package
 */
export async function compileProgram(root, source, outfile, outside = "all") {
  const { metafile } = await esbuild({
    ...NODE_PROGRAM,
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    metafile: true,
    ...(outside === "all"
      ? { packages: "external" }
      : { external: [...OPTIONAL, ...outside], banner: { js: REQUIRE_IN_ESM } }),
  });
  if (outside.length > 0) return;
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
  await Promise.all([
    ...PROGRAMS.map(({ name, source, outside }) =>
      compileProgram(root, source, join(out, `server/${name}.js`), outside),
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
