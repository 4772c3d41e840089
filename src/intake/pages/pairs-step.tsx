import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { countText, dayText } from "../../ui/format.ts";
import type { ImportReview } from "../import-messages.ts";
import { difference } from "./name-difference.ts";
import { Pager } from "./rows-step.tsx";

/** What is said of a pair. */
export type PairAnswer = "same" | "distinct";
export type PairAnswers = ReadonlyMap<string, PairAnswer>;

interface PairsStepProps {
  readonly pairs: ImportReview["pairs"];
  readonly answers: PairAnswers;
  readonly onChange: (answers: PairAnswers) => void;
}

const PAGE = 20;
const OPTIONS = [
  { code: "same", label: "La même personne" },
  { code: "distinct", label: "Deux personnes" },
] as const;

/** Names one or two letters apart with the same birth date: someone decides, never the program. */
export function PairsStep({ pairs, answers, onChange }: PairsStepProps) {
  const [page, setPage] = useState(0);
  if (pairs.length === 0) return <p>Aucune paire à décider&nbsp;: continuez.</p>;
  const all = (answer: PairAnswer) => onChange(new Map(pairs.map(({ key }) => [key, answer])));
  const left = pairs.filter(({ key }) => !answers.has(key)).length;
  return (
    <section className="stack" aria-label="Paires probables">
      <p>
        Des noms à une ou deux lettres près, avec la même date de naissance. Est-ce la même personne, écrite
        de deux façons&nbsp;?
      </p>
      <div className="row">
        <Button onPress={() => all("same")}>Toutes&nbsp;: la même personne</Button>
        <Button onPress={() => all("distinct")}>Toutes&nbsp;: deux personnes</Button>
        <span role="status" className="soft">
          {left === 0 ? "Toutes décidées." : `${countText(left, "paire")} à décider.`}
        </span>
      </div>
      <ol className="stack">
        {pairs.slice(page * PAGE, (page + 1) * PAGE).map((pair) => (
          <li key={pair.key} className="import-pair">
            <Pair
              pair={pair}
              answer={answers.get(pair.key) ?? null}
              onAnswer={(answer) => onChange(new Map(answers).set(pair.key, answer))}
            />
          </li>
        ))}
      </ol>
      {pairs.length > PAGE && <Pager page={page} pages={Math.ceil(pairs.length / PAGE)} onChange={setPage} />}
    </section>
  );
}

interface PairProps {
  readonly pair: ImportReview["pairs"][number];
  readonly answer: PairAnswer | null;
  readonly onAnswer: (answer: PairAnswer) => void;
}

function Pair({ pair, answer, onAnswer }: PairProps) {
  const [left = "", right = ""] = pair.names;
  return (
    <>
      <div className="import-names">
        <Side name={left} other={right} row={pair.rows[0] ?? null} recorded={pair.recorded[0] === true} />
        <Side name={right} other={left} row={pair.rows[1] ?? null} recorded={pair.recorded[1] === true} />
      </div>
      <p className="soft small">
        Nés le {dayText(pair.birth)}, {countText(pair.lettersApart, "lettre")} d’écart.
      </p>
      {pair.contradicted && (
        <p className="field-error">
          Cette réponse contredit celles d’autres paires&nbsp;: changez l’une d’elles.
        </p>
      )}
      <ChoiceField label={`${left} et ${right}`} options={OPTIONS} value={answer} onChange={onAnswer} />
    </>
  );
}

interface SideProps {
  readonly name: string;
  readonly other: string;
  readonly row: number | null;
  readonly recorded: boolean;
}

function Side({ name, other, row, recorded }: SideProps) {
  const [start, differs, end] = difference(name, other);
  return (
    <p>
      <strong>
        {start}
        <mark>{differs}</mark>
        {end}
      </strong>
      <br />
      <span className="soft small">
        {row === null ? "hors de ce fichier" : `ligne ${row}`}
        {recorded ? ", déjà un dossier" : ""}
      </span>
    </p>
  );
}
