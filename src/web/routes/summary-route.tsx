import { SummaryDialog } from "../../record/pages/summary-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** The social situation in a few lines, over the person's page. */
export function SummaryRoute() {
  const { id, page, close } = usePersonDialog();
  return page ? <SummaryDialog personId={id} onClose={close} /> : null;
}
