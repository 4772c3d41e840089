import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { programRoot } from "../../platform/program-root.ts";
import { type RequestLaw, requestParameterSchema } from "./law.ts";

/**
 * Reads law/right-requests.csv: one delay a line, as a jurist reads it in a spreadsheet.
 * @throws Error naming the line that does not hold
 */
export function readRequestLaw(path = join(programRoot(), "law", "right-requests.csv")): RequestLaw {
  const rows: Record<string, string>[] = parse(readFileSync(path, "utf8"), { columns: true, delimiter: ";" });
  return rows.map(({ case: which, until, value, ...rest }, index) => {
    const row = requestParameterSchema.safeParse({
      ...rest,
      value: Number(value),
      case: which || null,
      until: until || null,
    });
    if (!row.success) throw new Error(`${path}, line ${index + 2}: ${row.error.message}`);
    return row.data;
  });
}
