/** Standard letters, drafted from a request: all is then changed freely. Pure. Nothing uncertain of the law is written in them. */
import { dayText } from "../../ui/format.ts";
import { clocksOf, silenceOf, wholeFileOn } from "../requests/clocks.ts";
import { parameterOf, type RequestLaw, type RequestParameter, routeLabels } from "../requests/law.ts";
import type { WholeRequest } from "../requests/model.ts";
import { type Letter, type LetterKind, TO_COMPLETE } from "./model.ts";

/** What a letter is drafted from. */
export interface LetterFacts {
  readonly request: Pick<
    WholeRequest,
    "type" | "state" | "steps" | "reference" | "authority" | "members" | "log"
  >;
  /** The right, as it is called; and who decides on it, when the request does not say which one. */
  readonly right: string;
  readonly authority: string;
  /** "Mariam Traoré, née le 12/03/1992". */
  readonly person: string;
}
/** A letter to be read over; `doubts`: what of the law was left out because no source was read. */
export interface Draft extends Omit<Letter, "siteId" | "chase"> {
  readonly doubts: readonly string[];
}

const CODES: Readonly<Record<string, string>> = {
  CSS: "du code de la sécurité sociale",
  CASF: "du code de l’action sociale et des familles",
  CRPA: "du code des relations entre le public et l’administration",
};

/** The articles a parameter rests on, as a letter cites them; null unless its source was read ("sure") and is the law itself. */
export function citationOf({
  confidence,
  source,
}: Pick<RequestParameter, "confidence" | "source">): string | null {
  if (confidence !== "sure") return null;
  const [, code = "", articles = ""] =
    /^(CSS|CASF|CRPA) ((?:[LRD]\.? ?[\d-]+(?: al\. \d+| \d°)?(?:, )?)+)(?= [:;]|$)/u.exec(source) ?? [];
  const named = CODES[code];
  if (named === undefined || articles === "") return null;
  return `${articles.includes(",") ? "articles" : "article"} ${articles} ${named}`;
}

/** The letters that make sense where a request stands on a day (ISO), the likeliest first. */
export function lettersFor(request: LetterFacts["request"], law: RequestLaw, today: string): LetterKind[] {
  const { state } = request;
  const silence = silenceOf(livedOf(request), law);
  const silent = silence !== null && silence.on <= today;
  const lived = livedOf(request);
  const route = parameterOf(law, request.type, "appeal", today) !== null;
  // The court comes after the amicable appeal, where there is one (CSS R142-1).
  const asked = lived.steps.some((step) => step.state === "appeal_cra");
  if (state === "refused" || state === "implicitly_refused")
    return route && !asked ? ["appeal"] : courtOf(request.type, law, today) ? ["court"] : [];
  if (state === "appeal_cra")
    return clocksOf({ ...lived, nextChase: null }, law).some(
      ({ code, from }) => code === "court" && (from ?? "") <= today,
    )
      ? ["court"]
      : [];
  if (state === "implicitly_granted") return ["implicit_grant", "chasing"];
  if (!["filed", "acknowledged", "completed", "under_review"].includes(state)) return [];
  return [
    ...(silent && silence.means === "grant" ? (["implicit_grant"] as const) : []),
    ...(silent && silence.means === "refusal" && route ? (["appeal"] as const) : []),
    "chasing",
    ...(state === "filed" ? (["acknowledgement"] as const) : []),
  ];
}

function courtOf(type: string, law: RequestLaw, day: string): RequestParameter | null {
  return parameterOf(law, type, "court", day);
}

