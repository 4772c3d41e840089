/** Refused rows given back: the same kind of file, the same cells, nothing live. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseRegisterFile } from "./parse-register.ts";
import { writeRefusedRows } from "./refused-rows.ts";
import { parseRegister } from "./rules.ts";

const OPTIONS = { today: "2026-11-21" };
const giveBack = async (bytes: Uint8Array) => {
  const table = parseRegisterFile(bytes);
  const parsed = parseRegister(table, OPTIONS);
  const file = await writeRefusedRows(table, parsed);
  return {
    parsed,
    file,
    table: parseRegisterFile(file.bytes),
    again: parseRegister(parseRegisterFile(file.bytes), OPTIONS),
  };
};
const reasons = ({ decisions }: ReturnType<typeof parseRegister>) =>
  decisions.flatMap((one) => (one.fate === "refused" ? [one.reason] : []));

describe("the refused rows of a register", () => {
  test.each([
    ["register-2014.csv", "csv", "utf-8"],
    ["register-2014.windows-1252.csv", "csv", "windows-1252"],
    ["register-2014.xlsx", "xlsx", null],
  ])(
    "%s comes back as %s, read again with the same refusals and nothing else",
    async (name, kind, encoding) => {
      const { parsed, file, table, again } = await giveBack(readFileSync(`tests/data/${name}`));
      expect(file.kind).toBe(kind);
      expect(table.encoding).toBe(encoding);
      expect(reasons(parsed).length).toBeGreaterThan(3);
      expect(reasons(again)).toEqual(reasons(parsed));
      expect(again.decisions).toHaveLength(reasons(parsed).length);
      expect(table.rows[0]?.cells.at(-1)).toBe("Raison du refus");
      expect(again.header.unrecognised).toEqual([]);
      // Written once more, the column of reasons stays one.
      const { bytes } = await writeRefusedRows(table, again);
      expect(parseRegisterFile(bytes).rows[0]?.cells).toEqual(table.rows[0]?.cells);
    },
  );

  test.each(["=1+1", "+33 6 00", "-5", "@SUM(A1)"])(
    "%s goes out as text, and is read as it was",
    async (text) => {
      const { table, again } = await giveBack(
        new TextEncoder().encode(`Date;Nom;Motif\n31/02/2014;Sy;"${text}"\n`),
      );
      expect(table.rows[1]?.cells[2]).toBe(`'${text}`);
      expect(reasons(again)).toHaveLength(1);
    },
  );
});
