import { beforeAll, describe, expect, test } from "vitest";
import { type AddressForm, addressFormSchema } from "../address.ts";
import { addressesOn, addressFormsOf, addressWords } from "../address-words.ts";
import type { ContactRow } from "../contact.ts";
import { addressRows } from "./address-rows.ts";
import { type Gazetteer, loadGazetteer } from "./communes.ts";

let gazetteer: Gazetteer;
beforeAll(async () => {
  gazetteer = await loadGazetteer();
});
const form = (over: Partial<AddressForm>): AddressForm =>
  addressFormSchema.parse({ use: "postal", form: "own", communeCode: "38053", from: "2026-02-01", ...over });
const read = (forms: Partial<AddressForm>[], communesOnly = false) =>
  addressRows(forms.map(form), { communesOnly, today: "2026-03-02", gazetteer });
const words = (over: Partial<AddressForm>) => addressWords(form(over));

describe("addresses", () => {
  test("keep the commune's own name, its only postcode, and a row for those who read no more", () => {
    expect(read([{ lines: "3 rue X", commune: "n’importe quoi" }])).toEqual({
      ok: true,
      rows: [
        {
          part: "address",
          rank: 0,
          content: {
            use: "postal",
            form: "own",
            host: null,
            lines: "3 rue X",
            postcode: "38300",
            communeCode: "38053",
            commune: "Bourgoin-Jallieu",
            country: null,
            from: "2026-02-01",
            source: "declared",
          },
        },
        {
          part: "commune",
          rank: 0,
          content: { use: "postal", code: "38053", name: "Bourgoin-Jallieu", from: "2026-02-01" },
        },
      ],
    });
    const desk = read([{}], true);
    expect(desk.ok && desk.rows.map(({ part }) => part)).toEqual(["commune"]);
  });

  test.each([
    [{ form: "none" } as const, ["address"]],
    [{ country: "Italie", communeCode: null, lines: "Via X, Torino" }, ["address"]],
    [{ form: "domiciled", host: "CCAS" } as const, ["address", "commune"]],
  ])("%o is an address too", (over, parts) => {
    const wanted = read([over]);
    expect(wanted.ok && wanted.rows.map(({ part }) => part)).toEqual(parts);
  });

  test.each([
    [{ communeCode: null }, "communeCode", /dans la liste/],
    [{ communeCode: "38999" }, "communeCode", /liste officielle/],
    [{ form: "domiciled" } as const, "host", /domicilie/],
    [{ form: "care_of" } as const, "host", /chez qui/],
    [{ postcode: "3830" }, "postcode", /cinq chiffres/],
    [{ from: "2026-03-03" }, "from", /à venir/],
  ])("%o is refused on its field", (over, field, message) => {
    const wanted = read([over]);
    expect(wanted.ok ? "" : wanted.fields[`addresses.0.${field}`]).toMatch(message);
  });

  test("two of one use cannot begin the same day; of each use, the latest is the one in force", () => {
    const twice = read([{}, { lines: "autre" }]);
    expect(twice.ok ? "" : twice.fields["addresses.1.from"]).toMatch(/ce jour-là/);
    const wanted = read([
      { from: "2025-01-01" },
      {},
      { use: "administrative", form: "none", from: "2020-01-01" },
    ]);
    if (!wanted.ok) throw new Error("refused");
    const rows = wanted.rows.map((row, n) => ({ ...row, id: `${n}`, by: null, at: "" })) as ContactRow[];
    const all = addressFormsOf(rows);
    expect(all.map(({ from }) => from)).toEqual(["2026-02-01", "2025-01-01", "2020-01-01"]);
    expect(addressesOn(all, "2026-03-02").map(({ use, from }) => [use, from])).toEqual([
      ["postal", "2026-02-01"],
      ["administrative", "2020-01-01"],
    ]);
    expect(addressesOn(all, "2025-06-01").map(({ from }) => from)).toEqual(["2025-01-01", "2020-01-01"]);
    // What the page gives back asks for the same rows.
    expect(addressRows(all, { communesOnly: false, today: "2026-03-02", gazetteer })).toMatchObject({
      ok: true,
    });
  });

  test("in words", () => {
    expect(words({ lines: "3 rue X", postcode: "38300", commune: "Bourgoin-Jallieu" })).toBe(
      "3 rue X, 38300 Bourgoin-Jallieu",
    );
    expect(words({ form: "domiciled", host: "CCAS", commune: "Lyon" })).toBe("domiciliation chez CCAS, Lyon");
    expect(words({ form: "care_of", host: "M. Koné", lines: "2 rue Y\nbâtiment B" })).toBe(
      "chez M. Koné, 2 rue Y, bâtiment B",
    );
    expect(words({ form: "none" })).toBe("sans adresse");
  });
});
