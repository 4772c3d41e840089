import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { essentialsFor, ofKind } from "../../care/essentials-rules.ts";
import { Card } from "../../ui/card.tsx";
import type { PersonPage } from "../model.ts";
import { EssentialList } from "./essential-list.tsx";

/** Care given up, why, and what the centre did of it. */
export function RenouncementCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const rows = ofKind(page.essentials, "renouncement").toReversed();
  const writes = essentialsFor(me).includes("renouncement");
  if (rows.length === 0 && !writes) return null;
  return (
    <Card
      title="Soins auxquels la personne a renoncé"
      actions={
        writes && (
          <Link
            to="/personnes/$id/essentiel"
            params={{ id: page.id }}
            search={{ quoi: "renouncement" }}
            className="button button-quiet no-print"
          >
            Noter
          </Link>
        )
      }
    >
      {rows.length === 0 && <p className="soft">Rien n’est noté.</p>}
      <EssentialList label="Soins auxquels la personne a renoncé" rows={rows} page={page} />
    </Card>
  );
}
