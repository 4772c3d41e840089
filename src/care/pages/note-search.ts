/** What the address of a note's form says: the note's own identifier, the signed note it follows, the encounter it tells. */
export interface NoteSearch {
  /** Absent: a note not begun yet, which is given one. */
  readonly brouillon?: string;
  readonly suite?: string;
  readonly venue?: string;
}

const IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address of a note's form; anything else in it is left out. */
export function readNoteSearch(search: Record<string, unknown>): NoteSearch {
  const id = (value: unknown) => (typeof value === "string" && IDENTIFIER.test(value) ? value : undefined);
  const [brouillon, suite, venue] = [id(search.brouillon), id(search.suite), id(search.venue)];
  return { ...(brouillon ? { brouillon } : {}), ...(suite ? { suite } : {}), ...(venue ? { venue } : {}) };
}

/** Reads the address of a task's form: the note it comes from. */
export function readTaskSearch({ note }: Record<string, unknown>): { readonly note?: string } {
  return typeof note === "string" && IDENTIFIER.test(note) ? { note } : {};
}

/** Reads the address of the short instruments: the one to open on. */
export function readInstrumentSearch(search: Record<string, unknown>): { readonly questionnaire?: string } {
  const { questionnaire } = search;
  return typeof questionnaire === "string" && /^[a-z0-9_]{1,40}$/.test(questionnaire)
    ? { questionnaire }
    : {};
}
