import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, post } from "../../ui/server/api-client.ts";
import type { AgendaSetting, AgendaView } from "../model.ts";

/** Services, practitioners, places; they change rarely. */
export function useSetting() {
  return useQuery({
    queryKey: ["agenda-setting"],
    queryFn: ({ signal }) => get<AgendaSetting>("/api/agenda/setting", { signal }),
    staleTime: 5 * 60_000,
  });
}

/** Days shown: of some sites, or of some practitioners. */
export interface Shown {
  readonly from: string;
  readonly until: string;
  readonly sites?: readonly string[];
  readonly professionals?: readonly string[];
}

const VIEW = "agenda-view";
/** Lists that any change may be of. */
const WHOLE: readonly string[] = ["agenda-waiting", "agenda-rounds", "agenda-round"];

export function useAgendaView(shown: Shown) {
  return useQuery({
    queryKey: [VIEW, shown],
    queryFn: ({ signal }) => post<AgendaView>("/api/agenda/view", shown, { signal }),
    staleTime: 0,
    gcTime: 60_000,
  });
}

/** Reads again what shows this day of this site; everything when nothing is said. */
export function agendaChanged(
  client: QueryClient,
  change?: { readonly site: string; readonly day: string },
): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [name, shown] }) => {
      if (typeof name === "string" && WHOLE.includes(name)) return true;
      if (name !== VIEW) return false;
      const { from, until, sites } = shown as Shown;
      return (
        change === undefined ||
        (from <= change.day && change.day <= until && (sites === undefined || sites.includes(change.site)))
      );
    },
  });
}

/** Time before a lost connection is tried again. */
const AGAIN_MS = 3_000;

/**
 * Hears what changed while a screen of the agenda is open, and reads those days again; all of them after a lost connection.
 * @returns whether changes are heard now
 */
export function useAgendaLive(): boolean {
  const client = useQueryClient();
  const [heard, setHeard] = useState(true);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: number | undefined;
    const open = () => {
      source = new EventSource("/api/agenda/live");
      source.addEventListener("all", () => {
        setHeard(true);
        agendaChanged(client);
      });
      source.addEventListener("day", ({ data }) => {
        const [site = "", day = ""] = String(data).split(" ");
        agendaChanged(client, { site, day });
      });
      source.addEventListener("error", () => {
        setHeard(false);
        // A browser gives up for good on an answer that is not a stream: the session ended, the server restarts.
        if (source?.readyState !== EventSource.CLOSED) return;
        timer = window.setTimeout(open, AGAIN_MS);
      });
    };
    open();
    return () => {
      source?.close();
      window.clearTimeout(timer);
    };
  }, [client]);
  return heard;
}
