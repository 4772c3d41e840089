import { createCipheriv, createDecipheriv } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { type Readable, Transform, type TransformCallback, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { BackupError } from "./errors.ts";
import { type RecoveryKey, type RecoveryPublic, unwrapKey, wrapKey } from "./recovery-key.ts";

/*
 * One file of a backup: compressed (gzip), then sealed frame by frame (AES-256-GCM, 64 KiB), so that files of any size stream.
 * Layout: magic (8 bytes), name of the recovery key (8), ephemeral public key (32), frames. A frame's nonce is its
 * number and whether it is the last: a frame moved, repeated, or an end cut off does not open. Its key is bound
 * to `context`: a file under another name, or of another backup, does not open either.
 */

const MAGIC = Buffer.from("MLGSEAL1");
const HEADER = 48;
const FRAME = 64 * 1024;
const TAG = 16;

/** Opens the files of a backup: by the recovery key, or by the keys kept since they were written a moment ago. */
export type Unlock = (header: { keyId: string; ephemeral: Buffer }, context: string) => Buffer;

/** By the recovery key. @throws BackupError for a backup made under another one */
export function unlockBy(key: RecoveryKey): Unlock {
  return ({ keyId, ephemeral }, context) => {
    if (keyId !== key.id) {
      throw new BackupError(
        `Cette clé de récupération (${shortId(key.id)}) n’est pas celle de cette sauvegarde (${shortId(keyId)}). Rien n’a été modifié. Prenez la clé qui porte ce nom.`,
      );
    }
    return unwrapKey(key, ephemeral, context);
  };
}

/** How a recovery key is named to people: enough to tell two apart. */
export function shortId(keyId: string): string {
  return keyId.slice(0, 8);
}

/**
 * Writes a stream into a new sealed file, durably.
 * @returns the file's key, by which it can be read back without the recovery key while this process lives
 */
export async function writeSealed(
  path: string,
  context: string,
  to: RecoveryPublic,
  source: Readable,
): Promise<Buffer> {
  const { key, ephemeral } = wrapKey(to, context);
  const header = Buffer.concat([MAGIC, Buffer.from(to.id, "hex"), ephemeral]);
  const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
  await pipeline(source, createGzip({ level: 1 }), new Sealing(key, header), file);
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return key;
}

/**
 * Streams a sealed file's content into `sink`.
 * @throws BackupError, naming the file, when it is missing, cut short, altered, of another backup, or of another key
 */
export async function readSealed(
  path: string,
  context: string,
  unlock: Unlock,
  sink: Writable,
): Promise<void> {
  const key = unlock(await readHeader(path), context);
  try {
    await pipeline(createReadStream(path, { start: HEADER }), new Opening(key), createGunzip(), sink);
  } catch (error) {
    if (error instanceof AlteredError || isZlib(error)) throw altered(path, error);
    throw error;
  }
}

async function readHeader(path: string): Promise<{ keyId: string; ephemeral: Buffer }> {
  const header = Buffer.alloc(HEADER);
  try {
    const file = await open(path, "r");
    try {
      const { bytesRead } = await file.read(header, 0, HEADER, 0);
      if (bytesRead < HEADER || !header.subarray(0, 8).equals(MAGIC)) throw altered(path);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new BackupError(
        `Le fichier ${path} manque\u00a0: cette sauvegarde n’est plus entière. Rien n’a été modifié. Prenez-en une autre.`,
      );
    }
    throw error;
  }
  return { keyId: header.subarray(8, 16).toString("hex"), ephemeral: Buffer.from(header.subarray(16)) };
}

function altered(path: string, cause?: unknown): BackupError {
  return new BackupError(
    `Le fichier ${basename(path)} de la sauvegarde est abîmé, coupé, ou n’est pas le sien (${path}). Rien n’a été modifié. Prenez une autre sauvegarde.`,
    { cause },
  );
}

function isZlib(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^Z_/.test(String(error.code));
}

class AlteredError extends Error {}

/** Groups bytes into frames, the last one known as such. */
abstract class Frames extends Transform {
  readonly #size: number;
  #held: Buffer[] = [];
  #length = 0;
  #number = 0;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  protected abstract frame(content: Buffer, nonce: Buffer): Buffer;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(chunk);
    this.#length += chunk.length;
    try {
      // Strictly more: a last frame may be full.
      if (this.#length > this.#size) {
        let all = Buffer.concat(this.#held);
        for (; all.length > this.#size; all = all.subarray(this.#size))
          this.#emit(all.subarray(0, this.#size), false);
        this.#held = [all];
        this.#length = all.length;
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#emit(Buffer.concat(this.#held), true);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #emit(content: Buffer, last: boolean): void {
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(BigInt(this.#number++), 3);
    nonce[11] = last ? 1 : 0;
    this.push(this.frame(content, nonce));
  }
}

class Sealing extends Frames {
  readonly #key: Buffer;

  constructor(key: Buffer, header: Buffer) {
    super(FRAME);
    this.#key = key;
    this.push(header);
  }

  protected override frame(content: Buffer, nonce: Buffer): Buffer {
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: TAG });
    return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  }
}

class Opening extends Frames {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    super(FRAME + TAG);
    this.#key = key;
  }

  protected override frame(content: Buffer, nonce: Buffer): Buffer {
    if (content.length < TAG) throw new AlteredError("cut short");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: TAG });
    decipher.setAuthTag(content.subarray(content.length - TAG));
    try {
      return Buffer.concat([decipher.update(content.subarray(0, content.length - TAG)), decipher.final()]);
    } catch (error) {
      throw new AlteredError("does not open", { cause: error });
    }
  }
}
