import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Referral } from "../model.ts";
import { emptyReferral, factsOf, namedCommunes } from "./typed.ts";
import { AccommodationField, WhereField } from "./where-fields.tsx";

/** What is not known is asked of who referred the person, and noted here: the rules judge again. */
export function AskFacts({ one }: { readonly one: Referral }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState(emptyReferral);
  const set = (change: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...change }));
  const missing = (name: keyof Referral["facts"]) => (one.facts[name] ?? null) === null;
  const save = useMutation({
    mutationFn: () => {
      const known = Object.entries(factsOf(typed)).filter(([, value]) => value !== null);
      return post(`/api/referrals/${one.id}/facts`, { seen: one.version, facts: Object.fromEntries(known) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["referrals"] }),
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {missing("followedBy") && (
        <TextField
          label="Déjà suivie par quels services"
          name="followedBy"
          value={typed.followedBy}
          onChange={(followedBy) => set({ followedBy })}
          autoComplete="off"
        />
      )}
      {missing("hasPrimaryCareDoctor") && (
        <ChoiceField
          label="A-t-elle un médecin traitant&nbsp;?"
          options={[
            { code: "no", label: "Non" },
            { code: "yes", label: "Oui" },
          ]}
          value={typed.doctor}
          onChange={(doctor) => set({ doctor })}
        />
      )}
      {missing("residence") && (
        <WhereField
          label="Elle habite"
          communeLabel="Commune où elle habite"
          none="Sans logement à elle"
          value={typed.residence}
          onChange={(residence) => set({ residence })}
          named={namedCommunes(one.rules)}
        />
      )}
      {missing("administrativeAddress") && (
        <WhereField
          label="Elle est domiciliée"
          communeLabel="Commune de domiciliation"
          none="Pas domiciliée"
          value={typed.administrativeAddress}
          onChange={(administrativeAddress) => set({ administrativeAddress })}
          named={namedCommunes(one.rules)}
        />
      )}
      <AccommodationField value={typed.accommodation} onChange={(accommodation) => set({ accommodation })} />
      {save.isError && <Refused error={save.error} />}
      <div>
        <Button type="submit" isPending={save.isPending}>
          Noter ce qui est su
        </Button>
      </div>
    </form>
  );
}
