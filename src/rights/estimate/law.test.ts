import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { doubtOf, inForce } from "./law.ts";
import { readLaw } from "./read-law.ts";

const law = readLaw();

describe("the parameters of the law", () => {
  test("each is in force once on any day", () => {
    for (const row of law) {
      if (row.until !== null) expect(row.from <= row.until).toBe(true);
      const rivals = law.filter(
        (one) =>
          one !== row &&
          one.name === row.name &&
          one.case === row.case &&
          one.territory === row.territory &&
          one.from <= (row.until ?? "9999") &&
          row.from <= (one.until ?? "9999"),
      );
      expect(rivals).toEqual([]);
    }
  });

  test("a territory's own row comes first, and the day before the first one there is none", () => {
    const young = { case: "0-29" };
    expect(inForce(law, "c2s_contribution", "2025-01-01", young)?.value).toBe(8);
    expect(
      inForce(law, "c2s_contribution", "2025-01-01", { ...young, territory: "alsace_moselle" })?.value,
    ).toBe(2.8);
    expect(inForce(law, "c2s_contribution", "2019-10-31", young)).toBeNull();
  });

  test("what is verified leaves no doubt; what is not is doubted as far as it changed", () => {
    const at = (day: string) =>
      law.filter((row) => row.name === "puma_extension" && row.from <= day).slice(-1);
    expect(doubtOf(law, at("2018-01-01"), [1])).toBe(0);
    expect(doubtOf(law, at("2026-01-01"), [1])).toBe(6);
    expect(doubtOf([], at("2026-01-01"), [1])).toBe(Number.POSITIVE_INFINITY);
  });

  test("a line that does not hold is named", () => {
    const folder = mkdtempSync(join(tmpdir(), "estimate-law-"));
    const path = join(folder, "law.csv");
    const head = "name;territory;case;value;unit;from;until;confidence;source\n";
    try {
      for (const line of [
        "majority;;;;years;2000-01-01;;sure;Code civil",
        "majority;;;18;years;2000-02-30;;sure;Code civil",
        "majority;;;18;years;2000-01-01;;sure;",
        "majorite;;;18;years;2000-01-01;;sure;Code civil",
      ]) {
        writeFileSync(path, `${head}${line}\n`);
        expect(() => readLaw(path)).toThrow(/law\.csv, line 2/);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
