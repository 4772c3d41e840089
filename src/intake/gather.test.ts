/** Gathering rows into persons: who is whom, whatever the order of the rows and however often they are imported. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planImported } from "../../tests/data/imported.ts";
import { generateRegister } from "../../tests/data/make-register.ts";
import type { KnownPeople, RawTable, RegisterPlan } from "./model.ts";
import type { ProbableChoice } from "./pairs.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { nobodyKnown, planRegister } from "./rules.ts";

type Row = readonly [date: string, family: string, given: string, birth: string];

const table = (rows: readonly Row[]): RawTable => ({
  sheet: null,
  otherRegisters: [],
  encoding: "utf-8",
  separator: ";",
  epoch1904: false,
  shortenedRows: [],
  rows: [["Date", "Nom", "Prénom", "DDN"], ...rows].map((cells, index) => ({ row: index + 1, cells })),
});
const plan = (rows: readonly Row[], known: KnownPeople = nobodyKnown, probable: ProbableChoice = "ask") =>
  planRegister(table(rows), known, { today: "2026-11-21", probable });
/** Persons as sets of row numbers. */
const groups = ({ persons }: RegisterPlan) =>
  persons.map(({ newRows, alreadyRows }) => [...newRows, ...alreadyRows].sort((a, b) => a - b));
const visit = (family: string, given: string, birth: string, date = "03/01/2014"): Row => [
  date,
  family,
  given,
  birth,
];

describe("one person or two", () => {
  test("equal once folded, columns swapped, same birth date: one", () => {
    const rows = [
      visit("N’Diaye", "Loïc", "06/01/1969"),
      visit("LOIC", "N'DIAYE", "1969-01-06"),
      visit("ndiaye", "loic", "6/1/69"),
    ];
    expect(groups(plan(rows))).toEqual([[2, 3, 4]]);
  });
  test("another birth date, or another precision of it: two", () => {
    const rows = [
      visit("Sy", "Awa", "01/01/1975"),
      visit("Sy", "Awa", "02/01/1975"),
      visit("Sy", "Awa", "1975"),
      visit("Sy", "Awa", "vers 1975"),
    ];
    const planned = plan(rows);
    expect(groups(planned)).toEqual([[2], [3], [4], [5]]);
    expect(planned.notices.filter(({ kind }) => kind === "partial_birth").map(({ rows: at }) => at)).toEqual([
      [4],
      [5],
    ]);
  });
  test("without birth date: the single person of that name", () => {
    expect(groups(plan([visit("Sy", "Awa", ""), visit("SY", "AWA", "01/01/1975")]))).toEqual([[2, 3]]);
  });
  test("without birth date and two of that name: kept apart together, and told", () => {
    const planned = plan([
      visit("Sy", "Awa", "01/01/1975"),
      visit("Sy", "Awa", ""),
      visit("Sy", "Awa", "05/05/1980"),
      visit("Awa", "Sy", "?"),
    ]);
    expect(groups(planned)).toEqual([[2], [3, 5], [4]]);
    expect(planned.notices.filter(({ kind }) => kind === "undated").map(({ rows }) => rows)).toEqual([
      [3, 5],
    ]);
  });
  test("without birth date and nobody of that name: one person", () => {
    expect(groups(plan([visit("Sy", "Awa", ""), visit("Sy", "AWA", "")]))).toEqual([[2, 3]]);
  });
});

