import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { programRoot } from "../../platform/program-root.ts";
import type { Law } from "./law.ts";
import { lawParameterSchema } from "./model.ts";

/**
 * Reads law/health-cover.csv: one published value a line, as a jurist reads it in a spreadsheet.
 * @throws Error naming the line that does not hold
 */
export function readLaw(path = join(programRoot(), "law", "health-cover.csv")): Law {
  const rows: Record<string, string>[] = parse(readFileSync(path, "utf8"), { columns: true, delimiter: ";" });
  return rows.map(({ territory, case: which, until, value, ...rest }, index) => {
    const row = lawParameterSchema.safeParse({
      ...rest,
      value: value === "" ? Number.NaN : Number(value),
      territory: territory || null,
      case: which || null,
      until: until || null,
    });
    if (!row.success) throw new Error(`${path}, line ${index + 2}: ${row.error.message}`);
    return row.data;
  });
}
