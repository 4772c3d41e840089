import { type Identity, identityStatusLabels, sexLabels, validationDocuments } from "../../people/model.ts";
import { birthText } from "../../people/names-shown.ts";
import type { ComparedRecord, ProbablePair } from "./model.ts";

const NAMES: Readonly<Record<ProbablePair["name"], string>> = {
  same: "même nom",
  near1: "nom à une lettre près",
  near2: "nom à deux lettres près",
  sound: "nom qui se prononce de même",
  words: "deux noms en commun",
};
const BIRTHS: Readonly<Record<ProbablePair["birth"], string>> = {
  same: "même naissance",
  compatible: "naissances compatibles, l’une moins précise",
  near: "naissances à une faute de frappe près",
  missing: "naissance inconnue dans l’un des dossiers",
};

/** Why two records are a probable pair, in words: "même nom, naissances à une faute de frappe près". */
export function whyPair({ name, birth, otherSex }: Omit<ProbablePair, "records">): string {
  return [NAMES[name], BIRTHS[birth], ...(otherSex ? ["mais sexe différent"] : [])].join(", ");
}

/** A line of an identity, as shown. */
export interface Trait {
  readonly label: string;
  readonly of: (identity: Identity) => string;
}

const yesNo = (value: boolean) => (value ? "oui" : "non");

/** What tells an identity from another; the strict traits of the RNIV first. */
export const traits: readonly Trait[] = [
  { label: "Nom de naissance", of: ({ family }) => family },
  { label: "Prénoms", of: ({ given }) => given },
  { label: "Naissance", of: ({ birth }) => birthText(birth) ?? "" },
  { label: "Lieu de naissance", of: ({ birthPlace }) => birthPlace ?? "" },
  { label: "Sexe", of: ({ sex }) => sexLabels[sex] },
  { label: "Nom utilisé", of: ({ usedFamily }) => usedFamily ?? "" },
  { label: "Prénom utilisé", of: ({ usedGiven }) => usedGiven ?? "" },
  { label: "Statut", of: ({ status }) => identityStatusLabels[status] },
  { label: "Pièce vue", of: ({ validationDocument }) => documentLabel(validationDocument) },
  { label: "Pseudonyme", of: ({ pseudonym }) => yesNo(pseudonym) },
  { label: "Homonyme connu", of: ({ homonym }) => yesNo(homonym) },
  { label: "Identité douteuse", of: ({ doubtful }) => yesNo(doubtful) },
  { label: "Identité fictive", of: ({ fictitious }) => yesNo(fictitious) },
];

/** The traits by which two identities differ. */
export function differences(a: Identity, b: Identity): Trait[] {
  return traits.filter(({ of }) => of(a) !== of(b));
}

/**
 * Which of two identities to propose as the one shown: the surer one, then the fuller birth, then the record opened
 * first. Whoever decides may choose the other.
 */
export function proposedKept([a, b]: readonly [ComparedRecord, ComparedRecord]): ComparedRecord {
  const surer = sureness(a.identity) - sureness(b.identity);
  if (surer !== 0) return surer > 0 ? a : b;
  const fuller = birthFullness(a.identity.birth) - birthFullness(b.identity.birth);
  if (fuller !== 0) return fuller > 0 ? a : b;
  return a.localNumber < b.localNumber ? a : b;
}

const STATUSES: readonly Identity["status"][] = ["provisional", "retrieved", "validated", "qualified"];

/** A pseudonym or a doubtful or invented identity is the least sure. */
function sureness({ status, pseudonym, doubtful, fictitious }: Identity): number {
  return pseudonym || doubtful || fictitious ? -1 : STATUSES.indexOf(status);
}

function birthFullness(birth: string | null): number {
  if (birth === null) return 0;
  return birth.startsWith("~") ? 1 : birth.length;
}

function documentLabel(code: string | null): string {
  if (code === null) return "";
  return Object.entries(validationDocuments).find(([key]) => key === code)?.[1] ?? code;
}
