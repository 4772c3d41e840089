import "./measures.css";
import { TextField } from "../../ui/text-field.tsx";
import { type MeasureField, type MeasuresForm, measureFields, measures } from "../measures.ts";

interface MeasuresLineProps {
  readonly values: MeasuresForm;
  readonly onChange: (values: MeasuresForm) => void;
  readonly faults: Readonly<Partial<Record<MeasureField, string>>>;
  readonly legend?: string;
}

/** What stands beside each field: its short name, its unit, an example. */
const FIELDS: Readonly<Record<MeasureField, { label: string; unit: string; example: string }>> = {
  pressure: { label: "TA", unit: "mmHg", example: "120/80" },
  pulse: { label: "Pouls", unit: measures.pulse.unit, example: "72" },
  temperature: { label: "Temp.", unit: measures.temperature.unit, example: "37,2" },
  saturation: { label: "Satur.", unit: measures.saturation.unit, example: "98" },
  weight: { label: "Poids", unit: measures.weight.unit, example: "70,5" },
  height: { label: "Taille", unit: measures.height.unit, example: "172" },
  glycaemia: { label: "Glyc.", unit: measures.glycaemia.unit, example: "0,95" },
  peakFlow: { label: "DEP", unit: measures.peakFlow.unit, example: "450" },
};

/** Constants on one line, typed with the Tab key from one to the next; each may stay empty. */
export function MeasuresLine({ values, onChange, faults, legend = "Constantes" }: MeasuresLineProps) {
  return (
    <fieldset className="measures">
      <legend className="field-label">{legend}</legend>
      <div className="measures-line">
        {measureFields.map((field) => (
          <TextField
            key={field}
            label={`${FIELDS[field].label} (${FIELDS[field].unit})`}
            name={`form.values.${field}`}
            value={values[field]}
            onChange={(text) => onChange({ ...values, [field]: text })}
            placeholder={FIELDS[field].example}
            autoComplete="off"
            error={faults[field]}
          />
        ))}
      </div>
    </fieldset>
  );
}
