/**
 * The clocks of a request: from its dated steps and the delays of the law, what is next and until when. Days are ISO. Nothing
 * here asks which day it is: what a day brings is told by alerts.ts.
 */
import { addDays, addMonths } from "../../ui/days.ts";
import { parameterOf, type RequestLaw, type RequestParameter } from "./law.ts";
import type { RequestPlan } from "./model.ts";
import type { RequestState } from "./transitions.ts";

/** A step as clocks read it. */
export interface LivedStep {
  readonly state: RequestState;
  /** Null: inconnu. */
  readonly on: string | null;
  readonly effectOn: string | null;
  /** Last day of the right, included. */
  readonly endsOn: string | null;
}
/** What was lived of a request so far, its steps in order. */
export interface Lived {
  readonly type: string;
  /** When to ask the authority again, as last agreed. */
  readonly nextChase: string | null;
  readonly steps: readonly LivedStep[];
}

/** A day drawn from a request and the law, and the rows of the law it is drawn from. */
export interface Clock {
  readonly code: "decision" | "silence" | "appeal" | "appeal_silence" | "court" | "renewal" | "end";
  /** First day of a window; null when only its last day counts. */
  readonly from: string | null;
  readonly day: string;
  readonly rows: readonly RequestParameter[];
}

const AWAITED: readonly RequestState[] = ["filed", "acknowledged", "completed", "under_review"];
const REFUSED: readonly RequestState[] = ["refused", "implicitly_refused"];

/** The clocks that run where the request stands; none when a day they start from is unknown. */
export function clocksOf(lived: Lived, law: RequestLaw): Clock[] {
  const last = lived.steps.at(-1);
  if (!last) return [];
  if (AWAITED.includes(last.state)) return awaited(lived, law);
  if (REFUSED.includes(last.state)) return refused(lived, last, law);
  if (last.state === "appeal_cra") return appealed(lived.type, last.on, law);
  if (last.state === "granted" || last.state === "renewal_due") return granted(lived, law);
  return [];
}

/**
 * The day the authority held the whole file (L861-5, CRPA L231-4 count from it): completed after it was returned; else
 * filed; else acknowledged, which came later. Null when it is not known, or while it is returned incomplete.
 */
export function wholeFileOn({ steps }: Pick<Lived, "steps">): string | null {
  const returned = steps.findLastIndex(({ state }) => state === "incomplete_returned");
  if (returned >= 0) return steps.slice(returned).find(({ state }) => state === "completed")?.on ?? null;
  const on = (wanted: RequestState) => steps.findLast(({ state }) => state === wanted)?.on ?? null;
  return on("filed") ?? on("completed") ?? on("acknowledged");
}

/** The silence of the authority on a request: what it means, and the first day it does. */
export function silenceOf(
  { type, steps }: Pick<Lived, "type" | "steps">,
  law: RequestLaw,
): { readonly on: string; readonly means: "grant" | "refusal"; readonly row: RequestParameter } | null {
  const since = wholeFileOn({ steps });
  const row = since === null ? null : parameterOf(law, type, "silence", since);
  return since === null || row === null ? null : { on: addMonths(since, row.value), means: row.case, row };
}

function awaited(lived: Lived, law: RequestLaw): Clock[] {
  const since = wholeFileOn(lived);
  if (since === null) return [];
  const delay = parameterOf(law, lived.type, "decision_delay", since);
  const silence = silenceOf(lived, law);
  const clocks: Clock[] = [];
  if (delay) clocks.push({ code: "decision", from: null, day: addMonths(since, delay.value), rows: [delay] });
  if (silence) clocks.push({ code: "silence", from: null, day: silence.on, rows: [silence.row] });
  if (silence?.means === "refusal") {
    const appeal = appealAfter(lived.type, silence.on, law, false);
    if (appeal) clocks.push({ ...appeal, rows: [silence.row, ...appeal.rows] });
  }
  return clocks;
}

/** The last day to contest a refusal of that day: before the commission, or before the court when it was asked already. */
function appealAfter(type: string, on: string, law: RequestLaw, asked: boolean): Clock | null {
  const appeal = asked ? null : parameterOf(law, type, "appeal", on);
  const row = appeal ?? parameterOf(law, type, "court", on);
  return row && { code: appeal ? "appeal" : "court", from: null, day: addMonths(on, row.value), rows: [row] };
}

function refused(lived: Lived, last: LivedStep, law: RequestLaw): Clock[] {
  const on = last.on ?? (last.state === "implicitly_refused" ? (silenceOf(lived, law)?.on ?? null) : null);
  const asked = lived.steps.some(({ state }) => state === "appeal_cra");
  const appeal = on === null ? null : appealAfter(lived.type, on, law, asked);
  return appeal ? [appeal] : [];
}

/** R142-6: without an answer the appeal is rejected, and the court's own delay begins. */
function appealed(type: string, on: string | null, law: RequestLaw): Clock[] {
  const silence = on === null ? null : parameterOf(law, type, "appeal_silence", on);
  if (on === null || silence === null) return [];
  const rejected = addMonths(on, silence.value);
  const court = parameterOf(law, type, "court", rejected);
  return [
    { code: "appeal_silence", from: null, day: rejected, rows: [silence] },
    ...(court
      ? [
          {
            code: "court" as const,
            from: rejected,
            day: addMonths(rejected, court.value),
            rows: [silence, court],
          },
        ]
      : []),
  ];
}

