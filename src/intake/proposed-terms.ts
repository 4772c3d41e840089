/** Terms that a register uses and the vocabularies lack. */
import type { ParsedVisit, ProposedTerm, TermUse } from "./model.ts";
import { bestText } from "./spelling.ts";

/** One proposal for each list and code, with its best spelling and its rows. */
export function proposedTerms(visits: readonly ParsedVisit[]): ProposedTerm[] {
  const proposals = new Map<string, { use: TermUse; labels: string[]; rows: number[] }>();
  for (const visit of visits) {
    for (const use of termsOf(visit)) {
      if (use.known) continue;
      const key = `${use.list}:${use.code}`;
      const proposal = proposals.get(key) ?? { use, labels: [], rows: [] };
      proposal.labels.push(use.label);
      proposal.rows.push(visit.row);
      proposals.set(key, proposal);
    }
  }
  return [...proposals.values()].map(({ use, labels, rows }) => ({
    list: use.list,
    code: use.code,
    label: bestText(labels),
    rows,
  }));
}

/** Every term a visit uses. */
export function termsOf(visit: ParsedVisit): TermUse[] {
  const { referrer, housing, place, contact, professional } = visit;
  const single = [referrer, housing, place, contact, professional?.kind ?? null];
  return [...single.filter((use) => use !== null), ...visit.reasons, ...visit.orientations];
}
