/** The version of a report for outsiders: its tables, with the small counts and all that would give them masked. */
import { admissionRelations } from "./admission-masking.ts";
import { INTERPRETED, OPENINGS, REVIEWED } from "./care-tables.ts";
import { type Cells, cellsToMask, type Relation, type Threshold } from "./disclosure.ts";
import type { ReportTable, TableCell } from "./report-table.ts";
import { AWAITING, BROUGHT_BACK, FUNDED, GIVEN_UP, REQUESTS } from "./rights-tables.ts";
import { CASELOAD, CONSULTATIONS } from "./totals.ts";

/** Masks the tables of one report, which must all be given: what one keeps another must not tell. */
export function maskTables(tables: readonly ReportTable[], threshold: Threshold): ReportTable[] {
  const hidden = cellsToMask(countsOf(tables), relationsOf(tables), threshold);
  const masked: TableCell = { kind: "masked" };
  const mask = (cell: TableCell): TableCell => {
    if (cell.kind === "count") return hidden.has(cell.id) ? masked : cell;
    if (cell.kind === "text" || cell.kind === "amount" || cell.kind === "masked") return cell;
    return hidden.has(cell.of) || hidden.has(cell.by) ? masked : cell;
  };
  return tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.map(mask) })),
  }));
}

/** Every named count of these tables. */
export function countsOf(tables: readonly ReportTable[]): Cells {
  const cells = tables.flatMap((table) => table.rows.flatMap((row) => row.cells));
  return new Map(cells.flatMap((cell) => (cell.kind === "count" ? [[cell.id, cell.value] as const] : [])));
}

/**
 * What a reader knows of the counts: tables that add up, figures that are the same, figures that others contain
 * (handbook part 1 for what each cover implies).
 */
export function relationsOf(tables: readonly ReportTable[]): Relation[] {
  const ids = [...countsOf(tables).keys()];
  const starting = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const sum = (parts: readonly string[], whole: string): Relation => ({ parts, kind: "=", whole: [whole] });
  const within = (part: string, ...whole: string[]): Relation => ({ parts: [part], kind: "<=", whole });
  const scheme = (layer: "base" | "complementary", code: string) => `scheme:${layer}:${code}`;
  const ages = starting("age:").filter((id) => id.split(":").length === 2);
  const sexes = starting("sex:");
  const [noBase, cmuBase, cmuC] = [
    scheme("base", "none"),
    scheme("base", "cmu_base"),
    scheme("complementary", "cmu_c"),
  ];
  return [
    sum(starting("month:"), CONSULTATIONS),
    sum(starting("first:"), CASELOAD),
    sum(starting("last:"), CASELOAD),
    sum(starting("referrer"), CASELOAD),
    sum(ages, CASELOAD),
    sum(sexes, CASELOAD),
    ...ages.map((age) => sum(starting(`${age}:`), age)),
    ...sexes.map((sex) => {
      const ending = sex.slice("sex".length);
      return sum(
        starting("age:").filter((id) => id.endsWith(ending) && id.split(":").length === 3),
        sex,
      );
    }),
    sum([noBase], "none"),
    within(cmuBase, "cmu"),
    within(cmuC, "cmu"),
    within("cmu", cmuBase, cmuC),
    within(CASELOAD, CONSULTATIONS),
    within("halfDays", CONSULTATIONS),
    ...["none", "cmu", "unknown", "new", ...starting("scheme:")].map((id) => within(id, CASELOAD)),
    ...[...starting("reasons:"), ...starting("services:"), ...starting("orientations:")].map((id) =>
      within(id, CONSULTATIONS),
    ),
    // An encounter may have several interpreters, in several languages; each that has one has a language and a kind.
    within(INTERPRETED, CONSULTATIONS),
    ...["language:", "interpreter:"].flatMap((prefix) => [
      ...starting(prefix).map((id) => within(id, INTERPRETED)),
      within(INTERPRETED, ...starting(prefix)),
    ]),
    ...starting("taken persons:").map((id) => within(id, id.replace(" persons", ""))),
    sum(["glass:justified", "glass:unjustified"], REVIEWED),
    sum([REVIEWED, "glass:pending"], OPENINGS),
    ...rightsRelations(starting),
    ...admissionRelations(starting),
    ...["first", "last"].flatMap((when) => [
      within(`${when}:none`, "none"),
      within(`${when}:unknown`, "unknown"),
      within(`${when}:acs`, scheme("complementary", "acs")),
      within(`${when}:private`, scheme("complementary", "private")),
      within(`${when}:ame`, scheme("base", "ame"), scheme("complementary", "ame")),
      within(`${when}:cmu_c_c2s`, cmuC, scheme("complementary", "c2s")),
    ]),
  ];
}

/** What is known of the tables of rights: requests add up by type and by outcome; some figures are part of others. */
function rightsRelations(starting: (prefix: string) => readonly string[]): Relation[] {
  const types = starting("request:").filter((id) => id.split(":").length === 2);
  const outcomes = starting("outcome:");
  const within = (part: string, ...whole: string[]): Relation => ({ parts: [part], kind: "<=", whole });
  const delay = (part: string) => [`delay:${part}`, `delay unknown:${part}`];
  return [
    { parts: types, kind: "=", whole: [REQUESTS] },
    { parts: outcomes, kind: "=", whole: [REQUESTS] },
    ...types.map((type): Relation => ({ parts: starting(`${type}:`), kind: "=", whole: [type] })),
    ...outcomes.map((outcome): Relation => {
      const ending = outcome.slice("outcome".length);
      const parts = starting("request:").filter((id) => id.endsWith(ending) && id.split(":").length === 3);
      return { parts, kind: "=", whole: [outcome] };
    }),
    // Both are of the decisions that grant.
    { parts: delay("effective"), kind: "=", whole: delay("whole") },
    { parts: delay("effective"), kind: "<=", whole: delay("decided") },
    within("declined persons", "declined"),
    { parts: starting(`${GIVEN_UP}:`), kind: "=", whole: [GIVEN_UP] },
    within("opened", "first:none"),
    within("doctor:none", CASELOAD),
    within("doctor:found", "doctor:none"),
    ...[...starting("funded by:"), BROUGHT_BACK].map((id) => within(id, FUNDED)),
    within(FUNDED, ...starting("funded by:")),
    within(BROUGHT_BACK, ...starting("funded by:").filter((id) => id !== AWAITING)),
  ];
}
