import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { referralOf } from "../../admission/api.ts";
import { referralSchema } from "../../admission/model.ts";
import { type Asking, decide, refer, resolveReferral, withdraw } from "../../admission/referrals/store.ts";
import type { Installation } from "../../installation.ts";
import type { AdmissionRules } from "../../network/admission-data.ts";
import { addDays } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

interface Invented {
  readonly family: string;
  readonly given: string;
  readonly birth: string;
  readonly situation: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  /** What became of it; accepted, it is of the first record nobody was referred for. */
  readonly became?: {
    readonly by: Role;
    readonly outcome: "accepted" | "study" | "elsewhere" | "withdrawn";
    readonly where?: string;
    readonly words?: string;
  };
}

const HERE = { hasPrimaryCareDoctor: false, residence: { insee: "89024" }, followedBy: ["CCAS d’Auxerre"] };
const AWAY = { residence: { insee: "89206" }, administrativeAddress: "none", accommodation: "none" };

/** Referrals in every state one meets. */
const REFERRALS: readonly Invented[] = [
  {
    family: "Sarr",
    given: "Aminata",
    birth: "14/02/1991",
    situation:
      "Vient d’accoucher, hébergée chez une cousine. N’a vu personne depuis la sortie de la maternité.",
    facts: { ...HERE, grounds: ["no_medical_follow_up", "social_precarity"] },
    more: { urgent: true, renounced: [{ care: "general", reasons: ["not_knowing_where", "cost_advance"] }] },
  },
  {
    family: "Mercier",
    given: "Didier",
    birth: "1968",
    situation: "Dort dans sa voiture depuis l’été, boit, accepte de rencontrer quelqu’un.",
    facts: {
      ...HERE,
      residence: "none",
      administrativeAddress: { insee: "89024" },
      grounds: ["wandering", "suspected_addiction", "isolation"],
    },
    more: { cover: { state: "unknown" }, renounced: [{ care: "dental", reasons: ["cost_rest", "fear"] }] },
  },
  {
    family: "Haidari",
    given: "Farid",
    birth: "1997",
    situation: "Demandeur d’asile, douleurs au dos. Parle dari.",
    facts: {
      hasPrimaryCareDoctor: false,
      accommodation: "prahda Appoigny",
      grounds: ["social_precarity", "administrative_problem"],
      followedBy: ["PRAHDA d’Appoigny"],
    },
    more: { language: "fa", interpreter: true },
  },
  {
    family: "Petitjean",
    given: "Odile",
    birth: "1955",
    situation: "Seule depuis le décès de son mari, ne sait plus si elle a un médecin.",
    facts: {
      grounds: ["isolation", "social_precarity"],
      residence: { insee: "89024" },
      followedBy: ["CCAS d’Auxerre"],
    },
    became: { by: "nurse", outcome: "study", words: "Rappeler le CCAS pour le médecin traitant." },
  },
  {
    family: "Delaunay",
    given: "Kévin",
    birth: "2001",
    situation: "Sans logement stable à Joigny.",
    facts: { ...HERE, ...AWAY, grounds: ["social_precarity"] },
    became: {
      by: "administrative_officer",
      outcome: "elsewhere",
      where: "PASS du centre hospitalier d’Auxerre",
    },
  },
  {
    family: "Vialle",
    given: "Monique",
    birth: "1960",
    situation: "Suivie ici jusqu’à son déménagement à Joigny, sans relais trouvé.",
    facts: { ...HERE, ...AWAY, grounds: ["social_precarity", "psychological_vulnerability"] },
    became: {
      by: "medical_director",
      outcome: "accepted",
      words: "Suivi commencé ici\u00a0: le temps de trouver un médecin à Joigny.",
    },
  },
  {
    family: "Nguyen",
    given: "Lan",
    birth: "1983",
    situation: "Droits à renouveler, dents à soigner.",
    facts: { ...HERE, grounds: ["social_precarity", "administrative_problem"] },
    more: {
      cover: { state: "seen", cover: [{ layer: "base", scheme: "puma" }] },
      renounced: [{ care: "dental", reasons: ["cost_rest"] }],
    },
    became: { by: "administrative_officer", outcome: "accepted" },
  },
];

/** Fills « Demandes reçues » where one comes referred. */
export async function inventReferrals(
  installation: Installation,
  owner: pg.Client,
  today: string,
  rules: AdmissionRules,
): Promise<void> {
  const { rows: people } = await owner.query<{ id: string }>(
    "select p.id from people.person p join people.registration g on g.person_id = p.id and g.known_to is null order by p.local_number limit 2",
  );
  const { db } = installation;
  for (const [n, { facts, more, became, ...who }] of REFERRALS.entries()) {
    const sentOn = addDays(today, n - REFERRALS.length);
    const form = referralSchema.parse({
      ...who,
      id: newId(),
      facts,
      agreed: { referred: true, cover: true, attendance: true, papers: true },
      means: "oral",
      agreedOn: sentOn,
      ...more,
    });
    await actingAs(installation, owner, "prescriber", async (caller) => {
      const asking: Asking = { db, caller: caller(), roles: ["prescriber"] };
      if ((await refer(asking, referralOf(form, rules, sentOn))) !== "done")
        throw new Error("an invented referral is refused");
    });
    if (became) await answer(form.id, became);
  }
  await actingAs(installation, owner, "prescriber", async (caller) => {
    const form = referralSchema.parse({
      id: newId(),
      family: "Roy",
      given: "Paul",
      birth: "1979",
      facts: { ...HERE, grounds: ["social_precarity"] },
      agreed: { referred: true, cover: false, attendance: false, papers: false },
      means: "oral",
      agreedOn: today,
    });
    await refer({ db, caller: caller(), roles: ["prescriber"] }, referralOf(form, rules, today));
    await withdraw({ db, caller: caller(), roles: ["prescriber"] }, form.id, newId(), today);
  });

  async function answer(
    id: string,
    { by, outcome, where = "", words = "" }: NonNullable<Invented["became"]>,
  ) {
    await actingAs(installation, owner, by, async (caller) => {
      const person = outcome === "accepted" ? people.shift()?.id : undefined;
      if (person !== undefined) await resolveReferral({ db, caller: caller(), roles: [by] }, id, person);
      const told = await db.transact(caller(), [by], (tx) =>
        decide(tx, {
          id,
          decision: newId(),
          seen: person === undefined ? 1 : 2,
          outcome,
          where,
          words,
          today,
        }),
      );
      if (told.outcome !== "done") throw new Error(`an invented decision is refused: ${told.outcome}`);
    });
  }
}
