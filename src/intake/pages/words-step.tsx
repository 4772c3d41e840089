import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { countText } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import type { Corrections } from "../corrections.ts";
import type { ImportReview } from "../import-messages.ts";
import { CoverWords } from "./cover-words.tsx";
import { listLabels } from "./labels.ts";
import { ToldBadge } from "./told-badge.tsx";

interface WordsStepProps {
  readonly review: ImportReview;
  readonly corrections: Corrections;
  readonly onChange: (corrections: Corrections) => void;
}

/** Words shown at once; a list may hold hundreds. */
const SHOWN = 12;

/** The words of the register, list by list: those not recognised first. */
export function WordsStep({ review, corrections, onChange }: WordsStepProps) {
  return (
    <section className="stack" aria-label="Mots">
      <h3>Mots</h3>
      {review.covers.map((cover) => (
        <CoverWords key={cover.column} cover={cover} corrections={corrections} onChange={onChange} />
      ))}
      {review.lists.map((list) => (
        <ListWords key={list.list} list={list} corrections={corrections} onChange={onChange} />
      ))}
    </section>
  );
}

interface ListWordsProps {
  readonly list: ImportReview["lists"][number];
  readonly corrections: Corrections;
  readonly onChange: (corrections: Corrections) => void;
}

function ListWords({ list, corrections, onChange }: ListWordsProps) {
  const [shown, setShown] = useState(SHOWN);
  const unknown = list.words.filter(({ known }) => !known);
  return (
    <details className="import-list" open={unknown.length > 0}>
      <summary>
        {listLabels[list.list]}
        {"\u00a0: "}
        {unknown.length === 0
          ? countText(list.words.length, "mot reconnu", "mots reconnus")
          : countText(unknown.length, "mot non reconnu", "mots non reconnus")}
      </summary>
      <ul className="import-fields">
        {list.words.slice(0, shown).map((word) => (
          <ListWord key={word.text} list={list} word={word} corrections={corrections} onChange={onChange} />
        ))}
      </ul>
      {list.words.length > shown && (
        <Button tone="quiet" onPress={() => setShown(shown + 50)}>
          Montrer la suite ({countText(list.words.length - shown, "mot")})
        </Button>
      )}
    </details>
  );
}

interface ListWordProps extends ListWordsProps {
  readonly word: ImportReview["lists"][number]["words"][number];
}

/** Codes of the list never start so. */
const NEW = "+";

function ListWord({ list, word, corrections, onChange }: ListWordProps) {
  const said = corrections.words.find((one) => one.list === list.list && one.text === word.text);
  const anew =
    list.list === "professional"
      ? "Garder comme il est écrit"
      : `Ajouter «\u00a0${word.text}\u00a0» à la liste`;
  const correctable = word.text.length <= 200;
  const choose = (code: string) => {
    const others = corrections.words.filter((one) => one !== said);
    const correction = { list: list.list, text: word.text };
    const next =
      code !== NEW
        ? [...others, { ...correction, code, label: null }]
        : word.known
          ? [...others, { ...correction, code: null, label: word.text.slice(0, 120) }]
          : others;
    onChange({ ...corrections, words: next });
  };
  const current = said ? (said.code ?? NEW) : word.known ? word.code : NEW;
  return (
    <li className={word.known || said ? "import-field" : "import-field import-unknown"}>
      <SelectField
        label={`${word.text} (${countText(word.rows, "ligne")})`}
        options={[{ code: NEW, label: anew }, ...list.options]}
        value={current}
        onChange={choose}
        isDisabled={!correctable}
      />
      <ToldBadge by={said ? "chosen" : word.by} />
    </li>
  );
}
