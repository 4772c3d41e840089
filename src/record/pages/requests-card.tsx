import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { RequestLine } from "../../rights/request-line.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** States after which nothing is awaited. */
const OVER = ["refused_by_person", "renewed", "expired", "withdrawn", "closed_no_news"];

/** What is asked for this person: what is stuck on what, the next act and its last day. */
export function RequestsCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  // Doctors open those of care alone: a disability file, a long illness, a residence permit for care.
  const opens = mayWrite(me, "right_requests") || mayWrite(me, "clinical");
  const reads = me.natures.right_requests?.read === true;
  if (!reads) return page.requestSummary?.length ? <SummaryCard page={page} /> : null;
  const open = page.requests.filter(({ state }) => !OVER.includes(state));
  const over = page.requests.filter(({ state }) => OVER.includes(state));
  return (
    <Card
      title="Demandes de droits"
      actions={
        opens && (
          <Link to="/personnes/$id/demande" params={{ id: page.id }} className="no-print">
            Ouvrir une demande
          </Link>
        )
      }
    >
      {open.length === 0 && <p className="soft small">Aucune demande en cours.</p>}
      <ul className="request-lines">
        {open.map((line) => (
          <RequestLine key={line.id} personId={page.id} line={line} />
        ))}
      </ul>
      {over.length > 0 && (
        <details>
          <summary className="soft small">Closes ({over.length})</summary>
          <ul className="request-lines">
            {over.map((line) => (
              <RequestLine key={line.id} personId={page.id} line={line} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function SummaryCard({ page }: { readonly page: PersonPage }) {
  return (
    <Card title="Demandes de droits">
      <ul>
        {(page.requestSummary ?? []).map(({ label, state, on }) => (
          <li key={`${label} ${state} ${on}`}>
            {label}
            {"\u00a0: "}
            {state}
            {on !== null && <span className="soft small">, le {dayText(on)}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
