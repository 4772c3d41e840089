import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { z } from "zod";
import { programRoot } from "../platform/program-root.ts";

const dated = {
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  confidence: z.enum(["sure", "likely", "to_verify"]),
  source: z.string().min(1),
};
const tariffSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9]{1,8}$/),
  territory: z.enum(["metropole", "dom", "mayotte"]),
  label: z.string().min(1),
  nature: z.enum(["appointments", "clinical"]),
  rate: z.string().min(1),
  unit: z.enum(["act", "coefficient"]),
  cents: z.coerce.number().int().min(0),
  ...dated,
});
const parameterSchema = z.strictObject({
  name: z.string().min(1),
  case: z.string().nullable(),
  value: z.coerce.number().int(),
  unit: z.string().min(1),
  ...dated,
});

/** Tariffs and split parameters as the program knows them (law/tariffs.csv, law/funding.csv; handbook 1.9 and 3.3). */
export interface FundingLaw {
  readonly tariffs: readonly z.infer<typeof tariffSchema>[];
  readonly parameters: readonly z.infer<typeof parameterSchema>[];
}

/** Reads both files. @throws Error naming the file and the line that does not hold */
export function readFundingLaw(folder = join(programRoot(), "law")): FundingLaw {
  return {
    tariffs: readRows(join(folder, "tariffs.csv"), tariffSchema),
    parameters: readRows(join(folder, "funding.csv"), parameterSchema),
  };
}

function readRows<T>(path: string, schema: z.ZodType<T>): T[] {
  const rows: Record<string, string>[] = parse(readFileSync(path, "utf8"), { columns: true, delimiter: ";" });
  return rows.map((cells, index) => {
    const told = Object.fromEntries(
      Object.entries(cells).map(([name, text]) => [name, text === "" ? null : text]),
    );
    const row = schema.safeParse(told);
    if (!row.success) throw new Error(`${path}, line ${index + 2}: ${row.error.message}`);
    return row.data;
  });
}

/**
 * Writes the law the program knows into the database, where acts are priced. A row that changed is brought up to date; none is
 * removed. Acts already noted keep the amounts of their day. Safe when two processes do it at once.
 * @param owner connected as the schema's owner
 */
export async function loadFundingLaw(owner: pg.Client, law: FundingLaw = readFundingLaw()): Promise<void> {
  await owner.query(
    `insert into funding.tariff as t (code, territory, label, nature, rate, unit, cents, valid_from, valid_until, confidence, source)
     select code, territory, label, nature, rate, unit, cents, "from", until, confidence, source
       from jsonb_to_recordset($1) as r (code text, territory text, label text, nature text, rate text, unit text, cents integer,
              "from" date, until date, confidence text, source text)
      order by code, territory, "from"
     on conflict (code, territory, valid_from) do update
       set label = excluded.label, nature = excluded.nature, rate = excluded.rate, unit = excluded.unit, cents = excluded.cents,
           valid_until = excluded.valid_until, confidence = excluded.confidence, source = excluded.source
      where t is distinct from excluded`,
    [JSON.stringify(law.tariffs)],
  );
  await owner.query(
    `insert into funding.parameter as p (name, which, value, unit, valid_from, valid_until, confidence, source)
     select name, coalesce("case", ''), value, unit, "from", until, confidence, source
       from jsonb_to_recordset($1) as r (name text, "case" text, value integer, unit text, "from" date, until date, confidence text, source text)
      order by name, 2, "from"
     on conflict (name, which, valid_from) do update
       set value = excluded.value, unit = excluded.unit, valid_until = excluded.valid_until,
           confidence = excluded.confidence, source = excluded.source
      where p is distinct from excluded`,
    [JSON.stringify(law.parameters)],
  );
}
