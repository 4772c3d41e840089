import type pg from "pg";
import { closeConsoleSession, openConsoleSession } from "../../access/set-up.ts";
import { type Installation, presetsFolder } from "../../installation.ts";
import { importRegister } from "../../intake/import-register.ts";
import { readPreset } from "../../network/preset.ts";
import { businessClock } from "../../platform/business-clock.ts";
import { type Decider, mergeRecords } from "../../record/duplicates/store.ts";
import { inventAdmitted } from "./invented-admitted.ts";
import { inventAgenda } from "./invented-agenda.ts";
import { inventCare } from "./invented-care.ts";
import { inventContacts } from "./invented-contacts.ts";
import { inventDecisions } from "./invented-decisions.ts";
import { inventDocuments } from "./invented-documents.ts";
import { inventEssentials } from "./invented-essentials.ts";
import { inventFunding } from "./invented-funding.ts";
import { inventHours, ownHours } from "./invented-hours.ts";
import { inventLife } from "./invented-life.ts";
import { inventReferrals } from "./invented-referrals.ts";
import { inventRegister, JOINED } from "./invented-register.ts";
import { inventRetention } from "./invented-retention.ts";
import { inventRights } from "./invented-rights.ts";

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
    const { demonstration, admission } = readPreset(presetsFolder(), installation.preset);
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
        bytes: Buffer.from(inventRegister(today, demonstration), "utf8"),
        fileName: "registre-de-demonstration.csv",
        decision: "accept",
        dryRun: false,
        today,
      },
    );
    await inventContacts(owner, today);
    await inventLife(owner, today);
    await inventDecisions(owner, today);
    await inventEssentials(owner, today);
    const caller = { token: opened.token, stamp: installation.newStamp() };
    await joinRecords(owner, { db: installation.db, caller, roles: ["console"] });
    await owner.query("update network.site set letterhead = $1", [demonstration.letterhead]);
    await inventDocuments(installation, owner, today);
    await inventCare(installation, owner, today);
    if (admission !== null) {
      await inventReferrals(installation, owner, today, admission);
      await inventAdmitted(owner, today);
    }
    await inventAgenda(owner, today);
    await inventFunding(installation, owner, today);
    await inventRights(installation, owner, today);
    await inventHours(installation, owner, today);
    await ownHours(owner);
    await placeInServices(owner);
    const planner = { token: opened.token, stamp: installation.newStamp() };
    await inventRetention(owner, today, { db: installation.db, caller: planner, roles: ["console"] });
    await closeConsoleSession(owner, opened, installation.newStamp);
  } finally {
    await owner.end();
  }
}

/** Says of each invented encounter which service of the centre it was, where the centre counts by service. */
async function placeInServices(owner: pg.Client): Promise<void> {
  await owner.query(
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, author_id, known_from)
     select e.id, e.person_id, e.on_day, t.list, t.code, t.nature, e.author_id, e.known_from
       from care.encounter e join network.term t on t.list = 'service'
        and t.code = case when e.kind in ('interview', 'mediation') then 'social' else 'care' end
      where e.known_to is null`,
  );
}

/** One person's two records, joined as someone of the centre would, so that it can be seen and undone. */
async function joinRecords(owner: pg.Client, decider: Decider): Promise<void> {
  const { rows } = await owner.query<{ id: string; seen: string }>(
    `select i.person_id as id, people.pair_state(i.person_id, lead(i.person_id) over by_birth) as seen
       from people.identity i where i.family = $1 and i.birth = any ($2)
     window by_birth as (order by i.birth)`,
    [JOINED.family, JOINED.births],
  );
  const [kept, joined] = rows;
  if (kept && joined) await mergeRecords(decider, kept.id, joined.id, kept.seen);
}
