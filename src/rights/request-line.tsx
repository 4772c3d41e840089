import "./requests.css";
import { Link } from "@tanstack/react-router";
import { Badge, type Tone } from "../ui/alert.tsx";
import { today } from "../ui/days.ts";
import { dayText } from "../ui/format.ts";
import { type WhatIsNext, whatIsNext } from "./requests/alerts.ts";
import type { RequestLine as Line } from "./requests/model.ts";
import { stateLabels, waitLabels } from "./requests/words.ts";
import { useRequestTypes } from "./use-request-types.ts";

const TONES: Readonly<Record<WhatIsNext["when"], Tone>> = { late: "missing", now: "wait", later: "unknown" };

/** One request in two lines: which right, where it stands and on what, the act to do and its last day. */
export function RequestLine({ personId, line }: { readonly personId: string; readonly line: Line }) {
  return (
    <li className="request-line">
      <p>
        <Link to="/personnes/$id/demandes/$request" params={{ id: personId, request: line.id }}>
          <strong>{line.label}</strong>
        </Link>{" "}
        {stateLabels[line.state]}
        <span className="soft small">
          {line.stateOn === null ? ", jour inconnu" : `, le ${dayText(line.stateOn)}`}
          {line.waitsOn !== null && ` · ${waitLabels[line.waitsOn]}`}
        </span>
      </p>
      <Next line={line} />
    </li>
  );
}

/** The act to do and its last day, with the doubt of the law when there is one. */
export function Next({ line }: { readonly line: Parameters<typeof whatIsNext>[0] }) {
  const kinds = useRequestTypes();
  if (!kinds.data) return null;
  const next = whatIsNext(line, kinds.data.parameters, today());
  if (next === null) return null;
  return (
    <p className="request-next">
      <Badge tone={TONES[next.when]}>{next.words}</Badge>
      {next.doubt !== null && <span className="soft small"> délai {next.doubt}</span>}
    </p>
  );
}
