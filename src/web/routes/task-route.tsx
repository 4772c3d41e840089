import { useSearch } from "@tanstack/react-router";
import { TaskDialog } from "../../tasks/pages/task-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Ajouter une tâche", over the person's page: on its own, or from what a note says was agreed. */
export function TaskRoute() {
  const { note } = useSearch({ from: "/personnes/$id/tache" });
  const { id, page, saved, close } = usePersonDialog();
  if (!page) return null;
  const from = page.notes.find((one) => one.id === note);
  return <TaskDialog personId={from?.on ?? id} from={from} onSaved={saved} onClose={close} />;
}
