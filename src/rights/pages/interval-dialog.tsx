import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import type { Scheme } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { type CoverInterval, type Layer, layerLabels, sourceLabels } from "../model.ts";
import type { SetInterval } from "../requests/model.ts";

interface Typed {
  /** "layer scheme"; AME is both layers. */
  readonly right: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly source: "document" | "verified";
  readonly proof: string;
}

interface IntervalDialogProps {
  readonly personId: string;
  readonly schemes: readonly Scheme[];
  readonly corrects: CoverInterval | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

const SAID: readonly Typed["source"][] = ["document", "verified"];

/** Notes rights open from a day to another, from a document or from the caisse; or corrects what was noted. */
export function IntervalDialog({ personId, schemes, corrects, onSaved, onClose }: IntervalDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const [replace, setReplace] = useState(false);
  const kept = useDraft<Typed>(me.accountId, `interval ${personId} ${corrects?.id ?? ""}`, () => ({
    right: corrects && `${corrects.layer} ${corrects.scheme}`,
    from: corrects?.from ?? null,
    to: corrects?.to ? addDays(corrects.to, -1) : null,
    source: corrects?.source ?? "document",
    proof: corrects?.proof ?? "",
  }));
  const { value } = kept;
  const set = (change: Partial<Typed>) => kept.set((typed) => ({ ...typed, ...change }));
  const save = useMutation({
    mutationFn: (said: SetInterval) => post(`/api/people/${personId}/cover-intervals`, said),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const problem = save.error instanceof ServerProblem ? save.error : null;
  const errors = problem?.fields ?? {};
  // Corrected one layer at a time; noted, AME is both.
  const both = (scheme: string) => corrects === null && scheme === "ame";
  const options = schemes
    .filter(({ code }) => code !== "none" && code !== "unknown")
    .filter(({ layer, code }) => !(both(code) && layer === "complementary"))
    .map(({ layer, code, label }) => ({
      code: `${layer} ${code}`,
      label: both(code) ? `${label} (base et complémentaire)` : `${label} · ${layerLabels[layer]}`,
    }));
  const send = (remove: boolean) => {
    const [layer, scheme] = (value.right ?? "").split(" ") as [Layer, string];
    if (!scheme || value.from === null) return;
    const layers: readonly Layer[] = both(scheme) ? ["base", "complementary"] : [layer];
    save.mutate({
      id,
      cover: layers.map((one) => ({ layer: one, scheme })),
      from: value.from,
      to: value.to,
      source: value.source,
      proof: value.proof,
      corrects: corrects?.id === undefined ? [] : [corrects.id],
      replace,
      remove,
    });
  };
  return (
    <Dialog title={corrects === null ? "Noter des droits ouverts" : "Corriger des droits"} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send(false);
        }}
      >
        <DraftNotice draft={kept} />
        <SelectField
          label="Quels droits"
          options={options}
          value={value.right}
          onChange={(right) => set({ right })}
          error={errors.cover}
        />
        <div className="form-pair">
          <DateField
            label="Premier jour"
            name="from"
            value={value.from}
            onChange={(from) => set({ from })}
            error={errors.from}
          />
          <DateField
            label={"Dernier jour (vide\u00a0: sans fin connue)"}
            name="to"
            value={value.to}
            onChange={(to) => set({ to })}
            error={errors.to}
          />
        </div>
        <ChoiceField
          label="Comment le sait-on&nbsp;?"
          options={SAID.map((code) => ({ code, label: sourceLabels[code] }))}
          value={value.source}
          onChange={(source) => set({ source })}
        />
        <TextField
          label="Document (facultatif)"
          name="proof"
          value={value.proof}
          onChange={(proof) => set({ proof })}
          placeholder="Attestation de droits du…"
          error={errors.proof}
        />
        {(problem?.code === "overlap" || replace) && (
          <Check
            label="Ces droits remplacent ceux notés ces jours-là"
            value={replace}
            onChange={setReplace}
          />
        )}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={value.right === null || value.from === null}
          >
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          {corrects !== null && (
            <Button tone="danger" isDisabled={save.isPending} onPress={() => send(true)}>
              Noté par erreur, retirer
            </Button>
          )}
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}
