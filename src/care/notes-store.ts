import type { Caller, Database } from "../platform/database/database.ts";
import type { KeepDraft, SignNote } from "./notes.ts";

type Written<T> = T & { readonly id: string; readonly personId: string };

/**
 * Keeps what is being typed.
 * @returns the draft's version; null when another window kept something else meanwhile
 * @throws StaleError when this note is signed already
 */
export function keepDraft(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  draft: Written<KeepDraft>,
): Promise<number | null> {
  const values = [JSON.stringify(draft)];
  return db.call<number | null>(caller, roles, "care.keep_draft", "care.keep_draft($4)", values);
}

/** Gives a draft of one's own up. False when there was none. */
export function discardDraft(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  draft: string,
): Promise<boolean> {
  const values = [person, draft];
  return db.call<boolean>(caller, roles, "care.discard_draft", "care.discard_draft($4, $5)", values);
}

/**
 * Signs a note: written for good, its digest in the sealed trail, its draft ended.
 * @throws StaleError when the identifier is another note's, or the note it follows is not one the author reads
 */
export function signNote(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  note: Written<SignNote>,
): Promise<string> {
  return db.call<string>(caller, roles, "care.sign_note", "care.sign_note($4)", [JSON.stringify(note)]);
}

type Act = readonly [db: Database, caller: Caller, roles: readonly string[], person: string, note: string];

/**
 * Hands a trainee's draft in, with the last words typed.
 * @returns whom it waits for; null when another window kept something else meanwhile
 */
export function submitNote(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  draft: Written<KeepDraft>,
): Promise<string | null> {
  const values = [JSON.stringify(draft)];
  return db.call<string | null>(caller, roles, "care.submit_note", "care.submit_note($4)", values);
}

/** Takes a submitted draft of one's own back. False when it does not wait any more. */
export function recallNote(...[db, caller, roles, person, note]: Act): Promise<boolean> {
  return db.call<boolean>(caller, roles, "care.recall_note", "care.recall_note($4, $5)", [person, note]);
}

/** Sends a trainee's draft back with words. @throws StaleError when it does not wait for the caller */
export async function returnNote(
  ...[db, caller, roles, person, note, words]: [...Act, string]
): Promise<void> {
  await db.call(caller, roles, "care.return_note", "care.return_note($4, $5, $6)", [person, note, words]);
}

/**
 * Signs a trainee's note as it was submitted.
 * @throws StaleError when it does not wait for the caller, or is not the version they read
 */
export function countersignNote(
  ...[db, caller, roles, person, note, version]: [...Act, number]
): Promise<string> {
  const values = [person, note, version];
  return db.call<string>(caller, roles, "care.countersign", "care.countersign_note($4, $5, $6)", values);
}
