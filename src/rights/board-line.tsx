import "./requests.css";
import { Link } from "@tanstack/react-router";
import { shownName } from "../people/names-shown.ts";
import { countText, dayText } from "../ui/format.ts";
import type { BoardRow } from "./board/model.ts";
import { Next } from "./request-line.tsx";
import { stateLabels, waitLabels } from "./requests/words.ts";

/** Papers told on a line: beyond, how many more. */
const TOLD = 3;

/** "Passeport, Preuve de présence et 2 autres" */
function missingText(papers: readonly string[]): string {
  const more = papers.length - TOLD;
  return more <= 0 ? papers.join(", ") : `${papers.slice(0, TOLD).join(", ")} et ${countText(more, "autre")}`;
}

/** One request among others: whose, which right, where it stands, the act to do and its last day. */
export function BoardLine({ row, keeper }: { readonly row: BoardRow; readonly keeper: boolean }) {
  const name = shownName(row.person).whole;
  return (
    <li className="request-line">
      <p>
        <Link to="/personnes/$id" params={{ id: row.person.id }}>
          {name}
        </Link>
        {" · "}
        <Link
          to="/personnes/$id/demandes/$request"
          params={{ id: row.person.id, request: row.id }}
          aria-label={`${row.label}, demande de ${name}`}
        >
          <strong>{row.label}</strong>
        </Link>{" "}
        {stateLabels[row.state]}
        <span className="soft small">
          {row.stateOn !== null && `, le ${dayText(row.stateOn)}`}
          {row.waitsOn !== null && ` · ${waitLabels[row.waitsOn]}`}
          {keeper && ` · suivie par ${row.keeperName}`}
        </span>
      </p>
      {row.waitsOn !== "authority" && row.missing.length > 0 && (
        <p className="small">Manque&nbsp;: {missingText(row.missing)}</p>
      )}
      <Next line={row} />
    </li>
  );
}
