/** What must be true of every table, function and role of the schema, whoever adds one. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LoginKind, loginName } from "../../src/platform/database/login-roles.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { definerFunctions } from "./definer-functions.ts";

const SCHEMAS = [
  "network",
  "access",
  "audit",
  "people",
  "rights",
  "agenda",
  "telephone",
  "tasks",
  "care",
  "funding",
  "intake",
  "papers",
  "record",
  "reports",
  "retention",
];

/** Tables no role of the program may touch: only owner functions read and write them. */
const CLOSED = [
  "access.break_glass",
  "access.consent",
  "access.digest",
  "access.objection",
  "access.outside_declaration",
  "agenda.absence",
  "agenda.appointment_step",
  "agenda.calendar_feed",
  "agenda.call_round",
  "agenda.closure",
  "agenda.contract",
  "agenda.exception",
  "agenda.gives",
  "agenda.half_day",
  "agenda.horizon",
  "agenda.occupation",
  "agenda.opening",
  "agenda.practitioner",
  "agenda.reminder_setting",
  "agenda.round_line",
  "intake.staged_person",
  "intake.staged_visit",
  "intake.taken_row",
  "people.alias",
  "people.distinct_pair",
  "people.insi_answer",
  "people.search_entry",
  "people.search_near",
  "people.search_word",
  "people.social_number",
  "record.present",
  "record.touched",
  "record.written",
  "reports.target_population",
  "retention.access_request",
  "retention.apart",
  "retention.hold",
  "retention.plan_item",
  "retention.restored",
  "rights.cover_follower",
  "rights.request_fact",
  "rights.request_log",
  "rights.request_member",
  "rights.request_paper",
  "rights.request_step",
  "telephone.call",
];

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

async function column(sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await t.owner.query<{ value: string }>(sql, values);
  return rows.map(({ value }) => value);
}

describe("tables", () => {
  test("every table of every schema of ours has row-level security enabled", async () => {
    expect(
      await column(
        `select format('%s.%s', n.nspname, c.relname) as value from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'm', 'f') and n.nspname = any ($1) and not c.relrowsecurity`,
        [SCHEMAS],
      ),
    ).toEqual([]);
  });

  test("every key that erasing someone checks has an index for all its rows", async () => {
    expect(
      await column(
        `select format('%s (%s) -> %s', c.conrelid::regclass, a.attname, c.confrelid::regclass) as value
           from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
          where c.contype = 'f' and c.conenforced and c.connamespace::regnamespace::text = any ($1)
            and (c.confrelid = 'people.person'::regclass or exists (select from pg_attribute p
                   where p.attrelid = c.confrelid and p.attname in ('person_id', 'person_ids') and not p.attisdropped))
            and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
                   and coalesce(pg_get_expr(i.indpred, i.indrelid), '') in ('', format('(%s IS NOT NULL)', a.attname)))
          order by 1`,
        [SCHEMAS],
      ),
    ).toEqual([]);
  });

  test("the one view shows a transaction what it opened itself, and nobody can write to it", async () => {
    expect(
      await column(
        `select format('%s.%s', n.nspname, c.relname) as value from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'v' and n.nspname = any ($1)`,
        [SCHEMAS],
      ),
    ).toEqual(["access.opened"]);
    // Not "person_id is not null", which would offer the index of persons: read whole when few records were opened so far.
    expect(await column("select pg_get_viewdef('access.opened'::regclass) as value")).toEqual([
      expect.stringMatching(
        /WHERE \(\(xid = pg_current_xact_id_if_assigned\(\)\) AND \(num_nonnulls\(person_id\) = 1\)\);$/,
      ),
    ]);
    expect(
      await column(
        `select distinct format('%s %s', grantee, privilege_type) as value from information_schema.table_privileges
          where (table_schema, table_name) = ('access', 'opened') and grantee <> 'maillage_owner'`,
      ),
    ).toEqual(["maillage_app SELECT"]);
  });

  test("every table has a policy, or is listed here as closed to every role", async () => {
    const bare = await column(
      `select format('%s.%s', n.nspname, c.relname) as value from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = any ($1)
          and not exists (select from pg_policy p where p.polrelid = c.oid) order by 1`,
      [SCHEMAS],
    );
    expect(bare).toEqual(CLOSED);
  });

  test("no role of the program holds any privilege on a closed table", async () => {
    const granted = await column(
      `select distinct format('%s %s.%s', grantee, table_schema, table_name) as value from information_schema.table_privileges
        where grantee = any ('{maillage_app,maillage_signin,maillage_sealer,PUBLIC}') and format('%s.%s', table_schema, table_name) = any ($1)`,
      [CLOSED],
    );
    expect(granted).toEqual([]);
  });

  test("every policy that shows rows of a person goes through the persons this transaction opened", async () => {
    const loose = await column(
      `select format('%s.%s: %s', n.nspname, c.relname, p.polname) as value
         from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
        where (exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'person_id' and not a.attisdropped)
               or (n.nspname, c.relname) = ('people', 'person'))
          and n.nspname <> 'audit'
          and coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
              !~ 'access\\.permitted_(persons|keys)\\('`,
    );
    expect(loose).toEqual([]);
  });

  test("policies call the functions of access once for a statement, not once for a row", async () => {
    const bare = await column(
      `select format('%s %s', p.polrelid::regclass, p.polname) as value
         from pg_policy p cross join lateral (
           select coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as text) e
        -- access.cell is arithmetic: it reads nothing.
        where regexp_count(e.text, 'access\\.(?!cell\\()\\w+\\(') <> regexp_count(e.text, '\\( ?SELECT access\\.\\w+\\(')`,
    );
    expect(bare).toEqual([]);
  });

  test("no role of the program may change or delete what is history, except to close a row", async () => {
    const allowed = await column(
      `select distinct format('%s %s %s', c.privilege_type, c.table_schema || '.' || c.table_name, c.column_name) as value
         from information_schema.column_privileges c
        where c.grantee in ('maillage_app', 'maillage_sealer') and c.privilege_type = 'UPDATE' order by 1`,
    );
    // A draft is not history: it is its author's own, and changes as they type.
    expect(allowed.filter((one) => !one.startsWith("UPDATE care.note_draft "))).toEqual([
      "UPDATE care.essential known_to",
      "UPDATE care.instrument_answer known_to",
      "UPDATE care.instrument_answer withdrawn_reason",
      "UPDATE papers.document withdrawn_at",
      "UPDATE papers.document withdrawn_by",
      "UPDATE papers.document withdrawn_reason",
      "UPDATE people.contact known_to",
      "UPDATE people.identity known_to",
      "UPDATE people.life_fact known_to",
      "UPDATE people.person version",
    ]);
    const removers = await column(
      `select distinct format('%s %s.%s', privilege_type, table_schema, table_name) as value from information_schema.table_privileges
        where grantee in ('maillage_app', 'maillage_sealer') and privilege_type in ('DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES')`,
    );
    expect(removers).toEqual([]);
  });

  test("the sign-in role holds nothing on any table of a person, nor on the trail", async () => {
    const held = await column(
      `select distinct format('%s.%s', table_schema, table_name) as value from information_schema.table_privileges
        where grantee = 'maillage_signin' and table_schema <> 'access' order by 1`,
    );
    expect(held).toEqual(["network.installation"]);
  });
});

