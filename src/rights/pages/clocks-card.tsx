import { Badge } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import { clockLabels } from "../requests/alerts.ts";
import { clocksOf } from "../requests/clocks.ts";
import { doubtOfRow, type RequestLaw, routeLabels } from "../requests/law.ts";
import type { WholeRequest } from "../requests/model.ts";

interface ClocksCardProps {
  readonly request: WholeRequest;
  readonly law: RequestLaw;
}

/** The delays that run, each with the text it is drawn from, and whether that text was read. */
export function ClocksCard({ request, law }: ClocksCardProps) {
  const steps = request.steps.filter(({ until }) => until === null);
  const clocks = clocksOf({ type: request.type, nextChase: null, steps }, law);
  if (clocks.length === 0) return null;
  return (
    <Card title="Les délais">
      <ul className="request-lines">
        {clocks.map(({ code, from, day, rows }) => (
          <li key={code} className="request-line">
            <p>
              {clockLabels[code]}
              {"\u00a0: "}
              <strong>{from === null ? dayText(day) : `du ${dayText(from)} au ${dayText(day)}`}</strong>{" "}
              {rows.some((row) => doubtOfRow(row) !== null) && (
                <Badge tone="wait">{rows.map(doubtOfRow).find((words) => words !== null)}</Badge>
              )}
            </p>
            {rows.map((row) => (
              <p key={row.name + row.case} className="soft small">
                {row.case !== null &&
                  routeLabels[row.case] !== undefined &&
                  `${routeLabels[row.case]}\u00a0: `}
                {row.source}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}
