import { lifeAlerts } from "../../people/domiciliation.ts";
import { lifeFacts } from "../../people/life.ts";
import { Alert } from "../../ui/alert.tsx";
import { today } from "../../ui/days.ts";
import type { PersonPage } from "../model.ts";

/** What matters today in how someone lives: the domiciliation to renew, the organism to go to, a permit that ends. */
export function LifeAlerts({ page }: { readonly page: PersonPage }) {
  const alerts = lifeAlerts(lifeFacts(page.life), visitsOf(page), today());
  if (alerts.length === 0) return null;
  return (
    <div className="person-alerts">
      {alerts.map(({ key, tone, title, text }) => (
        <Alert key={key} tone={tone} title={title}>
          <p>{text}</p>
        </Alert>
      ))}
    </div>
  );
}

/** Days the person came or called here. */
export function visitsOf(page: PersonPage): string[] {
  return page.encounters.map(({ onDay }) => onDay);
}
