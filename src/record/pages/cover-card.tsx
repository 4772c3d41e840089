import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { type LastKnown, lastKnownCover } from "../../rights/cover-alerts.ts";
import { type Layer, layerLabels } from "../../rights/model.ts";
import { schemeLabel } from "../../rights/rules.ts";
import { Card } from "../../ui/card.tsx";
import { addDays, today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

interface CoverCardProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

const LAYERS: readonly Layer[] = ["base", "complementary"];

/** Cover in two lines, for who has five seconds: what is last known of each layer, and how old that is. */
export function CoverCard({ page, words }: CoverCardProps) {
  const me = useMe();
  if (!mayRead(me, "cover")) return null;
  return (
    <Card title="Couverture">
      {LAYERS.map((layer) => {
        const last = lastKnownCover(layer, page.statements, page.intervals, today());
        return (
          <p key={layer}>
            <span className="soft small">{layerLabels[layer]}</span>
            <br />
            <strong>{last === null ? "Inconnue" : schemeLabel(words.schemes, layer, last.scheme)}</strong>
            <br />
            <span className="soft small">{ageOf(last)}</span>
          </p>
        );
      })}
      <p className="row no-print">
        <Link to="/droits-possibles" search={{ personne: page.id }}>
          Droits possibles
        </Link>
        {mayWrite(me, "cover") && (
          <Link to="/personnes/$id/droits-ouverts" params={{ id: page.id }}>
            Droits ouverts et caisse
          </Link>
        )}
      </p>
    </Card>
  );
}

function ageOf(last: LastKnown | null): string {
  if (last === null) return "rien n’en a été dit";
  if (!last.inForce) return `dit ou vu le ${dayText(last.on)}`;
  return last.until === null
    ? `depuis le ${dayText(last.on)}`
    : `jusqu’au ${dayText(addDays(last.until, -1))}`;
}
