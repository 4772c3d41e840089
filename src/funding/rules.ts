/** How an act is split and explained. The database does the same for what it records: tests compare the two. */
import { averageText, dayText } from "../ui/format.ts";
import type { Share, Why } from "./model.ts";

const WHOLE = 10_000;

/** What a tariff gives for a quantity, before anyone's cover is looked at. Cents; rate in ten-thousandths. */
interface Priced {
  readonly cents: number;
  readonly rate: number;
  readonly contribution: number;
  readonly unit: "act" | "coefficient";
  readonly quantity: number;
}

/** The whole, what the compulsory scheme pays of it, and what it may keep back from the person. Cents. */
interface Amounts {
  readonly cents: number;
  readonly compulsory: number;
  readonly contribution: number;
}

/**
 * The amounts of an act as the law has them that day (handbook 1.9, 3.3).
 * @param exempt true: no flat contribution, whatever the cover (a minor)
 */
export function priceOf({ cents, rate, contribution, unit, quantity }: Priced, exempt = false): Amounts {
  const whole = Math.round((cents * Math.round(quantity * 100)) / 100);
  const compulsory = Math.round((whole * rate) / WHOLE);
  const flat = contribution * (unit === "act" ? Math.ceil(quantity) : 1);
  return { cents: whole, compulsory, contribution: exempt ? 0 : Math.min(flat, compulsory) };
}

/** Shares in cents; they always add up to the act. owed: the person's flat contribution is due under their cover. */
export function split(amounts: Amounts, owed: boolean): Readonly<Record<Share, number>> {
  const rest = owed ? amounts.contribution : 0;
  return {
    compulsory: amounts.compulsory - rest,
    complementary: amounts.cents - amounts.compulsory,
    rest,
  };
}

/** 2100 → "21,00 €" */
export function eurosText(cents: number): string {
  return `${averageText(cents / 100)}\u00a0€`;
}

/** What may be said of why; what is absent is not known. */
type Told = { readonly [Key in keyof Omit<Why, "now">]?: Why[Key] | undefined };

/**
 * Why a share has its payer, in words: "AME ouverte le 3 mars 2026 par la décision du 28 avril 2026".
 * @param schemeLabel the scheme as the network calls it
 */
export function whyText(why: Told, schemeLabel: (layer: string, scheme: string) => string): string {
  if (why.basis === undefined || why.basis === "unknown" || why.scheme === undefined)
    return why.layer === "complementary"
      ? "Complémentaire inconnue ce jour-là"
      : "Couverture inconnue ce jour-là";
  if (why.awaits !== undefined) {
    const asked = schemeLabel(why.layer ?? "base", why.awaits);
    return `${whyText({ ...why, awaits: undefined }, schemeLabel)}. Demande en cours\u00a0: ${asked}`;
  }
  const scheme = schemeLabel(why.layer ?? "base", why.scheme);
  const on = why.since === undefined ? "" : ` le ${dayText(why.since)}`;
  if (why.basis === "declared")
    return `${scheme}, sur la seule parole de la personne\u00a0: à faire confirmer`;
  if (why.basis === "stated") return `${scheme}, vue ou vérifiée${on}`;
  if (why.basis === "agreed") return `${scheme}, dite la même avant et après ce jour`;
  const proof = why.decidedOn
    ? ` par la décision du ${dayText(why.decidedOn)}`
    : why.proof
      ? ` par ${why.proof}`
      : why.knownOn
        ? `, enregistrée le ${dayText(why.knownOn)}`
        : "";
  return `${scheme}, droits ouverts${on}${proof}`;
}
