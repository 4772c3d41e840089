/** The notice « Qui lit quoi de vous » with another language beside French, for documents/papers-to-bring.typ. Pure. */
import { type Catalogue, listPhrases, type PapersToBring, type Translation } from "../../rights/phrases.ts";
import type { Sharing } from "./model.ts";
import { composeNotice, noticeParts, type Words } from "./notice.ts";

type Said = PapersToBring["title"];
interface Notice extends Omit<PapersToBring, "items"> {
  /** False: nothing is to be ticked. */
  readonly ticked: false;
  readonly items: readonly (PapersToBring["items"][number] & {
    readonly heading?: true;
    readonly plain?: true;
  })[];
}

/**
 * French first, each phrase beside its translation; what the catalogue does not have, as the name of a function, is in French alone.
 * @param day ISO
 */
export function composeNoticeBeside(
  sharing: Sharing,
  other: { readonly code: string; readonly catalogue: Catalogue },
  day: string,
): Notice {
  const used: Translation[] = [];
  const say = (...words: readonly Words[]): Said => {
    const found = words.map((one) => {
      const translated = typeof one === "string" ? other.catalogue.phrases[one] : undefined;
      return typeof one === "string" ? translated : { text: one.abroad, checked: "" };
    });
    const fr = words.map((one) => (typeof one === "string" ? one : one.as)).join("");
    const whole = found.filter((one) => one !== undefined);
    // A phrase half in one language would be read as neither.
    if (whole.length < found.length) return { fr, other: null, unchecked: false };
    used.push(...whole);
    return {
      fr,
      other: whole.map(({ text }) => text).join(""),
      unchecked: whole.some(({ checked }) => checked === null),
    };
  };
  const french = composeNotice(sharing, day);
  const title = say(french.title);
  const items = noticeParts(sharing).flatMap(({ heading, items: lines, paragraphs }) => [
    ...(heading === null ? [] : [{ label: say(heading), details: [], of: null, heading: true as const }]),
    ...lines.map(({ what, how }) => ({
      label: say(...what),
      details: how.map((line) => say(...line)),
      of: null,
    })),
    ...paragraphs.map((one) => ({ label: say(one), details: [], of: null, plain: true as const })),
  ]);
  return {
    ticked: false,
    title,
    centre: french.centre,
    demonstration: french.demonstration,
    place: french.place,
    by: french.by,
    person: [french.person, french.facts].filter(Boolean).join(", "),
    right: null,
    date: french.date,
    language: { code: other.code, direction: other.catalogue.direction },
    lead: [],
    items,
    closing: [],
    warning: used.some(({ checked }) => checked === null) ? say(listPhrases.unchecked) : null,
    foot: french.foot,
  };
}
