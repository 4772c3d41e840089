import { useEffect, useRef, useState } from "react";

/** Where what is typed stands, as told beside the form. */
export type AutosaveState =
  | { readonly kind: "same" }
  | { readonly kind: "waiting" }
  | { readonly kind: "kept"; readonly at: Date }
  | { readonly kind: "failed"; readonly error: unknown };

/** Sends what is typed by itself, and at once when asked. */
export interface Autosave {
  readonly state: AutosaveState;
  /** Sends now what is left to send. @returns true once all that is typed is kept */
  readonly flush: () => Promise<boolean>;
  /** Sends no more: what is typed is going another way. */
  readonly stop: () => void;
}

/** Long enough not to send every key, short enough that little is lost with the machine. */
const PAUSE_MS = 1_000;
/** A line that is cut comes back: the same words are sent again. */
const AGAIN_MS = 4_000;

/**
 * Sends what is typed when the typing pauses, one sending at a time, again when it failed.
 * @param text everything typed, as one text: what is sent when it is not what is kept
 * @param keptAtFirst what the server holds already
 * @param send rejects when it was not kept
 * @param worthAgain false for a failure that sending again would not mend
 */
export function useAutosave(
  text: string,
  keptAtFirst: string,
  send: () => Promise<void>,
  worthAgain: (error: unknown) => boolean,
): Autosave {
  const [state, setState] = useState<AutosaveState>({ kind: "same" });
  const latest = useRef({ text, send, worthAgain });
  latest.current = { text, send, worthAgain };
  const kept = useRef(keptAtFirst);
  const work = useRef({ stopped: false, timer: 0, sending: null as Promise<void> | null });

  const plan = (delay: number) => {
    clearTimeout(work.current.timer);
    if (!work.current.stopped) work.current.timer = window.setTimeout(() => void run(), delay);
  };
  const run = async () => {
    const { current } = work;
    if (current.sending !== null) return plan(PAUSE_MS);
    const sent = latest.current.text;
    if (sent === kept.current || current.stopped) return;
    current.sending = latest.current.send();
    try {
      await current.sending;
      kept.current = sent;
      setState({ kind: "kept", at: new Date() });
    } catch (error) {
      if (current.stopped) return;
      setState({ kind: "failed", error });
      if (latest.current.worthAgain(error)) plan(AGAIN_MS);
    } finally {
      current.sending = null;
    }
    if (latest.current.text !== sent) plan(PAUSE_MS);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only new words start a sending
  useEffect(() => {
    if (text === kept.current || work.current.stopped) return;
    setState({ kind: "waiting" });
    plan(PAUSE_MS);
  }, [text]);

  // Leaving the form ends it: what was not sent is in the browser's own draft.
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
    flush: async () => {
      await work.current.sending?.catch(() => {});
      await run();
      return latest.current.text === kept.current;
    },
    stop: () => {
      work.current.stopped = true;
      clearTimeout(work.current.timer);
    },
  };
}
