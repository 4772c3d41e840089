/** Every column of every table that holds something of a person has its nature, and is read by that nature alone. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnNatures } from "../../src/access/column-natures.ts";
import { natures } from "../../src/access/model.ts";
import { legalCategory } from "../../src/access/set-up.ts";
import { termNature } from "../../src/intake/staging.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { tablesOfPersons } from "../support/retention.ts";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

test("every table that can lead to a person is in src/access/column-natures.ts", async () => {
  expect(Object.keys(columnNatures).sort()).toEqual(await tablesOfPersons(t.owner));
});

describe.each(Object.entries(columnNatures))("%s", (name, { nature, columns, but = {}, closed }) => {
  test("has these columns, each with its nature", async () => {
    const { rows } = await t.owner.query<{ value: string }>(
      "select attname as value from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped",
      [name],
    );
    const listed = columns.split(" ");
    expect(
      rows.map(({ value }) => value).filter((column) => !listed.includes(column)),
      "a new column: say its nature in src/access/column-natures.ts, or give it a table of its own",
    ).toEqual([]);
    expect(
      listed.filter((column) => !rows.some(({ value }) => value === column)),
      "no longer in the database",
    ).toEqual([]);
    expect(Object.keys(but).filter((column) => !listed.includes(column))).toEqual([]);
  });

  test("is read and written by its own nature and no other", async () => {
    const { rows } = await t.owner.query<{ reading: boolean; text: string }>(
      `select polcmd = 'r' as reading, coalesce(pg_get_expr(polqual, polrelid), '') || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '') as text
         from pg_policy where polrelid = $1::regclass`,
      [name],
    );
    if (closed !== undefined || nature === null) {
      const grants = await t.owner.query(
        `select from information_schema.table_privileges where format('%s.%s', table_schema, table_name) = $1 and grantee = 'maillage_app'`,
        [name],
      );
      if (nature !== null && grants.rowCount !== 0) expect(name).toBe("papers.content");
      return;
    }
    expect(rows.length).toBeGreaterThan(0);
    for (const { reading, text } of rows) {
      const byTable = [...text.matchAll(/permitted_persons\('(\w+)'/g)].map(([, one]) => one);
      const byRow = [...text.matchAll(/permitted_keys\('\{([\w,]+)\}'/g)].flatMap(([, list]) =>
        (list ?? "").split(","),
      );
      if (nature === "row") {
        // What is written with a visit may be written by who writes visits, whatever they read of it after.
        if (reading) expect([byTable, byRow.length > 0]).toEqual([[], true]);
        expect(columns.split(" ")).toContain("nature");
        expect(byRow.filter((one) => !(natures as readonly string[]).includes(one))).toEqual([]);
      } else {
        expect([[...new Set(byTable)], byRow]).toEqual([[nature], []]);
      }
    }
  });
});

test("a word may raise the nature of its list: what tells of an illness is of care, whoever says it", () => {
  for (const [list, code, nature] of [
    ["referrer", "ccas", "appointments"],
    ["referrer", "addiction_centre", "clinical"],
    ["referrer", "mental_health_centre", "clinical"],
    ["referrer", "justice", "useful"],
    ["orientation", "ccas", "useful"],
    ["orientation", "addiction_centre", "clinical"],
    ["reason", "addiction", "clinical"],
    ["housing", "street", "social_situation"],
  ] as const)
    expect([list, code, termNature(list, code)]).toEqual([list, code, nature]);
});

test("a document that tells of an illness is of care, a form or a permit is not", async () => {
  const { rows } = await t.owner.query<{ code: string; nature: string }>(
    "select code, nature from papers.document_type",
  );
  const natureOf = Object.fromEntries(rows.map(({ code, nature }) => [code, nature]));
  expect(natureOf).toMatchObject({
    long_illness: "clinical",
    disability: "clinical",
    addiction: "clinical",
    permit_for_care: "clinical",
    residence_permit: "right_requests",
    request_form: "right_requests",
    social_letter: "social_notes",
    cover_proof: "cover",
  });
});

test("the legal category of a professional (CSP R1110-2) is kept on the account, whatever their roles", async () => {
  for (const [role, category] of [
    ["doctor", "health_professional"],
    ["paramedic", "health_professional"],
    ["social_worker", "social_worker"],
    ["outside_social_worker", "social_worker"],
    ["mediator", "other"],
    ["reception", "other"],
  ] as const)
    expect([role, legalCategory(role)]).toEqual([role, category]);
});
