import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post, ServerProblem } from "../../ui/server/api-client.ts";
import type { AgendaSetting } from "../model.ts";
import type { Keeping, Timetable } from "../planning/model.ts";
import { useSetting } from "./use-agenda.ts";

/** What every part of the planning reads. */
export interface Planning {
  readonly timetable: Timetable;
  readonly keeping: Keeping;
  readonly sites: AgendaSetting["sites"];
}

const TIMETABLE = ["planning", "timetable"];
const KEEPING = ["planning", "keeping"];

/** The whole planning; undefined while it comes. */
export function usePlanning() {
  const setting = useSetting();
  const timetable = useQuery({
    queryKey: TIMETABLE,
    queryFn: ({ signal }) => get<Timetable>("/api/agenda/timetable", { signal }),
    staleTime: 0,
  });
  const keeping = useQuery({
    queryKey: KEEPING,
    queryFn: ({ signal }) => get<Keeping>("/api/agenda/timetable/keeping", { signal }),
    staleTime: 0,
  });
  const planning: Planning | undefined =
    setting.data && timetable.data && keeping.data
      ? { timetable: timetable.data, keeping: keeping.data, sites: setting.data.sites }
      : undefined;
  return {
    planning,
    error: setting.error ?? timetable.error ?? keeping.error,
    again: () => Promise.all([setting.refetch(), timetable.refetch(), keeping.refetch()]),
  };
}

/** Reads again all that a change of the planning may have changed. */
export function usePlanningChanged() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["planning"] }),
      client.invalidateQueries({ queryKey: ["agenda-setting"] }),
    ]);
}

/**
 * Saves something of the planning. What was read when the form opened goes with it: someone else's change meanwhile is refused, and read.
 * @param one as the form opened; null: new
 */
export function useKept(path: string, one: { readonly stamp: string } | null, onKept: () => void) {
  const changed = usePlanningChanged();
  const [stamp, setStamp] = useState(one?.stamp);
  const save = useMutation({
    mutationFn: (body: object) => post(path, { ...body, ...(stamp === undefined ? {} : { stamp }) }),
    onSuccess: async () => {
      await changed();
      onKept();
    },
    onError: (error) => {
      if (error instanceof ServerProblem && error.status === 409) void changed();
    },
  });
  return { save, setStamp };
}

export function siteName({ sites }: Pick<Planning, "sites">, id: string): string {
  return sites.find((site) => site.id === id)?.name ?? "lieu retiré";
}

export function whoName({ timetable }: Pick<Planning, "timetable">, id: string): string {
  return timetable.practitioners.find((one) => one.id === id)?.label ?? "quelqu’un";
}

/** "08:30:00" → "08:30" */
export function shortHour(text: string): string {
  return text.slice(0, 5);
}

/** 90 → "1 h 30" */
export function lengthText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  if (hours === 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}`;
}
