import { useQuery } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { RequestLaw } from "./requests/law.ts";
import type { RequestType } from "./requests/model.ts";

/** The kinds of requests and the delays of the law; they change rarely and are asked once a session. */
export function useRequestTypes() {
  return useQuery({
    queryKey: ["request-types"],
    queryFn: ({ signal }) =>
      get<{ types: RequestType[]; parameters: RequestLaw }>("/api/rights/request-types", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
