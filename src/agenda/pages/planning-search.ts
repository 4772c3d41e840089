/** What the planning shows, as its address says it. */
export const PLANNING_VIEWS = [
  { code: "semaine", label: "Semaine" },
  { code: "heures", label: "Heures" },
  { code: "absences", label: "Absences" },
  { code: "equipe", label: "Équipe" },
  { code: "prestations", label: "Prestations et salles" },
  { code: "ligne", label: "Téléphone" },
  { code: "tableau", label: "Depuis un tableau" },
] as const;

type PlanningView = (typeof PLANNING_VIEWS)[number]["code"];

export interface PlanningSearch {
  /** Absent: the week. */
  readonly partie?: PlanningView;
  /** ISO day of the week shown; absent: this one. */
  readonly jour?: string;
  readonly site?: string;
}

/** Reads it from an address; what is not understood is left out. */
export function readPlanningSearch({ partie, jour, site }: Record<string, unknown>): PlanningSearch {
  const view = PLANNING_VIEWS.find(({ code }) => code === partie)?.code;
  return {
    ...(view ? { partie: view } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(String(jour)) ? { jour: String(jour) } : {}),
    ...(/^[0-9a-f-]{36}$/.test(String(site)) ? { site: String(site) } : {}),
  };
}
