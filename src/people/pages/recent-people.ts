import { useQuery } from "@tanstack/react-query";
import { get } from "../../ui/server/api-client.ts";
import type { PersonLine } from "../model.ts";

/** The last people whose record one opened; null until known, when there are none, or when not wanted. */
export function useRecentPeople(wanted: boolean): readonly PersonLine[] | null {
  const recent = useQuery({
    queryKey: ["people-recent"],
    queryFn: ({ signal }) => get<{ people: PersonLine[] }>("/api/people/recent", { signal }),
    enabled: wanted,
    staleTime: 0,
  });
  const people = recent.data?.people ?? [];
  return wanted && people.length > 0 ? people : null;
}
