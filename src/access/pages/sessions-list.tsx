import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { SessionLine } from "../accounts/model.ts";
import { useSubmit } from "./use-submit.ts";

/** The sessions in force of an account (one's own when absent), each closable; closing takes effect at once. */
export function SessionsList({ account }: { readonly account?: string }) {
  const path = account === undefined ? "/api/sessions" : `/api/accounts/${account}/sessions`;
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: ["sessions", account ?? "own"],
    queryFn: ({ signal }) => get<{ sessions: SessionLine[] }>(path, { signal }),
  });
  const submit = useSubmit();
  if (sessions.isPending) return <Loading what="Lecture des sessions" />;
  if (sessions.isError) return <Refused error={sessions.error} retry={sessions.refetch} />;
  const lines = sessions.data.sessions;
  return (
    <div className="stack">
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {lines.length === 0 && <p className="soft">Aucune session ouverte.</p>}
      <ul className="stack">
        {lines.map((line) => (
          <li key={line.id} className="row row-apart">
            <span>
              Ouverte le {momentText(line.openedAt)}, active le {momentText(line.lastSeenAt)}{" "}
              <span className="soft small">
                ({line.role}, {line.structure})
              </span>
            </span>
            {line.current ? (
              <Badge tone="good">celle-ci</Badge>
            ) : (
              <Button
                isDisabled={submit.pending}
                aria-label={`Fermer la session ouverte le ${momentText(line.openedAt)}`}
                onPress={() =>
                  submit.run(async () => {
                    await post(`/api/sessions/${line.id}/close`);
                    await client.invalidateQueries({ queryKey: ["sessions"] });
                  })
                }
              >
                Fermer
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
