import type pg from "pg";
import type { Role } from "../../access/model.ts";
import type { Installation } from "../../installation.ts";
import { type NoteStep, noteStepSchema, openRequestSchema } from "../../rights/requests/model.ts";
import { readRequestLaw } from "../../rights/requests/read-law.ts";
import { type Acting, addStep, openRequest } from "../../rights/requests/store.ts";
import { addDays, addMonths } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

type Step = Pick<NoteStep, "state"> & { readonly onDay: string | null } & Partial<NoteStep>;

/** A request as one meets them on any day: of whom (their place among the people recorded), what for, and what was lived of it. */
interface Invented {
  readonly whose: number;
  readonly type: string;
  readonly by: Role;
  readonly household?: readonly { readonly name: string; readonly birth: string | null }[];
  readonly steps: (today: string) => readonly Step[];
}

const REQUESTS: readonly Invented[] = [
  // Stuck on a paper.
  {
    whose: 0,
    type: "ame",
    by: "social_worker",
    steps: (today) => [
      { state: "to_prepare", onDay: addDays(today, -40) },
      {
        state: "documents_pending",
        onDay: addDays(today, -33),
        waitsOn: "papers",
        words: "Manque la preuve de présence de plus de trois mois\u00a0: l’hôtel doit rendre sa facture.",
      },
    ],
  },
  // The silence that accepts was reached yesterday, for a household of three.
  {
    whose: 22,
    type: "c2s",
    by: "administrative_officer",
    household: [
      { name: "Awa, sa fille", birth: "2015-04-02" },
      { name: "Moussa, son fils", birth: "2019-11-20" },
    ],
    steps: (today) => [
      { state: "complete", onDay: addDays(addMonths(addDays(today, -1), -2), -4) },
      { state: "filed", onDay: addMonths(addDays(today, -1), -2), channel: "counter" },
    ],
  },
  // The window of the renewal is open.
  {
    whose: 23,
    type: "c2s",
    by: "social_worker",
    steps: (today) => {
      const from = `${addMonths(today, -9).slice(0, 7)}-01`;
      return [
        { state: "filed", onDay: addDays(from, -50), channel: "post" },
        {
          state: "granted",
          onDay: addDays(from, -12),
          effectOn: from,
          endsOn: addDays(addMonths(from, 12), -1),
          scope: "Sans participation",
        },
      ];
    },
  },
  // Refused, with eight days left to contest.
  {
    whose: 24,
    type: "ame",
    by: "social_worker",
    steps: (today) => {
      const told = addMonths(addDays(today, 8), -2);
      return [
        { state: "filed", onDay: addDays(told, -34), channel: "pass" },
        {
          state: "refused",
          onDay: told,
          words:
            "Ressources au-dessus du plafond, dit la caisse\u00a0: à revoir, l’aide d’un ami a été comptée.",
        },
      ];
    },
  },
  // Filed, the caisse has it.
  {
    whose: 25,
    type: "puma",
    by: "administrative_officer",
    steps: (today) => [
      { state: "filed", onDay: addDays(today, -25), channel: "online" },
      { state: "acknowledged", onDay: addDays(today, -18) },
    ],
  },
  // Returned for want of a paper.
  {
    whose: 26,
    type: "c2s",
    by: "administrative_officer",
    steps: (today) => [
      { state: "filed", onDay: addDays(today, -46), channel: "post" },
      {
        state: "incomplete_returned",
        onDay: addDays(today, -9),
        waitsOn: "papers",
        words: "Avis de situation déclarative à fournir.",
      },
    ],
  },
  // Granted: acts already done will be paid.
  {
    whose: 27,
    type: "ame",
    by: "social_worker",
    steps: (today) => [
      { state: "filed", onDay: addDays(today, -70), channel: "counter" },
      {
        state: "granted",
        onDay: addDays(today, -12),
        effectOn: addDays(today, -70),
        endsOn: addDays(addMonths(addDays(today, -70), 12), -1),
      },
    ],
  },
  // The person does not want it, for now.
  {
    whose: 28,
    type: "rsa",
    by: "social_worker",
    steps: (today) => [
      {
        state: "refused_by_person",
        onDay: addDays(today, -15),
        words: "Craint des contrôles. À reparler au printemps.",
      },
    ],
  },
];

/** Gives the invented people requests for rights in the states one meets on any day. */
export async function inventRights(
  installation: Installation,
  owner: pg.Client,
  today: string,
): Promise<void> {
  const { rows: people } = await owner.query<{ id: string }>(
    "select p.id from people.person p order by p.local_number",
  );
  const law = readRequestLaw();
  for (const { whose, type, by, household = [], steps } of REQUESTS) {
    const person = people[whose]?.id;
    if (person === undefined) continue;
    await actingAs(installation, owner, by, async (caller) => {
      const acting = (): Acting => ({ db: installation.db, caller: caller(), roles: [by], law, today });
      const [first, ...then] = steps(today).map((step) => noteStepSchema.parse({ id: newId(), ...step }));
      if (!first) return;
      const request = newId();
      const told = [
        await openRequest(
          acting(),
          person,
          openRequestSchema.parse({ id: request, type, members: household, step: first }),
          proofOf(first),
        ),
      ];
      let seen = first.id;
      for (const step of then) {
        told.push(await addStep(acting(), { person, request }, { seen, step }, proofOf(step)));
        seen = step.id;
      }
      const refused = told.find((one) => one !== "done");
      if (refused) throw new Error(`an invented request is refused: ${type}, ${refused}`);
    });
  }
}

function proofOf({ state, onDay }: NoteStep): string {
  return state === "granted" && onDay !== null ? `Décision du ${onDay.split("-").reverse().join("/")}` : "";
}
