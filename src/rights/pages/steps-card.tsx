import { useVocabulary, wordLabel } from "../../network/use-vocabulary.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import type { SeenStep, WholeRequest } from "../requests/model.ts";
import { channelLabels, stateLabels } from "../requests/words.ts";

interface StepsCardProps {
  readonly request: WholeRequest;
  readonly onCorrect: ((step: SeenStep) => void) | null;
}

/** The steps as a dated line, then what was corrected. */
export function StepsCard({ request, onCorrect }: StepsCardProps) {
  const inForce = request.steps.filter(({ until }) => until === null);
  const words = useVocabulary();
  const corrected = request.steps.filter(({ until }) => until !== null);
  return (
    <Card title="Les étapes">
      <ol className="request-steps">
        {inForce.map((step) => (
          <li key={step.id}>
            <p>
              <strong>{stateLabels[step.state]}</strong>{" "}
              {step.on === null ? "jour inconnu" : `le ${dayText(step.on)}`}
              {step.channel !== null && `, ${channelLabels[step.channel].toLowerCase()}`}
            </p>
            {step.effectOn !== null && (
              <p>
                Droit du {dayText(step.effectOn)}
                {step.endsOn === null ? ", sans fin connue" : ` au ${dayText(step.endsOn)}`}
                {step.scope !== "" && ` (${step.scope})`}
              </p>
            )}
            {step.reason !== null && <p>{wordLabel(words.data?.non_take_up, step.reason)}</p>}
            {step.words !== "" && <p>{step.words}</p>}
            <p className="soft small">
              noté par {step.by} le {momentText(step.at).slice(0, 16)}
              {step.corrects !== null && " (correction)"}
              {onCorrect !== null && (
                <>
                  {" "}
                  <Button tone="quiet" onPress={() => onCorrect(step)}>
                    Corriger<span className="unseen">{`\u00a0: ${stateLabels[step.state]}`}</span>
                  </Button>
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      {corrected.length > 0 && (
        <details>
          <summary className="soft small">Ce qui a été corrigé ({corrected.length})</summary>
          <ul>
            {corrected.map((step) => (
              <li key={step.id} className="soft small">
                {stateLabels[step.state]}
                {step.on === null ? ", jour inconnu" : `, le ${dayText(step.on)}`}
                {step.effectOn !== null && `, droit du ${dayText(step.effectOn)}`}
                {`\u00a0: noté par ${step.by}, tenu pour vrai jusqu’au ${momentText(step.until ?? "").slice(0, 16)}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
