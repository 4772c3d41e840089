import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertsOf, type Band, bandOf, scoreOf } from "./instruments.ts";

const question = fc.record({
  text: fc.string(),
  choices: fc.array(
    fc.record({ label: fc.string(), points: fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100) }),
    { minLength: 1, maxLength: 5 },
  ),
});
const anInstrument = fc.record({
  base: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
  questions: fc.array(question, { minLength: 1, maxLength: 11 }),
});
const answered = anInstrument.chain((instrument) =>
  fc.record({
    instrument: fc.constant(instrument),
    answers: fc.tuple(...instrument.questions.map(({ choices }) => fc.nat({ max: choices.length - 1 }))),
  }),
);

describe("a score", () => {
  test("is the base and the points of each answer, to the hundredth", () => {
    fc.assert(
      fc.property(answered, ({ instrument, answers }) => {
        const exact = instrument.questions.reduce(
          (sum, { choices }, index) => sum + Math.round((choices[answers[index] ?? 0]?.points ?? 0) * 100),
          Math.round(instrument.base * 100),
        );
        expect(scoreOf(instrument, answers)).toBe(exact / 100);
      }),
    );
  });

  test("is none when an answer is missing, is one too many or is no choice: never a part of one", () => {
    fc.assert(
      fc.property(answered, fc.nat(), fc.constantFrom(null, -1, 99), ({ instrument, answers }, at, wrong) => {
        expect(scoreOf(instrument, answers.with(at % answers.length, wrong as number))).toBeNull();
        expect(scoreOf(instrument, answers.slice(1))).toBeNull();
        expect(scoreOf(instrument, [...answers, 0])).toBeNull();
      }),
    );
  });

  test("calls for something at once from the choice that says so", () => {
    const questions = [{ text: "?", choices: [], alertFrom: 1, alert: "Aujourd’hui." }];
    expect([null, 0, 1, 3].map((answer) => alertsOf({ questions }, [answer]))).toEqual([
      [],
      [],
      ["Aujourd’hui."],
      ["Aujourd’hui."],
    ]);
  });
});

describe("what a score is held to mean", () => {
  const band = (sex: Band["sex"], from: number): Band => ({
    sex,
    from,
    label: `${sex} ${from}`,
    positive: false,
    source: "",
    confidence: "to_check",
  });
  const bands = [band(null, 0), band(null, 3), band("male", 0), band("male", 4)];

  test("never goes down when the score goes up, and is that of the person's sex when it matters", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 12 }),
        fc.nat({ max: 12 }),
        fc.constantFrom("male", "female", "unknown"),
        (a, b, sex) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)].map((score) => bandOf(bands, score, sex));
          expect(high?.from).toBeGreaterThanOrEqual(low?.from ?? 0);
          expect(high?.sex).toBe(sex === "male" ? "male" : null);
          expect(high?.from).toBeLessThanOrEqual(Math.max(a, b));
        },
      ),
    );
  });
});
