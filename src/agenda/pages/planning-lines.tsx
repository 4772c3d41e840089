import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { dayText, WEEKDAYS } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { PlanningLine } from "../planning/table.ts";
import { type Planning, siteName, whoName } from "./use-planning.ts";

interface PlanningLinesProps {
  readonly planning: Planning;
  readonly lines: readonly PlanningLine[];
  /** Lines put aside. */
  readonly left: ReadonlySet<number>;
  readonly onLeave: (row: number, leaves: boolean) => void;
}

/** What each line of the table becomes. */
export function PlanningLines({ planning, lines, left, onLeave }: PlanningLinesProps) {
  return (
    <TableScroll label="Lignes du tableau" long>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Ligne</th>
            <th scope="col">Demi-journée</th>
            <th scope="col">Ce qu’elle devient</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.row}>
              <th scope="row">{line.row}</th>
              <td>{wordsOf(planning, line)}</td>
              <td>
                {line.problems.length > 0 ? (
                  <>
                    <Badge tone="missing">pas ajoutée</Badge>
                    <ul>
                      {line.problems.map((problem) => (
                        <li key={problem}>{problem}</li>
                      ))}
                    </ul>
                  </>
                ) : line.known ? (
                  <Badge tone="unknown">déjà au planning</Badge>
                ) : (
                  <span className="row">
                    <Badge tone={left.has(line.row) ? "unknown" : "good"}>
                      {left.has(line.row) ? "laissée de côté" : "à ajouter"}
                    </Badge>
                    <Button
                      tone="quiet"
                      onPress={() => onLeave(line.row, !left.has(line.row))}
                      aria-label={`${left.has(line.row) ? "Reprendre" : "Laisser"} la ligne ${line.row}`}
                    >
                      {left.has(line.row) ? "Reprendre" : "Laisser"}
                    </Button>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function wordsOf(planning: Planning, { halfDay, cells }: PlanningLine): string {
  if (halfDay === null) return Object.values(cells).join(" · ");
  const room = planning.keeping.rooms.find(({ id }) => id === halfDay.roomId);
  return [
    whoName(planning, halfDay.professionalId),
    `${WEEKDAYS[halfDay.weekday - 1]} ${halfDay.starts}–${halfDay.ends}`,
    siteName(planning, halfDay.siteId),
    room?.label,
    halfDay.everyWeeks > 1 && `une semaine sur ${halfDay.everyWeeks}`,
    `dès le ${dayText(halfDay.from)}`,
    halfDay.until !== null && `jusqu’au ${dayText(halfDay.until)}`,
    halfDay.capacity !== null && `${halfDay.capacity} places`,
  ]
    .filter(Boolean)
    .join(" · ");
}
