import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { type PrintForm, printSchema } from "../../care/prints.ts";
import { establishPaper, type Printer } from "../../care/prints-store.ts";
import type { Installation } from "../../installation.ts";
import { PAPER_KEYS, paperBox } from "../../papers/box.ts";
import { fileDocument } from "../../papers/store.ts";
import { openKeyRing } from "../../platform/key-ring.ts";
import { programRoot } from "../../platform/program-root.ts";
import { startTypesetter } from "../../platform/typeset/typesetter.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

/** Whose record shows papers: whoever looks for the busiest year meets them. */
const WHOSE = { family: "Nguyễn", given: "Hélène" };
/** Check digit aside, a number of the directory given to nobody. */
const RPPS = "10000000009";

const PRESCRIPTION: PrintForm["typed"] = {
  kind: "prescription",
  lines: [
    {
      what: "Metformine 500 mg, comprimés",
      how: "1 matin et soir, en mangeant, pendant 3 mois",
      part: "ald",
    },
    { what: "Paracétamol 1 g, comprimés", how: "1 en cas de douleur, au plus 3 par jour, 5 jours" },
  ],
  advice: "À renouveler une fois.",
};
const SUMMARY: PrintForm["typed"] = {
  kind: "summary",
  body: "Votre prise de sang montre trop de sucre. Un médicament va le faire baisser.",
  steps: [
    { what: "Prendre le médicament matin et soir, en mangeant", picture: "medicine" },
    {
      what: "Refaire la prise de sang, à jeun",
      where: "Laboratoire, place du marché",
      picture: "blood_test",
    },
    { what: "Revenir avec le résultat", where: "Centre-ville", picture: "appointment" },
  ],
  warning: "Revenez tout de suite si vous avez très soif, ou si vous vous sentez mal.",
  large: true,
};

/** Gives someone invented the papers of a visit, filed and established by the demonstration's own accounts. */
export async function inventDocuments(
  installation: Installation,
  owner: pg.Client,
  today: string,
): Promise<void> {
  const { rows } = await owner.query<{ id: string; site: string }>(
    `select i.person_id as id, (select t.id from network.site t join people.registration g on g.structure_id = t.structure_id
        where g.person_id = i.person_id order by t.code limit 1) as site
       from people.identity i where i.family = $1 and i.given = $2 and i.known_to is null`,
    [WHOSE.family, WHOSE.given],
  );
  const picture = await readFile(join(programRoot(), "documents", "demonstration", "result.jpg"));
  const typesetter = startTypesetter();
  for (const { id: person, site } of rows) {
    const work = { installation, owner, person, today, typesetter };
    await acting("nurse", work, (printer) =>
      fileDocument(
        { ...printer, caller: printer.caller() },
        {
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
        },
      ),
    );
    await acting("doctor", work, async (printer) => {
      for (const typed of [PRESCRIPTION, SUMMARY])
        await establishPaper(printer, newId(), printSchema.parse({ siteId: site, rpps: RPPS, typed }));
    });
  }
  await typesetter.stop();
}

interface Work extends Pick<Printer, "person" | "today" | "typesetter"> {
  readonly installation: Installation;
  readonly owner: pg.Client;
}

/** Works as the demonstration's account of a role: each act has its own stamp. */
async function acting(
  role: Role,
  { installation, owner, ...work }: Work,
  act: (printer: Printer) => Promise<unknown>,
): Promise<void> {
  const papers = paperBox(openKeyRing(installation.folder.keys, PAPER_KEYS));
  await actingAs(installation, owner, role, async (caller) => {
    await act({ db: installation.db, papers, roles: [role], caller, ...work });
  });
}
