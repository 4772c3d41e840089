import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { NumberRecorded, ShownNumber } from "../number.ts";
import { maskedNumber, numberKindLabels } from "../social-number.ts";

interface NumberDialogProps {
  readonly personId: string;
  readonly shown: ShownNumber | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Notes someone's social security number. What is typed is kept in no draft: it is in this window alone until saved. */
export function NumberDialog({ personId, shown, onSaved, onClose }: NumberDialogProps) {
  const [typed, setTyped] = useState("");
  const [seen] = useState(shown?.id ?? null);
  const save = useMutation({
    mutationFn: (number: string | null) =>
      put<NumberRecorded>(`/api/people/${personId}/number`, { seen, number }),
    onSuccess: ({ warnings, others }) => {
      if (warnings.length === 0 && others.length === 0) onSaved();
    },
  });
  if (save.isSuccess && save.data.warnings.length + save.data.others.length > 0)
    return (
      <Dialog title="Numéro enregistré, à vérifier" onClose={onSaved}>
        <div className="stack">
          {save.data.warnings.map((warning) => (
            <Alert key={warning} tone="wait" title={warning} announced />
          ))}
          {save.data.others.map(({ id, localNumber }) => (
            <Alert key={id} tone="wait" title="Ce numéro est aussi dans un autre dossier" announced>
              <p>
                <Link to="/personnes/$id" params={{ id }}>
                  Dossier n°&nbsp;{localNumber}
                </Link>
                &nbsp;: la même personne y est peut-être deux fois.
              </p>
            </Alert>
          ))}
          <div>
            <Button tone="main" onPress={onSaved}>
              Revenir au dossier
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Numéro de sécurité sociale" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(typed);
        }}
      >
        {shown !== null && (
          <p>
            <span className="soft small">{numberKindLabels[shown.kind]}, déjà noté</span>
            <br />
            <strong>{maskedNumber(shown.head)}</strong>
          </p>
        )}
        <TextField
          label={shown === null ? "Numéro, avec sa clé" : "Le remplacer par"}
          name="number"
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          inputMode="text"
          autoFocus
          help="13 chiffres et la clé de 2 chiffres&nbsp;; un identifiant d’attente (NIA) commence souvent par 7 ou 8."
          error={save.error instanceof ServerProblem ? save.error.fields.number : undefined}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={typed.trim() === ""}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          {shown !== null && (
            <Button tone="danger" isPending={save.isPending} onPress={() => save.mutate(null)}>
              Retirer, noté par erreur
            </Button>
          )}
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
