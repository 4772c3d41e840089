import { useMutation } from "@tanstack/react-query";
import type { LifeFact, PastFact } from "../../people/life.ts";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { type Found, foundInRecord, type RecordQuestion } from "../estimate/from-record.ts";
import type { Law } from "../estimate/law.ts";
import { isAnswered, isSameAnswer, type TypedSituation, takenAnswer } from "./estimate-form.ts";

interface RecordAnswersProps {
  readonly personId: string;
  readonly value: TypedSituation;
  readonly onChange: (change: Partial<TypedSituation>) => void;
  readonly law: Law;
}

const QUESTIONS: Readonly<Record<RecordQuestion, string>> = {
  stay: "Séjour",
  presentSince: "Vit en France",
  irregularSince: "Sans titre",
  territory: "Territoire",
  size: "Foyer",
  resources: "Ressources",
};

/** Takes over what the record says, with its day and source; an answer already typed is kept until one says otherwise. */
export function RecordAnswers({ personId, value, onChange, law }: RecordAnswersProps) {
  const read = useMutation({
    mutationFn: async (): Promise<LifeFact[]> => {
      const { history } = await get<{ history: PastFact[] }>(`/api/people/${personId}/life/history`);
      return history.flatMap(({ fact, knownTo }) => (knownTo === null ? [fact] : []));
    },
    onSuccess: (facts) => {
      const blank = foundOn(facts).filter(({ question }) => !isAnswered(value, question));
      onChange(Object.assign({}, ...blank.map(takenAnswer)));
    },
  });
  const foundOn = (facts: readonly LifeFact[]) =>
    value.date === null ? [] : foundInRecord(facts, value.date, law);
  const found = read.data === undefined ? null : foundOn(read.data);
  return (
    <section className="field" aria-label="Repris du dossier">
      <div>
        <Button isPending={read.isPending} onPress={() => read.mutate()}>
          {read.isPending ? "Lecture du dossier…" : "Reprendre la situation du dossier"}
        </Button>
      </div>
      {read.isError && <Refused error={read.error} />}
      <div role="status">
        {found?.length === 0 && (
          <p className="soft small">Le dossier ne dit rien de ces questions à cette date.</p>
        )}
        {found !== null && found.length > 0 && (
          <ul className="taken-answers">
            {found.map((one) => (
              <FoundLine
                key={one.question}
                found={one}
                value={value}
                onTake={() => onChange(takenAnswer(one))}
              />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function FoundLine({ found, value, onTake }: { found: Found; value: TypedSituation; onTake: () => void }) {
  const { question, answer, said, source } = found;
  return (
    <li>
      <strong>{QUESTIONS[question]}</strong>&nbsp;: {said}
      {answer !== null && !isSameAnswer(value, found) && (
        <>
          {" "}
          <Button tone="quiet" onPress={onTake}>
            Reprendre<span className="unseen">{`\u00a0: ${QUESTIONS[question]}`}</span>
          </Button>
        </>
      )}
      <br />
      <span className="soft small">{source}</span>
    </li>
  );
}
