/** What a day brings to a request: the act and its last day, in words, with the doubt of the law it is drawn from. */
import { dayText } from "../../ui/format.ts";
import { type Clock, clocksOf, type Lived } from "./clocks.ts";
import { doubtOfRow, parameterOf, type RequestLaw, type RequestParameter } from "./law.ts";
import type { RequestLine } from "./model.ts";
import { actLabels, type NextAct } from "./words.ts";

/** The parts of a request's row that are read here. */
export type Standing = Pick<
  RequestLine,
  "type" | "state" | "steps" | "nextAct" | "nextFrom" | "nextDay" | "silenceOn" | "silenceMeans" | "appealBy"
>;

/** What to do of a request on a day. */
export interface WhatIsNext {
  /** late: its day has passed; now: it waits for us, or its time has come; later: nothing yet. */
  readonly when: "late" | "now" | "later";
  /** "Déposer le renouvellement avant le 30 novembre 2026" */
  readonly words: string;
  /** "à vérifier" when a delay of the law was not read at a source. */
  readonly doubt: string | null;
}

/** What is next of a request on a day (ISO); null when nothing is. */
export function whatIsNext(one: Standing, law: RequestLaw, today: string): WhatIsNext | null {
  if (one.silenceOn !== null && one.silenceOn <= today && AWAITED.includes(one.state))
    return silenceReached(one, one.silenceOn, law, today);
  if (one.nextAct === null) return null;
  const doubt = doubtOf(rowsBehind(one, one.nextAct, law));
  if (one.nextDay === null) return { when: "now", words: actLabels[one.nextAct], doubt: null };
  if (one.nextFrom !== null && today < one.nextFrom)
    return {
      when: "later",
      words: `${actLabels[one.nextAct]} du ${dayText(one.nextFrom)} au ${dayText(one.nextDay)}`,
      doubt,
    };
  const late = one.nextDay < today;
  if (one.nextAct === "chase")
    return {
      when: one.nextDay <= today ? (late ? "late" : "now") : "later",
      words: late
        ? `Relancer\u00a0: prévu le ${dayText(one.nextDay)}`
        : `Relancer le ${dayText(one.nextDay)}`,
      doubt,
    };
  const last = dayText(one.nextDay);
  return {
    when: late ? "late" : "now",
    words: late
      ? `${actLabels[one.nextAct]}\u00a0: le dernier jour était le ${last}`
      : `${actLabels[one.nextAct]} avant le ${last}`,
    doubt,
  };
}

const AWAITED: readonly RequestLine["state"][] = ["filed", "acknowledged", "completed", "under_review"];

/** Silence is drawn from the day: it is a step only once someone says so, and it never confirms a cover. */
function silenceReached(one: Standing, on: string, law: RequestLaw, today: string): WhatIsNext {
  const rows = clocksOf(livedOf(one), law)
    .filter(({ code }) => code !== "decision")
    .flatMap((clock) => clock.rows);
  const doubt = doubtOf(rows);
  if (one.silenceMeans === "grant")
    return {
      when: "now",
      words: `Sans réponse au ${dayText(on)}\u00a0: accord implicite, à faire reconnaître. La couverture reste à confirmer`,
      doubt,
    };
  const said = `Sans réponse au ${dayText(on)}\u00a0: refus implicite`;
  if (one.appealBy === null) return { when: "now", words: said, doubt };
  return one.appealBy < today
    ? { when: "late", words: `${said}. Le délai de recours finissait le ${dayText(one.appealBy)}`, doubt }
    : { when: "now", words: `${said}. Faire un recours avant le ${dayText(one.appealBy)}`, doubt };
}

function livedOf({ type, steps }: Standing): Lived {
  return {
    type,
    nextChase: null,
    steps: steps.map(([state, on]) => ({ state, on, effectOn: null, endsOn: null })),
  };
}

/** The rows of the law a day is drawn from; none when somebody chose it. */
function rowsBehind(one: Standing, act: NextAct, law: RequestLaw): RequestParameter[] {
  if (act === "renew" && one.nextDay !== null) {
    const rows = (["renewal_opens", "renewal_closes"] as const).map((name) =>
      parameterOf(law, one.type, name, one.nextDay ?? ""),
    );
    return rows.filter((row) => row !== null);
  }
  return clocksOf(livedOf(one), law)
    .filter(({ day }) => day === one.nextDay)
    .flatMap(({ rows }) => rows);
}

function doubtOf(rows: readonly RequestParameter[]): string | null {
  return rows.map(doubtOfRow).find((words) => words !== null) ?? null;
}

/** A clock in words: what its day is. */
export const clockLabels: Readonly<Record<Clock["code"], string>> = {
  decision: "Réponse attendue",
  silence: "Le silence prend un sens",
  appeal: "Dernier jour pour le recours",
  appeal_silence: "Sans réponse au recours, il est rejeté",
  court: "Dernier jour pour saisir le tribunal",
  renewal: "Renouvellement à déposer",
  end: "Dernier jour du droit",
};
