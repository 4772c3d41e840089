import { codeOf, textOf } from "../postgres/errors.ts";

/** A backup, a restoration or a move that could not be done; the message is French, says what was left untouched and what to do. */
export class BackupError extends Error {
  override name = "BackupError";
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "le disque est plein",
  EDQUOT: "la place accordée sur ce disque est épuisée",
  EROFS: "ce disque est en lecture seule",
  EACCES: "ce compte n’a pas le droit d’y écrire",
  EPERM: "ce compte n’a pas le droit d’y écrire",
  ENOENT: "ce dossier n’existe pas",
  ENOTDIR: "ce n’est pas un dossier",
  EIO: "le disque ne répond plus",
  ENXIO: "le disque ne répond plus",
  ESTALE: "le disque du réseau ne répond plus",
  ETIMEDOUT: "le disque du réseau ne répond plus",
  EHOSTDOWN: "le disque du réseau ne répond plus",
};

/** What the system answered, in words. */
export function systemWords(error: unknown): string {
  return SYSTEM_WORDS[codeOf(error)] ?? textOf(error);
}
