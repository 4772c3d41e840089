import { DateField } from "../../ui/date-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { TypedContract } from "./contract-draft.ts";

interface ContractFieldsProps {
  readonly value: TypedContract;
  readonly onChange: (value: TypedContract) => void;
  readonly judged: boolean;
}

/** Salaried or volunteer, how many hours a week, which share of a full time: each said, none computed from another. */
export function ContractFields({ value, onChange, judged }: ContractFieldsProps) {
  const error = judged ? "Vérifiez ce nombre\u00a0: par exemple 35 ou 17,5." : undefined;
  return (
    <>
      <div className="form-pair">
        <SelectField
          label="Contrat"
          options={[
            { code: "salaried", label: "Salarié" },
            { code: "volunteer", label: "Bénévole" },
            { code: "none", label: "Non renseigné" },
          ]}
          value={value.standing}
          onChange={(standing) => onChange({ ...value, standing })}
        />
        {value.standing !== "none" && (
          <DateField
            label="Depuis le"
            name="from"
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
        )}
      </div>
      {value.standing !== "none" && (
        <div className="form-pair">
          <TextField
            label="Heures par semaine"
            name="weekly"
            value={value.weekly}
            onChange={(weekly) => onChange({ ...value, weekly })}
            error={error}
          />
          <TextField
            label="ETP"
            name="fte"
            value={value.fte}
            onChange={(fte) => onChange({ ...value, fte })}
            help={
              "Tel qu’il est écrit au contrat\u00a0; changer la date ferme le contrat précédent ce jour-là."
            }
            error={error}
          />
        </div>
      )}
    </>
  );
}
