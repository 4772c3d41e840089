/** The social situation in a few lines, to paste in another program or to hand over as PDF. Pure. */
import { essentialWords } from "../../care/essential-words.ts";
import type { Vocabulary } from "../../network/model.ts";
import { lifeFacts, lifeKindLabels, type lifeNatures } from "../../people/life.ts";
import { factsOn } from "../../people/life-days.ts";
import { lifeText, sinceText } from "../../people/life-words.ts";
import { ageText, birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { lastKnownCover } from "../../rights/cover-alerts.ts";
import { layerLabels } from "../../rights/model.ts";
import { type RequestLaw, stateLabels, waitLabels, whatIsNext } from "../../rights/requests.ts";
import { schemeLabel } from "../../rights/rules.ts";
import { addDays } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** What is composed from: the page as its reader was given it. */
export interface SummarySource {
  readonly page: PersonPage;
  /** Requests kept to those who follow them, left out of what leaves the record. */
  readonly kept: readonly string[];
  readonly words: Vocabulary;
  readonly law: RequestLaw;
  /** Who asks for it: name, function. */
  readonly by: string;
  readonly byRole: string;
  readonly centre: string;
  readonly demonstration: boolean;
  /** The business day (ISO). */
  readonly day: string;
}

/** A summary, in words. */
export interface Summary {
  readonly person: string;
  /** Birth, age, number of the record. */
  readonly facts: string;
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

/** A stay, resources and what broke are not of it: care has no need of them, and what is pasted is out of our hands. */
const LIFE = ["housing", "residence", "household", "domiciliation"] as const;
const WHO = ["key_worker", "attending_doctor"] as const;
/** As many lines published by care as are still of use. */
const USEFUL = 3;
/** States after which nothing is awaited, and nothing more is to say. */
const OVER = ["refused_by_person", "renewed", "expired", "withdrawn", "closed_no_news"];

/** Says, block by block, what the reader of this page may read. A block with nothing to say says so, or is left out when it is not theirs. */
export function composeSummary(source: SummarySource): Summary {
  const { page, day } = source;
  const name = shownName(page.identity);
  const birth = birthWords(page.identity.birth);
  return {
    person: name.whole,
    facts: [
      name.born,
      birth && `${bornWord(page.identity.sex)} ${birth}`,
      ageText(page.identity.birth, day),
      `dossier n°\u00a0${page.localNumber}`,
    ]
      .filter(Boolean)
      .join(", "),
    sections: [
      { heading: "Couverture", lines: coverLines(source) },
      { heading: "Demandes de droits", lines: requestLines(source) },
      { heading: "Situation de vie", lines: lifeLines(source) },
      { heading: "Qui suit", lines: factLines(source, WHO) },
      { heading: "Utile au parcours social", lines: usefulLines(source) },
    ].filter(({ lines }) => lines.length > 0),
  };
}

/** The same as plain text, a line each, to paste anywhere. */
export function summaryText(summary: Summary, source: SummarySource): string {
  return [
    `SITUATION SOCIALE, ${summary.person}, ${summary.facts}`,
    ...summary.sections.flatMap(({ heading, lines }) => [
      "",
      heading.toUpperCase(),
      ...lines.map((line) => `- ${line}`),
    ]),
    "",
    endLine(source),
  ].join("\n");
}

/** The same as documents/paper.typ lays it out. */
export function summaryPaper(summary: Summary, source: SummarySource) {
  return {
    title: "Situation sociale",
    centre: source.centre,
    demonstration: source.demonstration,
    large: false,
    place: [],
    by: [source.by, source.byRole],
    person: summary.person,
    facts: summary.facts,
    date: `Le ${dayText(source.day)}`,
    to: [],
    notice: null,
    sections: [
      ...summary.sections.map(({ heading, lines }) => ({
        heading,
        framed: false,
        items: [],
        paragraphs: lines,
      })),
      { heading: null, framed: true, items: [], paragraphs: [endLine(source)] },
    ],
    steps: [],
    warning: null,
    signed: false,
    foot: `dossier n°\u00a0${source.page.localNumber}`,
  };
}

function endLine({ by, byRole, centre, day }: SummarySource): string {
  return `Établi dans Maillage (${centre}) le ${dayText(day)} par ${by}, ${byRole}\u00a0: ce que cette fonction peut lire ce jour-là. Le dossier fait foi.`;
}

function coverLines({ page, words, day }: SummarySource): string[] {
  if (!readsCover(page)) return [];
  return (["base", "complementary"] as const).map((layer) => {
    const last = lastKnownCover(layer, page.statements, page.intervals, day);
    if (last === null) return `${layerLabels[layer]}\u00a0: inconnue`;
    const until = last.until === null ? null : `jusqu’au ${dayText(addDays(last.until, -1))}`;
    const when = last.inForce
      ? (until ?? `depuis le ${dayText(last.on)}`)
      : `dit ou vu le ${dayText(last.on)}`;
    return `${layerLabels[layer]}\u00a0: ${schemeLabel(words.schemes, layer, last.scheme)}, ${when}`;
  });
}

/** Whether cover is a block of this reader: nothing known is not nothing shown. */
function readsCover({ withheld, shared }: PersonPage): boolean {
  return withheld.counts.cover === undefined && (shared === null || shared.includes("cover"));
}

function requestLines({ page, kept, law, day }: SummarySource): string[] {
  const told = page.requests.filter(({ id, state }) => !kept.includes(id) && !OVER.includes(state));
  if (told.length === 0 && page.requestSummary !== null)
    return page.requestSummary.map(
      ({ label, state, on }) =>
        `${label}\u00a0: ${stateLabels[state as keyof typeof stateLabels] ?? state}${since(on)}`,
    );
  return told.map((line) => {
    const next = whatIsNext(line, law, day);
    const doubt = next === null || next.doubt === null ? "" : ` (délai ${next.doubt})`;
    return [
      `${line.label}\u00a0: ${stateLabels[line.state]}${since(line.stateOn)}`,
      line.waitsOn === null ? "" : waitLabels[line.waitsOn],
      next === null ? "" : `à faire\u00a0: ${next.words}${doubt}`,
    ]
      .filter((part) => part !== "")
      .join("\u00a0; ");
  });
}

const since = (on: string | null) => (on === null ? "" : `, le ${dayText(on)}`);

function lifeLines(source: SummarySource): string[] {
  const { socialSummary } = source.page;
  const lines = factLines(source, LIFE);
  if (socialSummary === null) return lines;
  const { housing, statedOn, household } = socialSummary;
  return [
    ...(housing === null ? [] : [`Hébergement\u00a0: ${housing}${since(statedOn)}`]),
    ...(household === null
      ? []
      : [`Foyer\u00a0: ${household === 1 ? "personne seule" : `${household} personnes`}`]),
    ...lines.filter((line) => !/^(Hébergement|Foyer)/.test(line)),
  ];
}

function factLines(
  { page, words, day }: SummarySource,
  kinds: readonly (keyof typeof lifeNatures)[],
): string[] {
  const facts = lifeFacts(page.life);
  return kinds.flatMap((kind) =>
    factsOn(facts, kind, day).map(
      (fact) => `${lifeKindLabels[kind]}\u00a0: ${lifeText(fact, words)}, ${sinceText(fact)}`,
    ),
  );
}

/** What care published for the social path, and the care someone gave up, when it is told beyond care. */
function usefulLines({ page }: SummarySource): string[] {
  const notes = page.notes
    .filter(({ nature }) => nature === "useful")
    .slice(0, USEFUL)
    .map(
      ({ body, agreed, said, signedAt, by }) =>
        `${[body, agreed, said]
          .filter((text) => text !== "")
          .join(" ")
          .replace(/\s+/g, " ")} (${by}, le ${dayText(signedAt.slice(0, 10))})`,
    );
  const forgone = page.essentials
    .filter(
      ({ kind, nature }) => kind === "renouncement" && (nature === "useful" || nature === "social_situation"),
    )
    .map((row) => {
      const { main, more } = essentialWords(row);
      return `A renoncé à un soin\u00a0: ${main}${more === "" ? "" : ` (${more})`}`;
    });
  return [...notes, ...forgone];
}
