import { useVocabulary } from "../../network/use-vocabulary.ts";
import { countText } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import type { Corrections, CoverCorrection } from "../corrections.ts";
import type { ImportReview } from "../import-messages.ts";
import { listLabels } from "./labels.ts";
import { ToldBadge } from "./told-badge.tsx";

type CoverList = ImportReview["covers"][number];

interface CoverWordsProps {
  readonly cover: CoverList;
  readonly corrections: Corrections;
  readonly onChange: (corrections: Corrections) => void;
}

/** How covers are written, and what each says of the base and of the complementary layer. */
export function CoverWords({ cover, corrections, onChange }: CoverWordsProps) {
  const unknown = cover.words.filter(({ known }) => !known).length;
  return (
    <details className="import-list" open={unknown > 0}>
      <summary>
        {listLabels[cover.column]}
        {"\u00a0: "}
        {unknown === 0
          ? countText(cover.words.length, "écriture reconnue", "écritures reconnues")
          : countText(unknown, "écriture non reconnue", "écritures non reconnues")}
      </summary>
      <ul className="import-fields">
        {cover.words.slice(0, 60).map((word) => (
          <CoverWord
            key={word.text}
            column={cover.column}
            word={word}
            corrections={corrections}
            onChange={onChange}
          />
        ))}
      </ul>
    </details>
  );
}

interface CoverWordProps extends Omit<CoverWordsProps, "cover"> {
  readonly column: CoverList["column"];
  readonly word: CoverList["words"][number];
}

const NOTHING = "nothing";

function CoverWord({ column, word, corrections, onChange }: CoverWordProps) {
  const { data: vocabulary } = useVocabulary();
  const said = corrections.covers.find((one) => one.column === column && one.text === word.text);
  const { base, complementary } = said ?? word;
  const optionsOf = (layer: "base" | "complementary") => [
    { code: NOTHING, label: "Rien n’en est dit" },
    ...(vocabulary?.schemes.filter((scheme) => scheme.layer === layer) ?? []).map(({ code, label }) => ({
      code,
      label,
    })),
  ];
  const say = (change: { base?: string; complementary?: string }) => {
    const of = (code: string | undefined, before: string | null) =>
      code === undefined
        ? before === "unknown" && !word.known && !said
          ? null
          : before
        : code === NOTHING
          ? null
          : code;
    const next = {
      column,
      text: word.text,
      base: of(change.base, base),
      complementary: of(change.complementary, complementary),
    } as CoverCorrection;
    const others = corrections.covers.filter((one) => one !== said);
    const says = next.base !== null || next.complementary !== null;
    onChange({ ...corrections, covers: says ? [...others, next] : others });
  };
  const shown = `${word.text} (${countText(word.rows, "ligne")})`;
  return (
    <li className={word.known || said ? "import-field" : "import-field import-unknown"}>
      <SelectField
        label={`${shown}, de base`}
        options={optionsOf("base")}
        value={base ?? NOTHING}
        onChange={(code) => say({ base: code })}
        isDisabled={word.text.length > 200}
      />
      <SelectField
        label={`${shown}, complémentaire`}
        options={optionsOf("complementary")}
        value={complementary ?? NOTHING}
        onChange={(code) => say({ complementary: code })}
        isDisabled={word.text.length > 200}
      />
      <ToldBadge by={said ? "chosen" : word.by} />
    </li>
  );
}
