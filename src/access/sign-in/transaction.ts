import type pg from "pg";
import { translateDatabaseError } from "../../platform/database/errors.ts";

/** A pool, a client or a transaction: whatever runs one statement. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

/** Runs `work` in one transaction of the sign-in role; rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(away);
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away rather than given to the next request.
    const broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw translateDatabaseError(error);
  }
}

function away(error: unknown): never {
  throw translateDatabaseError(error);
}
