import pg from "pg";
import { roles } from "../../src/access/model.ts";
import { loginName } from "../../src/platform/database/login-roles.ts";
import type { Centre } from "./centre.ts";

/** Raw SQL as the application's own database role, which owns nothing. */
export interface ApplicationRole {
  readonly client: pg.Client;
  /**
   * One transaction, rolled back at its end.
   * @param token whose session; null: nobody's
   */
  within<T>(token: string | null, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** SQLSTATE of a statement that is refused, "done" when it is not; the transaction goes on either way. */
  outcome(statement: string, values?: unknown[]): Promise<string>;
  /** The same of many, each on its own, in one round trip. */
  outcomes(statements: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

const EACH = `do $$
declare
  statement text;
  codes text[] := '{}';
begin
  for statement in select jsonb_array_elements_text(current_setting('test.statements')::jsonb) loop
    begin
      execute statement;
      codes := array_append(codes, 'done');
    exception when others then
      codes := array_append(codes, sqlstate);
    end;
  end loop;
  perform set_config('test.codes', array_to_string(codes, ' '), true);
end $$`;

/** Connects with the application's credentials. */
export async function asApplication(centre: Centre): Promise<ApplicationRole> {
  const { t } = centre;
  const { rows } = await t.owner.query<{ name: string }>("select current_database() as name");
  const client = new pg.Client(t.server.login(loginName(rows[0]?.name ?? "", "app"), t.secrets.appPassword));
  await client.connect();
  return {
    client,
    async within(token, work) {
      await client.query("begin");
      try {
        if (token !== null) {
          const { stamp } = centre.caller(token);
          await client.query("select access.enter($1, $2, $3)", [token, stamp, roles]);
        }
        return await work(client);
      } finally {
        await client.query("rollback");
      }
    },
    async outcome(statement, values = []) {
      await client.query("savepoint tried");
      try {
        await client.query(statement, values);
        await client.query("release savepoint tried");
        return "done";
      } catch (error) {
        await client.query("rollback to savepoint tried");
        return error instanceof pg.DatabaseError ? (error.code ?? "") : String(error);
      }
    },
    async outcomes(statements) {
      await client.query("select set_config('test.statements', $1, true)", [JSON.stringify(statements)]);
      await client.query(EACH);
      const { rows } = await client.query<{ codes: string }>("select current_setting('test.codes') as codes");
      return (rows[0]?.codes ?? "").split(" ");
    },
    close: () => client.end(),
  };
}
