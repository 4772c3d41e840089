import type pg from "pg";

/** So many in one statement: interrupted, little is lost, and nothing waits behind it. */
const AT_ONCE = 100_000;

/**
 * Makes PostgreSQL give out transaction numbers from `next` on. An entry of the audit trail bears the number of its
 * transaction, and opens a person to that transaction alone (access.opened): in another server, whose numbers
 * begin again, a later transaction would bear the number of an old entry, and see what that one opened.
 */
export async function passTransactions(client: pg.ClientBase, next: bigint): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ now: string }>("select pg_current_xact_id()::text as now");
    const missing = next - BigInt(rows[0]?.now ?? 0);
    if (missing <= 0n) return;
    const turn = missing > BigInt(AT_ONCE) ? AT_ONCE : Number(missing);
    await client.query(
      `do $$ begin for i in 1..${turn} loop perform pg_current_xact_id(); commit; end loop; end $$`,
    );
  }
}
