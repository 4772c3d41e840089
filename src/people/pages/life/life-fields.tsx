import { useQuery } from "@tanstack/react-query";
import type { Vocabulary } from "../../../network/model.ts";
import { Check, ChoiceField } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { get } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import { CommuneField } from "../../commune-field.tsx";
import {
  exemptionLabels,
  exemptions,
  type LifeKind,
  lifeStayLabels,
  lifeStays,
  permitLabels,
  permits,
} from "../../life.ts";
import type { FieldsProps } from "./life-form.ts";
import { HouseholdFields, ResourceFields } from "./list-fields.tsx";

const STAYS = lifeStays.map((code) => ({ code, label: lifeStayLabels[code] }));
const PERMITS = permits.map((code) => ({ code, label: permitLabels[code] }));
const EXEMPTIONS = [
  { code: "", label: "Aucune" },
  ...exemptions.map((code) => ({ code, label: exemptionLabels[code] })),
] as const;

/** The fields of one kind of fact. */
export function LifeFields({ kind, ...props }: FieldsProps<LifeKind> & { readonly kind: LifeKind }) {
  switch (kind) {
    case "housing":
      return <HousingFields {...(props as unknown as FieldsProps<"housing">)} />;
    case "residence":
      return <ResidenceFields {...(props as unknown as FieldsProps<"residence">)} />;
    case "household":
      return <HouseholdFields {...(props as unknown as FieldsProps<"household">)} />;
    case "resources":
      return <ResourceFields {...(props as unknown as FieldsProps<"resources">)} />;
    case "stay":
      return <StayFields {...(props as unknown as FieldsProps<"stay">)} />;
    case "domiciliation":
      return <DomiciliationFields {...(props as unknown as FieldsProps<"domiciliation">)} />;
    case "domiciliation_contact":
      return <ContactFields {...(props as unknown as FieldsProps<"domiciliation_contact">)} />;
    case "attending_doctor":
      return <DoctorFields {...(props as unknown as FieldsProps<"attending_doctor">)} />;
    case "key_worker":
      return <WorkerFields {...(props as unknown as FieldsProps<"key_worker">)} />;
    case "rupture":
      return <RuptureFields {...(props as unknown as FieldsProps<"rupture">)} />;
  }
}

function HousingFields({ value, onChange, error, words }: FieldsProps<"housing">) {
  return (
    <>
      <SelectField
        label="Où la personne vit"
        options={active(words.housing)}
        value={value.term}
        onChange={(term) => onChange({ ...value, term })}
        error={error("term")}
      />
      {value.term !== null && (
        <TextField
          label="Nom du lieu, si utile"
          name="where"
          autoComplete="off"
          value={value.where}
          onChange={(where) => onChange({ ...value, where })}
          error={error("content.where")}
        />
      )}
    </>
  );
}

function ResidenceFields({ value, onChange, error }: FieldsProps<"residence">) {
  return (
    <>
      <CommuneField
        label="Commune"
        value={value.commune}
        onChange={(found) =>
          onChange({ ...value, communeCode: found?.code ?? null, commune: found?.name ?? "" })
        }
        error={error("content.communeCode")}
      />
      {value.communeCode !== null && (
        <DateField
          label="Vit en France depuis le, si connu"
          name="presentSince"
          value={value.presentSince}
          onChange={(presentSince) => onChange({ ...value, presentSince })}
          max={today()}
          error={error("content.presentSince")}
        />
      )}
    </>
  );
}

function StayFields({ value, onChange, error }: FieldsProps<"stay">) {
  const documented = value.term === "regular" || value.term === "asylum_seeker";
  return (
    <>
      <SelectField
        label="Situation"
        options={STAYS}
        value={value.term}
        onChange={(term) =>
          onChange(
            term === "regular" || term === "asylum_seeker"
              ? { ...value, term }
              : { term, permit: null, permitEnds: null },
          )
        }
        error={error("term")}
      />
      {documented && (
        <>
          <SelectField
            label="Document"
            options={PERMITS}
            value={value.permit}
            onChange={(permit) => onChange({ ...value, permit })}
            help="Sans son motif."
          />
          <DateField
            label="Dernier jour du document"
            name="permitEnds"
            value={value.permitEnds}
            onChange={(permitEnds) => onChange({ ...value, permitEnds })}
            error={error("content.permitEnds")}
          />
        </>
      )}
    </>
  );
}

