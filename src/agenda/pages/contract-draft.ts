import type { Contract } from "../planning/model.ts";

/** A contract being typed; "" where nothing is said. */
export interface TypedContract {
  readonly standing: "salaried" | "volunteer" | "none";
  /** Hours a week: "35" or "17,5". */
  readonly weekly: string;
  readonly fte: string;
  /** ISO day. */
  readonly from: string | null;
}

/** The contract in force as it would be typed. @param today its beginning, when there is none yet (ISO) */
export function typedContract(contract: Contract | undefined, today: string): TypedContract {
  if (!contract) return { standing: "none", weekly: "", fte: "", from: today };
  const { standing, weeklyMinutes, fte, from } = contract;
  return {
    standing,
    weekly: weeklyMinutes === null ? "" : figureText(weeklyMinutes / 60),
    fte: fte === null ? "" : figureText(fte),
    from,
  };
}

/** As the server takes it; null: nothing to change; "wrong": something is not a figure or a day. */
export function changedContract(typed: TypedContract, before: Contract | undefined): object | null | "wrong" {
  if (typed.standing === "none") return null;
  const [weekly, fte] = [figureOf(typed.weekly), figureOf(typed.fte)];
  if (weekly === undefined || fte === undefined || typed.from === null) return "wrong";
  if ((weekly !== null && (weekly <= 0 || weekly > 60)) || (fte !== null && fte > 1.5)) return "wrong";
  const weeklyMinutes = weekly === null ? null : Math.round(weekly * 60);
  const { standing, from } = typed;
  const same =
    before?.standing === standing &&
    before.weeklyMinutes === weeklyMinutes &&
    before.fte === fte &&
    before.from === from;
  if (same) return null;
  const ends = before !== undefined && before.until !== null && before.until >= from ? before.until : null;
  return { standing, weeklyMinutes, fte, from, until: ends };
}

function figureOf(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const figure = Number(text.trim().replace(",", "."));
  return Number.isFinite(figure) && figure >= 0 ? figure : undefined;
}

function figureText(figure: number): string {
  return String(Math.round(figure * 1_000) / 1_000).replace(".", ",");
}
