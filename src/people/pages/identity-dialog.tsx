import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { put, ServerProblem } from "../../ui/server/api-client.ts";
import type { EditConflict, Identity, IdentityForm } from "../model.ts";
import { IdentityConflict } from "./identity-conflict.tsx";
import { IdentityFields } from "./identity-fields.tsx";
import { formOf } from "./identity-form.ts";

interface IdentityDialogProps {
  readonly personId: string;
  readonly version: number;
  readonly identity: Identity;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Changes an identity. When someone else saved meanwhile, both versions are shown and nothing is overwritten. */
export function IdentityDialog({ personId, version, identity, onSaved, onClose }: IdentityDialogProps) {
  // The version read when the form opened: a later refresh of the page behind must not make an edit look newer.
  const [openedVersion, setOpenedVersion] = useState(version);
  const [mine, setMine] = useState(() => formOf(identity));
  const save = useMutation({
    mutationFn: (edit: { version: number; identity: IdentityForm }) =>
      put<{ version: number }>(`/api/people/${personId}/identity`, edit),
    onSuccess: onSaved,
  });
  const conflict = conflictOf(save.error);
  const typed = JSON.stringify(mine) !== JSON.stringify(formOf(identity));
  if (conflict !== null)
    return (
      <Dialog title="Deux personnes ont modifié cette identité" onClose={onClose} wide canDismiss={false}>
        <IdentityConflict
          conflict={conflict}
          mine={mine}
          pending={save.isPending}
          onKeepMine={() => save.mutate({ version: conflict.currentVersion, identity: mine })}
          onTakeTheirs={onSaved}
          onEdit={(form) => {
            setMine(form);
            save.reset();
            setOpenedVersion(conflict.currentVersion);
          }}
        />
      </Dialog>
    );
  return (
    <Dialog title="Modifier l’identité" onClose={onClose} wide canDismiss={!typed}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ version: openedVersion, identity: mine });
        }}
      >
        <IdentityFields
          value={mine}
          onChange={setMine}
          errors={save.error instanceof ServerProblem ? save.error.fields : {}}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={mine.family.trim() === ""}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
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