/** @param today ISO day, on which the law is read */
export function draftLetter(kind: LetterKind, facts: LetterFacts, law: RequestLaw, today: string): Draft {
  const { request, right, person } = facts;
  const lived = livedOf(request);
  const filed = wholeFileOn(lived);
  const silence = silenceOf(lived, law);
  const reference = request.reference === "" ? "" : `, référence ${request.reference}`;
  const since = filed === null ? "" : `, déposée le ${dayText(filed)}`;
  const to = request.authority || facts.authority;
  const others = request.members.length;
  const home = others === 0 ? "" : ` et les ${others + 1} personnes du foyer que la demande couvre`;
  const doubts: string[] = [];
  /** The citation, or nothing and a doubt to be told beside the form. */
  const cited = (row: RequestParameter | null, before: string): string => {
    const citation = row && citationOf(row);
    if (row && row.confidence !== "sure") doubts.push(row.source);
    return citation ? `${before} (${citation})` : "";
  };
  const greet = (...paragraphs: string[]) =>
    [
      "Madame, Monsieur,",
      ...paragraphs.filter((one) => one !== ""),
      "Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    ].join("\n\n");
  const ours = `Nous accompagnons ${person} pour sa demande « ${right} »${since}${reference}.`;
  switch (kind) {
    case "chasing": {
      const delay = filed === null ? null : parameterOf(law, request.type, "decision_delay", filed);
      const last = request.log.find(({ kind: one }) => one === "chase");
      const passed = silence !== null && silence.on <= today && delay?.confidence === "sure";
      return {
        kind,
        to,
        subject: `Relance\u00a0: ${right}${reference}`,
        doubts,
        body: greet(
          ours,
          `À ce jour, nous n’avons pas reçu de réponse.${passed ? ` Le délai pour décider est passé${cited(delay, "")}.` : ""}${last ? ` Nous vous avions relancés le ${dayText(last.on)}.` : ""}`,
          "Nous vous remercions de nous dire où en est cette demande et, s’il en manque, quelles pièces sont attendues.",
        ),
      };
    }
    case "acknowledgement":
      return {
        kind,
        to,
        subject: `Accusé de réception\u00a0: ${right}${reference}`,
        doubts,
        body: greet(
          ours,
          "Nous n’avons pas reçu d’accusé de réception. Nous vous remercions de nous indiquer le jour où ce dossier vous est parvenu, s’il est complet et, sinon, les pièces qui manquent.",
        ),
      };
    case "implicit_grant": {
      const on = silence?.on ?? null;
      const sure = silence?.means === "grant" && silence.row.confidence === "sure";
      const citation = silence && cited(silence.row, "");
      return {
        kind,
        to,
        subject: `Accord implicite à faire reconnaître\u00a0: ${right}${reference}`,
        doubts,
        body: greet(
          ours,
          `Aucune décision ne lui a été notifiée${on === null ? "" : ` au ${dayText(on)}`}.${sure ? ` Faute de notification dans le délai, la demande est réputée acceptée${citation}.` : ""}`,
          `Nous vous demandons de constater cet accord, d’ouvrir les droits pour ${person.split(",")[0]}${home}, et de nous adresser l’attestation.`,
        ),
      };
    }
    case "appeal": {
      const step = request.steps.findLast(({ until }) => until === null);
      const refused = request.state === "refused";
      const row = parameterOf(law, request.type, "appeal", step?.on ?? today);
      const commission =
        row?.confidence !== "sure" ? null : row.case === "cra" ? "Commission de recours amiable" : null;
      const citation = cited(row, "");
      const silent =
        silence && silence.row.confidence === "sure"
          ? `Sans réponse au ${dayText(silence.on)}, elle est réputée refusée. Je conteste ce refus.`
          : "Je n’ai pas reçu de réponse à ce jour. Je conteste le refus qui résulterait de ce silence.";
      if (!refused && silence && silence.row.confidence !== "sure") doubts.push(silence.row.source);
      return {
        kind,
        to: [commission, to].filter(Boolean).join("\n"),
        subject: `Recours\u00a0: ${right}${reference}`,
        doubts,
        body: [
          "Madame, Monsieur,",
          refused
            ? `Je soussigné(e) ${person}, conteste la décision${step?.on ? ` du ${dayText(step.on)}` : ""} qui refuse ma demande « ${right} »${since}${reference}.`
            : `Je soussigné(e) ${person}, ai fait la demande « ${right} »${since}${reference}. ${silent}`,
          ...(refused && step && step.words !== "" ? [`Motif donné\u00a0: ${step.words}`] : []),
          `Je vous demande de revoir cette décision${citation}, pour les raisons suivantes\u00a0:`,
          TO_COMPLETE,
          ...(refused ? ["Je joins une copie de la décision."] : []),
          "Veuillez agréer, Madame, Monsieur, mes salutations distinguées.",
        ].join("\n\n"),
      };
    }
    case "court": {
      const decision = lived.steps.findLast(({ state }) => state === "refused");
      const appeal = lived.steps.findLast(({ state }) => state === "appeal_cra");
      const row = courtOf(request.type, law, appeal?.on ?? decision?.on ?? today);
      const named = row?.case ? (routeLabels[row.case] ?? row.case) : "Tribunal";
      const sure = row?.confidence === "sure";
      if (row && !sure) doubts.push(`${named}\u00a0: ${row.source}`);
      const silent = appeal && lived.steps.at(-1) === appeal;
      return {
        kind,
        // Which court, and of which town: both are written once verified.
        to: `${sure ? named : "Tribunal"} ${TO_COMPLETE}`,
        subject: `Recours devant le tribunal\u00a0: ${right}${reference}`,
        doubts,
        body: [
          "Madame, Monsieur le Président,",
          `Je soussigné(e) ${person}, conteste devant votre tribunal ${decision ? `la décision${decision.on ? ` du ${dayText(decision.on)}` : ""} qui refuse` : "le refus de"} ma demande « ${right} »${since}${reference} (${to}).`,
          ...(appeal
            ? [
                silent
                  ? `J’ai d’abord fait mon recours préalable${appeal.on ? ` du ${dayText(appeal.on)}` : ""}, resté sans réponse à ce jour.`
                  : `Mon recours préalable${appeal.on ? ` du ${dayText(appeal.on)}` : ""} a été rejeté.`,
              ]
            : []),
          ...(decision && decision.words !== "" ? [`Motif donné\u00a0: ${decision.words}`] : []),
          "Je demande au tribunal d’annuler ce refus et de reconnaître mon droit, pour les raisons suivantes\u00a0:",
          TO_COMPLETE,
          `Je joins une copie ${[decision ? "de la décision" : "de ma demande", ...(appeal ? ["de mon recours préalable et de la preuve de son envoi"] : [])].join(", ")}.`,
          "Je vous prie d’agréer, Madame, Monsieur le Président, mes salutations respectueuses.",
        ].join("\n\n"),
      };
    }
  }
}

function livedOf({ type, steps }: Pick<WholeRequest, "type" | "steps">) {
  return { type, steps: steps.filter(({ until }) => until === null) };
}
