import "./surfaces.css";
import type { ReactNode } from "react";

interface TableScrollProps {
  /** What the table holds. */
  readonly label: string;
  readonly children: ReactNode;
  /** Long: its height is bounded and it scrolls within it. */
  readonly long?: boolean;
}

/** A table wider or longer than its place: it scrolls by itself, by keyboard too, and never the whole page. */
export function TableScroll({ label, children, long = false }: TableScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className={long ? "table-scroll table-long" : "table-scroll"} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
