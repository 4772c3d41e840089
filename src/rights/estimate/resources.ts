import { countText, dayText, monthText } from "../../ui/format.ts";
import { type Asked, doubtWords, NO_DATE } from "./durations.ts";
import { type Finding, finding } from "./findings.ts";
import { ageOn, type Household, resourceMonths } from "./household.ts";
import { doubtOf, inForce } from "./law.ts";
import type { LawParameter, ParameterName, Territory } from "./model.ts";

/** Sizes with an amount of their own; each further person adds the amount published for one more. */
const SIZES_PUBLISHED = 4;
const EACH_MORE = "+1";
/** Whose published amounts apply where; those of Mayotte are not in the table. */
const SCALES: Readonly<Record<Territory, Territory | null>> = {
  metropole: "metropole",
  alsace_moselle: "metropole",
  dom: "dom",
  mayotte: null,
};
const euros = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });
const cents = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "10 339 €", "2,80 €" */
export function euroText(value: number): string {
  return `${(Number.isInteger(value) ? euros : cents).format(value)}\u00a0€`;
}

/** "de mars 2024", "d’avril 2024" */
export function fromMonth(month: string): string {
  const text = monthText(month);
  return /^[ao]/u.test(text) ? `d’${text}` : `de ${text}`;
}

/** A ceiling as published for a household: the amount, its rows, and how far it may be from the law's. */
interface Ceiling {
  readonly amount: number;
  readonly rows: readonly LawParameter[];
  readonly doubt: number;
}

function ceilingOf({ law }: Asked, name: ParameterName, date: string, where: Territory, size: number) {
  const territory = SCALES[where];
  if (territory === null) return null;
  const more = Math.max(0, size - SIZES_PUBLISHED);
  const base = inForce(law, name, date, { territory, case: String(size - more) });
  const extra = inForce(law, name, date, { territory, case: EACH_MORE });
  if (base === null || (more > 0 && extra === null)) return null;
  const rows = more > 0 && extra ? [base, extra] : [base];
  const weights = [1, more];
  const amount = rows.reduce((sum, row, index) => sum + row.value * (weights[index] ?? 0), 0);
  return { amount, rows, doubt: doubtOf(law, rows, weights) } satisfies Ceiling;
}

/**
 * Whether the household's resources are at most the published ceiling, or above it. An amount that is not verified
 * does not decide where it is doubted.
 */
export function resourcesAgainst(
  asked: Asked,
  household: Household,
  name: ParameterName,
  side: "at_most" | "above",
  ceilingWords = CEILINGS[name] ?? "",
): Finding {
  const { date, territory, annualResourcesEuros: resources } = asked.situation;
  const missing = [
    ...(date ? [] : ["la date de la demande"]),
    ...(territory ? [] : ["le territoire"]),
    ...(household.size === null ? ["la composition du foyer"] : []),
    ...(resources === null || resources === undefined ? ["les ressources"] : []),
  ];
  if (!date) return NO_DATE;
  if (!territory || household.size === null || resources === null || resources === undefined)
    return finding(
      "unknown",
      `Pour comparer au plafond, il manque\u00a0: ${missing.join(", ")}.`,
      household.parameters,
    );
  const ceiling = ceilingOf(asked, name, date, territory, household.size);
  if (ceiling === null) return noCeiling(asked, household, name, territory, resources);
  const { amount, rows, doubt } = ceiling;
  const months = resourceMonths(date, asked.law);
  const period = months ? ` ${fromMonth(months.from)} à ${monthText(months.to)}` : "";
  const since = rows[0]?.from ?? date;
  const within = resources <= amount;
  const flag = doubtWords(rows);
  const said = `Ressources${period}\u00a0: ${euroText(resources)}, ${within ? "au plus le" : "au-dessus du"} plafond ${ceilingWords} de ${euroText(amount)} pour ${householdText(household)} (depuis le ${dayText(since)}${flag === null ? "" : `, ${flag}`})`;
  const parameters = [...rows, ...household.parameters, ...(months?.parameters ?? [])];
  if (doubt > 0 && Math.abs(resources - amount) < doubt)
    return finding(
      "unknown",
      `${said}. Les ressources sont proches de ce montant, qui ne décide donc pas.`,
      parameters,
    );
  const held = side === "at_most" ? within : !within;
  return finding(held ? "met" : "unmet", `${said}.`, parameters);
}

const CEILINGS: Partial<Record<ParameterName, string>> = {
  c2s_ceiling: "sans participation",
  c2s_contribution_ceiling: "avec participation",
};

function householdText({ size, apart }: Household): string {
  const counted = `un foyer de ${countText(size ?? 0, "personne")}`;
  return apart === 0
    ? counted
    : `${counted}, sans ${countText(apart, "adulte")} de 25 ans ou plus dont la demande est à part`;
}

/** No amount is published for that day and place: the last one is told, and decides nothing. */
function noCeiling(
  { law, situation }: Asked,
  household: Household,
  name: ParameterName,
  territory: Territory,
  resources: number,
): Finding {
  if (SCALES[territory] === null)
    return finding(
      "unknown",
      "Les plafonds qui s’appliquent à Mayotte ne sont pas dans la table\u00a0: à vérifier auprès de la caisse de Mayotte.",
    );
  const why = `Aucun montant publié pour ${householdText(household)} au ${dayText(situation.date ?? "")} n’est dans la table${territory === "dom" ? " outre-mer" : ""}\u00a0: à vérifier, il n’est pas recalculé.`;
  const last = law
    .filter((row) => row.name === name && row.territory === SCALES[territory])
    .filter((row) => row.case === String(household.size) && row.from <= (situation.date ?? ""))
    .at(-1);
  if (!last) return finding("unknown", why);
  const told = `${why} Le dernier connu est de ${euroText(last.value)} (du ${dayText(last.from)}), pour des ressources de ${euroText(resources)}.`;
  return finding("unknown", told, [last]);
}

/** What the C2S with contribution would cost each month, by ages on 1 January of the year (handbook 1.4). */
export function contributionNote(asked: Asked, household: Household): Finding | null {
  const { date, territory } = asked.situation;
  if (!date) return null;
  const bands = ["0-29", "30-49", "50-59", "60-69", "70+"].flatMap((band) => {
    const row = inForce(asked.law, "c2s_contribution", date, { case: band, territory: territory ?? null });
    return row ? [row] : [];
  });
  const [first, last] = [bands[0], bands.at(-1)];
  if (!first || !last) return null;
  const newYear = `${date.slice(0, 4)}-01-01`;
  const paid = household.births.flatMap((birth) => {
    const age = Math.max(0, ageOn(birth, newYear));
    return bands.filter((row) => startOf(row) <= age).slice(-1);
  });
  if (paid.length === 0 || paid.length !== household.size)
    return finding(
      "met",
      `La participation va de ${euroText(first.value)} à ${euroText(last.value)} par mois et par personne, selon l’âge au 1er janvier.`,
      bands,
    );
  const sum = paid.reduce((total, row) => total + Math.round(row.value * 100), 0) / 100;
  return finding(
    "met",
    `La participation serait de ${euroText(sum)} par mois pour le foyer, selon les âges au ${dayText(newYear)}.`,
    [...new Set(paid)],
  );
}

function startOf({ case: band }: LawParameter): number {
  return Number.parseInt(band ?? "0", 10);
}
