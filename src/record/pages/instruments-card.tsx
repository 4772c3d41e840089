import { Link } from "@tanstack/react-router";
import { mayWrite, useMe, writesCare } from "../../access/use-me.ts";
import { bandOf } from "../../care/instruments.ts";
import { useInstruments } from "../../care/use-instruments.ts";
import { Alert } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { numberText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** The latest score of each short instrument this reader may see, and the way to answer one. */
export function InstrumentsCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const adds = writesCare(me) || mayWrite(me, "social_situation");
  const latest = [...new Map(page.instruments.map((one) => [one.instrument, one])).values()];
  const known = useInstruments(latest.length > 0);
  if (latest.length === 0 && !adds) return null;
  return (
    <Card
      title="Questionnaires"
      actions={
        adds && (
          <Link to="/personnes/$id/questionnaire" params={{ id: page.id }} className="no-print">
            Répondre
          </Link>
        )
      }
    >
      {latest.length === 0 && <p className="soft small">Aucun questionnaire rempli.</p>}
      {latest.map((one) => {
        const instrument = known.data?.instruments.find(
          ({ code, version }) => code === one.instrument && version === one.version,
        );
        return (
          <div key={one.id}>
            <p>
              <Link
                to="/personnes/$id/questionnaire"
                params={{ id: page.id }}
                search={{ questionnaire: one.instrument }}
              >
                {instrument?.label ?? one.instrument}
              </Link>
              &nbsp;: <strong>{numberText(one.score)}</strong>
              <br />
              <span className="soft small">
                {instrument && bandOf(instrument.bands, one.score, page.identity.sex)?.label}, le{" "}
                {shortDayText(one.onDay)}
              </span>
            </p>
            {one.alert && (
              <Alert tone="missing" title="Idées de mort ou de se faire du mal">
                <p>Dit le {shortDayText(one.onDay)}&nbsp;: à reprendre le jour même. 3114, jour et nuit.</p>
              </Alert>
            )}
          </div>
        );
      })}
    </Card>
  );
}
