import "./activity-page.css";
import { dayText } from "../../ui/format.ts";
import type { ActivityReport } from "../model.ts";
import { GroundsCard, ReferralsCard, RenouncedCard, RenouncedWhyCard } from "./admission-cards.tsx";
import { AgeCard } from "./age-card.tsx";
import {
  AttendanceCard,
  BasinsCard,
  CallHoursCard,
  CallsCard,
  HoursCard,
  SitesCard,
  WaitsCard,
} from "./agenda-cards.tsx";
import { GlassCard, InterpretingCard, TakenUpCard } from "./care-cards.tsx";
import { ContactCoverCard, CoverCard } from "./cover-cards.tsx";
import { FigureCards } from "./figure-cards.tsx";
import { MonthsCard } from "./months-card.tsx";
import { useReport } from "./report-context.ts";
import {
  DeclinedCard,
  DelaysCard,
  FundingCard,
  GivenUpCard,
  RegainedCard,
  RequestsCard,
} from "./rights-cards.tsx";
import { OrientationsCard, ReasonsCard, ReferrersCard, ServicesCard } from "./word-cards.tsx";

interface ReportBodyProps {
  readonly report: ActivityReport;
  readonly waiting: boolean;
}

/** The figures of a report, of today or frozen. */
export function ReportBody({ report, waiting }: ReportBodyProps) {
  const { compared } = useReport();
  return (
    <div className="report" aria-busy={waiting}>
      <p className="soft small">
        Du {dayText(report.from)} au {dayText(report.to)}, premier et dernier jour compris, tel que connu le{" "}
        {dayText(report.knownOn)}
        {compared && (
          <>
            , comparé à la période du {dayText(compared.from)} au {dayText(compared.to)} («&nbsp;avant&nbsp;»)
          </>
        )}
        .
      </p>
      <FigureCards report={report} />
      <div className="report-columns">
        <div className="stack">
          <MonthsCard report={report} />
          <CoverCard report={report} />
          <RequestsCard report={report} />
          <ReferralsCard report={report} />
          <AttendanceCard report={report} />
          <HoursCard report={report} />
          <BasinsCard report={report} />
          <AgeCard report={report} />
          <RenouncedCard report={report} />
          <TakenUpCard report={report} />
          <CallsCard report={report} />
          <GlassCard report={report} />
        </div>
        <div className="stack">
          <ContactCoverCard report={report} />
          <RegainedCard report={report} />
          <DelaysCard report={report} />
          <DeclinedCard report={report} />
          <GivenUpCard report={report} />
          <FundingCard report={report} />
          <GroundsCard report={report} />
          <WaitsCard report={report} />
          <SitesCard report={report} />
          <RenouncedWhyCard report={report} />
          <CallHoursCard report={report} />
          <ReferrersCard report={report} />
          <ReasonsCard report={report} />
          <ServicesCard report={report} />
          <OrientationsCard report={report} />
          <InterpretingCard report={report} />
        </div>
      </div>
    </div>
  );
}
