import type { FoundPerson, PersonLine } from "../model.ts";
import { birthWords, bornWord, shownName } from "../names-shown.ts";

/** One person in a list: name, birth, number, and why they were found when a search gives it. */
export function PersonFacts({ person }: { readonly person: PersonLine | FoundPerson }) {
  const name = shownName(person);
  const birth = birthWords(person.birth);
  return (
    <>
      <span>
        <strong>{name.family}</strong> {name.given}
        {name.born !== null && <span className="soft"> {name.born}</span>}
      </span>
      <span className={birth === null ? "soft" : ""}>
        {birth === null ? "naissance inconnue" : `${bornWord(person.sex)} ${birth}`}
      </span>
      <span className="soft small finder-number">n°&nbsp;{person.localNumber}</span>
      {"why" in person && <span className="soft small finder-why">{person.why}</span>}
    </>
  );
}