function granted({ type, steps }: Lived, law: RequestLaw): Clock[] {
  const endsOn = steps.findLast(({ state }) => state === "granted")?.endsOn ?? null;
  if (endsOn === null) return [];
  const opens = parameterOf(law, type, "renewal_opens", endsOn);
  const closes = parameterOf(law, type, "renewal_closes", endsOn);
  const end: Clock = { code: "end", from: null, day: endsOn, rows: [] };
  if (!closes) return [end];
  return [
    {
      code: "renewal",
      from: opens && addMonths(endsOn, -opens.value),
      day: addMonths(endsOn, -closes.value),
      rows: opens ? [opens, closes] : [closes],
    },
    end,
  ];
}

/** What is next, as the request's row keeps it. */
export function planOf(lived: Lived, law: RequestLaw): RequestPlan {
  const clocks = clocksOf(lived, law);
  const of = (code: Clock["code"]) => clocks.find((one) => one.code === code);
  const state = lived.steps.at(-1)?.state;
  const appeal = of("appeal") ?? of("court");
  const nothing: RequestPlan = {
    nextAct: null,
    nextFrom: null,
    nextDay: null,
    silenceOn: null,
    silenceMeans: null,
    appealBy: null,
  };
  switch (state) {
    case "identified":
      return { ...nothing, nextAct: "propose", nextDay: lived.nextChase };
    case "to_prepare":
      return { ...nothing, nextAct: "prepare", nextDay: lived.nextChase };
    case "documents_pending":
      return { ...nothing, nextAct: "gather_papers", nextDay: lived.nextChase };
    case "complete":
      return { ...nothing, nextAct: "file", nextDay: lived.nextChase };
    case "incomplete_returned":
      return { ...nothing, nextAct: "complete", nextDay: lived.nextChase };
    case "filed":
    case "acknowledged":
    case "completed":
    case "under_review":
      return {
        ...nothing,
        nextAct: "chase",
        nextDay: lived.nextChase ?? of("decision")?.day ?? of("silence")?.day ?? null,
        silenceOn: of("silence")?.day ?? null,
        silenceMeans: silenceOf(lived, law)?.means ?? null,
        appealBy: appeal?.day ?? null,
      };
    case "implicitly_granted":
      return { ...nothing, nextAct: "recognise", nextDay: lived.nextChase };
    case "refused":
    case "implicitly_refused": {
      const court = of("court") !== undefined && of("appeal") === undefined;
      const route = parameterOf(law, lived.type, "appeal", lived.steps.at(-1)?.on ?? "9999-12-31");
      if (!appeal && !route && !parameterOf(law, lived.type, "court", "9999-12-31")) return nothing;
      return {
        ...nothing,
        nextAct: court ? "go_to_court" : "appeal",
        nextDay: appeal?.day ?? null,
        appealBy: appeal?.day ?? null,
      };
    }
    case "appeal_cra":
      return {
        ...nothing,
        nextAct: "go_to_court",
        nextFrom: of("court")?.from ?? null,
        nextDay: of("court")?.day ?? null,
        appealBy: of("court")?.day ?? null,
      };
    case "appeal_court":
      return { ...nothing, nextAct: "chase", nextDay: lived.nextChase };
    case "granted":
    case "renewal_due": {
      const right = lived.steps.findLast((step) => step.state === "granted");
      if (state === "granted" && right?.effectOn === null && effectRuleOf(lived.type, right.on, law))
        return { ...nothing, nextAct: "ask_effect", nextDay: lived.nextChase };
      const renewal = of("renewal");
      return renewal
        ? { ...nothing, nextAct: "renew", nextFrom: renewal.from, nextDay: renewal.day }
        : nothing;
    }
    default:
      return nothing;
  }
}

function effectRuleOf(type: string, on: string | null, law: RequestLaw) {
  return parameterOf(law, type, "effect", on ?? "9999-12-31");
}

/** From when to when a decision opens the right, as the law says it; a proposal that the paper in hand corrects. */
export interface ProposedRight {
  readonly effectOn: string;
  /** Last day included; null: no end is known. */
  readonly endsOn: string | null;
  readonly rows: readonly RequestParameter[];
}

/**
 * Proposes the first and last day of a right granted on a day. Null when the law says nothing known, or when it counts from a
 * filing of which the day is unknown.
 * @param decidedOn day of the decision (ISO)
 */
export function proposedRight(
  { type, steps }: Pick<Lived, "type" | "steps">,
  decidedOn: string,
  law: RequestLaw,
): ProposedRight | null {
  const rule = parameterOf(law, type, "effect", decidedOn);
  if (!rule) return null;
  const filed = steps.findLast(({ state }) => state === "filed")?.on ?? null;
  const effectOn = effectDay(rule.case, decidedOn, filed);
  if (effectOn === null) return null;
  const length = parameterOf(law, type, "length", effectOn);
  return {
    effectOn,
    endsOn: length && addDays(addMonths(effectOn, length.value), -1),
    rows: length ? [rule, length] : [rule],
  };
}

function effectDay(rule: string, decidedOn: string, filedOn: string | null): string | null {
  const firstOf = (day: string | null) => day && `${day.slice(0, 7)}-01`;
  switch (rule) {
    case "next_month_after_decision":
      return firstOf(addMonths(decidedOn, 1));
    case "month_of_filing":
      return firstOf(filedOn);
    case "month_after_filing":
      return firstOf(filedOn && addMonths(filedOn, 1));
    case "filing":
      return filedOn;
    default:
      return decidedOn;
  }
}
