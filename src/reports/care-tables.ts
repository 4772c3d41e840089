/** Tables of interpreting, of care taken up again, of records broken open. Pure. */
import { interpreterLabels } from "../care/presence.ts";
import { languageLabel } from "../people/languages.ts";
import { type ActivityReport, glassLabels, takenUpLabels } from "./model.ts";
import { count, type ReportTable, type TableCell } from "./report-table.ts";
import { ratio } from "./rules.ts";
import type { Wording } from "./wording.ts";

export const INTERPRETED = "interpreted";
/** All openings of broken glass, and those that were reviewed. */
export const OPENINGS = "openings";
export const REVIEWED = "openings reviewed";

const BLANK: TableCell = { kind: "text", text: "" };

/** Those the report counts: a report frozen before them has none. */
export function careTables(report: ActivityReport, wording: Wording): ReportTable[] {
  const { interpreting, takenUp, glass } = report;
  return [
    ...(interpreting ? [interpretingTable(interpreting, wording)] : []),
    ...(takenUp ? [takenUpTable(takenUp, wording)] : []),
    ...(glass ? [glassTable(glass, wording)] : []),
  ];
}

/** Minutes as hours with two decimals, half up. */
export const hours = (minutes: number) => ratio(minutes, 60, 2) ?? 0;

function interpretingTable(
  { encounters, languages, interpreters }: NonNullable<ActivityReport["interpreting"]>,
  { definitions }: Wording,
): ReportTable {
  return {
    code: "interpreting",
    title: "Interprétariat",
    columns: ["Interprète ou langue", "Venues", "Heures"],
    rows: [
      ...interpreters.map((one) => {
        const id = `interpreter:${one.code}`;
        const spent: TableCell = { kind: "average", of: id, by: id, value: hours(one.minutes) };
        return { label: interpreterLabels[one.code], cells: [count(id, one.encounters), spent] };
      }),
      ...languages.map((one) => ({
        label: languageLabel(one.code),
        cells: [count(`language:${one.code}`, one.encounters), BLANK],
      })),
      { label: "Venues avec interprète", cells: [count(INTERPRETED, encounters), BLANK], total: true },
    ],
    definitions: [["Interprétariat", definitions.interpreting ?? ""]],
    bars: null,
  };
}

function takenUpTable(
  takenUp: NonNullable<ActivityReport["takenUp"]>,
  { definitions }: Wording,
): ReportTable {
  return {
    code: "taken",
    title: "Soins auxquels des personnes avaient renoncé",
    columns: ["Ce que le centre a fait", "Soins", "Personnes"],
    rows: takenUp.map(({ part, cares, persons }) => ({
      label: takenUpLabels[part],
      cells: [count(`taken:${part}`, cares), count(`taken persons:${part}`, persons)],
    })),
    definitions: [["Soins facilités, soins initiés", definitions.taken ?? ""]],
    bars: null,
  };
}

function glassTable(glass: NonNullable<ActivityReport["glass"]>, { definitions }: Wording): ReportTable {
  const all = glass.reduce((sum, { openings }) => sum + openings, 0);
  const pending = glass.find(({ outcome }) => outcome === "pending")?.openings ?? 0;
  return {
    code: "glass",
    title: "Accès d’urgence",
    columns: ["Ouvertures", "Nombre"],
    rows: [
      ...glass.map(({ outcome, openings }) => ({
        label: glassLabels[outcome],
        cells: [count(`glass:${outcome}`, openings)],
      })),
      { label: "Examinées", cells: [count(REVIEWED, all - pending)], total: true },
      { label: "Total", cells: [count(OPENINGS, all)], total: true },
    ],
    definitions: [["Accès d’urgence", definitions.glass ?? ""]],
    bars: null,
  };
}
