import type { Caller, Database } from "../platform/database/database.ts";
import type {
  AgendaSetting,
  AgendaView,
  AppointmentHistory,
  BookingAnswer,
  Interpreter,
  Slot,
  WaitingLine,
  Wants,
} from "./model.ts";
import { interpreterWords } from "./rules.ts";

/** Who asks, on which business moment. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

function call<T>({ db, caller, roles }: Asking, name: string, expression: string, values: unknown[]) {
  return db.call<T>(caller, roles, name, expression, values);
}

/** Free slots, the earliest first across sites; a person's own practitioner before. @throws ForbiddenError */
export async function findSlots(asking: Asking, query: object): Promise<Slot[]> {
  const { slots } = await call<{ slots: Slot[] }>(asking, "agenda.slots", "agenda.slots($4)", [
    JSON.stringify(query),
  ]);
  return slots;
}

/** Where someone lives, by commune, and where the sites are. @throws ForbiddenError */
export function readHomes(
  asking: Asking,
  person: string,
): Promise<{ communes: string[]; sites: { id: string; commune: string | null }[] }> {
  return call(asking, "agenda.homes", "agenda.homes($4)", [person]);
}

/**
 * Books; sent twice, it books once. Whoever comes too late holds the next free slots. Nobody is told of it but by who calls this.
 * @returns change: its number (agenda.change), of what was booked now
 * @throws ForbiddenError the role may not book this service, or know this person
 * @throws StaleError the identifier is another's, or the service is offered no more
 */
export function bookAppointment(
  asking: Asking,
  person: string,
  request: object & { readonly interpreter?: Interpreter | undefined; readonly [more: string]: unknown },
): Promise<BookingAnswer & { readonly change?: number }> {
  const words = request.interpreter && { interpreterWords: interpreterWords(request.interpreter) };
  return orTaken(() =>
    call(asking, "agenda.book", "agenda.book($4)", [
      JSON.stringify({ ...request, ...words, personId: person }),
    ]),
  );
}

/** Moves an appointment to other hours. @throws as bookAppointment */
export function moveAppointment(
  asking: Asking,
  person: string,
  appointment: string,
  request: object,
): Promise<BookingAnswer> {
  return orTaken(() =>
    call(asking, "agenda.move", "agenda.move($4)", [
      JSON.stringify({ ...request, personId: person, appointment }),
    ]),
  );
}

/** A room or a practitioner was taken in the same instant by another way: the constraint decided. */
async function orTaken<T extends BookingAnswer>(
  act: () => Promise<T | BookingAnswer>,
): Promise<T | BookingAnswer> {
  try {
    return await act();
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "23P01")
      return { outcome: "taken", proposals: [] };
    throw error;
  }
}

/** Arrived, in progress, honoured, missed… @throws StaleError when there is no such appointment */
export function setAppointmentState(
  asking: Asking,
  person: string,
  appointment: string,
  request: object,
): Promise<BookingAnswer> {
  return call(asking, "agenda.set_state", "agenda.set_state($4)", [
    JSON.stringify({ ...request, personId: person, appointment }),
  ]);
}

/** Says who interprets at an appointment. @throws StaleError when there is no such appointment */
export function setInterpreter(
  asking: Asking,
  person: string,
  appointment: string,
  request: { readonly version: number; readonly interpreter: Interpreter | null },
): Promise<BookingAnswer> {
  return call(asking, "agenda.set_interpreter", "agenda.set_interpreter($4)", [
    JSON.stringify({
      ...request,
      words: request.interpreter && interpreterWords(request.interpreter),
      personId: person,
      appointment,
    }),
  ]);
}

/** What a service wants first of someone. @throws ForbiddenError as bookAppointment */
export function readWants(asking: Asking, person: string, request: object): Promise<Wants> {
  return call(asking, "agenda.wants", "agenda.wants($4)", [JSON.stringify({ ...request, personId: person })]);
}

/** Someone comes without an appointment. */
export function walkIn(asking: Asking, person: string, request: object): Promise<BookingAnswer> {
  return call(asking, "agenda.walk_in", "agenda.walk_in($4)", [
    JSON.stringify({ ...request, personId: person }),
  ]);
}

/** Hours and appointments of some days (an AgendaView), as the JSON text the database wrote: the server has nothing to add. */
export function readAgendaText(asking: Asking, query: object): Promise<string> {
  return call(asking, "agenda.view", "agenda.view($4)::text", [JSON.stringify(query)]);
}

/** Hours and appointments of some days. */
export async function readAgenda(asking: Asking, query: object): Promise<AgendaView> {
  return JSON.parse(await readAgendaText(asking, query));
}

/** One appointment with what became of it; null when there is none the caller knows. */
export function readAppointment(
  asking: Asking,
  person: string,
  appointment: string,
): Promise<AppointmentHistory | null> {
  return call(asking, "agenda.history", "agenda.history($4, $5)", [person, appointment]);
}

/** Puts someone on the waiting list; sent twice, once. */
export function addToWaiting(asking: Asking, person: string, request: object): Promise<void> {
  return call(asking, "agenda.wait", "agenda.wait($4)", [JSON.stringify({ ...request, personId: person })]);
}

/** Left the list, or did not want the hours offered: they go to whoever comes next. */
export function answerWaiting(
  asking: Asking,
  person: string,
  waiting: string,
  declined: object | null,
): Promise<void> {
  return call(asking, "agenda.answer_waiting", "agenda.answer_waiting($4, $5, $6)", [
    person,
    waiting,
    declined === null ? null : JSON.stringify(declined),
  ]);
}

/** Who waits, in the order they asked. */
export function readWaiting(asking: Asking): Promise<WaitingLine[]> {
  return call(asking, "agenda.waiting_list", "agenda.waiting_list()", []);
}

/** Services, practitioners, sites, rooms, the line: what every screen of the agenda needs. */
export function readSetting(asking: Asking): Promise<AgendaSetting> {
  return call(asking, "agenda.setting", "agenda.setting()", []);
}

/** The session is in force and its role may be told of changes; does not keep the session awake. */
export async function provenToListen({ db, caller, roles }: Asking): Promise<void> {
  await db.call(caller, roles, "agenda.listen", "access.role()", [], "unasked");
}
