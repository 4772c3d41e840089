import { useParams } from "@tanstack/react-router";
import { ActsDialog } from "../../funding/pages/acts-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** The acts of one visit, over the person's page. */
export function ActsRoute() {
  const { venue } = useParams({ from: "/personnes/$id/venues/$venue/actes" });
  const { page, close } = usePersonDialog();
  const visit = page?.encounters.find(({ id }) => id === venue);
  if (!visit) return null;
  return (
    <ActsDialog
      personId={visit.on}
      encounterId={visit.id}
      onDay={visit.onDay}
      siteId={visit.siteId}
      onClose={close}
    />
  );
}
