import "./sharing.css";
import { languageLabels } from "../../../people/languages.ts";
import { Check, ChoiceField } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { saidMeans, saidMeansLabels } from "../../objections/model.ts";
import { type Block, blockLabels, blocks } from "../../sharing/model.ts";

const MEANS = saidMeans.map((code) => ({ code, label: saidMeansLabels[code] }));
const LANGUAGES = Object.entries(languageLabels)
  .map(([code, label]) => ({ code, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "fr"));
const ENDS = [
  { code: "situation", label: "tant que la situation dure" },
  { code: "day", label: "jusqu’à un jour" },
] as const;

/** What is typed of an agreement, before it is one. */
export interface TypedAgreement {
  readonly natures: readonly string[];
  readonly means: (typeof saidMeans)[number] | null;
  readonly informationGiven: string;
  readonly language: string;
  readonly interpreter: boolean;
  readonly givenOn: string | null;
  readonly ends: "situation" | "day";
  readonly endsOn: string | null;
}

export function emptyAgreement(): TypedAgreement {
  return {
    natures: [],
    means: null,
    informationGiven: "Notice «\u00a0Qui lit quoi de vous\u00a0» expliquée et remise.",
    language: "fr",
    interpreter: false,
    givenOn: today(),
    ends: "situation",
    endsOn: null,
  };
}

/** What the server is sent of it. */
export function agreementOf({ ends, endsOn, ...typed }: TypedAgreement) {
  return { ...typed, endsOn: ends === "day" ? endsOn : null };
}

/** False while something that an agreement needs is missing. */
export function isWhole({ means, informationGiven, givenOn, ends, endsOn }: TypedAgreement): boolean {
  return (
    means !== null &&
    informationGiven.trim() !== "" &&
    givenOn !== null &&
    (ends === "situation" || endsOn !== null)
  );
}

interface AgreementFieldsProps {
  readonly value: TypedAgreement;
  readonly set: (change: Partial<TypedAgreement>) => void;
  readonly errors: Readonly<Record<string, string>>;
  /** Blocks one may agree to here; all but those of care for partners. */
  readonly offered?: readonly Block[];
}

/** What the person agrees to share, how they said it, what they were told, until when. */
export function AgreementFields({ value, set, errors, offered = blocks }: AgreementFieldsProps) {
  return (
    <>
      <BlockChecks
        legend="Ce que la personne accepte de partager"
        offered={offered}
        value={value.natures}
        onChange={(natures) => set({ natures })}
      />
      <DateField
        label="Accord donné le"
        name="givenOn"
        value={value.givenOn}
        onChange={(givenOn) => set({ givenOn })}
        max={today()}
        error={errors.givenOn}
      />
      <ChoiceField
        label="De quelle façon"
        options={MEANS}
        value={value.means}
        onChange={(means) => set({ means })}
      />
      <TextArea
        label="Ce qui a été expliqué à la personne"
        name="informationGiven"
        value={value.informationGiven}
        onChange={(informationGiven) => set({ informationGiven })}
        rows={2}
        maxLength={1000}
        error={errors.informationGiven}
      />
      <div className="form-pair">
        <SelectField
          label="Dans quelle langue"
          options={LANGUAGES}
          value={value.language}
          onChange={(language) => set({ language })}
        />
        <div className="field">
          <Check
            label="Avec un interprète"
            value={value.interpreter}
            onChange={(interpreter) => set({ interpreter })}
          />
        </div>
      </div>
      <ChoiceField
        label="Jusqu’à quand"
        options={ENDS}
        value={value.ends}
        onChange={(ends) => set({ ends })}
        help="La personne peut retirer son accord à tout moment."
      />
      {value.ends === "day" && (
        <DateField
          label="Dernier jour"
          name="endsOn"
          value={value.endsOn}
          onChange={(endsOn) => set({ endsOn })}
          error={errors.endsOn}
        />
      )}
    </>
  );
}

interface BlockChecksProps {
  readonly legend: string;
  readonly offered: readonly Block[];
  readonly value: readonly string[];
  readonly onChange: (natures: string[]) => void;
}

/** One box for each block; name and birth go with any of them. */
export function BlockChecks({ legend, offered, value, onChange }: BlockChecksProps) {
  return (
    <fieldset className="sharing-blocks">
      <legend className="field-label">{legend}</legend>
      <p className="field-help">
        Le nom et la naissance sont toujours partagés&nbsp;: sans eux, personne ne retrouve le dossier.
      </p>
      {offered
        .filter((block) => block !== "identity")
        .map((block) => (
          <Check
            key={block}
            label={blockLabels[block]}
            value={value.includes(block)}
            onChange={(chosen) =>
              onChange(chosen ? [...value, block] : value.filter((other) => other !== block))
            }
          />
        ))}
    </fieldset>
  );
}
