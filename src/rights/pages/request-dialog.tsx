import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { OpenRequest } from "../requests/model.ts";
import { nextStates, type RequestState } from "../requests/transitions.ts";
import { stateLabels } from "../requests/words.ts";
import { useRequestTypes } from "../use-request-types.ts";
import { MemberFields, sentMembers, startHousehold, type TypedHousehold } from "./member-fields.tsx";
import { StepFields, startStep, type TypedStep } from "./step-fields.tsx";

interface RequestDraft {
  readonly type: string | null;
  readonly step: TypedStep;
  readonly authority: string;
  readonly reference: string;
  readonly household: TypedHousehold;
}

interface RequestDialogProps {
  readonly personId: string;
  /** The right asked for, when the page one comes from says it. */
  readonly type: string | null;
  readonly renews: string | null;
  readonly onOpened: (request: string) => void;
  readonly onClose: () => void;
}

/** Opens a request: which right, and where it stands, from the paper one holds. */
export function RequestDialog({ personId, type, renews, onOpened, onClose }: RequestDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const [stepId] = useState(newId);
  const kinds = useRequestTypes();
  const kept = useDraft<RequestDraft>(
    me.accountId,
    `request ${personId} ${type ?? ""} ${renews ?? ""}`,
    () => ({
      type,
      step: startStep("to_prepare"),
      authority: "",
      reference: "",
      household: startHousehold(),
    }),
  );
  const open = useMutation({
    mutationFn: (request: OpenRequest) => post(`/api/people/${personId}/requests`, request),
    onSuccess: () => {
      kept.forget();
      onOpened(id);
    },
  });
  if (kinds.isPending) return <Loading what="Ouverture" />;
  if (kinds.isError) return <Refused error={kinds.error} retry={kinds.refetch} />;
  const { value } = kept;
  const set = (change: Partial<RequestDraft>) => kept.set((typed) => ({ ...typed, ...change }));
  const offered = kinds.data.types.filter(
    ({ nature }) => mayWrite(me, "right_requests") || mayWrite(me, nature),
  );
  const kind = offered.find(({ code }) => code === value.type);
  const errors = open.error instanceof ServerProblem ? open.error.fields : {};
  return (
    <Dialog title={renews === null ? "Ouvrir une demande de droit" : "Renouveler un droit"} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!kind) return;
          open.mutate({
            id,
            type: kind.code,
            nature: null,
            authority: value.authority,
            reference: value.reference,
            keeper: null,
            renews,
            members: kind.household ? sentMembers(value.household) : [],
            step: { ...value.step, id: stepId },
          });
        }}
      >
        <DraftNotice draft={kept} />
        <SelectField
          label="Quel droit"
          options={offered.map(({ code, label }) => ({ code, label }))}
          value={kind?.code ?? null}
          onChange={(code) => set({ type: code })}
          error={errors.type}
        />
        {kind && (
          <>
            <p className="soft small">
              {kind.authority}
              {kind.form !== null && ` · ${kind.form}`}
              {kind.nature === "clinical" &&
                " · Lue par les médecins et les infirmiers, par vous et par qui la suit."}
            </p>
            <SelectField<RequestState>
              label="Où elle en est"
              options={nextStates(kind.code, "new").map((code) => ({ code, label: stateLabels[code] }))}
              value={value.step.state}
              onChange={(state) => set({ step: { ...startStep(state), onDay: value.step.onDay } })}
              error={errors.state}
              help="D’après le papier en main. Les étapes d’avant restent inconnues."
            />
            <StepFields
              type={kind.code}
              before={[]}
              law={kinds.data.parameters}
              value={value.step}
              onChange={(step) => set({ step })}
              errors={errors}
            />
            {kind.household && (
              <MemberFields
                personId={personId}
                value={value.household}
                onChange={(household) => set({ household })}
                errors={errors}
              />
            )}
            <div className="form-pair">
              <TextField
                label="Organisme (facultatif)"
                name="authority"
                value={value.authority}
                onChange={(authority) => set({ authority })}
                error={errors.authority}
              />
              <TextField
                label="Numéro de dossier (facultatif)"
                name="reference"
                value={value.reference}
                onChange={(reference) => set({ reference })}
                error={errors.reference}
              />
            </div>
          </>
        )}
        {open.isError && <Refused error={open.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={open.isPending} isDisabled={!kind}>
            {open.isPending ? "Enregistrement…" : "Ouvrir la demande"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}
