import type { Me, Role } from "../access/model.ts";
import { birthText } from "../people/names-shown.ts";
import { tellingCares } from "../people/renouncement.ts";
import type { Essential, EssentialForm, EssentialKind, EssentialNature, EssentialOf } from "./essentials.ts";

const EVERYTHING: readonly EssentialKind[] = [
  "allergy",
  "no_allergy",
  "treatment",
  "problem",
  "history",
  "vaccination",
  "pregnancy",
  "renouncement",
  "measures",
];

/**
 * What each role notes: doctors and nurses all of it, other care their own constants (handbook 2.2: own part, essentials read),
 * social workers the care someone told them they gave up (A5, L3).
 */
export const essentialsOf: Partial<Record<Role, readonly EssentialKind[]>> = {
  doctor: EVERYTHING,
  medical_director: EVERYTHING,
  nurse: EVERYTHING,
  coordinating_nurse: EVERYTHING,
  paramedic: ["measures"],
  social_worker: ["renouncement"],
};

/** What this reader may note: of a centre that writes care in another program, the care someone gave up, for the social path. */
export function essentialsFor(me: Pick<Me, "role" | "careElsewhere">): readonly EssentialKind[] {
  const all = essentialsOf[me.role] ?? [];
  return me.careElsewhere === null ? all : all.filter((kind) => kind === "renouncement");
}

/**
 * The block of information a row belongs to (handbook 2.2). Everything here is care, but care given up: the social path must
 * act on it, and much of it is heard there. Noted by care it is of the line "useful to the social path", which its author
 * may keep back; noted by a social worker, of the social situation. Where the care itself tells too much, it stays with care,
 * or among its author's own social notes.
 * @param kept kept from the social path by whoever writes
 */
export function essentialNature(form: EssentialForm, role: Role, kept: boolean): EssentialNature {
  if (form.kind !== "renouncement") return "clinical";
  const telling = tellingCares.includes(form.care);
  if (role === "social_worker") return telling ? "social_notes" : "social_situation";
  return telling || kept ? "clinical" : "useful";
}

/** Who reads it, in words, as its form says before it is saved. */
export function essentialReaders(nature: EssentialNature, reserved: boolean): string {
  switch (nature) {
    case "clinical":
      return reserved ? "Lu par les médecins et les infirmiers seuls." : "Lu par l’équipe de soins seule.";
    case "useful":
      return "Lu par l’équipe de soins et par l’accompagnement social du centre.";
    case "social_situation":
      return "Lu par l’accompagnement social et par l’équipe de soins.";
    case "social_notes":
      return "Ce soin en dirait trop\u00a0: lu par vous seul, sauf accord de la personne noté au dossier.";
  }
}

/** The rows of one kind, in the order they were given. */
export function ofKind<Kind extends EssentialKind>(
  rows: readonly Essential[],
  kind: Kind,
): EssentialOf<Kind>[] {
  return rows.filter((row): row is EssentialOf<Kind> => row.kind === kind);
}

/** What is known of allergies: some; none, asked on a day; or nobody asked, which is never "none". */
export type Allergies =
  | { readonly state: "known"; readonly rows: readonly EssentialOf<"allergy">[] }
  | { readonly state: "none"; readonly row: EssentialOf<"no_allergy"> }
  | { readonly state: "not_asked" };

/** Of records joined, one may say there is none and another name one: what is named counts. Severe ones first. */
export function allergiesOf(rows: readonly Essential[]): Allergies {
  const known = ofKind(rows, "allergy");
  if (known.length > 0) {
    const rank = ({ content }: EssentialOf<"allergy">) =>
      (content.severity === "severe" ? 0 : 1) + (content.type === "allergy" ? 0 : 2);
    return { state: "known", rows: known.toSorted((a, b) => rank(a) - rank(b)) };
  }
  const none = ofKind(rows, "no_allergy").toSorted((a, b) => (a.onDay < b.onDay ? 1 : -1))[0];
  return none ? { state: "none", row: none } : { state: "not_asked" };
}

/** Treatments under way on a day (ISO), and those that are over or to come, the latest first. */
export function treatmentsOn(rows: readonly Essential[], day: string) {
  const all = ofKind(rows, "treatment");
  const current = ({ content: { from, to } }: EssentialOf<"treatment">) =>
    (from === null || from <= day) && (to === null || to >= day);
  const last = ({ content: { from, to }, onDay }: EssentialOf<"treatment">) => to ?? from ?? onDay;
  return {
    current: all.filter(current).toSorted((a, b) => a.content.label.localeCompare(b.content.label, "fr")),
    others: all.filter((one) => !current(one)).toSorted((a, b) => (last(a) < last(b) ? 1 : -1)),
  };
}

/** Problems that go on, and those that ended. */
export function problemsOf(rows: readonly Essential[]) {
  const all = ofKind(rows, "problem");
  return {
    active: all.filter(({ content }) => content.until === null),
    past: all.filter(({ content }) => content.until !== null),
  };
}

/** The pregnancy under way, if one is noted. */
export function pregnancyOf(rows: readonly Essential[]): EssentialOf<"pregnancy"> | null {
  return ofKind(rows, "pregnancy").find(({ content }) => content.endedOn === null) ?? null;
}

/** "2019", "mars 2019", "12/03/2019", "vers 2019"; nothing when it is not known. */
export function sinceText(canonical: string | null): string {
  return birthText(canonical) ?? "";
}
