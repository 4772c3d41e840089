/** Deciding each row of a register: a visit, a refusal with its reason, or a line to pass over. */
import { type PartialBirth, parseBirth } from "../people/birth.ts";
import { foldName } from "../people/names.ts";
import type { CellReaders } from "./cell-readers.ts";
import type { RegisterField } from "./column-headings.ts";
import { type RegisterHeader, textOf } from "./columns.ts";
import { serialCell } from "./day-serial.ts";
import { type FingerprintParts, fingerprinter } from "./fingerprints.ts";
import type { Cell, CoverStatement, IgnoredKind, ParsedVisit, RawRow } from "./model.ts";
import { ignoredKind, RowCells } from "./row-cells.ts";
import { nameFromColumns, nameFromWhole, type RowName } from "./row-names.ts";
import { quoted, readVisitDate, readVisitTime, type VisitDateContext } from "./visit-date.ts";
/** A row decided by itself, before persons and earlier imports are looked at. */
export type RowDecision =
  | { readonly row: number; readonly fate: "visit"; readonly visit: ParsedVisit }
  | ({ readonly row: number; readonly fate: "refused"; readonly reason: string } & AsWritten)
  | { readonly row: number; readonly fate: "ignored"; readonly kind: IgnoredKind };

/** Name and date of a row as written, for whoever looks for it in their spreadsheet. */
interface AsWritten {
  readonly name: string;
  readonly date: string;
}

/** Decides every row under the header. */
export function parseRows(
  rows: readonly RawRow[],
  header: RegisterHeader,
  readers: CellReaders,
  context: VisitDateContext,
): RowDecision[] {
  const fingerprint = fingerprinter();
  return rows.slice(header.index + 1).map((row) => {
    const cells = new RowCells(row, header);
    const ignored = ignoredKind(cells, context);
    if (ignored !== null) return { row: row.row, fate: "ignored", kind: ignored };
    return decideVisit(cells, readers, context, fingerprint);
  });
}

function decideVisit(
  cells: RowCells,
  readers: CellReaders,
  context: VisitDateContext,
  fingerprint: (parts: FingerprintParts) => string,
): RowDecision {
  const reasons: string[] = [];
  const visitDate = readVisitDate(cells.cell("visitDate"), context);
  if (!visitDate.ok) reasons.push(reasonIn(cells.heading("visitDate"), visitDate.reason));
  const name = readName(cells);
  if (name === null) reasons.push(`Aucun nom n’est écrit (${nameHeadings(cells)})`);
  const birth = readBirth(cells, visitDate.ok ? visitDate.date : context.today, context);
  if (!birth.ok && (visitDate.ok || birth.certain)) reasons.push(birth.reason);
  if (reasons.length > 0 || !visitDate.ok || name === null || !birth.ok) {
    return {
      row: cells.row,
      fate: "refused",
      reason: `${reasons.join("\u00A0; ")}.`,
      name: [cells.text("fullName") || cells.text("family"), cells.text("given")].join(" ").trim(),
      date: cells.text("visitDate"),
    };
  }
  const professional = cells.text("professional");
  const parts = {
    date: visitDate.date,
    name: name.name,
    birth: birth.birth?.canonical ?? null,
    professional,
  };
  const time = readVisitTime(cells.cell("visitTime")) ?? visitDate.time;
  const visit: ParsedVisit = {
    row: cells.row,
    date: visitDate.date,
    time,
    name: name.name,
    birthFamily: name.birthFamily,
    birth: birth.birth,
    age: readAge(cells.text("age")),
    sex: readers.sex(cells.text("sex")) ?? name.sex,
    ...readVisitTerms(cells, readers),
    cover: readCovers(cells, readers),
    fingerprint: fingerprint(parts),
  };
  return { row: cells.row, fate: "visit", visit };
}

function readVisitTerms(cells: RowCells, readers: CellReaders) {
  return {
    referrer: readers.referrer(cells.text("referrer")),
    reasons: readers.reasons(rawText(cells.cell("reason"))),
    professional: readers.professional(cells.text("professional")),
    // "Aucune" is the absence of an orientation, not one more.
    orientations: readers
      .orientations(rawText(cells.cell("orientation")))
      .filter(({ code }) => code !== "none"),
    housing: readers.housing(cells.text("housing")),
    place: readers.place(cells.text("place")),
    contact: readers.contact(cells.text("contact")),
    phone: cells.text("phone") || null,
    commune: cells.text("commune") || null,
  };
}

/** Text with its line ends, which separate several terms in one cell. */
function rawText(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell.trim() : textOf(cell);
}

function readName(cells: RowCells): RowName | null {
  const whole = cells.text("fullName");
  const read =
    whole === "" ? nameFromColumns(cells.text("family"), cells.text("given")) : nameFromWhole(whole);
  const birthFamily = cells.text("birthFamily");
  if (birthFamily === "") return read;
  if (read === null || foldName(read.name.family) === "") {
    return nameFromColumns(birthFamily, cells.text("given"));
  }
  return foldName(birthFamily) === foldName(read.name.family) ? read : { ...read, birthFamily };
}

type BirthDecision =
  | { readonly ok: true; readonly birth: PartialBirth | null }
  /** `certain`: wrong whatever the day of the visit. */
  | { readonly ok: false; readonly reason: string; readonly certain: boolean };

function readBirth(cells: RowCells, reference: string, context: VisitDateContext): BirthDecision {
  const cell = cells.cell("birth");
  const text = typeof cell === "string" ? serialBirth(cell, reference, context) : (cell?.date ?? "");
  const read = parseBirth(text, reference);
  if (read.ok) return read;
  const shown = typeof cell === "string" ? quoted(cell) : quoted(text.split("-").reverse().join("/"));
  const certain = read.problem === "impossible" || read.problem === "not_a_date";
  return { ok: false, reason: reasonIn(cells.heading("birth"), `${shown} ${read.reason}`), certain };
}

/** A day number left without its date format; fewer than five digits would be a year. */
function serialBirth(text: string, reference: string, context: VisitDateContext): string {
  if (!/^\s*\d{5}\s*$/u.test(text)) return text;
  const cell = serialCell(Number(text), "date", context.epoch1904);
  return typeof cell !== "string" && cell.date !== null && cell.date <= reference ? cell.date : text;
}

function readCovers(cells: RowCells, readers: CellReaders): CoverStatement | null {
  const hasBase = cells.heading("cover") !== "";
  const cover = hasBase ? readers.cover(cells.text("cover")) : null;
  return cells.heading("complementaryCover") === ""
    ? cover
    : readers.complementary(cover, cells.text("complementaryCover"));
}

function readAge(text: string): number | null {
  const m = /^(\d{1,3})(?:[.,]\d+)?\s*(?:ans?)?$/iu.exec(text);
  return m && Number(m[1]) <= 120 ? Number(m[1]) : null;
}

function reasonIn(heading: string, reason: string): string {
  return `Colonne ${quoted(heading)}\u00A0: ${reason}`;
}

function nameHeadings(cells: RowCells): string {
  const fields: RegisterField[] = ["fullName", "family", "given"];
  const shown = fields.map((field) => cells.heading(field)).filter((heading) => heading !== "");
  return `${shown.length > 1 ? "colonnes" : "colonne"} ${shown.map(quoted).join(", ")}`;
}
