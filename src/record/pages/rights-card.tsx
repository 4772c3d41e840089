import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { Card } from "../../ui/card.tsx";
import type { PersonPage } from "../model.ts";

/** What the person decides of who reads them, and may ask. */
export function RightsCard({ page }: { readonly page: PersonPage }) {
  const { capabilities } = useMe();
  const params = { id: page.id };
  const hears = capabilities.includes("objections");
  const tells = capabilities.includes("accesses");
  const shares = capabilities.includes("sharing");
  const copies = capabilities.includes("access_requests");
  if (!hears && !tells && !shares && !copies) return null;
  return (
    <div className="no-print">
      <Card title="Droits de la personne">
        <ul className="stack">
          {shares && (
            <li>
              <Link to="/personnes/$id/partage" params={params}>
                Partage&nbsp;: qui lit quoi
              </Link>
            </li>
          )}
          {hears && (
            <li>
              <Link to="/personnes/$id/oppositions" params={params}>
                Oppositions et accès d’urgence
              </Link>
            </li>
          )}
          {tells && (
            <li>
              <Link to="/personnes/$id/acces" params={params}>
                Qui a consulté ce dossier
              </Link>
            </li>
          )}
          {copies && (
            <li>
              <Link to="/demandes-d-acces" search={{ dossier: String(page.localNumber) }}>
                Noter une demande de copie du dossier
              </Link>
            </li>
          )}
        </ul>
      </Card>
    </div>
  );
}
