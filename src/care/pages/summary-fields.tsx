import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { keyed } from "../../ui/keyed.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { NextStep, Picture } from "../prints.ts";
import type { PrintFieldsProps } from "./print-fields.tsx";
import { EMPTY_STEP } from "./print-form.ts";

const PICTURES: readonly { readonly code: Picture; readonly label: string }[] = [
  { code: "appointment", label: "Rendez-vous" },
  { code: "medicine", label: "Médicament" },
  { code: "blood_test", label: "Prise de sang" },
  { code: "papers", label: "Papiers" },
  { code: "phone", label: "Téléphone" },
  { code: "hospital", label: "Hôpital" },
  { code: "home", label: "Maison" },
];

/** What the person leaves with: plain words, then what comes next, each with its sign. */
export function SummaryFields({ draft, set, errors }: PrintFieldsProps) {
  const { steps } = draft;
  const change = (key: string, by: Partial<NextStep>) =>
    set({ steps: steps.map((step) => (step.key === key ? { ...step, ...by } : step)) });
  return (
    <>
      <TextArea
        label="Ce que nous avons dit"
        name="typed.body"
        rows={4}
        maxLength={3_000}
        value={draft.said}
        onChange={(said) => set({ said })}
        help="Des phrases courtes, des mots de tous les jours, une idée par phrase."
        error={errors["typed.body"]}
        autoFocus
      />
      <ol className="print-lines">
        {steps.map((step, index) => (
          <li key={step.key} className="print-line">
            <TextField
              label={`Étape ${index + 1}\u00a0: à faire`}
              name={`typed.steps.${index}.what`}
              value={step.what}
              onChange={(what) => change(step.key, { what })}
              error={errors[`typed.steps.${index}.what`]}
              autoComplete="off"
            />
            <div className="form-three">
              <DateField
                label="Quel jour (facultatif)"
                name={`typed.steps.${index}.day`}
                value={step.day}
                onChange={(day) => change(step.key, { day })}
                error={errors[`typed.steps.${index}.day`]}
              />
              <TextField
                label="Où (facultatif)"
                name={`typed.steps.${index}.where`}
                value={step.where}
                onChange={(where) => change(step.key, { where })}
                autoComplete="off"
              />
              <SelectField
                label="Dessin"
                options={PICTURES}
                value={step.picture}
                onChange={(picture) => change(step.key, { picture })}
              />
            </div>
            {steps.length > 1 && (
              <div>
                <Button
                  tone="quiet"
                  aria-label={`Retirer l’étape ${index + 1}`}
                  onPress={() => set({ steps: steps.filter(({ key }) => key !== step.key) })}
                >
                  Retirer
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {steps.length < 12 && (
        <div>
          <Button onPress={() => set({ steps: [...steps, keyed(EMPTY_STEP)] })}>Ajouter une étape</Button>
        </div>
      )}
      <TextArea
        label="Quand revenir ou appeler sans attendre (facultatif)"
        name="typed.warning"
        rows={2}
        maxLength={600}
        value={draft.warning}
        onChange={(warning) => set({ warning })}
        error={errors["typed.warning"]}
      />
      <Check label="En gros caractères" value={draft.large} onChange={(large) => set({ large })} />
    </>
  );
}
