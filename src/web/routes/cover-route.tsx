import { useVocabulary } from "../../network/use-vocabulary.ts";
import { CoverDialog } from "../../rights/pages/cover-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Déclarer la couverture", over the person's page. */
export function CoverRoute() {
  const { id, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!words.data) return null;
  return <CoverDialog personId={id} schemes={words.data.schemes} onSaved={saved} onClose={close} />;
}
