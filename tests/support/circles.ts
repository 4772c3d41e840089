import { randomUUID } from "node:crypto";
import type { Nature, Role } from "../../src/access/model.ts";
import { roles } from "../../src/access/model.ts";
import type { Centre } from "./centre.ts";
import { cellOf } from "./handbook-matrix.ts";
import { arrangePerson } from "./known-person.ts";

/**
 * How someone stands to a person: whose structure follows them, what the person agreed or objected to, what was broken open.
 * `reason`: for which of the list (access.glass_reason); `ended`: its hour, or the consent's last day, has passed.
 */
export interface Circle {
  readonly followed: boolean;
  readonly consent?: "in force" | "ended";
  readonly objected?: boolean;
  readonly glass?: { readonly reason: Reason; readonly ended?: boolean };
}
type Reason = "emergency" | "continuity" | "protection" | "control";

export const circles: Readonly<Record<string, Circle>> = {
  "their own structure's": { followed: true },
  "another structure's": { followed: false },
  "another structure's, who agreed": { followed: false, consent: "in force" },
  "another structure's, whose consent has ended": { followed: false, consent: "ended" },
  "their own structure's, who objects": { followed: true, objected: true },
  "another structure's, who agreed then objects": { followed: false, consent: "in force", objected: true },
  "another structure's, broken open in an emergency": { followed: false, glass: { reason: "emergency" } },
  "another structure's, broken open for care": { followed: false, glass: { reason: "continuity" } },
  "another structure's, broken open in danger": { followed: false, glass: { reason: "protection" } },
  "another structure's, broken open to control": { followed: false, glass: { reason: "control" } },
  "another structure's, broken open, the hour passed": {
    followed: false,
    glass: { reason: "emergency", ended: true },
  },
  "their own structure's, broken open in danger": { followed: true, glass: { reason: "protection" } },
  "their own structure's, who objects, broken open in an emergency": {
    followed: true,
    objected: true,
    glass: { reason: "emergency" },
  },
  "their own structure's, who objects, broken open in danger": {
    followed: true,
    objected: true,
    glass: { reason: "protection" },
  },
};

const CARERS: readonly Role[] = ["doctor", "medical_director", "nurse", "coordinating_nurse"];
const PAGE: readonly Nature[] = [
  "identity",
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
  "useful",
  "appointments",
];

/** Who breaks a record open for what, and which blocks: copied by hand from SECURITY.md, not from the program. */
const opens: Readonly<
  Record<Reason, { readonly who: readonly Role[]; readonly natures: readonly Nature[] }>
> = {
  emergency: { who: CARERS, natures: PAGE },
  continuity: {
    who: CARERS,
    natures: ["identity", "identity_detail", "cover", "clinical", "useful", "appointments"],
  },
  protection: { who: [...CARERS, "social_worker"], natures: PAGE },
  control: {
    who: ["data_protection_officer"],
    natures: [...PAGE.filter((nature) => !["social_notes", "clinical"].includes(nature)), "money"],
  },
};

/** The trainee's column is the supervisor's (a doctor's here), read only. */
const columnOf = (role: Role): Role => (role === "trainee" ? "doctor" : role);

/** Whether a role reads (or writes) a block of someone it stands so to. */
export function may(role: Role, verb: "R" | "W", nature: Nature, circle: Circle): boolean {
  const { followed, consent, objected = false, glass } = circle;
  const cell = cellOf(columnOf(role), nature);
  const live = glass !== undefined && glass.ended !== true ? glass.reason : null;
  const broke = live !== null && opens[live].who.includes(role);
  const barred = objected && !(live === "emergency" && broke);
  if (barred) return false;
  const known = cell.includes("c") ? consent === "in force" : followed || consent === "in force";
  if (verb === "W") return role !== "trainee" && cell.includes("W") && known;
  if (cell.includes("R") && known) return true;
  return broke && opens[live].natures.includes(nature) && (live === "control" || cell.includes("R"));
}

/** One person for each circle and each of the two structures, every role standing so to them. @returns by circle and structure */
export async function arrangeCircles(centre: Centre): Promise<ReadonlyMap<string, string>> {
  const { owner } = centre.t;
  const people = new Map<string, string>();
  for (const [name, { followed, consent, objected, glass }] of Object.entries(circles)) {
    for (const [own, other] of [
      [centre.team, centre.outside],
      [centre.outside, centre.team],
    ] as const) {
      const person = await arrangePerson(owner, {
        structure: followed ? own : other,
        author: centre.who.doctor.account,
        family: "Cercle",
      });
      people.set(`${name} ${own}`, person);
      if (consent !== undefined)
        await owner.query(
          `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on, ends_on)
           values ($1, $2, array(select code from access.nature), 'oral', 'fiche', $3, '2020-01-01', $4)`,
          [person, own, centre.who.doctor.account, consent === "ended" ? "2020-02-01" : null],
        );
      for (const role of roles) {
        const { account, token } = centre.who[role];
        if (objected)
          await owner.query(
            `insert into access.objection (id, person_id, account_id, said_on, means, recorded_by) values ($1, $2, $3, '2020-01-01', 'oral', $3)`,
            [randomUUID(), person, account],
          );
        // Of every role: a row of one that has no right to it must open nothing.
        if (glass)
          await owner.query(
            `insert into access.break_glass (id, person_id, session_id, account_id, assignment_id, role, structure_id, reason, words, opened_at, ends_at)
             select $1, $2, s.id, s.account_id, s.assignment_id, g.role, g.structure_id, $3, 'Essai des cercles.', now() - interval '2 hours',
                    now() + make_interval(hours => $4)
               from access.session s join access.assignment g on g.id = s.assignment_id where s.token_hash = sha256($5::bytea)`,
            [randomUUID(), person, glass.reason, glass.ended ? -1 : 1, token],
          );
      }
    }
  }
  return people;
}
