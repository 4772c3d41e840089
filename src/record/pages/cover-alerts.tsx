import { mayRead, useMe } from "../../access/use-me.ts";
import type { Scheme } from "../../network/model.ts";
import { type CoverAlert, coverAlerts } from "../../rights/cover-alerts.ts";
import { Alert } from "../../ui/alert.tsx";
import { today } from "../../ui/days.ts";
import { countText, dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

interface CoverAlertsProps {
  readonly page: PersonPage;
  readonly schemes: readonly Scheme[];
}

/** What matters today in someone's cover, for those who may read it. */
export function CoverAlerts({ page, schemes }: CoverAlertsProps) {
  const me = useMe();
  if (!mayRead(me, "cover")) return null;
  const alerts = coverAlerts(page.statements, page.intervals, schemes, today());
  if (alerts.length === 0) return null;
  return (
    <div className="person-alerts">
      {alerts.map((alert) => (
        <CoverAlertLine key={alert.kind + ("layer" in alert ? alert.layer : "")} alert={alert} />
      ))}
    </div>
  );
}

function CoverAlertLine({ alert }: { readonly alert: CoverAlert }) {
  switch (alert.kind) {
    case "no_base":
      return (
        <Alert tone="missing" title="Aucune couverture de base">
          <p>C’est le dernier état connu, du {dayText(alert.since)}.</p>
        </Alert>
      );
    case "base_unknown":
      return (
        <Alert tone="unknown" title="Couverture de base inconnue">
          <p>
            {alert.lastAsked === null
              ? "Rien n’en a encore été dit\u00a0: inconnue ne veut pas dire absente."
              : `Rien n’en est su depuis le ${dayText(alert.lastAsked)}\u00a0: inconnue ne veut pas dire absente.`}
          </p>
        </Alert>
      );
    case "ending":
      return (
        <Alert
          tone="wait"
          title={`${alert.label}\u00a0: fin ${alert.daysLeft === 0 ? "aujourd’hui" : `dans ${countText(alert.daysLeft, "jour")}`}`}
        >
          <p>Dernier jour de droits&nbsp;: {dayText(alert.lastDay)}.</p>
        </Alert>
      );
    case "outdated":
      return (
        <Alert tone="wait" title={`${alert.label}\u00a0: à mettre à jour`}>
          <p>
            Dernier état connu, du {dayText(alert.saidOn)}.
            {alert.ended !== null && ` ${alert.label} n’existe plus depuis le ${dayText(alert.ended)}`}
            {alert.ended !== null && alert.successor !== null && `\u00a0; voir ${alert.successor}`}
            {alert.ended !== null && "."}
          </p>
        </Alert>
      );
  }
}
