import { mayWrite, useMe } from "../../access/use-me.ts";
import { EncounterDialog } from "../../care/pages/encounter-dialog.tsx";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Noter une venue", over the person's page. */
export function EncounterRoute() {
  const me = useMe();
  const { id, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!words.data) return null;
  const may = { reasons: mayWrite(me, "clinical"), cover: mayWrite(me, "cover") };
  return <EncounterDialog personId={id} words={words.data} may={may} onSaved={saved} onClose={close} />;
}
