import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { ownLikeFolder, syncFolder } from "../../platform/durable-file.ts";
import type { KeptHead } from "./head.ts";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const keptHead = z.object({
  seq: z.number().int().nonnegative(),
  hash: hex(32),
  signedAt: z.string(),
  snapshot: z.string().regex(/^\d+:\d+:[\d,]*$/),
  keyId: hex(8),
  closed: z.boolean(),
  signature: hex(64),
});

/** The file of the kept head exists but is not one: torn, or of something else. */
export class HeadFileError extends Error {
  override name = "HeadFileError";
}

/**
 * Reads the head kept outside the database; its signature is not checked here.
 * @returns null when there is no such file
 * @throws HeadFileError when its content is not a head's
 */
export async function readHeadFile(path: string): Promise<KeptHead | null> {
  try {
    return keptHead.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    throw new HeadFileError(
      `Le fichier ${path} n’est pas une tête du journal des accès, ou il est abîmé. Rien n’a été modifié. Reprenez-le d’une sauvegarde.`,
      { cause: error },
    );
  }
}

/**
 * Writes the kept head whole or not at all, durably, without making the server wait (it may come several times
 * a second). Whether it may replace the one that is there is the caller's to decide.
 */
export async function writeHeadFile(path: string, head: KeptHead): Promise<void> {
  const draft = `${path}.${process.pid}-${randomBytes(6).toString("hex")}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(head, null, 2)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    ownLikeFolder(dirname(path), draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}
