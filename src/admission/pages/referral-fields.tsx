import type { AdmissionRules } from "../../network/admission-data.ts";
import type { Scheme } from "../../network/model.ts";
import { languageLabels } from "../../people/languages.ts";
import { forgoneCares, forgoneReasons } from "../../people/renouncement.ts";
import { Alert } from "../../ui/alert.tsx";
import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { type Option, SelectField } from "../../ui/select-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import { agreedMeans } from "../model.ts";
import { decideEligibility } from "../rules.ts";
import { ConditionsList } from "./conditions-list.tsx";
import { CoverFields } from "./cover-fields.tsx";
import { factsOf, namedCommunes, type TypedReferral } from "./typed.ts";
import { AccommodationField, type CommuneSearch, WhereField } from "./where-fields.tsx";

const options = <Code extends string>(labels: Readonly<Record<Code, string>>) =>
  (Object.entries(labels) as [Code, string][]).map(([code, label]) => ({ code, label }));
const LANGUAGES: readonly Option[] = options(languageLabels).sort((a, b) =>
  a.label.localeCompare(b.label, "fr"),
);
const MEANS = options(agreedMeans);

interface ReferralFieldsProps {
  readonly value: TypedReferral;
  readonly set: (change: Partial<TypedReferral>) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly rules: AdmissionRules;
  readonly schemes: readonly Scheme[];
  readonly search?: CommuneSearch;
}

/** Everything asked of someone who is referred; the conditions are explained as one types. */
export function ReferralFields(props: ReferralFieldsProps) {
  return (
    <>
      <Who {...props} />
      <Why {...props} />
      <Conditions {...props} />
      <Agreement {...props} />
      {props.value.agreed.cover && (
        <CoverFields
          value={props.value.cover}
          onChange={(cover) => props.set({ cover })}
          schemes={props.schemes}
          error={props.errors["cover.cover"]}
        />
      )}
    </>
  );
}

function Who({ value, set, errors }: ReferralFieldsProps) {
  const text = (name: "family" | "given" | "birth" | "phone") => ({
    name,
    value: value[name],
    onChange: (typed: string) => set({ [name]: typed }),
    error: errors[name],
    autoComplete: "off",
  });
  return (
    <fieldset className="stack">
      <legend className="field-label">La personne</legend>
      <div className="form-pair">
        <TextField label="Nom" {...text("family")} />
        <TextField label="Prénom" {...text("given")} />
        <TextField
          label="Naissance"
          {...text("birth")}
          help="Ce qui est connu&nbsp;: 12/03/1975, 1975 ou vers 1975."
        />
        <TextField label="Téléphone (facultatif)" {...text("phone")} />
      </div>
      <div className="form-pair">
        <SelectField
          label="Langue parlée"
          options={LANGUAGES}
          value={value.language}
          onChange={(language) => set({ language })}
        />
        <div className="field">
          <Check
            label="Un interprète sera utile"
            value={value.interpreter}
            onChange={(interpreter) => set({ interpreter })}
          />
        </div>
      </div>
    </fieldset>
  );
}

