import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../../access/use-me.ts";
import type { Vocabulary } from "../../../network/model.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { ProgramNumber } from "../../programs.ts";

interface NumbersDialogProps {
  readonly personId: string;
  readonly numbers: readonly ProgramNumber[];
  /** Programs in use. */
  readonly programs: Vocabulary["programs"];
  /** One was noted or taken back: what the page read is old. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** The numbers other programs give someone: those noted, each to take back, and one more. */
export function NumbersDialog({ personId, numbers, programs, onChanged, onClose }: NumbersDialogProps) {
  const end = useMutation({
    mutationFn: ({ id, on }: ProgramNumber) => post(`/api/people/${on}/program-numbers/${id}/end`),
    onSuccess: onChanged,
  });
  return (
    <Dialog title="Son numéro dans d’autres logiciels" onClose={onClose}>
      <div className="stack">
        {numbers.map((one) => (
          <p key={one.id} className="row">
            <span>
              {one.program}&nbsp;: <strong>{one.number}</strong>
            </span>
            <Button
              tone="quiet"
              aria-label={`Retirer le numéro ${one.number} de ${one.program}`}
              isPending={end.isPending}
              onPress={() => end.mutate(one)}
            >
              Retirer
            </Button>
          </p>
        ))}
        {end.isError && <Refused error={end.error} />}
        {programs.length > 0 && <AddNumber personId={personId} programs={programs} onAdded={onChanged} />}
        <div className="row">
          <Button onPress={onClose}>Fermer</Button>
        </div>
      </div>
    </Dialog>
  );
}

function AddNumber({
  personId,
  programs,
  onAdded,
}: Pick<NumbersDialogProps, "personId" | "programs"> & { readonly onAdded: () => void }) {
  const [id, setId] = useState(newId);
  const [program, setProgram] = useState(programs[0]?.id ?? "");
  const draft = useDraft(useMe().accountId, `program number ${personId}`, () => "");
  const add = useMutation({
    mutationFn: () => post(`/api/people/${personId}/program-numbers`, { id, program, number: draft.value }),
    onSuccess: () => {
      draft.forget();
      setId(newId());
      onAdded();
    },
  });
  const errors = add.error instanceof ServerProblem ? add.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <SelectField
        label="Logiciel"
        options={programs.map((one) => ({ code: one.id, label: one.label }))}
        value={program}
        onChange={setProgram}
        error={errors.program}
      />
      <TextField
        label="Numéro de la personne dans ce logiciel"
        name="number"
        value={draft.value}
        onChange={(typed) => draft.set(() => typed)}
        autoComplete="off"
        help="Tel que ce logiciel le montre."
        error={errors.number}
      />
      {add.isError && <Refused error={add.error} />}
      <div>
        <Button type="submit" tone="main" isPending={add.isPending} isDisabled={draft.value.trim() === ""}>
          {add.isPending ? "Enregistrement…" : "Rattacher ce numéro"}
        </Button>
      </div>
    </form>
  );
}
