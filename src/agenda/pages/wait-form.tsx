import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { AgendaSetting } from "../model.ts";
import type { Whom } from "./person-choice.tsx";
import { agendaChanged } from "./use-agenda.ts";

interface WaitFormProps {
  readonly whom: Whom;
  readonly service: AgendaSetting["services"][number];
  readonly setting: AgendaSetting;
  readonly onDone: () => void;
}

const ANY = "any";

/** Someone waits for hours to be freed. */
export function WaitForm({ whom, service, setting, onDone }: WaitFormProps) {
  const client = useQueryClient();
  const [id] = useState(newId);
  const [site, setSite] = useState(ANY);
  const [until, setUntil] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const save = useMutation({
    mutationFn: () =>
      post(`/api/people/${whom.id}/waiting`, {
        ...{ id, service: service.id, words },
        ...(site === ANY ? {} : { sites: [site] }),
        ...(until === null ? {} : { until }),
      }),
    onSuccess: () => agendaChanged(client),
  });
  if (save.isSuccess)
    return (
      <>
        <Alert tone="good" title="Inscrit sur la liste d’attente" announced>
          <p>
            Dès qu’une place se libère, l’accueil reçoit une tâche pour appeler la personne, dans l’ordre de
            la liste.
          </p>
        </Alert>
        <div className="row">
          <Button tone="main" onPress={onDone} autoFocus>
            Fermer
          </Button>
        </div>
      </>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p>
        <strong>{whom.name}</strong> attend une place pour {service.label}.
      </p>
      <div className="form-pair">
        {setting.sites.length > 1 && (
          <SelectField
            label="Lieu"
            options={[
              { code: ANY, label: "Tous" },
              ...setting.sites.map((one) => ({ code: one.id, label: one.name })),
            ]}
            value={site}
            onChange={setSite}
          />
        )}
        <DateField label="Au plus tard le (facultatif)" name="until" value={until} onChange={setUntil} />
        <TextField
          label="Précision (facultatif)"
          name="words"
          value={words}
          onChange={setWords}
          help={"Par exemple\u00a0: seulement l’après-midi."}
        />
      </div>
      {save.isError && <Refused error={save.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={save.isPending}>
          Mettre sur la liste d’attente
        </Button>
        <Button onPress={onDone}>Annuler</Button>
      </div>
    </form>
  );
}
