import { Link } from "@tanstack/react-router";
import { Badge, type Tone } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import {
  type PaperAct,
  type PaperCopy,
  paperStateLabels,
  type RequestPapers,
  type ShownState,
} from "../papers/model.ts";

/** The last act of a line, and how it is shown today. */
export type HeldLine = PaperAct & { readonly shown: ShownState };

/** What a paper is called, and of whom when the request is for several. */
export function paperLabel(
  { kinds, members }: Pick<RequestPapers, "kinds" | "members">,
  { kind, words, who }: Pick<PaperAct, "kind" | "words" | "who">,
): string {
  const name = kinds.find(({ code }) => code === kind)?.label ?? words;
  return who === null ? name : `${name} (${memberName(members, who)})`;
}

export function memberName(members: RequestPapers["members"], who: string): string {
  const one = members.find(({ key }) => key === who);
  if (one === undefined) return "quelqu’un qui n’est plus dans la demande";
  return one.name ?? "quelqu’un du foyer";
}

const TONES: Readonly<Record<ShownState, Tone>> = {
  asked: "wait",
  received: "good",
  refused: "missing",
  expired: "missing",
  dropped: "unknown",
};

interface PaperLineProps {
  readonly request: RequestPapers;
  readonly line: HeldLine;
  /** Null: read only. */
  readonly onOpen: ((what: "receive" | "refuse") => void) | null;
  readonly onDrop: () => void;
}

/** One paper: where it stands, what will do, its copies, what was said before; and the two gestures it waits for. */
export function PaperLine({ request, line, onOpen, onDrop }: PaperLineProps) {
  const kind = request.kinds.find(({ code }) => code === line.kind);
  const before = request.papers.filter((act) => act.line === line.line && act.until !== null);
  const label = paperLabel(request, line);
  const there = line.shown === "received";
  return (
    <li className="paper-line">
      <p className="paper-head">
        <strong>{label}</strong>
        <Badge tone={TONES[line.shown]}>{paperStateLabels[line.shown]}</Badge>
      </p>
      {line.optional && !there && (
        <p className="soft small">S’il existe&nbsp;: son absence ne bloque rien.</p>
      )}
      {!there && kind !== undefined && kind.accepts !== "" && <p className="small">{kind.accepts}</p>}
      {line.kind !== null && line.words !== "" && <p className="small">{line.words}</p>}
      {line.reason !== "" && <p>Refusée&nbsp;: {line.reason}</p>}
      <p className="soft small">
        {line.validUntil !== null && `Valable jusqu’au ${dayText(line.validUntil)}. `}
        Noté par {line.by}, le {dayText(line.on)}.{there && line.copies.length === 0 && " Vue, sans copie."}
      </p>
      {line.copies.length > 0 && (
        <p className="row">
          {line.copies.map((copy, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pages keep their order, and some have no name
            <Copy key={at} copy={copy} page={at + 1} label={label} />
          ))}
        </p>
      )}
      {onOpen !== null && (
        <div className="paper-acts no-print">
          <Button tone={there ? "plain" : "main"} onPress={() => onOpen("receive")}>
            {there ? "Ajouter une page" : "Recevoir"}
            <span className="unseen">{`\u00a0: ${label}`}</span>
          </Button>
          {line.shown !== "refused" && (
            <Button onPress={() => onOpen("refuse")}>
              Refuser<span className="unseen">{`\u00a0: ${label}`}</span>
            </Button>
          )}
          {line.state === "asked" && (
            <Button tone="quiet" onPress={onDrop}>
              Plus besoin<span className="unseen">{`\u00a0: ${label}`}</span>
            </Button>
          )}
        </div>
      )}
      {before.length > 0 && (
        <details className="small">
          <summary>Ce qui a été noté avant</summary>
          <ul>
            {before.map((act) => (
              <li key={act.id}>
                {paperStateLabels[act.state]} le {dayText(act.on)}
                {act.reason !== "" && ` (${act.reason})`}, noté par {act.by} le{" "}
                {momentText(act.at).slice(0, 16)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Copy({
  copy,
  page,
  label,
}: {
  readonly copy: PaperCopy;
  readonly page: number;
  readonly label: string;
}) {
  if ("gone" in copy) return <span className="soft">Page {page}&nbsp;: copie supprimée</span>;
  if ("withheld" in copy) return <span className="soft">Page {page}&nbsp;: réservée</span>;
  return (
    <Link
      className="paper-copy"
      to="/personnes/$id/documents/$document"
      params={{ id: copy.on, document: copy.id }}
    >
      Voir la page {page}
      <span className="unseen">{`\u00a0: ${label}`}</span>
    </Link>
  );
}