function DomiciliationFields({ value, onChange, error }: FieldsProps<"domiciliation">) {
  return (
    <>
      <TextField
        label="Organisme qui domicilie"
        name="organism"
        autoComplete="off"
        value={value.organism}
        onChange={(organism) => onChange({ ...value, organism, none: false })}
        error={error("content.organism")}
      />
      {!value.none && value.organism !== "" && (
        <>
          <Check
            label="C’est notre structure\u00a0: une venue ici compte comme un passage"
            value={value.ours}
            onChange={(ours) => onChange({ ...value, ours })}
          />
          <TextField
            label="Où le courrier attend, si c’est ailleurs"
            name="mailAt"
            autoComplete="off"
            value={value.mailAt}
            onChange={(mailAt) => onChange({ ...value, mailAt })}
            error={error("content.mailAt")}
          />
          <ChoiceField
            label="Dispense de passage"
            options={EXEMPTIONS}
            value={value.exempt ?? ""}
            onChange={(exempt) => onChange({ ...value, exempt: exempt === "" ? null : exempt })}
          />
        </>
      )}
      {value.organism === "" && (
        <Check
          label="Aucune, la personne l’a dit"
          value={value.none}
          onChange={(none) => onChange({ ...value, none })}
        />
      )}
    </>
  );
}

function ContactFields({ value, onChange }: FieldsProps<"domiciliation_contact">) {
  return (
    <Check
      label="La personne y est passée, ou a appelé"
      value={value.came}
      onChange={(came) => onChange({ came })}
    />
  );
}

function DoctorFields({ value, onChange, error, words }: FieldsProps<"attending_doctor">) {
  const doctors = words.professionals.filter(({ profession }) => profession === "doctor");
  return (
    <>
      <TextField
        label="Nom du médecin"
        name="name"
        autoComplete="off"
        value={value.name}
        onChange={(name) => onChange({ ...value, name, professionalId: null, none: false })}
        error={error("content.name")}
      />
      {!value.none && value.name === "" && doctors.length > 0 && (
        <SelectField
          label="ou un médecin d’ici"
          options={doctors.map(({ id, label }) => ({ code: id, label }))}
          value={null}
          onChange={(id) =>
            onChange({
              ...value,
              professionalId: id,
              name: doctors.find((one) => one.id === id)?.label ?? "",
            })
          }
        />
      )}
      {!value.none && value.name !== "" && (
        <TextField
          label="Numéro RPPS, si connu"
          name="rpps"
          inputMode="numeric"
          autoComplete="off"
          value={value.rpps}
          onChange={(rpps) => onChange({ ...value, rpps })}
          error={error("content.rpps")}
        />
      )}
      {value.name === "" && (
        <Check
          label="Aucun, la personne l’a dit"
          value={value.none}
          onChange={(none) => onChange({ ...value, none })}
        />
      )}
    </>
  );
}

/** Professionals of the structure, and whoever signs in there and is none of them. */
function useColleagues(professionals: Vocabulary["professionals"]) {
  const accounts = useQuery({
    queryKey: ["task-recipients"],
    queryFn: ({ signal }) =>
      get<{ recipients: { account: string; name: string }[] }>("/api/tasks/recipients", { signal }),
  });
  const known = professionals.map(({ id, label }) => ({ id, label, account: false }));
  const named = new Map((accounts.data?.recipients ?? []).map(({ account, name }) => [name, account]));
  for (const { label } of known) named.delete(label);
  return [...known, ...[...named].map(([label, id]) => ({ id, label, account: true }))].sort((a, b) =>
    a.label.localeCompare(b.label, "fr"),
  );
}

function WorkerFields({ value, onChange, error, words }: FieldsProps<"key_worker">) {
  const colleagues = useColleagues(words.professionals);
  const text = (name: "organisation" | "phone") => ({
    name,
    autoComplete: "off",
    value: value[name],
    onChange: (typed: string) => onChange({ ...value, [name]: typed }),
    error: error(`content.${name}`),
  });
  return (
    <>
      <TextField
        label="Nom du référent"
        name="worker"
        autoComplete="off"
        value={value.name}
        onChange={(name) => onChange({ ...value, name, professionalId: null, accountId: null })}
        error={error("content.name")}
      />
      {value.name === "" ? (
        <SelectField
          label="ou un collègue"
          options={colleagues.map(({ id, label }) => ({ code: id, label }))}
          value={null}
          onChange={(id) => {
            const chosen = colleagues.find((one) => one.id === id);
            onChange({
              ...value,
              professionalId: chosen?.account === false ? chosen.id : null,
              accountId: chosen?.account ? chosen.id : null,
              name: chosen?.label ?? "",
            });
          }}
        />
      ) : (
        <>
          <TextField label="Sa structure" {...text("organisation")} />
          <TextField label="Son téléphone" inputMode="numeric" {...text("phone")} />
        </>
      )}
    </>
  );
}

function RuptureFields({ value, onChange, error, words }: FieldsProps<"rupture">) {
  return (
    <SelectField
      label="Nouvelle rupture"
      options={active(words.rupture)}
      value={value.term}
      onChange={(term) => onChange({ term })}
      error={error("term")}
    />
  );
}

function active(list: Vocabulary["housing"]) {
  return list.filter((one) => one.active).map(({ code, label }) => ({ code, label }));
}
