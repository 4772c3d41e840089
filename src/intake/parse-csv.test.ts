import { describe, expect, test } from "vitest";
import { parseRegisterFile } from "./parse-register.ts";
import { nobodyKnown, parseRegister, planRegister } from "./rules.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => parseRegisterFile(utf8(text));
const problem = (bytes: Uint8Array) => {
  try {
    parseRegister(parseRegisterFile(bytes), { today: "2026-01-01" });
  } catch (error) {
    return (error as { problem?: string }).problem ?? error;
  }
  return "read";
};

describe("separators and line ends", () => {
  test.each([";", ",", "\t", "|"])("separator %j", (separator) => {
    const text = ["Date", "Nom", "Prénom", "Motif"]
      .join(separator)
      .concat("\n", ["03/01/2014", "Martin", "Ali", "toux"].join(separator));
    expect(read(text).separator).toBe(separator);
    expect(read(text).rows[1]?.cells).toEqual(["03/01/2014", "Martin", "Ali", "toux"]);
  });
  test.each(["\n", "\r\n", "\r"])("line end %j", (end) => {
    const table = read(["Date;Nom", "03/01/2014;Martin", "", "04/01/2014;Sy", "", ""].join(end));
    expect(table.rows.map(({ row, cells }) => [row, cells[1]])).toEqual([
      [1, "Nom"],
      [2, "Martin"],
      [3, undefined],
      [4, "Sy"],
    ]);
  });
  test("a quoted cell may hold separators, quotes and line ends, and stays one line", () => {
    const table = read(
      'Date;Nom;Motif\n03/01/2014;Martin;"toux ; ""fièvre""\ndouleurs"\n04/01/2014;Sy;plaie',
    );
    expect(table.rows[1]?.cells[2]).toBe('toux ; "fièvre"\ndouleurs');
    expect(table.rows[2]).toEqual({ row: 3, cells: ["04/01/2014", "Sy", "plaie"] });
  });
  test("stray quotes are text", () => {
    expect(read('Date;Nom\n03/01/2014;Martin "Jo"\n04/01/2014;Sy').rows[1]?.cells[1]).toBe('Martin "Jo"');
    expect(read('Date;Nom\n03/01/2014;"Martin\n04/01/2014;Sy').rows).toHaveLength(3);
  });
  test("Excel's hint of the separator is not a line", () => {
    expect(read("sep=|\nDate|Nom|a;b\n03/01/2014|Martin").rows[1]).toEqual({
      row: 2,
      cells: ["03/01/2014", "Martin"],
    });
  });
});

describe("encodings", () => {
  const text = "Date;Nom;Prénom\n03/01/2014;Œuvrard;Zoé";
  test("UTF-8 with and without mark, UTF-16 both ways, with and without mark", () => {
    const wide = Buffer.from(text, "utf16le");
    const swapped = Buffer.from(wide).swap16();
    const marked = (bytes: Buffer, ...mark: number[]) => Uint8Array.from([...mark, ...bytes]);
    for (const bytes of [
      utf8(text),
      utf8(`\uFEFF${text}`),
      wide,
      swapped,
      marked(wide, 0xff, 0xfe),
      marked(swapped, 0xfe, 0xff),
    ]) {
      expect(parseRegisterFile(Uint8Array.from(bytes)).rows[1]?.cells).toEqual([
        "03/01/2014",
        "Œuvrard",
        "Zoé",
      ]);
    }
  });
  test("Windows-1252, its own letters included", () => {
    const bytes = Buffer.from(text.replace("Œ", "\u008c"), "latin1");
    const table = parseRegisterFile(bytes);
    expect(table.encoding).toBe("windows-1252");
    expect(table.rows[1]?.cells[1]).toBe("Œuvrard");
  });
});

describe("files that are no register", () => {
  test.each([
    ["nothing", utf8(""), "empty"],
    ["only blanks", utf8("\n\n;;\n"), "empty"],
    ["no header", utf8("a;b\n1;2"), "no_header"],
    ["a page", utf8("<html><table><tr><td>Date</td></tr></table></html>"), "not_a_spreadsheet"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3), "not_a_spreadsheet"],
    ["bytes", Uint8Array.of(1, 0, 0, 2, 3, 0, 7), "not_a_spreadsheet"],
    ["an old workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 1, 1, 1), "old_excel"],
    [
      "a locked workbook",
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from("EncryptedPackage", "utf16le")),
      "encrypted",
    ],
    ["a broken zip", Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9), "corrupt"],
    ["too many lines", utf8(`Date;Nom\n${"03/01/2014;A\n".repeat(50_001)}`), "too_many_rows"],
    ["too wide", utf8(`Date;Nom${";x".repeat(300)}`), "too_many_columns"],
    ["too big", new Uint8Array(20 * 1024 * 1024 + 1), "too_big"],
  ])("%s", (_, bytes, expected) => expect(problem(bytes)).toBe(expected));

  test("the message says which titles were seen", () => {
    const table = read("Jour de marché;Client\n1;2");
    const reading = () => parseRegister(table, { today: "2026-01-01" });
    expect(reading).toThrow(/Première ligne lue.*Jour de marché/u);
  });
});

test("a cell starting with = is text, and a long one is cut and told", () => {
  const plan = planRegister(read(`Date;Nom;Motif\n03/01/2014;=CMD();${"x".repeat(5000)}`), nobodyKnown, {
    today: "2026-01-01",
    probable: "ask",
  });
  expect(plan.visits[0]?.name.family).toBe("=CMD()");
  expect(plan.visits[0]?.reasons[0]?.label.length).toBeLessThanOrEqual(2000);
  expect(plan.notices.map(({ kind }) => kind)).toContain("shortened");
});
