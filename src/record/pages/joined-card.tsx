import "./duplicates.css";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import type { Joined } from "../duplicates/model.ts";
import { differences } from "../duplicates/rules.ts";
import type { PersonPage } from "../model.ts";
import { SeparateDialog } from "./separate-dialog.tsx";

type JoinedRecord = Joined["records"][number];

/** The other records read on this page, by what they differ, and the way to undo it. */
export function JoinedCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const [separating, setSeparating] = useState<Joined["decisions"][number] | null>(null);
  if (page.joined === null) return null;
  const { records, decisions } = page.joined;
  return (
    <Card title={records.length === 1 ? "Dossier réuni" : "Dossiers réunis"}>
      {records.map((record) => {
        const decision = decisions.find(({ id }) => id === record.id);
        return (
          <div key={record.id} className="joined-record stack">
            <RecordWords record={record} page={page} />
            {decision && (
              <p className="soft small">
                Réuni le {dayText(decision.at.slice(0, 10))}
                {decision.by !== null && ` par ${decision.by}`}
                {decision.joinedTo !== page.id && `, avec le n°\u00a0${numberOf(records, decision.joinedTo)}`}
                .
              </p>
            )}
            {decision && me.capabilities.includes("duplicates") && (
              <div className="row no-print">
                <Button
                  aria-label={`Défaire\u00a0: séparer le dossier n°\u00a0${record.localNumber}`}
                  onPress={() => setSeparating(decision)}
                >
                  Défaire
                </Button>
              </div>
            )}
          </div>
        );
      })}
      {separating && <SeparateDialog page={page} decision={separating} onClose={() => setSeparating(null)} />}
    </Card>
  );
}

function RecordWords({ record, page }: { readonly record: JoinedRecord; readonly page: PersonPage }) {
  const { identity, localNumber } = record;
  const birth = birthWords(identity.birth);
  const differing = differences(identity, page.identity);
  return (
    <div>
      <p>
        <strong>{shownName(identity).whole}</strong>{" "}
        <span className="soft">
          n°&nbsp;{localNumber}
          {birth !== null && `, ${bornWord(identity.sex)} ${birth}`}
        </span>
      </p>
      {differing.length > 0 && (
        <ul className="small">
          {differing.map(({ label, of }) => (
            <li key={label}>
              {label}&nbsp;: {of(identity) || "–"}{" "}
              <span className="soft">(ici {of(page.identity) || "–"})</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function numberOf(records: readonly JoinedRecord[], id: string): string {
  return String(records.find((one) => one.id === id)?.localNumber ?? "–");
}
