import { MutationCache, QueryCache, QueryClient, type QueryKey } from "@tanstack/react-query";
import { forgetDraftsAbout } from "../ui/draft.ts";
import { ServerProblem } from "../ui/server/api-client.ts";

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
/** Lists in which names of people stand. */
const LISTS = [
  "people-recent",
  "person-search",
  "tasks",
  "own-declarations",
  "declarations",
  "duplicates",
  "comparison",
];

/** The person whose screen is at this address; null on every other. */
export function personAt(path: string): string | null {
  return path.startsWith("/personnes/") ? (ID.exec(path)?.[0] ?? null) : null;
}

/**
 * The store of what was read. When the server answers that someone is not, or no longer, theirs to know, all that was read of
 * them goes at once.
 */
export function newClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => lose(error, personIn(query.queryKey)),
    }),
    mutationCache: new MutationCache({
      onError: (error) => lose(error, personAt(window.location.pathname)),
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Each read of a record is an act written in the audit trail: none happens unasked.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (count, error) => count < 2 && error instanceof ServerProblem && error.status === 0,
      },
    },
  });
  function lose(error: Error, person: string | null) {
    if (person !== null && isUnknown(error)) forgetPerson(client, person);
  }
  return client;
}

export function isUnknown(error: unknown): boolean {
  return error instanceof ServerProblem && error.code === "unknown_person";
}

/** Forgets all that was read and typed about someone; what is on screen is emptied, then asked for again. */
export function forgetPerson(client: QueryClient, person: string): void {
  forgetDraftsAbout(person);
  forgetReadings(client, person);
}

/** Forgets what was read of someone: another part of them may be shown now. What is typed stays. */
export function forgetReadings(client: QueryClient, person: string): void {
  const about = ({ queryKey }: { queryKey: QueryKey }) =>
    JSON.stringify(queryKey).includes(person) || LISTS.includes(String(queryKey[0]));
  client.removeQueries({ predicate: about, type: "inactive" });
  // Only what holds something: what was refused already is not asked for again and again.
  void client.resetQueries({ predicate: (query) => about(query) && query.state.data !== undefined });
}

function personIn(key: QueryKey): string | null {
  return ID.exec(JSON.stringify(key))?.[0] ?? null;
}
