/** What the application's own credentials give without a session in force: nothing, whatever is asked. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ForbiddenError, NotSignedInError } from "../../src/platform/database/errors.ts";
import { loginName } from "../../src/platform/database/login-roles.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre, openSessionOf } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";

let centre: Centre;
let app: ApplicationRole;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = await asApplication(centre);
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Secret",
  });
});
afterAll(async () => {
  await app.close();
  await centre.t.close();
});

/** Every table and view outside the catalogues, ours or not. */
async function everyTable(): Promise<string[]> {
  const { rows } = await centre.t.owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'`,
  );
  return rows.map(({ name }) => name);
}

/** Rows a statement shows; refusals show none. */
async function rowsOf(client: pg.Client, statement: string): Promise<number> {
  await client.query("savepoint looked");
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "42501") throw error;
    await client.query("rollback to savepoint looked");
    return 0;
  }
}

async function tablesShown(token: string | null): Promise<string[]> {
  const shown: string[] = [];
  await app.within(null, async (client) => {
    if (token !== null) {
      await client.query(
        "select set_config('maillage.token', $1, true), set_config('maillage.stamp', $2, true)",
        [token, centre.newStamp()],
      );
    }
    for (const table of await everyTable()) {
      if ((await rowsOf(client, `select from ${table} limit 1`)) > 0) shown.push(table);
    }
  });
  return shown;
}

describe("no row of any table", () => {
  test("is shown without a session", async () => {
    expect((await everyTable()).length).toBeGreaterThan(35);
    expect(await tablesShown(null)).toEqual([]);
  });

  test.each([
    ["invented", () => Promise.resolve("inventé-".repeat(5))],
    ["the hash of a token instead of the token", hashOfALiveToken],
    ["revoked", () => spoiltToken("revoked_at = clock_timestamp()")],
    ["past its absolute end", () => spoiltToken("expires_at = clock_timestamp()")],
    ["left idle", () => spoiltToken("last_seen_at = clock_timestamp() - idle")],
  ])("is shown with a token %s", async (_, made) => {
    expect(await tablesShown(await made())).toEqual([]);
  });

  test("is shown with the token of a closed account, or of an assignment that ended", async () => {
    const { token } = await openSessionOf(centre.t.owner, "medical_director");
    expect(await tablesShown(token)).toContain("access.account");
    await centre.t.owner.query("update access.account set disabled_at = now() where email like 'medical%'");
    expect(await tablesShown(token)).toEqual([]);
    await centre.t.owner.query("update access.account set disabled_at = null");
    await centre.t.owner.query(
      "update access.assignment set valid = daterange('2020-01-01', current_date) where role = 'medical_director'",
    );
    expect(await tablesShown(token)).toEqual([]);
    await centre.t.owner.query(
      "update access.assignment set valid = daterange('2020-01-01', null) where role = 'medical_director'",
    );
    expect(await tablesShown(token)).toContain("access.account");
  });

  test("leaks through the planner's statistics, in which values of columns are kept", async () => {
    await centre.t.owner.query(
      "analyze people.identity, care.encounter_term, access.account, access.session",
    );
    await app.within(null, async (client) => {
      const { rowCount } = await client.query(
        "select from pg_stats where schemaname in ('people', 'care', 'rights', 'access', 'audit', 'intake')",
      );
      expect(rowCount).toBe(0);
      expect(await app.outcome("select * from pg_statistic")).toBe("42501");
    });
  });
});

async function hashOfALiveToken(): Promise<string> {
  const { token } = await openSessionOf(centre.t.owner, "doctor");
  const { rows } = await centre.t.owner.query<{ hash: string }>(
    "select encode(token_hash, 'hex') as hash from access.session where token_hash = sha256($1::bytea)",
    [Buffer.from(token)],
  );
  return rows[0]?.hash ?? "";
}

async function spoiltToken(change: string): Promise<string> {
  const { token } = await openSessionOf(centre.t.owner, "medical_director");
  expect((await tablesShown(token)).length).toBeGreaterThan(5);
  await centre.t.owner.query(`update access.session set ${change} where token_hash = sha256($1::bytea)`, [
    Buffer.from(token),
  ]);
  return token;
}

