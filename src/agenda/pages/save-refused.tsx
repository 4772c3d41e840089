import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { ServerProblem } from "../../ui/server/api-client.ts";

interface SaveRefusedProps {
  readonly error: unknown;
  /** What is recorded now, in words. */
  readonly now: string | undefined;
  /** What is typed shall replace it at the next try. */
  readonly onKeepMine: () => void;
}

/** Why nothing was recorded; when someone else changed it meanwhile, what they wrote, beside what is typed. */
export function SaveRefused({ error, now, onKeepMine }: SaveRefusedProps) {
  const changed = error instanceof ServerProblem && error.code === "stale" && now !== undefined;
  if (!changed) return <Refused error={error} />;
  return <ChangedMeanwhile now={now} onKeepMine={onKeepMine} />;
}

interface ChangedMeanwhileProps {
  readonly now: string;
  /** Null: what is typed has no use any more. */
  readonly onKeepMine: (() => void) | null;
}

/** What someone else recorded meanwhile, shown above what is typed, which stays. */
export function ChangedMeanwhile({ now, onKeepMine }: ChangedMeanwhileProps) {
  return (
    <Alert
      tone="wait"
      announced
      title="Quelqu’un vient de modifier ces informations. Rien n’a été enregistré, et votre saisie est encore là."
    >
      <p>Enregistré maintenant&nbsp;: {now}</p>
      {onKeepMine !== null && <Button onPress={onKeepMine}>Garder ma version, puis enregistrer</Button>}
    </Alert>
  );
}
