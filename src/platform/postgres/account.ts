import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import type { DataFolder } from "../data-folder.ts";
import { PostgresUnavailableError } from "./errors.ts";

/** System account PostgreSQL runs as when we are root, which it refuses. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Usual accounts, best first: one of its own, that of a PostgreSQL package, the one every system has. */
const usualAccounts = ["maillage", "postgres", "nobody"];

/**
 * Account for a new cluster: null when we are not root and run it ourselves. The owner of the data folder
 * comes first (its own processes must be able to use the cluster later), then MAILLAGE_PG_USER, then the usual ones.
 * @throws PostgresUnavailableError when no unprivileged account exists.
 */
export function chooseAccount(folder: DataFolder, wanted: string | undefined): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = accountOf(folder.root);
  if (owner !== null) return owner;
  const accounts = systemAccounts();
  const names = wanted ? [wanted] : usualAccounts;
  for (const name of names) {
    const found = accounts.find((account) => account.name === name && account.uid !== 0);
    if (found) return found;
  }
  throw new PostgresUnavailableError(
    `PostgreSQL refuse de fonctionner sous le compte root, et aucun compte ordinaire ne convient (cherchés\u00a0: ${names.join(", ")}). ` +
      "Rien n’a été modifié. Créez-en un, par exemple «\u00a0useradd --system maillage\u00a0», ou nommez-en un avec MAILLAGE_PG_USER.",
  );
}

/** Unprivileged account that owns a path, when we are root; null when root owns it or we are not root. */
export function accountOf(path: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const { uid, gid } = statSync(path);
  if (uid === 0) return null;
  return systemAccounts().find((account) => account.uid === uid) ?? { name: `n°\u00a0${uid}`, uid, gid };
}

function systemAccounts(): Account[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 7)
    .map((fields) => ({ name: fields[0] ?? "", uid: Number(fields[2]), gid: Number(fields[3]) }));
}

/** Options that make child_process run something as the account (or as ourselves), in a folder it can enter. */
export function asAccount(account: Account | null): { cwd: string; uid?: number; gid?: number } {
  return account === null ? { cwd: "/" } : { cwd: "/", uid: account.uid, gid: account.gid };
}

/** Whether the account can really pass through a folder; tried as that account, access lists and all. */
export function canEnter(account: Account | null, path: string): boolean {
  const tried = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", path], {
    ...asAccount(account),
    stdio: "ignore",
    env: { PATH: "/usr/bin:/bin" },
  });
  return tried.status === 0;
}
