import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checklistOf, gather, goodUntil, shownState } from "./checklist.ts";
import { factsOf, type Known } from "./facts.ts";
import type { PaperAct, PaperRule, RequestPapers } from "./model.ts";

const FACTS = ["adult", "foreign", "domiciled", "hosted", "rsa"];
const ruleArb: fc.Arbitrary<PaperRule> = fc.record({
  kind: fc.constantFrom("identity", "presence", "form", "permit"),
  needs: fc
    .subarray(FACTS)
    .chain((facts) =>
      fc
        .array(fc.boolean(), { minLength: facts.length, maxLength: facts.length })
        .map((signs) => facts.map((fact, at) => (signs[at] ? fact : `!${fact}`))),
    ),
  eachPerson: fc.boolean(),
  optional: fc.boolean(),
  months: fc.constantFrom(null, 3, 12),
  from: fc.constantFrom("2016-01-01", "2026-02-08"),
  to: fc.constantFrom(null, "2026-02-08", "2027-01-01"),
  source: fc.constant("essai"),
  confidence: fc.constant("sure" as const),
});
const rulesArb = fc.array(ruleArb, { maxLength: 12 });
const known: fc.Arbitrary<Known> = fc.constantFrom(true, false, null);
/** What is known, by fact: the same of everyone. */
const factsArb = fc.record(Object.fromEntries(FACTS.map((fact) => [fact, known])));
const persons = [null, "aaaaaaaaaaaaaaaa"];
const days = fc.constantFrom("2025-06-01", "2026-02-07", "2026-02-08", "2026-11-22");
const list = (rules: readonly PaperRule[], facts: Record<string, Known>, on: string) =>
  checklistOf(rules, (_, fact) => facts[fact] ?? null, persons, on, FACTS);
const named = ({ papers }: ReturnType<typeof list>) =>
  papers.map(({ kind, who, optional }) => `${kind} ${who} ${optional}`).sort();

describe("the papers of a request", () => {
  test("are a function of facts and of a day: neither the order of the rules nor a rule said twice changes them", () => {
    fc.assert(
      fc.property(rulesArb, factsArb, days, (rules, facts, on) => {
        const once = list(rules, facts, on);
        expect(named(list([...rules].reverse(), facts, on))).toEqual(named(once));
        expect(named(list([...rules, ...rules], facts, on))).toEqual(named(once));
      }),
    );
  });

  test("never rest on a guess: what is called for with a fact unknown is called for whatever its answer", () => {
    fc.assert(
      fc.property(rulesArb, factsArb, days, fc.constantFrom(...FACTS), (rules, facts, on, fact) => {
        const kinds = (answer: Known) =>
          list(rules, { ...facts, [fact]: answer }, on).papers.map(({ kind, who }) => `${kind} ${who}`);
        for (const answer of [true, false])
          expect(kinds(answer)).toEqual(expect.arrayContaining(kinds(null)));
      }),
    );
  });

  test("are whole once nothing is asked, and a question is only of what is not known and matters", () => {
    fc.assert(
      fc.property(rulesArb, factsArb, days, fc.boolean(), (rules, facts, on, guess) => {
        const told = list(rules, facts, on);
        for (const { fact } of told.questions) expect(facts[fact]).toBeNull();
        const completed = Object.fromEntries(
          Object.entries(facts).map(([fact, answer]) => [fact, answer ?? guess]),
        );
        if (told.questions.length === 0) expect(named(list(rules, completed, on))).toEqual(named(told));
        expect(list(rules, completed, on).questions).toEqual([]);
      }),
    );
  });
});

const act = (more: Partial<PaperAct>): PaperAct => ({
  id: "1",
  line: "l",
  kind: "presence",
  words: "",
  who: null,
  state: "received",
  optional: false,
  on: "2026-03-01",
  reason: "",
  validUntil: null,
  by: "",
  at: "",
  until: null,
  copies: [],
  ...more,
});
const request = (more: Partial<RequestPapers>): RequestPapers => ({
  id: "r",
  on: "p",
  type: "ame",
  label: "AME",
  nature: "right_requests",
  reservedAs: null,
  state: "documents_pending",
  copiesUntil: null,
  filedOn: null,
  members: [],
  answers: [],
  papers: [],
  kinds: [],
  facts: FACTS.map((code) => ({ code, question: "?", eachPerson: code === "adult" })),
  rules: [],
  birth: null,
  birthPlaceCode: null,
  life: [],
  languages: [],
  ...more,
});

