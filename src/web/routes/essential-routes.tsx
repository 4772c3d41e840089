import { Navigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { EssentialDialog } from "../../care/pages/essential-dialog.tsx";
import { MeasuresDialog } from "../../care/pages/measures-dialog.tsx";
import type { PersonPage } from "../../record/model.ts";
import { useReadWhole } from "../../record/pages/left-out.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Noter", over the person's page: an allergy, a treatment…, new or to correct. */
export function EssentialRoute() {
  const search = useSearch({ from: "/personnes/$id/essentiel" });
  const dialog = usePersonDialog();
  if (!dialog.page) return null;
  return <EssentialOver key={JSON.stringify(search)} page={dialog.page} dialog={dialog} />;
}

interface EssentialOverProps {
  readonly page: PersonPage;
  readonly dialog: ReturnType<typeof usePersonDialog>;
}

function EssentialOver({ page, dialog: { id, saved, close } }: EssentialOverProps) {
  const { quoi, ligne } = useSearch({ from: "/personnes/$id/essentiel" });
  // As it was when the form opened: corrected by someone else meanwhile, both versions are shown when it is sent.
  const [row] = useState(() => page.essentials.find((one) => one.id === ligne));
  if (ligne !== undefined && row === undefined)
    return <Navigate to="/personnes/$id" params={{ id: page.id }} replace />;
  return <EssentialDialog personId={id} row={row} kind={quoi} onSaved={saved} onClose={close} />;
}

/** Constants, over the person's page. */
export function MeasuresRoute() {
  const { id, page, close, refresh } = usePersonDialog();
  const { ask } = useReadWhole();
  const partial = page !== undefined && page.measuresLeft > 0;
  useEffect(() => {
    if (partial) ask();
  }, [partial, ask]);
  // A curve of the last sets alone would pass for the whole of it.
  if (!page || partial) return null;
  return (
    <MeasuresDialog
      personId={id}
      rows={page.essentials}
      birth={page.identity.birth}
      onChanged={refresh}
      onClose={close}
    />
  );
}
