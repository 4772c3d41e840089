/** What the address of a paper's form says: the paper printed before that it begins from. */
export interface PrintSearch {
  readonly depuis?: string;
}

const IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address of a paper's form; anything else in it is left out. */
export function readPrintSearch(search: Record<string, unknown>): PrintSearch {
  const { depuis } = search;
  return typeof depuis === "string" && IDENTIFIER.test(depuis) ? { depuis } : {};
}
