import type { Vocabulary } from "../../network/model.ts";
import { type LanguageCode, languageLabels } from "../../people/languages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import {
  type Companion,
  companionLabels,
  type Interpreter,
  interpreterLabels,
  type Means,
  meansLabels,
  type Presence,
} from "../presence.ts";

/** Who else was there, as it is typed. */
export interface Company {
  readonly colleagues: readonly string[];
  readonly companion: Companion | "none";
  readonly interpreter: Interpreter | "none";
  readonly language: LanguageCode | null;
  readonly means: Means;
  readonly minutes: string;
}

/** Nobody else yet. @param languages those the person speaks with an interpreter, the best spoken first */
export function emptyCompany(languages: readonly LanguageCode[]): Company {
  return {
    colleagues: [],
    companion: "none",
    interpreter: "none",
    language: languages[0] ?? null,
    means: "on_site",
    minutes: "",
  };
}

/** What the server is sent; it says itself what is wrong with a number of minutes. */
export function presencesOf(company: Company): Presence[] {
  const { interpreter, language } = company;
  const minutes = company.minutes.trim();
  return [
    ...company.colleagues.map((professionalId) => ({ part: "colleague" as const, professionalId })),
    ...(company.companion === "none" ? [] : [{ part: "companion" as const, who: company.companion }]),
    ...(interpreter === "none" || language === null
      ? []
      : [
          {
            part: "interpreter" as const,
            who: interpreter,
            language,
            means: company.means,
            minutes: minutes === "" ? null : minutesOf(minutes),
          },
        ]),
  ];
}

/** What is no number goes as one that is refused with a word of why: JSON would make nothing of it. */
function minutesOf(typed: string): number {
  const minutes = Number(typed.replace(",", "."));
  return Number.isNaN(minutes) ? 0.5 : minutes;
}

/** An interpreter of an unnamed language is not yet said. */
export function isComplete({ interpreter, language }: Company): boolean {
  return interpreter === "none" || language !== null;
}

const options = <Code extends string>(labels: Readonly<Record<Code, string>>) =>
  (Object.entries(labels) as [Code, string][]).map(([code, label]) => ({ code, label }));
const COMPANIONS = [{ code: "none" as const, label: "Personne, ou non noté" }, ...options(companionLabels)];
const INTERPRETERS = [{ code: "none" as const, label: "Aucun" }, ...options(interpreterLabels)];
const LANGUAGES = options<LanguageCode>(languageLabels).sort((a, b) => a.label.localeCompare(b.label, "fr"));
const MEANS = options(meansLabels);

interface PresenceFieldsProps {
  readonly company: Company;
  readonly professionals: Vocabulary["professionals"];
  /** The server's words on each field; presences are in the order of `presencesOf`. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<Company>) => void;
}

/** A colleague, someone who came along, an interpreter. */
export function PresenceFields({ company, professionals, errors, onChange }: PresenceFieldsProps) {
  const said = Object.entries(errors).find(([field]) => /^presences\..*minutes$/.test(field))?.[1];
  return (
    <>
      <div className="form-pair">
        <WordsField
          label="Avec aussi (collègues présents)"
          options={professionals.map(({ id, label }) => ({ code: id, label }))}
          value={company.colleagues}
          onChange={(codes) => onChange({ colleagues: codes.slice(0, 3) })}
        />
        <SelectField
          label="Accompagné par"
          options={COMPANIONS}
          value={company.companion}
          onChange={(companion) => onChange({ companion })}
        />
      </div>
      <div className="form-four">
        <SelectField
          label="Interprète"
          options={INTERPRETERS}
          value={company.interpreter}
          onChange={(interpreter) => onChange({ interpreter })}
        />
        {company.interpreter !== "none" && (
          <>
            <SelectField
              label="Langue"
              options={LANGUAGES}
              value={company.language}
              onChange={(language) => onChange({ language })}
              error={company.language === null ? "Indiquez la langue." : undefined}
            />
            <SelectField
              label="Présence"
              options={MEANS}
              value={company.means}
              onChange={(means) => onChange({ means })}
            />
            <TextField
              label="Minutes d’interprète"
              name="minutes"
              inputMode="numeric"
              value={company.minutes}
              onChange={(minutes) => onChange({ minutes })}
              error={said}
            />
          </>
        )}
      </div>
    </>
  );
}