describe("probable pairs", () => {
  const spelt = (family: string, birth = "12/03/1975") => visit(family, "Awa", birth);
  test("one or two letters apart with the same full birth date, nothing further", () => {
    const pairs = (a: Row, b: Row) => plan([a, b]).pairs.map(({ lettersApart }) => lettersApart);
    expect(pairs(spelt("Traore"), spelt("Traorre"))).toEqual([1]);
    expect(pairs(spelt("Traore"), spelt("Trarorre"))).toEqual([2]);
    expect(pairs(spelt("Traore"), spelt("Trarorrre"))).toEqual([]);
    expect(pairs(spelt("Traore"), visit("Awa", "Traorre", "12/03/1975"))).toEqual([1]);
    expect(pairs(spelt("Traore"), spelt("Traorre", "13/03/1975"))).toEqual([]);
    expect(pairs(spelt("Traore", "1975"), spelt("Traorre", "1975"))).toEqual([]);
    expect(pairs(spelt("Traore", ""), spelt("Traorre", ""))).toEqual([]);
  });
  test("accepted in a chain: one person with its variants", () => {
    const rows = [spelt("Traore"), spelt("Traoree"), spelt("Traoreeee")];
    const accepted = plan(rows, nobodyKnown, "accept");
    expect(groups(accepted)).toEqual([[2, 3, 4]]);
    expect(accepted.persons[0]?.variants).toHaveLength(2);
    expect(groups(plan(rows, nobodyKnown, "reject"))).toEqual([[2], [3], [4]]);
  });
  test("an undated row fits the one person an accepted pair makes, and neither of two rejected homonyms", () => {
    const rows = [spelt("Traore"), spelt("Traorre"), visit("Traore", "Awa", "")];
    expect(groups(plan(rows, nobodyKnown, "accept"))).toEqual([[2, 3, 4]]);
    expect(groups(plan(rows, nobodyKnown, "reject"))).toEqual([[2, 4], [3]]);
  });
  test("a recorded person is a pair with a new row; once decided, it is not asked again", () => {
    const first = planImported(plan([spelt("Traore")]), nobodyKnown);
    const grown = [spelt("Traore"), ["10/02/2015", "Traorre", "Awa", "12/03/1975"] as const];
    const asked = plan(grown, first);
    expect(asked.pairs.map(({ rows }) => rows)).toEqual([[2, 3]]);
    expect(plan(grown.slice(1), first).pairs.map(({ rows }) => rows)).toEqual([[2]]);
    for (const choice of ["accept", "reject"] as const) {
      const after = planImported(plan(grown, first, choice), first);
      expect(after.persons).toHaveLength(choice === "accept" ? 1 : 2);
      const again = plan([...grown, ["11/03/2015", "TRAORRE", "Awa", "12/03/1975"]], after);
      expect(again.pairs).toEqual([]);
      expect(again.counts.imported).toBe(1);
      expect(again.persons.find(({ newRows }) => newRows.includes(4))?.existingId).toBe(
        choice === "accept" ? "person-1" : "person-2",
      );
    }
  });
  test("names that are no names are not thousands of pairs to decide", () => {
    const rows = Array.from({ length: 300 }, (_, index) => visit("Patient", String(index), "01/01/1980"));
    expect(() => plan(rows)).toThrow(/Trop de personnes/u);
  });
  test("two recorded persons are never made one: a row near both goes to the nearest", () => {
    const known: KnownPeople = {
      persons: [
        { id: "a", names: [{ family: "Traore", given: "Awa" }], birth: "1975-03-12" },
        { id: "b", names: [{ family: "Traorreee", given: "Awa" }], birth: "1975-03-12" },
      ],
      fingerprints: new Map(),
    };
    const accepted = plan([spelt("Traorre")], known, "accept");
    expect(accepted.persons.map(({ existingId }) => existingId)).toEqual(["a"]);
    expect(accepted.pairs.map(({ decision }) => decision).sort()).toEqual(["distinct", "same"]);
  });
});

describe("people already recorded", () => {
  test("by a former spelling, and by name alone when no birth date is written", () => {
    const known: KnownPeople = {
      persons: [
        {
          id: "a",
          names: [
            { family: "Martin", given: "Awa" },
            { family: "Sy", given: "Awa" },
          ],
          birth: "1975-03-12",
        },
      ],
      fingerprints: new Map(),
    };
    expect(
      plan([visit("SY", "awa", "12/03/1975"), visit("Martin", "Awa", "")], known).persons.map(
        ({ key }) => key,
      ),
    ).toEqual(["a"]);
  });
  test("one recorded without birth date receives it from the single dated person of that name", () => {
    const known: KnownPeople = {
      persons: [{ id: "a", names: [{ family: "Sy", given: "Awa" }], birth: null }],
      fingerprints: new Map(),
    };
    const [person] = plan([visit("Sy", "Awa", "12/03/1975")], known).persons;
    expect([person?.existingId, person?.birthLearnt, person?.birth?.canonical]).toEqual([
      "a",
      true,
      "1975-03-12",
    ]);
    const two = plan([visit("Sy", "Awa", "12/03/1975"), visit("Sy", "Awa", "13/03/1976")], known);
    expect(two.persons.map(({ existingId }) => existingId)).toEqual([null, null]);
  });
});

