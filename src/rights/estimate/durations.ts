import { addDays, addMonths } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { type Finding, finding } from "./findings.ts";
import { doubtOf, inForce, type Law } from "./law.ts";
import { confidenceLabels, type LawParameter, type ParameterName, type Situation } from "./model.ts";

/** Longer than any duration the law could mean: where a doubt has no bound. */
const CENTURY = 1200;

/** The date of the request, and the facts around it. */
export interface Asked {
  readonly situation: Situation;
  readonly law: Law;
}

/** "à vérifier" when a value was not read at a source; null when all were. */
export function doubtWords(rows: readonly LawParameter[]): string | null {
  const row = rows.find(({ confidence }) => confidence === "to_verify") ?? rows.find(notSure);
  return row ? confidenceLabels[row.confidence] : null;
}
const notSure = ({ confidence }: LawParameter) => confidence !== "sure";

/** The same, in brackets after what it is said of. */
function flagOf(row: LawParameter): string {
  const words = doubtWords([row]);
  return words === null ? "" : ` (${words})`;
}

export const NO_DATE = finding("unknown", "La date de la demande n’est pas indiquée.");

/** A duration of the law in months, and the shortest and longest it may be while it is not verified. */
function durationOf({ law }: Asked, name: ParameterName, date: string) {
  const row = inForce(law, name, date);
  if (row === null) return null;
  const doubt = Math.min(doubtOf(law, [row], [1]), CENTURY);
  return { row, least: Math.max(0, row.value - doubt), most: row.value + doubt };
}

/** Present in France, without interruption, for more than so many calendar months. */
export function presentLongerThan(asked: Asked, name: ParameterName): Finding {
  return longerThan(
    asked,
    name,
    asked.situation.presentSince,
    "La date d’arrivée en France",
    "Présence en France",
  );
}

/** Without a valid permit for more than so many calendar months. */
export function irregularLongerThan(asked: Asked, name: ParameterName): Finding {
  return longerThan(
    asked,
    name,
    asked.situation.irregularSince,
    "Le jour depuis lequel le séjour est irrégulier",
    "Séjour irrégulier",
  );
}

function longerThan(
  asked: Asked,
  name: ParameterName,
  since: string | null | undefined,
  fact: string,
  what: string,
): Finding {
  const { date } = asked.situation;
  if (!date) return NO_DATE;
  const duration = durationOf(asked, name, date);
  if (duration === null) return finding("unknown", `La durée exigée à cette date n’est pas connue.`);
  const { row, least, most } = duration;
  if (most === 0) return finding("met", `${what}\u00a0: aucune durée n’était exigée à cette date.`, [row]);
  if (!since) return finding("unknown", `${fact} n’est pas indiqué${fact.startsWith("La") ? "e" : ""}.`);
  const said = `${what} depuis le ${dayText(since)}`;
  if (date > addMonths(since, most))
    return finding("met", `${said}, soit plus de ${row.value} mois${flagOf(row)}.`, [row]);
  const passed = dayText(addDays(addMonths(since, row.value), 1));
  const soon = `${said}\u00a0: plus de ${row.value} mois à partir du ${passed}${flagOf(row)}.`;
  return finding(date <= addMonths(since, least) ? "unmet" : "unknown", soon, [row]);
}

/** There was a permit: the stay became irregular another day than the arrival. */
export function hadPermit({ situation: { irregularSince, presentSince } }: Asked): Finding {
  if (!irregularSince)
    return finding("unknown", "Le jour depuis lequel le séjour est irrégulier n’est pas indiqué.");
  if (!presentSince) return finding("unknown", "La date d’arrivée en France n’est pas indiquée.");
  return irregularSince === presentSince
    ? finding("unmet", "Il n’y a jamais eu de titre de séjour\u00a0: aucun droit à prolonger.")
    : finding("met", null);
}

/** Rights still run some months after the permit ended (R111-4). */
export function extensionRuns(asked: Asked): Finding {
  const { date, irregularSince } = asked.situation;
  if (!date) return NO_DATE;
  if (!irregularSince)
    return finding("unknown", "Le jour depuis lequel le séjour est irrégulier n’est pas indiqué.");
  const duration = durationOf(asked, "puma_extension", date);
  if (duration === null) return finding("unknown", "La durée du maintien à cette date n’est pas connue.");
  const { row, least, most } = duration;
  const said = `Titre fini le ${dayText(irregularSince)}. Les droits ouverts avant sont maintenus ${row.value} mois${flagOf(row)}, soit jusqu’au ${dayText(addDays(addMonths(irregularSince, row.value), -1))}`;
  if (date < addMonths(irregularSince, least)) return finding("met", `${said}.`, [row]);
  if (date >= addMonths(irregularSince, most))
    return finding("unmet", `${said}\u00a0: c’est fini à cette date.`, [row]);
  return finding(
    "unknown",
    `${said}\u00a0: demander à la caisse si des droits étaient ouverts et jusqu’à quand ils le restent.`,
    [row],
  );
}
