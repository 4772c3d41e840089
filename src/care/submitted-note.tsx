import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../access/use-me.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useDraft } from "../ui/draft.ts";
import { momentText } from "../ui/format.ts";
import { Refused } from "../ui/loading.tsx";
import { post, ServerProblem } from "../ui/server/api-client.ts";
import { TextArea } from "../ui/text-area.tsx";
import { NoteWords } from "./note-words.tsx";
import { type NoteDraft, noteTemplates } from "./notes.ts";

interface SubmittedNoteProps {
  readonly draft: NoteDraft;
  readonly onDone: () => void;
}

/** A trainee's note that waits for the reader: they sign it as it is, or send it back with a word. */
export function SubmittedNote({ draft, onDone }: SubmittedNoteProps) {
  const me = useMe();
  const [step, setStep] = useState<"read" | "sign" | "return">("read");
  const kept = useDraft(me.accountId, `return ${draft.id}`, () => ({ words: "" }));
  const { words } = kept.value;
  const address = `/api/people/${draft.on}/notes/${draft.id}`;
  const act = useMutation({
    mutationFn: (how: "countersign" | "return") =>
      post(`${address}/${how}`, how === "return" ? { words } : { version: draft.version }),
    onSuccess: () => {
      kept.forget();
      onDone();
    },
  });
  const errors = act.error instanceof ServerProblem ? act.error.fields : {};
  const title = `${noteTemplates[draft.template]}, note à contresigner`;
  return (
    <article className="note note-submitted" aria-label={title}>
      <header className="row">
        <h3>{title}</h3>
        <span className="soft small">
          écrite par {draft.by}, stagiaire, soumise le {momentText(draft.submittedAt ?? "").slice(0, 16)}
        </span>
      </header>
      <NoteWords note={draft} />
      {step === "return" && (
        <TextArea
          label="Ce qu’il faut reprendre"
          name="words"
          rows={2}
          maxLength={2_000}
          autoFocus
          value={words}
          onChange={(text) => kept.set({ words: text })}
          error={errors.words}
        />
      )}
      {step === "sign" && (
        <Alert tone="wait" title="Une note signée ne change plus." announced>
          <p>Elle portera vos deux noms.</p>
        </Alert>
      )}
      {act.isError && <Refused error={act.error} />}
      <div className="row">
        {step !== "return" && (
          <Button
            tone="main"
            isPending={act.isPending}
            onPress={() => (step === "sign" ? act.mutate("countersign") : setStep("sign"))}
          >
            {step === "sign" ? "Confirmer la contresignature" : "Contresigner"}
          </Button>
        )}
        {step !== "sign" && (
          <Button
            isPending={act.isPending}
            isDisabled={step === "return" && words.trim() === ""}
            onPress={() => (step === "return" ? act.mutate("return") : setStep("return"))}
          >
            {step === "return" ? "Renvoyer à son auteur" : "Renvoyer avec un mot"}
          </Button>
        )}
        {step !== "read" && (
          <Button tone="quiet" onPress={() => setStep("read")}>
            Ne pas le faire maintenant
          </Button>
        )}
      </div>
    </article>
  );
}

interface WaitingNoteProps {
  readonly draft: NoteDraft;
  readonly onDone: () => void;
}

/** One's own draft, handed in: it changes no more unless its author takes it back. */
export function WaitingNote({ draft, onDone }: WaitingNoteProps) {
  const recall = useMutation({
    mutationFn: () => post(`/api/people/${draft.on}/notes/${draft.id}/recall`, {}),
    onSuccess: onDone,
  });
  return (
    <div className="note-draft no-print">
      <span>
        <strong>Soumise à {draft.submittedTo}</strong>{" "}
        <span className="soft">
          {noteTemplates[draft.template]}, le {momentText(draft.submittedAt ?? "").slice(0, 16)}
        </span>
      </span>
      <Button isPending={recall.isPending} onPress={() => recall.mutate()}>
        La reprendre
      </Button>
      {recall.isError && <Refused error={recall.error} />}
    </div>
  );
}