function Why({ value, set, errors, rules }: ReferralFieldsProps) {
  const toggle = (code: string) => (on: boolean) =>
    set({ grounds: on ? [...value.grounds, code] : value.grounds.filter((one) => one !== code) });
  return (
    <>
      <fieldset className="stack">
        <legend className="field-label">Pourquoi vous l’adressez</legend>
        {rules.grounds.map(({ code, label, nature }) => (
          <Check
            key={code}
            label={nature === "clinical" ? `${label} (lu par les soignants seuls)` : label}
            value={value.grounds.includes(code)}
            onChange={toggle(code)}
          />
        ))}
        {errors["facts.grounds"] !== undefined && <p className="field-error">{errors["facts.grounds"]}</p>}
      </fieldset>
      <WordsField
        label="Soins auxquels la personne a renoncé"
        options={options(forgoneCares)}
        value={value.renounced}
        onChange={(codes) => set({ renounced: codes as TypedReferral["renounced"] })}
      />
      {value.renounced.length > 0 && (
        <WordsField
          label="Pourquoi elle y a renoncé"
          options={options(forgoneReasons)}
          value={value.reasons}
          onChange={(codes) => set({ reasons: codes as TypedReferral["reasons"] })}
        />
      )}
      <TextArea
        label="Sa situation, en quelques mots"
        name="situation"
        value={value.situation}
        onChange={(situation) => set({ situation })}
        rows={3}
        maxLength={2000}
        error={errors.situation}
      />
      <Check label="C’est urgent" value={value.urgent} onChange={(urgent) => set({ urgent })} />
      {value.urgent && (
        <Alert
          tone="wait"
          title="Danger immédiat&nbsp;: appelez le 15 (ou le 114 par message) sans attendre notre réponse."
        />
      )}
    </>
  );
}

function Conditions({ value, set, rules, search }: ReferralFieldsProps) {
  const { conditions } = decideEligibility(
    { ...factsOf(value), grounds: value.grounds.length > 0 ? [...value.grounds] : null },
    rules,
  );
  return (
    <>
      <TextField
        label="Déjà suivie par quels services"
        name="followedBy"
        value={value.followedBy}
        onChange={(followedBy) => set({ followedBy })}
        help="CCAS, service social, PASS… séparés par des virgules."
        autoComplete="off"
      />
      <ChoiceField
        label="A-t-elle un médecin traitant&nbsp;?"
        options={[
          { code: "no", label: "Non" },
          { code: "yes", label: "Oui" },
          { code: "unknown", label: "On ne sait pas" },
        ]}
        value={value.doctor}
        onChange={(doctor) => set({ doctor })}
      />
      <WhereField
        label="Elle habite"
        communeLabel="Commune où elle habite"
        none="Sans logement à elle"
        value={value.residence}
        onChange={(residence) => set({ residence })}
        named={namedCommunes(rules)}
        search={search}
      />
      <WhereField
        label="Elle est domiciliée (courrier, droits)"
        communeLabel="Commune de domiciliation"
        none="Pas domiciliée"
        value={value.administrativeAddress}
        onChange={(administrativeAddress) => set({ administrativeAddress })}
        named={namedCommunes(rules)}
        search={search}
      />
      <AccommodationField value={value.accommodation} onChange={(accommodation) => set({ accommodation })} />
      <section className="stack" aria-label="Conditions du centre">
        <h3>Les conditions du centre, d’après ce que vous écrivez</h3>
        <ConditionsList conditions={conditions} />
        <p className="soft small">
          Vous pouvez envoyer la demande dans tous les cas&nbsp;: le centre décide, et une urgence n’est
          jamais renvoyée.
        </p>
      </section>
    </>
  );
}

function Agreement({ value, set, errors }: ReferralFieldsProps) {
  const box = (name: keyof TypedReferral["agreed"]) => ({
    value: value.agreed[name],
    onChange: (on: boolean) => set({ agreed: { ...value.agreed, [name]: on } }),
  });
  return (
    <fieldset className="stack">
      <legend className="field-label">Ce que la personne accepte</legend>
      <Check label="D’être adressée au centre, avec ce qui est écrit ici" {...box("referred")} />
      <Check label="Que sa couverture maladie soit notée dans son dossier" {...box("cover")} />
      <Check label="Que je sache si elle est venue" {...box("attendance")} />
      <Check label="Que je sache quel papier manque pour ses droits" {...box("papers")} />
      {errors["agreed.referred"] !== undefined && <p className="field-error">{errors["agreed.referred"]}</p>}
      <ChoiceField
        label="Accord donné"
        options={MEANS}
        value={value.means}
        onChange={(means) => set({ means })}
      />
      <p className="field-help">
        Elle peut revenir sur son accord à tout moment, auprès de vous ou du centre.
      </p>
    </fieldset>
  );
}
