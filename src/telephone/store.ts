import { callerWords } from "../people/caller.ts";
import type { Caller as Asker, Database } from "../platform/database/database.ts";
import type { FoundCallers, NoteCall, TelephoneDesk, ToldAppointment } from "./model.ts";

/** Who asks, on which business day (ISO). */
export interface Asking {
  readonly db: Database;
  readonly caller: Asker;
  readonly roles: readonly string[];
  readonly today: string;
}

/** Who may be calling: by their number, or by what is typed while they speak. Audited. @throws ForbiddenError */
export async function findCallers(
  { db, caller, roles, today }: Asking,
  asked: { readonly number: string; readonly words: string },
): Promise<FoundCallers> {
  const { number, shown, criteria } = callerWords(asked.number, asked.words, today);
  if (number === null && criteria === null) return { number, shown, shared: null, people: [] };
  const found = await db.call<Pick<FoundCallers, "shared" | "people">>(
    caller,
    roles,
    "telephone.find",
    "telephone.find($4, $5)",
    [number, criteria === null ? null : JSON.stringify(criteria)],
  );
  return { number, shown, ...found };
}

/** Someone's appointments: when, where, with whom, never why. @throws ForbiddenError */
export function readAppointments(
  { db, caller, roles, today }: Asking,
  person: string,
): Promise<ToldAppointment[]> {
  return db.call(caller, roles, "telephone.appointments", "telephone.appointments($4, $5)", [person, today]);
}

/** The line, the day's calls, whom to call back. */
export function readDesk({ db, caller, roles, today }: Asking): Promise<TelephoneDesk> {
  return db.call(caller, roles, "telephone.desk", "telephone.desk($4)", [today]);
}

/**
 * Notes a call, or what more came of it.
 * @throws ForbiddenError the person may not be known @throws StaleError the identifier is another's
 */
export async function noteCall({ db, caller, roles, today }: Asking, call: NoteCall): Promise<void> {
  await db.call(caller, roles, "telephone.note", "telephone.note($4)", [JSON.stringify({ ...call, today })]);
}

/** Someone was called back: their number is kept no longer. @throws StaleError when nobody was to be */
export async function calledBack({ db, caller, roles }: Asking, call: string): Promise<void> {
  await db.call(caller, roles, "telephone.calledBack", "telephone.called_back($4)", [call]);
}
