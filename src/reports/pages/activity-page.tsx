import "./activity-page.css";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { ActivityReport } from "../model.ts";
import { AgeCard } from "./age-card.tsx";
import { ContactCoverCard, CoverCard } from "./cover-cards.tsx";
import { FigureCards } from "./figure-cards.tsx";
import { MonthsCard } from "./months-card.tsx";
import { type OpenedFigure, PeopleBehind } from "./people-behind.tsx";
import { PeriodBar } from "./period-bar.tsx";
import { type PeriodSearch, periodOf } from "./report-period.ts";
import { OrientationsCard, ReasonsCard, ReferrersCard } from "./word-cards.tsx";

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
  const show = (change: PeriodSearch) => void navigate({ search: change });
  return (
    <>
      <title>Bilan d’activité · Maillage</title>
      <div className="page-head">
        <h1>Bilan d’activité</h1>
        <PeriodBar period={period} recordBegins={report.data?.recordBegins ?? null} onChange={show} />
      </div>
      {report.isPending && <Loading what="Calcul du bilan" />}
      {report.isError && <Refused error={report.error} retry={report.refetch} />}
      {report.data && report.data.consultations === 0 && (
        <NothingInPeriod
          report={report.data}
          onYear={(year) => show({ du: `${year}-01-01`, au: `${year}-12-31` })}
        />
      )}
      {report.data && report.data.consultations > 0 && (
        <Report report={report.data} waiting={report.isPlaceholderData} onOpen={setOpened} />
      )}
      {opened !== null && <PeopleBehind period={period} opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

interface ReportProps {
  readonly report: ActivityReport;
  readonly waiting: boolean;
  readonly onOpen: (figure: OpenedFigure) => void;
}

function Report({ report, waiting, onOpen }: ReportProps) {
  return (
    <div className="report" aria-busy={waiting}>
      <p className="soft small">
        Du {dayText(report.from)} au {dayText(report.to)}, premier et dernier jour compris, tel que connu le{" "}
        {dayText(report.knownOn)}.
      </p>
      <FigureCards report={report} onOpen={onOpen} />
      <div className="report-columns">
        <div className="stack">
          <MonthsCard report={report} onOpen={onOpen} />
          <CoverCard report={report} onOpen={onOpen} />
          <AgeCard report={report} onOpen={onOpen} />
        </div>
        <div className="stack">
          <ContactCoverCard report={report} onOpen={onOpen} />
          <ReferrersCard report={report} onOpen={onOpen} />
          <ReasonsCard report={report} onOpen={onOpen} />
          <OrientationsCard report={report} onOpen={onOpen} />
        </div>
      </div>
    </div>
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
