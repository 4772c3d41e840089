import type { Scheme } from "../../network/model.ts";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { type ConfirmedCover, coverStateLabels, coverStates } from "../model.ts";

/** What is said of cover when it is asked about, as it is typed. */
export interface TypedCover {
  readonly state: ConfirmedCover["state"] | null;
  readonly base: string | null;
  readonly complementary: string | null;
}
export const emptyCover: TypedCover = { state: null, base: null, complementary: null };

/** As the server is sent it; null when nothing was said. */
export function coverOf({ state, ...schemes }: TypedCover): ConfirmedCover | null {
  if (state === null) return null;
  const said = state === "seen" || state === "declared";
  return {
    state,
    cover: (["base", "complementary"] as const).flatMap((layer) => {
      const scheme = schemes[layer];
      return said && scheme !== null ? [{ layer, scheme }] : [];
    }),
  };
}

interface CoverFieldsProps {
  readonly value: TypedCover;
  readonly onChange: (value: TypedCover) => void;
  readonly schemes: readonly Scheme[];
  readonly error: string | undefined;
}

/** Unchanged, seen, declared or unknown (handbook A3); what it is when it was seen or declared. */
export function CoverFields({ value, onChange, schemes, error }: CoverFieldsProps) {
  const layer = (code: "base" | "complementary", label: string) => (
    <SelectField
      label={label}
      options={schemes.filter((one) => one.layer === code && one.code !== "unknown" && one.until === null)}
      value={value[code]}
      onChange={(scheme) => onChange({ ...value, [code]: scheme })}
      placeholder="Choisir"
    />
  );
  return (
    <>
      <ChoiceField
        label="Couverture maladie aujourd’hui"
        options={coverStates.map((code) => ({ code, label: coverStateLabels[code] }))}
        value={value.state}
        onChange={(state) => onChange({ ...value, state })}
      />
      {(value.state === "seen" || value.state === "declared") && (
        <div className="form-pair">
          {layer("base", "Base")}
          {layer("complementary", "Complémentaire")}
        </div>
      )}
      {error !== undefined && <p className="field-error">{error}</p>}
    </>
  );
}
