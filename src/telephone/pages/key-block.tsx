import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

interface KeyBlockProps {
  readonly label: string;
  /** @param own the block itself has the focus, not a control in it @returns true when the key was one of its own */
  readonly onKey: (event: KeyboardEvent, own: boolean) => boolean;
  readonly children: ReactNode;
}

/** A block that has the focus as it appears; letters and figures act while it has it, and only then (WCAG 2.1.4). */
export function KeyBlock({ label, onKey, children }: KeyBlockProps) {
  const block = useRef<HTMLElement>(null);
  useEffect(() => block.current?.focus(), []);
  return (
    <section
      ref={block}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: takes the keys that its hints show
      tabIndex={0}
      className="tel-keys"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (onKey(event, event.target === block.current)) event.preventDefault();
      }}
    >
      {children}
    </section>
  );
}
