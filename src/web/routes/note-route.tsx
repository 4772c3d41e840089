import { Navigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { NoteDialog } from "../../care/pages/note-dialog.tsx";
import { newId } from "../../ui/new-id.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Écrire une note", over the person's page: a new one, a draft gone on with, or what follows a signed one. */
export function NoteRoute() {
  const search = useSearch({ from: "/personnes/$id/note" });
  const { id, page, saved } = usePersonDialog();
  const [fresh] = useState(newId);
  // The address names the note from its first word on: a reload finds the same one.
  if (search.brouillon === undefined)
    return (
      <Navigate to="/personnes/$id/note" params={{ id }} search={{ ...search, brouillon: fresh }} replace />
    );
  if (!page) return null;
  const draft = page.drafts.find((one) => one.id === search.brouillon);
  return (
    <NoteDialog
      key={search.brouillon}
      id={search.brouillon}
      personId={id}
      draft={draft}
      amends={page.notes.find((note) => note.id === (search.suite ?? draft?.amends))}
      onDone={saved}
    />
  );
}
