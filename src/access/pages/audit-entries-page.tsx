import { useInfiniteQuery } from "@tanstack/react-query";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/card.tsx";
import { momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { AuditLine } from "../model.ts";

interface Entries {
  readonly entries: AuditLine[];
}

/** Who read or wrote what, most recent first; without content. */
export function AuditEntriesPage() {
  const trail = useInfiniteQuery({
    queryKey: ["audit-entries"],
    queryFn: ({ pageParam, signal }) =>
      post<Entries>("/api/audit/entries", pageParam === null ? {} : { before: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.entries.at(-1)?.id ?? undefined,
  });
  const lines = trail.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <title>Journal · Maillage</title>
      <h1>Journal</h1>
      <p className="soft">
        Chaque lecture et chaque écriture, sans leur contenu. Une ligne scellée ne peut plus être modifiée ni
        effacée sans que cela se voie.
      </p>
      {trail.isPending && <Loading what="Lecture du journal" />}
      {trail.isError && <Refused error={trail.error} retry={trail.refetch} />}
      {trail.data && lines.length === 0 && <EmptyState title="Le journal est vide." />}
      {lines.length > 0 && (
        <div className="card">
          <TableScroll label="Lignes du journal">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Quand</th>
                  <th scope="col">Qui</th>
                  <th scope="col">Rôle</th>
                  <th scope="col">Quoi</th>
                  <th scope="col">Dossier</th>
                  <th scope="col">Sceau</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.id}>
                    <td className="nowrap">{momentText(line.at)}</td>
                    <td>{line.account ?? "–"}</td>
                    <td>{line.role ?? "–"}</td>
                    <th scope="row">{line.actionLabel}</th>
                    <td>{recordOf(line)}</td>
                    <td>
                      {line.sealed ? <Badge tone="good">scellée</Badge> : <Badge tone="wait">en cours</Badge>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </div>
      )}
      {trail.hasNextPage && (
        <div>
          <Button isPending={trail.isFetchingNextPage} onPress={() => void trail.fetchNextPage()}>
            Lignes plus anciennes
          </Button>
        </div>
      )}
    </>
  );
}

function recordOf(line: AuditLine): string {
  if (line.personId !== null) return `${line.personId.slice(0, 8)}…${line.personId.slice(-4)}`;
  return line.persons > 0 ? `${line.persons} dossiers` : "–";
}
