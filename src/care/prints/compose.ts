/** A paper before it is typeset: words only, in the order they are read. Pure. */
import type { Identity } from "../../people/model.ts";
import { ageText, birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import {
  type NextStep,
  type Picture,
  type PrescriptionLine,
  type Printed,
  type PrintKind,
  pictures,
  printKinds,
} from "../prints.ts";

/** What heads a paper, and whom it is about: as the database gives it (papers.heading), kept with what was printed. */
export interface Heading {
  readonly centre: string;
  readonly demonstration: boolean;
  readonly structure: string;
  readonly site: string;
  /** Address and telephone of the place, a line each. */
  readonly lines: string;
  readonly by: string;
  readonly role: string;
  readonly rpps: string | null;
  readonly identity: Identity;
}

/** What documents/paper.typ reads. */
export interface Paper {
  readonly title: string;
  readonly centre: string;
  readonly demonstration: boolean;
  /** Text for eyes that see little. */
  readonly large: boolean;
  /** Structure, place, address, telephone. */
  readonly place: readonly string[];
  /** Who establishes it: name, function, number. */
  readonly by: readonly string[];
  readonly person: string;
  /** Birth, age, weight. */
  readonly facts: string;
  readonly date: string;
  /** To whom a letter is sent, a line each. */
  readonly to: readonly string[];
  /** What must be read before anything else. */
  readonly notice: string | null;
  readonly sections: readonly Section[];
  readonly steps: readonly Step[];
  readonly warning: string | null;
  readonly signed: boolean;
  /** Bottom of each page. */
  readonly foot: string;
}

interface Section {
  readonly heading: string | null;
  /** Set apart by a frame. */
  readonly framed: boolean;
  readonly items: readonly Pick<PrescriptionLine, "what" | "how">[];
  readonly paragraphs: readonly string[];
}

interface Step {
  readonly picture: Picture;
  /** What the picture shows, for who does not see it. */
  readonly shows: string;
  readonly when: string | null;
  readonly what: string;
  readonly where: string;
}

/** The two parts of an ordonnance when a long illness splits it (CSS L324-1); our own layout, not the official form's. */
export const ALD_HEADING = "Prescriptions relatives au traitement de l’affection de longue durée reconnue";
export const USUAL_HEADING = "Prescriptions sans rapport avec l’affection de longue durée reconnue";
/** A reminder is never taken for the official form. */
export const SICK_LEAVE_NOTICE =
  "Pense-bête\u00a0: ne remplace pas l’avis d’arrêt de travail officiel, seul valable pour la caisse et pour l’employeur.";

/** What a paper is called by who receives it, when that is not what its author calls it. */
const titles: Partial<Record<PrintKind, string>> = { letter: "Courrier", summary: "À retenir" };

/**
 * Lays a paper out in words.
 * @param day it is established (ISO) @param id of the document: its end is printed, so that a copy can be traced
 */
export function composePaper(printed: Printed, heading: Heading, day: string, id: string): Paper {
  const { identity } = heading;
  const weight = printed.kind === "prescription" && printed.weight !== "" ? `poids ${printed.weight}` : null;
  const name = shownName(identity);
  const birth = birthWords(identity.birth);
  return {
    title: titles[printed.kind] ?? printKinds[printed.kind],
    centre: heading.centre,
    demonstration: heading.demonstration,
    large: printed.kind === "summary" && printed.large,
    place: [heading.structure, heading.site, ...linesOf(heading.lines)],
    by: [heading.by, heading.role, ...(heading.rpps === null ? [] : [`RPPS ${heading.rpps}`])],
    person: name.whole,
    facts: [name.born, birth && `${bornWord(identity.sex)} ${birth}`, ageText(identity.birth, day), weight]
      .filter(Boolean)
      .join(", "),
    date: `Le ${dayText(day)}`,
    to: printed.kind === "letter" ? linesOf(printed.to) : [],
    notice: printed.kind === "sick_leave" ? SICK_LEAVE_NOTICE : null,
    ...contentOf(printed),
    signed: printed.kind !== "summary",
    foot: [countOf(printed), `document n°\u00a0${id.slice(-8)}`].filter(Boolean).join(" · "),
  };
}

function contentOf(printed: Printed): Pick<Paper, "sections" | "steps" | "warning"> {
  const plain = (paragraphs: readonly string[], heading: string | null = null): Section => ({
    heading,
    framed: false,
    items: [],
    paragraphs,
  });
  const only = (...sections: Section[]) => ({ sections, steps: [], warning: null });
  switch (printed.kind) {
    case "prescription":
      return only(
        ...partsOf(printed.lines),
        ...(printed.advice === "" ? [] : [plain(paragraphsOf(printed.advice))]),
      );
    case "certificate":
      return only(
        plain([
          ...paragraphsOf(printed.body),
          "Certificat établi à la demande de la personne et remis en main propre.",
        ]),
      );
    case "letter":
      return only(plain(paragraphsOf(printed.body)));
    case "sick_leave":
      return only(
        plain([
          `Arrêt de travail ${printed.renewed ? "prolongé" : "prescrit"} du ${dayText(printed.from)} au ${dayText(printed.until)} inclus (${daysOf(printed.from, printed.until)}).`,
          printed.outings
            ? "Sorties autorisées\u00a0: les heures sont sur l’avis officiel."
            : "Sorties\u00a0: voir l’avis officiel.",
          "À faire\u00a0: envoyer l’avis officiel à la caisse d’assurance maladie, et le volet qui lui revient à l’employeur.",
        ]),
      );
    case "summary":
      return {
        sections: printed.body === "" ? [] : [plain(paragraphsOf(printed.body), "Ce que nous avons dit")],
        steps: printed.steps.map(stepOf),
        warning: printed.warning === "" ? null : printed.warning,
      };
  }
}

/** One list, or two when a line is for a long illness: the second is there even empty, for both must be read as such. */
function partsOf(lines: readonly PrescriptionLine[]): Section[] {
  const part = (wanted: PrescriptionLine["part"]) =>
    lines.filter((line) => line.part === wanted).map(({ what, how }) => ({ what, how }));
  if (lines.every((line) => line.part === "usual"))
    return [{ heading: null, framed: false, items: part("usual"), paragraphs: [] }];
  const framed = (heading: string, items: Section["items"]): Section => ({
    heading,
    framed: true,
    items,
    paragraphs: items.length === 0 ? ["Aucune."] : [],
  });
  return [framed(ALD_HEADING, part("ald")), framed(USUAL_HEADING, part("usual"))];
}

function stepOf({ what, day, where, picture }: NextStep): Step {
  return { picture, shows: pictures[picture], when: day === null ? null : dayText(day, "full"), what, where };
}

function countOf(printed: Printed): string | null {
  if (printed.kind !== "prescription") return null;
  const { length } = printed.lines;
  return `ordonnance de ${length} ligne${length > 1 ? "s" : ""}`;
}

/** Blank lines part paragraphs; the author's own line breaks stay in them. */
function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/u).filter((paragraph) => paragraph.trim() !== "");
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** "28 novembre 2026"; with its weekday, "samedi 28 novembre 2026", for who must come that day. */
function dayText(iso: string, dateStyle: "long" | "full" = "long"): string {
  return new Date(`${iso}T12:00:00Z`).toLocaleDateString("fr-FR", { dateStyle, timeZone: "UTC" });
}

function daysOf(from: string, until: string): string {
  const count = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000) + 1;
  return `${count}\u00a0jour${count > 1 ? "s" : ""}`;
}
