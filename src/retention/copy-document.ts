import { coverStateLabels, stateLabels } from "../admission/model.ts";
import { essentialWords } from "../care/essential-words.ts";
import { type Essential, essentialKindLabels } from "../care/essentials.ts";
import { encounterKinds } from "../care/model.ts";
import { noteTemplates } from "../care/notes.ts";
import { shareLabels, shareStateLabels } from "../funding/model.ts";
import { eurosText } from "../funding/rules.ts";
import { addressWords } from "../people/address-words.ts";
import { deathSourceLabels, interpreterLabels, wayKindLabels } from "../people/contact.ts";
import { languageWords } from "../people/contact-words.ts";
import { type LifeFact, lifeKindLabels } from "../people/life.ts";
import { lifeText, proofText, sinceText } from "../people/life-words.ts";
import { birthText, shownName } from "../people/names-shown.ts";
import type { Typesetter } from "../platform/typeset/typesetter.ts";
import { layerLabels, sourceLabels } from "../rights/model.ts";
import { type PaperState, paperStateLabels } from "../rights/papers.ts";
import { callOutcomeLabels, callReasonLabels } from "../telephone/model.ts";
import { numberText } from "../ui/format.ts";
import type { RecordCopy } from "./copy.ts";
import { askedByLabels, outcomeLabels } from "./requests.ts";

/** What documents/record-copy.typ reads: words only. */
interface CopyDocument {
  readonly title: string;
  readonly centre: string;
  readonly person: string;
  readonly madeOn: string;
  readonly demonstration: boolean;
  readonly opening: readonly string[];
  readonly parts: readonly Part[];
}
interface Part {
  readonly title: string;
  /** Said before, when the part needs a word. */
  readonly lead?: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  readonly texts?: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
}

/** The copy as a readable PDF, in plain French. @throws UnprintableError, or Error when typesetting fails */
export function writeCopy(copy: RecordCopy, typesetter: Typesetter): Promise<Buffer> {
  return typesetter.pdf("record-copy.typ", composeCopy(copy), false);
}

