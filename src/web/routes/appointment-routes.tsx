import { useParams } from "@tanstack/react-router";
import { AppointmentDialog } from "../../agenda/pages/appointment-dialog.tsx";
import { BookDialog } from "../../agenda/pages/book-dialog.tsx";
import { shownName } from "../../people/names-shown.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Prendre un rendez-vous", over the person's page. */
export function BookRoute() {
  const { id, page, saved } = usePersonDialog();
  if (!page) return null;
  return <BookDialog whom={{ id, name: shownName(page.identity).whole }} onClose={saved} />;
}

/** One appointment, over the person's page. */
export function AppointmentRoute() {
  const { appointment } = useParams({ from: "/personnes/$id/rendez-vous/$appointment" });
  const { id, page, close } = usePersonDialog();
  if (!page) return null;
  const on = page.appointments.find((one) => one.id === appointment)?.on ?? id;
  return <AppointmentDialog on={on} id={appointment} who={shownName(page.identity).whole} onClose={close} />;
}
