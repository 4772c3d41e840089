import { useVocabulary } from "../../network/use-vocabulary.ts";
import { lastKnownCover } from "../../rights/cover-alerts.ts";
import { layers } from "../../rights/model.ts";
import { CoverDialog } from "../../rights/pages/cover-dialog.tsx";
import { today } from "../../ui/days.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Déclarer la couverture", over the person's page. */
export function CoverRoute() {
  const { id, page, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!words.data || !page) return null;
  const known = layers.flatMap((layer) => {
    const last = lastKnownCover(layer, page.statements, page.intervals, today());
    return last === null || last.scheme === "unknown" ? [] : [{ layer, scheme: last.scheme }];
  });
  return (
    <CoverDialog personId={id} schemes={words.data.schemes} known={known} onSaved={saved} onClose={close} />
  );
}
