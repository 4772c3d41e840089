import { IdentityDialog } from "../../people/pages/identity-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Modifier l’identité", over the person's page. */
export function IdentityRoute() {
  const { page, close, saved } = usePersonDialog();
  if (!page) return null;
  return (
    <IdentityDialog
      personId={page.id}
      version={page.version}
      identity={page.identity}
      onSaved={saved}
      onClose={close}
    />
  );
}
