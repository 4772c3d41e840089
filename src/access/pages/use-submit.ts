import { useState } from "react";
import { messageOf, ServerProblem } from "../../ui/server/api-client.ts";

interface Submit {
  readonly pending: boolean;
  /** What went wrong last, in French; null when nothing did. */
  readonly problem: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly run: (work: () => Promise<void>, explain?: (error: unknown) => string) => void;
}

/** One action at a time of a form: pending, then done or refused with its reason. For pages that open a session. */
export function useSubmit(): Submit {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(
    null,
  );
  return {
    pending,
    problem: error?.message ?? null,
    fields: error?.fields ?? {},
    run: (work, explain = messageOf) => {
      if (pending) return;
      setPending(true);
      setError(null);
      work()
        .catch((caught: unknown) => {
          const server = caught instanceof ServerProblem;
          setError({
            message: server ? caught.message : explain(caught),
            fields: server ? caught.fields : {},
          });
        })
        .finally(() => setPending(false));
    },
  };
}
