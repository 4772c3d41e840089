import type { z } from "zod";
import type { Caller, Database } from "../../platform/database/database.ts";
import type { Counters } from "../counters.ts";
import {
  type BoardCounts,
  type BoardPage,
  type boardCountsSchema,
  type boardSchema,
  ENDING_DAYS,
  type Handover,
  type HandoverSeen,
  type MyDay,
} from "./model.ts";

/** Who asks, and the business day (ISO). */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
  readonly today: string;
}

/** One page of the open requests of the caller's structure, the soonest first; audited as one list. */
export function readBoard(
  { db, caller, roles, today }: Asking,
  asked: z.output<typeof boardSchema>,
): Promise<BoardPage> {
  return db.call(caller, roles, "rights.board", "rights.board($4)", [JSON.stringify({ ...asked, today })]);
}

/** How many there are in each view, and who keeps them. */
export function countBoard(
  { db, caller, roles, today }: Asking,
  asked: z.output<typeof boardCountsSchema>,
): Promise<BoardCounts> {
  return db.call(caller, roles, "rights.board_counts", "rights.board_counts($4)", [
    JSON.stringify({ ...asked, today }),
  ]);
}

/** What the menu says beside its lines; asked by the screen itself, it keeps no session awake. */
export function readCounters({ db, caller, roles, today }: Asking): Promise<Counters> {
  return db.call(caller, roles, "rights.counters", "rights.counters($4)", [today], "unasked");
}

/** The caller's day; each part audited as its own list. */
export function readMyDay({ db, caller, roles, today }: Asking): Promise<MyDay> {
  return db.call(caller, roles, "rights.my_day", "rights.my_day($4, $5)", [today, ENDING_DAYS]);
}

/** How many requests of a colleague the caller may hand over, and the mark of them as they are. */
export function seeHandover({ db, caller, roles }: Asking, from: string): Promise<HandoverSeen> {
  return db.call(caller, roles, "rights.handover_seen", "rights.handover_seen($4)", [from]);
}

/** What became of a handover; but for "done", nothing was written. */
export interface HandoverAnswer {
  readonly outcome: "done" | "changed" | "keeper" | "unknown";
  readonly moved?: number;
}

/** Hands over all the open requests of a colleague, as they were seen; sent twice, it is done once. */
export function handOver({ db, caller, roles, today }: Asking, handover: Handover): Promise<HandoverAnswer> {
  return db.call(caller, roles, "rights.reassign", "rights.reassign($4)", [
    JSON.stringify({ ...handover, today }),
  ]);
}

/** Undoes a handover, by who made it: all of it as it left it, or none. */
export function undoHandover(
  { db, caller, roles, today }: Asking,
  undoing: { readonly id: string; readonly undoes: string },
): Promise<HandoverAnswer> {
  return db.call(caller, roles, "rights.undo_reassign", "rights.undo_reassign($4)", [
    JSON.stringify({ ...undoing, today }),
  ]);
}
