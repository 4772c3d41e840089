/** Two structures of one network: what one brings in tells the other nothing, and touches nothing of the other's. */
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "../../src/access/set-up.ts";
import { ForbiddenError } from "../../src/platform/database/errors.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";

let centre: Centre;
let ours: string;
let theirs: string;
/** Sessions of two people who may import, one in each structure. */
let here: string;
let there: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  const author = centre.who.doctor.account;
  ours = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Notre" });
  theirs = await arrangePerson(centre.t.owner, { structure: centre.outside, author, family: "Leur" });
  here = centre.who.medical_director.token;
  there = await sessionElsewhere();
});
afterAll(() => centre.t.close());

async function sessionElsewhere(): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const account = await createAccount(centre.t.owner, {
    email: "ailleurs@essai.invalid",
    name: "Essai ailleurs",
    role: "medical_director",
    structure: "ccas-bourgoin",
    supervisorEmail: null,
  });
  await centre.t.owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, expires_at)
     select $1, account_id, id, 'browser', now() + interval '1 hour' from access.assignment where account_id = $2`,
    [createHash("sha256").update(token).digest(), account],
  );
  return token;
}

const ask = <T>(token: string, expression: string, values: unknown[]) =>
  centre.t.db.call<T>(centre.caller(token), ["medical_director"], `test ${expression}`, expression, values);

const visit = (fingerprint: string) => ({
  row: 2,
  localKey: "p1",
  fingerprint,
  onDay: "2024-05-06",
  kind: "consultation",
});
const someoneNew = {
  localKey: "p1",
  identity: { family: "Neuf", key_tokens: "neuf", key_letters: "neuf", search_tokens: ["neuf"] },
};

async function bringIn(token: string, person: object, fingerprint: string) {
  const generation = await ask<number>(token, "intake.generation()", []);
  const id = await ask<string>(token, "intake.open_import($4)", [
    JSON.stringify({
      fileName: "registre.csv",
      fileDigest: "x",
      plannedAgainst: generation,
      rowsRead: 1,
      rowsRefused: 0,
      rowsIgnored: 0,
    }),
  ]);
  await ask(token, "intake.stage($4, $5, $6)", [
    id,
    JSON.stringify([person]),
    JSON.stringify([visit(fingerprint)]),
  ]);
  return ask<{ imported: number }>(token, "intake.finish($4, $5)", [id, "{}"]);
}

async function count(table: string): Promise<number> {
  const { rows } = await centre.t.owner.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? -1;
}

describe("an import", () => {
  test("is not recognised by a structure that did not make it, which can take the same row", async () => {
    await bringIn(here, someoneNew, "same row");
    expect(Object.keys(await ask<object>(here, "intake.taken($4)", [["same row"]]))).toEqual(["same row"]);
    expect(await ask(there, "intake.taken($4)", [["same row"]])).toEqual({});
    expect(await bringIn(there, someoneNew, "same row")).toMatchObject({ imported: 1 });
  });

  test("matches nobody another structure follows, though their names and births are equal", async () => {
    const names = (token: string) =>
      ask<string[]>(token, "(select array_agg(k.person_id) from intake.known_people($4, $4, $5) k)", [
        ["notre", "leur"],
        ["1980-01-02"],
      ]);
    expect(await names(here)).toEqual([ours]);
    expect(await names(there)).toEqual([theirs]);
  });

  test("that names someone another structure follows is refused whole", async () => {
    const before = [
      await count("care.encounter"),
      await count("people.identity"),
      await count("audit.entry"),
    ];
    const forged = { ...someoneNew, personId: ours };
    await expect(bringIn(there, forged, "forged")).rejects.toBeInstanceOf(ForbiddenError);
    expect([
      await count("care.encounter"),
      await count("people.identity"),
      await count("audit.entry"),
    ]).toEqual(before);
  });

  test("cannot be withdrawn, nor looked into, by another structure", async () => {
    const { rows } = await centre.t.owner.query<{ id: string }>(
      "select id from intake.import where structure_id = $1",
      [centre.team],
    );
    for (const expression of ["intake.withdraw($4)", "intake.worked_on($4)", "intake.finish($4, '{}')"]) {
      await expect(ask(there, expression, [rows[0]?.id]), expression).rejects.toBeInstanceOf(ForbiddenError);
    }
    expect(await ask(there, "intake.cancel($4)", [rows[0]?.id])).toBe(false);
  });

  test("withdrawn, no longer finds people by the spellings it brought", async () => {
    const variant = {
      family: "Nottre",
      given: "",
      key_tokens: "nottre",
      key_letters: "nottre",
      search_tokens: ["nottre"],
    };
    await bringIn(here, { localKey: "p1", personId: ours, variants: [variant] }, "variant");
    const foundBy = (word: string) =>
      ask<string[] | null>(here, "(select array_agg(id) from people.search($4))", [
        JSON.stringify([{ n: 1, word, how: "exact" }]),
      ]);
    const found = () => foundBy("nottre");
    expect(await found()).toEqual([ours]);
    const { rows } = await centre.t.owner.query<{ id: string }>(
      "select id from intake.import where status = 'finished' order by created_at desc limit 1",
    );
    await ask(here, "intake.withdraw($4)", [rows[0]?.id]);
    expect(await found()).toBeNull();
    // The spelling known before the import still finds them.
    expect(await foundBy("notree")).toEqual([ours]);
  });
});
