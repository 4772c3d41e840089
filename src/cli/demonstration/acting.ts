import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { demonstrationEmail } from "../../access/sign-in/demonstration.ts";
import { closeSession, openSession } from "../../access/sign-in/sessions.ts";
import type { Installation } from "../../installation.ts";
import type { Caller } from "../../platform/database/database.ts";

/**
 * Works as the demonstration's account of a role, as it would in its browser.
 * @param work is given who asks, with a stamp of one use each time
 */
export async function actingAs(
  { newStamp }: Installation,
  owner: pg.Client,
  role: Role,
  work: (caller: () => Caller) => Promise<void>,
): Promise<void> {
  const { rows } = await owner.query<{ id: string }>("select id from access.account where email = $1", [
    demonstrationEmail(role),
  ]);
  const token = await openSession(owner, {
    accountId: rows[0]?.id ?? "",
    kind: "demonstration",
    secondFactor: false,
    idleMinutes: 30,
    stamp: newStamp(),
    replaces: null,
  });
  await work(() => ({ token, stamp: newStamp() }));
  await closeSession(owner, token, newStamp());
}
