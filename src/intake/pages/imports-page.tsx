import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { Corrections } from "../corrections.ts";
import { ChooseFile } from "./choose-file.tsx";
import { ColumnsStep } from "./columns-step.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportOutcomeView } from "./import-outcome.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { type ImportState, nothingCorrected, useImportRun } from "./import-run.ts";
import { ImportStepper, type StepName } from "./import-stepper.tsx";
import type { PairAnswers } from "./pairs-step.tsx";
import { PlannedSteps } from "./planned-steps.tsx";
import { RegisterMemoryCard } from "./register-memory-card.tsx";

/** Brings a register in, step by step: nothing is written before the last one. */
export function ImportsPage() {
  const client = useQueryClient();
  // Everything read so far may have changed: people, the report, the words.
  const run = useImportRun(() => void client.invalidateQueries());
  const { state } = run;
  const [step, setStep] = useState<StepName>("columns");
  const [draft, setDraft] = useState<Corrections>(nothingCorrected);
  const [answers, setAnswers] = useState<PairAnswers>(new Map());
  const startAgain = () => {
    setDraft(nothingCorrected);
    setAnswers(new Map());
    setStep("columns");
    run.reset();
  };
  const worked = draft !== nothingCorrected || answers.size > 0;
  const writing = state.step === "running" && !state.ask.dryRun;
  const losing = state.step !== "finished" && state.step !== "idle" && (worked || writing);
  return (
    <>
      <title>Imports · Maillage</title>
      <h1>Imports</h1>
      <LeavingDialog losing={losing} />
      <Card title={titleOf(state)}>
        <ImportStepper at={stepOf(state, step)} />
        {state.step === "idle" && (
          <ChooseFile
            onChosen={(file, year) =>
              run.start({ file, year, corrections: nothingCorrected, pairs: [], dryRun: true })
            }
          />
        )}
        {state.step === "running" && (
          <ImportProgress progress={state.progress} dryRun={state.ask.dryRun} onCancel={run.cancel} />
        )}
        {state.step === "columns" && (
          <div className="stack">
            <Alert tone="wait" title={state.message} announced>
              <p>Dites ci-dessous ce que contient chaque colonne.</p>
            </Alert>
            <ColumnsStep columns={state.columns} corrections={draft} onChange={setDraft} />
            <div className="row">
              <Button tone="main" onPress={() => run.start({ ...state.ask, corrections: draft })}>
                Continuer
              </Button>
              <Button onPress={startAgain}>Choisir un autre fichier</Button>
            </div>
          </div>
        )}
        {state.step === "planned" && (
          <PlannedSteps
            state={state}
            step={step}
            onStep={setStep}
            draft={draft}
            onDraft={setDraft}
            answers={answers}
            onAnswers={setAnswers}
            onRun={run.start}
            onAgain={startAgain}
          />
        )}
        {state.step === "finished" && <Finished state={state} onAgain={startAgain} />}
        {state.step === "cancelled" && (
          <Alert tone="wait" title="Import arrêté&nbsp;: rien n’a été enregistré." announced>
            <div className="row">
              <Button onPress={() => run.start({ ...state.ask, dryRun: true })}>Reprendre l’essai</Button>
              <Button onPress={startAgain}>Choisir un autre fichier</Button>
            </div>
          </Alert>
        )}
        {state.step === "failed" && (
          <Alert tone="missing" title={state.message} announced>
            <div className="row">
              <Button onPress={() => run.start({ ...state.ask, dryRun: true })}>Réessayer</Button>
              <Button onPress={startAgain}>Choisir un autre fichier</Button>
            </div>
          </Alert>
        )}
      </Card>
      <ImportHistory />
      <RegisterMemoryCard />
    </>
  );
}

/** Asks before leaving, only when something would be lost. */
function LeavingDialog({ losing }: { readonly losing: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => losing,
    enableBeforeUnload: () => losing,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog title="Quitter cet import&nbsp;?" onClose={blocker.reset}>
      <p>Rien n’est encore enregistré. Ce que vous avez corrigé et décidé pour ce fichier sera perdu.</p>
      <div className="row">
        <Button tone="danger" onPress={blocker.proceed}>
          Quitter
        </Button>
        <Button onPress={blocker.reset}>Rester</Button>
      </div>
    </Dialog>
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

function stepOf(state: ImportState, planned: StepName): StepName {
  if (state.step === "planned") return planned;
  if (state.step === "columns") return "columns";
  if (state.step === "finished") return "import";
  return state.step !== "idle" && !state.ask.dryRun ? "import" : "file";
}

function titleOf(state: ImportState): string {
  if (state.step === "planned") return `Essai de ${state.ask.file.name}`;
  if (state.step === "finished") return "Ce que l’import a fait";
  return "Importer un registre";
}
