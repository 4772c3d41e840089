import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChooseFile } from "./choose-file.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportOutcomeView } from "./import-outcome.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { type ImportState, useImportRun } from "./import-run.ts";
import { ProbablePairs } from "./probable-pairs.tsx";

/** Brings a register in: a trial run first, so that one sees each row's fate before anything is written. */
export function ImportsPage() {
  const client = useQueryClient();
  // Everything read so far may have changed: people, the report, the words.
  const run = useImportRun(() => void client.invalidateQueries());
  const { state } = run;
  return (
    <>
      <title>Imports · Maillage</title>
      <h1>Imports</h1>
      <Card title={titleOf(state)}>
        {state.step === "idle" && (
          <ChooseFile onChosen={(file, year) => run.start({ file, year, decision: "ask", dryRun: true })} />
        )}
        {state.step === "running" && (
          <ImportProgress progress={state.progress} dryRun={state.ask.dryRun} onCancel={run.cancel} />
        )}
        {state.step === "planned" && <Planned state={state} run={run} />}
        {state.step === "finished" && <Finished state={state} onAgain={run.reset} />}
        {state.step === "cancelled" && (
          <Alert tone="wait" title="Import arrêté&nbsp;: rien n’a été enregistré." announced>
            <div className="row">
              <Button onPress={() => run.start(state.ask)}>Reprendre du début</Button>
              <Button onPress={run.reset}>Choisir un autre fichier</Button>
            </div>
          </Alert>
        )}
        {state.step === "failed" && (
          <Alert tone="missing" title={state.message} announced>
            <div className="row">
              <Button onPress={() => run.start(state.ask)}>Réessayer</Button>
              <Button onPress={run.reset}>Choisir un autre fichier</Button>
            </div>
          </Alert>
        )}
      </Card>
      <ImportHistory />
    </>
  );
}

interface PlannedProps {
  readonly state: Extract<ImportState, { step: "planned" }>;
  readonly run: ReturnType<typeof useImportRun>;
}

function Planned({ state, run }: PlannedProps) {
  const { ask, outcome } = state;
  const [choice, setChoice] = useState<"accept" | "reject" | null>(
    ask.decision === "ask" ? null : ask.decision,
  );
  const pairs = outcome.pairs.length > 0;
  const ready = !pairs || choice !== null;
  return (
    <div className="stack">
      <p>
        Essai de <strong>{ask.file.name}</strong> : rien n’est encore enregistré.
      </p>
      <ImportOutcomeView outcome={outcome} trial />
      {pairs && <ProbablePairs pairs={outcome.pairs} value={choice} onChange={setChoice} />}
      <div className="row">
        {outcome.rows.imported > 0 || pairs ? (
          <Button
            tone="main"
            isDisabled={!ready}
            onPress={() => run.start({ ...ask, dryRun: false, decision: choice ?? "ask" })}
          >
            Importer
          </Button>
        ) : null}
        <Button onPress={run.reset}>Choisir un autre fichier</Button>
        {!ready && <span className="soft">Dites d’abord ce qu’il en est des paires probables.</span>}
      </div>
    </div>
  );
}

interface FinishedProps {
  readonly state: Extract<ImportState, { step: "finished" }>;
  readonly onAgain: () => void;
}

function Finished({ state, onAgain }: FinishedProps) {
  return (
    <div className="stack">
      <Alert
        tone="good"
        title={
          state.written ? "Import enregistré." : "Rien de nouveau\u00a0: toutes ces lignes étaient déjà là."
        }
        announced
      />
      <ImportOutcomeView outcome={state.outcome} trial={false} />
      <div>
        <Button onPress={onAgain}>Importer un autre fichier</Button>
      </div>
    </div>
  );
}

function titleOf(state: ImportState): string {
  if (state.step === "planned") return "Ce que l’import ferait";
  if (state.step === "finished") return "Ce que l’import a fait";
  return "Importer un registre";
}
