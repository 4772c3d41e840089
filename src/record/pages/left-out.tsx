import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { Button } from "../../ui/button.tsx";
import { personQuery, readWhole } from "../person-query.ts";

/** Reads the page opened again, with all that was left out of it. */
export function useReadWhole() {
  const { id } = useParams({ from: "/personnes/$id" });
  const client = useQueryClient();
  const { isFetching } = useQuery(personQuery(id));
  const ask = useCallback(() => {
    readWhole(id);
    void client.invalidateQueries({ queryKey: personQuery(id).queryKey });
  }, [id, client]);
  return { asking: isFetching, ask };
}

/** "Show the 160 earlier ones", when the page left some out. `words`: what they are. */
export function LeftOut({ count, words }: { readonly count: number; readonly words: string }) {
  const { asking, ask } = useReadWhole();
  if (count === 0) return null;
  return (
    <p className="no-print">
      <Button onPress={ask} isPending={asking}>
        {asking ? "Lecture…" : `Afficher ${words}`}
      </Button>
    </p>
  );
}
