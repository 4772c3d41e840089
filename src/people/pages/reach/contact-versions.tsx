import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";

interface ContactVersionsProps {
  readonly message: string;
  /** One line for each thing said. */
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  readonly pending: boolean;
  /** Saves ours over the other version, knowingly. */
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  /** Goes back to the form, to write a third version out of the two. */
  readonly onEdit: () => void;
}

/** Both versions of a part of the contact block; what only one of them says is marked by a word. */
export function ContactVersions(props: ContactVersionsProps) {
  const { mine, theirs } = props;
  return (
    <div className="stack">
      <Alert tone="wait" title={props.message} announced />
      <div className="form-pair">
        <Version title="La vôtre" lines={mine} other={theirs} />
        <Version title="L’autre, déjà enregistrée" lines={theirs} other={mine} />
      </div>
      <div className="row">
        <Button tone="main" isPending={props.pending} onPress={props.onKeepMine}>
          Garder la mienne
        </Button>
        <Button onPress={props.onTakeTheirs}>Reprendre l’autre</Button>
        <Button tone="quiet" onPress={props.onEdit}>
          Revoir la mienne avant d’enregistrer
        </Button>
      </div>
    </div>
  );
}

interface VersionProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly other: readonly string[];
}

function Version({ title, lines, other }: VersionProps) {
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 && <p className="soft">Rien de noté.</p>}
      <ol className="reach-version">
        {lines.map((line) => (
          <li key={line}>
            {line} {!other.includes(line) && <span className="badge tone-wait">différent</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
