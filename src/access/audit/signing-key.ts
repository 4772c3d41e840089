import type pg from "pg";
import type { SigningKeys } from "./head.ts";

/** The database was sealed with other keys than ours: sealing on would break its chain. */
export class SigningKeyError extends Error {
  override name = "SigningKeyError";
}

const REGISTER_LOCK = 7_165_118_302;

/**
 * Declares our public key in a database that has none yet, else checks that it is the one declared.
 * @throws SigningKeyError when the database knows another key
 */
export async function registerSigningKey(client: pg.ClientBase, keys: SigningKeys): Promise<void> {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [REGISTER_LOCK]);
    await client.query(
      `insert into audit.signing_key (key_id, public_key_pem)
       select $1, $2 where not exists (select from audit.signing_key) and not exists (select from audit.head)`,
      [keys.auditKeyId, keys.auditPublicKeyPem],
    );
    const { rows } = await client.query<{ known: boolean }>(
      `select coalesce(bool_and(key_id = $1 and public_key_pem = $2), false) as known from audit.signing_key`,
      [keys.auditKeyId, keys.auditPublicKeyPem],
    );
    await client.query("commit");
    if (rows[0]?.known !== true) throw foreignKey();
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

function foreignKey(): SigningKeyError {
  return new SigningKeyError(
    "Le journal des accès de cette base est signé avec une autre clé que celle de ce dossier de données. Rien n’a été modifié. " +
      "Copiez ici le dossier « keys » du premier serveur, ou indiquez-le avec la variable MAILLAGE_KEYS, puis relancez.",
  );
}
