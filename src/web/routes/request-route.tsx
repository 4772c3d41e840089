import { useNavigate, useSearch } from "@tanstack/react-router";
import { RequestDialog } from "../../rights/pages/request-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Ouvrir une demande de droit", over the person's page; once opened, its own page. */
export function RequestRoute() {
  const { droit, renouvelle } = useSearch({ from: "/personnes/$id/demande" });
  const { id, page, close, refresh } = usePersonDialog();
  const navigate = useNavigate();
  if (!page) return null;
  return (
    <RequestDialog
      key={`${droit} ${renouvelle}`}
      personId={id}
      type={droit ?? null}
      renews={renouvelle ?? null}
      onOpened={(request) => {
        refresh();
        void navigate({ to: "/personnes/$id/demandes/$request", params: { id, request } });
      }}
      onClose={close}
    />
  );
}
