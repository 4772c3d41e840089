import "./surfaces.css";
import type { ReactNode } from "react";

/** What a colour says, always beside a word or a sign. */
export type Tone = "good" | "wait" | "missing" | "cover" | "social" | "care" | "unknown";

const SIGNS: Readonly<Record<Tone, string>> = {
  good: "✓",
  wait: "!",
  missing: "✕",
  cover: "§",
  social: "◦",
  care: "+",
  unknown: "?",
};

interface AlertProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  /** Announced at once by screen readers: for what follows an action. */
  readonly announced?: boolean;
}

/** A notice: its sign, what happened, then what to do. */
export function Alert({ tone, title, children, announced = false }: AlertProps) {
  return (
    <div className={`alert tone-${tone}`} role={announced ? "alert" : undefined}>
      <span className="alert-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <p className="alert-title">{title}</p>
      {children !== undefined && <div className="alert-body">{children}</div>}
    </div>
  );
}

/** A short state in a coloured pill. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`badge tone-${tone}`}>{children}</span>;
}
