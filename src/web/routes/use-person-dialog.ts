import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { personQuery } from "../../record/person-query.ts";

/** What a dialog over a person's page needs: the page already read, the two ways back to it, and a way to read it again. */
export function usePersonDialog() {
  const { id } = useParams({ from: "/personnes/$id" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: page, isFetching } = useQuery(personQuery(id));
  // A dialog writes on the record shown when it opened: merged meanwhile, what it holds stays with that record.
  const [writtenOn] = useState(page?.id ?? id);
  const close = () => void navigate({ to: "/personnes/$id", params: { id } });
  const refresh = () => void client.invalidateQueries({ queryKey: personQuery(id).queryKey });
  const saved = () => {
    refresh();
    close();
  };
  return { id: writtenOn, page, isReading: isFetching, close, saved, refresh };
}
