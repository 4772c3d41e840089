import "./duplicates.css";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Comparison } from "../duplicates/model.ts";
import { CompareTable } from "./compare-table.tsx";
import { DecideRecords } from "./decide-records.tsx";

/** Two records side by side, then the choice: one person, or two. */
export function ComparePage() {
  const { a, b } = useParams({ from: "/doublons/$a/$b" });
  const comparison = useQuery({
    queryKey: ["comparison", a, b],
    queryFn: ({ signal }) => post<Comparison>("/api/duplicates/compare", { a, b }, { signal }),
    gcTime: 0,
  });
  return (
    <>
      <title>Comparer deux dossiers · Maillage</title>
      <div className="page-head">
        <h1>Est-ce la même personne&nbsp;?</h1>
        <Link to="/doublons" className="button">
          Doublons possibles
        </Link>
      </div>
      {comparison.isPending && <Loading what="Ouverture des deux dossiers" />}
      {comparison.isError && <Refused error={comparison.error} retry={comparison.refetch} />}
      {comparison.isSuccess &&
        (comparison.data.together ? (
          <AlreadyTogether comparison={comparison.data} />
        ) : (
          <>
            <Card title="Les deux dossiers">
              <CompareTable comparison={comparison.data} />
            </Card>
            <DecideRecords
              key={comparison.data.seen}
              comparison={comparison.data}
              onChanged={() => void comparison.refetch()}
            />
          </>
        ))}
    </>
  );
}

function AlreadyTogether({ comparison }: { readonly comparison: Comparison }) {
  const [record] = comparison.records;
  return (
    <Alert tone="good" title={`Ces dossiers sont déjà réunis, sous le n°\u00a0${record.localNumber}.`}>
      <Link to="/personnes/$id" params={{ id: record.id }} className="button">
        Ouvrir le dossier
      </Link>
    </Alert>
  );
}
