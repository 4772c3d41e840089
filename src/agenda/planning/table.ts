/** A team's planning read from a table pasted or imported: one line, one half-day that comes back. Pure. */

import { foldName } from "../../people/names.ts";
import { WEEKDAYS } from "../../ui/format.ts";
import { readTypedDay } from "../../ui/typed-day.ts";
import type { HalfDay } from "./model.ts";
import { meet } from "./week.ts";

/** What a column says. */
export type Column =
  | "practitioner"
  | "weekday"
  | "starts"
  | "ends"
  | "site"
  | "room"
  | "everyWeeks"
  | "from"
  | "until"
  | "capacity";

export const columnLabels: Readonly<Record<Column, string>> = {
  practitioner: "Professionnel",
  weekday: "Jour",
  starts: "De",
  ends: "À",
  site: "Lieu",
  room: "Salle",
  everyWeeks: "Toutes les … semaines",
  from: "À partir du",
  until: "Jusqu’au",
  capacity: "Places",
};

/** Headings as people write them, folded: without capitals, accents nor signs. */
const HEADINGS: Readonly<Record<Column, string>> = {
  practitioner: "professionnel|professionnelle|praticien|praticienne|medecin|soignant|intervenant|qui|nom",
  weekday: "jour|jour de la semaine|jour semaine",
  starts: "de|debut|heure de debut|heure debut|debute a|commence a|h debut",
  ends: "a|fin|heure de fin|heure fin|finit a|termine a|h fin",
  site: "lieu|site|antenne|centre",
  room: "salle|cabinet|bureau|box",
  everyWeeks:
    "toutes les|toutes les semaines|frequence|rythme|semaines|une semaine sur|toutes les n semaines|toutes les x semaines|periodicite",
  from: "a partir du|date de debut|du|depuis|depuis le|debut de validite|a compter du|des le",
  until: "jusqu au|jusquau|date de fin|au|fin de validite",
  capacity: "places|capacite|nombre de places|personnes|nombre de personnes|maximum",
};

const NEEDED: readonly Column[] = ["practitioner", "weekday", "starts", "ends"];

/** Who and where the table may name. */
export interface Known {
  readonly practitioners: readonly { readonly id: string; readonly label: string }[];
  readonly sites: readonly { readonly id: string; readonly name: string; readonly code: string }[];
  readonly rooms: readonly { readonly id: string; readonly siteId: string; readonly label: string }[];
  /** Hours kept already. */
  readonly halfDays: readonly HalfDay[];
  /** Business day (ISO): hours begin then where nothing is said. */
  readonly today: string;
}

/** Hours to add, as the server takes them but for their series. */
export interface PlannedHalfDay {
  readonly professionalId: string;
  readonly siteId: string;
  readonly roomId: string | null;
  readonly weekday: number;
  readonly everyWeeks: number;
  readonly from: string;
  readonly until: string | null;
  /** "08:30" */
  readonly starts: string;
  readonly ends: string;
  readonly capacity: number | null;
}

/** What becomes of one line. */
export interface PlanningLine {
  /** As a spreadsheet counts it, from 1. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
  /** Null: it cannot be kept. */
  readonly halfDay: PlannedHalfDay | null;
  /** What is wrong, in French; empty: nothing. */
  readonly problems: readonly string[];
  /** Kept already, to the letter: nothing to add. */
  readonly known: boolean;
}

export type PlanningTable =
  | { readonly lines: readonly PlanningLine[] }
  /** No heading line: which columns are missing, and the cells read. */
  | { readonly missing: readonly Column[]; readonly seen: readonly string[] };

/** Text pasted from a spreadsheet or a file: lines of cells. Tabs, else semicolons, else commas part them. */
export function splitPasted(text: string): string[][] {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  const separator = ["\t", ";", ","].find((sign) => lines.some((line) => line.includes(sign))) ?? "\t";
  return lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/u, "$1")));
}

/** Reads the planning: the first line that names a practitioner, a weekday and hours is its heading. */
export function readPlanning(rows: readonly (readonly string[])[], known: Known): PlanningTable {
  let heading: Map<Column, number> = new Map();
  let at = -1;
  for (const [index, cells] of rows.slice(0, 30).entries()) {
    const read = readHeading(cells);
    if (read.size > heading.size) [heading, at] = [read, index];
  }
  const missing = NEEDED.filter((column) => !heading.has(column));
  if (missing.length > 0) {
    const first = rows.find((cells) => cells.some((cell) => cell !== "")) ?? [];
    return { missing, seen: (at < 0 ? first : (rows[at] ?? [])).filter((cell) => cell !== "").slice(0, 12) };
  }
  const lines: PlanningLine[] = [];
  for (const [index, cells] of rows.entries()) {
    if (index <= at || cells.every((cell) => cell.trim() === "")) continue;
    const line = readLine(index + 1, cells, heading, known);
    lines.push(withMeetings(line, lines, known));
  }
  return { lines };
}

