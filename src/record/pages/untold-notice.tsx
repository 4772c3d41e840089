import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { today } from "../../ui/days.ts";
import { momentText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { PersonPage } from "../model.ts";

/** The record was broken open: whoever meets the person next tells them, and says so here. */
export function UntoldNotice({ page }: { readonly page: PersonPage }) {
  const client = useQueryClient();
  const tell = useMutation({
    mutationFn: (opening: string) =>
      post(`/api/people/${page.id}/openings/${opening}/told`, { day: today() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["person"] }),
  });
  if (page.untold === null || page.untold.length === 0) return null;
  return (
    <div className="no-print">
      <Alert tone="wait" title="À dire à la personne lors de sa venue">
        <ul className="stack">
          {page.untold.map((opening) => (
            <li key={opening.id}>
              <p>
                Son dossier a été ouvert en accès d’urgence le {momentText(opening.at)} par {opening.by} (
                {opening.role}). Motif&nbsp;: {opening.reason}.
              </p>
              <Button
                isPending={tell.isPending && tell.variables === opening.id}
                onPress={() => tell.mutate(opening.id)}
              >
                C’est dit aujourd’hui
              </Button>
            </li>
          ))}
        </ul>
        {tell.isError && <Refused error={tell.error} />}
      </Alert>
    </div>
  );
}
