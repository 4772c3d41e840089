import { queryOptions } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { PersonPage } from "./model.ts";

/** A person's page, as this reader may see it. Each asking is one line of the audit trail. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: ["person", id],
    queryFn: ({ signal }) => get<PersonPage>(`/api/people/${id}`, { signal }),
    staleTime: 60_000,
  });
}
