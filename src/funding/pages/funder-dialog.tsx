import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { basisLabels, type Funder, type FunderBasis, funderBases, readEuros } from "../funders.ts";
import { readAgain } from "./read-again.ts";

interface TypedFunder {
  readonly name: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly basis: FunderBasis;
  readonly euros: string;
}

/** Notes an agreement with who funds the centre, or corrects one: what it said stays known as it was. */
export function FunderDialog({
  funder,
  onClose,
}: {
  readonly funder: Funder | null;
  readonly onClose: () => void;
}) {
  const me = useMe();
  const client = useQueryClient();
  const [id] = useState(newId);
  const kept = useDraft<TypedFunder>(me.accountId, `funder ${funder?.id ?? ""}`, () => typedOf(funder));
  const { value } = kept;
  const set = (change: Partial<TypedFunder>) => kept.set((typed) => ({ ...typed, ...change }));
  const save = useMutation({
    mutationFn: (name: string | null) =>
      post("/api/funding/funders", {
        id,
        replaces: funder?.id ?? null,
        name,
        from: name === null ? funder?.from : value.from,
        until: name === null ? funder?.until : value.until,
        basis: value.basis,
        cents: name === null ? funder?.cents : readEuros(value.euros),
      }),
    onSuccess: () => {
      kept.forget();
      onClose();
    },
    onSettled: () => readAgain(client),
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Dialog title={funder === null ? "Noter un financeur" : "Corriger un financeur"} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(value.name);
        }}
      >
        <DraftNotice draft={kept} />
        <TextField
          label="Nom du financeur ou de la convention"
          name="name"
          value={value.name}
          onChange={(name) => set({ name })}
          error={errors.name}
          autoComplete="off"
        />
        <div className="form-pair">
          <DateField
            label="Du"
            name="from"
            value={value.from}
            onChange={(from) => set({ from })}
            error={errors.from}
          />
          <DateField
            label="Au (facultatif)"
            name="until"
            value={value.until}
            onChange={(until) => set({ until })}
            error={errors.until}
          />
        </div>
        <div className="form-pair">
          <SelectField<FunderBasis>
            label="Ce qui est versé"
            options={funderBases.map((code) => ({ code, label: basisLabels[code] }))}
            value={value.basis}
            onChange={(basis) => set({ basis })}
          />
          <TextField
            label="Somme en euros"
            name="cents"
            value={value.euros}
            onChange={(euros) => set({ euros })}
            error={errors.cents}
            autoComplete="off"
          />
        </div>
        <p className="soft small">
          Ce qu’aucune couverture ne paie ces jours-là est compté à ce financeur, venues passées comprises. Un
          coût demandé « tel que connu » un jour d’avant ne change pas.
        </p>
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          {funder !== null && (
            <Button tone="danger" isDisabled={save.isPending} onPress={() => save.mutate(null)}>
              Noté par erreur
            </Button>
          )}
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function typedOf(funder: Funder | null): TypedFunder {
  if (funder === null) return { name: "", from: null, until: null, basis: "budget", euros: "" };
  const { name, from, until, basis, cents } = funder;
  return { name, from, until, basis, euros: (cents / 100).toFixed(2).replace(".", ",") };
}
