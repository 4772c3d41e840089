import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { CommandError } from "./output.ts";

/** A certificate of one's own and its key, PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads MAILLAGE_TLS_CERT (the certificate, then those that vouch for it) and MAILLAGE_TLS_KEY.
 * @returns null when neither is set
 * @throws CommandError when one is missing, cannot be read, or they do not go together
 */
export function readCertificate(env: Readonly<Record<string, string | undefined>>): Certificate | null {
  const { MAILLAGE_TLS_CERT: certFile = "", MAILLAGE_TLS_KEY: keyFile = "" } = env;
  if (certFile === "" && keyFile === "") return null;
  try {
    const certificate = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(certificate);
    return certificate;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "illisible";
    throw new CommandError(
      `Le certificat (MAILLAGE_TLS_CERT=${certFile}) et sa clé (MAILLAGE_TLS_KEY=${keyFile}) ne peuvent pas servir : ${code}. ` +
        "Rien n’a été modifié. Vérifiez que les deux fichiers existent, sont au format PEM, se lisent depuis ce compte et vont ensemble.",
    );
  }
}
