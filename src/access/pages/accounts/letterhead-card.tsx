import { useState } from "react";
import type { Vocabulary } from "../../../network/model.ts";
import { useVocabulary } from "../../../network/use-vocabulary.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { put } from "../../../ui/server/api-client.ts";
import { TextArea } from "../../../ui/text-area.tsx";
import { useSubmit } from "../use-submit.ts";

/** What each place's papers are headed by: read and changed by the technical administrator. */
export function LetterheadCard() {
  const words = useVocabulary();
  return (
    <Card title="En-tête des documents imprimés">
      <p className="soft">Adresse et téléphone de chaque lieu, une ligne chacun, sous le nom du centre.</p>
      {words.isPending && <Loading what="Lecture des lieux" />}
      {words.isError && <Refused error={words.error} retry={words.refetch} />}
      {words.data?.sites.map((site) => (
        <LetterheadForm key={site.id} site={site} onSaved={() => void words.refetch()} />
      ))}
    </Card>
  );
}

interface LetterheadFormProps {
  readonly site: Vocabulary["sites"][number];
  readonly onSaved: () => void;
}

function LetterheadForm({ site, onSaved }: LetterheadFormProps) {
  const [letterhead, setLetterhead] = useState(site.letterhead);
  const [done, setDone] = useState(false);
  const submit = useSubmit();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setDone(false);
        submit.run(async () => {
          await put(`/api/sites/${site.id}/letterhead`, { letterhead });
          setDone(true);
          onSaved();
        });
      }}
    >
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {done && <Alert tone="good" title="En-tête enregistré." announced />}
      <TextArea
        label={site.name}
        name="letterhead"
        rows={3}
        maxLength={300}
        value={letterhead}
        onChange={(text) => {
          setDone(false);
          setLetterhead(text);
        }}
        error={submit.fields.letterhead}
      />
      <div>
        <Button type="submit" isPending={submit.pending}>
          Enregistrer l’en-tête
        </Button>
      </div>
    </form>
  );
}
