import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { ActivityReport, FrozenLine, Note } from "../model.ts";
import type { Wording } from "../wording.ts";
import { HandOver } from "./hand-over.tsx";
import { ReportBody } from "./report-body.tsx";
import { ReportContext } from "./report-context.ts";

interface Frozen extends FrozenLine {
  readonly report: ActivityReport;
  readonly wording: Wording;
  readonly notes: readonly Note[];
}

/** A report as it was frozen: its figures and its words of that day. */
export function FrozenReportPage() {
  const { id } = useParams({ from: "/bilan/figes/$id" });
  const frozen = useQuery({
    queryKey: ["frozen-report", id],
    queryFn: ({ signal }) => get<Frozen>(`/api/reports/frozen/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <title>Bilan figé · Maillage</title>
      <div className="page-head">
        <h1>{frozen.data?.name ?? "Bilan figé"}</h1>
        {frozen.data && <HandOver report={{ frozenId: id, threshold: frozen.data.threshold }} />}
        <Link to="/bilan/figes" className="no-print">
          Bilans figés
        </Link>
      </div>
      {frozen.isPending && <Loading what="Ouverture du bilan figé" />}
      {frozen.isError && <Refused error={frozen.error} retry={frozen.refetch} />}
      {frozen.data && (
        <>
          <p>
            Figé le {momentText(frozen.data.frozenAt)} par {frozen.data.author}. Ces chiffres ne changent
            plus.
          </p>
          <ReportContext
            value={{
              period: frozen.data,
              wording: frozen.data.wording,
              onOpen: null,
              compared: null,
              notes: frozen.data.notes,
              canWriteNotes: false,
            }}
          >
            <ReportBody report={frozen.data.report} waiting={false} />
          </ReportContext>
        </>
      )}
    </>
  );
}