describe("roles", () => {
  const LOGINS: readonly LoginKind[] = ["app", "signin", "sealer"];

  test("the program's roles are neither superusers nor past the policies, and create nothing", async () => {
    const { rows } = await t.owner.query(
      `select rolname from pg_roles where rolname like 'maillage\\_%'
          and rolname <> (select pg_get_userbyid(datdba) from pg_database where datname = current_database())
          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
    );
    expect(rows).toEqual([]);
  });

  test("the program's roles own nothing at all", async () => {
    const { rows } = await t.owner.query(
      `select s.objid from pg_shdepend s join pg_roles r on r.oid = s.refobjid
        where s.deptype = 'o' and r.rolname = any ($1)`,
      [["maillage_app", "maillage_signin", "maillage_sealer"]],
    );
    expect(rows).toEqual([]);
  });

  test.each(LOGINS)(
    "%s creates no table, not even a temporary one, and takes no other role",
    async (kind) => {
      const { rows } = await t.owner.query<{ name: string }>("select current_database() as name");
      const name = rows[0]?.name ?? "";
      const password = {
        app: t.secrets.appPassword,
        signin: t.secrets.signinPassword,
        sealer: t.secrets.sealerPassword,
      };
      const client = new pg.Client(t.server.login(loginName(name, kind), password[kind]));
      await client.connect();
      try {
        for (const statement of [
          "create table public.mine (a int)",
          "create table people.mine (a int)",
          "create temporary table mine (a int)",
          "create schema mine",
          "create function public.mine() returns int language sql as 'select 1'",
          "copy (select 1) to program 'true'",
          "select pg_read_file('PG_VERSION')",
          "alter table people.person disable row level security",
          `set session authorization ${t.server.admin.user}`,
          `set role ${t.server.admin.user}`,
          ...LOGINS.filter((other) => other !== kind).map((other) => `set role maillage_${other}`),
        ]) {
          await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
        }
      } finally {
        await client.end();
      }
    },
  );
});

describe("functions", () => {
  test("every function with its owner's rights is in the committed list", async () => {
    const found = await column(
      `select format('%s.%s', n.nspname, p.proname) as value from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(found).toEqual(Object.keys(definerFunctions).sort());
  });

  test("every function with its owner's rights looks names up in the catalogue alone", async () => {
    const open = await column(
      `select p.oid::regprocedure::text as value from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname = any ($1)
          and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)`,
      [SCHEMAS],
    );
    expect(open).toEqual([]);
  });

  test("none of our functions is open to whoever connects", async () => {
    const open = await column(
      `select p.oid::regprocedure::text as value from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any ($1) and (p.proacl is null
          or exists (select from aclexplode(p.proacl) g where g.grantee = 0))`,
      [SCHEMAS],
    );
    expect(open).toEqual([]);
  });

  test("none of our functions builds a statement from text", async () => {
    const dynamic = await column(
      `select p.oid::regprocedure::text as value from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any ($1) and p.prosrc ~* '\\mexecute\\M'`,
      [SCHEMAS],
    );
    // It runs procedures by their name in the catalogue, of a table that migrations alone write.
    expect(dynamic).toEqual(["rights.cover_changed(uuid[])"]);
  });
});
