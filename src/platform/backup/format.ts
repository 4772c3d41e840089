import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BackupError } from "./errors.ts";

/*
 * A backup is a folder:
 *   backup.json       what it is, in clear: no personal data; written last
 *   contents.sealed   what it holds: tables, rows, checksums, migrations, sequences, files
 *   tables/*.sealed   each table, as COPY writes it
 *   files/*.sealed    each file of the data folder, keys included
 *   changes/*.sealed  what followed, when the backup is followed by an archive; covered.json says until when
 */

const version = 1;

const manifest = z.object({
  format: z.literal("maillage backup"),
  version: z.number().int(),
  id: z.string().regex(/^[\w-]+$/),
  madeAt: z.string(),
  program: z.string(),
  /** Name of the recovery key that opens it. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
});
export type Manifest = z.infer<typeof manifest>;

const table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  /** Of the rows as COPY writes them, in the order of the primary key. */
  sha256: z.string(),
});
export type BackedUpTable = z.infer<typeof table>;

const sequence = z.object({ schema: z.string(), name: z.string(), value: z.string() });
export type SequenceValue = z.infer<typeof sequence>;

const contents = z.object({
  id: z.string(),
  /** As `server_version_num`. */
  postgres: z.number().int(),
  migrations: z.array(z.object({ version: z.number().int(), name: z.string(), checksum: z.string() })),
  /** First transaction number not yet given out: audit entries name theirs, and no later one may bear it again. */
  nextTransaction: z.string(),
  tables: z.array(table),
  sequences: z.array(sequence),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Contents = z.infer<typeof contents>;

const covered = z.object({
  /** Number of the last file of changes, 0 for none yet. */
  last: z.number().int(),
  /** Everything acknowledged until then is in the archive (ISO 8601). */
  until: z.string(),
  nextTransaction: z.string(),
  sequences: z.array(sequence),
  /** The audit's latest signed head then, as the data folder kept it. */
  auditHead: z.string().nullable(),
});
export type Covered = z.infer<typeof covered>;

export function newManifest(id: string, program: string, key: string): Manifest {
  return { format: "maillage backup", version, id, madeAt: new Date().toISOString(), program, key };
}

export function parseContents(text: string): Contents {
  return contents.parse(JSON.parse(text));
}

/** @throws BackupError when the file is damaged */
export function readCovered(folder: string): Covered | null {
  let text: string;
  try {
    text = readFileSync(join(folder, "covered.json"), "utf8");
  } catch {
    return null;
  }
  try {
    return covered.parse(JSON.parse(text));
  } catch (error) {
    throw new BackupError(
      `Le fichier covered.json de la sauvegarde est abîmé (${folder}). Rien n’a été modifié. Prenez une autre sauvegarde.`,
      { cause: error },
    );
  }
}

/** A whole backup and where it is. */
export interface FoundBackup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * The backup in this folder, or the latest of those it holds. One that was cut short has another name, and is not seen.
 * @throws BackupError when there is none, it is damaged, or a newer program made it
 */
export function findBackup(place: string): FoundBackup {
  const own = readManifest(place);
  if (own !== null) return { folder: place, manifest: own };
  const latest = listBackups(place)[0];
  if (latest !== undefined) return latest;
  throw new BackupError(
    `Il n’y a pas de sauvegarde entière dans ${place}. Rien n’a été modifié. Indiquez le dossier donné à «\u00a0maillage backup\u00a0», ou l’un de ceux qu’il contient.`,
  );
}

/** The whole backups of a folder, the latest first; an unreachable folder has none. */
export function listBackups(place: string): FoundBackup[] {
  let names: string[];
  try {
    names = readdirSync(place).filter((name) => name.startsWith("maillage-"));
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const folder = join(place, name);
      const manifest = readManifest(folder);
      return manifest === null ? [] : [{ folder, manifest }];
    })
    .sort((a, b) => b.manifest.madeAt.localeCompare(a.manifest.madeAt));
}

function readManifest(folder: string): Manifest | null {
  let text: string;
  try {
    text = readFileSync(join(folder, "backup.json"), "utf8");
  } catch {
    return null;
  }
  let found: Manifest;
  try {
    found = manifest.parse(JSON.parse(text));
  } catch (error) {
    throw new BackupError(
      `Le fichier backup.json de ${folder} est abîmé. Rien n’a été modifié. Prenez une autre sauvegarde.`,
      { cause: error },
    );
  }
  if (found.version <= version) return found;
  throw new BackupError(
    "Cette sauvegarde a été faite par une version plus récente de Maillage. Rien n’a été modifié. Installez la version la plus récente du programme, puis recommencez.",
  );
}
