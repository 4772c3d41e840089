import { useRef, useState } from "react";
import { messageOf, postForLines } from "../../ui/server/api-client.ts";
import type { ImportEvent, ImportOutcome } from "../import-messages.ts";

/** What to send: the file, what was decided of the probable pairs, and the year when the register leaves it out. */
export interface ImportAsk {
  readonly file: File;
  readonly decision: "ask" | "accept" | "reject";
  readonly dryRun: boolean;
  readonly year: string;
}

/** Where an import stands. */
export type ImportState =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly ask: ImportAsk; readonly progress: Progress | null }
  | {
      readonly step: "planned";
      readonly ask: ImportAsk;
      readonly outcome: ImportOutcome;
      readonly decisionNeeded: boolean;
    }
  | { readonly step: "finished"; readonly outcome: ImportOutcome; readonly written: boolean }
  | { readonly step: "failed"; readonly message: string; readonly ask: ImportAsk }
  | { readonly step: "cancelled"; readonly ask: ImportAsk };

export type Progress = Extract<ImportEvent, { event: "progress" }>;

/** One import at a time: started, followed line by line, cancelled by closing the request. */
export function useImportRun(onWritten: () => void) {
  const [state, setState] = useState<ImportState>({ step: "idle" });
  const abort = useRef<AbortController | null>(null);

  const start = async (ask: ImportAsk) => {
    const controller = new AbortController();
    abort.current?.abort();
    abort.current = controller;
    setState({ step: "running", ask, progress: null });
    try {
      let ended = false;
      for await (const event of postForLines<ImportEvent>("/api/imports", formOf(ask), controller.signal)) {
        const next = stateAfter(event, ask);
        ended ||= event.event !== "progress";
        setState(next);
        if (event.event === "finished") onWritten();
      }
      if (!ended) setState({ step: "failed", ask, message: CUT });
    } catch (error) {
      if (abort.current !== controller) return;
      setState(
        controller.signal.aborted
          ? { step: "cancelled", ask }
          : { step: "failed", ask, message: messageOf(error) },
      );
    }
  };
  return {
    state,
    start: (ask: ImportAsk) => void start(ask),
    cancel: () => abort.current?.abort(),
    reset: () => {
      abort.current?.abort();
      abort.current = null;
      setState({ step: "idle" });
    },
  };
}

const CUT =
  "La réponse du serveur s’est interrompue avant la fin. Un import s’enregistre en entier ou pas du tout\u00a0: regardez la liste des imports ci-dessous, puis recommencez s’il n’y est pas\u00a0; rien ne sera pris deux fois.";

function stateAfter(event: ImportEvent, ask: ImportAsk): ImportState {
  switch (event.event) {
    case "progress":
      return { step: "running", ask, progress: event };
    case "plan":
      return { step: "planned", ask, outcome: event.outcome, decisionNeeded: event.decisionNeeded };
    case "finished":
      return { step: "finished", outcome: event.outcome, written: event.importId !== null };
    case "problem":
      return { step: "failed", ask, message: event.message };
  }
}

function formOf(ask: ImportAsk): FormData {
  const form = new FormData();
  form.set("decision", ask.decision);
  form.set("dryRun", String(ask.dryRun));
  if (ask.year !== "") form.set("year", ask.year);
  form.set("file", ask.file);
  return form;
}
