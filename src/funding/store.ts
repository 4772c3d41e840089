import type { Caller, Database } from "../platform/database/database.ts";
import type { Funders, KeepFunder } from "./funders.ts";
import type {
  Act,
  Board,
  BoardState,
  FiguresPeriod,
  FundingFigures,
  RecordActs,
  SendList,
  Sheet,
  Tariff,
} from "./model.ts";

/** Who asks, through which database. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** The codes the caller may note on a day at a place, dated as the law has them. */
export function tariffsOn(
  { db, caller, roles }: Asking,
  day: string,
  site: string | null,
): Promise<Tariff[]> {
  return db.call<Tariff[]>(caller, roles, "funding.tariffs_on", "funding.tariffs_on($4, $5)", [day, site]);
}

/** The acts of a visit, as the caller may read them. @throws StaleError when there is no such visit for them */
export function encounterActs(
  { db, caller, roles }: Asking,
  person: string,
  encounter: string,
): Promise<Act[]> {
  return db.call<Act[]>(caller, roles, "funding.encounter_acts", "funding.encounter_acts($4, $5)", [
    person,
    encounter,
  ]);
}

/**
 * Notes acts of a visit; sent twice, they are noted once.
 * @returns the visit's acts, or the code that has no tariff that day, and then nothing was written
 * @throws ForbiddenError when a code is of care and the caller does not write it, or the visit is another's
 * @throws StaleError when there is no such visit
 */
export function recordActs(
  { db, caller, roles }: Asking,
  person: string,
  encounter: string,
  { acts }: RecordActs,
): Promise<{ acts: Act[] } | { unknown: string }> {
  return db.call(caller, roles, "funding.record_acts", "funding.record_acts($4)", [
    JSON.stringify({ personId: person, encounterId: encounter, acts }),
  ]);
}

/** Takes an act back. "sent": a payer already has it, nothing was changed. */
export function withdrawAct(
  { db, caller, roles }: Asking,
  person: string,
  act: string,
): Promise<"done" | "sent" | "unknown"> {
  return db.call(caller, roles, "funding.withdraw_act", "funding.withdraw_act($4, $5)", [person, act]);
}

/** One tab of the invoicing screen with the totals of all; audited as one list. */
export function readBoard({ db, caller, roles }: Asking, state: BoardState, after: number): Promise<Board> {
  return db.call<Board>(caller, roles, "funding.board", "funding.board($4, $5)", [state, after]);
}

/** Marks a payer's shares as sent under the next number. "moved": they are no longer what was on the screen. */
export function sendList(
  { db, caller, roles }: Asking,
  { id, payer, caisse, parts, cents }: SendList,
  day: string,
): Promise<{ outcome: "done"; number: number } | { outcome: "moved" }> {
  return db.call(caller, roles, "funding.send", "funding.send($4, $5, $6, $7, $8, $9)", [
    id,
    payer,
    caisse,
    parts,
    cents,
    day,
  ]);
}

/** A list as it was handed over; null when there is none of that number. */
export function readSheet({ db, caller, roles }: Asking, list: string): Promise<Sheet | null> {
  return db.call<Sheet | null>(caller, roles, "funding.sheet", "funding.sheet($4)", [list]);
}

/** A list was paid. */
export function settleList(
  { db, caller, roles }: Asking,
  list: string,
  day: string,
): Promise<"done" | "unknown"> {
  return db.call(caller, roles, "funding.settle", "funding.settle($4, $5)", [list, day]);
}

/** What was wrongly sent was put right with its payer: the share goes where the cover now says. */
export function regularise({ db, caller, roles }: Asking, part: string): Promise<"done" | "unknown"> {
  return db.call(caller, roles, "funding.regularise", "funding.regularise($4)", [part]);
}

/** Cost by funder over a period, as known on a day; audited. */
export function readFigures(
  { db, caller, roles }: Asking,
  { from, to, knownOn }: FiguresPeriod & { knownOn: string },
): Promise<FundingFigures> {
  return db.call<FundingFigures>(
    caller,
    roles,
    "funding.figures",
    "funding.figures($4, $5, $6)",
    [from, to, knownOn],
    "slow",
  );
}

/** The agreements with who funds the centre, the latest first. */
export function readFunders({ db, caller, roles }: Asking): Promise<Funders> {
  return db.call<Funders>(caller, roles, "funding.funders", "funding.funders()", []);
}

/** Notes, corrects or takes back an agreement; but for "done", nothing was written. */
export function keepFunder(
  { db, caller, roles }: Asking,
  funder: KeepFunder,
): Promise<"done" | "changed" | "overlap"> {
  return db.call(caller, roles, "funding.keep_funder", "funding.keep_funder($4)", [JSON.stringify(funder)]);
}