describe("what the papers come to", () => {
  test("a paper is out of date the day after its last, and a paper good on the day of filing stays so", () => {
    const one = act({ validUntil: "2026-03-31" });
    expect([shownState(one, "2026-03-31"), shownState(one, "2026-04-01")]).toEqual(["received", "expired"]);
    expect(gather(request({ papers: [one] }), "2026-06-01").missing).toHaveLength(1);
    expect(gather(request({ papers: [one], filedOn: "2026-03-15" }), "2026-06-01").missing).toEqual([]);
    expect(goodUntil("2025-08-31", 6)).toBe("2026-02-27");
  });

  test("« complete » is proposed when all are in and nothing is asked; optional ones hold nothing up", () => {
    const papers = [act({}), act({ line: "m", kind: "tax_notice", state: "asked", optional: true })];
    expect(gather(request({ papers }), "2026-03-02").step).toBe("complete");
    expect(gather(request({ papers, state: "incomplete_returned" }), "2026-03-02").step).toBe("completed");
    const refused = [act({ state: "refused", reason: "illisible" })];
    expect(gather(request({ papers: refused }), "2026-03-02").step).toBeNull();
    expect(gather(request({ papers: refused, state: "to_prepare" }), "2026-03-02").step).toBe(
      "documents_pending",
    );
    expect(gather(request({ papers, state: "granted" }), "2026-03-02").step).toBeNull();
    expect(gather(request({}), "2026-03-02").step).toBeNull();
  });
});

describe("a fact", () => {
  const life = (kind: string, term: string | null, content = {}) => ({
    kind,
    term,
    content,
    from: "2026-01-01",
    to: "2026-03-01",
  });
  const of = (more: Partial<RequestPapers>, fact: string, on = "2026-02-01") =>
    factsOf(request(more), on)(null, fact);

  test("is read where it is noted, of the day, and not known elsewhere", () => {
    expect(of({ life: [life("stay", "irregular")] }, "foreign")).toBe(true);
    expect(of({ life: [life("stay", "regular")] }, "foreign")).toBeNull();
    expect(of({ life: [life("stay", "irregular")] }, "foreign", "2026-03-01")).toBeNull();
    expect(of({ life: [life("housing", "hosted")] }, "hosted")).toBe(true);
    expect(of({ life: [life("housing", "street")] }, "hosted")).toBe(false);
    expect(of({ life: [life("housing", "yourte")] }, "hosted")).toBeNull();
    expect(of({ life: [life("domiciliation", null, { none: true })] }, "domiciled")).toBe(false);
    expect(of({ life: [life("resources", null, { items: [] })] }, "resources")).toBeNull();
    expect(of({ life: [life("resources", null, { items: [{ kind: "rsa" }] })] }, "rsa")).toBe(true);
  });

  test("answered on the request comes before what is noted", () => {
    const answers = [{ fact: "foreign", who: null, answer: false, by: "" }];
    expect(of({ answers, life: [life("stay", "irregular")] }, "foreign")).toBe(false);
  });

  test("of age is told only when it is certain from the birth as it is known", () => {
    const ages = (birth: string | null) =>
      ["2026-03-11", "2026-03-12"].map((on) => of({ birth }, "adult", on));
    expect(ages("2008-03-12")).toEqual([false, true]);
    expect(ages("2008-03")).toEqual([null, null]);
    expect(ages("2008")).toEqual([null, null]);
    expect(ages("2007")).toEqual([true, true]);
    expect(ages("~2006")).toEqual([null, null]);
    expect(ages("~1990")).toEqual([true, true]);
    expect(ages("2015")).toEqual([false, false]);
    expect(ages(null)).toEqual([null, null]);
  });
});
