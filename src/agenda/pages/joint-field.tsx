import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import type { AgendaSetting } from "../model.ts";

interface JointFieldProps {
  readonly setting: AgendaSetting;
  /** Who gives the hours chosen: not beside themself. */
  readonly given: string | null;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Who receives the person too, at the same hours: one appointment, of several. */
export function JointField({ setting, given, value, onChange }: JointFieldProps) {
  const free = setting.practitioners.filter(({ id }) => id !== given && !value.includes(id));
  return (
    <div className="field">
      <SelectField
        label="Reçu aussi par"
        options={free.map(({ id, label }) => ({ code: id, label }))}
        value={null}
        placeholder={value.length === 0 ? "Personne d’autre" : "Ajouter quelqu’un…"}
        onChange={(id) => onChange([...value, id])}
        help={"Un seul rendez-vous, aux heures où chacun est libre."}
      />
      {value.map((id) => {
        const name = setting.practitioners.find((one) => one.id === id)?.label ?? "";
        return (
          <p key={id} className="row">
            <strong>{name}</strong>
            <Button
              tone="quiet"
              aria-label={`Retirer ${name}`}
              onPress={() => onChange(value.filter((one) => one !== id))}
            >
              Retirer
            </Button>
          </p>
        );
      })}
    </div>
  );
}
