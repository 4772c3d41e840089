import { useRef, useState } from "react";
import { messageOf, postForLines } from "../../ui/server/api-client.ts";
import type { Corrections, PairDecisions } from "../corrections.ts";
import type { ImportEvent, ImportOutcome, ImportReview } from "../import-messages.ts";

/** What to send: the file, what is said of it, and the year when the register leaves it out. */
export interface ImportAsk {
  readonly file: File;
  readonly year: string;
  readonly corrections: Corrections;
  readonly pairs: PairDecisions;
  readonly dryRun: boolean;
}

/** Nothing corrected yet. */
export const nothingCorrected: Corrections = { columns: [], words: [], covers: [] };

/** Where an import stands. */
export type ImportState =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly ask: ImportAsk; readonly progress: Progress | null }
  | {
      readonly step: "planned";
      readonly ask: ImportAsk;
      readonly outcome: ImportOutcome;
      readonly review: ImportReview;
    }
  | {
      readonly step: "columns";
      readonly ask: ImportAsk;
      readonly message: string;
      readonly columns: ImportReview["columns"];
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
      if (event.review === null) return { step: "failed", ask, message: CUT };
      return { step: "planned", ask, outcome: event.outcome, review: event.review };
    case "finished":
      return { step: "finished", outcome: event.outcome, written: event.importId !== null };
    case "problem":
      return event.columns.length > 0
        ? { step: "columns", ask, message: event.message, columns: event.columns }
        : { step: "failed", ask, message: event.message };
  }
}

/** The file and what is said of it, as the server reads them. */
export function formOf(ask: ImportAsk): FormData {
  const form = new FormData();
  form.set("decision", "ask");
  form.set("dryRun", String(ask.dryRun));
  form.set("review", "true");
  form.set("corrections", JSON.stringify(ask.corrections));
  form.set("pairs", JSON.stringify(ask.pairs));
  if (ask.year !== "") form.set("year", ask.year);
  form.set("file", ask.file);
  return form;
}
