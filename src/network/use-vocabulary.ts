import { useQuery } from "@tanstack/react-query";
import { get } from "../ui/server/api-client.ts";
import type { Vocabulary } from "./model.ts";

/** The words and places of the network; they change rarely and are asked once a session. */
export function useVocabulary() {
  return useQuery({
    queryKey: ["vocabulary"],
    queryFn: ({ signal }) => get<Vocabulary>("/api/vocabulary", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The label of a word, or its code when the network no longer lists it. */
export function wordLabel(words: Vocabulary["reason"] | undefined, code: string): string {
  return words?.find((word) => word.code === code)?.label ?? code;
}
