import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { put, ServerProblem } from "../../ui/server/api-client.ts";
import type { EditConflict, Identity, IdentityForm } from "../model.ts";
import { IdentityConflict } from "./identity-conflict.tsx";
import { IdentityFields } from "./identity-fields.tsx";
import { formOf } from "./identity-form.ts";

interface IdentityDraft {
  readonly version: number;
  readonly form: IdentityForm;
}

interface IdentityDialogProps {
  readonly personId: string;
  readonly version: number;
  readonly identity: Identity;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Changes an identity. When someone else saved meanwhile, both versions are shown and nothing is overwritten. */
export function IdentityDialog({
  personId: shown,
  version,
  identity,
  onSaved,
  onClose,
}: IdentityDialogProps) {
  const me = useMe();
  // As the version below: merged with another meanwhile, the record this form opened on is the one it corrects.
  const [personId] = useState(shown);
  // With the version read when the form opened: neither a later refresh of the page behind nor a draft taken up again
  // may make an edit look newer than what it was made from.
  const kept = useDraft<IdentityDraft>(me.accountId, `identity ${personId}`, () => ({
    version,
    form: formOf(identity),
  }));
  const { version: openedVersion, form: mine } = kept.value;
  const save = useMutation({
    mutationFn: (edit: { version: number; identity: IdentityForm }) =>
      put<{ version: number }>(`/api/people/${personId}/identity`, edit),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const conflict = conflictOf(save.error);
  if (conflict !== null)
    return (
      <Dialog title="Deux personnes ont modifié cette identité" onClose={onClose} wide canDismiss={false}>
        <IdentityConflict
          conflict={conflict}
          mine={mine}
          pending={save.isPending}
          onKeepMine={() => save.mutate({ version: conflict.currentVersion, identity: mine })}
          onTakeTheirs={() => {
            kept.forget();
            onSaved();
          }}
          onEdit={(form) => {
            kept.set({ version: conflict.currentVersion, form });
            save.reset();
          }}
        />
      </Dialog>
    );
  return (
    <Dialog title="Modifier l’identité" onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ version: openedVersion, identity: mine });
        }}
      >
        <DraftNotice draft={kept} />
        <IdentityFields
          value={mine}
          onChange={(form) => kept.set({ version: openedVersion, form })}
          errors={save.error instanceof ServerProblem ? save.error.fields : {}}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={mine.family.trim() === ""}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function conflictOf(error: unknown): EditConflict | null {
  return error instanceof ServerProblem && error.status === 409 && error.code === "edit_conflict"
    ? (error.answer as EditConflict)
    : null;
}
