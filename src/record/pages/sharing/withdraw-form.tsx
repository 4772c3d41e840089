import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { ChoiceField } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { Refused } from "../../../ui/loading.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TextArea } from "../../../ui/text-area.tsx";
import { saidMeans, saidMeansLabels } from "../../objections/model.ts";
import type { Consent } from "../../sharing/model.ts";

const MEANS = saidMeans.map((code) => ({ code, label: saidMeansLabels[code] }));

interface WithdrawFormProps {
  readonly personId: string;
  readonly consent: Consent;
  readonly onDone: () => void;
}

/** The person takes an agreement back: when and how they said it. It is closed at once. */
export function WithdrawForm({ personId, consent, onDone }: WithdrawFormProps) {
  const client = useQueryClient();
  const [on, setOn] = useState<string | null>(() => today());
  const [means, setMeans] = useState<(typeof saidMeans)[number] | null>(null);
  const [words, setWords] = useState("");
  const take = useMutation({
    mutationFn: () => post(`/api/people/${personId}/consents/${consent.id}/withdraw`, { on, means, words }),
    onSuccess: () => {
      onDone();
      return client.invalidateQueries({ queryKey: ["sharing", personId] });
    },
  });
  const errors = take.error instanceof ServerProblem ? take.error.fields : {};
  return (
    <form
      className="form"
      aria-label={`Retirer l’accord\u00a0: ${consent.to}`}
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate();
      }}
    >
      <DateField label="Dit le" name="on" value={on} onChange={setOn} max={today()} error={errors.on} />
      <ChoiceField label="De quelle façon" options={MEANS} value={means} onChange={setMeans} />
      <TextArea
        label="En ses mots (facultatif)"
        name="words"
        value={words}
        onChange={setWords}
        rows={2}
        maxLength={1000}
        help="La personne n’a pas à dire pourquoi."
        error={errors.words}
      />
      {take.isError && <Refused error={take.error} />}
      <div className="row">
        <Button
          type="submit"
          tone="main"
          isPending={take.isPending}
          isDisabled={on === null || means === null}
        >
          Retirer maintenant
        </Button>
        <Button tone="quiet" onPress={onDone}>
          Annuler
        </Button>
      </div>
    </form>
  );
}
