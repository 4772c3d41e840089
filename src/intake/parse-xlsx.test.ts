import { describe, expect, test } from "vitest";
import { makeWorkbook, textRow } from "../../tests/data/make-workbook.ts";
import { serialCell } from "./day-serial.ts";
import { parseRegisterFile, parseTable } from "./parse-register.ts";
import { formatKind } from "./xlsx-parts.ts";

const HEADER = textRow(1, ["Date", "Nom", "Prénom"]);

describe("cells", () => {
  test("dates, times, shared rich text, booleans, errors, formulas and prefixed elements", () => {
    const table = parseRegisterFile(
      makeWorkbook({
        sharedStrings:
          "<si><r><t>Mar</t></r><r><rPr><b/></rPr><t>tin</t></r><rPh><t>kana</t></rPh></si><si><t>a&amp;b_x000D_</t></si>",
        formats: ["dd/mm/yyyy", "[$-40C]d\\ mmmm\\ yyyy;@", "hh:mm", "0.00"],
        sheets: {
          Registre: `${HEADER}
            <row r="2"><c r="A2" s="1"><v>41642</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
            <x:row r="4"><x:c r="A4" s="2"><x:v>41642.604166666664</x:v></x:c><x:c r="C4" t="b"><x:v>1</x:v></x:c></x:row>
            <row><c s="3"><v>0.6041666</v></c><c t="e"><v>#N/A</v></c><c s="4"><v>1.5</v></c></row>
            <row r="6"><c r="A6" t="str"><f>CONCATENATE("03/01/","2014")</f><v>03/01/2014</v></c><c r="B6"><f>1+1</f></c></row>
            <row r="7"><c r="A7" t="d"><v>2014-01-03T09:05:00</v></c><c r="B7"><v>41642</v></c></row>`,
        },
      }),
    );
    expect(table.sheet).toBe("Registre");
    expect(table.rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(table.rows.slice(1).map(({ cells }) => cells)).toEqual([
      [{ date: "2014-01-03", time: null }, "Martin", "a&b\r"],
      [],
      [{ date: "2014-01-03", time: "14:30" }, "", "oui"],
      [{ date: null, time: "14:30" }, "#N/A", "1.5"],
      ["03/01/2014"],
      [{ date: "2014-01-03", time: "09:05" }, "41642"],
    ]);
  });

  test("of any table, whatever its columns: a workbook's first sheet that is filled, or text", () => {
    const workbook = makeWorkbook({
      formats: ["hh:mm", "dd/mm/yyyy"],
      sheets: {
        Vide: "",
        Planning: `${textRow(1, ["Qui", "Jour", "De", "Le"])}
          <row r="3"><c r="A3" t="str"><v>Dr A</v></c><c r="C3" s="1"><v>0.354166666</v></c><c r="D3" s="2"><v>41642</v></c></row>`,
      },
    });
    expect(parseTable(workbook)).toEqual([
      ["Qui", "Jour", "De", "Le"],
      [],
      ["Dr A", "", "08:30", "2014-01-03"],
    ]);
    expect(parseTable(new TextEncoder().encode("Qui;Jour;De\nDr A, B;lundi;8h\n"))).toEqual([
      ["Qui", "Jour", "De"],
      ["Dr A, B", "lundi", "8h"],
    ]);
  });

  test("day numbers from 1900 and from 1904, and 29 February 1900 which never was", () => {
    expect(serialCell(1, "date", false)).toEqual({ date: "1900-01-01", time: null });
    expect(serialCell(59, "date", false)).toEqual({ date: "1900-02-28", time: null });
    expect(serialCell(60, "date", false)).toBe("60");
    expect(serialCell(61, "date", false)).toEqual({ date: "1900-03-01", time: null });
    expect(serialCell(40180, "date", true)).toEqual({ date: "2014-01-03", time: null });
    expect(serialCell(-3, "date", false)).toBe("-3");
  });

  test.each([
    ["dd/mm/yyyy", "date"],
    ["jj/mm/aaaa", "date"],
    ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date"],
    ["mmm-yy", "date"],
    ["hh:mm:ss", "time"],
    ["[h]:mm", "time"],
    ["General", null],
    ["0.00", null],
    ['#,##0 "jours"', null],
    ["[Red]0", null],
    ["@", null],
  ])("format %s", (code, kind) => expect(formatKind(code)).toBe(kind));

  test("a date merged over several lines is that of each", () => {
    const table = parseRegisterFile(
      makeWorkbook({
        formats: ["dd/mm/yyyy"],
        sheets: {
          R: `${HEADER}<row r="2"><c r="A2" s="1"><v>41642</v></c><c r="B2" t="str"><v>A</v></c></row><row r="3"><c r="A3" s="1"/><c r="B3" t="str"><v>B</v></c></row>`,
        },
        after: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
      }),
    );
    expect(table.rows[2]?.cells).toEqual([{ date: "2014-01-03", time: null }, "B"]);
  });
});

describe("sheets", () => {
  const visit = textRow(2, ["03/01/2014", "Martin", "Ali"]);
  test("the first visible sheet with a header is read, and the others like it are named", () => {
    const table = parseRegisterFile(
      makeWorkbook({
        sheets: {
          Caché: HEADER + visit,
          Notes: textRow(1, ["à lire"]),
          Janvier: HEADER + visit,
          Février: HEADER + visit,
        },
        hidden: ["Caché"],
      }),
    );
    expect(table.sheet).toBe("Janvier");
    expect(table.otherRegisters).toEqual(["Février", "Caché"]);
  });
});

describe("hostile workbooks", () => {
  const problem = (bytes: Uint8Array) => {
    try {
      parseRegisterFile(bytes);
    } catch (error) {
      return (error as { problem?: string }).problem ?? error;
    }
    return "read";
  };
  test("row and column numbers that claim more than the file holds cost nothing or are refused", () => {
    const far = '<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>';
    expect(problem(makeWorkbook({ sheets: { R: HEADER + far } }))).toBe("too_many_rows");
    expect(
      problem(makeWorkbook({ sheets: { R: `${HEADER}<row r="1048576"><c r="A1048576"/></row>` } })),
    ).toBe("read");
    const wide = '<row r="2"><c r="XFD2" t="str"><v>x</v></c></row>';
    expect(problem(makeWorkbook({ sheets: { R: HEADER + wide } }))).toBe("too_many_columns");
  });
  test("a zip whose directory announces too much is refused before anything is inflated", () => {
    const bytes = makeWorkbook({ sheets: { R: HEADER } });
    expect(problem(announcing(bytes, "xl/worksheets/s1.xml", 400_000_000))).toBe("too_big");
  });
  test("a zip that announces less than it holds never grows beyond what it announced", () => {
    const rows = Array.from({ length: 5000 }, (_, index) =>
      textRow(index + 2, ["03/01/2014", "Martin", "Ali"]),
    );
    const bytes = makeWorkbook({ sheets: { R: HEADER + rows.join("") } });
    expect(problem(announcing(bytes, "xl/worksheets/s1.xml", 2_000))).toBe("corrupt");
  });
  test("entities are not expanded, broken XML and truncated zips are said to be so", () => {
    const bytes = makeWorkbook({
      sheets: { R: `${HEADER}<row r="2"><c t="str"><v>&boum;</v></c></row>` },
    });
    expect(parseRegisterFile(bytes).rows[1]?.cells[0]).toContain("&boum;");
    expect(problem(makeWorkbook({ sheets: { R: `${HEADER}<row r="2"><c t="str"><v>x</row>` } }))).toBe(
      "corrupt",
    );
    expect(problem(bytes.subarray(0, bytes.length - 40))).toBe("corrupt");
  });
});

/** The same zip whose directory announces another size for one of its files. */
function announcing(bytes: Uint8Array, file: string, size: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const name = new TextDecoder().decode(copy.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
    if (name === file) view.setUint32(at + 24, size, true);
  }
  return copy;
}
