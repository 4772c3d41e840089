import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { countText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { confidenceLabels } from "../estimate/model.ts";
import type { NeededPaper, Question } from "../papers/checklist.ts";
import type { NotePaper, RequestPapers } from "../papers/model.ts";
import { memberName, paperLabel } from "./paper-line.tsx";

interface OneQuestionProps {
  readonly request: RequestPapers;
  readonly question: Question;
  /** How many come after it. */
  readonly left: number;
  readonly address: string;
  readonly onSaved: () => unknown;
}

/** One fact at a time, answered with one thumb: the list is made of answers, never of guesses. */
export function OneQuestion({ request, question, left, address, onSaved }: OneQuestionProps) {
  const [id] = useState(newId);
  const answer = useMutation({
    mutationFn: (said: boolean) =>
      post(`${address}/facts`, { id, fact: question.fact, who: question.who, answer: said }),
    onSuccess: onSaved,
  });
  const words = request.facts.find(({ code }) => code === question.fact)?.question ?? question.fact;
  return (
    <fieldset className="paper-question no-print">
      <legend>
        {question.who !== null && <strong>{memberName(request.members, question.who)}. </strong>}
        {words}
      </legend>
      <div className="paper-acts">
        <Button isDisabled={answer.isPending} onPress={() => answer.mutate(true)}>
          Oui
        </Button>
        <Button isDisabled={answer.isPending} onPress={() => answer.mutate(false)}>
          Non
        </Button>
        {left > 0 && (
          <span className="soft small">puis {countText(left, "autre question", "autres questions")}</span>
        )}
      </div>
      {answer.isError && <Refused error={answer.error} />}
    </fieldset>
  );
}

interface AskPapersProps {
  readonly request: RequestPapers;
  readonly proposed: readonly NeededPaper[];
  readonly today: string;
  readonly pending: boolean;
  readonly onAsk: (papers: readonly Partial<NotePaper>[]) => void;
}

/** What the situation calls for and is not on the list yet, with the text that says so; and any other paper, in words. */
export function AskPapers({ request, proposed, today, pending, onAsk }: AskPapersProps) {
  const [words, setWords] = useState("");
  const asked = (one: Partial<NotePaper>) => ({
    id: newId(),
    line: newId(),
    state: "asked" as const,
    onDay: today,
    ...one,
  });
  return (
    <div className="stack no-print">
      {proposed.length > 0 && (
        <div className="paper-proposed">
          <p>D’après les réponses, il faut&nbsp;:</p>
          <ul>
            {proposed.map((one) => (
              <li key={`${one.kind} ${one.who}`}>
                {paperLabel(request, { ...one, words: "" })}
                {one.optional && " (s’il existe)"}{" "}
                <span className="soft small">{one.rules.map(({ source }) => source).join(" ; ")}</span>{" "}
                {one.rules.every(({ confidence }) => confidence !== "sure") && (
                  <Badge tone="unknown">{doubt(one)}</Badge>
                )}
              </li>
            ))}
          </ul>
          <Button
            tone="main"
            isPending={pending}
            onPress={() => onAsk(proposed.map(({ kind, who, optional }) => asked({ kind, who, optional })))}
          >
            {proposed.length === 1 ? "Demander ce papier" : `Demander ces ${proposed.length}\u00a0papiers`}
          </Button>
        </div>
      )}
      <form
        className="paper-other"
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim() === "") return;
          onAsk([asked({ words: words.trim() })]);
          setWords("");
        }}
      >
        <TextField
          label="Un autre papier"
          name="words"
          value={words}
          onChange={setWords}
          autoComplete="off"
        />
        <Button type="submit" isDisabled={words.trim() === "" || pending}>
          Ajouter
        </Button>
      </form>
    </div>
  );
}

function doubt({ rules }: NeededPaper): string {
  const worst = rules.some(({ confidence }) => confidence === "to_verify") ? "to_verify" : "likely";
  return confidenceLabels[worst] ?? "à vérifier";
}
