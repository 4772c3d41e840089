import { sql } from "kysely";
import { readVocabulary } from "../../network/store.ts";
import type { Caller, Database } from "../../platform/database/database.ts";
import type { RequestLaw } from "../../rights/requests.ts";
import type { PersonPage } from "../model.ts";
import type { SummarySource } from "./compose.ts";

interface Asked {
  readonly db: Database;
  /** Each of its two transactions has a stamp of its own. */
  readonly caller: () => Caller;
  readonly roles: readonly string[];
  readonly person: string;
  /** How it leaves: pasted, or as PDF. */
  readonly as: "text" | "pdf";
  readonly law: RequestLaw;
  readonly day: string;
}

type Maker = Pick<SummarySource, "by" | "byRole" | "centre" | "demonstration">;

/** The page as its reader is given it, with the line of the trail that it leaves the record; null when they may not know them. */
export async function readForSummary(asked: Asked): Promise<SummarySource | null> {
  const { db, caller, roles, person, as, law, day } = asked;
  const words = await readVocabulary(db, caller(), roles);
  return db.transact(caller(), roles, async (tx) => {
    await sql`select audit.record('person.summary', ${person}::uuid, null, null, null, ${JSON.stringify({ as })}::jsonb)`.execute(
      tx,
    );
    const opened = await sql<{ page: string | null }>`
      select record.open_person(${person}::uuid) as page`.execute(tx);
    const told = opened.rows[0]?.page;
    if (!told) return null;
    const page: PersonPage = JSON.parse(told);
    // What follows is read under the line that opened the page.
    const kept = await tx
      .selectFrom("rights.request")
      .where("nature", "=", "social_notes")
      .select("id")
      .execute();
    const made = await sql<Maker>`
      select a.display_name as by, l.label as "byRole", n.name as centre, n.demonstration
        from network.installation n, access.account a, access.role l
       where a.id = access.account_id() and l.code = access.role()`.execute(tx);
    const [maker] = made.rows;
    return maker ? { ...maker, page, kept: kept.map(({ id }) => id), words, law, day } : null;
  });
}