describe("no function", () => {
  /** What each kind of argument is given: real identifiers, so that an unguarded function would find something. */
  const argument = (type: string): string =>
    ({
      uuid: `'${person}'`,
      "uuid[]": `array['${person}']::uuid[]`,
      text: "'person.open'",
      "text[]": "array['secret', '1980-01-02', 'medical_director']",
      jsonb: `'{"personId": "${person}", "family": "X", "key_tokens": "x", "key_letters": "x", "search_tokens": []}'`,
      integer: "1",
      date: "'2020-06-01'",
    })[type] ?? "null";

  test("that the application may call answers anything without a session, nor writes anything", async () => {
    const { rows } = await centre.t.owner.query<{ name: string; types: string[] }>(
      `select format('%I.%I', n.nspname, p.proname) as name,
              array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prorettype <> 'trigger'::regtype
          and has_schema_privilege('maillage_app', n.oid, 'usage') and has_function_privilege('maillage_app', p.oid, 'execute')`,
    );
    expect(rows.length).toBeGreaterThan(20);
    const before = await everything();
    const answers: Record<string, unknown> = {};
    for (const { name, types } of rows) {
      const call = `select * from ${name}(${types.map(argument).join(", ")}) as answer`;
      try {
        const { rows: found } = await app.client.query(call);
        answers[name] = found.filter((row) => !isEmpty(row));
      } catch (error) {
        answers[name] = error instanceof pg.DatabaseError ? error.code : error;
      }
    }
    for (const [name, answer] of Object.entries(answers)) {
      const refused = ["MA401", "MA403", "42501"].includes(String(answer));
      expect(
        refused || (Array.isArray(answer) && answer.length === 0),
        `${name}: ${JSON.stringify(answer)}`,
      ).toBe(true);
    }
    expect(await everything()).toEqual(before);
  });

  function isEmpty(row: object): boolean {
    return Object.values(row).every(
      (value) =>
        value === null ||
        value === false ||
        (typeof value === "object" && isEmpty(value)) ||
        // Nothing but nulls, as a row written out.
        (typeof value === "string" && /^\(,*\)$/.test(value)),
    );
  }

  async function everything(): Promise<unknown> {
    const { rows } = await centre.t.owner.query(
      `select (select count(*) from audit.entry) as entries, (select count(*) from people.person) as persons,
              (select count(*) from people.identity) as identities, (select count(*) from intake.import) as imports,
              (select count(*) from care.encounter) as encounters`,
    );
    return rows[0];
  }
});

describe("the other roles of the program", () => {
  test.each(["signin", "sealer"] as const)("%s reads nothing of a person", async (kind) => {
    const { rows } = await centre.t.owner.query<{ name: string }>("select current_database() as name");
    const password = kind === "signin" ? centre.t.secrets.signinPassword : centre.t.secrets.sealerPassword;
    const client = new pg.Client(centre.t.server.login(loginName(rows[0]?.name ?? "", kind), password));
    await client.connect();
    try {
      await client.query("begin");
      for (const table of (await everyTable()).filter((name) =>
        /^(people|rights|care|intake)\./.test(name),
      )) {
        expect(await rowsOf(client, `select from ${table} limit 1`), table).toBe(0);
      }
    } finally {
      await client.end();
    }
  });
});

test("refusals cost no connection: the next request is served by the one that refused", async () => {
  const { db } = centre.t;
  const ask = (token: string) =>
    db.call(centre.caller(token), ["doctor"], "test_backend", "pg_backend_pid()", []);
  const served = await ask(centre.who.doctor.token);
  await expect(ask(centre.who.nurse.token)).rejects.toThrow(ForbiddenError);
  await expect(ask("A".repeat(43))).rejects.toThrow(NotSignedInError);
  expect(await ask(centre.who.doctor.token)).toBe(served);
});

test("a connection that PostgreSQL ended is asked nothing more", async () => {
  const { db, owner } = centre.t;
  const ask = () =>
    db.call<number>(
      centre.caller(centre.who.doctor.token),
      ["doctor"],
      "test_backend",
      "pg_backend_pid()",
      [],
    );
  const served = await ask();
  await owner.query("select pg_terminate_backend($1, 5000)", [served]);
  await expect.poll(ask, { timeout: 5_000 }).not.toBe(served);
});