describe("whatever the rows", () => {
  const row = fc.tuple(
    fc.constantFrom("03/01/2014", "04.02.14", "2014-03-05"),
    fc.constantFrom("Sy", "SY", "Traore", "Traoré", "Traorre", "Da Silva", "DASILVA", "Awa"),
    fc.constantFrom("Awa", "awa", "Sy", "Traore", ""),
    fc.constantFrom("01/01/1975", "1975", "", "02/02/1980", "vers 1975"),
  );
  const rows = fc.array(row, { minLength: 1, maxLength: 14 });
  const choice = fc.constantFrom<ProbableChoice>("accept", "reject");

  test("shuffling them gathers the same persons", () => {
    fc.assert(
      fc.property(rows, choice, fc.nat(), (some, probable, seed) => {
        const order = some
          .map((_, index) => index)
          .sort((a, b) => ((a * 7919 + seed) % 31) - ((b * 7919 + seed) % 31) || a - b);
        const shuffled = order.map((index) => some[index] ?? visit("", "", ""));
        const named = ({ persons }: RegisterPlan, source: readonly Row[]) =>
          persons
            .map((person) =>
              JSON.stringify([
                person.name,
                person.variants,
                person.birth?.canonical,
                person.newRows.map((at) => source[at - 2]?.join()).sort(),
              ]),
            )
            .sort();
        expect(named(plan(shuffled, nobodyKnown, probable), shuffled)).toEqual(
          named(plan(some, nobodyKnown, probable), some),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("planning again after importing brings nothing and asks nothing, in any order", () => {
    fc.assert(
      fc.property(rows, choice, (some, probable) => {
        const first = plan(some, nobodyKnown, probable);
        const known = planImported(first, nobodyKnown);
        for (const again of [plan(some, known), plan([...some].reverse(), known)]) {
          expect(again.counts.imported).toBe(0);
          expect(again.alreadyImported).toBe(true);
          expect(again.needsDecision).toBe(false);
          expect(again.persons.every(({ existingId }) => existingId !== null)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("every visit has one person, and every person's rows are the visits", () => {
    fc.assert(
      fc.property(rows, choice, (some, probable) => {
        const planned = plan(some, nobodyKnown, probable);
        const keys = new Set(planned.persons.map(({ key }) => key));
        expect(keys.size).toBe(planned.persons.length);
        expect(planned.visits.every(({ person }) => keys.has(person))).toBe(true);
        expect(planned.persons.flatMap(({ newRows }) => newRows).sort((a, b) => a - b)).toEqual(
          planned.visits.map(({ row: at }) => at),
        );
      }),
    );
  });
});

/** A pronounceable word of a number. */
function syllables(number: number): string {
  const parts = "ba di ko mu re sa to va li no pe chi gra hel jo".split(" ");
  let word = "";
  for (let rest = number + 1; rest > 0; rest = Math.floor(rest / parts.length))
    word += parts[rest % parts.length];
  return word;
}

describe("generated registers", () => {
  test.each([1, 2, 3])("seed %i: what was drawn is what is found", (seed) => {
    const { csv, expected } = generateRegister(seed, 1_500);
    const read = parseRegisterFile(new TextEncoder().encode(csv));
    const accepted = planRegister(read, nobodyKnown, { today: "2026-11-21", probable: "accept" });
    const rejected = planRegister(read, nobodyKnown, { today: "2026-11-21", probable: "reject" });
    expect(accepted.counts).toMatchObject({
      imported: expected.visits,
      refused: expected.refused,
      ignored: expected.blank,
    });
    expect(accepted.personsTouched).toBe(expected.personsIfAccepted);
    expect(rejected.personsTouched).toBe(expected.personsIfRejected);
    expect(rejected.pairs).toHaveLength(expected.pairs);
    const having = (test: (cover: RegisterPlan["visits"][number]["cover"]) => boolean) =>
      new Set(accepted.visits.filter(({ cover }) => test(cover)).map(({ person }) => person)).size;
    expect(having((cover) => cover?.base === "none")).toBe(expected.noneAtLeastOnce);
    expect(having((cover) => cover?.base === "cmu_base" || cover?.complementary === "cmu_c")).toBe(
      expected.cmuAtLeastOnce,
    );
  });

  test("a grown register brings its new rows only", () => {
    const lines = generateRegister(4, 600).csv.split("\r\n");
    const read = (text: string) => parseRegisterFile(new TextEncoder().encode(text));
    const half = planRegister(read(lines.slice(0, 301).join("\n")), nobodyKnown, {
      today: "2026-11-21",
      probable: "reject",
    });
    const known = planImported(half, nobodyKnown);
    const whole = planRegister(read(lines.join("\n")), known, { today: "2026-11-21", probable: "reject" });
    expect(whole.counts.already).toBe(half.counts.imported);
    expect(whole.counts.imported).toBe(600 - half.counts.imported);
    expect(planImported(whole, known).persons).toHaveLength(
      generateRegister(4, 600).expected.personsIfRejected,
    );
  });

  // Comparing everyone with everyone would take hours: this ends, well within the test's limit, because it does not.
  test("20,000 rows are planned, even when everyone was born on one day", { timeout: 120_000 }, () => {
    const { csv } = generateRegister(5, 20_000);
    // Twenty thousand different people of close names, all said to be born on one 1 January.
    const crowd = ["Date;Nom;Prénom;DDN"];
    for (let person = 0; person < 20_000; person++) {
      crowd.push(`03/01/2014;${syllables(person)};${syllables(person * 7919)};01/01/1980`);
    }
    const sameDay = csv.replace(/;\d{2}\/\d{2}\/\d{4};(Femme|F|H|M);/gu, ";01/01/1980;$1;");
    for (const text of [csv, sameDay, crowd.join("\n")]) {
      const read = parseRegisterFile(new TextEncoder().encode(text));
      const planned = planRegister(read, nobodyKnown, { today: "2026-11-21", probable: "reject" });
      expect(planned.counts.imported).toBe(20_000);
    }
  });
});
