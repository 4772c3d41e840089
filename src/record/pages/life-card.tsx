import "./front.css";
import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { wordLabel } from "../../network/use-vocabulary.ts";
import { contactDuty } from "../../people/domiciliation.ts";
import {
  type LifeFact,
  type LifeKind,
  lifeFacts,
  lifeKindLabels,
  lifeKinds,
  lifeNatures,
  lifeSourceLabels,
} from "../../people/life.ts";
import { factOn, factsOn } from "../../people/life-days.ts";
import { lifeText, sinceText } from "../../people/life-words.ts";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { countText, dayText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { shares } from "../shared.ts";
import { visitsOf } from "./life-alerts.tsx";

interface LifeCardProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

/** How the person lives, a line for each fact in force, with its date and its source; its summary for those who read no more. */
export function LifeCard({ page, words }: LifeCardProps) {
  const me = useMe();
  const day = today();
  const facts = lifeFacts(page.life);
  const kinds = lifeKinds.filter(
    (kind) =>
      kind !== "domiciliation_contact" && mayRead(me, lifeNatures[kind]) && shares(page, lifeNatures[kind]),
  );
  if (kinds.length === 0 && page.socialSummary === null) return null;
  const said = kinds.filter((kind) => factOn(facts, kind, day) !== null);
  const unknown = kinds.filter((kind) => !said.includes(kind) && kind !== "rupture");
  const params = { id: page.id };
  const writes = kinds.some((kind) => mayWrite(me, lifeNatures[kind]));
  return (
    <Card
      title="Situation de vie"
      className="life-card"
      actions={
        writes ? (
          <Link to="/personnes/$id/situation" params={params} className="button button-quiet no-print">
            Mettre à jour
          </Link>
        ) : undefined
      }
    >
      <SummaryLines page={page} />
      <ul className="life-lines">
        {said.flatMap((kind) =>
          factsOn(facts, kind, day).map((fact) => <FactLine key={fact.id} fact={fact} words={words} />),
        )}
      </ul>
      {kinds.includes("housing") && <LastStatement page={page} facts={facts} words={words} />}
      {kinds.includes("domiciliation") && <DutyLine page={page} facts={facts} />}
      {unknown.length > 0 && <p className="soft small">Non connu&nbsp;: {listOf(unknown)}.</p>}
      {kinds.length > 0 && (
        <p className="small no-print">
          <Link to="/personnes/$id/situation-historique" params={params}>
            Historique, corriger
          </Link>
        </p>
      )}
    </Card>
  );
}

function FactLine({ fact, words }: { readonly fact: LifeFact; readonly words: Vocabulary }) {
  return (
    <li>
      <span className="soft small">{lifeKindLabels[fact.kind]}</span>
      <br />
      <strong>{lifeText(fact, words)}</strong>
      <br />
      <span className="soft small">
        {sinceText(fact)}, {lifeSourceLabels[fact.source]}
        {fact.statedOn !== fact.from && ` le ${shortDayText(fact.statedOn)}`}
      </span>
    </li>
  );
}

/** What was last said of the housing at a visit, when nothing else is known or when it says otherwise since. */
function LastStatement({ page, facts, words }: LifeCardProps & { readonly facts: readonly LifeFact[] }) {
  const last = [...page.housing].sort((a, b) => (a.statedOn < b.statedOn ? 1 : -1))[0];
  if (last === undefined) return null;
  const known = factOn(facts, "housing", today());
  if (known !== null && (known.term === last.term || last.statedOn < known.statedOn)) return null;
  return (
    <p>
      <span className="soft small">
        {known === null ? "Hébergement" : "Hébergement, dit autrement depuis"}
      </span>
      <br />
      <strong>{wordLabel(words.housing, last.term)}</strong>
      <br />
      <span className="soft small">dit le {dayText(last.statedOn)}</span>
    </p>
  );
}

function DutyLine({ page, facts }: { readonly page: PersonPage; readonly facts: readonly LifeFact[] }) {
  const day = today();
  const duty = contactDuty(factOn(facts, "domiciliation", day), facts, visitsOf(page), day);
  if (duty === null) return null;
  return (
    <p className="soft small">
      Dernier contact avec l’organisme&nbsp;: {dayText(duty.lastContact)}&nbsp;; le prochain au plus tard le{" "}
      {dayText(duty.dueOn)}.
    </p>
  );
}

function SummaryLines({ page }: { readonly page: PersonPage }) {
  const summary = page.socialSummary;
  if (summary === null) return null;
  return (
    <>
      {summary.housing !== null && summary.statedOn !== null && (
        <p>
          <span className="soft small">Hébergement</span>
          <br />
          <strong>{summary.housing}</strong>
          <br />
          <span className="soft small">dit le {dayText(summary.statedOn)}</span>
        </p>
      )}
      {summary.household !== null && (
        <p>
          <span className="soft small">Foyer</span>
          <br />
          <strong>
            {summary.household === 1 ? "Personne seule" : countText(summary.household, "personne")}
          </strong>
        </p>
      )}
    </>
  );
}

function listOf(kinds: readonly LifeKind[]): string {
  return kinds.map((kind) => lifeKindLabels[kind].toLowerCase()).join(", ");
}
