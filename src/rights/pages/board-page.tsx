import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import {
  type BoardAsk,
  type BoardCounts,
  type BoardPage as BoardRows,
  type BoardView,
  boardViews,
  COUNTED,
  viewHelp,
  viewLabels,
} from "../board/model.ts";
import { BoardLine } from "../board-line.tsx";
import { useRequestTypes } from "../use-request-types.ts";
import { HandoverDialog } from "./handover-dialog.tsx";

const ALL = "all";

/** What is stuck, of the centre or of one keeper: by what it waits for, the soonest first. */
export function BoardPage() {
  const me = useMe();
  const client = useQueryClient();
  const [view, setView] = useState<BoardView>("now");
  const [keeper, setKeeper] = useState<string>(ALL);
  const [type, setType] = useState<string>(ALL);
  const [handing, setHanding] = useState(false);
  const kinds = useRequestTypes();
  const filters = { keeper: keeper === ALL ? null : keeper, type: type === ALL ? null : type };
  const counted = useQuery({
    queryKey: ["board-counts", filters],
    queryFn: ({ signal }) => post<BoardCounts>("/api/rights/board/counts", filters, { signal }),
    staleTime: 0,
  });
  const listed = useInfiniteQuery({
    queryKey: ["board", view, filters],
    queryFn: ({ pageParam, signal }) =>
      post<BoardRows>("/api/rights/board", { view, ...filters, after: pageParam } satisfies BoardAsk, {
        signal,
      }),
    initialPageParam: null as BoardRows["next"],
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  const keepers = counted.data?.keepers ?? [];
  const rows = listed.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = (code: BoardView) => {
    const n = counted.data?.counts[code];
    if (n === undefined) return "";
    return `\u00a0(${n >= COUNTED ? `${COUNTED - 1}+` : numberText(n)})`;
  };
  return (
    <>
      <title>Droits · Maillage</title>
      <div className="page-head">
        <h1>Droits à suivre</h1>
        {mayWrite(me, "right_requests") && (
          <Button onPress={() => setHanding(true)}>Confier les demandes d’un collègue</Button>
        )}
      </div>
      <div className="form-pair no-print">
        <SelectField
          label="Suivies par"
          options={[
            { code: ALL, label: "Tout le centre" },
            ...keepers.map(({ account, name, here }) => ({
              code: account,
              label: account === me.accountId ? `${name} (moi)` : here ? name : `${name} (partie ou parti)`,
            })),
          ]}
          value={keeper}
          onChange={setKeeper}
        />
        <SelectField
          label="Droit"
          options={[
            { code: ALL, label: "Tous les droits" },
            ...(kinds.data?.types ?? []).map(({ code, short }) => ({ code, label: short })),
          ]}
          value={type}
          onChange={setType}
        />
      </div>
      <div className="no-print">
        <ViewSwitch
          label="Ce que les demandes attendent"
          options={boardViews.map((code) => ({ code, label: `${viewLabels[code]}${count(code)}` }))}
          value={view}
          onChange={setView}
        />
      </div>
      <Card title={viewLabels[view]}>
        <p className="soft">{viewHelp[view]}</p>
        {listed.isPending && <Loading what="Les demandes" />}
        {listed.isError && <Refused error={listed.error} retry={listed.refetch} />}
        {listed.isSuccess && rows.length === 0 && (
          <EmptyState title="Aucune demande ici.">
            <p>Une demande s’ouvre depuis le dossier de la personne.</p>
          </EmptyState>
        )}
        {rows.length > 0 && (
          <ul className="request-lines">
            {rows.map((row) => (
              <BoardLine key={row.id} row={row} keeper={keeper === ALL} />
            ))}
          </ul>
        )}
        {listed.hasNextPage && (
          <Button isPending={listed.isFetchingNextPage} onPress={() => void listed.fetchNextPage()}>
            Demandes suivantes
          </Button>
        )}
      </Card>
      {handing && (
        <HandoverDialog
          keepers={keepers}
          onChanged={() => {
            for (const key of ["board", "board-counts", "counters"])
              void client.invalidateQueries({ queryKey: [key] });
          }}
          onClose={() => setHanding(false)}
        />
      )}
    </>
  );
}
