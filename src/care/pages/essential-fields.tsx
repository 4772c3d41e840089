import { forgoneCares, forgoneReasons } from "../../people/renouncement.ts";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { type Option, SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import {
  allergySeverities,
  allergyTypes,
  centreParts,
  codeLabel,
  type EssentialForm,
  historyCategories,
} from "../essentials.ts";
import type { MeasureField } from "../measures.ts";
import { type ProblemCode, problemCodes } from "../problem-codes.ts";
import { MeasuresLine } from "./measures-line.tsx";
import { OptionalDay } from "./optional-day.tsx";

interface EssentialFieldsProps<Form extends EssentialForm = EssentialForm> {
  readonly form: Form;
  readonly set: (form: Form) => void;
  readonly errors: Readonly<Record<string, string>>;
}
type FieldsOf<Kind extends EssentialForm["kind"]> = EssentialFieldsProps<
  Extract<EssentialForm, { kind: Kind }>
>;

const options = <Code extends string>(labels: Readonly<Record<Code, string>>): Option<Code>[] =>
  (Object.entries(labels) as [Code, string][]).map(([code, label]) => ({ code, label }));
const NO_CODE = "";
const CODES: readonly Option[] = [
  { code: NO_CODE, label: "Aucun" },
  ...(Object.keys(problemCodes) as ProblemCode[]).map((code) => ({ code, label: codeLabel(code) })),
];
const WHEN = "Une année, un mois, un jour\u00a0: 2019, 03/2019, 12/03/2019";

/** The fields of one kind of thing. */
export function EssentialFields({ form, set, errors }: EssentialFieldsProps) {
  switch (form.kind) {
    case "allergy":
      return <AllergyFields form={form} set={set} errors={errors} />;
    case "no_allergy":
      return (
        <p className="soft">
          La question a été posée, la réponse est non. Le jour compte&nbsp;: on la reposera.
        </p>
      );
    case "history":
      return <HistoryFields form={form} set={set} errors={errors} />;
    case "problem":
      return <ProblemFields form={form} set={set} errors={errors} />;
    case "treatment":
      return <TreatmentFields form={form} set={set} errors={errors} />;
    case "vaccination":
      return <VaccinationFields form={form} set={set} errors={errors} />;
    case "pregnancy":
      return <PregnancyFields form={form} set={set} errors={errors} />;
    case "renouncement":
      return <RenouncementFields form={form} set={set} errors={errors} />;
    case "measures":
      return (
        <MeasuresLine
          values={form.values}
          onChange={(values) => set({ ...form, values })}
          faults={faultsOf(errors)}
        />
      );
  }
}

function faultsOf(errors: Readonly<Record<string, string>>): Partial<Record<MeasureField, string>> {
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([name]) => name.startsWith("form.values."))
      .map(([name, fault]) => [name.replace("form.values.", ""), fault]),
  );
}

function typing<Form extends EssentialForm>(
  { form, set, errors }: EssentialFieldsProps<Form>,
  name: keyof Form & string,
) {
  return {
    name: `form.${name}`,
    value: String(form[name] ?? ""),
    onChange: (text: string) => set({ ...form, [name]: text }),
    error: errors[`form.${name}`],
    autoComplete: "off",
  };
}

function picking<Form extends EssentialForm>(
  { form, set, errors }: EssentialFieldsProps<Form>,
  name: keyof Form & string,
) {
  return {
    name: `form.${name}`,
    value: (form[name] ?? null) as string | null,
    onChange: (day: string | null) => set({ ...form, [name]: day }),
    error: errors[`form.${name}`],
  };
}

function AllergyFields(props: FieldsOf<"allergy">) {
  const { form, set } = props;
  return (
    <>
      <div className="form-pair">
        <TextField label="À quoi" autoFocus {...typing(props, "label")} />
        <TextField
          label="Ce qui s’est passé"
          placeholder="urticaire, malaise…"
          {...typing(props, "reaction")}
        />
      </div>
      <ChoiceField
        label="Nature"
        options={options(allergyTypes)}
        value={form.type}
        onChange={(type) => set({ ...form, type })}
      />
      <ChoiceField
        label="Gravité"
        options={options(allergySeverities)}
        value={form.severity}
        onChange={(severity) => set({ ...form, severity })}
      />
      <TextField label="Quand" help={WHEN} {...typing(props, "since")} />
    </>
  );
}

