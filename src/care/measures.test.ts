import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bmiOf,
  bmiSeries,
  latestOf,
  type Measured,
  measuredWords,
  measureKinds,
  measures,
  measuresFormOf,
  noMeasures,
  readMeasures,
} from "./measures.ts";

const read = (form: Partial<typeof noMeasures>) => readMeasures({ ...noMeasures, ...form });
const value = (kind: (typeof measureKinds)[number]) => {
  const { low, high, decimals } = measures[kind];
  const times = 10 ** decimals;
  return fc.integer({ min: Math.ceil(low * times), max: Math.floor(high * times) }).map((n) => n / times);
};
/** Any set of constants that a living body may have. */
const measured: fc.Arbitrary<Measured> = fc
  .record(Object.fromEntries(measureKinds.map((kind) => [kind, value(kind)])), { requiredKeys: [] })
  .map((set: Measured) => {
    const { systolic, diastolic, ...others } = set;
    if (systolic === undefined || diastolic === undefined || systolic <= diastolic) return others;
    return set;
  });

describe("a line of constants", () => {
  test("says again what was read of it, whatever it says", () => {
    fc.assert(
      fc.property(measured, (set) => {
        expect(readMeasures(measuresFormOf(set))).toEqual({ ok: true, measured: set });
      }),
    );
  });

  test("is never read as something no living body has, whatever is typed", () => {
    const typed = fc.oneof(fc.string(), fc.double().map(String), fc.nat(9999).map(String));
    fc.assert(
      fc.property(fc.record({ pressure: typed, pulse: typed, weight: typed, height: typed }), (form) => {
        const answer = read(form);
        if (!answer.ok) {
          expect(Object.values(answer.fields).join()).toMatch(/\S/u);
          return;
        }
        for (const [kind, number] of Object.entries(answer.measured)) {
          const { low, high } = measures[kind as "pulse"];
          expect(number).toBeGreaterThanOrEqual(low);
          expect(number).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  test.each([
    ["148/92", { systolic: 148, diastolic: 92 }],
    ["148 / 92", { systolic: 148, diastolic: 92 }],
    ["148 92", { systolic: 148, diastolic: 92 }],
    // In centimetres, as it is said.
    ["14/9", { systolic: 140, diastolic: 90 }],
    ["14,8/9,2", { systolic: 148, diastolic: 92 }],
  ])("reads the pressure %s", (pressure, said) => {
    expect(read({ pressure })).toEqual({ ok: true, measured: said });
  });

  test.each([
    ["148", "Deux nombres\u00a0: 148/92."],
    ["148/", "Ce n’est pas un nombre."],
    ["92/148", "La maximale s’écrit d’abord\u00a0: 148/92."],
    ["480/92", "Entre 40 et 300\u00a0mmHg\u00a0: vérifiez ce qui est tapé."],
    ["148/9", "Entre 20 et 200\u00a0mmHg\u00a0: vérifiez ce qui est tapé."],
  ])("refuses the pressure %s, saying why", (pressure, why) => {
    expect(read({ pressure })).toEqual({ ok: false, fields: { pressure: why } });
  });

  test("takes a comma, a height in metres, and keeps no more decimals than are measured", () => {
    expect(read({ height: "1,72", weight: "71,54", temperature: "37.2", glycaemia: "0,985" })).toEqual({
      ok: true,
      measured: { height: 172, weight: 71.5, temperature: 37.2, glycaemia: 0.98 },
    });
    expect(read({ weight: "71kg" })).toEqual({ ok: false, fields: { weight: "Ce n’est pas un nombre." } });
    expect(read({ weight: "710" })).toEqual({
      ok: false,
      fields: { weight: "Entre 0,5 et 350\u00a0kg\u00a0: vérifiez ce qui est tapé." },
    });
  });

  test("is said in words", () => {
    expect(measuredWords({ systolic: 148, diastolic: 92, weight: 71.5 })).toEqual([
      { label: "Tension", text: "148/92\u00a0mmHg" },
      { label: "Poids", text: "71,5\u00a0kg" },
    ]);
  });
});

describe("over time", () => {
  const sets = [
    { on: "2026-01-01", measured: { height: 160, weight: 60 } },
    { on: "2026-02-01", measured: { pulse: 80 } },
    { on: "2026-09-01", measured: { weight: 64 } },
  ];

  test("the last value of each kind is kept with its day", () => {
    expect(latestOf(sets)).toEqual({
      height: { on: "2026-01-01", value: 160 },
      weight: { on: "2026-09-01", value: 64 },
      pulse: { on: "2026-02-01", value: 80 },
    });
  });

  test("the body mass index takes the last height known, and of a child none that is old", () => {
    expect(bmiSeries(sets, () => false)).toEqual([
      { on: "2026-01-01", value: 23.4 },
      { on: "2026-09-01", value: 25 },
    ]);
    expect(bmiSeries(sets, () => true)).toEqual([{ on: "2026-01-01", value: 23.4 }]);
    expect(bmiSeries([{ on: "2026-01-01", measured: { weight: 60 } }], () => false)).toEqual([]);
  });

  test("the index grows with the weight and falls with the height", () => {
    fc.assert(
      fc.property(
        value("weight"),
        value("height"),
        fc.integer({ min: 1, max: 50 }),
        (weight, height, more) => {
          expect(bmiOf(weight + more, height)).toBeGreaterThanOrEqual(bmiOf(weight, height));
          expect(bmiOf(weight, height + more)).toBeLessThanOrEqual(bmiOf(weight, height));
        },
      ),
    );
  });
});
