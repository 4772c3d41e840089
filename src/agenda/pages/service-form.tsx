import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import type { KeptService } from "../planning/model.ts";
import { SaveRefused } from "./save-refused.tsx";
import { type Planning, useKept } from "./use-planning.ts";

interface ServiceFormProps {
  readonly planning: Planning;
  readonly one: KeptService | null;
  readonly onClose: () => void;
}

const NATURES = [
  { code: "appointments", label: "Non\u00a0: tout le monde peut en lire le nom" },
  { code: "clinical", label: "Oui\u00a0: le nom n’est lu que par l’équipe de soins" },
  { code: "useful", label: "Oui\u00a0: le nom n’est lu que par qui lit l’information utile" },
] as const;

const LEADS = [
  { code: "0", label: "Sans délai" },
  { code: "60", label: "1 heure avant" },
  { code: "240", label: "4 heures avant" },
  { code: "1440", label: "La veille" },
  { code: "2880", label: "2 jours avant" },
  { code: "10080", label: "Une semaine avant" },
];

/** What is offered: its names, who gives it, where, who may book it and how late. */
export function ServiceForm({ planning, one, onClose }: ServiceFormProps) {
  const me = useMe();
  const { roles } = planning.keeping;
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, `service ${one?.id ?? "new"}`, () => ({
    id: one?.id ?? newId(),
    label: one?.label ?? "",
    neutralLabel: one?.neutralLabel ?? "Rendez-vous",
    minutes: String(one?.minutes ?? 20),
    nature: one?.nature ?? ("appointments" as KeptService["nature"]),
    sites: one?.sites ?? [],
    bookingRoles: one?.bookingRoles ?? roles.map(({ code }) => code),
    leadMinutes: String(one?.leadMinutes ?? 0),
    horizonDays: String(one?.horizonDays ?? 180),
    prescribed: one?.prescribed ?? false,
    active: one?.active ?? true,
    givenBy: one?.givenBy ?? [],
  }));
  const { value, set } = draft;
  const within = (text: string, least: number, most: number) =>
    /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
  const right =
    value.label.trim() !== "" &&
    value.neutralLabel.trim() !== "" &&
    within(value.minutes, 5, 480) &&
    within(value.horizonDays, 1, 370) &&
    value.bookingRoles.length > 0;
  const { save, setStamp } = useKept("/api/agenda/services", one, () => {
    draft.forget();
    onClose();
  });
  const body = () => ({
    ...value,
    minutes: Number(value.minutes),
    leadMinutes: Number(value.leadMinutes),
    horizonDays: Number(value.horizonDays),
  });
  const now = planning.keeping.services.find(({ id }) => id === one?.id);
  const leads = LEADS.some(({ code }) => code === value.leadMinutes)
    ? LEADS
    : [...LEADS, { code: value.leadMinutes, label: `${value.leadMinutes} minutes avant` }];
  return (
    <Dialog title={one?.label ?? "Ajouter une prestation"} onClose={onClose} canDismiss={!draft.changed} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (right && !save.isPending) save.mutate(body());
        }}
      >
        <DraftNotice draft={draft} />
        <div className="form-pair">
          <TextField
            label="Nom, pour l’équipe"
            name="label"
            value={value.label}
            onChange={(label) => set({ ...value, label })}
            error={judged && value.label.trim() === "" ? "Écrivez un nom." : undefined}
          />
          <TextField
            label="Nom neutre"
            name="neutralLabel"
            value={value.neutralLabel}
            onChange={(neutralLabel) => set({ ...value, neutralLabel })}
            help={"Dit au téléphone, dans les rappels et les calendriers\u00a0: rien du soin."}
            error={judged && value.neutralLabel.trim() === "" ? "Écrivez un nom neutre." : undefined}
          />
        </div>
        <ChoiceField
          label={"Le nom pour l’équipe dit-il pourquoi l’on vient\u00a0?"}
          options={NATURES}
          value={value.nature}
          onChange={(nature) => set({ ...value, nature })}
        />
        <WordsField
          label="Qui la donne"
          options={planning.timetable.practitioners.map(({ id, label }) => ({ code: id, label }))}
          value={value.givenBy}
          onChange={(givenBy) => set({ ...value, givenBy })}
        />
        <div className="form-pair">
          <TextField
            label="Durée, en minutes"
            name="minutes"
            inputMode="numeric"
            value={value.minutes}
            onChange={(minutes) => set({ ...value, minutes })}
            error={within(value.minutes, 5, 480) ? undefined : "De 5 à 480 minutes."}
          />
          <WordsField
            label={"Lieux (aucun choisi\u00a0: partout)"}
            options={planning.sites.map(({ id, name }) => ({ code: id, label: name }))}
            value={value.sites}
            onChange={(sites) => set({ ...value, sites })}
          />
        </div>
        <WordsField
          label="Qui peut la réserver"
          options={roles}
          value={value.bookingRoles}
          onChange={(bookingRoles) => set({ ...value, bookingRoles })}
        />
        {judged && value.bookingRoles.length === 0 && (
          <p className="field-error">Quelqu’un doit pouvoir la réserver.</p>
        )}
        <div className="form-pair">
          <SelectField
            label="Au plus tard"
            options={leads}
            value={value.leadMinutes}
            onChange={(leadMinutes) => set({ ...value, leadMinutes })}
          />
          <TextField
            label="Au plus tôt, en jours d’avance"
            name="horizonDays"
            inputMode="numeric"
            value={value.horizonDays}
            onChange={(horizonDays) => set({ ...value, horizonDays })}
            error={within(value.horizonDays, 1, 370) ? undefined : "De 1 à 370 jours."}
          />
        </div>
        <Check
          label={
            "Sur orientation\u00a0: demande acceptée (là où l’on en reçoit) et couverture maladie confirmées d’abord"
          }
          value={value.prescribed}
          onChange={(prescribed) => set({ ...value, prescribed })}
        />
        <Check label="Proposée" value={value.active} onChange={(active) => set({ ...value, active })} />
        {save.isError && (
          <SaveRefused
            error={save.error}
            now={now && `${now.label}, «\u00a0${now.neutralLabel}\u00a0», ${now.minutes}\u00a0min`}
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
