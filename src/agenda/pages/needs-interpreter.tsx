import { languageLabel } from "../../people/languages.ts";
import { Alert } from "../../ui/alert.tsx";
import type { InterpreterDraft } from "./interpreter-fields.tsx";

interface NeedsInterpreterProps {
  /** Languages of who needs an interpreter, the best spoken first. */
  readonly needed: readonly string[];
  /** What is asked for, if anything. */
  readonly asked: InterpreterDraft | null;
  readonly practitioner: string;
}

/** Says that the person needs an interpreter, and what this booking makes of it. */
export function NeedsInterpreter({ needed, asked, practitioner }: NeedsInterpreterProps) {
  return (
    <Alert
      tone={asked === null || asked.by.trim() !== "" ? "good" : "wait"}
      title={`Interprète nécessaire\u00a0: ${needed.map(languageLabel).join(", ")}.`}
    >
      <p>
        {asked === null
          ? `${practitioner} parle cette langue, ou vous avez dit qu’il n’en fallait pas\u00a0: aucun interprète n’est demandé.`
          : asked.by.trim() === ""
            ? "Un interprète est à trouver\u00a0: une tâche le demande, et l’agenda le montre."
            : `${asked.by.trim()} interprète.`}
      </p>
    </Alert>
  );
}
