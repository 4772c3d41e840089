import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { Chase, SeenLog, WholeRequest } from "../requests/model.ts";
import { logKindLabels, logKinds } from "../requests/words.ts";

interface ChaseCardProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly writes: boolean;
  readonly onSaved: () => void;
}

/** Who was asked, what they answered, when to ask again. */
export function ChaseCard({ personId, request, writes, onSaved }: ChaseCardProps) {
  const [adds, setAdds] = useState(false);
  const takeBack = useMutation({
    mutationFn: (line: string) =>
      post(`/api/people/${personId}/requests/${request.id}/log/${line}/take-back`),
    onSuccess: onSaved,
  });
  return (
    <Card
      title="Relances et réponses"
      actions={writes && <Button onPress={() => setAdds(true)}>Noter une relance</Button>}
    >
      {request.log.length === 0 && <p className="soft small">Rien de noté.</p>}
      <ul className="request-lines">
        {request.log.map((line) => (
          <li key={line.id} className="request-line">
            <p>{logText(line)}</p>
            {line.words !== "" && <p>{line.words}</p>}
            <p className="soft small">
              noté par {line.by}
              {line.nextOn !== null && ` · à relancer le ${dayText(line.nextOn)}`}
              {writes && line.kind in logKindLabels && (
                <>
                  {" "}
                  <Button
                    tone="quiet"
                    isPending={takeBack.isPending}
                    onPress={() => takeBack.mutate(line.id)}
                  >
                    Noté par erreur<span className="unseen">{`\u00a0: ${logText(line)}`}</span>
                  </Button>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {takeBack.isError && <Refused error={takeBack.error} />}
      {adds && (
        <ChaseDialog
          personId={personId}
          request={request}
          onSaved={() => {
            setAdds(false);
            onSaved();
          }}
          onClose={() => setAdds(false)}
        />
      )}
    </Card>
  );
}

function logText({ kind, on, whom, before }: SeenLog): string {
  const day = `le ${dayText(on)}`;
  if (kind === "keeper")
    return `Confiée à ${whom} ${day}${before?.name ? ` (auparavant ${before.name})` : ""}`;
  if (kind === "revised") return `Demande complétée ${day}`;
  return `${logKindLabels[kind]} ${day}${whom === "" ? "" : `\u00a0: ${whom}`}`;
}

interface ChaseDialogProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function ChaseDialog({ personId, request, onSaved, onClose }: ChaseDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const kept = useDraft<Omit<Chase, "id">>(me.accountId, `chase ${request.id}`, () => ({
    kind: "chase",
    onDay: today(),
    whom: "",
    words: "",
    nextOn: null,
  }));
  const save = useMutation({
    mutationFn: (line: Chase) => post(`/api/people/${personId}/requests/${request.id}/log`, line),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const { value } = kept;
  const set = (change: Partial<Omit<Chase, "id">>) => kept.set((typed) => ({ ...typed, ...change }));
  return (
    <Dialog title="Noter une relance ou une réponse" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...value, id });
        }}
      >
        <DraftNotice draft={kept} />
        <ChoiceField
          label="Quoi"
          options={logKinds.map((code) => ({ code, label: logKindLabels[code] }))}
          value={value.kind}
          onChange={(kind) => set({ kind })}
        />
        <div className="form-pair">
          <DateField
            label="Quel jour"
            name="onDay"
            value={value.onDay}
            onChange={(onDay) => set({ onDay: onDay ?? today() })}
            max={today()}
            error={errors.onDay}
          />
          <TextField
            label="Qui, à l’organisme"
            name="whom"
            value={value.whom}
            onChange={(whom) => set({ whom })}
            error={errors.whom}
          />
        </div>
        <TextArea
          label="Ce qui est répondu"
          name="words"
          rows={3}
          maxLength={1000}
          value={value.words}
          onChange={(words) => set({ words })}
          error={errors.words}
        />
        <DateField
          label="À relancer le (facultatif)"
          name="nextOn"
          value={value.nextOn}
          onChange={(nextOn) => set({ nextOn })}
          error={errors.nextOn}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}
