import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { DataFolder } from "../data-folder.ts";

/** A file of the data folder that a backup keeps. */
export interface DataFile {
  /** Inside the data folder, with slashes; the keys always under `keys/`, wherever MAILLAGE_KEYS puts them. */
  readonly path: string;
  /** Where it is. */
  readonly from: string;
  /** Changes whenever the file does. */
  readonly state: string;
}

/** PostgreSQL's own files come by its tables; the rest is of this machine and this moment only. */
const LEFT_OUT =
  /^(postgres|server\.lock|server\.json|backup\.lock|backup-plan\.json|backup-state\.json|check-[\w-]+)(\/|$)/;
/** Drafts of files being replaced: see durable-file.ts. */
const DRAFT = /\.\d+-[0-9a-f]{12}$/;

/** The files a backup keeps: keys, the audit's head, and whatever else lives in the data folder. */
export function listDataFiles(folder: DataFolder): DataFile[] {
  const inside = walk(folder.root).filter(({ path }) => !LEFT_OUT.test(path) && !path.startsWith("keys/"));
  const keys = walk(folder.keys).map((file) => ({ ...file, path: `keys/${file.path}` }));
  return [...inside, ...keys].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function walk(root: string, place = root): DataFile[] {
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const from = join(place, entry.name);
    const path = relative(root, from).split(sep).join("/");
    if (place === root && LEFT_OUT.test(path)) return [];
    if (entry.isDirectory()) return walk(root, from);
    if (!entry.isFile() || DRAFT.test(entry.name)) return [];
    const { size, mtimeMs } = statSync(from);
    return [{ path, from, state: `${path} ${size} ${mtimeMs}` }];
  });
}
