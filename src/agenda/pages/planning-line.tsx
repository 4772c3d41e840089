import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { lineHoursWords } from "../planning/line-hours.ts";
import { LineForm } from "./line-form.tsx";
import type { Planning } from "./use-planning.ts";

/** The line people call: its number and hours, what is read to everyone, the interpreters one rings. */
export function PlanningLine({ planning }: { readonly planning: Planning }) {
  const { line } = planning.keeping;
  const [open, setOpen] = useState(false);
  return (
    <Card
      title="Ligne téléphonique"
      actions={
        <Button onPress={() => setOpen(true)}>
          {line === null ? "Noter la ligne" : "Modifier la ligne"}
        </Button>
      }
    >
      {line === null ? (
        <EmptyState title="Aucune ligne n’est notée.">
          <p>Son numéro est dit dans les rappels, pour annuler&nbsp;; le reste est montré à qui répond.</p>
        </EmptyState>
      ) : (
        <dl className="facts">
          <dt>Numéro</dt>
          <dd>{line.phone}</dd>
          <dt>Elle répond</dt>
          <dd>{lineHoursWords(line.hours) || "heures pas notées"}</dd>
          <dt>À apporter</dt>
          <dd>{line.bring === "" ? "rien n’est dit" : `«\u00a0${line.bring}\u00a0»`}</dd>
          <dt>Interprètes au téléphone</dt>
          <dd>
            {line.interpreter === null
              ? "aucun numéro noté"
              : [
                  line.interpreter.phone,
                  line.interpreter.code && `code ${line.interpreter.code}`,
                  line.interpreter.languages.join(", "),
                ]
                  .filter(Boolean)
                  .join(" · ")}
          </dd>
        </dl>
      )}
      {open && <LineForm planning={planning} one={line} onClose={() => setOpen(false)} />}
    </Card>
  );
}
