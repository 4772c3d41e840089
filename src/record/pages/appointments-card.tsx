import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { type SeenAppointment, stateLabels } from "../../agenda/model.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { appointmentText } from "./appointment-words.ts";

/** More than these are one gesture away. */
const SHOWN = 3;

/** The next appointments and the last, where and with whom as far as this reader is told. */
export function AppointmentsCard({ page, words }: { page: PersonPage; words: Vocabulary }) {
  const me = useMe();
  const books = mayWrite(me, "appointments");
  if (page.appointments.length === 0 && !books) return null;
  const day = today();
  const coming = page.appointments.filter(
    (one) => one.day >= day && ["booked", "arrived"].includes(one.state),
  );
  const past = page.appointments.filter((one) => !coming.includes(one)).toReversed();
  const line = (one: SeenAppointment) => (
    <li key={one.id}>
      <Link to="/personnes/$id/rendez-vous/$appointment" params={{ id: page.id, appointment: one.id }}>
        <strong>{dayText(one.day)}</strong> {appointmentText(one, words)}
      </Link>
      {one.state !== "booked" && <span className="soft"> · {stateLabels[one.state]}</span>}
    </li>
  );
  return (
    <Card
      title="Rendez-vous"
      actions={
        books && (
          <Link to="/personnes/$id/rendez-vous" params={{ id: page.id }} className="no-print">
            Prendre un rendez-vous
          </Link>
        )
      }
    >
      {coming.length === 0 ? (
        <p className="soft small">Aucun rendez-vous à venir.</p>
      ) : (
        <ul className="tasks">{coming.slice(0, SHOWN).map(line)}</ul>
      )}
      {coming.length > SHOWN && (
        <details>
          <summary className="soft small">Les suivants ({coming.length - SHOWN})</summary>
          <ul className="tasks">{coming.slice(SHOWN).map(line)}</ul>
        </details>
      )}
      {past.length > 0 && (
        <details>
          <summary className="soft small">Les précédents ({past.length})</summary>
          <ul className="tasks">{past.map(line)}</ul>
        </details>
      )}
    </Card>
  );
}
