import { useState } from "react";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import type { KeptRoom, KeptService } from "../planning/model.ts";
import { RoomForm } from "./room-form.tsx";
import { ServiceForm } from "./service-form.tsx";
import { type Planning, siteName } from "./use-planning.ts";

const WHEELCHAIR = { true: "accessible en fauteuil", false: "pas accessible en fauteuil" } as const;

/** What is offered, and the rooms it is given in. */
export function PlanningOffer({ planning }: { readonly planning: Planning }) {
  const { services, rooms } = planning.keeping;
  const [service, setService] = useState<KeptService | "new" | null>(null);
  const [room, setRoom] = useState<KeptRoom | "new" | null>(null);
  return (
    <div className="stack">
      <Card
        title="Prestations"
        actions={
          <Button tone="main" onPress={() => setService("new")}>
            Ajouter une prestation
          </Button>
        }
      >
        {services.length === 0 && (
          <EmptyState title={"Aucune encore\u00a0: sans prestation, rien ne se réserve."} />
        )}
        <ul className="planning-lines">
          {services.map((one) => (
            <li key={one.id} className="planning-line">
              <span>
                <strong>{one.label}</strong>{" "}
                {!one.active && <Badge tone="unknown">n’est plus proposée</Badge>}
                {one.nature !== "appointments" && <Badge tone="care">dit pourquoi l’on vient</Badge>}
                <br />
                <span className="soft small">{aboutService(planning, one)}</span>
              </span>
              <Button onPress={() => setService(one)} aria-label={`Modifier ${one.label}`}>
                Modifier
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Salles" actions={<Button onPress={() => setRoom("new")}>Ajouter une salle</Button>}>
        {rooms.length === 0 && <EmptyState title="Aucune encore." />}
        <ul className="planning-lines">
          {rooms.map((one) => (
            <li key={one.id} className="planning-line">
              <span>
                <strong>{one.label}</strong>, {siteName(planning, one.siteId)}{" "}
                {!one.active && <Badge tone="unknown">ne sert plus</Badge>}
                <br />
                <span className="soft small">
                  {one.wheelchair === null
                    ? "accès en fauteuil\u00a0: à vérifier"
                    : WHEELCHAIR[`${one.wheelchair}`]}
                </span>
              </span>
              <Button
                onPress={() => setRoom(one)}
                aria-label={`Modifier ${one.label}, ${siteName(planning, one.siteId)}`}
              >
                Modifier
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {service && (
        <ServiceForm
          planning={planning}
          one={service === "new" ? null : service}
          onClose={() => setService(null)}
        />
      )}
      {room && (
        <RoomForm planning={planning} one={room === "new" ? null : room} onClose={() => setRoom(null)} />
      )}
    </div>
  );
}

function aboutService(planning: Planning, one: KeptService): string {
  return [
    `${one.minutes}\u00a0min`,
    countText(one.givenBy.length, "professionnel"),
    one.sites.length === 0 ? "partout" : one.sites.map((id) => siteName(planning, id)).join(", "),
    `dit «\u00a0${one.neutralLabel}\u00a0»`,
    one.prescribed && "sur orientation",
  ]
    .filter(Boolean)
    .join(" · ");
}
