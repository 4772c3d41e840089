/** Correcting how a register is read: what someone says of its columns, words and pairs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateRegister } from "../../tests/data/make-register.ts";
import { type Corrections, correctionsSchema, noCorrections, type RegisterMemory } from "./corrections.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { memoryOf, reviewRegister } from "./review.ts";
import { nobodyKnown, type PlanOptions, parseRegister, planRegister, rememberedHeadings } from "./rules.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const TODAY = "2026-11-21";
const plan = (text: string, options: Partial<PlanOptions> = {}) =>
  planRegister(parseRegisterFile(bytesOf(text), rememberedHeadings(options.memory ?? nothing)), nobodyKnown, {
    today: TODAY,
    probable: "ask",
    ...options,
  });
const nothing: RegisterMemory = { headings: [], words: [], covers: [] };
const review = (text: string, options: Partial<PlanOptions> = {}) => {
  const parsed = parseRegister(parseRegisterFile(bytesOf(text)), { today: TODAY, ...options });
  return reviewRegister(parsed, plan(text, options));
};
const corrections = (some: Partial<Corrections>): Corrections => ({ ...noCorrections, ...some });

const STRANGE = [
  "Passage du;Blason;Petit nom;Né(e) le;Couverture;Motif",
  "03/01/2014;Sy;Awa;12/03/1975;Carte bleue;toux",
  "04/01/2014;Sy;Awa;12/03/1975;CMU;bobologie",
].join("\n");

describe("columns", () => {
  test("a strange heading stops nothing once someone says what it is", () => {
    expect(() => plan(STRANGE)).toThrow(/Aucune ligne de titres/u);
    const told = corrections({
      columns: [
        { column: 0, field: "visitDate" },
        { column: 1, field: "family" },
      ],
    });
    const planned = plan(STRANGE, { corrections: told });
    expect(planned.counts).toMatchObject({ imported: 2, refused: 0 });
    expect(planned.visits[0]?.name).toEqual({ family: "Sy", given: "Awa" });
  });

  test("what was said is kept by heading, and applies to the next file whatever its order", () => {
    const told = corrections({
      columns: [
        { column: 0, field: "visitDate" },
        { column: 1, field: "family" },
      ],
      covers: [{ column: "cover", text: "Carte bleue", base: "none", complementary: "none" }],
    });
    const memory = memoryOf(
      parseRegister(parseRegisterFile(bytesOf(STRANGE)), { today: TODAY, corrections: told }),
      told,
    );
    expect(memory.headings).toEqual([
      { heading: "Passage du", field: "visitDate" },
      { heading: "Blason", field: "family" },
    ]);
    const next = ["BLASON,Couverture,passage DU", "Diallo,carte  bleue,05/02/2015"].join("\n");
    const planned = plan(next, { memory });
    expect(planned.visits[0]).toMatchObject({
      date: "2015-02-05",
      name: { family: "Diallo" },
      cover: { base: "none", complementary: "none", recognised: true },
    });
  });

  test("two columns for one field, or a column that is not there, are refused in French", () => {
    const twice = correctionsSchema.safeParse({
      columns: [
        { column: 0, field: "birth" },
        { column: 1, field: "birth" },
      ],
    });
    expect(twice.error?.issues[0]?.message).toContain("Deux colonnes");
    expect(() =>
      plan(STRANGE, { corrections: corrections({ columns: [{ column: 90, field: "visitDate" }] }) }),
    ).toThrow(/n’est pas dans ce fichier/u);
  });

  test("saying of columns and words what they already are changes nothing", () => {
    const { csv } = generateRegister(11, 80);
    const parsed = parseRegister(parseRegisterFile(bytesOf(csv)), { today: TODAY });
    const plain = plan(csv);
    const shown = reviewRegister(parsed, plain);
    const columns = shown.columns.flatMap(({ column, field }) =>
      field === null || field === "ignore" ? [] : [{ column, field }],
    );
    const words = shown.lists.flatMap(({ list, words: all }) =>
      all.flatMap(({ text, code, known }) =>
        known && code !== null ? [{ list, text, code, label: null }] : [],
      ),
    );
    const covers = shown.covers.flatMap(({ column, words: all }) =>
      all.flatMap(({ text, base, complementary, known }) =>
        known ? [{ column, text, base, complementary }] : [],
      ),
    );
    expect(columns.length).toBeGreaterThan(8);
    expect(words.length).toBeGreaterThan(8);
    expect(covers.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(
        fc.subarray(columns),
        fc.subarray(words),
        fc.subarray(covers),
        (some, ofWords, ofCovers) => {
          const said = plan(csv, { corrections: { columns: some, words: ofWords, covers: ofCovers } });
          expect(said).toEqual(plain);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe("words", () => {
  const told = corrections({
    columns: [
      { column: 0, field: "visitDate" },
      { column: 1, field: "family" },
    ],
  });
  test("a word stands for a term of the list, or for a new one", () => {
    const words = [{ list: "reason" as const, text: "Bobologie", code: "wound", label: null }];
    const existing = plan(STRANGE, { corrections: { ...told, words } });
    expect(existing.visits[1]?.reasons).toMatchObject([{ code: "wound", known: true }]);
    const anew = [{ list: "reason" as const, text: "bobologie", code: null, label: "Petits soins" }];
    const added = plan(STRANGE, { corrections: { ...told, words: anew } });
    expect(added.terms).toMatchObject([{ list: "reason", code: "petits_soins", label: "Petits soins" }]);
  });
  test("a term that is in no list is refused in French", () => {
    const words = [{ list: "reason" as const, text: "Bobologie", code: "nowhere", label: null }];
    expect(() => plan(STRANGE, { corrections: { ...told, words } })).toThrow(/n’existe pas dans la liste/u);
  });
  test("those not recognised come first, with how many rows hold them", () => {
    const { covers, lists } = review(STRANGE, { corrections: told });
    expect(covers[0]?.words.map(({ text, known, rows }) => [text, known, rows])).toEqual([
      ["Carte bleue", false, 1],
      ["CMU", true, 1],
    ]);
    expect(lists.find(({ list }) => list === "reason")?.words[0]).toMatchObject({
      text: "bobologie",
      known: false,
    });
  });
});

describe("pairs decided one by one", () => {
  const names = ["Diallo", "Dialo", "Dialla", "Sow", "Soow", "Keita", "Keyta", "Touré", "Tourre", "Traore"];
  const row = fc.tuple(
    fc.constantFrom(...names),
    fc.constantFrom("Awa", "Ava"),
    fc.constantFrom("12/03/1975", "13/03/1975"),
  );
  const register = fc
    .array(row, { minLength: 2, maxLength: 12 })
    .map((rows) =>
      ["Date;Nom;Prénom;DDN", ...rows.map((cells) => `03/01/2014;${cells.join(";")}`)].join("\n"),
    );

  test("all the same, or all distinct, is what accepting or rejecting all gives", () => {
    fc.assert(
      fc.property(register, (text) => {
        const keys = plan(text).pairs.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const [decision, probable] of [
          ["same", "accept"],
          ["distinct", "reject"],
        ] as const) {
          const pairs = keys.map((key) => ({ key, decision }));
          expect(plan(text, { pairs })).toEqual(plan(text, { probable }));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('the order of the answers does not matter, and no answer "distinct" is ever overruled', () => {
    fc.assert(
      fc.property(register, fc.infiniteStream(fc.boolean()), fc.nat(), (text, answers, seed) => {
        const { pairs: asked } = plan(text);
        const pairs = asked.map(({ key }) => ({
          key,
          decision: answers.next().value ? ("same" as const) : ("distinct" as const),
        }));
        const turned = [...pairs].sort(
          (a, b) => ((a.key.charCodeAt(0) * (seed + 1)) % 7) - ((b.key.charCodeAt(0) * (seed + 1)) % 7),
        );
        const planned = plan(text, { pairs });
        expect(plan(text, { pairs: turned })).toEqual(planned);
        const answer = new Map(pairs.map(({ key, decision }) => [key, decision]));
        for (const { key, become, decision, contradicted } of planned.pairs) {
          if (answer.get(key) === "distinct") expect(become[0]).not.toBe(become[1]);
          else if (!contradicted) expect(decision === "same" ? become[0] : become[1]).toBe(become[1]);
        }
        expect(planned.needsDecision).toBe(planned.pairs.some(({ contradicted }) => contradicted));
      }),
      { numRuns: 40 },
    );
  });

  test("answers that contradict each other wait for another answer, and nothing is written meanwhile", () => {
    const text =
      "Date;Nom;Prénom;DDN\n03/01/2014;Diallo;Awa;12/03/1975\n03/01/2014;Dialo;Awa;12/03/1975\n03/01/2014;Dalo;Awa;12/03/1975";
    const [ab, ac, bc] = plan(text).pairs;
    const pairs = [ab, bc].flatMap((pair) => (pair ? [{ key: pair.key, decision: "same" as const }] : []));
    const planned = plan(text, { pairs: [...pairs, { key: ac?.key ?? "", decision: "distinct" }] });
    expect(planned.needsDecision).toBe(true);
    expect(planned.pairs.filter(({ contradicted }) => contradicted)).toHaveLength(1);
  });
});
