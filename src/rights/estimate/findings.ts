import type { LawParameter } from "./model.ts";

/** Whether a condition holds: `unknown` when a fact or a sure parameter is missing, never a guess. */
export type Truth = "met" | "unmet" | "unknown";

/** A condition looked at: its outcome, why in French sentences, and the parameters it used. */
export interface Finding {
  readonly truth: Truth;
  readonly why: readonly string[];
  readonly parameters: readonly LawParameter[];
}

export function finding(truth: Truth, why: string | null, parameters: readonly LawParameter[] = []): Finding {
  return { truth, why: why === null ? [] : [why], parameters };
}

/** Holds when each does. Told by what blocks, else by what is unknown and then what holds. */
export function all(...parts: readonly Finding[]): Finding {
  const of = (truth: Truth) => parts.filter((part) => part.truth === truth);
  if (of("unmet").length > 0) return together("unmet", of("unmet"));
  if (of("unknown").length > 0) return together("unknown", [...of("unknown"), ...of("met")]);
  return together("met", parts);
}

/** Holds when one does. Told by the first that holds, else by what is unknown, else by all that fail. */
export function any(...parts: readonly Finding[]): Finding {
  const met = parts.find(({ truth }) => truth === "met");
  if (met) return met;
  const unknown = parts.filter(({ truth }) => truth === "unknown");
  if (unknown.length > 0) return together("unknown", unknown);
  return together("unmet", parts);
}

function together(truth: Truth, parts: readonly Finding[]): Finding {
  return {
    truth,
    why: [...new Set(parts.flatMap(({ why }) => why))],
    parameters: [...new Set(parts.flatMap(({ parameters }) => parameters))],
  };
}
