import { NumberDialog } from "../../people/pages/number-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** The social security number, over the person's page; nothing while its use is not open. */
export function NumberRoute() {
  const { id, page, close, saved } = usePersonDialog();
  if (!page?.numbers) return null;
  const { shown } = page.numbers;
  return <NumberDialog personId={shown?.on ?? id} shown={shown} onSaved={saved} onClose={close} />;
}
