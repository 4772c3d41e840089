import { languageLabels } from "../../people/languages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { BookDraft } from "./book-draft.ts";

const NONE = "none";
const LANGUAGES = [
  { code: NONE, label: "Aucun" },
  ...Object.entries(languageLabels)
    .map(([code, label]) => ({ code, label }))
    .sort((a, b) => a.label.localeCompare(b.label, "fr")),
];
const MEANS = [
  { code: "telephone", label: "Par téléphone" },
  { code: "on_site", label: "Sur place" },
  { code: "video", label: "En visio" },
] as const;

interface BookMoreProps {
  readonly draft: BookDraft;
  readonly set: (change: Partial<BookDraft>) => void;
}

/** What is booked along: an interpreter, someone who comes too, a word for the team. */
export function BookMore({ draft, set }: BookMoreProps) {
  return (
    <details>
      <summary>Interprète, accompagnant, précision</summary>
      <div className="form-pair agenda-wishes">
        <SelectField
          label="Interprète"
          options={LANGUAGES}
          value={draft.interpreter ?? NONE}
          onChange={(code) => set({ interpreter: code === NONE ? null : code })}
        />
        {draft.interpreter !== null && (
          <SelectField
            label="Comment"
            options={MEANS}
            value={draft.means}
            onChange={(means) => set({ means })}
          />
        )}
        <TextField
          label="Accompagné par"
          name="companion"
          value={draft.companion}
          onChange={(companion) => set({ companion })}
        />
        <TextField
          label="Précision pour l’équipe"
          name="reason"
          value={draft.reason}
          onChange={(reason) => set({ reason })}
          help={"Lue par tous ceux qui voient le rendez-vous\u00a0: n’écrivez rien de médical."}
        />
      </div>
    </details>
  );
}
