import { deathSourceLabels } from "../../people/contact.ts";
import { rowsOf } from "../../people/contact-words.ts";
import { Alert } from "../../ui/alert.tsx";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** Says before anything else that someone died. */
export function DeathBanner({ page }: { readonly page: PersonPage }) {
  const death = rowsOf(page.contact, "death")[0]?.content;
  if (!death) return null;
  const when = death.day === null ? "date inconnue" : `le ${dayText(death.day)}`;
  return (
    <Alert tone="missing" title={`Personne décédée, ${when}`}>
      <p>{deathSourceLabels[death.source]}. Aucun message ne lui est proposé.</p>
    </Alert>
  );
}
