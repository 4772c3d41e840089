import { sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../platform/database/database.ts";
import type { Threshold } from "./disclosure.ts";
import type { FrozenLine, Note, NoteFigure, Period } from "./model.ts";
import type { ActivityCounts } from "./rules.ts";
import type { Wording } from "./wording.ts";

/** Who asks, and by which roles. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** A frozen report as it is kept. */
export interface FrozenReport extends FrozenLine {
  readonly figures: ActivityCounts;
  readonly wording: Wording;
  readonly notes: readonly Note[];
  readonly centre: string;
  readonly demonstration: boolean;
}

/** The explanations of a period, in force at the end of its "as known on" day. */
export function readNotes({ db, caller, roles }: Asking, period: Required<Period>): Promise<Note[]> {
  return db.call<Note[]>(
    caller,
    roles,
    "reports.notes_of",
    "reports.notes_of((select access.structure_id()), $4, $5, reports.known_until($6))",
    [period.from, period.to, period.knownOn],
  );
}

/** @returns the version written, or null when someone else wrote since `seen` (nothing is then written) */
export function writeNote(
  { db, caller, roles }: Asking,
  period: Period,
  note: { figure: NoteFigure; seen: number; text: string },
): Promise<number | null> {
  return db.call<number | null>(
    caller,
    roles,
    "reports.write_note",
    "reports.write_note($4, $5, $6, $7, $8)",
    [period.from, period.to, note.figure, note.seen, note.text],
  );
}

/**
 * Counts a period and keeps the counts with the words of today. Rejects with `StaleError` when the name is taken.
 * @returns the identifier of the frozen report
 */
export function freezeReport(
  { db, caller, roles }: Asking,
  name: string,
  period: Required<Period>,
  wording: Wording,
  threshold: Threshold,
): Promise<string> {
  return db.call<string>(caller, roles, "reports.freeze", "reports.freeze($4, $5, $6, $7, $8, $9)", [
    name,
    period.from,
    period.to,
    period.knownOn,
    JSON.stringify(wording),
    threshold,
  ]);
}

const LINE = sql`f.id, f.name, f.period_from::text as "from", f.period_to::text as "to", f.known_on::text as "knownOn",
  f.threshold, to_char(f.frozen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "frozenAt", f.author_name as author`;

/** The reports this structure froze, the latest first. */
export function listFrozen({ db, caller, roles }: Asking): Promise<FrozenLine[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } =
      await sql<FrozenLine>`select ${LINE} from reports.frozen f order by f.frozen_at desc`.execute(tx);
    return rows;
  });
}

/** One frozen report, told in the trail; null when there is none the reader may open. */
export function openFrozen({ db, caller, roles }: Asking, id: string): Promise<FrozenReport | null> {
  return db.transact(caller, roles, async (tx) => {
    const found = await frozenIn(tx, id);
    if (found)
      await sql`select audit.record('report.read', null, null, 'frozen_report', ${id}::uuid)`.execute(tx);
    return found;
  });
}

/** What an export is made of: the figures of a period or of a frozen report, in the transaction that tells of it. */
export interface ExportedReport extends Omit<FrozenReport, keyof FrozenLine | "wording"> {
  /** Null when it is not frozen: then the words are today's and the threshold is the one asked. */
  readonly frozen: FrozenReport | null;
}

/** Reads what to export and tells the trail. Null when the frozen report is none the reader may open. */
export function readForExport(
  { db, caller, roles }: Asking,
  asked: { period?: Required<Period>; frozenId?: string; detail: Readonly<Record<string, unknown>> },
): Promise<ExportedReport | null> {
  return db.transact(caller, roles, async (tx) => {
    const { period, frozenId = null, detail } = asked;
    await sql`select audit.record('report.export', null, null, ${frozenId === null ? "report" : "frozen_report"},
      ${frozenId}::uuid, ${JSON.stringify({ ...detail, ...period })}::jsonb)`.execute(tx);
    if (period) return { ...(await liveIn(tx, period)), frozen: null };
    const frozen = frozenId === null ? null : await frozenIn(tx, frozenId);
    return frozen && { ...frozen, frozen };
  });
}

async function frozenIn(tx: ActorTransaction, id: string): Promise<FrozenReport | null> {
  const { rows } =
    await sql<FrozenReport>`select ${LINE}, f.figures, f.wording, f.notes, f.centre, f.demonstration
    from reports.frozen f where f.id = ${id}::uuid`.execute(tx);
  return rows[0] ?? null;
}

async function liveIn(tx: ActorTransaction, { from, to, knownOn }: Required<Period>) {
  const { rows } = await sql<Omit<ExportedReport, "frozen">>`
    select reports.activity(${from}, ${to}, ${knownOn}) as figures,
           reports.notes_of((select access.structure_id()), ${from}, ${to}, reports.known_until(${knownOn})) as notes,
           i.name as centre, i.demonstration
      from network.installation i`.execute(tx);
  const [live] = rows;
  if (!live) throw new Error("no installation");
  return live;
}
