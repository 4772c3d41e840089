/** Facts of someone's life in a few French words. */
import type { Vocabulary } from "../network/model.ts";
import { averageText, dayText, numberText } from "../ui/format.ts";
import {
  exemptionLabels,
  type LifeContents,
  type LifeFact,
  type LifeKind,
  lifeSourceLabels,
  lifeStayLabels,
  linkLabels,
  permitLabels,
} from "./life.ts";
import { lastDayOf } from "./life-days.ts";

/** The words that a network adds to. */
export type LifeWords = Pick<Vocabulary, "housing" | "rupture" | "resource">;
type Said = { readonly kind: LifeKind; readonly term: string | null; readonly content: LifeFact["content"] };

/** 63571 → "635,71 €"; whole euros without cents. */
export function centsText(cents: number): string {
  return `${cents % 100 === 0 ? numberText(cents / 100) : averageText(cents / 100)}\u00a0€`;
}

/** What is so: "Hôtel (115), Formule 1", "3 personnes", "CCAS de Vienne". */
export function lifeText(said: Said, words: LifeWords): string {
  const fact = said as LifeFact;
  switch (fact.kind) {
    case "housing":
      return joined(labelIn(words.housing, fact.term), fact.content.where);
    case "residence":
      return joined(
        fact.content.commune,
        fact.content.presentSince && `en France depuis le ${dayText(fact.content.presentSince)}`,
      );
    case "household":
      return householdText(fact.content);
    case "resources":
      return resourcesText(fact.content, words);
    case "stay":
      return joined(
        fact.term === null
          ? null
          : (Object.entries(lifeStayLabels).find(([code]) => code === fact.term)?.[1] ?? fact.term),
        fact.content.permit && permitLabels[fact.content.permit].toLowerCase(),
        fact.content.permitEnds && `jusqu’au ${dayText(fact.content.permitEnds)}`,
      );
    case "domiciliation":
      if (fact.content.none) return "Aucune";
      return joined(
        fact.content.organism,
        fact.content.mailAt && `courrier\u00a0: ${fact.content.mailAt}`,
        fact.content.exempt && `dispense de passage (${exemptionLabels[fact.content.exempt].toLowerCase()})`,
      );
    case "domiciliation_contact":
      return "Passage ou appel";
    case "attending_doctor":
      if (fact.content.none) return "Aucun";
      return joined(fact.content.name, fact.content.rpps && `RPPS ${fact.content.rpps}`);
    case "key_worker":
      return joined(fact.content.name, fact.content.organisation, fact.content.phone);
    case "rupture":
      return labelIn(words.rupture, fact.term);
  }
}

/** "du 3 mai 2025 au 2 mai 2026", "depuis le 3 mai 2025", "depuis le 3 mai 2025 au moins" */
export function sinceText(fact: Pick<LifeFact, "from" | "to" | "atLeast">): string {
  const last = lastDayOf(fact);
  const least = fact.atLeast ? " au moins" : "";
  if (last === null) return `depuis le ${dayText(fact.from)}${least}`;
  if (last === fact.from) return `le ${dayText(fact.from)}`;
  return `du ${dayText(fact.from)}${least} au ${dayText(last)}`;
}

/** "dit par la personne le 3 mai 2025, noté par Lina Marchal" */
export function proofText(
  fact: Pick<LifeFact, "source" | "statedOn" | "by">,
  proof: string | null = null,
): string {
  return [
    `${lifeSourceLabels[fact.source]} le ${dayText(fact.statedOn)}`,
    proof === null ? "" : `«\u00a0${proof}\u00a0»`,
    fact.by === null ? "" : `noté par ${fact.by}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function householdText({ size, members }: LifeContents["household"]): string {
  const counts = Object.entries(linkLabels).flatMap(([link, label]) => {
    const count = members.filter((one) => one.link === link).length;
    return count === 0 ? [] : [count === 1 ? label.toLowerCase() : `${count} × ${label.toLowerCase()}`];
  });
  return joined(
    size === 1 ? "Personne seule" : `${size}\u00a0personnes`,
    counts.length > 0 && counts.join(", "),
  );
}

function resourcesText(content: LifeContents["resources"], words: LifeWords): string {
  if (content.items.length === 0) return "Sans ressources";
  return content.items
    .map(
      ({ kind, cents, every }) =>
        `${labelIn(words.resource, kind)}\u00a0: ${centsText(cents)} par ${every === "month" ? "mois" : "an"}`,
    )
    .join(" · ");
}

function labelIn(list: readonly { code: string; label: string }[], code: string | null): string {
  return list.find((one) => one.code === code)?.label ?? code ?? "";
}

function joined(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join(", ");
}
