import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { demonstrationEmail } from "../../access/sign-in/demonstration.ts";
import { closeSession, openSession } from "../../access/sign-in/sessions.ts";
import type { Installation } from "../../installation.ts";
import { PAPER_KEYS, paperBox } from "../../papers/box.ts";
import { fileDocument, type PaperAsk } from "../../papers/store.ts";
import { openKeyRing } from "../../platform/key-ring.ts";
import { programRoot } from "../../platform/program-root.ts";
import { newId } from "../../ui/new-id.ts";

/** Whose records show papers: the first of this name, met by whoever looks for the busiest year. */
const WHOSE = { family: "Nguyễn", given: "Hélène" };

/** Gives someone invented the papers of a year, filed and printed by the demonstration's own accounts. */
export async function inventDocuments(
  installation: Installation,
  owner: pg.Client,
  today: string,
): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    "select person_id as id from people.identity where family = $1 and given = $2 and known_to is null order by id",
    [WHOSE.family, WHOSE.given],
  );
  const picture = await readFile(join(programRoot(), "documents", "demonstration", "result.jpg"));
  for (const { id } of rows) {
    await acting(installation, owner, "nurse", id, async (ask) => {
      await fileDocument(ask(), {
        id: newId(),
        type: "result",
        label: "Prise de sang à jeun",
        onDay: today,
        nature: null,
        keptUntil: null,
        encounterId: null,
        media: "jpeg",
        bytes: picture,
        content: null,
      });
    });
  }
}

/** Works as the demonstration's account of a role, as it would in its browser: each act has its own stamp. */
async function acting(
  { db, folder, newStamp }: Installation,
  owner: pg.Client,
  role: Role,
  person: string,
  work: (ask: () => PaperAsk) => Promise<void>,
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
  const papers = paperBox(openKeyRing(folder.keys, PAPER_KEYS));
  await work(() => ({ db, caller: { token, stamp: newStamp() }, roles: [role], papers, person }));
  await closeSession(owner, token, newStamp());
}
