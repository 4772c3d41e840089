import {
  type ContactPart,
  type ContactRow,
  type Death,
  languageLevelLabels,
  type RowOf,
  type Speech,
  type Way,
  type WayForm,
} from "./contact.ts";
import { languageLabel } from "./languages.ts";

/** The rows of one part, in their order. */
export function rowsOf<Part extends ContactPart>(rows: readonly ContactRow[], part: Part): RowOf<Part>[] {
  return rows
    .filter((row): row is RowOf<Part> => row.part === part)
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
}

/** The form that gives back a way. */
export function wayFormOf(way: Way): WayForm {
  return {
    kind: way.kind,
    value: way.typed,
    holder: way.holder ?? "",
    mayName: way.mayName ?? false,
    note: way.note ?? "",
  };
}

export const MAY_NAME = "on peut dire qu’un centre de santé appelle";
export const MAY_NOT_NAME = "ne pas dire qu’un centre de santé appelle";

/** "soninké, avec un interprète" */
export function languageWords({ code, level }: Speech["languages"][number]): string {
  return `${languageLabel(code)}, ${languageLevelLabels[level]}`;
}

/**
 * Whether a death may be noted, whatever was said of its day.
 * @param today ISO day no death is after
 * @returns a French message for its day, or null
 */
export function deathFault({ day }: Death, today: string): string | null {
  if (day === null) return null;
  if (day > today) return "Ce jour est à venir.";
  return day < "1900-01-01" ? "Ce jour est trop ancien." : null;
}
