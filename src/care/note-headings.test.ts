import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noteHeadings, withHeadings } from "./note-headings.ts";
import type { NoteTemplate } from "./notes.ts";

const anyTemplate = fc.constantFrom(...(Object.keys(noteHeadings) as NoteTemplate[]));
const anyText = fc.string({ unit: "grapheme", maxLength: 200 });

describe("the plan of a note", () => {
  test("never touches what is typed", () => {
    fc.assert(
      fc.property(anyText, anyTemplate, (typed, template) => {
        expect(withHeadings(typed, noteHeadings[template]).startsWith(typed)).toBe(true);
      }),
    );
  });

  test("holds each heading once, however often it is asked for", () => {
    fc.assert(
      fc.property(anyText, anyTemplate, (typed, template) => {
        const once = withHeadings(typed, noteHeadings[template]);
        expect(withHeadings(once, noteHeadings[template])).toBe(once);
        const lines = once.split("\n").map((line) => line.trim());
        for (const heading of noteHeadings[template])
          expect(lines.filter((line) => line.startsWith(`${heading}\u00a0:`)).length).toBeGreaterThan(0);
      }),
    );
  });

  test("adds only what a half-written note lacks", () => {
    expect(withHeadings("Motif\u00a0: toux", ["Motif", "Examen"])).toBe(
      "Motif\u00a0: toux\n\nExamen\u00a0:\n",
    );
    expect(withHeadings("Motif\u00a0:\ntoux", ["Motif", "Examen"])).toBe(
      "Motif\u00a0:\ntoux\n\nExamen\u00a0:\n",
    );
  });
});
