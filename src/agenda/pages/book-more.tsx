import { languageLabels } from "../../people/languages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type BookDraft, MOST_TIMES } from "./book-draft.ts";

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

const EVERY = [
  { code: "0", label: "Une seule fois" },
  { code: "1", label: "Chaque semaine" },
  { code: "2", label: "Toutes les deux semaines" },
  { code: "4", label: "Toutes les quatre semaines" },
];
const TIMES = Array.from({ length: MOST_TIMES - 1 }, (_, n) => ({
  code: `${n + 2}`,
  label: `${n + 2} fois`,
}));

interface BookMoreProps {
  readonly draft: BookDraft;
  readonly set: (change: Partial<BookDraft>) => void;
}

/** What is booked along: an interpreter, someone who comes too, a word for the team. */
export function BookMore({ draft, set }: BookMoreProps) {
  return (
    <details>
      <summary>Interprète, accompagnant, précision, plusieurs fois</summary>
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
        {/* Without a practitioner's name, nobody can be asked for again. */}
        {draft.hours !== null && draft.hours.professional !== null && !draft.hours.over && (
          <SelectField
            label="Revient"
            options={EVERY}
            value={String(draft.everyWeeks)}
            onChange={(code) => set({ everyWeeks: Number(code) })}
          />
        )}
        {draft.everyWeeks > 0 && (
          <SelectField
            label="Combien de fois en tout"
            options={TIMES}
            value={String(draft.times)}
            onChange={(code) => set({ times: Number(code) })}
          />
        )}
      </div>
    </details>
  );
}
