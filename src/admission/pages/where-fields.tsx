import type { Commune } from "../../people/address.ts";
import { CommuneField } from "../../people/commune-field.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { TypedReferral, TypedWhere } from "./typed.ts";

/** How communes are looked for where nobody is signed in. */
export type CommuneSearch = (words: string, signal: AbortSignal) => Promise<{ communes: Commune[] }>;

interface WhereFieldProps {
  readonly label: string;
  readonly communeLabel: string;
  readonly none: string;
  readonly value: TypedWhere;
  readonly onChange: (value: TypedWhere) => void;
  /** Communes of the rules, one press away. */
  readonly named: readonly { readonly code: string; readonly name: string }[];
  readonly search?: CommuneSearch | undefined;
}

/** Where someone lives, or is domiciled: one of the communes of the rules, another, nowhere, or nobody knows. */
export function WhereField({ label, communeLabel, none, value, onChange, named, search }: WhereFieldProps) {
  const here = value.known === "commune" ? named.find(({ code }) => code === value.commune?.code) : undefined;
  const chosen = value.known !== "commune" ? value.known : here ? here.code : "other";
  return (
    <>
      <ChoiceField
        label={label}
        options={[
          ...named.map(({ code, name }) => ({ code, label: name })),
          { code: "other", label: "Une autre commune" },
          { code: "none", label: none },
          { code: "unknown", label: "On ne sait pas" },
        ]}
        value={chosen}
        onChange={(code) => {
          const commune = named.find((one) => one.code === code) ?? null;
          onChange({ known: code === "none" || code === "unknown" ? code : "commune", commune });
        }}
      />
      {chosen === "other" && (
        <CommuneField
          label={communeLabel}
          value={value.commune?.name ?? ""}
          onChange={(commune) => onChange({ known: "commune", commune })}
          {...(search ? { search } : {})}
        />
      )}
    </>
  );
}

/** Where someone is accommodated, by the name people give the place. */
export function AccommodationField({
  value,
  onChange,
}: {
  readonly value: TypedReferral["accommodation"];
  readonly onChange: (value: TypedReferral["accommodation"]) => void;
}) {
  return (
    <>
      <ChoiceField
        label="Hébergement (foyer, centre, hôtel, chez quelqu’un)"
        options={[
          { code: "place", label: "Hébergée" },
          { code: "none", label: "Pas hébergée" },
          { code: "unknown", label: "On ne sait pas" },
        ]}
        value={value.known}
        onChange={(known) => onChange({ ...value, known })}
      />
      {value.known === "place" && (
        <TextField
          label="Nom du lieu"
          name="accommodation"
          value={value.name}
          onChange={(name) => onChange({ ...value, name })}
          help="Comme on l’appelle&nbsp;: PRAHDA d’Appoigny, chez une amie…"
          autoComplete="off"
        />
      )}
    </>
  );
}
