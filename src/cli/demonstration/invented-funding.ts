import type pg from "pg";
import { readBoard, recordActs, sendList } from "../../funding/store.ts";
import type { Installation } from "../../installation.ts";
import { addDays } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

/** Visits given an act, the latest first; those named below then have their rights told, the others wait. */
const VISITS = 14;
/** [which visit, base, complementary, proof]: rights that opened before the visit, some decided after it. */
const RIGHTS: readonly (readonly [number, string, string | null, string])[] = [
  [1, "puma", "c2s", "l’attestation vue au centre"],
  [3, "puma", "private", "l’attestation vue au centre"],
  [4, "puma", "c2s", "l’attestation vue au centre"],
  [6, "ame", null, "la notification de la CPAM"],
  [9, "ame", null, "la notification de la CPAM"],
];
/** Opened once the list to the CPAM had gone; and what the CPAM had wrong. */
const LATER: (typeof RIGHTS)[number] = [11, "ame", null, "la notification de la CPAM"];
const WRONG = 4;

interface Visit {
  readonly person: string;
  readonly visit: string;
  readonly day: string;
}

/** Acts of the last weeks: some wait for rights, some are to invoice, a list went to the CPAM, one of its lines is to put right. */
export async function inventFunding(
  installation: Installation,
  owner: pg.Client,
  today: string,
): Promise<void> {
  const { db } = installation;
  const { rows: visits } = await owner.query<Visit>(
    `select v.person_id as person, v.id as visit, v.on_day::text as day
       from (select distinct on (e.person_id) e.* from care.encounter e
              where e.known_to is null and e.kind = 'consultation' and e.on_day between $1 and $2
                and not exists (select from people.alias a where e.person_id in (a.person_id, a.kept_id))
              order by e.person_id, e.on_day desc) v
       join people.registration g on g.person_id = v.person_id and g.structure_id = v.structure_id and g.known_to is null
      order by v.on_day desc, v.id limit $3`,
    [addDays(today, -120), addDays(today, -1), VISITS],
  );
  if (visits.length < VISITS) return;
  await actingAs(installation, owner, "doctor", async (caller) => {
    for (const { person, visit } of visits)
      await recordActs({ db, caller: caller(), roles: ["doctor"] }, person, visit, {
        acts: [{ id: newId(), code: "G", quantity: 1 }],
      });
  });
  const open = async ([at, base, extra, proof]: (typeof RIGHTS)[number]) => {
    const one = visits[at];
    if (!one) return;
    await owner.query(
      `insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof)
       select $1, layer, scheme, daterange($4, $5), 'document', $6
         from (values ('base', $2), ('complementary', $3)) r (layer, scheme) where scheme is not null`,
      [one.person, base, extra, addDays(one.day, -17), addDays(one.day, 348), proof],
    );
    await owner.query("select rights.cover_changed(array[$1::uuid])", [one.person]);
  };
  for (const right of RIGHTS) await open(right);
  await actingAs(installation, owner, "administrative_officer", async (caller) => {
    const asking = () => ({ db, caller: caller(), roles: ["administrative_officer"] });
    const { totals } = await readBoard(asking(), "to_invoice", 0);
    for (const { payer, caisse, state, parts, cents } of totals)
      if (payer === "cpam" && state === "to_invoice")
        await sendList(asking(), { id: newId(), payer, caisse: caisse ?? "", parts, cents }, today);
  });
  await open(LATER);
  const wrong = visits[WRONG]?.person;
  await owner.query(
    "update rights.cover_interval set known = tstzrange(lower(known), clock_timestamp()) where person_id = $1 and layer = 'base' and upper_inf(known)",
    [wrong],
  );
  await owner.query("select rights.cover_changed(array[$1::uuid])", [wrong]);
}
