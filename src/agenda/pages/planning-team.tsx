import { useState } from "react";
import { languageLabel } from "../../people/languages.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { averageText } from "../../ui/format.ts";
import type { Practitioner } from "../planning/model.ts";
import { PractitionerForm } from "./practitioner-form.tsx";
import { lengthText, type Planning } from "./use-planning.ts";

/** Whose hours are kept: what they give, what the desk must know, their contract. */
export function PlanningTeam({ planning }: { readonly planning: Planning }) {
  const [chosen, setChosen] = useState<Practitioner | "new" | null>(null);
  const { practitioners } = planning.timetable;
  return (
    <Card
      title="Équipe"
      actions={
        <Button tone="main" onPress={() => setChosen("new")}>
          Ajouter quelqu’un
        </Button>
      }
    >
      {practitioners.length === 0 && <EmptyState title="Personne encore." />}
      <ul className="planning-lines">
        {practitioners.map((one) => (
          <li key={one.id} className="planning-line">
            <span>
              <strong>{one.label}</strong> {!one.active && <Badge tone="unknown">ne reçoit plus</Badge>}
              <br />
              <span className="soft small">{aboutText(planning, one)}</span>
              {one.instructions !== "" && (
                <>
                  <br />
                  <span className="small">Pour l’accueil&nbsp;: {one.instructions}</span>
                </>
              )}
            </span>
            <Button onPress={() => setChosen(one)} aria-label={`Modifier ${one.label}`}>
              Modifier
            </Button>
          </li>
        ))}
      </ul>
      {chosen && (
        <PractitionerForm
          planning={planning}
          one={chosen === "new" ? null : chosen}
          onClose={() => setChosen(null)}
        />
      )}
    </Card>
  );
}

function aboutText({ keeping }: Planning, one: Practitioner): string {
  const contract = one.contracts.at(-1);
  const services = keeping.services.filter(({ id }) => one.gives.some(({ serviceId }) => serviceId === id));
  const account = keeping.accounts.find(({ id }) => id === one.accountId);
  return [
    contract && (contract.standing === "salaried" ? "salarié" : "bénévole"),
    contract?.weeklyMinutes && `${lengthText(contract.weeklyMinutes)} par semaine`,
    contract?.fte !== null && contract && `${averageText(contract.fte)} ETP`,
    one.languages.map(languageLabel).join(", "),
    services.map(({ label }) => label).join(", ") || "aucune prestation",
    one.shownAs !== null && `dit «\u00a0${one.shownAs}\u00a0» au téléphone`,
    account && `compte de ${account.name}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
