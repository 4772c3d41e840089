import { useEffect, useRef } from "react";

/** Function keys that work wherever the focus is: they type nothing (WCAG 2.1.4). @param off while a window is open */
export function useKeys(keys: Readonly<Record<string, () => void>>, off: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (off) return;
    const onKey = (event: KeyboardEvent) => {
      const act = latest.current[event.key];
      if (!act || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [off]);
}
