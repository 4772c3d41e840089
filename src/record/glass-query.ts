import { queryOptions } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { GlassState } from "./glass/model.ts";

/** The reasons one may give, and the records this session broke open. Changes by one's own acts alone. */
export const glassQuery = queryOptions({
  queryKey: ["glass"],
  queryFn: ({ signal }) => get<GlassState>("/api/glass", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
