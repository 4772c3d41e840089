import type { Asking } from "./store.ts";

/** The team's planning could not be kept as asked: someone would be in two places at once. */
export class TwoPlacesError extends Error {
  override name = "TwoPlacesError";
}

/** Another one has this name already. */
export class SameNameError extends Error {
  override name = "SameNameError";
}

/** Writes of the timetable, each in the transaction that lays the hours out again. */
const acts = {
  addHalfDays: "agenda.add_half_days($4)",
  changeHalfDay: "agenda.change_half_day($4)",
  recordAbsence: "agenda.record_absence($4)",
  recordClosure: "agenda.record_closure($4)",
  savePractitioner: "agenda.save_practitioner($4)",
  saveService: "agenda.save_service($4)",
  saveRoom: "agenda.save_room($4)",
  saveLine: "agenda.save_line($4)",
} as const;

/**
 * Changes the timetable. @param today the business day (ISO): what is past stays as it was
 * @throws TwoPlacesError nothing was changed
 * @throws SameNameError nothing was changed
 * @throws StaleError what is named is not there, or someone changed it meanwhile
 */
export async function changeTimetable<T>(
  { db, caller, roles }: Asking,
  act: keyof typeof acts,
  today: string,
  body: object,
): Promise<T> {
  try {
    return await db.call<T>(caller, roles, `agenda.${act}`, acts[act], [JSON.stringify({ ...body, today })]);
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
    if (code === "23P01") throw new TwoPlacesError("two places at once", { cause: error });
    if (code === "23505") throw new SameNameError("this name is taken", { cause: error });
    throw error;
  }
}

/** The whole timetable, for who keeps it. */
export function readTimetable({ db, caller, roles }: Asking): Promise<unknown> {
  return db.call(caller, roles, "agenda.timetable", "agenda.timetable()", []);
}

/** What is kept beside the hours: services, rooms, holidays to come, appointments without hours. */
export function readKeeping({ db, caller, roles }: Asking, today: string): Promise<unknown> {
  return db.call(caller, roles, "agenda.keeping", "agenda.keeping($4)", [today]);
}

/** Hours given and shares of full time over a period, by practitioner. */
export interface GivenHours {
  readonly professionalId: string;
  readonly label: string;
  readonly profession: string;
  readonly minutes: number;
  /** Site → minutes. */
  readonly bySite: Readonly<Record<string, number>>;
  readonly fte: number | null;
  readonly weeklyMinutes: number | null;
  readonly standing: readonly ("salaried" | "volunteer")[] | null;
}

/** @param known as known at a moment (ISO); null: now */
export function readHours(
  { db, caller, roles }: Asking,
  period: { readonly from: string; readonly to: string; readonly known?: string | null | undefined },
): Promise<GivenHours[]> {
  return db.call(caller, roles, "agenda.hours", "agenda.hours($4, $5, $6)", [
    period.from,
    period.to,
    period.known ?? null,
  ]);
}
