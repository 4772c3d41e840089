import { type Death, kindsByOthers, type Speech, type Way, type WayForm, wayKindLabels } from "../contact.ts";
import { deathFault } from "../contact-words.ts";
import { readPhone } from "./phone.ts";

/** A row to be in force, as people.revise_contact takes it. */
export interface WantedRow {
  readonly part: string;
  readonly rank: number;
  readonly content: object;
}

/** The rows a form asks for, or one French message for each field that cannot be used. */
export type Wanted =
  | { readonly ok: true; readonly rows: readonly WantedRow[] }
  | { readonly ok: false; readonly fields: Readonly<Record<string, string>> };

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/u;

/** Reads the ways typed, in their order. Field names: "ways.0.value". */
export function wayRows(forms: readonly WayForm[]): Wanted {
  const fields: Record<string, string> = {};
  const ways = forms.map((form, at) => {
    const way = readWay(form);
    if (!("fault" in way)) return way;
    fields[`ways.${at}.${way.field}`] = way.fault;
    return null;
  });
  forms.forEach((form, at) => {
    if (form.kind === "none" && forms.length > 1)
      fields[`ways.${at}.kind`] = "« Aucun moyen » ne va avec aucun autre.";
    const way = ways[at];
    const same = ways.findIndex((other) => other && way && placeOf(other) === placeOf(way));
    if (same >= 0 && same < at) fields[`ways.${at}.value`] = "Ce moyen est déjà dans la liste.";
  });
  if (Object.keys(fields).length > 0) return { ok: false, fields };
  return {
    ok: true,
    rows: ways.flatMap((content, rank) => (content ? [{ part: "way", rank, content }] : [])),
  };
}

function placeOf(way: Way): string {
  return `${way.kind} ${way.e164 ?? way.shown.toLowerCase()}`;
}

/** What of a form cannot be a way, and why in French. */
interface WayFault {
  readonly field: "holder" | "value";
  readonly fault: string;
}

function readWay(form: WayForm): Way | WayFault {
  const bare = {
    kind: form.kind,
    typed: form.kind === "none" ? "" : form.value,
    e164: null,
    shown: form.kind === "none" ? wayKindLabels.none : form.value,
    holder: form.kind === "other_phone" ? form.holder : null,
    mayName: kindsByOthers.includes(form.kind) ? form.mayName : null,
    note: form.note || null,
  };
  switch (form.kind) {
    case "none":
      return bare;
    case "email":
      if (EMAIL.test(form.value)) return bare;
      return { field: "value", fault: "Cette adresse n’est pas complète : nom@exemple.fr." };
    case "message":
      if (form.value !== "") return bare;
      return { field: "value", fault: "Dites où, ou à qui, on laisse le message." };
    case "other_phone":
      if (form.holder === "") return { field: "holder", fault: "Dites à qui est ce téléphone." };
      break;
    case "phone":
      break;
  }
  const reading = readPhone(form.value);
  return reading.ok ? { ...bare, ...reading.phone } : { field: "value", fault: reading.reason };
}

/** The row of what is spoken; none when nothing is to be kept. */
export function speechRows(speech: Speech | null): Wanted {
  return { ok: true, rows: speech === null ? [] : [{ part: "speech", rank: 0, content: speech }] };
}

/** The row of a death; none when it was noted by mistake. @param today ISO day */
export function deathRows(death: Death | null, today: string): Wanted {
  const fault = death === null ? null : deathFault(death, today);
  if (fault !== null) return { ok: false, fields: { "death.day": fault } };
  return { ok: true, rows: death === null ? [] : [{ part: "death", rank: 0, content: death }] };
}
