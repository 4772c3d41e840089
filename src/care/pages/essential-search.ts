import { type EssentialKind, essentialKinds } from "../essentials.ts";

/** What the address of the form says: what is noted, or the row to correct. */
export interface EssentialSearch {
  readonly quoi?: EssentialKind;
  readonly ligne?: string;
}

const IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address of the form; anything else in it is left out. */
export function readEssentialSearch(search: Record<string, unknown>): EssentialSearch {
  const quoi = essentialKinds.find((kind) => kind === search.quoi);
  const ligne = typeof search.ligne === "string" && IDENTIFIER.test(search.ligne) ? search.ligne : undefined;
  return { ...(quoi ? { quoi } : {}), ...(ligne ? { ligne } : {}) };
}
