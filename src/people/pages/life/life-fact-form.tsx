import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../../access/use-me.ts";
import type { Vocabulary } from "../../../network/model.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { post, put, ServerProblem } from "../../../ui/server/api-client.ts";
import { lifeKindLabels, type PastFact } from "../../life.ts";
import { lifeText, sinceText } from "../../life-words.ts";
import { conflictOf } from "./life-dialog.tsx";
import { LifeFields } from "./life-fields.tsx";
import { type Entry, entryOf, sentOf } from "./life-form.ts";
import { WhenFields } from "./when-fields.tsx";

interface LifeFactFormProps {
  readonly personId: string;
  readonly past: PastFact;
  /** Its end is noted; otherwise it is corrected. */
  readonly ends: boolean;
  readonly words: Vocabulary;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Corrects one fact, takes it back as noted by mistake, or notes its end. What was noted stays in the history. */
export function LifeFactForm(props: LifeFactFormProps) {
  return props.ends ? <EndForm {...props} /> : <CorrectForm {...props} />;
}

function CorrectForm({ personId, past, words, onSaved, onClose }: LifeFactFormProps) {
  const { fact } = past;
  const kept = useDraft<Entry>(useMe().accountId, `life fact ${fact.id}`, () => entryOf(fact, past.proof));
  const entry = kept.value;
  const save = useMutation({
    mutationFn: (mistaken: boolean) =>
      put(`/api/people/${personId}/life/${fact.id}`, {
        fact: mistaken ? null : sentOf(fact.kind, entry, fact.statedOn, fact.source),
      }),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const error = (name: string) => errors[`fact.${name}`];
  return (
    <Dialog title={`Corriger\u00a0: ${lifeKindLabels[fact.kind]}`} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(false);
        }}
      >
        <DraftNotice draft={kept} />
        <p className="soft">
          Ne corrigez que ce qui était faux. Si la situation a changé, mettez-la à jour&nbsp;: celle d’avant
          reste vraie jusque-là.
        </p>
        <LifeFields
          kind={fact.kind}
          value={entry.value}
          onChange={(value) => kept.set({ ...entry, value })}
          error={error}
          words={words}
        />
        <WhenFields
          kind={fact.kind}
          value={entry.when}
          onChange={(when) => kept.set({ ...entry, when })}
          error={error}
          whole
        />
        <Failure error={save.error} words={words} />
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            {save.isPending ? "Enregistrement…" : "Enregistrer la correction"}
          </Button>
          <Button onPress={() => save.mutate(true)} isDisabled={save.isPending}>
            Noté par erreur, retirer
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function EndForm({ personId, past, words, onSaved, onClose }: LifeFactFormProps) {
  const { fact } = past;
  const [id] = useState(newId);
  const [lastDay, setLastDay] = useState<string | null>(today());
  const save = useMutation({
    mutationFn: () => post(`/api/people/${personId}/life/${fact.id}/end`, { id, lastDay, statedOn: today() }),
    onSuccess: onSaved,
  });
  return (
    <Dialog title={`Noter la fin\u00a0: ${lifeKindLabels[fact.kind]}`} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p>
          <strong>{lifeText(fact, words)}</strong>, {sinceText(fact)}
        </p>
        <DateField
          label="Dernier jour"
          name="lastDay"
          value={lastDay}
          onChange={setLastDay}
          error={save.error instanceof ServerProblem ? save.error.fields.lastDay : undefined}
        />
        <Failure error={save.error} words={words} />
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={lastDay === null}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Why nothing was written; when someone else wrote first, what they wrote. */
function Failure({ error, words }: { readonly error: Error | null; readonly words: Vocabulary }) {
  const conflict = conflictOf(error);
  if (error === null) return null;
  if (conflict === null) return <Refused error={error} />;
  return (
    <Alert tone="wait" title={conflict.message} announced>
      <ul>
        {conflict.current.map((fact) => (
          <li key={fact.id}>
            {lifeKindLabels[fact.kind]}&nbsp;: {lifeText(fact, words)}, {sinceText(fact)}
          </li>
        ))}
      </ul>
      <p>Fermez, relisez l’historique, puis corrigez la ligne en vigueur.</p>
    </Alert>
  );
}
