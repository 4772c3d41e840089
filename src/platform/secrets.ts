import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DataFolderError } from "./data-folder-error.ts";
import { createFile, ownLikeFolder } from "./durable-file.ts";

/** What a server must know to serve one network. Never logged, never in the database. */
export interface Secrets {
  /** Password of the application's database role. */
  readonly appPassword: string;
  /** Password of the sign-in flows' database role. */
  readonly signinPassword: string;
  /** Password of the role that seals the audit. */
  readonly sealerPassword: string;
  /** 32 random bytes in base64. */
  readonly stampSecret: string;
  /** Ed25519, PKCS#8 PEM. */
  readonly auditPrivateKeyPem: string;
  /** Ed25519, SPKI PEM. */
  readonly auditPublicKeyPem: string;
  /** First 16 hexadecimal digits of the SHA-256 of the public key's DER (SPKI). */
  readonly auditKeyId: string;
}

const storedSecrets = z.object({
  appPassword: z.string().min(32),
  signinPassword: z.string().min(32),
  sealerPassword: z.string().min(32),
  stampSecret: z.string().refine((text) => Buffer.from(text, "base64").length === 32),
  auditKeyId: z.string().regex(/^[0-9a-f]{16}$/),
});

/**
 * Reads the secrets of the data folder, making them on first use (files 0600 in a folder 0700). Processes that
 * do so at once agree; a process killed meanwhile leaves nothing half-made. Two servers on one external
 * database share the folder named by MAILLAGE_KEYS.
 * @throws DataFolderError when they are unreadable, damaged, or the signing key was lost or exchanged.
 */
export function loadSecrets(folder: { readonly root: string; readonly keys: string }): Secrets {
  try {
    mkdirSync(folder.keys, { recursive: true, mode: 0o700 });
    if (folder.keys.startsWith(folder.root)) ownLikeFolder(folder.root, folder.keys);
    return readOrCreate(folder.keys);
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(
      `Les clés du dossier ${folder.keys} ne peuvent pas être lues (${reason(error)}). Rien n’a été modifié. ` +
        "Vérifiez que ce dossier appartient au compte qui lance Maillage, ou remettez-y les fichiers de votre sauvegarde.",
      { cause: error },
    );
  }
}

function readOrCreate(keys: string): Secrets {
  const path = join(keys, "secrets.json");
  const stored = readIfPresent(path);
  // Written last: once it is there, a missing signing key is a loss to be told, not a first use.
  const audit = auditKeys(keys, stored === null);
  if (stored === null) {
    const password = () => randomBytes(32).toString("base64url");
    const fresh = {
      appPassword: password(),
      signinPassword: password(),
      sealerPassword: password(),
      stampSecret: randomBytes(32).toString("base64"),
      auditKeyId: audit.auditKeyId,
    };
    createFile(path, `${JSON.stringify(fresh, null, 2)}\n`);
    ownLikeFolder(keys, path);
  }
  const secrets = storedSecrets.parse(JSON.parse(stored ?? readFileSync(path, "utf8")));
  if (secrets.auditKeyId !== audit.auditKeyId) throw lostKey(keys);
  return { ...secrets, ...audit };
}

function auditKeys(
  keys: string,
  mayCreate: boolean,
): Pick<Secrets, "auditPrivateKeyPem" | "auditPublicKeyPem" | "auditKeyId"> {
  const path = join(keys, "audit-private.pem");
  if (mayCreate && readIfPresent(path) === null) {
    const pair = generateKeyPairSync("ed25519");
    createFile(path, pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    ownLikeFolder(keys, path);
  }
  const auditPrivateKeyPem = readIfPresent(path);
  if (auditPrivateKeyPem === null) throw lostKey(keys);
  const publicKey = createPublicKey(createPrivateKey(auditPrivateKeyPem));
  const auditPublicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const publicPath = join(keys, "audit-public.pem");
  // Derived, so it can be made again at any time; kept for verifiers that must not see the private one.
  if (readIfPresent(publicPath) === null) {
    createFile(publicPath, auditPublicKeyPem);
    ownLikeFolder(keys, publicPath);
  }
  return { auditPrivateKeyPem, auditPublicKeyPem, auditKeyId: keyId(publicKey) };
}

function keyId(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex").slice(0, 16);
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function lostKey(keys: string): DataFolderError {
  return new DataFolderError(
    `La clé qui signe le journal des accès manque ou a changé dans ${keys}. Les données sont intactes, ` +
      "mais continuer romprait la preuve. Remettez audit-private.pem et secrets.json de votre sauvegarde.",
  );
}

function reason(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof z.ZodError || error instanceof SyntaxError ? "fichier abîmé" : String(error);
}
