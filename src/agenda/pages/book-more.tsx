import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { AgendaSetting } from "../model.ts";
import { type BookDraft, MOST_TIMES } from "./book-draft.ts";
import { type InterpreterDraft, InterpreterFields } from "./interpreter-fields.tsx";
import { JointField } from "./joint-field.tsx";

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
  readonly interpreter: InterpreterDraft | null;
  /** Languages of who needs an interpreter. */
  readonly needed: readonly string[];
  readonly setting: AgendaSetting;
  readonly set: (change: Partial<BookDraft>) => void;
}

/** What is booked along: an interpreter, someone who comes too, a word for the team. */
export function BookMore({ draft, interpreter, needed, setting, set }: BookMoreProps) {
  return (
    <details {...(interpreter === null && draft.joint.length === 0 ? {} : { open: true })}>
      <summary>Interprète, plusieurs professionnels, accompagnant, précision, plusieurs fois</summary>
      <div className="form-pair agenda-wishes">
        <InterpreterFields
          value={interpreter}
          theirs={needed}
          onChange={(interpreter) => set({ interpreter })}
        />
        {setting.practitioners.length > 1 && (
          <JointField
            setting={setting}
            given={draft.hours?.professional ?? null}
            value={draft.joint}
            onChange={(joint) => set({ joint })}
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
