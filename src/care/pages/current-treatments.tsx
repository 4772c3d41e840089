import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { dayText, shortDayText } from "../../ui/format.ts";
import type { Keyed } from "../../ui/keyed.ts";
import type { EssentialOf } from "../essentials.ts";
import type { PrescriptionLine } from "../prints.ts";
import { isTakenUp, takeUp } from "./print-form.ts";

/** What an ordonnance may take up: treatments under way, and when the last one was established (ISO), if ever. */
export interface Renewable {
  readonly treatments: readonly EssentialOf<"treatment">[];
  readonly lastPrescribed: string | null;
}

interface CurrentTreatmentsProps extends Renewable {
  readonly lines: readonly Keyed<PrescriptionLine>[];
  readonly onTakeUp: (lines: readonly Keyed<PrescriptionLine>[]) => void;
}

/**
 * Treatments under way, to be taken up as lines. None is ticked beforehand: each renewal is a decision, and the list may hold
 * what another prescriber follows, or what nobody stopped in writing.
 */
export function CurrentTreatments({ treatments, lastPrescribed, lines, onTakeUp }: CurrentTreatmentsProps) {
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const left = treatments.filter((one) => !isTakenUp(one, lines));
  const chosen = left.filter(({ id }) => ticked.includes(id));
  if (left.length === 0) return null;
  return (
    <fieldset className="field">
      <legend className="field-label">Traitements en cours</legend>
      <p className="field-help">
        {lastPrescribed === null
          ? "Aucune ordonnance n’a été établie ici."
          : `Dernière ordonnance établie ici le ${dayText(lastPrescribed)}.`}{" "}
        Cochez ce que vous renouvelez&nbsp;; chaque ligne reste à relire.
      </p>
      <div className="choices">
        {left.map(({ id, content: { label, dose, from } }) => (
          <Check
            key={id}
            label={[label, dose, from !== null && `depuis le ${shortDayText(from)}`]
              .filter(Boolean)
              .join(" · ")}
            value={ticked.includes(id)}
            onChange={(on) => setTicked((all) => (on ? [...all, id] : all.filter((one) => one !== id)))}
          />
        ))}
      </div>
      <div>
        <Button isDisabled={chosen.length === 0} onPress={() => onTakeUp(takeUp(lines, chosen))}>
          Reprendre les traitements en cours
        </Button>
      </div>
    </fieldset>
  );
}
