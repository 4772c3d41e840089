import { parseBirth } from "../people/birth.ts";
import { birthTyped } from "../people/names-shown.ts";
import {
  type Essential,
  type EssentialContent,
  type EssentialForm,
  RENOUNCEMENT_WORDING,
} from "./essentials.ts";
import { measuresFormOf, readMeasures } from "./measures.ts";

/** What is kept of a form, or one French message for each field that cannot be used. */
export type EssentialReading =
  | { readonly ok: true; readonly content: EssentialContent }
  | { readonly ok: false; readonly fields: Readonly<Record<string, string>> };

const NO_MEASURE = "Tapez au moins une constante.";

/**
 * Reads what was typed of one thing.
 * @param today the business day (ISO): nothing said to have happened is after it
 */
export function readEssential(form: EssentialForm, today: string): EssentialReading {
  const fields: Record<string, string> = {};
  const partial = (name: string, text: string): string | null => {
    const read = parseBirth(text, today);
    if (read.ok) return read.birth?.canonical ?? null;
    fields[`form.${name}`] =
      read.problem === "after_reference"
        ? "Cette date est à venir."
        : read.problem === "not_a_date"
          ? "Écrivez une année, un mois et une année, ou un jour\u00a0: 2019, 03/2019, 12/03/2019."
          : `Cette date ${read.reason}.`;
    return null;
  };
  const notAfterToday = (name: string, day: string | null) => {
    if (day !== null && day > today) fields[`form.${name}`] = "Ce jour est à venir.";
  };
  const content = contentOf(form, partial, notAfterToday, fields);
  return Object.keys(fields).length > 0 ? { ok: false, fields } : { ok: true, content };
}

function contentOf(
  form: EssentialForm,
  partial: (name: string, text: string) => string | null,
  notAfterToday: (name: string, day: string | null) => void,
  fields: Record<string, string>,
): EssentialContent {
  switch (form.kind) {
    case "allergy": {
      const { label, type, reaction, severity } = form;
      return { label, type, reaction, severity, since: partial("since", form.since) };
    }
    case "no_allergy":
      return {};
    case "history":
      return { label: form.label, category: form.category, since: partial("since", form.since) };
    case "problem": {
      const [since, until] = [partial("since", form.since), partial("until", form.until)];
      if (since !== null && until !== null && endsBefore(since, until))
        fields["form.until"] = "La fin est avant le début.";
      return { label: form.label, code: form.code, since, until };
    }
    case "treatment": {
      const { label, dose, from, to } = form;
      if (from !== null && to !== null && to < from) fields["form.to"] = "La fin est avant le début.";
      return { label, dose, from, to };
    }
    case "vaccination":
      return { label: form.label, on: partial("on", form.on), next: form.next };
    case "pregnancy":
      notAfterToday("endedOn", form.endedOn);
      return { due: form.due, endedOn: form.endedOn };
    case "renouncement": {
      const { care, reasons, words, centre } = form;
      const centreOn = centre === "none" ? null : form.centreOn;
      notAfterToday("centreOn", centreOn);
      const since = partial("since", form.since);
      return { care, reasons, since, words, centre, centreOn, wording: RENOUNCEMENT_WORDING };
    }
    case "measures": {
      const read = readMeasures(form.values);
      if (!read.ok) {
        for (const [field, fault] of Object.entries(read.fields)) fields[`form.values.${field}`] = fault;
        return {};
      }
      if (Object.keys(read.measured).length === 0) fields["form.values.pressure"] = NO_MEASURE;
      return read.measured;
    }
  }
}

/** Two partial dates, compared as far as both are known. */
function endsBefore(since: string, until: string): boolean {
  const [from, to] = [since.replace("~", ""), until.replace("~", "")];
  const known = Math.min(from.length, to.length);
  return to.slice(0, known) < from.slice(0, known);
}

/** The form that gives back what is kept. */
export function essentialFormOf(row: Essential): EssentialForm {
  switch (row.kind) {
    case "allergy":
      return { kind: row.kind, ...row.content, since: birthTyped(row.content.since) };
    case "no_allergy":
      return { kind: row.kind };
    case "history":
      return { kind: row.kind, ...row.content, since: birthTyped(row.content.since) };
    case "problem": {
      const { since, until, ...rest } = row.content;
      return { kind: row.kind, ...rest, since: birthTyped(since), until: birthTyped(until) };
    }
    case "treatment":
      return { kind: row.kind, ...row.content };
    case "vaccination":
      return { kind: row.kind, ...row.content, on: birthTyped(row.content.on) };
    case "pregnancy":
      return { kind: row.kind, ...row.content };
    case "renouncement": {
      const { wording: _, ...rest } = row.content;
      return { kind: row.kind, ...rest, since: birthTyped(rest.since) };
    }
    case "measures":
      return { kind: row.kind, values: measuresFormOf(row.content) };
  }
}
