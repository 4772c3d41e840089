/** The list of papers to bring before it is typeset: French first, each phrase beside its translation. Pure. */
import type { Gathered } from "./checklist.ts";
import type { RequestPapers } from "./model.ts";
import type { Catalogue, Translation } from "./phrases.ts";

/** Phrases of the list itself, to be translated as those of the papers are. */
export const listPhrases = {
  title: "Papiers à apporter",
  lead: "Apportez les papiers de cette liste. Les originaux vous seront rendus.",
  more: "L’organisme peut demander d’autres papiers.",
  help: "S’il vous manque un papier, venez quand même\u00a0: nous chercherons avec vous.",
  optional: "Si vous l’avez.",
  unchecked: "Traduction non relue par une personne qui parle cette langue. Le texte français fait foi.",
} as const;

/** What heads the list (papers.heading). */
export interface ListHeading {
  readonly centre: string;
  readonly demonstration: boolean;
  readonly structure: string;
  readonly site: string;
  readonly lines: string;
  readonly by: string;
  readonly role: string;
}

/** A phrase in French, and in the person's language when the catalogue has it; unchecked: nobody read it over. */
interface Said {
  readonly fr: string;
  readonly other: string | null;
  readonly unchecked: boolean;
}
/** What documents/papers-to-bring.typ reads. */
export interface PapersToBring {
  readonly title: Said;
  readonly centre: string;
  readonly demonstration: boolean;
  readonly place: readonly string[];
  readonly by: readonly string[];
  readonly person: string;
  /** Which right; null when that is more than a plain right and the list must not tell it. */
  readonly right: string | null;
  readonly date: string;
  /** ISO code and direction of the language beside French; null: French alone. */
  readonly language: { readonly code: string; readonly direction: "ltr" | "rtl" } | null;
  readonly lead: readonly Said[];
  readonly items: readonly {
    readonly label: Said;
    readonly details: readonly Said[];
    /** Of whom, when the request is for several. */
    readonly of: string | null;
  }[];
  readonly closing: readonly Said[];
  /** Said once, when a phrase printed was not read over. */
  readonly warning: Said | null;
  readonly foot: string;
}

/** @param day ISO @param id of the document: its end is printed, so that a copy can be traced */
export function composeList(
  request: Pick<RequestPapers, "kinds" | "members" | "nature">,
  gathered: Pick<Gathered, "lines">,
  heading: ListHeading & { readonly person: string; readonly right: string },
  other: { readonly code: string; readonly catalogue: Catalogue } | null,
  day: string,
  id: string,
): PapersToBring {
  const used: Translation[] = [];
  const say = (fr: string): Said => {
    const found = other?.catalogue.phrases[fr];
    if (found) used.push(found);
    return { fr, other: found?.text ?? null, unchecked: found !== undefined && found.checked === null };
  };
  const lines = gathered.lines.filter(({ shown }) => shown !== "received");
  const items = lines.map((line) => {
    const kind = request.kinds.find(({ code }) => code === line.kind);
    return {
      label: say(kind?.label ?? line.words),
      details: [
        ...(kind !== undefined && kind.accepts !== "" ? [say(kind.accepts)] : []),
        ...(kind !== undefined && line.words !== "" ? [say(line.words)] : []),
        ...(line.optional ? [say(listPhrases.optional)] : []),
      ],
      of: line.who === null ? null : (request.members.find(({ key }) => key === line.who)?.name ?? null),
    };
  });
  const title = say(listPhrases.title);
  const lead = [say(listPhrases.lead)];
  const closing = [say(listPhrases.help), say(listPhrases.more)];
  return {
    title,
    centre: heading.centre,
    demonstration: heading.demonstration,
    place: [
      heading.structure,
      heading.site,
      ...heading.lines
        .split("\n")
        .map((one) => one.trim())
        .filter(Boolean),
    ],
    by: [heading.by, heading.role],
    person: heading.person,
    right: request.nature === "right_requests" ? heading.right : null,
    date: `Le ${new Date(`${day}T12:00:00Z`).toLocaleDateString("fr-FR", { dateStyle: "long", timeZone: "UTC" })}`,
    language: other && { code: other.code, direction: other.catalogue.direction },
    lead,
    items,
    closing,
    warning: used.some(({ checked }) => checked === null) ? say(listPhrases.unchecked) : null,
    foot: `document n°\u00a0${id.slice(-8)}`,
  };
}
