import type { Me } from "../access/model.ts";

/** What someone's page puts first for a reader. */
export type Front = "care" | "social" | "desk";

/**
 * Care professionals need allergies, treatments and the last note before anything else; social professionals the situation;
 * the desk who it is and when they came (design, section 1). Told by what the matrix gives the reader, not by a job's name.
 */
export function frontOf({ natures, careElsewhere }: Pick<Me, "natures" | "careElsewhere">): Front {
  // Whose clinical program is another one opens Maillage for the rest: rights, requests, life.
  if (natures.clinical?.read) return careElsewhere === null ? "care" : "social";
  return natures.social_situation?.read || natures.right_requests?.read ? "social" : "desk";
}
