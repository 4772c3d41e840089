/** Which right a new request is for, and which it renews, as the address says it. */
export interface RequestSearch {
  readonly droit?: string;
  readonly renouvelle?: string;
}

export function readRequestSearch({ droit, renouvelle }: Record<string, unknown>): RequestSearch {
  return {
    ...(typeof droit === "string" ? { droit } : {}),
    ...(typeof renouvelle === "string" ? { renouvelle } : {}),
  };
}
