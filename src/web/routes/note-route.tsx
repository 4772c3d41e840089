import { useSearch } from "@tanstack/react-router";
import { NoteDialog } from "../../care/pages/note-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Écrire une note", over the person's page: a new one, a draft gone on with, or what follows a signed one. */
export function NoteRoute() {
  const { brouillon, suite } = useSearch({ from: "/personnes/$id/note" });
  const { id, page, close, saved } = usePersonDialog();
  if (!page) return null;
  return (
    <NoteDialog
      key={`${brouillon} ${suite}`}
      personId={id}
      draft={page.drafts.find((draft) => draft.id === brouillon)}
      amends={page.notes.find((note) => note.id === suite)}
      onSaved={saved}
      onClose={close}
    />
  );
}
