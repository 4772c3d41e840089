import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { recordInstrument } from "../../care/instruments-store.ts";
import type { NoteNature, NoteTemplate } from "../../care/notes.ts";
import { signNote, submitNote } from "../../care/notes-store.ts";
import { recordEncounter } from "../../care/store.ts";
import type { Installation } from "../../installation.ts";
import { addTask } from "../../tasks/store.ts";
import { addDays } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

/** Whose record shows a working day: the first of this name, met by whoever looks for the busiest year. */
const WHOSE = { family: "Nguyễn", given: "Hélène" };

type Words = readonly [
  nature: NoteNature,
  template: NoteTemplate,
  body: string,
  said: string,
  agreed: string,
];

/** What each writes of her that day, invented. */
const NOTES: Partial<Record<Role, readonly Words[]>> = {
  doctor: [
    [
      "clinical",
      "consultation",
      "Motif\u00a0:\ntoux sèche depuis trois semaines, sans fièvre.\n\nExamen\u00a0:\nauscultation normale. 61 kg.\n\nConduite à tenir\u00a0:\nradiographie, puis la revoir.",
      "«\u00a0Je tousse surtout la nuit, les enfants n’en dorment plus.\u00a0»",
      "Revient dans une semaine avec la radiographie.",
    ],
    ["useful", "useful", "Peut travailler. A besoin de droits ouverts avant la radiographie.", "", ""],
  ],
  social_worker: [
    [
      "social_notes",
      "interview",
      "Demande\u00a0:\ndroits arrêtés depuis le déménagement.\n\nDroits et démarches\u00a0:\ndossier C2S à refaire, il manque l’avis d’imposition.",
      "«\u00a0Je n’ai plus ouvert le courrier depuis l’été.\u00a0»",
      "Apporte ses courriers mardi.",
    ],
  ],
};

/** Gives someone invented an encounter of two professionals, their notes, a trainee's note that waits, tasks and questionnaires. */
export async function inventCare(installation: Installation, owner: pg.Client, today: string): Promise<void> {
  const { db } = installation;
  const { rows } = await owner.query<{ id: string; site: string }>(
    `select i.person_id as id, (select s.id from network.site s order by s.id limit 1) as site
       from people.identity i where family = $1 and given = $2 and known_to is null order by i.person_id limit 1`,
    [WHOSE.family, WHOSE.given],
  );
  const [whose] = rows;
  if (!whose) return;
  const { id: person, site } = whose;
  const as = (role: Role, work: Parameters<typeof actingAs>[3]) => actingAs(installation, owner, role, work);
  const yesterday = addDays(today, -1);
  const encounterId = newId();
  await as("nurse", async (caller) => {
    await recordEncounter(db, caller(), ["nurse"], person, {
      id: encounterId,
      siteId: site,
      onDay: yesterday,
      halfDay: "morning",
      kind: "consultation",
      professionalId: null,
      terms: [],
      cover: [],
      presences: [
        { part: "companion", who: "friend" },
        { part: "interpreter", who: "professional", language: "vi", means: "telephone", minutes: 30 },
      ],
    });
    await addTask(db, caller(), ["nurse"], person, {
      ...task("clinical", "Vérifier que la radiographie est faite", addDays(today, 6)),
      forRole: "doctor",
    });
  });
  for (const role of ["doctor", "social_worker"] as const)
    await as(role, async (caller) => {
      for (const [nature, template, body, said, agreed] of NOTES[role] ?? [])
        await signNote(db, caller(), [role], {
          ...{ id: newId(), personId: person, encounterId, amends: null },
          ...{ nature, template, body, said, agreed },
        });
    });
  await as("doctor", async (caller) => {
    await addTask(db, caller(), ["doctor"], person, {
      ...task("useful", "Rouvrir les droits avant la radiographie", addDays(today, 2)),
      forRole: "social_worker",
    });
    for (const [ago, answers] of PHQ9)
      await recordInstrument(db, caller(), ["doctor"], person, {
        ...{ id: newId(), onDay: addDays(today, -ago), instrument: "phq9", version: "1999" },
        answers: [...answers],
      });
  });
  await as("social_worker", async (caller) => {
    await recordInstrument(db, caller(), ["social_worker"], person, {
      ...{ id: newId(), onDay: yesterday, instrument: "epices", version: "11" },
      answers: [0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1],
    });
  });
  await as("trainee", async (caller) => {
    await submitNote(db, caller(), ["trainee"], {
      ...{ id: newId(), personId: person, encounterId: null, amends: null, version: 0 },
      ...{ nature: "clinical", template: "telephone", said: "", agreed: "Rappelle si la fièvre vient." },
      body: "Qui appelle et pourquoi\u00a0:\nla personne, toujours la toux, pas de fièvre.\n\nRéponse donnée\u00a0:\nattendre la radiographie.",
    });
  });
}

/** Days ago, and the choice at each question. */
const PHQ9: readonly (readonly [number, readonly number[]])[] = [
  [120, [2, 2, 2, 2, 1, 2, 1, 1, 0]],
  [60, [2, 1, 2, 1, 1, 1, 1, 0, 0]],
  [1, [1, 1, 1, 1, 0, 0, 1, 0, 0]],
];

function task(nature: "clinical" | "useful", what: string, dueOn: string) {
  return { id: newId(), nature, what, dueOn, forRole: null, forAccount: null, originId: null };
}
