import { birthText, shownName } from "../../people/names-shown.ts";
import type { Caller } from "../model.ts";

interface PersonChoiceProps {
  readonly id: string;
  readonly people: readonly Caller[];
  /** Which one Enter takes. */
  readonly at: number;
  readonly onPerson: (person: Caller) => void;
}

/** Who it may be: name, birth, commune, and whether this number is theirs. Nothing else of anyone. */
export function PersonChoice({ id, people, at, onPerson }: PersonChoiceProps) {
  if (people.length === 0) return null;
  return (
    <div role="listbox" id={id} aria-label="Personnes possibles" className="tel-people">
      {people.map((person, n) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that has the focus takes the keys
        // biome-ignore lint/a11y/useFocusableInteractive: chosen from the field, by aria-activedescendant
        <div
          key={person.id}
          id={`${id}-${n}`}
          role="option"
          aria-selected={n === at}
          className="tel-person"
          onClick={() => onPerson(person)}
        >
          <strong>{shownName(person).whole}</strong>
          <span>{birthText(person.birth) ?? "naissance inconnue"}</span>
          <span className="soft">
            {[person.commune, person.thisNumber ? "ce numéro" : null].filter(Boolean).join(" · ")}
          </span>
          <kbd>{n === at ? "↵" : n === at + 1 ? "↓" : ""}</kbd>
        </div>
      ))}
    </div>
  );
}
