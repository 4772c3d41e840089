import { useMutation } from "@tanstack/react-query";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { tellingCares } from "../../people/renouncement.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import {
  type Essential,
  type EssentialConflict,
  type EssentialForm,
  type EssentialKind,
  essentialKindLabels,
} from "../essentials.ts";
import { essentialFormOf } from "../essentials-reading.ts";
import { essentialNature, essentialReaders, essentialsFor } from "../essentials-rules.ts";
import { noMeasures } from "../measures.ts";
import { EssentialFields } from "./essential-fields.tsx";
import { putEssential } from "./essential-save.ts";
import { EssentialVersions } from "./essential-versions.tsx";

interface EssentialDialogProps {
  readonly personId: string;
  /** What is corrected; absent: something new. */
  readonly row: Essential | undefined;
  /** What a new one is, to begin with. */
  readonly kind: EssentialKind | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

interface Kept {
  readonly id: string;
  readonly form: EssentialForm;
  /** Kept to doctors and nurses; of care given up, to the care team. */
  readonly reserved: boolean;
  readonly day: string | null;
}

/** Notes an allergy, a treatment, care given up…, or corrects one. */
export function EssentialDialog({ personId, row, kind, onSaved, onClose }: EssentialDialogProps) {
  const me = useMe();
  const kinds = essentialsFor(me);
  const first = kind !== undefined && kinds.includes(kind) ? kind : (kinds[0] ?? "measures");
  const kept = useDraft<Kept>(me.accountId, `essential ${personId} ${row?.id ?? first}`, () => ({
    id: newId(),
    form: row ? essentialFormOf(row) : emptyForm(first),
    reserved: row ? (row.kind === "renouncement" ? row.nature === "clinical" : row.reserved) : false,
    day: row?.onDay ?? today(),
  }));
  const { id, form, reserved, day } = kept.value;
  const nature = essentialNature(form, me.role, reserved);
  const done = () => {
    kept.forget();
    onSaved();
  };
  const save = useMutation({
    mutationFn: (replaces: string | null) =>
      putEssential(row?.on ?? personId, id, {
        form,
        nature,
        reserved: reserved && form.kind !== "renouncement",
        onDay: day ?? "",
        encounterId: row?.encounterId ?? null,
        replaces,
      }),
    onSuccess: done,
  });
  const withdraw = useMutation({
    mutationFn: () => post(`/api/people/${row?.on ?? personId}/essentials/${row?.id}/withdraw`),
    onSuccess: done,
  });
  const error = save.error ?? withdraw.error;
  const conflict = row === undefined ? null : conflictOf(error);
  if (conflict !== null && row !== undefined)
    return (
      <EssentialVersions
        conflict={conflict}
        corrected={row}
        form={form}
        day={day ?? today()}
        pending={save.isPending}
        onKeepMine={save.mutate}
        onTakeTheirs={done}
        onClose={onClose}
      />
    );
  const errors = error instanceof ServerProblem ? error.fields : {};
  const set = (change: Partial<Kept>) => kept.set((before) => ({ ...before, ...change }));
  return (
    <Dialog
      title={`${row ? "Corriger" : "Noter"}\u00a0: ${essentialKindLabels[form.kind].toLowerCase()}`}
      onClose={onClose}
      wide
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          withdraw.reset();
          save.mutate(row?.id ?? null);
        }}
      >
        <DraftNotice draft={kept} />
        {!row && kinds.length > 1 && (
          <SelectField
            label="Quoi"
            options={kinds.map((code) => ({ code, label: essentialKindLabels[code] }))}
            value={form.kind}
            onChange={(chosen) => {
              save.reset();
              set({ form: emptyForm(chosen) });
            }}
          />
        )}
        <EssentialFields
          key={form.kind}
          form={form}
          set={(changed) => set({ form: changed })}
          errors={errors}
        />
        <DateField
          label={
            form.kind === "measures"
              ? "Mesuré le"
              : form.kind === "no_allergy"
                ? "Demandé le"
                : "Dit ou constaté le"
          }
          name="onDay"
          value={day}
          onChange={(changed) => set({ day: changed })}
          max={today()}
          error={errors.onDay}
        />
        {mayKeep(form, mayWrite(me, "useful") && me.careElsewhere === null) && (
          <Check
            label={
              form.kind === "renouncement"
                ? "Ne pas le montrer à l’accompagnement social"
                : "Réserver aux médecins et aux infirmiers"
            }
            value={reserved}
            onChange={(value) => set({ reserved: value })}
          />
        )}
        <p className="soft small">{essentialReaders(nature, reserved)}</p>
        {error !== null && <Refused error={error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={day === null}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
          {row && (
            <Button tone="danger" isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>
              Retirer, noté par erreur
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** Whether who writes may choose to show it to fewer. @param publishes writes what the social path reads */
function mayKeep(form: EssentialForm, publishes: boolean): boolean {
  if (form.kind === "renouncement") return publishes && !tellingCares.includes(form.care);
  return publishes && form.kind !== "no_allergy";
}

function emptyForm(kind: EssentialKind): EssentialForm {
  switch (kind) {
    case "allergy":
      return { kind, label: "", type: "allergy", reaction: "", severity: "unknown", since: "" };
    case "no_allergy":
      return { kind };
    case "history":
      return { kind, label: "", category: "medical", since: "" };
    case "problem":
      return { kind, label: "", code: null, since: "", until: "" };
    case "treatment":
      return { kind, label: "", dose: "", from: null, to: null };
    case "vaccination":
      return { kind, label: "", on: "", next: null };
    case "pregnancy":
      return { kind, due: null, endedOn: null };
    case "renouncement":
      // Nothing is chosen for whoever writes: the first of the list would be kept by mistake.
      return { kind, care: null as never, reasons: [], since: "", words: "", centre: "none", centreOn: null };
    case "measures":
      return { kind, values: noMeasures };
  }
}

function conflictOf(error: unknown): EssentialConflict | null {
  return error instanceof ServerProblem && error.status === 409 && error.code === "edit_conflict"
    ? (error.answer as EssentialConflict)
    : null;
}
