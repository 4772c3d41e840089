import pg from "pg";

/** Where a centre went that left this database. */
export type LeftFor = "embedded" | "external";

const MARK = "moved to ";

/** Where the centre of this database went, or null: it is here, or never was. The mark is a comment, which no copy takes along. */
export async function leftFor(admin: pg.ClientConfig): Promise<LeftFor | null> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ mark: string | null }>(
      "select obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = 'platform'",
    );
    const mark = rows[0]?.mark ?? "";
    if (!mark.startsWith(MARK)) return null;
    return mark === `${MARK}embedded` ? "embedded" : "external";
  });
}

/** Marks a database as left for another, or as the centre's own again. */
export async function markLeft(admin: pg.ClientConfig, where: LeftFor | null): Promise<void> {
  await withClient(admin, (client) =>
    client.query(`comment on schema platform is ${where === null ? "null" : pg.escapeLiteral(MARK + where)}`),
  );
}

async function withClient<T>(admin: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(admin);
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
