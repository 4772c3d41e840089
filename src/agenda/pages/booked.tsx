import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import type { AgendaSetting, Appointment } from "../model.ts";
import { zoneOf } from "../wall-clock.ts";
import { whenText } from "./appointment-lines.ts";
import type { Whom } from "./person-choice.tsx";
import { PrintButton } from "./print-button.tsx";

interface BookedProps {
  readonly appointment: Appointment;
  readonly whom: Whom;
  readonly setting: AgendaSetting;
  readonly onClose: () => void;
}

/** It is booked: to read aloud. */
export function Booked({ appointment, whom, setting, onClose }: BookedProps) {
  const { start, siteId, practitioner, service } = appointment;
  const site = setting.sites.find(({ id }) => id === siteId)?.name ?? "";
  return (
    <>
      <Alert tone="good" title="Rendez-vous pris" announced>
        <p>
          {`${whom.name}\u00a0: ${[whenText(start, zoneOf(setting, siteId)), service, practitioner, site].filter(Boolean).join(", ")}.`}
        </p>
      </Alert>
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
