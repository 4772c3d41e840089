import { ChoiceField } from "../../../ui/choice-field.tsx";
import { WordsField } from "../../../ui/words-field.tsx";
import {
  type ContactRow,
  interpreterLabels,
  interpreterNeeds,
  languageLevelLabels,
  languageLevels,
  type Speech,
} from "../../contact.ts";
import { languageWords, rowsOf } from "../../contact-words.ts";
import { type LanguageCode, languageLabel, languageLabels } from "../../languages.ts";
import { type ContactDialogProps, ContactForm } from "./contact-dialog.tsx";

const LANGUAGES = Object.entries(languageLabels)
  .map(([code, label]) => ({ code, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "fr"));
const LEVELS = languageLevels.map((code) => ({ code, label: languageLevelLabels[code] }));
const NEEDS = interpreterNeeds.map((code) => ({ code, label: interpreterLabels[code] }));

/** Languages someone speaks, and whether an interpreter is needed. */
export function SpeechDialog(props: ContactDialogProps) {
  return (
    <ContactForm<Speech>
      {...props}
      title="Langues et interprète"
      path="speech"
      wide
      about={(rows) => rowsOf(rows, "speech")}
      formOf={formOf}
      bodyOf={(speech) => ({
        speech: speech.languages.length === 0 && speech.interpreter === "unknown" ? null : speech,
      })}
      wordsOf={(speech) => [...speech.languages.map(languageWords), interpreterLabels[speech.interpreter]]}
    >
      {(speech, set, errors) => (
        <>
          <WordsField
            label="Langues parlées, la mieux parlée d’abord"
            options={LANGUAGES}
            value={speech.languages.map(({ code }) => code)}
            onChange={(codes) => set({ ...speech, languages: spoken(codes, speech) })}
          />
          {errors["speech.languages"] !== undefined && (
            <p className="field-error" role="alert">
              {errors["speech.languages"]}
            </p>
          )}
          {speech.languages.map(({ code, level }, at) => (
            <ChoiceField
              key={code}
              label={`Pour un entretien, son ${languageLabel(code)}…`}
              options={LEVELS}
              value={level}
              onChange={(chosen) =>
                set({ ...speech, languages: speech.languages.with(at, { code, level: chosen }) })
              }
            />
          ))}
          <ChoiceField
            label="Au centre"
            options={NEEDS}
            value={speech.interpreter}
            onChange={(interpreter) => set({ ...speech, interpreter })}
            help="Un interprète professionnel est préférable à un proche."
          />
        </>
      )}
    </ContactForm>
  );
}

function formOf(rows: readonly ContactRow[]): Speech {
  return rowsOf(rows, "speech")[0]?.content ?? { languages: [], interpreter: "unknown" };
}

/** French is what most conversations are held in; whoever adds another language mostly needs help with it. */
function spoken(codes: readonly string[], before: Speech): Speech["languages"] {
  return codes.map(
    (code) =>
      before.languages.find((one) => one.code === code) ?? {
        code: code as LanguageCode,
        level: code === "fr" ? "enough" : "interpreter",
      },
  );
}
