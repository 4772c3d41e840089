import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths } from "../../ui/days.ts";
import { whatIsNext } from "./alerts.ts";
import { clocksOf, type Lived, type LivedStep, planOf, proposedRight, wholeFileOn } from "./clocks.ts";
import { readRequestLaw } from "./read-law.ts";
import { isLivable, nextStates, type RequestState } from "./transitions.ts";

const law = readRequestLaw();
const types = [...new Set(law.map(({ type }) => type)), "siao", "primary_care_doctor", "aide_du_reseau"];

const step = (state: RequestState, on: string | null, more: Partial<LivedStep> = {}): LivedStep => ({
  state,
  on,
  effectOn: null,
  endsOn: null,
  ...more,
});
const lived = (type: string, ...steps: LivedStep[]): Lived => ({ type, nextChase: null, steps });

/** A history that may have been lived: each step allowed, days in order, some of them unknown. */
const history = fc
  .tuple(
    fc.constantFrom(...types),
    fc.array(fc.tuple(fc.nat(), fc.nat(90), fc.boolean()), { minLength: 1, maxLength: 9 }),
  )
  .map(([type, choices]) => {
    let [day, from]: [string, RequestState | "new"] = ["2025-01-15", "new"];
    const steps: LivedStep[] = [];
    for (const [pick, days, known] of choices) {
      const open = nextStates(type, from);
      const state = open[pick % open.length];
      if (state === undefined) break;
      day = addDays(day, days);
      from = state;
      const right = proposedRight({ type, steps }, day, law);
      steps.push(
        step(
          state,
          known ? day : null,
          state === "granted" && right ? { effectOn: right.effectOn, endsOn: right.endsOn } : {},
        ),
      );
    }
    return lived(type, ...steps);
  });

describe("clocks, on any history that may have been lived", () => {
  test("never come before the day they are drawn from, and name the rows of the law", () => {
    fc.assert(
      fc.property(history, (one) => {
        expect(
          isLivable(
            one.type,
            one.steps.map(({ state }) => state),
          ),
        ).toBe(true);
        for (const clock of clocksOf(one, law)) {
          expect(clock.from === null || clock.from <= clock.day).toBe(true);
          if (clock.code !== "end") expect(clock.rows.length).toBeGreaterThan(0);
          if (["decision", "silence"].includes(clock.code))
            expect(clock.day > (wholeFileOn(one) ?? "")).toBe(true);
          expect(clock.rows.every(({ type }) => type === one.type)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a plan says one act at most, none once all is over, and silence only while an answer is awaited", () => {
    const over: readonly RequestState[] = [
      "withdrawn",
      "closed_no_news",
      "renewed",
      "expired",
      "refused_by_person",
    ];
    fc.assert(
      fc.property(history, (one) => {
        const plan = planOf(one, law);
        const last = one.steps.at(-1)?.state;
        if (last && over.includes(last)) expect(plan.nextAct).toBeNull();
        expect((plan.silenceOn === null) === (plan.silenceMeans === null)).toBe(true);
        if (plan.silenceOn !== null)
          expect(["filed", "acknowledged", "completed", "under_review"]).toContain(last);
        if (plan.nextAct === null) expect([plan.nextFrom, plan.nextDay]).toEqual([null, null]);
      }),
      { numRuns: 500 },
    );
  });

  test("a later filing never brings a deadline forward", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.nat(700), fc.nat(60), (type, n, more) => {
        const on = addDays("2024-06-01", n);
        const day = (filed: string) => planOf(lived(type, step("filed", filed)), law);
        const [first, second] = [day(on), day(addDays(on, more))];
        expect((first.silenceOn ?? "") <= (second.silenceOn ?? "")).toBe(true);
        expect((first.nextDay ?? "") <= (second.nextDay ?? "")).toBe(true);
      }),
    );
  });

  test("a right proposed lasts as the law says, and begins where its rule says", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.nat(900), fc.nat(120), (type, n, wait) => {
        const filed = addDays("2024-01-01", n);
        const decided = addDays(filed, wait);
        const right = proposedRight({ type, steps: [step("filed", filed)] }, decided, law);
        if (right === null) return;
        if (right.endsOn !== null) expect(addDays(right.endsOn, 1)).toBe(addMonths(right.effectOn, 12));
        expect(right.effectOn >= `${filed.slice(0, 7)}-01`).toBe(true);
      }),
    );
  });
});

