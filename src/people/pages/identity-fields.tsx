import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import {
  type IdentityForm,
  identityStatuses,
  identityStatusLabels,
  sexes,
  sexLabels,
  validationDocuments,
} from "../model.ts";
import { BirthPlaceFields } from "./birth-place-fields.tsx";

interface IdentityFieldsProps {
  readonly value: IdentityForm;
  readonly onChange: (value: IdentityForm) => void;
  /** Messages of the server, by field. */
  readonly errors: Readonly<Record<string, string>>;
}

const NEEDS_INSI = "demande une réponse du téléservice INSi";
const DOCUMENTS = Object.entries(validationDocuments).map(([code, label]) => ({
  code: code as keyof typeof validationDocuments,
  label,
}));
const STATUSES = identityStatuses.map((code) => ({
  code,
  label: identityStatusLabels[code],
  ...(code === "retrieved" || code === "qualified" ? { unavailable: NEEDS_INSI } : {}),
}));

/** The traits of an identity, its status, and what makes it certain. */
export function IdentityFields({ value, onChange, errors }: IdentityFieldsProps) {
  const set = (change: Partial<IdentityForm>) => onChange({ ...value, ...change });
  const error = (name: string) => errors[name] ?? errors[`identity.${name}`];
  const text = (name: "family" | "given" | "usedFamily" | "usedGiven" | "birth") => ({
    name,
    value: value[name],
    onChange: (typed: string) => set({ [name]: typed }),
    error: error(name),
    autoComplete: "off",
  });
  return (
    <>
      <div className="form-pair">
        <TextField
          label={value.pseudonym ? "Pseudonyme" : "Nom de naissance (ou pseudonyme)"}
          {...text("family")}
          autoFocus
        />
        <TextField label="Prénoms de naissance" {...text("given")} />
        <TextField label="Nom utilisé" {...text("usedFamily")} help="S’il diffère du nom de naissance." />
        <TextField label="Prénom utilisé" {...text("usedGiven")} help="S’il diffère." />
        <TextField
          label="Naissance"
          {...text("birth")}
          placeholder="12/03/1975"
          help="Ce qui est connu, sans rien inventer&nbsp;: 12/03/1975, 03/1975, 1975 ou vers 1975."
        />
        <SelectField
          label="Sexe"
          options={sexes.map((code) => ({ code, label: sexLabels[code] }))}
          value={value.sex}
          onChange={(sex) => set({ sex })}
        />
        <BirthPlaceFields
          value={value}
          onChange={set}
          error={error("birthPlaceCode") ?? error("birthPlace")}
        />
      </div>
      <ChoiceField
        label="Statut de l’identité"
        options={STATUSES}
        value={value.status}
        onChange={(status) => {
          if (status === "provisional") set({ status, validationDocument: null });
          if (status === "validated") set({ status });
        }}
        help="Récupérée et qualifiée viennent d’une réponse du téléservice INSi&nbsp;: elles ne se choisissent pas à la main."
      />
      {value.status === "validated" && (
        <SelectField
          label="Pièce vue"
          options={DOCUMENTS}
          value={value.validationDocument}
          onChange={(validationDocument) => set({ validationDocument })}
          error={error("validationDocument")}
        />
      )}
      <div className="choices">
        <Check
          label="C’est un pseudonyme, la personne ne donne pas son nom"
          value={value.pseudonym}
          onChange={(pseudonym) =>
            set(pseudonym ? { pseudonym, status: "provisional", validationDocument: null } : { pseudonym })
          }
        />
        <Check label="Homonyme connu" value={value.homonym} onChange={(homonym) => set({ homonym })} />
        <Check label="Identité douteuse" value={value.doubtful} onChange={(doubtful) => set({ doubtful })} />
        <Check
          label="Identité fictive"
          value={value.fictitious}
          onChange={(fictitious) => set({ fictitious })}
        />
      </div>
      {["status", "fictitious"].map((name) => {
        const message = error(name);
        return message === undefined ? null : (
          <p key={name} className="field-error" role="alert">
            {message}
          </p>
        );
      })}
    </>
  );
}
