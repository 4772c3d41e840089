import { shownName } from "../../people/names-shown.ts";
import { PersonFinder } from "../../people/person-finder.tsx";
import { Button } from "../../ui/button.tsx";

/** Whom an act of the agenda is about. */
export interface Whom {
  readonly id: string;
  readonly name: string;
}

interface PersonChoiceProps {
  readonly whom: Whom | null;
  /** Absent: someone in particular, who is not changed. */
  readonly onChoose?: (whom: Whom | null) => void;
}

/** Finds whom it is about, or says whom it is. */
export function PersonChoice({ whom, onChoose }: PersonChoiceProps) {
  if (whom !== null)
    return (
      <p className="row">
        <span>
          Pour <strong>{whom.name}</strong>
        </span>
        {onChoose && (
          <Button tone="quiet" onPress={() => onChoose(null)}>
            Choisir quelqu’un d’autre
          </Button>
        )}
      </p>
    );
  return (
    <div className="field">
      <p className="field-label">Pour qui</p>
      <PersonFinder
        layout="page"
        onChoose={(person) => onChoose?.({ id: person.id, name: shownName(person).whole })}
      />
    </div>
  );
}
