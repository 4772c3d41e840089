import { Button } from "../../../ui/button.tsx";
import { Check } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { keyed } from "../../../ui/keyed.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { linkLabels, links } from "../../life.ts";
import type { FieldsProps } from "./life-form.ts";

const LINKS = links.map((code) => ({ code, label: linkLabels[code] }));
const EVERY = [
  { code: "month", label: "par mois" },
  { code: "year", label: "par an" },
] as const;

/** How many the household counts, and who the others are as far as one knows. */
export function HouseholdFields({ value, onChange, error }: FieldsProps<"household">) {
  const { members } = value;
  const set = (changed: typeof members) =>
    onChange({ size: String(Math.max(Number(value.size) || 1, changed.length + 1)), members: changed });
  return (
    <>
      <TextField
        label="Combien sont-ils, la personne comprise"
        name="size"
        inputMode="numeric"
        autoComplete="off"
        value={value.size}
        onChange={(size) => onChange({ ...value, size })}
        error={error("content.size") ?? error("content.members")}
      />
      {members.map((member, at) => (
        <div key={member.key} className="life-row">
          <SelectField
            label={`Lien, ${at + 1}`}
            options={LINKS}
            value={member.link}
            onChange={(link) => set(members.with(at, { ...member, link }))}
          />
          <DateField
            label="Naissance, si connue"
            name={`birth.${at}`}
            value={member.birth}
            onChange={(birth) => set(members.with(at, { ...member, birth }))}
            max={today()}
          />
          <Button
            tone="quiet"
            onPress={() => set(members.toSpliced(at, 1))}
            aria-label={`Retirer, ${at + 1}`}
          >
            Retirer
          </Button>
        </div>
      ))}
      <div>
        <Button
          tone="quiet"
          onPress={() => set([...members, keyed({ link: "child" as const, birth: null })])}
        >
          Dire qui
        </Button>
      </div>
    </>
  );
}

/** What the household lives on. */
export function ResourceFields({ value, onChange, error, words }: FieldsProps<"resources">) {
  const { items } = value;
  const set = (changed: typeof items) => onChange({ none: false, items: changed });
  const kinds = words.resource.filter(({ active }) => active).map(({ code, label }) => ({ code, label }));
  return (
    <>
      {items.map((item, at) => (
        <div key={item.key} className="life-row">
          <SelectField
            label={`Ressource ${at + 1}`}
            options={kinds}
            value={item.kind}
            onChange={(kind) => set(items.with(at, { ...item, kind }))}
            error={error(`content.items.${at}.kind`)}
          />
          <TextField
            label="Montant, en euros"
            name={`amount.${at}`}
            inputMode="numeric"
            autoComplete="off"
            value={item.amount}
            onChange={(amount) => set(items.with(at, { ...item, amount }))}
            error={error(`content.items.${at}.cents`)}
          />
          <SelectField
            label="Fréquence"
            options={EVERY}
            value={item.every}
            onChange={(every) => set(items.with(at, { ...item, every }))}
          />
          <Button
            tone="quiet"
            onPress={() => set(items.toSpliced(at, 1))}
            aria-label={`Retirer la ressource ${at + 1}`}
          >
            Retirer
          </Button>
        </div>
      ))}
      {!value.none && (
        <div>
          <Button
            tone="quiet"
            onPress={() => set([...items, keyed({ kind: null, amount: "", every: "month" as const })])}
          >
            Ajouter une ressource
          </Button>
        </div>
      )}
      {items.length === 0 && (
        <Check
          label="Sans ressources, la personne l’a dit"
          value={value.none}
          onChange={(none) => onChange({ none, items: [] })}
        />
      )}
    </>
  );
}
