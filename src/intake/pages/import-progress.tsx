import { Label } from "react-aria-components/Label";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { Button } from "../../ui/button.tsx";
import type { Progress } from "./import-run.ts";

const PHASES: Readonly<Record<Progress["phase"], string>> = {
  reading: "Lecture du fichier",
  planning: "Examen des lignes",
  staging: "Préparation",
  finishing: "Enregistrement",
};

interface ImportProgressProps {
  readonly progress: Progress | null;
  readonly dryRun: boolean;
  readonly onCancel: () => void;
}

/** How far the import is; it can be stopped until it is written, and then leaves nothing. */
export function ImportProgress({ progress, dryRun, onCancel }: ImportProgressProps) {
  const phase = progress === null ? "Envoi du fichier" : PHASES[progress.phase];
  const known = progress !== null && progress.of > 0 && progress.done > 0;
  const percent = known ? Math.min(100, Math.round((progress.done / progress.of) * 100)) : 0;
  return (
    <div className="stack">
      <ProgressBar className="field" isIndeterminate={!known} value={percent}>
        <Label className="field-label">
          {dryRun ? "Essai" : "Import"} : {phase}
          {known ? ` (${percent}\u00a0%)` : "…"}
        </Label>
        <div className="progress">
          <div className="progress-done" style={{ width: `${percent}%` }} />
        </div>
      </ProgressBar>
      <div>
        <Button onPress={onCancel}>Arrêter</Button>
      </div>
    </div>
  );
}
