import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import { messageOf } from "./server/api-client.ts";

/** Something is on its way, and what. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="soft" role="status">
      {what}…
    </p>
  );
}

interface RefusedProps {
  readonly error: unknown;
  /** Asks again; absent when asking again is of no use. */
  readonly retry?: () => unknown;
}

/** What was asked did not come: why, and a way to ask again. */
export function Refused({ error, retry }: RefusedProps) {
  return (
    <Alert tone="missing" title={messageOf(error)} announced>
      {retry !== undefined && (
        <Button
          onPress={() => {
            retry();
          }}
        >
          Réessayer
        </Button>
      )}
    </Alert>
  );
}
