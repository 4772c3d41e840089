/** What the agenda shows, as its address says it. */
export interface AgendaSearch {
  /** ISO day; absent: today. */
  readonly jour?: string;
  readonly vue?: "semaine" | "attente";
  readonly site?: string;
  /** Practitioner of the week view. */
  readonly qui?: string;
}

const ID = /^[0-9a-f-]{36}$/;

/** Reads it from an address; what is not understood is left out. */
export function readAgendaSearch(search: Record<string, unknown>): AgendaSearch {
  const { jour, vue, site, qui } = search;
  return {
    ...(/^\d{4}-\d{2}-\d{2}$/.test(String(jour)) ? { jour: String(jour) } : {}),
    ...(vue === "semaine" || vue === "attente" ? { vue } : {}),
    ...(ID.test(String(site)) ? { site: String(site) } : {}),
    ...(ID.test(String(qui)) ? { qui: String(qui) } : {}),
  };
}
