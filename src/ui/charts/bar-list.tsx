import "./charts.css";
import type { Tone } from "../alert.tsx";
import { Button } from "../button.tsx";

/** One bar: its words, its length, what is written at its end, and what it opens. */
export interface BarLine {
  readonly key: string;
  readonly label: string;
  readonly size: number;
  /** "32 %" or "31" */
  readonly value: string;
  /** "39 personnes", pressed to open the list. */
  readonly detail?: string;
  readonly tone: Tone;
  readonly onOpen?: (() => void) | undefined;
  /** The same figure elsewhere, and the difference. */
  readonly compared?: string | undefined;
}

interface BarListProps {
  readonly label: string;
  readonly lines: readonly BarLine[];
  /** The size that fills the width; by default the largest. */
  readonly full?: number;
}

/** Horizontal bars, each a line of text first: read aloud, it is a list of labels and figures. */
export function BarList({ label, lines, full }: BarListProps) {
  const longest = Math.max(1, full ?? 0, ...lines.map((line) => line.size));
  return (
    <ul className="bars" aria-label={label}>
      {lines.map((line) => (
        <li key={line.key} className={`bars-line tone-${line.tone}`}>
          <span className="bars-label">{line.label}</span>
          <span className="bars-track" aria-hidden="true">
            <span className="bars-fill" style={{ width: `${(line.size / longest) * 100}%` }} />
          </span>
          <span className="bars-value">
            <strong>{line.value}</strong>
            {line.onOpen !== undefined && line.size > 0 ? (
              <Button tone="quiet" onPress={line.onOpen} aria-label={`${line.label}\u00a0: voir la liste`}>
                {line.detail ?? "liste"}
              </Button>
            ) : (
              <span className="soft small">{line.detail}</span>
            )}
            {line.compared !== undefined && <span className="bars-compared">{line.compared}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
