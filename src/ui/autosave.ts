import { useEffect, useRef, useState } from "react";

/** Where what is typed stands, as told beside the form. */
export type AutosaveState =
  | { readonly kind: "same" }
  | { readonly kind: "waiting" }
  | { readonly kind: "kept"; readonly at: Date }
  | { readonly kind: "failed"; readonly error: unknown };

/** Long enough not to send every key, short enough that little is lost with the machine. */
const PAUSE_MS = 1_000;
/** A line that is cut comes back: the same words are sent again. */
const AGAIN_MS = 4_000;

/**
 * Sends what is typed when the typing pauses, one sending at a time, again when it failed.
 * @param text everything typed, as one text: what is sent when it changes
 * @param send rejects when it was not kept
 * @param worthAgain false for a failure that sending again would not mend
 */
export function useAutosave(
  text: string,
  send: () => Promise<void>,
  worthAgain: (error: unknown) => boolean,
): { readonly state: AutosaveState; readonly stop: () => void } {
  const [state, setState] = useState<AutosaveState>({ kind: "same" });
  const latest = useRef({ text, send, worthAgain });
  latest.current = { text, send, worthAgain };
  const kept = useRef(text);
  const work = useRef({ busy: false, stopped: false, timer: 0 });

  useEffect(() => {
    const { current } = work;
    if (text === kept.current || current.stopped) return;
    setState({ kind: "waiting" });
    plan(PAUSE_MS);
    function plan(delay: number) {
      clearTimeout(current.timer);
      current.timer = window.setTimeout(() => void run(), delay);
    }
    async function run() {
      if (current.busy) return plan(PAUSE_MS);
      const sent = latest.current.text;
      if (sent === kept.current || current.stopped) return;
      current.busy = true;
      try {
        await latest.current.send();
        kept.current = sent;
        setState({ kind: "kept", at: new Date() });
      } catch (error) {
        if (current.stopped) return;
        setState({ kind: "failed", error });
        if (latest.current.worthAgain(error)) plan(AGAIN_MS);
      } finally {
        current.busy = false;
      }
      if (latest.current.text !== sent) plan(PAUSE_MS);
    }
  }, [text]);

  // Leaving the form ends it: what was typed is kept in the browser's own draft.
  useEffect(() => {
    const { current } = work;
    current.stopped = false;
    return () => {
      current.stopped = true;
      clearTimeout(current.timer);
    };
  }, []);

  return {
    state,
    stop: () => {
      work.current.stopped = true;
      clearTimeout(work.current.timer);
    },
  };
}