function HistoryFields(props: FieldsOf<"history">) {
  const { form, set } = props;
  return (
    <>
      <TextField label="Antécédent" autoFocus {...typing(props, "label")} />
      <ChoiceField
        label="Catégorie"
        options={options(historyCategories)}
        value={form.category}
        onChange={(category) => set({ ...form, category })}
      />
      <TextField label="Quand" help={WHEN} {...typing(props, "since")} />
    </>
  );
}

function ProblemFields(props: FieldsOf<"problem">) {
  const { form, set } = props;
  return (
    <>
      <div className="form-pair">
        <TextField label="Problème, en vos mots" autoFocus {...typing(props, "label")} />
        <SelectField
          label="Étiquette CIM-10 (facultative)"
          options={CODES}
          value={form.code ?? NO_CODE}
          onChange={(code) => set({ ...form, code: code === NO_CODE ? null : (code as ProblemCode) })}
          help="Une liste courte, propre au logiciel. Le texte libre suffit."
        />
      </div>
      <div className="form-pair">
        <TextField label="Depuis" help={WHEN} {...typing(props, "since")} />
        <TextField label="Terminé" help="Vide tant que le problème dure" {...typing(props, "until")} />
      </div>
    </>
  );
}

function TreatmentFields(props: FieldsOf<"treatment">) {
  return (
    <>
      <div className="form-pair">
        <TextField label="Médicament ou soin" autoFocus {...typing(props, "label")} />
        <TextField
          label="Dose, en toutes lettres"
          placeholder="1 comprimé le matin"
          {...typing(props, "dose")}
        />
      </div>
      <div className="form-pair">
        <OptionalDay label="Depuis le" {...picking(props, "from")} />
        <OptionalDay label="Jusqu’au (compris)" {...picking(props, "to")} />
      </div>
    </>
  );
}

function VaccinationFields(props: FieldsOf<"vaccination">) {
  return (
    <>
      <TextField label="Vaccin" autoFocus {...typing(props, "label")} />
      <div className="form-pair">
        <TextField label="Fait" help={WHEN} {...typing(props, "on")} />
        <OptionalDay label="Prochain rappel" {...picking(props, "next")} />
      </div>
    </>
  );
}

function PregnancyFields(props: FieldsOf<"pregnancy">) {
  return (
    <div className="form-pair">
      <OptionalDay label="Terme prévu" {...picking(props, "due")} />
      <OptionalDay label="Terminée le" {...picking(props, "endedOn")} />
    </div>
  );
}

function RenouncementFields(props: FieldsOf<"renouncement">) {
  const { form, set, errors } = props;
  return (
    <>
      <div className="form-pair">
        <SelectField
          label="Quel soin"
          options={options(forgoneCares)}
          value={form.care}
          onChange={(care) => set({ ...form, care })}
          error={errors["form.care"]}
        />
        <WordsField
          label="Pourquoi"
          options={options(forgoneReasons)}
          value={form.reasons}
          onChange={(reasons) => set({ ...form, reasons: reasons as typeof form.reasons })}
        />
      </div>
      <div className="form-pair">
        <TextField label="Depuis quand" help={WHEN} {...typing(props, "since")} />
        <TextField label="En ses mots (facultatif)" {...typing(props, "words")} />
      </div>
      <ChoiceField
        label="Ce que le centre en a fait"
        options={options(centreParts)}
        value={form.centre}
        onChange={(centre) =>
          set({ ...form, centre, centreOn: centre === "none" ? null : (form.centreOn ?? today()) })
        }
      />
      {form.centre !== "none" && <DateField label="Le" max={today()} {...picking(props, "centreOn")} />}
    </>
  );
}
