import { Check } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { attestationEnd } from "../../domiciliation.ts";
import { type LifeKind, lifeSourceLabels, lifeSources } from "../../life.ts";
import type { When } from "./life-form.ts";

interface WhenFieldsProps {
  readonly kind: LifeKind;
  readonly value: When;
  readonly onChange: (value: When) => void;
  readonly error: (name: string) => string | undefined;
  /** The fact is corrected: its own source is shown. */
  readonly whole: boolean;
}

const SOURCES = lifeSources.map((code) => ({ code, label: lifeSourceLabels[code] }));

/** Since when a fact is so, until when, and what proves it. */
export function WhenFields({ kind, value, onChange, error, whole }: WhenFieldsProps) {
  const set = (change: Partial<When>) => onChange({ ...value, ...change });
  if (kind === "domiciliation_contact")
    return (
      <DateField
        label="Le"
        name="from"
        value={value.from}
        onChange={(from) => set({ from })}
        max={today()}
        error={error("from")}
      />
    );
  const attested = kind === "domiciliation";
  const lastDay = value.lastDay ?? (attested && value.from !== null ? attestationEnd(value.from) : null);
  return (
    <>
      <DateField
        label={kind === "attending_doctor" ? "Déclaré le" : "Depuis le"}
        name="from"
        value={value.from}
        onChange={(from) => set({ from })}
        max={today()}
        error={error("from")}
      />
      {!attested && (
        <Check
          label="Ou avant\u00a0: le premier jour n’est pas connu"
          value={value.atLeast}
          onChange={(atLeast) => set({ atLeast })}
        />
      )}
      {(attested || whole) && (
        <DateField
          label={attested ? "Dernier jour de l’attestation" : "Dernier jour, si c’est fini"}
          name="lastDay"
          value={lastDay}
          onChange={(day) => set({ lastDay: day })}
          error={error("lastDay")}
        />
      )}
      {!attested && !whole && error("lastDay") !== undefined && (
        <p className="field-error" role="alert">
          {error("lastDay")}
        </p>
      )}
      {whole && (
        <SelectField
          label="Comment le sait-on&nbsp;?"
          options={SOURCES}
          value={value.source}
          onChange={(source) => set({ source })}
        />
      )}
      <TextField
        label={attested ? "Preuve (attestation Cerfa 16030…)" : "Preuve, si vue"}
        name="proof"
        autoComplete="off"
        value={value.proof}
        onChange={(proof) => set({ proof })}
        error={error("proof")}
      />
    </>
  );
}
