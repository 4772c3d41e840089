import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText, shortDayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { Funder, Funders } from "../funders.ts";
import { eurosText } from "../rules.ts";
import { FunderDialog } from "./funder-dialog.tsx";

/** Who bears what no cover pays, from when to when, and what that comes to. */
export function FundersCard() {
  const me = useMe();
  const [open, setOpen] = useState<Funder | "new" | null>(null);
  const asked = useQuery({
    queryKey: ["funding", "funders"],
    queryFn: ({ signal }) => get<Funders>("/api/funding/funders", { signal }),
    staleTime: 0,
  });
  const writes = mayWrite(me, "money") && me.natures.money?.read === true;
  return (
    <Card
      title="Financeur du centre"
      actions={writes && <Button onPress={() => setOpen("new")}>Noter un financeur</Button>}
    >
      <p className="soft">Qui paie ce qu’aucune couverture ne paie, et jusqu’à quand.</p>
      {asked.isPending && <Loading what="Les financeurs" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.data && (
        <ul className="stack">
          {asked.data.funders.map((funder) => (
            <li key={funder.id} className="row row-apart">
              <span>
                <strong>{funder.name}</strong>
                {`, ${periodText(funder)}\u00a0: ${eurosText(funder.cents)} ${funder.basis === "act" ? "par acte" : "en tout"}`}
                <br />
                <span className="soft small">{borneText(funder)}</span>
                <br />
                <span className="soft small">
                  noté par {funder.by} le {shortDayText(funder.at.slice(0, 10))}
                </span>
              </span>
              {writes && (
                <Button tone="quiet" onPress={() => setOpen(funder)}>
                  Corriger<span className="unseen">{`\u00a0: ${funder.name}`}</span>
                </Button>
              )}
            </li>
          ))}
          <li className="soft">
            {asked.data.funders.length > 0 ? "Les autres jours" : "Tous les jours"}&nbsp;:{" "}
            {asked.data.usual ?? "personne, les soins sont donnés"}.
          </li>
        </ul>
      )}
      {open !== null && <FunderDialog funder={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function periodText({ from, until }: Funder): string {
  return until === null
    ? `depuis le ${shortDayText(from)}`
    : `du ${shortDayText(from)} au ${shortDayText(until)}`;
}

/** "12 actes, 360,00 € au tarif ; la convention en donne 240,00 €" */
function borneText({ acts, borne, basis, cents }: Funder): string {
  const told = `${countText(acts, "acte")}, ${eurosText(borne)} au tarif`;
  if (basis === "act") return `${told}\u00a0; la convention en donne ${eurosText(acts * cents)}`;
  return borne <= cents
    ? `${told}\u00a0; il reste ${eurosText(cents - borne)} de la somme`
    : `${told}\u00a0; la somme est dépassée de ${eurosText(borne - cents)}`;
}
