import { closeConsoleSession, openConsoleSession } from "../../access/set-up.ts";
import type { Installation } from "../../installation.ts";
import { importRegister } from "../../intake/import-register.ts";
import { businessClock } from "../../platform/business-clock.ts";
import { inventContacts } from "./invented-contacts.ts";
import { inventRegister } from "./invented-register.ts";

/**
 * Fills an empty demonstration with invented people, by the same door as a centre's own register.
 * Does nothing when someone is already recorded.
 */
export async function peopleOfDemonstration(installation: Installation): Promise<void> {
  const owner = await installation.connectOwner();
  try {
    const { rowCount } = await owner.query("select from people.person limit 1");
    if (rowCount) return;
    const today = businessClock(process.env)();
    const opened = await openConsoleSession(owner, installation.newStamp);
    await importRegister(
      {
        db: installation.db,
        roles: ["console"],
        get caller() {
          return { token: opened.token, stamp: installation.newStamp() };
        },
      },
      {
        bytes: Buffer.from(inventRegister(today), "utf8"),
        fileName: "registre-de-demonstration.csv",
        decision: "accept",
        dryRun: false,
        today,
      },
    );
    await inventContacts(owner, today);
    await closeConsoleSession(owner, opened, installation.newStamp);
  } finally {
    await owner.end();
  }
}