function readHeading(cells: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const folded = foldName(cell.replaceAll(/['’]/gu, " "));
    for (const column of Object.keys(HEADINGS) as Column[])
      if (!found.has(column) && HEADINGS[column].split("|").includes(folded)) found.set(column, index);
  }
  return found;
}

function readLine(
  row: number,
  cells: readonly string[],
  heading: ReadonlyMap<Column, number>,
  known: Known,
): PlanningLine {
  const said: Partial<Record<Column, string>> = {};
  for (const [column, index] of heading) {
    const cell = cells[index]?.trim() ?? "";
    if (cell !== "") said[column] = cell;
  }
  const problems: string[] = [];
  const wrong = (message: string) => {
    problems.push(message);
    return null;
  };
  const practitioner = said.practitioner
    ? (named(known.practitioners, said.practitioner, ({ label }) => [label]) ??
      wrong(
        `«\u00a0${said.practitioner}\u00a0» n’est pas dans l’équipe\u00a0: vérifiez l’orthographe ou ajoutez cette personne d’abord.`,
      ))
    : wrong("Qui\u00a0? Le professionnel manque.");
  const site = said.site
    ? (named(known.sites, said.site, ({ name, code }) => [name, code]) ??
      wrong(
        `Le lieu «\u00a0${said.site}\u00a0» n’existe pas\u00a0: ${known.sites.map(({ name }) => name).join(", ")}.`,
      ))
    : known.sites.length === 1
      ? (known.sites[0] ?? null)
      : wrong("Où\u00a0? Le lieu manque.");
  const room =
    said.room === undefined || site === null
      ? null
      : (named(
          known.rooms.filter(({ siteId }) => siteId === site.id),
          said.room,
          ({ label }) => [label],
        ) ?? wrong(`La salle «\u00a0${said.room}\u00a0» n’existe pas à ${site.name}.`));
  const weekday = said.weekday === undefined ? wrong("Le jour manque.") : readWeekday(said.weekday);
  if (said.weekday !== undefined && weekday === null)
    wrong(`«\u00a0${said.weekday}\u00a0» n’est pas un jour de la semaine\u00a0: écrivez lundi, mardi…`);
  const hourOf = (column: "starts" | "ends", what: string) => {
    const text = said[column];
    if (text === undefined) return wrong(`L’heure de ${what} manque.`);
    return readHour(text) ?? wrong(`«\u00a0${text}\u00a0» n’est pas une heure\u00a0: écrivez 08:30 ou 8h30.`);
  };
  const [starts, ends] = [hourOf("starts", "début"), hourOf("ends", "fin")];
  if (starts !== null && ends !== null && ends <= starts) wrong("La fin doit venir après le début.");
  const everyWeeks = said.everyWeeks === undefined ? 1 : readEveryWeeks(said.everyWeeks);
  if (everyWeeks === null)
    wrong(`«\u00a0${said.everyWeeks}\u00a0»\u00a0: écrivez un nombre de semaines, de 1 à 12.`);
  const dayOf = (column: "from" | "until") => {
    const text = said[column];
    if (text === undefined) return null;
    return (
      readTypedDay(text, known.today) ??
      wrong(`«\u00a0${text}\u00a0» n’est pas une date\u00a0: écrivez par exemple 02/03/2026.`)
    );
  };
  const [from, until] = [dayOf("from") ?? known.today, dayOf("until")];
  if (until !== null && until < from) wrong("La date de fin vient avant la date de début.");
  const capacity = said.capacity === undefined ? null : Number(said.capacity);
  if (capacity !== null && !(Number.isInteger(capacity) && capacity >= 1 && capacity <= 200))
    wrong(`«\u00a0${said.capacity}\u00a0» places\u00a0: écrivez un nombre, de 1 à 200.`);
  const whole =
    problems.length === 0 &&
    practitioner !== null &&
    site !== null &&
    weekday !== null &&
    starts !== null &&
    ends !== null &&
    everyWeeks !== null;
  return {
    row,
    cells: said,
    problems,
    known: false,
    halfDay: whole
      ? {
          ...{ professionalId: practitioner.id, siteId: site.id, roomId: room?.id ?? null },
          ...{ weekday, everyWeeks, from, until, starts, ends, capacity },
        }
      : null,
  };
}

/** Hours at the same time as a line before, or as hours kept: of the same person, or in the same room. */
function withMeetings(line: PlanningLine, before: readonly PlanningLine[], known: Known): PlanningLine {
  const { halfDay } = line;
  if (halfDay === null) return line;
  const asked = { ...halfDay, anchor: halfDay.from };
  const clashes = (other: Pick<HalfDay, "professionalId" | "roomId" | "anchor"> & typeof asked) =>
    (other.professionalId === halfDay.professionalId ||
      (other.roomId !== null && other.roomId === halfDay.roomId)) &&
    meet(asked, other);
  const kept = known.halfDays.filter((one) => clashes({ ...one }));
  if (kept.some((one) => sameHours(halfDay, one))) return { ...line, known: true };
  const problems = [
    ...before.flatMap(({ row, halfDay: other }) =>
      other && clashes({ ...other, anchor: other.from })
        ? [
            other.professionalId === halfDay.professionalId
              ? `En même temps que la ligne ${row}.`
              : `Salle déjà prise par la ligne ${row}.`,
          ]
        : [],
    ),
    ...kept
      .slice(0, 1)
      .map(({ professionalId, starts, ends }) =>
        professionalId === halfDay.professionalId
          ? `A déjà des heures ce jour-là, de ${starts.slice(0, 5)} à ${ends.slice(0, 5)}.`
          : `Salle déjà prise par ${known.practitioners.find(({ id }) => id === professionalId)?.label ?? "quelqu’un"}.`,
      ),
  ];
  return problems.length === 0 ? line : { ...line, problems, halfDay: null };
}

function sameHours(asked: PlannedHalfDay, kept: HalfDay): boolean {
  return (
    asked.professionalId === kept.professionalId &&
    asked.siteId === kept.siteId &&
    asked.roomId === kept.roomId &&
    asked.everyWeeks === kept.everyWeeks &&
    asked.until === kept.until &&
    asked.capacity === kept.capacity &&
    asked.starts === kept.starts.slice(0, 5) &&
    asked.ends === kept.ends.slice(0, 5)
  );
}

/** The one whose name this is; else the only one whose name holds each of these words. */
function named<T>(list: readonly T[], text: string, names: (one: T) => readonly string[]): T | null {
  const asked = foldName(text);
  const whole = list.find((one) => names(one).some((name) => foldName(name) === asked));
  if (whole) return whole;
  const parts = asked.split(" ").filter(Boolean);
  const near = list.filter((one) =>
    names(one).some((name) => {
      const held = foldName(name).split(" ");
      return parts.length > 0 && parts.every((part) => held.includes(part));
    }),
  );
  return near.length === 1 ? (near[0] ?? null) : null;
}

function readWeekday(text: string): number | null {
  const folded = foldName(text).replace(/s$/u, "");
  if (/^[1-7]$/u.test(folded)) return Number(folded);
  if (folded.length < 3) return null;
  const at = WEEKDAYS.findIndex((day) => day.startsWith(folded));
  return at < 0 ? null : at + 1;
}

/** "8h30", "08:30", "8 h", "8.30", "08:30:00" → "08:30"; null: not an hour. */
export function readHour(text: string): string | null {
  const m = /^(\d{1,2})(?:\s*(?:h|:|\.)\s*(\d{2})?(?::\d{2})?)?\s*(?:min)?$/iu.exec(text.trim());
  if (!m) return null;
  const [hours, minutes] = [Number(m[1]), Number(m[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** "2", "toutes les 2 semaines", "une semaine sur deux", "1/2", "chaque semaine" */
function readEveryWeeks(text: string): number | null {
  const folded = foldName(text);
  if (/^(chaque|toutes les) semaines?$|^hebdomadaire$/u.test(folded)) return 1;
  const words = folded
    .replace(/\bdeux\b/gu, "2")
    .replace(/\btrois\b/gu, "3")
    .replace(/\bquatre\b/gu, "4");
  const count = Number(/(\d+)\D*$/u.exec(words)?.[1] ?? Number.NaN);
  return Number.isInteger(count) && count >= 1 && count <= 12 ? count : null;
}
