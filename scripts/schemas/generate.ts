import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { factsSchema } from "../../src/admission/eligibility.ts";
import { situationSchema } from "../../src/rights/estimate/model.ts";

/** Writes the JSON schemas that are published in docs/, or with `--verify` says whether they are those kept there. */
const PUBLISHED = [
  {
    path: "docs/estimate.schema.json",
    schema: situationSchema,
    title: "Situation read by `maillage estimate --json`",
  },
  {
    path: "docs/eligibility.schema.json",
    schema: factsSchema,
    title: "Facts read by `maillage eligibility --json`",
  },
];

let stale = 0;
for (const { path, schema, title } of PUBLISHED) {
  const { $schema, ...body } = z.toJSONSchema(schema, { io: "input" });
  const text = `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n`;
  if (!process.argv.includes("--verify")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${path} is not what the program reads: npm run schemas`);
    stale = 1;
  }
}
process.exitCode = stale;
