import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import type { Draft } from "./draft.ts";

/** Says that what was typed earlier is shown again, and lets one start afresh, then change one's mind. */
export function DraftNotice({ draft }: { readonly draft: Omit<Draft<never>, "value" | "set"> }) {
  if (draft.restore !== null)
    return (
      <p className="row" role="status">
        La saisie a été effacée.
        <Button tone="quiet" onPress={draft.restore}>
          La rétablir
        </Button>
      </p>
    );
  if (!draft.resumed) return null;
  return (
    <Alert tone="cover" title="Votre saisie précédente, pas encore enregistrée, est reprise ici." announced>
      <Button tone="quiet" onPress={draft.restart}>
        Repartir de zéro
      </Button>
    </Alert>
  );
}
