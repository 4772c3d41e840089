import { describe, expect, test } from "vitest";
import { type Way, type WayForm, wayFormSchema } from "../contact.ts";
import { wayFormOf } from "../contact-words.ts";
import { deathRows, wayRows } from "./rows.ts";

const way = (form: Partial<WayForm>): WayForm => wayFormSchema.parse({ kind: "phone", ...form });
const faults = (...forms: Partial<WayForm>[]) => {
  const wanted = wayRows(forms.map(way));
  return wanted.ok ? {} : wanted.fields;
};

describe("ways to reach someone", () => {
  test("keep their order, the number as dialled and as typed, and only what goes with their kind", () => {
    const wanted = wayRows([
      way({ value: "06.12.34.56.78", holder: "personne", mayName: true, note: "le matin" }),
      way({ kind: "other_phone", value: "0474123456", holder: "sa sœur Awa" }),
      way({ kind: "message", value: "Restos du cœur", mayName: true }),
    ]);
    expect(wanted).toEqual({
      ok: true,
      rows: [
        {
          part: "way",
          rank: 0,
          content: {
            kind: "phone",
            typed: "06.12.34.56.78",
            e164: "+33612345678",
            shown: "06 12 34 56 78",
            holder: null,
            mayName: null,
            note: "le matin",
          },
        },
        expect.objectContaining({
          rank: 1,
          content: expect.objectContaining({ e164: "+33474123456", holder: "sa sœur Awa", mayName: false }),
        }),
        expect.objectContaining({
          rank: 2,
          content: expect.objectContaining({ e164: null, shown: "Restos du cœur", mayName: true }),
        }),
      ],
    });
  });

  test("a form given back by what was kept asks for the same rows", () => {
    const first = wayRows([
      way({ value: "+223 76 12 34 56" }),
      way({ kind: "other_phone", value: "0612345678", holder: "un voisin", mayName: true, note: "le soir" }),
      way({ kind: "email", value: "a.b@exemple.fr" }),
    ]);
    if (!first.ok) throw new Error("refused");
    expect(wayRows(first.rows.map(({ content }) => wayFormOf(content as Way)))).toEqual(first);
  });

  test.each([
    [{ kind: "email", value: "awa@" } as const, "ways.0.value", /nom@exemple\.fr/],
    [{ kind: "message" } as const, "ways.0.value", /on laisse le message/],
    [{ kind: "other_phone", value: "0612345678" } as const, "ways.0.holder", /à qui/],
    [{ value: "12" } as const, "ways.0.value", /10 chiffres/],
  ])("%o is refused, on its own field", (form, field, message) => {
    expect(faults(form)[field]).toMatch(message);
  });

  test("the same number twice, and none beside another, are refused", () => {
    expect(faults({ value: "0612345678" }, { value: "+33 6 12 34 56 78" })).toEqual({
      "ways.1.value": "Ce moyen est déjà dans la liste.",
    });
    expect(faults({ kind: "none" }, { value: "0612345678" })["ways.0.kind"]).toMatch(/aucun autre/);
    expect(faults({ kind: "none" })).toEqual({});
  });
});

test("a death is on a day that has come, or on none that is known", () => {
  const on = (day: string | null) => deathRows({ day, source: "relative" }, "2026-03-02").ok;
  expect([on("2026-03-02"), on("2026-03-03"), on("1899-12-31"), on(null)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(deathRows(null, "2026-03-02")).toEqual({ ok: true, rows: [] });
});
