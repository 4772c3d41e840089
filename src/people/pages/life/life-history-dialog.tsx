import "./life.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mayWrite, useMe } from "../../../access/use-me.ts";
import type { Vocabulary } from "../../../network/model.ts";
import { Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { get } from "../../../ui/server/api-client.ts";
import { lifeKindLabels, lifeKinds, lifeNatures, type PastFact } from "../../life.ts";
import { lifeText, proofText, sinceText } from "../../life-words.ts";
import { LifeFactForm } from "./life-fact-form.tsx";

interface LifeHistoryDialogProps {
  readonly personId: string;
  readonly words: Vocabulary;
  /** Something was written: the page behind is no longer what it was. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Every fact ever noted, those corrected since included, and the way to correct or to end one. */
export function LifeHistoryDialog({ personId, words, onChanged, onClose }: LifeHistoryDialogProps) {
  const me = useMe();
  const client = useQueryClient();
  const [edited, setEdited] = useState<{ past: PastFact; ends: boolean } | null>(null);
  const queryKey = ["life-history", personId];
  const history = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<{ history: PastFact[] }>(`/api/people/${personId}/life/history`, { signal }),
    gcTime: 0,
  });
  const changed = () => {
    setEdited(null);
    void client.invalidateQueries({ queryKey });
    onChanged();
  };
  if (edited !== null)
    return (
      <LifeFactForm
        personId={personId}
        past={edited.past}
        ends={edited.ends}
        words={words}
        onSaved={changed}
        onClose={() => setEdited(null)}
      />
    );
  const all = history.data?.history ?? [];
  return (
    <Dialog title="Historique de la situation" onClose={onClose} wide>
      {history.isPending && <Loading what="Lecture de l’historique" />}
      {history.isError && <Refused error={history.error} retry={history.refetch} />}
      {history.isSuccess && all.length === 0 && <p className="soft">Rien n’a encore été noté.</p>}
      {lifeKinds.map((kind) => {
        const facts = all.filter(({ fact }) => fact.kind === kind);
        if (facts.length === 0) return null;
        return (
          <section key={kind} aria-label={lifeKindLabels[kind]}>
            <h3>{lifeKindLabels[kind]}</h3>
            <ul className="life-past">
              {facts.map((past) => (
                <PastLine
                  key={past.fact.id}
                  past={past}
                  words={words}
                  writes={
                    past.knownTo === null && past.fact.on === personId && mayWrite(me, lifeNatures[kind])
                  }
                  onEdit={(ends) => setEdited({ past, ends })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <div className="row">
        <Button onPress={onClose}>Fermer</Button>
      </div>
    </Dialog>
  );
}

interface PastLineProps {
  readonly past: PastFact;
  readonly words: Vocabulary;
  readonly writes: boolean;
  readonly onEdit: (ends: boolean) => void;
}

function PastLine({ past, words, writes, onEdit }: PastLineProps) {
  const { fact, proof, knownFrom, knownTo } = past;
  const text = lifeText(fact, words);
  const about = `${lifeKindLabels[fact.kind]}\u00a0: ${text}`;
  return (
    <li>
      <span>
        <strong className={knownTo === null ? "" : "life-superseded"}>{text}</strong>, {sinceText(fact)}{" "}
        {knownTo !== null && <Badge tone="unknown">remplacé le {momentText(knownTo).slice(0, 10)}</Badge>}
      </span>
      <span className="soft small">
        {proofText(fact, proof)}, le {momentText(knownFrom).slice(0, 10)}
      </span>
      {writes && (
        <span className="row">
          <Button tone="quiet" onPress={() => onEdit(false)} aria-label={`Corriger, ${about}`}>
            Corriger
          </Button>
          {fact.to === null && (
            <Button tone="quiet" onPress={() => onEdit(true)} aria-label={`Noter la fin, ${about}`}>
              Noter la fin
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
