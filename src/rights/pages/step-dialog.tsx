import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import type { RequestLaw } from "../requests/law.ts";
import type { SeenStep, WholeRequest } from "../requests/model.ts";
import type { RequestState } from "../requests/transitions.ts";
import { stateLabels, stepVerbs } from "../requests/words.ts";
import { StepFields, startStep, type TypedStep } from "./step-fields.tsx";

interface StepDialogProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly law: RequestLaw;
  /** The next step, by its state; or the one corrected. */
  readonly step: RequestState | SeenStep;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Notes the next step of a request, or corrects one: what it said is kept. */
export function StepDialog({ personId, request, law, step, onSaved, onClose }: StepDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const corrected = typeof step === "string" ? null : step;
  const inForce = request.steps.filter(({ until }) => until === null);
  const kept = useDraft<TypedStep>(me.accountId, `step ${request.id} ${corrected?.id ?? step}`, () =>
    corrected === null ? startStep(step as RequestState) : typedOf(corrected),
  );
  const path = `/api/people/${personId}/requests/${request.id}/steps`;
  const done = () => {
    kept.forget();
    onSaved();
  };
  const save = useMutation({
    mutationFn: () => {
      const sent = { ...kept.value, id };
      return corrected === null
        ? post(path, { seen: inForce.at(-1)?.id, step: sent })
        : post(`${path}/${corrected.id}/correct`, { step: sent });
    },
    onSuccess: done,
  });
  const takeBack = useMutation({
    mutationFn: () => post(`${path}/${corrected?.id}/correct`, { step: null }),
    onSuccess: done,
  });
  const [sure, setSure] = useState(false);
  const last = corrected !== null && corrected.id === inForce.at(-1)?.id;
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Dialog
      title={
        corrected === null ? stepVerbs[kept.value.state] : `Corriger\u00a0: ${stateLabels[corrected.state]}`
      }
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <DraftNotice draft={kept} />
        <StepFields
          type={request.type}
          before={corrected === null ? inForce : inForce.filter(({ seq }) => seq < corrected.seq)}
          law={law}
          value={kept.value}
          onChange={kept.set}
          errors={errors}
        />
        {(save.isError || takeBack.isError) && <Refused error={save.error ?? takeBack.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          {last && !sure && (
            <Button tone="danger" onPress={() => setSure(true)}>
              Noté par erreur
            </Button>
          )}
          {last && sure && (
            <Button tone="danger" isPending={takeBack.isPending} onPress={() => takeBack.mutate()}>
              {inForce.length === 1 ? "Retirer la demande entière" : "Retirer cette étape"}
            </Button>
          )}
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function typedOf({
  state,
  on,
  effectOn,
  endsOn,
  scope,
  words,
  channel,
  reason,
  waitsOn,
}: SeenStep): TypedStep {
  return { state, onDay: on, effectOn, endsOn, scope, words, channel, reason, waitsOn };
}
