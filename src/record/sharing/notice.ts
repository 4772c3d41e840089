/** The notice « Qui lit quoi de vous », in words, for the person. Pure. */
import { ageText, birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { dayText, shortDayText } from "../../ui/format.ts";
import { blockWords, type Consent, type Sharing, type TeamFunction } from "./model.ts";

/** What documents/paper.typ reads, which lays out all that is handed to a person (see src/care/prints). */
interface Notice {
  readonly title: string;
  readonly centre: string;
  readonly demonstration: boolean;
  readonly large: boolean;
  readonly place: readonly string[];
  readonly by: readonly string[];
  readonly person: string;
  readonly facts: string;
  readonly date: string;
  readonly to: readonly string[];
  readonly notice: null;
  readonly sections: readonly Section[];
  readonly steps: readonly never[];
  readonly warning: null;
  readonly signed: boolean;
  readonly foot: string;
}
interface Section {
  readonly heading: string | null;
  readonly framed: boolean;
  readonly items: readonly { readonly what: string; readonly how: string }[];
  readonly paragraphs: readonly string[];
}

/** Words that a catalogue may translate, or what is written as it is in every language: a name, a sign, a day. */
export type Words = string | { readonly as: string; readonly abroad: string };
/** The same before its lines are joined, for who puts another language beside (notice-beside.ts). */
export interface NoticePart {
  readonly heading: string | null;
  readonly framed: boolean;
  readonly items: readonly { readonly what: readonly Words[]; readonly how: readonly (readonly Words[])[] }[];
  readonly paragraphs: readonly string[];
}
const french = (words: readonly Words[]) =>
  words.map((one) => (typeof one === "string" ? one : one.as)).join("");
const same = (text: string): Words => ({ as: text, abroad: text });
const COLON: Words = { as: "\u00a0: ", abroad: ": " };
const SPACE = same(" ");
const COMMA = same(", ");
const ofDay = (day: string): Words => ({ as: dayText(day), abroad: shortDayText(day) });

/** Lays it out for documents/paper.typ: the team, partners by consent, refusals, and how to change one's mind. @param day ISO */
export function composeNotice(sharing: Sharing, day: string): Notice {
  const { identity } = sharing;
  const name = identity === null ? null : shownName(identity);
  const birth = identity === null ? null : birthWords(identity.birth);
  return {
    title: "Qui lit quoi de vous",
    centre: sharing.centre,
    demonstration: sharing.demonstration,
    large: false,
    place: [sharing.structure],
    by: [sharing.by, sharing.byRole],
    person: name?.whole ?? `Dossier n°\u00a0${sharing.localNumber}`,
    facts:
      identity === null
        ? ""
        : [name?.born, birth && `${bornWord(identity.sex)} ${birth}`, ageText(identity.birth, day)]
            .filter(Boolean)
            .join(", "),
    date: `Le ${dayText(day)}`,
    to: [],
    notice: null,
    sections: noticeParts(sharing).map(({ items, ...part }) => ({
      ...part,
      items: items.map(({ what, how }) => ({ what: french(what), how: how.map(french).join("\n") })),
    })),
    steps: [],
    warning: null,
    signed: false,
    foot: "Code de la santé publique, articles L1110-4 et L1110-12",
  };
}

/** What it tells, part by part. */
export function noticeParts(sharing: Sharing): NoticePart[] {
  const agreed = sharing.consents.filter(({ state }) => state === "in_force");
  return [
    plain(null, [
      "Ce que vous nous confiez est secret. Chacun ne lit que ce qui est utile à son travail auprès de vous, et chaque lecture est notée.",
    ]),
    section(
      "Dans l’équipe du centre",
      sharing.team.map(functionItem),
      "L’équipe qui vous suit partage ce qui est utile à vos soins et à vos droits. Votre accord n’est pas demandé, mais vous pouvez vous y opposer.",
    ),
    section(
      "En dehors de l’équipe, avec votre accord",
      agreed.map(consentItem),
      agreed.length === 0
        ? "Rien n’est partagé\u00a0: vous n’avez donné aucun accord, ou vous les avez retirés."
        : "Hors de l’équipe, personne d’autre ne lit votre dossier.",
      "En urgence, si vous ne pouvez pas donner votre accord, un soignant peut ouvrir votre dossier. C’est noté, examiné, et nous vous le disons.",
    ),
    ...(sharing.objections.length === 0
      ? []
      : [
          section(
            "À qui vous refusez la lecture",
            sharing.objections.map(({ account, saidOn }) => ({
              what: [same(account)],
              how: [["depuis le", SPACE, ofDay(saidOn)]],
            })),
          ),
        ]),
    {
      ...plain("Vous décidez", [
        "Vous pouvez refuser un partage. Vos soins continuent de la même façon.",
        "Vous pouvez retirer un accord à tout moment. L’effet est immédiat\u00a0: la personne ou le service ne lit plus rien.",
        "Vous pouvez vous opposer à ce qu’un professionnel du centre, que vous nommez, lise votre dossier. L’effet est immédiat.",
        "Vous n’avez pas à dire pourquoi.",
      ]),
      framed: true,
    },
    plain("Comment faire", [
      "Dites-le à l’accueil ou à un professionnel du centre, de vive voix ou par écrit. Nous notons votre choix devant vous.",
      "Vous pouvez aussi demander qui a lu votre dossier, en demander une copie, faire corriger ce qui est faux, ou parler au délégué à la protection des données du centre.",
    ]),
  ];
}

function plain(heading: string | null, paragraphs: readonly string[]): NoticePart {
  return { heading, framed: false, items: [], paragraphs };
}

function section(heading: string, items: NoticePart["items"], ...paragraphs: readonly string[]): NoticePart {
  return { heading, framed: false, items, paragraphs };
}

function functionItem({ role, names, reads, sums }: TeamFunction): NoticePart["items"][number] {
  return {
    what: [role, COLON, same(names.join(", "))],
    how: [
      ...(reads.length > 0 ? [["lit", COLON, ...listOf(reads)]] : []),
      ...(sums.length > 0 ? [["lit un résumé", COLON, ...listOf(sums)]] : []),
    ],
  };
}

function consentItem({ to, opens, givenOn, endsOn }: Consent): NoticePart["items"][number] {
  const given = ["accord donné le", SPACE, ofDay(givenOn), COMMA];
  return {
    what: [same(to)],
    how: [
      opens.length > 0 ? ["lit", COLON, ...listOf(opens)] : ["ne lit rien aujourd’hui"],
      endsOn === null
        ? [...given, "jusqu’à ce que vous le retiriez"]
        : [...given, "jusqu’au", SPACE, ofDay(endsOn)],
    ],
  };
}

/** "qui vous êtes, couverture maladie", in the order of the screen. */
function listOf(natures: readonly string[]): Words[] {
  return blockWords(natures).flatMap((label, n) => (n === 0 ? [lower(label)] : [COMMA, lower(label)]));
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
