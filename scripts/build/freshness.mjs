import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the build is made from, relative to the root of the program. */
const INPUTS = ["src", "tools", "scripts/build", "scripts/build.mjs"];
const INPUT_FILES = ["package-lock.json", "tsconfig.json", "vite.config.ts"];
const TEST_FILE = /\.test\.tsx?$/;

/**
 * Lists the files the build is made from, tests left out, in a stable order.
 * @param {string} root folder of the program
 * @returns {string[]} paths relative to the root
 */
function inputFiles(root) {
  const files = INPUT_FILES.filter((file) => existsSync(join(root, file)));
  const folders = INPUTS.filter((path) => existsSync(join(root, path)));
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    if (path.endsWith(".mjs")) {
      files.push(path);
      continue;
    }
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(`${path}/${entry.name}`);
      else if (!TEST_FILE.test(entry.name)) files.push(`${path}/${entry.name}`);
    }
  }
  return files.sort();
}

/**
 * Digest of everything the build is made from. Contents rather than dates: a copied or freshly cloned folder keeps
 * its build, and reading a few hundred small files costs some milliseconds.
 * @param {string} root folder of the program
 * @returns {string} SHA-256 in hexadecimal
 */
export function inputsDigest(root) {
  const hash = createHash("sha256");
  for (const file of inputFiles(root)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Tells whether `dist/` was built from the sources as they are now. Without sources (an installation that carries
 * the build alone) the build is taken as it is.
 * @param {string} root folder of the program
 * @returns {boolean}
 */
export function isFresh(root) {
  if (!existsSync(join(root, "dist/server/main.js"))) return false;
  if (!existsSync(join(root, "src"))) return true;
  try {
    const { digest } = JSON.parse(readFileSync(join(root, "dist/build.json"), "utf8"));
    return digest === inputsDigest(root);
  } catch {
    return false;
  }
}
