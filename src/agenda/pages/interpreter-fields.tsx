import { languageLabel, languageLabels } from "../../people/languages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type Interpreter, interpreterMeans } from "../model.ts";

const NONE = "none";
const LANGUAGES = Object.entries(languageLabels)
  .filter(([code]) => code !== "fr")
  .map(([code, label]) => ({ code, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "fr"));
const MEANS = (Object.keys(interpreterMeans) as (keyof typeof interpreterMeans)[]).map((code) => ({
  code,
  label: interpreterMeans[code].charAt(0).toUpperCase() + interpreterMeans[code].slice(1),
}));

/** An interpreter as one types it. */
export interface InterpreterDraft {
  readonly language: string;
  readonly means: keyof typeof interpreterMeans;
  readonly by: string;
}

/** As the server takes it: a name is said only when there is one. */
export function interpreterOf({ by, ...asked }: InterpreterDraft): Interpreter {
  return { ...asked, ...(by.trim() === "" ? {} : { by: by.trim() }) } as Interpreter;
}

interface InterpreterFieldsProps {
  readonly value: InterpreterDraft | null;
  /** Languages of the person, put first. */
  readonly theirs: readonly string[];
  readonly onChange: (value: InterpreterDraft | null) => void;
}

/** Whether someone interprets, from which language, how, and who when they are found. */
export function InterpreterFields({ value, theirs, onChange }: InterpreterFieldsProps) {
  const first = theirs.map((code) => ({ code, label: languageLabel(code) }));
  return (
    <>
      <SelectField
        label="Interprète"
        options={[
          { code: NONE, label: "Aucun" },
          ...first,
          ...LANGUAGES.filter(({ code }) => !theirs.includes(code)),
        ]}
        value={value?.language ?? NONE}
        onChange={(language) =>
          onChange(
            language === NONE ? null : { ...(value ?? { means: "telephone" as const, by: "" }), language },
          )
        }
      />
      {value !== null && (
        <>
          <SelectField
            label="Comment"
            options={MEANS}
            value={value.means}
            onChange={(means) => onChange({ ...value, means })}
          />
          <TextField
            label="Qui interprète, si c’est déjà trouvé"
            name="interpreter"
            value={value.by}
            onChange={(by) => onChange({ ...value, by })}
            help={"Sans nom, une tâche demande de trouver quelqu’un, et l’agenda le montre."}
          />
        </>
      )}
    </>
  );
}
