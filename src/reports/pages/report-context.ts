import { createContext, useContext } from "react";
import { differenceText } from "../compare.ts";
import type { ActivityReport, Note, Period } from "../model.ts";
import { currentWording, type Wording } from "../wording.ts";
import type { OpenedFigure } from "./people-behind.tsx";

/** What every block of a report shares: its words, what opens, what it is compared with, what is written beside it. */
export interface ReportContextValue {
  readonly period: Period;
  readonly wording: Wording;
  /** Null where a figure opens nothing: a frozen one counts people as they were then. */
  readonly onOpen: ((figure: OpenedFigure) => void) | null;
  readonly compared: ActivityReport | null;
  readonly notes: readonly Note[];
  readonly canWriteNotes: boolean;
}

export const ReportContext = createContext<ReportContextValue>({
  period: { from: "", to: "" },
  wording: currentWording,
  onOpen: null,
  compared: null,
  notes: [],
  canWriteNotes: false,
});

export function useReport(): ReportContextValue {
  return useContext(ReportContext);
}

/** A line's opening onto its list; none where the report is frozen. */
export function useOpening(): (code: string, label: string) => (() => void) | undefined {
  const { onOpen } = useReport();
  return (code, label) => (onOpen === null ? undefined : () => onOpen({ code, label }));
}

/** "2013 : 288 (+12, +4 %)"; undefined when nothing is compared, or the other period has no such figure. */
export function useComparison(): (
  now: number | null,
  other: (report: ActivityReport) => number | null | undefined,
  written: (value: number) => string,
) => string | undefined {
  const { compared } = useReport();
  return (now, other, written) => {
    if (compared === null || now === null) return undefined;
    const before = other(compared) ?? null;
    return before === null
      ? "avant\u00a0: pas d’historique"
      : `avant\u00a0: ${written(before)} (${differenceText(now, before)})`;
  };
}
