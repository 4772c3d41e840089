import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { TableScroll } from "../../ui/table-scroll.tsx";
import {
  type EditConflict,
  type IdentityForm,
  identityStatusLabels,
  sexLabels,
  validationDocuments,
} from "../model.ts";
import { formOf } from "./identity-form.ts";

interface IdentityConflictProps {
  readonly conflict: EditConflict;
  readonly mine: IdentityForm;
  readonly pending: boolean;
  /** Saves ours over the other version, knowingly. */
  readonly onKeepMine: () => void;
  /** Leaves the other version as it is. */
  readonly onTakeTheirs: () => void;
  /** Goes back to the form, to write a third version out of the two. */
  readonly onEdit: (form: IdentityForm) => void;
}

const yesNo = (value: boolean) => (value ? "oui" : "non");
const LINES: readonly { label: string; of: (form: IdentityForm) => string }[] = [
  { label: "Nom de naissance", of: (form) => form.family },
  { label: "Prénoms de naissance", of: (form) => form.given },
  { label: "Nom utilisé", of: (form) => form.usedFamily },
  { label: "Prénom utilisé", of: (form) => form.usedGiven },
  { label: "Naissance", of: (form) => form.birth },
  { label: "Lieu de naissance", of: (form) => form.birthPlace },
  { label: "Sexe", of: (form) => sexLabels[form.sex] },
  { label: "Statut", of: (form) => identityStatusLabels[form.status] },
  {
    label: "Pièce vue",
    of: (form) => (form.validationDocument === null ? "" : validationDocuments[form.validationDocument]),
  },
  { label: "Pseudonyme", of: (form) => yesNo(form.pseudonym) },
  { label: "Homonyme connu", of: (form) => yesNo(form.homonym) },
  { label: "Identité douteuse", of: (form) => yesNo(form.doubtful) },
  { label: "Identité fictive", of: (form) => yesNo(form.fictitious) },
];

/** Both versions of an identity, line by line; the lines that differ are marked by a word, not colour alone. */
export function IdentityConflict(props: IdentityConflictProps) {
  const { conflict, mine, pending, onKeepMine, onTakeTheirs, onEdit } = props;
  const theirs = formOf(conflict.current);
  return (
    <div className="stack">
      <Alert tone="wait" title={conflict.message} announced />
      <TableScroll label="Les deux versions">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Champ</th>
              <th scope="col">La vôtre</th>
              <th scope="col">L’autre, déjà enregistrée</th>
              <th scope="col">
                <span className="unseen">Différence</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {LINES.map(({ label, of }) => {
              const differs = of(mine) !== of(theirs);
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{differs ? <strong>{of(mine) || "–"}</strong> : of(mine) || "–"}</td>
                  <td>{differs ? <strong>{of(theirs) || "–"}</strong> : of(theirs) || "–"}</td>
                  <td>{differs && <span className="badge tone-wait">différent</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
      <div className="row">
        <Button tone="main" isPending={pending} onPress={onKeepMine}>
          Garder la mienne
        </Button>
        <Button onPress={onTakeTheirs}>Reprendre l’autre</Button>
        <Button tone="quiet" onPress={() => onEdit(mine)}>
          Revoir la mienne avant d’enregistrer
        </Button>
      </div>
    </div>
  );
}
