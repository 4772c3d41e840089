import "./activity-page.css";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { ActivityReport, Note } from "../model.ts";
import { currentWording } from "../wording.ts";
import { CompareField } from "./compare-field.tsx";
import { FreezeButton, HandOver } from "./hand-over.tsx";
import { type OpenedFigure, PeopleBehind } from "./people-behind.tsx";
import { PeriodBar } from "./period-bar.tsx";
import { ReportBody } from "./report-body.tsx";
import { ReportContext } from "./report-context.ts";
import { comparedOf, comparisonIn, type PeriodSearch, periodOf } from "./report-period.ts";

/** The activity report of a period; every figure says how it is counted and opens onto who it counts. */
export function ActivityPage() {
  const search = useSearch({ from: "/bilan" });
  const navigate = useNavigate({ from: "/bilan" });
  const period = periodOf(search, today());
  const [opened, setOpened] = useState<OpenedFigure | null>(null);
  const report = useQuery({
    queryKey: ["report", period],
    queryFn: ({ signal }) => post<ActivityReport>("/api/reports/activity", period, { signal }),
    placeholderData: (previous) => previous,
  });
  const other = comparedOf(search, period);
  const compared = useQuery({
    queryKey: ["report", other],
    queryFn: ({ signal }) => post<ActivityReport>("/api/reports/activity", other, { signal }),
    enabled: other !== null,
  });
  const notes = useQuery({
    queryKey: ["report-notes", period],
    queryFn: ({ signal }) => post<{ notes: Note[] }>("/api/reports/notes", period, { signal }),
  });
  const show = (change: PeriodSearch) => void navigate({ search: { ...comparisonIn(search), ...change } });
  return (
    <>
      <title>Bilan d’activité · Maillage</title>
      <div className="page-head">
        <h1>Bilan d’activité</h1>
        <PeriodBar period={period} recordBegins={report.data?.recordBegins ?? null} onChange={show} />
        <CompareField
          search={search}
          period={period}
          onChange={(comparison) => {
            const { avec: _, avecDu: __, avecAu: ___, ...kept } = search;
            void navigate({ search: { ...kept, ...comparison } });
          }}
        />
        <HandOver report={{ period }}>
          <FreezeButton period={period} />
        </HandOver>
        <Link to="/bilan/figes" className="no-print">
          Bilans figés
        </Link>
      </div>
      {compared.isError && <Refused error={compared.error} retry={compared.refetch} />}
      {notes.isError && <Refused error={notes.error} retry={notes.refetch} />}
      {report.isPending && <Loading what="Calcul du bilan" />}
      {report.isError && <Refused error={report.error} retry={report.refetch} />}
      {report.data && report.data.erased.length > 0 && (
        <Alert tone="unknown" title="Des dossiers de cette période ont été effacés, leur temps étant passé">
          <p>
            Ils ne sont plus comptés ici&nbsp;:{" "}
            {report.data.erased.map(({ year, persons }) => `${persons} pour ${year}`).join(", ")}. Le bilan
            figé de chaque année, fait avant l’effacement, compte tout le monde.
          </p>
        </Alert>
      )}
      {report.data && report.data.consultations === 0 && (
        <NothingInPeriod
          report={report.data}
          onYear={(year) => show({ du: `${year}-01-01`, au: `${year}-12-31` })}
        />
      )}
      {report.data && report.data.consultations > 0 && (
        <ReportContext
          value={{
            period,
            wording: currentWording,
            onOpen: setOpened,
            compared: other === null ? null : (compared.data ?? null),
            notes: notes.data?.notes ?? [],
            canWriteNotes: notes.data !== undefined && period.knownOn === undefined,
          }}
        >
          <ReportBody report={report.data} waiting={report.isPlaceholderData} />
        </ReportContext>
      )}
      {opened !== null && <PeopleBehind period={period} opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

interface NothingInPeriodProps {
  readonly report: ActivityReport;
  readonly onYear: (year: string) => void;
}

function NothingInPeriod({ report, onYear }: NothingInPeriodProps) {
  const year = report.recordBegins?.slice(0, 4);
  return (
    <EmptyState title={`Aucune venue enregistrée du ${dayText(report.from)} au ${dayText(report.to)}.`}>
      {report.recordBegins === null || year === undefined ? (
        <p>L’enregistrement est vide&nbsp;: importez un registre, ou notez une venue dans un dossier.</p>
      ) : (
        <>
          <p>L’enregistrement commence le {dayText(report.recordBegins)}.</p>
          <Button onPress={() => onYear(year)}>Voir {year}</Button>
        </>
      )}
    </EmptyState>
  );
}
