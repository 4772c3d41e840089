import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { momentText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Caisse } from "../requests/model.ts";

/** The caisse as it was last noted. */
export interface KnownCaisse extends Caisse {
  readonly by: string;
  readonly at: string;
}

interface CaisseCardProps {
  readonly personId: string;
  readonly known: KnownCaisse | null;
  readonly onSaved: () => void;
}

/** Which caisse, and who there answers for people in difficulty. */
export function CaisseCard({ personId, known, onSaved }: CaisseCardProps) {
  const [typed, setTyped] = useState<Omit<Caisse, "id"> | null>(null);
  const value = typed ?? known ?? { caisse: "", referent: "", reach: "", since: null };
  const set = (change: Partial<Omit<Caisse, "id">>) => setTyped({ ...value, ...change });
  const save = useMutation({
    mutationFn: () =>
      put(`/api/people/${personId}/caisse`, {
        id: newId(),
        caisse: value.caisse,
        referent: value.referent,
        reach: value.reach,
        since: value.since,
      }),
    onSuccess: () => {
      setTyped(null);
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Card title="Caisse">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField
          label="Caisse"
          name="caisse"
          value={value.caisse}
          onChange={(caisse) => set({ caisse })}
          placeholder="CPAM de l’Yonne"
          error={errors.caisse}
        />
        <TextField
          label="Référent solidarité"
          name="referent"
          value={value.referent}
          onChange={(referent) => set({ referent })}
          error={errors.referent}
        />
        <TextField
          label="Comment le joindre"
          name="reach"
          value={value.reach}
          onChange={(reach) => set({ reach })}
          error={errors.reach}
        />
        <DateField
          label="Depuis le (facultatif)"
          name="since"
          value={value.since}
          onChange={(since) => set({ since })}
          error={errors.since}
        />
        {known !== null && (
          <p className="soft small">
            Noté par {known.by} le {momentText(known.at).slice(0, 10)}. Ce qui était noté avant est gardé.
          </p>
        )}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            isPending={save.isPending}
            isDisabled={typed === null || value.caisse.trim() === ""}
          >
            {save.isPending ? "Enregistrement…" : "Enregistrer la caisse"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
