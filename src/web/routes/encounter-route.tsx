import { mayWrite, useMe, writesCare } from "../../access/use-me.ts";
import { EncounterDialog } from "../../care/pages/encounter-dialog.tsx";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { rowsOf } from "../../people/contact-words.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Noter une venue", over the person's page. */
export function EncounterRoute() {
  const me = useMe();
  const { id, page, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!words.data || !page) return null;
  const may = { reasons: writesCare(me), cover: mayWrite(me, "cover") };
  const spoken = rowsOf(page.contact, "speech").flatMap((row) => row.content.languages);
  const languages = spoken.filter(({ code }) => code !== "fr").map(({ code }) => code);
  return (
    <EncounterDialog
      personId={id}
      words={words.data}
      languages={languages}
      may={may}
      onSaved={saved}
      onClose={close}
    />
  );
}
