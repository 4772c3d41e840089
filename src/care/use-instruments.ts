import { useQuery } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { Instrument } from "./instruments.ts";

/** The short instruments; they change rarely and are asked once a session. @param wanted asked when it is true */
export function useInstruments(wanted: boolean) {
  return useQuery({
    queryKey: ["instruments"],
    queryFn: ({ signal }) => get<{ instruments: Instrument[] }>("/api/instruments", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: wanted,
  });
}
