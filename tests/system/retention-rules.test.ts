/** The two clocks: when each block leaves active work, when it ends; compared with the rule said another way. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const SET = {
  social_active: 24,
  social_archive: 2,
  clinical_active: 60,
  clinical_archive: 180,
  clinical_from_any: 1,
  minor_until: 28,
  after_death: 10,
};
interface Known {
  readonly social: string | null;
  readonly clinical: string | null;
  readonly any: string;
  readonly first: string;
  readonly born: string | null;
  readonly died: string | null;
}
interface Dates {
  readonly social_archive: string | null;
  readonly social_erase: string | null;
  readonly clinical_archive: string | null;
  readonly clinical_erase: string | null;
  readonly clinical_why: string;
  readonly person_archive: string;
  readonly person_erase: string;
}

async function dates(known: Known, set: object = SET): Promise<Dates> {
  const { rows } = await t.owner.query(
    `select social_archive::text, social_erase::text, clinical_archive::text, clinical_erase::text, clinical_why,
            person_archive::text, person_erase::text
       from retention.dates($1, $2, $3, $4, $5, $6, $7)`,
    [set, known.social, known.clinical, known.any, known.first, known.born, known.died],
  );
  return rows[0];
}

/** A day some months later; the last of the month when there is no such day (31 January, one month: 28 February). */
function later(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const index = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return `${String(y).padStart(4, "0")}-${String(m + 1).padStart(2, "0")}-${String(Math.min(date, last)).padStart(2, "0")}`;
}
const latest = (...days: (string | null)[]) =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;

const day = fc
  .date({ min: new Date("1930-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));
const history = fc
  .record({
    days: fc.array(day, { minLength: 2, maxLength: 5 }).map((all) => all.sort()),
    social: fc.boolean(),
    clinical: fc.boolean(),
    pick: fc.tuple(fc.nat(4), fc.nat(4)),
    born: fc.option(day),
    died: fc.option(day),
  })
  .map(
    ({ days, social, clinical, pick, born, died }): Known => ({
      first: days[0] ?? "",
      any: days.at(-1) ?? "",
      social: social ? (days[pick[0] % days.length] ?? null) : null,
      clinical: clinical ? (days[pick[1] % days.length] ?? null) : null,
      born,
      died,
    }),
  );

describe("the two clocks", () => {
  test("say of any history what the rule, said another way, says", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (known) => {
        const said = await dates(known);
        const care = known.clinical === null ? null : latest(known.clinical, known.any);
        expect(said.social_archive).toBe(known.social && later(known.social, 24));
        expect(said.social_erase).toBe(known.social && later(known.social, 26));
        const twenty = care && later(care, 240);
        const grown = later(known.born ?? known.first, 28 * 12);
        const end =
          care === null
            ? null
            : known.died !== null && known.died < later(care, 120)
              ? later(latest(known.died, care) ?? "", 120)
              : latest(twenty, grown);
        expect(said.clinical_erase).toBe(end);
        expect(said.person_erase).toBe(latest(said.social_erase, end) ?? later(known.any, 26));
      }),
      { numRuns: 300 },
    );
  });

  test("never end a block before it left active work, nor care before the person may be 28, unless they died", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (known) => {
        const said = await dates(known);
        expect(said.person_archive <= said.person_erase).toBe(true);
        if (said.social_archive && said.social_erase)
          expect(said.social_archive < said.social_erase).toBe(true);
        if (said.clinical_erase === null || said.clinical_archive === null) return;
        expect(said.clinical_archive <= said.clinical_erase).toBe(true);
        if (known.died === null) {
          expect(said.clinical_erase >= later(known.born ?? known.first, 336)).toBe(true);
          expect(said.clinical_erase >= later(known.clinical ?? "", 240)).toBe(true);
        }
        // Of one last visit, the social block ends first.
        if (known.social !== null && known.social <= known.any)
          expect((said.social_erase ?? "") <= said.clinical_erase).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [
      "twenty years after the last visit",
      { clinical: "2000-05-10", born: "1950-01-01" },
      "2020-05-10",
      "elapsed",
    ],
    [
      "a child’s record until their 28th birthday",
      { clinical: "2000-05-10", born: "1998-07-01" },
      "2026-07-01",
      "minor",
    ],
    ["born on 29 February", { clinical: "1998-05-10", born: "1996-02-29" }, "2024-02-29", "minor"],
    [
      "ten years after a death near the last visit",
      { clinical: "2000-05-10", born: "1950-01-01", died: "2001-03-02" },
      "2011-03-02",
      "death",
    ],
    [
      "a death long after the last visit changes nothing",
      { clinical: "2000-05-10", born: "1950-01-01", died: "2015-03-02" },
      "2020-05-10",
      "elapsed",
    ],
    [
      "a birth nobody knows is at the latest the first day known",
      { clinical: "2000-05-10", born: null },
      "2028-05-10",
      "minor",
    ],
  ])("%s", async (_, known, end, why) => {
    const day = known.clinical;
    const said = await dates({ social: null, any: day, first: day, died: null, ...known });
    expect([said.clinical_erase, said.clinical_why]).toEqual([end, why]);
  });

  test("care may count from the last care alone, when the network decides so", async () => {
    const known = {
      social: "2020-01-01",
      clinical: "2000-01-01",
      any: "2020-01-01",
      first: "2000-01-01",
      born: "1950-01-01",
      died: null,
    };
    expect((await dates(known)).clinical_erase).toBe("2040-01-01");
    expect((await dates(known, { ...SET, clinical_from_any: 0 })).clinical_erase).toBe("2020-01-01");
  });

  test.each([
    ["1975-03-12", "1975-03-12"],
    ["1975-02", "1975-02-28"],
    ["1975", "1975-12-31"],
    ["~1975", "1977-12-31"],
    [null, null],
  ])("a birth written %s is on %s at the latest", async (birth, by) => {
    const { rows } = await t.owner.query("select retention.born_by($1)::text as by", [birth]);
    expect(rows[0].by).toBe(by);
  });
});
