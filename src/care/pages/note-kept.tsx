import { Alert } from "../../ui/alert.tsx";
import type { AutosaveState } from "../../ui/autosave.ts";
import { messageOf, ServerProblem } from "../../ui/server/api-client.ts";

/** Says at each moment whether what is typed is kept. */
export function NoteKept({ state }: { readonly state: AutosaveState }) {
  if (state.kind === "failed" && state.error instanceof ServerProblem && state.error.status === 0)
    return (
      <p className="soft small" role="status">
        Pas de connexion&nbsp;: votre texte est gardé dans ce navigateur et partira dès qu’elle revient.
      </p>
    );
  if (state.kind === "failed") return <Alert tone="missing" title={messageOf(state.error)} announced />;
  return (
    <p className="soft small" role="status">
      {state.kind === "same" && "Gardé au fur et à mesure, visible de vous seul jusqu’à la signature."}
      {state.kind === "waiting" && "Enregistrement…"}
      {state.kind === "kept" &&
        `Brouillon gardé à ${state.at.toLocaleTimeString("fr-FR", { timeStyle: "short" })}.`}
    </p>
  );
}
