/** Nothing that someone typed may run when a report's file is opened in a spreadsheet. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import type { ReportDocument } from "./document.ts";
import { writeCsv } from "./export-csv.ts";
import { writeXlsx } from "./export-xlsx.ts";

const LIVE = /^[=+\-@\t\r\n]/;
const typed = fc.tuple(
  fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "", ";", '"', "a"),
  fc.constantFrom("HYPERLINK(1)", '1+1"', "cmd|' /C calc'!A0", "Bourgoin", ";=1", "\r\n=1"),
);
const text = typed.map((parts) => parts.join(""));

/** A document where these words stand wherever someone's words may. */
function documentOf(words: readonly string[]): ReportDocument {
  const [centre = "", title = "", label = "", note = "", line = ""] = words;
  return {
    centre,
    title,
    lines: [line],
    demonstration: false,
    notes: [[title, note]],
    tables: [
      {
        code: "referrers",
        title: "Provenance",
        columns: ["Provenance", "Personnes"],
        rows: [
          { label, cells: [{ kind: "text", text: note }] },
          { label: "CCAS", cells: [{ kind: "count", id: "a", value: -3 }] },
        ],
        definitions: [[label, note]],
        bars: null,
      },
    ],
  };
}

it("in the CSV no field can be taken for a formula, and each text comes back whole", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), (words) => {
      const file = writeCsv(documentOf(words)).toString("utf8");
      const options = { delimiter: ";", bom: true, relax_column_count: true, record_delimiter: "\r\n" };
      const fields = (parse(file, options) as string[][]).flat();
      expect(fields.filter((field) => LIVE.test(field) && !/^-\d+$/.test(field))).toEqual([]);
      for (const word of words) expect(fields).toContain(LIVE.test(word) ? `'${word}` : word);
    }),
  );
});

it("in the spreadsheet there is no formula, and no text that editing would turn into one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 5, maxLength: 5 }), async (words) => {
      const parts = Object.entries(unzipSync(await writeXlsx(documentOf(words))));
      const xml = parts.filter(([name]) => name.endsWith(".xml")).map(([, bytes]) => strFromU8(bytes));
      expect(xml.join("\n")).not.toMatch(/<f[ >]/);
      const texts = xml.flatMap((part) =>
        [...part.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, inner = ""]) => inner),
      );
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.filter((one) => LIVE.test(one))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