/** The copy laid out: empty parts are left out, and what was corrected is marked. */
export function composeCopy(copy: RecordCopy): CopyDocument {
  const current = copy.identities.find(({ until }) => until === null) ?? copy.identities.at(-1);
  const kept = copy.notes.filter((note) => "withheld" in note).length;
  const parts: Part[] = [
    table(
      "Identité",
      ["Nom", "Naissance", "Noté le", ""],
      copy.identities.map((one) => [
        nameOf(one),
        birthText(one.birth) ?? "inconnue",
        day(one.from),
        corrected(one.until),
      ]),
    ),
    table(
      "Autres écritures du nom",
      ["Nom", "Noté le"],
      copy.spellings.map(({ family, given, from }) => [`${given} ${family}`.trim(), day(from)]),
    ),
    table(
      "Numéro de sécurité sociale",
      ["Numéro", "Noté le", ""],
      copy.numbers.map(({ number, head, from, until }) => [
        number ?? `${head}… (gardé chiffré, son usage n’est pas ouvert)`,
        day(from),
        corrected(until),
      ]),
    ),
    table(
      "Votre numéro dans d’autres logiciels",
      ["Logiciel", "Numéro", "Noté le", ""],
      copy.programNumbers.map(({ program, number, from, until }) => [
        program,
        number,
        day(from),
        corrected(until),
      ]),
    ),
    table(
      "Qui vous suit",
      ["Structure", "Depuis", "Jusqu’au"],
      copy.records.flatMap(({ followedBy }) =>
        followedBy.map(({ structure, since, until }) => [
          structure,
          day(since),
          until === null ? "" : day(until),
        ]),
      ),
    ),
    table(
      "Coordonnées, langues, adresse",
      ["", "Ce qui est noté", "Par", "Le", ""],
      copy.contacts.map(({ part, content, by, from, until }) => [
        PARTS[part] ?? part,
        contactWords(part, content),
        by ?? "",
        day(from),
        corrected(until),
      ]),
    ),
    table(
      "Venues",
      ["Jour", "Quoi", "Avec", "Où", "À propos de", ""],
      copy.encounters.map((one) => [
        day(one.onDay),
        label(encounterKinds, one.kind),
        one.professional ?? "",
        one.site ?? one.structure ?? "",
        copy.encounterWords
          .filter(({ encounterId }) => encounterId === one.id)
          .map(({ word }) => word)
          .join(", "),
        corrected(one.corrected),
      ]),
    ),
    table(
      "Allergies, traitements, antécédents, constantes",
      ["Jour", "", "Ce qui est noté", "Par", ""],
      copy.essentials.map((one) => {
        const { main, more } = essentialWords(one as unknown as Essential);
        return [
          day(one.onDay),
          essentialKindLabels[one.kind],
          more === "" ? main : `${main} · ${more}`,
          one.by ?? "",
          corrected(one.corrected),
        ];
      }),
    ),
    table(
      "Rendez-vous",
      ["Jour", "Pour quoi", "Avec", "Où", "", "Pris par"],
      copy.appointments.map((one) => [
        day(one.day),
        [one.service, ...one.details.flatMap(({ words }) => words ?? [])].join(" · "),
        one.professional ?? "",
        one.site ?? "",
        one.state,
        one.bookedBy ?? "",
      ]),
    ),
    table(
      "Appels reçus",
      ["Jour", "Pour quoi", "Suite", "Noté par"],
      copy.calls.map((one) => [
        day(one.day),
        callReasonLabels[one.reason],
        [callOutcomeLabels[one.outcome], one.told, one.toCallBack].filter(Boolean).join(" · "),
        one.by ?? "",
      ]),
    ),
    table(
      "Listes d’attente",
      ["Pour quoi", "Jusqu’au", "", "Inscrit par"],
      copy.waiting.map((one) => [
        one.service,
        one.until === null ? "" : day(one.until),
        one.words ?? "",
        one.by ?? "",
      ]),
    ),
    table(
      "Questionnaires",
      ["Jour", "Questionnaire", "Réponses", "Score", "Par"],
      copy.questionnaires.map((one) => [
        day(one.onDay),
        one.label,
        one.answers.map(({ question, answer }) => `${question}\u00a0: ${answer}`).join(" · "),
        numberText(one.score),
        one.by,
      ]),
    ),
    table(
      "Actes et qui les paie",
      ["Jour", "Acte", "Montant", "Qui paie", "Par", ""],
      copy.acts.map((one) => [
        day(one.onDay),
        one.quantity === 1 ? one.code : `${one.code} × ${numberText(one.quantity)}`,
        eurosText(one.cents),
        copy.actShares
          .filter(({ actId, until }) => actId === one.id && until === null)
          .map(
            (share) =>
              `${shareLabels[share.part]} ${eurosText(share.cents)}\u00a0: ${share.payer ?? shareStateLabels[share.state]}`,
          )
          .join(" · "),
        one.by,
        corrected(one.corrected),
      ]),
    ),
    {
      title: "Notes des professionnels",
      ...(kept > 0
        ? {
            lead: `${kept === 1 ? "Une note n’est pas remise" : `${kept} notes ne sont pas remises`} : ${kept === 1 ? "elle parle" : "elles parlent"} d’une autre personne (article L1111-7 du code de la santé publique).`,
          }
        : {}),
      texts: copy.notes.flatMap((note) =>
        "withheld" in note
          ? []
          : [
              {
                title: `${day(note.signedAt)} · ${label(noteTemplates, note.template)} · ${note.by}${note.amends === null ? "" : " · complément d’une note précédente"}`,
                paragraphs: [
                  ...(note.said === "" ? [] : [`Vos mots : ${note.said}`]),
                  ...note.body.split("\n"),
                  ...(note.agreed === "" ? [] : [`Ce qui est convenu : ${note.agreed}`]),
                ].filter((one) => one.trim() !== ""),
              },
            ],
      ),
    },
    table(
      "Couverture maladie, telle que dite ou vue",
      ["Jour", "", "Couverture", "Comment", ""],
      copy.coverStatements.map((one) => [
        day(one.statedOn),
        label(layerLabels, one.layer),
        one.scheme ?? one.declaredText ?? "",
        label(sourceLabels, one.source),
        corrected(one.corrected),
      ]),
    ),
    table(
      "Droits ouverts",
      ["Du", "Au", "", "Couverture", ""],
      copy.coverIntervals.map((one) => [
        one.from === null ? "" : day(one.from),
        one.until === null ? "" : day(one.until),
        label(layerLabels, one.layer),
        one.scheme ?? "",
        corrected(one.corrected),
      ]),
    ),
    table(
      "Demandes de droits",
      ["Demande", "Étape", "Jour", "Noté par", ""],
      copy.rightRequests.flatMap((one) =>
        (one.steps ?? []).map((step) => [
          one.type,
          [step.state, step.words].filter((words) => words !== "").join(" : "),
          step.onDay === null ? "" : day(step.onDay),
          step.by,
          corrected(step.corrected ?? one.cancelled),
        ]),
      ),
    ),
    table(
      "Papiers de vos demandes de droits",
      ["Droit", "Papier", "", "Jour", "Par", ""],
      copy.rightRequests.flatMap((one) =>
        one.papers.map((paper) => [
          one.type,
          paper.paper,
          [paperStateLabels[paper.state as PaperState] ?? paper.state, paper.reason]
            .filter((words) => words !== "")
            .join(" : "),
          day(paper.onDay),
          paper.by,
          corrected(paper.corrected ?? one.cancelled),
        ]),
      ),
    ),
    table(
      "Caisse",
      ["Caisse", "Référent", "Noté le", ""],
      copy.caisses.map((one) => [one.caisse, one.referent, day(one.from), corrected(one.until)]),
    ),
    table(
      "Logement",
      ["Jour", "Logement", ""],
      copy.housing.map((one) => [day(one.statedOn), one.housing, corrected(one.corrected)]),
    ),
    table(
      "Situation de vie",
      ["Quand", "", "Ce qui est noté", "Comment", ""],
      copy.lifeFacts.map((one) => [
        sinceText({ ...one, to: one.until }),
        lifeKindLabels[one.kind],
        lifeText(one as unknown as LifeFact, { housing: [], rupture: [], resource: [] }),
        proofText(one, one.proof),
        corrected(one.corrected),
      ]),
    ),
    table(
      "Documents gardés",
      ["Jour", "Document", "Classé par", ""],
      copy.documents.map((one) => [
        day(one.onDay ?? one.filedAt),
        [one.type, one.label].filter((words) => words !== "").join(" : "),
        one.by,
        one.withdrawnAt === null ? "" : "retiré du dossier",
      ]),
    ),
    table(
      "Choses à faire",
      ["Quoi", "Pour le", "Noté par", ""],
      copy.tasks.map((one) => [
        one.what,
        one.dueOn === null ? "" : day(one.dueOn),
        one.by,
        one.doneAt === null ? "" : `fait le ${day(one.doneAt)}`,
      ]),
    ),
    table(
      "Partage avec d’autres, avec votre accord",
      ["Avec", "Depuis", "Fin", ""],
      copy.consents.map((one) => [
        one.to ?? "",
        day(one.givenOn),
        one.withdrawnOn !== null ? day(one.withdrawnOn) : one.endsOn === null ? "" : day(one.endsOn),
        corrected(one.corrected),
      ]),
    ),
    table(
      "Ce que des partenaires ont demandé pour vous",
      ["Le", "Par", "Demande"],
      copy.declarations.map((one) => [day(one.at), `${one.by}, ${one.structure}`, one.asks]),
    ),
    table(
      "Demandes par lesquelles vous avez été adressé au centre",
      ["Le", "Par", "Ce qui est écrit", "Réponse"],
      copy.referrals.map((one) => [
        day(one.at),
        `${one.by}, ${one.structure}`,
        one.situation,
        one.decisions
          .map(({ outcome, where, words }) =>
            [label(stateLabels, outcome), where, words].filter(Boolean).join("\u00a0: "),
          )
          .join(" "),
      ]),
    ),
    table(
      "Votre couverture, quand elle a été demandée",
      ["Le", "Réponse", "Par"],
      copy.coverConfirmations.map((one) => [day(one.onDay), label(coverStateLabels, one.state), one.by]),
    ),
    table(
      "Vos oppositions",
      ["À", "Depuis", "Levée le"],
      copy.objections.map((one) => [one.to, day(one.saidOn), one.liftedOn === null ? "" : day(one.liftedOn)]),
    ),
    table(
      "Accès d’urgence à votre dossier",
      ["Le", "Par", "Pourquoi", "Ses mots"],
      copy.emergencies.map((one) => [day(one.at), one.by, one.reason, one.words]),
    ),
    table(
      "Vos demandes d’accès",
      ["Demandé le", "Par", "À répondre avant le", "Suite"],
      copy.requests.map((one) => [
        day(one.askedOn),
        label(askedByLabels, one.askedBy),
        day(one.dueOn),
        one.outcome === null ? "en cours" : label(outcomeLabels, one.outcome),
      ]),
    ),
    table(
      "Conservation",
      ["", "Depuis"],
      [
        ...copy.apart.map(({ block, since }) => [APART[block] ?? block, day(since)]),
        ...copy.holds.map(({ reason, at, endedAt }) => [
          `Conservation prolongée : ${reason}${endedAt === null ? "" : " (terminée)"}`,
          day(at),
        ]),
      ],
    ),
    table(
      "Qui a consulté ou écrit dans votre dossier",
      ["Jour", "Qui", "Fonction", "Quoi", "Fois"],
      copy.consulted.map((one) => [
        day(one.day),
        one.name ?? "le programme",
        [one.role, one.structure].filter(Boolean).join(", "),
        one.reason === null ? one.told : `${one.told} (${one.reason})`,
        String(one.times),
      ]),
    ),
  ];
  return {
    title: "Copie de votre dossier",
    centre: copy.centre,
    person: current ? nameOf(current) : "",
    madeOn: day(copy.madeOn),
    demonstration: copy.demonstration,
    opening: [
      "Voici tout ce que le centre garde à votre sujet, à ce jour. Ce qui a été corrigé est donné aussi, et marqué.",
      "Ce que d’autres personnes ont confié, leurs noms et leurs coordonnées n’y sont pas : la loi les protège comme vous.",
      "Vous pouvez faire corriger ce qui est faux, et demander à un professionnel de vous l’expliquer.",
    ],
    parts: parts.filter(
      ({ rows, texts, lead }) => (rows?.length ?? 0) > 0 || (texts?.length ?? 0) > 0 || lead !== undefined,
    ),
  };
}

