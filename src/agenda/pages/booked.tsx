import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { dayText } from "../../ui/format.ts";
import type { AgendaSetting, Appointment } from "../model.ts";
import { zoneOf } from "../wall-clock.ts";
import { whenText } from "./appointment-lines.ts";
import type { Whom } from "./person-choice.tsx";
import { PrintButton } from "./print-button.tsx";
import type { Following } from "./repeat.ts";

interface BookedProps {
  readonly appointment: Appointment;
  /** The days it comes back. */
  readonly following: readonly Following[];
  readonly whom: Whom;
  readonly setting: AgendaSetting;
  readonly onClose: () => void;
}

/** It is booked: to read aloud. */
export function Booked({ appointment, following, whom, setting, onClose }: BookedProps) {
  const { start, siteId, practitioner, service } = appointment;
  const booked = following.filter((one) => one.appointment !== null);
  const missed = following.filter((one) => one.appointment === null);
  const site = setting.sites.find(({ id }) => id === siteId)?.name ?? "";
  return (
    <>
      <Alert tone="good" title="Rendez-vous pris" announced>
        <p>
          {`${whom.name}\u00a0: ${[whenText(start, zoneOf(setting, siteId)), service, practitioner, site].filter(Boolean).join(", ")}.`}
        </p>
        {booked.length > 0 && (
          <p>{`Puis, à la même heure\u00a0: ${booked.map(({ day }) => dayText(day)).join(", ")}.`}</p>
        )}
      </Alert>
      {missed.length > 0 && (
        <Alert tone="wait" title="Certains jours ne sont pas libres à cette heure" announced>
          <p>{`${missed.map(({ day }) => dayText(day)).join(", ")}\u00a0: rien n’y est pris, choisissez une autre heure à part.`}</p>
        </Alert>
      )}
      <div className="row">
        <PrintButton path={`/api/people/${appointment.on}/appointments/${appointment.id}/card`} body={{}}>
          Imprimer le carton
        </PrintButton>
        <Button tone="main" onPress={onClose} autoFocus>
          Fermer
        </Button>
      </div>
    </>
  );
}
