/** What must be read together, told again by other means than the program's: the decisions in force, as links. */

/** Someone said that `person` is who `joinedTo` is. */
export interface Link {
  readonly person: string;
  readonly joinedTo: string;
}

/** A decision that the program accepted. */
export type Decision =
  | { readonly kind: "merge"; readonly kept: string; readonly joined: string }
  | { readonly kind: "separate"; readonly person: string; readonly joinedTo: string };

/** The record a person is read under: the end of the chain of links. */
export function shownFor(links: readonly Link[], person: string): string {
  const up = links.find((link) => link.person === person);
  return up === undefined ? person : shownFor(links, up.joinedTo);
}

/** Everyone read with a person, themselves included, sorted. */
export function togetherWith(links: readonly Link[], people: readonly string[], person: string): string[] {
  const shown = shownFor(links, person);
  return people.filter((one) => shownFor(links, one) === shown).sort();
}

/** The links after a decision, or null when it could not have been taken then. */
export function decide(links: readonly Link[], decision: Decision): readonly Link[] | null {
  if (decision.kind === "merge") {
    const { kept, joined } = decision;
    // Sent twice, done once.
    if (links.some(({ person, joinedTo }) => person === joined && joinedTo === kept)) return links;
    const isShown = (one: string) => shownFor(links, one) === one;
    return isShown(kept) && isShown(joined) && kept !== joined
      ? [...links, { person: joined, joinedTo: kept }]
      : null;
  }
  const left = links.filter(
    ({ person, joinedTo }) => person !== decision.person || joinedTo !== decision.joinedTo,
  );
  return left.length === links.length ? null : left;
}

/** Every outcome of decisions accepted at once, in whatever order they were really taken. */
export function outcomes(links: readonly Link[], accepted: readonly Decision[]): (readonly Link[])[] {
  if (accepted.length === 0) return [links];
  return accepted.flatMap((first, index) => {
    const after = decide(links, first);
    return after === null ? [] : outcomes(after, accepted.toSpliced(index, 1));
  });
}

/** Links as one text, whatever their order. */
export function toldAs(links: readonly Link[]): string {
  return links
    .map(({ person, joinedTo }) => `${person}>${joinedTo}`)
    .sort()
    .join(" ");
}
