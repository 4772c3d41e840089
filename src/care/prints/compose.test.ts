import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRpps } from "../../network/rpps.ts";
import { type Printed, printedSchema, printSchema } from "../prints.ts";
import { ALD_HEADING, composePaper, type Heading, SICK_LEAVE_NOTICE, USUAL_HEADING } from "./compose.ts";

const heading: Heading = {
  centre: "Centre",
  demonstration: false,
  structure: "Service",
  site: "Centre-ville",
  lines: "12 rue de l’Exemple\n\n 04 65 71 00 00 ",
  by: "Dr Hélène Marchal",
  role: "Médecin",
  rpps: "10003456786",
  identity: {
    family: "Koné",
    given: "Mariam",
    usedFamily: "Traoré",
    usedGiven: null,
    birth: "1992-03-12",
    sex: "female",
  } as unknown as Heading["identity"],
};
const compose = (printed: Printed) => composePaper(printed, heading, "2026-03-02", "019c-0000-abcdef012345");
const words = fc
  .string({ minLength: 1, maxLength: 60, unit: "grapheme" })
  .filter((text) => /\p{L}/u.test(text));
const line = fc.record({
  what: words,
  how: fc.oneof(fc.constant(""), words),
  part: fc.constantFrom("usual" as const, "ald" as const),
});
const prescription = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 30 }),
    advice: fc.oneof(fc.constant(""), words),
  })
  .map(
    (typed) =>
      printedSchema.parse({ kind: "prescription", ...typed }) as Extract<Printed, { kind: "prescription" }>,
  );

describe("an ordonnance", () => {
  test("says each line once, in its part, in the order it was written, and how many there are", () => {
    fc.assert(
      fc.property(prescription, (printed) => {
        const { sections, foot } = compose(printed);
        const parts = sections.filter(({ items }) => items.length > 0);
        const told = (heading: string | null) =>
          sections.filter((section) => section.heading === heading).flatMap(({ items }) => items);
        const wanted = (part: "usual" | "ald") =>
          printed.lines.filter((one) => one.part === part).map(({ what, how }) => ({ what, how }));
        expect(parts.flatMap(({ items }) => items)).toHaveLength(printed.lines.length);
        if (printed.lines.some(({ part }) => part === "ald")) {
          expect(told(ALD_HEADING)).toEqual(wanted("ald"));
          expect(told(USUAL_HEADING)).toEqual(wanted("usual"));
        } else expect(told(null)).toEqual(wanted("usual"));
        expect(foot).toMatch(
          new RegExp(`^ordonnance de ${printed.lines.length} lignes? · document n°\u00a0ef012345$`),
        );
      }),
    );
  });

  test("split by a long illness shows both parts, the empty one saying so; not split, it names neither", () => {
    const ofParts = (...parts: ("usual" | "ald")[]) =>
      compose(
        printedSchema.parse({
          kind: "prescription",
          lines: parts.map((part, n) => ({ what: `l${n}`, part })),
        }),
      ).sections.map(({ heading: said, paragraphs, framed }) => [said, paragraphs, framed]);
    expect(ofParts("ald")).toEqual([
      [ALD_HEADING, [], true],
      [USUAL_HEADING, ["Aucune."], true],
    ]);
    expect(ofParts("usual")).toEqual([[null, [], false]]);
  });

  test("is headed by who establishes it and names whom it is for", () => {
    const paper = compose(
      printedSchema.parse({ kind: "prescription", weight: "14 kg", lines: [{ what: "x" }] }),
    );
    expect(paper.place).toEqual(["Service", "Centre-ville", "12 rue de l’Exemple", "04 65 71 00 00"]);
    expect(paper.by).toEqual(["Dr Hélène Marchal", "Médecin", "RPPS 10003456786"]);
    expect([paper.person, paper.facts, paper.date]).toEqual([
      "Mariam Traoré",
      "née Koné, née le 12/03/1992, 33 ans, poids 14 kg",
      "Le 2 mars 2026",
    ]);
  });
});

describe("other papers", () => {
  test("a sick-leave reminder always says that it is not the official form, and counts both its days", () => {
    const { notice, sections } = compose(
      printedSchema.parse({ kind: "sick_leave", from: "2026-02-27", until: "2026-03-02" }),
    );
    expect(notice).toBe(SICK_LEAVE_NOTICE);
    expect(sections[0]?.paragraphs[0]).toContain("du 27 février 2026 au 2 mars 2026 inclus (4\u00a0jours)");
    const backwards = printedSchema.safeParse({
      kind: "sick_leave",
      from: "2026-03-02",
      until: "2026-03-01",
    });
    expect(backwards.error?.issues.map(({ message }) => message)).toEqual(["La fin est avant le début."]);
  });

  test("a summary says its steps in their order, each picture in words too, and is signed by nobody", () => {
    const paper = compose(
      printedSchema.parse({
        kind: "summary",
        large: true,
        steps: [
          { what: "Prendre le médicament", picture: "medicine" },
          { what: "Revenir", day: "2026-03-14", picture: "appointment" },
        ],
      }),
    );
    expect([paper.large, paper.signed]).toEqual([true, false]);
    expect(paper.steps.map(({ when, what, shows }) => [when, what, shows])).toEqual([
      [null, "Prendre le médicament", "des médicaments"],
      ["samedi 14 mars 2026", "Revenir", "un calendrier"],
    ]);
    expect(printedSchema.safeParse({ kind: "summary" }).success).toBe(false);
  });

  test("what has no shape is not kept, line breaks are", () => {
    const typed = printedSchema.parse({ kind: "letter", body: " a\r\nb\tc\u0007\u0000 " });
    expect(typed).toMatchObject({ body: "a\nb c" });
  });
});

test("a directory number is eleven digits that agree with their check digit: a slip or a swap of two neighbours is seen", () => {
  expect(["10003456786", "10003456785", "1000345678", "", "1000345678a"].map(isRpps)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{10}$/),
      fc.nat(10),
      fc.integer({ min: 1, max: 9 }),
      (start, at, by) => {
        const whole = Array.from({ length: 10 }, (_, key) => start + key).find(isRpps) ?? "";
        expect(whole).toHaveLength(11);
        const slipped = [...whole]
          .map((digit, index) => (index === at ? (Number(digit) + by) % 10 : digit))
          .join("");
        expect(isRpps(slipped)).toBe(false);
      },
    ),
  );
  expect(
    printSchema.safeParse({ siteId: crypto.randomUUID(), rpps: "123", typed: { kind: "letter", body: "x" } })
      .success,
  ).toBe(false);
});