describe("the rules of the handbook", () => {
  test("C2S: two months from the whole file, and the first of the month after the decision", () => {
    const filed = lived("c2s", step("filed", "2026-03-03"));
    expect(planOf(filed, law)).toMatchObject({ silenceOn: "2026-05-03", silenceMeans: "grant" });
    const returned = [step("incomplete_returned", "2026-03-20"), step("completed", "2026-04-02")];
    expect(planOf(lived("c2s", step("filed", "2026-03-03"), returned[0] as LivedStep), law)).toMatchObject({
      silenceOn: null,
      nextAct: "complete",
    });
    expect(planOf(lived("c2s", step("filed", "2026-03-03"), ...returned), law).silenceOn).toBe("2026-06-02");
    expect(proposedRight(filed, "2026-04-28", law)).toMatchObject({
      effectOn: "2026-05-01",
      endsOn: "2027-04-30",
    });
    expect(proposedRight(filed, "2026-12-01", law)?.effectOn).toBe("2027-01-01");
  });

  test("AME: from the filing, for a year; unknown while the filing is", () => {
    expect(
      proposedRight({ type: "ame", steps: [step("filed", "2026-03-03")] }, "2026-04-28", law),
    ).toMatchObject({
      effectOn: "2026-03-03",
      endsOn: "2027-03-02",
    });
    expect(proposedRight({ type: "ame", steps: [step("filed", null)] }, "2026-04-28", law)).toBeNull();
  });

  test("renewal: C2S between four and two months before the end, AME by two months before", () => {
    const granted = (type: string) =>
      lived(type, step("granted", "2026-01-10", { effectOn: "2026-02-01", endsOn: "2027-01-31" }));
    expect(planOf(granted("c2s"), law)).toMatchObject({
      nextAct: "renew",
      nextFrom: "2026-09-30",
      nextDay: "2026-11-30",
    });
    expect(planOf(granted("ame"), law)).toMatchObject({ nextAct: "renew", nextDay: "2026-11-30" });
  });

  test("appeals: the commission, then the court; the court at once where no appeal comes before it", () => {
    expect(planOf(lived("c2s", step("refused", "2026-12-31")), law)).toMatchObject({
      nextAct: "appeal",
      appealBy: "2027-02-28",
    });
    const asked = lived("c2s", step("refused", "2026-01-10"), step("appeal_cra", "2026-02-01"));
    expect(planOf(asked, law)).toMatchObject({
      nextAct: "go_to_court",
      nextFrom: "2026-04-01",
      nextDay: "2026-06-01",
    });
    const again = lived("c2s", ...asked.steps, step("refused", "2026-03-15"));
    expect(planOf(again, law)).toMatchObject({ nextAct: "go_to_court", appealBy: "2026-05-15" });
    expect(planOf(lived("domiciliation", step("refused", "2026-01-10")), law)).toMatchObject({
      nextAct: "go_to_court",
    });
    expect(planOf(lived("c2s", step("refused", null)), law)).toMatchObject({
      nextAct: "appeal",
      nextDay: null,
    });
  });
});

describe("what is said on a day", () => {
  const standing = (one: Lived) => ({
    type: one.type,
    state: one.steps.at(-1)?.state ?? "identified",
    steps: one.steps.map(({ state, on }): [RequestState, string | null] => [state, on]),
    ...planOf(one, law),
  });
  const words = (one: Lived, today: string) => whatIsNext(standing(one), law, today);

  test("is the act and its last day, and silence only once its day has come", () => {
    const c2s = lived("c2s", step("filed", "2026-03-03"));
    expect(words(c2s, "2026-05-02")).toEqual({ when: "later", words: "Relancer le 3 mai 2026", doubt: null });
    expect(words(c2s, "2026-05-03")?.words).toMatch(
      /^Sans réponse au 3 mai 2026\u00a0: accord implicite, à faire reconnaître/,
    );
    const granted = lived(
      "c2s",
      step("granted", "2026-01-10", { effectOn: "2026-02-01", endsOn: "2027-01-31" }),
    );
    expect(words(granted, "2026-09-29")?.when).toBe("later");
    expect(words(granted, "2026-10-01")).toEqual({
      when: "now",
      words: "Déposer le renouvellement avant le 30 novembre 2026",
      doubt: null,
    });
    expect(words(granted, "2026-12-01")?.when).toBe("late");
  });

  test("never tells as sure what was not read at a source, nor doubts a day that somebody chose", () => {
    const ame = lived("ame", step("filed", "2026-03-03"));
    expect(words(ame, "2026-05-04")).toMatchObject({ doubt: "à vérifier" });
    expect(words({ ...ame, nextChase: "2026-04-20" }, "2026-04-10")?.doubt).toBeNull();
    fc.assert(
      fc.property(history, fc.nat(900), (one, n) => {
        const said = words(one, addDays("2025-01-15", n));
        const doubtful = clocksOf(one, law).some(
          ({ day, rows }) =>
            day === planOf(one, law).nextDay && rows.some(({ confidence }) => confidence === "to_verify"),
        );
        if (doubtful && said !== null && planOf(one, law).nextDay !== null) expect(said.doubt).not.toBeNull();
      }),
    );
  });
});
