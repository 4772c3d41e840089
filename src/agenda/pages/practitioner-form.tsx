import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { languageLabels } from "../../people/languages.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import type { Practitioner } from "../planning/model.ts";
import { changedContract, type TypedContract, typedContract } from "./contract-draft.ts";
import { ContractFields } from "./contract-fields.tsx";
import { SaveRefused } from "./save-refused.tsx";
import { type Planning, useKept } from "./use-planning.ts";

interface PractitionerFormProps {
  readonly planning: Planning;
  /** Null: someone whose hours are not kept yet. */
  readonly one: Practitioner | null;
  readonly onClose: () => void;
}

const NEW = "new";
const UNKNOWN = "unknown";
const NONE = "none";
const LANGUAGES = Object.entries(languageLabels).map(([code, label]) => ({ code, label }));
const PROFESSIONS = [
  { code: "doctor", label: "Médecin" },
  { code: "nurse", label: "Infirmier" },
  { code: "midwife", label: "Sage-femme" },
  { code: "dentist", label: "Chirurgien-dentiste" },
  { code: "psychologist", label: "Psychologue" },
  { code: "physiotherapist", label: "Masseur-kinésithérapeute" },
  { code: "paramedic", label: "Autre soignant" },
  { code: "social_worker", label: "Travailleur social" },
  { code: "mediator", label: "Médiateur en santé" },
  { code: "administrative_officer", label: "Référent administratif" },
];

/** Someone of the team: who they are for whoever books, what they give, how much they work. */
export function PractitionerForm({ planning, one, onClose }: PractitionerFormProps) {
  const me = useMe();
  const { professionals, services, accounts } = planning.keeping;
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, `practitioner ${one?.id ?? NEW}`, () => ({
    id: newId(),
    who: professionals[0]?.id ?? NEW,
    label: "",
    profession: "doctor",
    sex: one?.sex ?? UNKNOWN,
    languages: one?.languages ?? ["fr"],
    instructions: one?.instructions ?? "",
    firstExtra: String(one?.firstExtra ?? 0),
    shownAs: one?.shownAs ?? "",
    active: one?.active ?? true,
    account: one?.accountId ?? NONE,
    gives: one?.gives.map(({ serviceId }) => serviceId) ?? [],
    contract: typedContract(one?.contracts.at(-1), today()) as TypedContract,
  }));
  const { value, set } = draft;
  const named = one === null && value.who === NEW;
  const extra = Number(value.firstExtra || 0);
  const contract = changedContract(value.contract, one?.contracts.at(-1));
  const right =
    (!named || value.label.trim() !== "") &&
    Number.isInteger(extra) &&
    extra >= 0 &&
    extra <= 120 &&
    contract !== "wrong";
  const { save, setStamp } = useKept("/api/agenda/practitioners", one, () => {
    draft.forget();
    onClose();
  });
  const body = () => ({
    professionalId: one?.id ?? (named ? value.id : value.who),
    ...(named ? { named: { label: value.label, profession: value.profession } } : {}),
    sex: value.sex === UNKNOWN ? null : value.sex,
    ...{ languages: value.languages, instructions: value.instructions, active: value.active },
    firstExtra: extra,
    accountId: value.account === NONE ? null : value.account,
    shownAs: value.shownAs.trim() === "" ? null : value.shownAs,
    gives: value.gives.map((serviceId) => ({
      serviceId,
      minutes: one?.gives.find((gift) => gift.serviceId === serviceId)?.minutes ?? null,
    })),
    ...(contract === null || contract === "wrong" ? {} : { contract }),
  });
  const now = planning.timetable.practitioners.find(({ id }) => id === one?.id);
  return (
    <Dialog title={one?.label ?? "Ajouter quelqu’un"} onClose={onClose} canDismiss={!draft.changed} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (right && !save.isPending) save.mutate(body());
        }}
      >
        <DraftNotice draft={draft} />
        {one === null && (
          <SelectField
            label="Qui"
            options={[
              ...professionals.map(({ id, label }) => ({ code: id, label })),
              { code: NEW, label: "Quelqu’un qui n’est pas dans cette liste" },
            ]}
            value={value.who}
            onChange={(who) => set({ ...value, who })}
          />
        )}
        {named && (
          <div className="form-pair">
            <TextField
              label="Nom, comme on le dit dans l’équipe"
              name="label"
              value={value.label}
              onChange={(label) => set({ ...value, label })}
              help={"Par exemple\u00a0: Dr Hélène Marchal. Un compte n’est pas nécessaire."}
              error={judged && value.label.trim() === "" ? "Écrivez un nom." : undefined}
            />
            <SelectField
              label="Profession"
              options={PROFESSIONS}
              value={value.profession}
              onChange={(profession) => set({ ...value, profession })}
            />
          </div>
        )}
        <WordsField
          label="Prestations données"
          options={services.filter(({ active }) => active).map(({ id, label }) => ({ code: id, label }))}
          value={value.gives}
          onChange={(gives) => set({ ...value, gives })}
        />
        <div className="form-pair">
          <SelectField
            label="Sexe"
            options={[
              { code: "female", label: "Femme" },
              { code: "male", label: "Homme" },
              { code: UNKNOWN, label: "Non précisé" },
            ]}
            value={value.sex}
            onChange={(sex) => set({ ...value, sex })}
          />
          <WordsField
            label="Langues parlées"
            options={LANGUAGES}
            value={value.languages}
            onChange={(languages) => set({ ...value, languages })}
          />
        </div>
        <TextArea
          label="Consignes pour qui prend les rendez-vous"
          name="instructions"
          rows={2}
          maxLength={1_000}
          value={value.instructions}
          onChange={(instructions) => set({ ...value, instructions })}
        />
        <div className="form-pair">
          <TextField
            label="Minutes de plus la première fois"
            name="firstExtra"
            inputMode="numeric"
            value={value.firstExtra}
            onChange={(firstExtra) => set({ ...value, firstExtra })}
            error={
              Number.isInteger(extra) && extra >= 0 && extra <= 120 ? undefined : "Un nombre, de 0 à 120."
            }
          />
          <TextField
            label="Dit autrement au téléphone (facultatif)"
            name="shownAs"
            value={value.shownAs}
            onChange={(shownAs) => set({ ...value, shownAs })}
            help={"Quand le nom dirait pourquoi l’on vient\u00a0: «\u00a0un professionnel du centre\u00a0»."}
          />
        </div>
        <SelectField
          label="Son compte dans Maillage"
          options={[
            { code: NONE, label: "Aucun" },
            ...accounts.map(({ id, name }) => ({ code: id, label: name })),
          ]}
          value={value.account}
          onChange={(account) => set({ ...value, account })}
          help={
            "Avec lui, cette personne reconnaît ses heures, s’abonne à son calendrier et dit elle-même qu’elle sera absente."
          }
        />
        <ContractFields
          value={value.contract}
          onChange={(typed) => set({ ...value, contract: typed })}
          judged={judged && contract === "wrong"}
        />
        <Check label="Reçoit" value={value.active} onChange={(active) => set({ ...value, active })} />
        {save.isError && (
          <SaveRefused
            error={save.error}
            now={now && `${now.instructions || "sans consigne"}, ${now.gives.length} prestations`}
            onKeepMine={() => setStamp(now?.stamp)}
          />
        )}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Enregistrer
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
