/**
 * The ladder of health cover (handbook 1.1), step by step. Each right is a few conditions; a condition whose fact is
 * missing, or whose parameter is not verified, is unknown, and a right that hangs on it is "à vérifier". Pure.
 */
import { countText } from "../../ui/format.ts";
import {
  type Asked,
  extensionRuns,
  hadPermit,
  irregularLongerThan,
  NO_DATE,
  presentLongerThan,
} from "./durations.ts";
import { all, any, type Finding, finding, type Truth } from "./findings.ts";
import { type Household, householdOf, resourceMonths } from "./household.ts";
import { inForce, type Law } from "./law.ts";
import { type Estimate, type Likelihood, type RightCode, rightCodes, type Situation } from "./model.ts";
import { contributionNote, resourcesAgainst } from "./resources.ts";

const LIKELIHOODS: Readonly<Record<Truth, Likelihood>> = {
  met: "probable",
  unmet: "improbable",
  unknown: "a_verifier",
};

/** What the rights of a situation may be: an orientation, never a decision. Facts outside it are taken as met. */
export function estimateRights(situation: Situation, law: Law): Estimate {
  const asked = { situation, law };
  const household = householdOf(situation, law);
  const base = pumaNoted(asked, puma(asked, household));
  const found: Readonly<Record<RightCode, Finding>> = {
    C2S: c2s(asked, household, base),
    C2S_PARTICIPATION: c2sWithContribution(asked, household, base),
    AME: ame(asked, household),
    PUMA: base,
    PUMA_EXTENSION: extension(asked),
    DSUV: urgentCare(asked, base),
  };
  const months = situation.date ? resourceMonths(situation.date, law) : null;
  return {
    rights: rightCodes.map((code) => {
      const { truth, why, parameters } = found[code];
      return { code, likelihood: LIKELIHOODS[truth], why, parameters };
    }),
    resourceMonths: months && { from: months.from, to: months.to },
  };
}

/** Steps 1 to 3: by work from the first hour, by stable and regular residence, asylum seekers. */
function puma(asked: Asked, household: Household): Finding {
  const works = worked(asked);
  const exists = regime(asked, "PUMA");
  const resides = presentLongerThan(asked, "puma_residence");
  const waited = presentLongerThan(asked, "puma_residence_asylum");
  const young = minor(household, "Un mineur qui demande l’asile est couvert dès l’arrivée.");
  switch (asked.situation.stay) {
    case "regular":
      return all(exists, any(works, resides));
    case "asylum_seeker":
      return all(exists, any(works, young, waited));
    case "irregular":
      return finding(
        "unmet",
        "L’affiliation, par le travail comme par la résidence, suppose un séjour régulier (CSS R111-3).",
      );
    default:
      return all(NO_STAY, exists, any(works, young, resides, waited));
  }
}

/** Step 2b, whose facts are not asked, and the caisse of Mayotte, said beside the answer. */
function pumaNoted({ situation: { stay, territory } }: Asked, found: Finding): Finding {
  const notes = [
    ...(stay === "regular" && found.truth !== "met"
      ? [
          "Sans délai pour les étudiants, les réfugiés, et qui reçoit des prestations familiales, une aide au logement, le RSA, l’AAH, l’ASPA ou l’APA (CSS D160-2).",
        ]
      : []),
    ...(territory === "mayotte" && found.truth !== "unmet"
      ? [
          "À Mayotte, l’affiliation se demande à la caisse de Mayotte, par des règles proches\u00a0: à vérifier.",
        ]
      : []),
  ];
  return { ...found, why: [...found.why, ...notes] };
}

/** Step 4: rights that were open outlive the permit for a while. */
function extension(asked: Asked): Finding {
  return all(
    irregular(asked, "Le maintien ne concerne que les personnes dont le titre de séjour est fini."),
    hadPermit(asked),
    extensionRuns(asked),
  );
}

/** Step 5. */
function c2s(asked: Asked, household: Household, base: Finding): Finding {
  return all(
    regime(asked, "C2S"),
    affiliated(asked, base),
    resourcesAgainst(asked, household, "c2s_ceiling", "at_most"),
  );
}

/** Step 6. */
function c2sWithContribution(asked: Asked, household: Household, base: Finding): Finding {
  const found = all(
    regime(asked, "C2S"),
    affiliated(asked, base),
    resourcesAgainst(asked, household, "c2s_ceiling", "above"),
    resourcesAgainst(asked, household, "c2s_contribution_ceiling", "at_most"),
  );
  const cost = found.truth === "unmet" ? null : contributionNote(asked, household);
  return cost === null ? found : followed(found, cost);
}

