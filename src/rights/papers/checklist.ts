/** Which papers a request asks for: a function of its type's rules, of facts and of a day. Pure. */
import { addDays, addMonths } from "../../ui/days.ts";
import { type FactsOf, factsOf, type Known } from "./facts.ts";
import type { PaperAct, PaperRule, RequestPapers, ShownState } from "./model.ts";

/** A paper the situation calls for. who: null, the person or everyone. */
export interface NeededPaper {
  readonly kind: string;
  readonly who: string | null;
  readonly optional: boolean;
  /** A document is good this many months from its day. */
  readonly months: number | null;
  /** The rules that call for it, with their source. */
  readonly rules: readonly PaperRule[];
}
/** A fact that is not known and on which a paper depends. */
export interface Question {
  readonly fact: string;
  readonly who: string | null;
}
export interface Checklist {
  readonly papers: readonly NeededPaper[];
  readonly questions: readonly Question[];
}

/**
 * The papers called for on a day. A paper depends on facts that are all known, or on a question: nothing is guessed. Two rules that
 * call for the same paper of the same person call for it once, and it is optional only when both say so.
 * @param persons those the request is for (null: the person themself) @param on ISO day
 * @param order the facts, in the order they are asked: of a rule, the first unknown alone, for its answer may settle the rest
 */
export function checklistOf(
  rules: readonly PaperRule[],
  facts: FactsOf,
  persons: readonly (string | null)[],
  on: string,
  order: readonly string[],
): Checklist {
  const papers = new Map<string, NeededPaper>();
  const questions = new Map<string, Question>();
  for (const rule of rules) {
    if (on < rule.from || (rule.to !== null && rule.to <= on)) continue;
    for (const who of rule.eachPerson ? persons : [null]) {
      const { verdict, unknown } = judge(rule.needs, who, facts);
      const [fact] = [...unknown].sort((a, b) => order.indexOf(a) - order.indexOf(b));
      if (verdict === null && fact !== undefined) questions.set(`${fact} ${who}`, { fact, who });
      if (verdict !== true) continue;
      const key = `${rule.kind} ${who}`;
      const before = papers.get(key);
      papers.set(key, {
        kind: rule.kind,
        who,
        optional: rule.optional && (before?.optional ?? true),
        months: before?.months ?? rule.months,
        rules: [...(before?.rules ?? []), rule],
      });
    }
  }
  return {
    papers: [...papers.values()],
    questions: [...questions.values()].sort((a, b) => order.indexOf(a.fact) - order.indexOf(b.fact)),
  };
}

/** True: all hold; false: one does not; null: it depends on what is not known. */
function judge(
  needs: readonly string[],
  who: string | null,
  facts: FactsOf,
): { readonly verdict: Known; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  for (const need of needs) {
    const wanted = !need.startsWith("!");
    const fact = wanted ? need : need.slice(1);
    const known = facts(who, fact);
    if (known === null) unknown.push(fact);
    else if (known !== wanted) return { verdict: false, unknown: [] };
  }
  return { verdict: unknown.length === 0 ? true : null, unknown };
}

/** What the papers of a request come to on a day, for the screen, the printed list and what may come next. */
export interface Gathered {
  /** The last act of each line, in the order of the kinds, lines dropped apart. */
  readonly lines: readonly (PaperAct & { readonly shown: ShownState })[];
  readonly dropped: readonly PaperAct[];
  /** Called for, and not on the list yet. */
  readonly proposed: readonly NeededPaper[];
  /** What must be known before the list is whole. */
  readonly questions: readonly Question[];
  /** Lines still to bring: asked, refused or out of date; optional ones apart. */
  readonly missing: readonly (PaperAct & { readonly shown: ShownState })[];
  /** The step that the papers make possible: proposed, never taken by itself. */
  readonly step: "documents_pending" | "complete" | "completed" | null;
}

/** @param today the business day (ISO) */
export function gather(request: RequestPapers, today: string): Gathered {
  // A request is judged on the day it was filed: what was good that day is not asked again.
  const on = request.filedOn ?? today;
  const current = request.papers.filter(({ until }) => until === null);
  const order = new Map(request.kinds.map(({ code }, at) => [code as string | null, at]));
  const lines = current
    .filter(({ state }) => state !== "dropped")
    .map((one) => ({ ...one, shown: shownState(one, on) }))
    .sort((a, b) => (order.get(a.kind) ?? 999) - (order.get(b.kind) ?? 999));
  const persons = [null, ...request.members.map(({ key }) => key)];
  const called = checklistOf(
    request.rules,
    factsOf(request, today),
    persons,
    on,
    request.facts.map(({ code }) => code),
  );
  const there = new Set(current.map(({ kind, who }) => `${kind} ${who}`));
  const missing = lines.filter(({ shown, optional }) => shown !== "received" && !optional);
  return {
    lines,
    dropped: current.filter(({ state }) => state === "dropped"),
    proposed: called.papers.filter(({ kind, who }) => !there.has(`${kind} ${who}`)),
    questions: called.questions,
    missing,
    step: stepOf(request, lines.length > 0, missing.length, called.questions.length),
  };
}

/** Received, and no longer good on this day: out of date. */
export function shownState({ state, validUntil }: PaperAct, on: string): ShownState {
  return state === "received" && validUntil !== null && validUntil < on ? "expired" : state;
}

function stepOf(
  { state }: RequestPapers,
  any: boolean,
  missing: number,
  questions: number,
): Gathered["step"] {
  if (!any) return null;
  if (state === "incomplete_returned") return missing === 0 ? "completed" : null;
  if (missing === 0 && questions === 0)
    return ["identified", "to_prepare", "documents_pending"].includes(state) ? "complete" : null;
  return ["identified", "to_prepare", "complete"].includes(state) && missing > 0 ? "documents_pending" : null;
}

/** Last day a document of this day is good for. @param writtenOn the day written on it (ISO) */
export function goodUntil(writtenOn: string, months: number): string {
  return addDays(addMonths(writtenOn, months), -1);
}
