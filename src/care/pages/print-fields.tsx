import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import type { Renewable } from "./current-treatments.tsx";
import type { PrintDraft } from "./print-form.ts";

/** What each kind's fields are given. errors: name in the server's messages → message. */
export interface PrintFieldsProps {
  readonly draft: PrintDraft;
  readonly set: (change: Partial<PrintDraft>) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly renewable: Renewable;
}

export function CertificateFields({ draft, set, errors }: PrintFieldsProps) {
  return (
    <TextArea
      label="Ce qui est certifié"
      name="typed.body"
      rows={8}
      maxLength={4_000}
      value={draft.certificate}
      onChange={(certificate) => set({ certificate })}
      help="Ce que vous avez constaté vous-même. Le nom, la naissance et la date sont imprimés au-dessus."
      error={errors["typed.body"]}
      autoFocus
    />
  );
}

export function LetterFields({ draft, set, errors }: PrintFieldsProps) {
  return (
    <>
      <TextArea
        label="À l’attention de"
        name="typed.to"
        rows={3}
        maxLength={300}
        value={draft.to}
        onChange={(to) => set({ to })}
        error={errors["typed.to"]}
        autoFocus
      />
      <TextArea
        label="Courrier"
        name="typed.body"
        rows={10}
        maxLength={8_000}
        value={draft.letter}
        onChange={(letter) => set({ letter })}
        error={errors["typed.body"]}
      />
    </>
  );
}

export function SickLeaveFields({ draft, set, errors }: PrintFieldsProps) {
  return (
    <>
      <p className="soft">
        Un pense-bête pour la personne. Il <strong>ne remplace pas</strong> l’avis d’arrêt de travail
        officiel.
      </p>
      <div className="form-pair">
        <DateField
          label="Du"
          name="typed.from"
          value={draft.from}
          onChange={(from) => set({ from })}
          error={errors["typed.from"]}
        />
        <DateField
          label="Au (inclus)"
          name="typed.until"
          value={draft.until}
          onChange={(until) => set({ until })}
          error={errors["typed.until"]}
        />
      </div>
      <div className="choices">
        <Check label="Prolongation" value={draft.renewed} onChange={(renewed) => set({ renewed })} />
        <Check label="Sorties autorisées" value={draft.outings} onChange={(outings) => set({ outings })} />
      </div>
    </>
  );
}
