import { useState } from "react";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { CommuneField } from "../commune-field.tsx";
import type { IdentityForm } from "../model.ts";

interface BirthPlaceFieldsProps {
  readonly value: Pick<IdentityForm, "birthPlace" | "birthPlaceCode">;
  readonly onChange: (change: Pick<IdentityForm, "birthPlace" | "birthPlaceCode">) => void;
  readonly error: string | undefined;
}

const WHERE = [
  { code: "france", label: "En France" },
  { code: "abroad", label: "À l’étranger" },
] as const;

/** Where someone was born: a commune with its INSEE code or, abroad, the place as they say it. */
export function BirthPlaceFields({ value, onChange, error }: BirthPlaceFieldsProps) {
  const [abroad, setAbroad] = useState(value.birthPlaceCode === null && value.birthPlace !== "");
  return (
    <>
      <ChoiceField
        label="Lieu de naissance"
        options={WHERE}
        value={abroad ? "abroad" : "france"}
        onChange={(where) => {
          setAbroad(where === "abroad");
          onChange({ birthPlaceCode: null, birthPlace: "" });
        }}
      />
      {abroad ? (
        <TextField
          label="Ville et pays de naissance"
          name="birthPlace"
          value={value.birthPlace}
          onChange={(birthPlace) => onChange({ birthPlaceCode: null, birthPlace })}
          autoComplete="off"
          error={error}
        />
      ) : (
        <CommuneField
          label="Commune de naissance"
          former
          value={value.birthPlace}
          onChange={(commune) =>
            onChange({ birthPlaceCode: commune?.code ?? null, birthPlace: commune?.name ?? "" })
          }
          error={error}
        />
      )}
    </>
  );
}
