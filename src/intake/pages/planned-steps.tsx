import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import type { Corrections, PairDecisions } from "../corrections.ts";
import { ColumnsStep } from "./columns-step.tsx";
import { ImportOutcomeView } from "./import-outcome.tsx";
import type { ImportAsk, ImportState } from "./import-run.ts";
import type { StepName } from "./import-stepper.tsx";
import { type PairAnswers, PairsStep } from "./pairs-step.tsx";
import { RowsStep } from "./rows-step.tsx";
import { WordsStep } from "./words-step.tsx";

interface PlannedStepsProps {
  readonly state: Extract<ImportState, { step: "planned" }>;
  readonly step: StepName;
  readonly onStep: (step: StepName) => void;
  readonly draft: Corrections;
  readonly onDraft: (draft: Corrections) => void;
  readonly answers: PairAnswers;
  readonly onAnswers: (answers: PairAnswers) => void;
  readonly onRun: (ask: ImportAsk) => void;
  readonly onAgain: () => void;
}

const NEXT: Readonly<Record<StepName, StepName>> = {
  file: "columns",
  columns: "rows",
  rows: "pairs",
  pairs: "import",
  import: "import",
};
const BEFORE: Readonly<Record<StepName, StepName>> = {
  file: "file",
  columns: "columns",
  rows: "columns",
  pairs: "rows",
  import: "pairs",
};

/** A plan looked at, corrected and decided; nothing is written before its last button. */
export function PlannedSteps(props: PlannedStepsProps) {
  const { state, step, onStep, draft, answers, onRun, onAgain } = props;
  const { ask, outcome, review } = state;
  const pairs = decisionsOf(answers);
  const undecided = review.pairs.filter(({ key }) => !answers.has(key)).length;
  const forward = () => {
    onStep(NEXT[step]);
    // What was corrected or decided is read again by the server before it is shown further.
    const corrected = step === "columns" && draft !== ask.corrections;
    const decided = step === "pairs" && JSON.stringify(pairs) !== JSON.stringify(ask.pairs);
    if (corrected || decided) onRun({ ...ask, corrections: draft, pairs, dryRun: true });
  };
  const contradicted = review.pairs.some((pair) => pair.contradicted);
  const nothing = outcome.rows.imported === 0;
  return (
    <div className="stack">
      <p>Ceci est un essai&nbsp;: rien n’est encore enregistré.</p>
      {step === "columns" && (
        <>
          <ColumnsStep columns={review.columns} corrections={draft} onChange={props.onDraft} />
          <WordsStep review={review} corrections={draft} onChange={props.onDraft} />
        </>
      )}
      {step === "rows" && (
        <>
          <ImportOutcomeView outcome={outcome} trial />
          <RowsStep rows={review.rows} ask={ask} />
        </>
      )}
      {step === "pairs" && <PairsStep pairs={review.pairs} answers={answers} onChange={props.onAnswers} />}
      {step === "import" && <ImportOutcomeView outcome={outcome} trial />}
      {step === "import" && contradicted && (
        <Alert tone="wait" title="Des réponses sur les paires se contredisent." announced>
          <p>Revenez aux paires&nbsp;: celles qui sont marquées attendent une autre réponse.</p>
        </Alert>
      )}
      <div className="row">
        {step !== "columns" && <Button onPress={() => onStep(BEFORE[step])}>Revenir</Button>}
        {step !== "import" && (
          <Button tone="main" onPress={forward} isDisabled={step === "pairs" && undecided > 0}>
            Continuer
          </Button>
        )}
        {step === "import" && !nothing && (
          <Button
            tone="main"
            isDisabled={undecided > 0 || contradicted}
            onPress={() => onRun({ ...ask, corrections: draft, pairs, dryRun: false })}
          >
            Importer
          </Button>
        )}
        <Button tone="quiet" onPress={onAgain}>
          Choisir un autre fichier
        </Button>
      </div>
    </div>
  );
}

function decisionsOf(answers: PairAnswers): PairDecisions {
  return [...answers].map(([key, decision]) => ({ key, decision }));
}
