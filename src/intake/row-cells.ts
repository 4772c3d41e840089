/** The cells of a line by field, and lines that are no rows of the register. */
import { foldName } from "../people/names.ts";
import type { RegisterField } from "./column-headings.ts";
import { fieldOf, type RegisterHeader, textOf } from "./columns.ts";
import type { Cell, IgnoredKind, RawRow } from "./model.ts";
import { readVisitDate, type VisitDateContext } from "./visit-date.ts";

const TOTAL =
  /^(?:sous )?tota(?:l|ux)\b|^(?:nombre|nb) (?:de |d |total)|^moyenne\b|^effectif\b|^cumul\b|^somme\b/u;
const SECTION =
  /^(?:mois (?:de |d )?)?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: \d{2,4})?$|^(?:semaine|sem|s|annee|trimestre|page|feuille) ?\d{1,4}$|^\d(?:er|e|eme) trimestre(?: \d{4})?$/u;

/** Cells of a row by field. */
export class RowCells {
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

/** Why a line is passed over: blank, a total, a heading repeated or a section's; null for a line to decide. */
export function ignoredKind(cells: RowCells, context: VisitDateContext): IgnoredKind | null {
  const filled = cells.filled();
  const [first] = filled;
  if (first === undefined) return "blank";
  const dated = readVisitDate(cells.cell("visitDate"), context).ok;
  if (!dated && isHeadingAgain(cells, first)) return "heading";
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

/** The header written again further down, in the words of this register or in usual ones. */
function isHeadingAgain(cells: RowCells, first: string): boolean {
  const date = cells.text("visitDate");
  if (date !== "" && date === cells.heading("visitDate")) return true;
  return fieldOf(date) === "visitDate" && fieldOf(first) !== null;
}
