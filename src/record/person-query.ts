import { queryOptions } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { PersonPage } from "./model.ts";

/** Of whom everything was asked for: each next reading of their page has it too. */
const wholly = new Set<string>();

/** A person's page, as this reader may see it. Each asking is one line of the audit trail. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: ["person", id],
    queryFn: ({ signal }) =>
      get<PersonPage>(wholly.has(id) ? `/api/people/${id}/whole` : `/api/people/${id}`, { signal }),
    staleTime: 60_000,
  });
}

/** From now on the page of this person is read with all that is left out at first (`PersonPage.notesLeft` and the like); `false` undoes it. */
export function readWhole(id: string, whole = true): void {
  if (whole) wholly.add(id);
  else wholly.delete(id);
}
