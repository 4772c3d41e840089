/** Deciding each row of a register: a visit, a refusal with its reason, or a line to pass over. */
import { type PartialBirth, parseBirth } from "../people/birth.ts";
import { foldName } from "../people/names.ts";
import type { RegisterField } from "./column-headings.ts";
import { fieldOf, type RegisterHeader, textOf } from "./columns.ts";
import { readCover, withComplementary } from "./cover.ts";
import { serialCell } from "./day-serial.ts";
import { type FingerprintParts, fingerprinter } from "./fingerprints.ts";
import type { Cell, CoverStatement, IgnoredKind, ParsedVisit, RawRow } from "./model.ts";
import { nameFromColumns, nameFromWhole, type RowName } from "./row-names.ts";
import { quoted, readVisitDate, readVisitTime, type VisitDateContext } from "./visit-date.ts";
import { readProfessional, readSex, readTerm, readTerms, type VocabularyIndex } from "./vocabularies.ts";

/** A row decided by itself, before persons and earlier imports are looked at. */
export type RowDecision =
  | { readonly row: number; readonly fate: "visit"; readonly visit: ParsedVisit }
  | { readonly row: number; readonly fate: "refused"; readonly reason: string }
  | { readonly row: number; readonly fate: "ignored"; readonly kind: IgnoredKind };

const TOTAL =
  /^(?:sous )?tota(?:l|ux)\b|^(?:nombre|nb) (?:de |d |total)|^moyenne\b|^effectif\b|^cumul\b|^somme\b/u;
const SECTION =
  /^(?:mois (?:de |d )?)?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: \d{2,4})?$|^(?:semaine|sem|s|annee|trimestre|page|feuille) ?\d{1,4}$|^\d(?:er|e|eme) trimestre(?: \d{4})?$/u;

/** Decides every row under the header. */
export function parseRows(
  rows: readonly RawRow[],
  header: RegisterHeader,
  vocabularies: VocabularyIndex,
  context: VisitDateContext,
): RowDecision[] {
  const fingerprint = fingerprinter();
  return rows.slice(header.index + 1).map((row) => {
    const cells = new RowCells(row, header);
    const ignored = ignoredKind(cells, context);
    if (ignored !== null) return { row: row.row, fate: "ignored", kind: ignored };
    return decideVisit(cells, vocabularies, context, fingerprint);
  });
}

/** Cells of a row by field. */
class RowCells {
  readonly row: number;
  readonly #cells: readonly Cell[];
  readonly #header: RegisterHeader;
  constructor(row: RawRow, header: RegisterHeader) {
    this.row = row.row;
    this.#cells = row.cells;
    this.#header = header;
  }
  cell(field: RegisterField): Cell | undefined {
    const column = this.#header.columns[field];
    return column === undefined ? undefined : this.#cells[column];
  }
  text(field: RegisterField): string {
    return textOf(this.cell(field));
  }
  heading(field: RegisterField): string {
    const column = this.#header.columns[field];
    return column === undefined ? "" : (this.#header.titles[column] ?? "");
  }
  /** Texts of the cells that hold something, the line's own number left out. */
  filled(): string[] {
    const number = this.#header.columns.number;
    return this.#cells.flatMap((cell, column) => {
      const text = column === number && /^\d*$/u.test(textOf(cell)) ? "" : textOf(cell);
      return text === "" ? [] : [text];
    });
  }
}

function ignoredKind(cells: RowCells, context: VisitDateContext): IgnoredKind | null {
  const filled = cells.filled();
  const [first] = filled;
  if (first === undefined) return "blank";
  const dated = readVisitDate(cells.cell("visitDate"), context).ok;
  if (!dated && fieldOf(cells.text("visitDate")) === "visitDate" && fieldOf(first) !== null) return "heading";
  const folded = foldName(first);
  if (filled.length === 1 && SECTION.test(folded)) return "heading";
  // A family may be called "Total": a line with a date and another name is a visit.
  const label = filled.slice(0, 3).find((text) => TOTAL.test(foldName(text)));
  if (label === undefined) return null;
  const otherName = [cells.text("given"), cells.text("family"), cells.text("fullName")].some(
    (text) => text !== label && /\p{L}{2}/u.test(text),
  );
  return dated && otherName ? null : "total";
}

function decideVisit(
  cells: RowCells,
  vocabularies: VocabularyIndex,
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
    return { row: cells.row, fate: "refused", reason: `${reasons.join("\u00A0; ")}.` };
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
    sex: readSex(cells.text("sex")) ?? name.sex,
    ...readVisitTerms(cells, vocabularies),
    cover: readCovers(cells),
    fingerprint: fingerprint(parts),
  };
  return { row: cells.row, fate: "visit", visit };
}

function readVisitTerms(cells: RowCells, vocabularies: VocabularyIndex) {
  const term = (list: "referrer" | "housing" | "place" | "contact") =>
    readTerm(vocabularies, list, cells.text(list));
  return {
    referrer: term("referrer"),
    reasons: readTerms(vocabularies, "reason", rawText(cells.cell("reason"))),
    professional: readProfessional(vocabularies, cells.text("professional")),
    orientations: readTerms(vocabularies, "orientation", rawText(cells.cell("orientation"))).filter(
      // "Aucune" is the absence of an orientation, not one more.
      ({ code }) => code !== "none",
    ),
    housing: term("housing"),
    place: term("place"),
    contact: term("contact"),
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

function readCovers(cells: RowCells): CoverStatement | null {
  const hasBase = cells.heading("cover") !== "";
  const cover = hasBase ? readCover(cells.text("cover")) : null;
  return cells.heading("complementaryCover") === ""
    ? cover
    : withComplementary(cover, cells.text("complementaryCover"));
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