const PARTS: Readonly<Record<string, string>> = {
  way: "Pour joindre",
  speech: "Langues",
  death: "Décès",
  address: "Adresse",
  commune: "Commune",
};
const APART: Readonly<Record<string, string>> = {
  social: "Informations sociales mises à part",
  clinical: "Informations de soins mises à part",
  person: "Dossier mis à part",
  restored: "Dossier repris",
};

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): Part {
  return { title, columns, rows };
}

function nameOf(identity: RecordCopy["identities"][number]): string {
  const shown = shownName(identity as unknown as Parameters<typeof shownName>[0]);
  return [shown.whole, shown.born].filter((one) => one !== null && one !== "").join(", ");
}

function label(labels: Readonly<Record<string, string>>, code: string): string {
  return labels[code] ?? code;
}

function corrected(until: string | null): string {
  return until === null ? "" : `corrigé le ${day(until)}`;
}

/** "03/02/2020", of a day or of a moment. */
function day(text: string): string {
  return birthText(text.slice(0, 10)) ?? text;
}

// biome-ignore lint/suspicious/noExplicitAny: what a part holds is checked where it is written (src/people/contact.ts)
function contactWords(part: string, content: any): string {
  if (content.thirdParty === true && part === "way")
    return "coordonnées d’un proche, qui ne sont pas remises";
  switch (part) {
    case "way":
      return [
        wayKindLabels[content.kind as keyof typeof wayKindLabels],
        content.shown ?? content.typed,
        content.note,
      ]
        .filter(Boolean)
        .join(" : ");
    case "speech":
      return [
        ...(content.languages ?? []).map(languageWords),
        interpreterLabels[content.interpreter as keyof typeof interpreterLabels],
      ]
        .filter(Boolean)
        .join(", ");
    case "death":
      return [
        content.day === null || content.day === undefined ? "jour inconnu" : day(content.day),
        deathSourceLabels[content.source as keyof typeof deathSourceLabels],
      ]
        .filter(Boolean)
        .join(", ");
    case "address":
      return addressWords(content.thirdParty === true ? { ...content, host: "quelqu’un" } : content);
    default:
      return String(content.name ?? "");
  }
}
