import { useVocabulary } from "../../network/use-vocabulary.ts";
import { lifeFacts } from "../../people/life.ts";
import { LifeDialog } from "../../people/pages/life/life-dialog.tsx";
import { LifeHistoryDialog } from "../../people/pages/life/life-history-dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Mettre à jour la situation", over the person's page. */
export function LifeRoute() {
  const { id, page, saved, close } = usePersonDialog();
  const words = useVocabulary();
  if (words.isError) return <Refused error={words.error} retry={words.refetch} />;
  if (!page || !words.data) return null;
  // A form writes on one record, whatever else is read on the page.
  const facts = lifeFacts(page.life).filter(({ on }) => on === id);
  return <LifeDialog personId={id} facts={facts} words={words.data} onSaved={saved} onClose={close} />;
}

/** "Historique de la situation", over the person's page. */
export function LifeHistoryRoute() {
  const { id, page, close, refresh } = usePersonDialog();
  const words = useVocabulary();
  if (words.isError) return <Refused error={words.error} retry={words.refetch} />;
  if (!page || !words.data) return null;
  return <LifeHistoryDialog personId={id} words={words.data} onChanged={refresh} onClose={close} />;
}
