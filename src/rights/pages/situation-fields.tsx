import { Check, ChoiceField, ViewSwitch } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { monthText } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { resourceMonths } from "../estimate/household.ts";
import type { Law } from "../estimate/law.ts";
import { type Situation, stayLabels, stays, territories, territoryLabels } from "../estimate/model.ts";
import { fromMonth } from "../estimate/resources.ts";
import { BirthFields } from "./birth-fields.tsx";
import { readEuros, readSize, type TypedSituation } from "./estimate-form.ts";

interface SituationFieldsProps {
  readonly value: TypedSituation;
  readonly onChange: (change: Partial<TypedSituation>) => void;
  readonly situation: Situation;
  readonly law: Law;
}

const STAYS = stays.map((code) => ({ code, label: stayLabels[code] }));
const TERRITORIES = territories.map((code) => ({ code, label: territoryLabels[code] }));
const YES_NO = [
  { code: "yes", label: "Oui" },
  { code: "no", label: "Non" },
] as const;
const HOUSEHOLD = [
  { code: "size", label: "Foyer\u00a0: le nombre" },
  { code: "members", label: "les naissances" },
] as const;

/** The questions, in the order one asks them. */
export function SituationFields({ value, onChange, situation, law }: SituationFieldsProps) {
  const latest = value.date ?? undefined;
  const max = latest === undefined ? {} : { max: latest };
  return (
    <>
      <DateField
        label="Date de la demande"
        name="date"
        value={value.date}
        onChange={(date) => onChange({ date })}
      />
      <ChoiceField
        label="Séjour"
        options={STAYS}
        value={value.stay}
        onChange={(stay) => onChange({ stay })}
      />
      <DateField
        label="Vit en France depuis le"
        name="presentSince"
        value={value.presentSince}
        onChange={(presentSince) => onChange({ presentSince })}
        {...max}
      />
      {value.stay === "irregular" && (
        <>
          <Check
            label="N’a jamais eu de titre de séjour"
            value={value.neverPermit}
            onChange={(neverPermit) => onChange({ neverPermit })}
          />
          {!value.neverPermit && (
            <DateField
              label="Sans titre depuis le"
              name="irregularSince"
              value={value.irregularSince}
              onChange={(irregularSince) => onChange({ irregularSince })}
              {...max}
            />
          )}
        </>
      )}
      <ChoiceField
        label="Travaille en France"
        options={YES_NO}
        value={value.hasActivity}
        onChange={(hasActivity) => onChange({ hasActivity })}
      />
      <SelectField
        label="Habite"
        options={TERRITORIES}
        value={value.territory}
        onChange={(territory) => onChange({ territory })}
      />
      <div className="field">
        <ViewSwitch
          label="Compter le foyer par"
          options={HOUSEHOLD}
          value={value.household}
          onChange={(household) => onChange({ household })}
        />
        <p className="field-help">La personne, son conjoint, et ceux de moins de 25 ans à leur charge.</p>
      </div>
      {value.household === "size" ? (
        <TextField
          label="Personnes du foyer"
          name="size"
          inputMode="numeric"
          autoComplete="off"
          value={value.size}
          onChange={(size) => onChange({ size })}
          error={
            value.size.trim() !== "" && readSize(value.size) === null ? "Un nombre de 1 à 30." : undefined
          }
        />
      ) : (
        <BirthFields births={value.births} onChange={(births) => onChange({ births })} {...max} />
      )}
      <TextField
        label="Ressources du foyer, en euros"
        name="resources"
        inputMode="numeric"
        autoComplete="off"
        value={value.resources}
        onChange={(resources) => onChange({ resources })}
        help={resourcesHelp(situation, law)}
        error={
          value.resources.trim() !== "" && readEuros(value.resources) === null
            ? "Un montant, par exemple 8 400."
            : undefined
        }
      />
    </>
  );
}

/** Which months, and what goes in. */
function resourcesHelp({ date }: Situation, law: Law): string {
  const months = date ? resourceMonths(date, law) : null;
  const period = months
    ? `Le total ${fromMonth(months.from)} à ${monthText(months.to)}`
    : "Le total des douze mois que la loi retient";
  return `${period}, forfait logement compris\u00a0; sans le RSA ni la prime d’activité.`;
}
