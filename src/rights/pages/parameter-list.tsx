import { Badge } from "../../ui/alert.tsx";
import { dayText } from "../../ui/format.ts";
import {
  confidenceLabels,
  type LawParameter,
  type ParameterName,
  territoryLabels,
} from "../estimate/model.ts";
import { euroText } from "../estimate/resources.ts";

const NAMES: Readonly<Record<ParameterName, string>> = {
  regime: "Droit en vigueur",
  puma_residence: "PUMA, résidence de plus de",
  puma_residence_asylum: "PUMA des demandeurs d’asile, résidence de plus de",
  puma_extension: "Maintien après la fin du titre",
  ame_presence: "AME, présence de plus de",
  ame_irregular: "AME, séjour irrégulier de plus de",
  c2s_ceiling: "Plafond de la C2S sans participation et de l’AME",
  c2s_contribution_ceiling: "Plafond de la C2S avec participation",
  c2s_contribution: "Participation à la C2S",
  resource_month: "Ressources, mois avant la demande",
  dependant_age: "À charge jusqu’à",
  majority: "Majorité",
};
const CASES: Readonly<Record<string, string>> = {
  "1": "1 personne",
  "2": "2 personnes",
  "3": "3 personnes",
  "4": "4 personnes",
  "+1": "par personne de plus",
  first: "le premier",
  last: "le dernier",
};

/** "Plafond de la C2S…, métropole, 2 personnes" */
export function parameterLabel({ name, territory, case: which }: LawParameter): string {
  const about =
    which === null ? [] : [CASES[which] ?? (name === "c2s_contribution" ? `${which} ans` : which)];
  return [NAMES[name], ...(territory ? [territoryLabels[territory]] : []), ...about].join(", ");
}

/** "10 339 € par an", "3 mois" */
export function parameterValue({ value, unit }: LawParameter): string {
  switch (unit) {
    case "EUR":
      return `${euroText(value)} par an`;
    case "EUR_per_month":
      return `${euroText(value)} par mois`;
    case "years":
      return `${value}\u00a0ans`;
    case "exists":
      return "oui";
    default:
      return `${value}\u00a0mois`;
  }
}

/** "depuis le…", "du… au…" */
export function parameterDays({ from, until }: LawParameter): string {
  return until === null ? `depuis le ${dayText(from)}` : `du ${dayText(from)} au ${dayText(until)}`;
}

/** What is not read at its source says so. */
export function ConfidenceBadge({ confidence }: Pick<LawParameter, "confidence">) {
  return <Badge tone={confidence === "sure" ? "good" : "wait"}>{confidenceLabels[confidence]}</Badge>;
}

/** Parameters a reasoning used, each with its days, its source and how sure it is. */
export function ParameterList({ parameters }: { readonly parameters: readonly LawParameter[] }) {
  return (
    <ul className="small">
      {parameters.map((row) => (
        <li key={`${row.name} ${row.territory} ${row.case} ${row.from}`}>
          {parameterLabel(row)}&nbsp;: <strong>{parameterValue(row)}</strong>, {parameterDays(row)}.{" "}
          {row.source}. <ConfidenceBadge confidence={row.confidence} />
        </li>
      ))}
    </ul>
  );
}
