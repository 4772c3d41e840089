import { useEffect, useState } from "react";

const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "click", "wheel", "keydown", "input"] as const;
/** What wakes a screen must not act on what lies beneath: a finger's press wakes it only once it is lifted (click). */
const SWALLOWED: readonly string[] = ["pointerdown", "click", "wheel", "keydown"];

/**
 * True once nobody has touched mouse, keyboard or screen for `delay` milliseconds. The gesture that ends it does
 * nothing else: a key that wakes the screen is not typed into the form beneath.
 */
export function useUnattended(delay: number): boolean {
  const [unattended, setUnattended] = useState(false);
  useEffect(() => {
    let last = Date.now();
    let timer = window.setTimeout(check, delay);
    let veiled = false;

    // One timer looked at when it rings, rather than one remade at each move of the mouse.
    function check() {
      const left = last + delay - Date.now();
      if (left <= 0) veil(true);
      else timer = window.setTimeout(check, left);
    }
    function veil(next: boolean) {
      veiled = next;
      setUnattended(next);
      window.clearTimeout(timer);
      if (!next) timer = window.setTimeout(check, delay);
    }
    function live(event: Event) {
      last = Date.now();
      if (!veiled) return;
      if (SWALLOWED.includes(event.type)) {
        event.stopImmediatePropagation();
        if (event.cancelable) event.preventDefault();
      }
      const finger = event instanceof PointerEvent && event.pointerType === "touch";
      if (event.type === "pointerdown" || (finger && event.type === "pointermove")) return;
      veil(false);
    }
    // A computer that slept wakes with the screen of before.
    function shown() {
      if (!veiled && document.visibilityState === "visible" && last + delay <= Date.now()) veil(true);
    }
    for (const name of SIGNS_OF_LIFE) window.addEventListener(name, live, { capture: true, passive: false });
    document.addEventListener("visibilitychange", shown);
    return () => {
      window.clearTimeout(timer);
      for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, live, { capture: true });
      document.removeEventListener("visibilitychange", shown);
    };
  }, [delay]);
  return unattended;
}
