import "./duplicates.css";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { PairsPage } from "../duplicates/model.ts";
import { CompareByNumber } from "./compare-by-number.tsx";
import { PairLine } from "./pair-line.tsx";

const KEY = ["duplicates"];

/** Records that may be one person's, for someone to say so, or that they are two. */
export function DuplicatesPage() {
  const client = useQueryClient();
  const [startedAt] = useState(() => Date.now());
  const pairs = useInfiniteQuery({
    queryKey: [...KEY, startedAt],
    queryFn: ({ pageParam, signal }) => post<PairsPage>("/api/duplicates", { after: pageParam }, { signal }),
    initialPageParam: null as PairsPage["after"],
    getNextPageParam: (last) => last.after,
    // Once: a list that moved under whoever goes down it would be decided wrongly.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const found = pairs.data?.pages.flatMap((page) => page.pairs) ?? [];
  const looked = pairs.data?.pages.reduce((sum, page) => sum + page.looked, 0) ?? 0;
  return (
    <>
      <title>Doublons possibles · Maillage</title>
      <div className="page-head">
        <h1>Doublons possibles</h1>
      </div>
      <p className="soft">
        Des dossiers qui sont peut-être ceux d’une même personne. Rien n’est réuni sans vous, et ce qui est
        réuni peut être séparé.
      </p>
      <Card title="À décider">
        {pairs.isPending && <Loading what="Recherche des doublons" />}
        {pairs.isError && <Refused error={pairs.error} retry={pairs.refetch} />}
        {pairs.isSuccess && found.length === 0 && !pairs.hasNextPage && (
          <EmptyState title="Aucun doublon probable parmi les dossiers de votre structure.">
            <p className="soft">Deux dossiers vous semblent les mêmes&nbsp;? Comparez-les par leur numéro.</p>
          </EmptyState>
        )}
        {found.length > 0 && (
          <ol className="pairs">
            {found.map((pair) => (
              <li key={pair.records.map(({ id }) => id).join(" ")} className="pair">
                <PairLine
                  pair={pair}
                  onDecided={() => void client.invalidateQueries({ queryKey: ["comparison"] })}
                />
              </li>
            ))}
          </ol>
        )}
        {pairs.isSuccess && (
          <div className="row row-apart">
            <span className="soft small" role="status">
              {lookedText(looked, pairs.hasNextPage)}
            </span>
            {pairs.hasNextPage && (
              <Button isPending={pairs.isFetchingNextPage} onPress={() => void pairs.fetchNextPage()}>
                {pairs.isFetchingNextPage ? "Recherche…" : "Chercher plus loin"}
              </Button>
            )}
          </div>
        )}
      </Card>
      <CompareByNumber />
    </>
  );
}

function lookedText(looked: number, more: boolean): string {
  const records = `${numberText(looked)}\u00a0dossier${looked > 1 ? "s" : ""}`;
  return more
    ? `Les ${records} les plus récents ont été regardés.`
    : `Tous les dossiers (${records}) ont été regardés.`;
}