/** Step 7. */
function ame(asked: Asked, household: Household): Finding {
  if (asked.situation.territory === "mayotte") return finding("unmet", "L’AME n’existe pas à Mayotte.");
  const where = asked.situation.territory
    ? finding("met", null)
    : finding("unknown", "Le territoire n’est pas indiqué\u00a0: l’AME n’existe pas à Mayotte.");
  const found = all(
    regime(asked, "AME"),
    where,
    irregular(asked, "L’AME ne concerne que le séjour irrégulier."),
    any(
      minor(household, "Un mineur y a droit dès l’arrivée, sans condition de durée ni de ressources."),
      all(
        presentLongerThan(asked, "ame_presence"),
        irregularLongerThan(asked, "ame_irregular"),
        noExtension(asked),
        resourcesAgainst(asked, household, "c2s_ceiling", "at_most", "de l’AME (celui de la C2S gratuite)"),
      ),
    ),
  );
  return found.truth === "met" || asked.situation.stay !== "irregular" || household.minors === 0
    ? found
    : followed(
        found,
        finding(
          "met",
          `${countText(household.minors, "mineur")} du foyer\u00a0: droit dès l’arrivée, sans condition de durée ni de ressources.`,
        ),
      );
}

/** Step 8: would urgent hospital care be covered, whatever the AME becomes. */
function urgentCare(asked: Asked, base: Finding): Finding {
  const { stay, territory } = asked.situation;
  const only = "Réservé au séjour irrégulier, et aux demandeurs d’asile qui attendent encore la PUMA.";
  if (stay === "regular") return finding("unmet", only);
  const uncovered: Finding =
    stay === "asylum_seeker"
      ? {
          truth: OPPOSITE[base.truth],
          why: [
            base.truth === "met"
              ? "La PUMA couvre déjà les soins à l’hôpital."
              : "En attendant la PUMA, les soins urgents et vitaux à l’hôpital sont pris en charge.",
            ...(base.truth === "unknown" ? base.why : []),
          ],
          parameters: base.parameters,
        }
      : stay === "irregular"
        ? finding(
            "met",
            "Sans AME, ou en l’attendant, les soins urgents et vitaux à l’hôpital sont pris en charge (CASF L254-1).",
          )
        : NO_STAY;
  const where = !territory
    ? finding("unknown", "Le territoire n’est pas indiqué\u00a0: Mayotte a d’autres règles.")
    : territory === "mayotte"
      ? finding("unknown", "À Mayotte, un autre texte s’applique (CSP L6416-5)\u00a0: à vérifier.")
      : finding("met", null);
  return all(regime(asked, "DSUV"), uncovered, where);
}

const OPPOSITE: Readonly<Record<Truth, Truth>> = { met: "unmet", unmet: "met", unknown: "unknown" };
const NO_STAY = finding("unknown", "Le séjour n’est pas indiqué.");

function regime({ law, situation: { date, territory } }: Asked, code: string): Finding {
  if (!date) return NO_DATE;
  const row = inForce(law, "regime", date, { case: code, territory: null });
  const own = law.find((one) => one.name === "regime" && one.case === code && one.territory !== null);
  if (row === null) return finding("unmet", `Ce droit n’existait pas encore à cette date.`);
  // Where a right came later than elsewhere, its own date counts.
  if (own && own.territory === territory && date < own.from)
    return finding("unmet", "Ce droit n’existait pas encore à Mayotte à cette date.", [own]);
  return finding("met", null);
}

function worked({ situation: { hasActivity } }: Asked): Finding {
  if (hasActivity === true)
    return finding(
      "met",
      "Le travail ouvre l’assurance maladie dès la première heure (CSS L160-1, L111-2-2).",
    );
  return hasActivity === false
    ? finding("unmet", null)
    : finding("unknown", "On ne sait pas si la personne travaille en France.");
}

function minor({ personIsMinor }: Household, why: string): Finding {
  if (personIsMinor === null) return finding("unknown", "L’âge de la personne n’est pas connu.");
  return personIsMinor ? finding("met", why) : finding("unmet", null);
}

/** @param why said of a stay that is not irregular */
function irregular({ situation: { stay } }: Asked, why: string): Finding {
  if (!stay) return NO_STAY;
  return stay === "irregular" ? finding("met", null) : finding("unmet", why);
}

/** The AME does not open while rights of the time of the permit still run. */
function noExtension(asked: Asked): Finding {
  const runs = extension(asked);
  if (runs.truth === "unmet") return { ...runs, truth: "met" };
  const held = "L’AME ne s’ouvre pas tant que des droits du temps du titre de séjour sont maintenus.";
  return { truth: OPPOSITE[runs.truth], why: [held, ...runs.why], parameters: runs.parameters };
}

/** The C2S completes the PUMA, and only it. */
function affiliated(asked: Asked, base: Finding): Finding {
  if (base.truth === "met")
    return { ...base, why: ["La PUMA, qu’elle complète, est probable.", ...base.why] };
  const kept =
    asked.situation.stay === "irregular" && extension(asked).truth !== "unmet"
      ? ["Une C2S en cours à la fin du titre est conservée jusqu’à son terme\u00a0: à vérifier à la caisse."]
      : [];
  const said = base.truth === "unmet" ? "improbable" : "à vérifier";
  return { ...base, why: [`Elle complète la PUMA, ici ${said}.`, ...base.why, ...kept] };
}

function followed(found: Finding, note: Finding): Finding {
  return {
    truth: found.truth,
    why: [...found.why, ...note.why],
    parameters: [...new Set([...found.parameters, ...note.parameters])],
  };
}
