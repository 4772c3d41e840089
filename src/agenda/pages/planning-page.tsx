import "./agenda.css";
import "./planning.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { mayRead, useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { today } from "../../ui/days.ts";
import { countText, weekdayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { PlanningAbsences } from "./planning-absences.tsx";
import { PlanningHours } from "./planning-hours.tsx";
import { PlanningLine } from "./planning-line.tsx";
import { PlanningOffer } from "./planning-offer.tsx";
import { PLANNING_VIEWS } from "./planning-search.ts";
import { PlanningTablePart } from "./planning-table.tsx";
import { PlanningTeam } from "./planning-team.tsx";
import { PlanningWeek } from "./planning-week.tsx";
import { type Planning, siteName, usePlanning, whoName } from "./use-planning.ts";

/** The team's planning, for who keeps it: hours that come back, what interrupts them, who gives what and where. */
export function PlanningPage() {
  const { planning, error, again } = usePlanning();
  const search = useSearch({ from: "/planning" });
  const navigate = useNavigate({ from: "/planning" });
  const view = search.partie ?? "semaine";
  return (
    <>
      <title>Planning · Maillage</title>
      <div className="page-head">
        <h1>Planning de l’équipe</h1>
      </div>
      <div className="planning-views no-print">
        <ViewSwitch
          label="Ce que montre le planning"
          options={PLANNING_VIEWS}
          value={view}
          onChange={(code) => void navigate({ search: code === "semaine" ? {} : { partie: code } })}
        />
      </div>
      {error !== null && planning === undefined && <Refused error={error} retry={again} />}
      {error === null && planning === undefined && <Loading what="Planning" />}
      {planning && (
        <>
          <Stranded planning={planning} />
          {view === "semaine" && (
            <PlanningWeek
              planning={planning}
              day={search.jour ?? today()}
              site={search.site ?? null}
              onGo={(change) => void navigate({ search: { ...search, ...change } })}
            />
          )}
          {view === "heures" && <PlanningHours planning={planning} />}
          {view === "absences" && <PlanningAbsences planning={planning} />}
          {view === "equipe" && <PlanningTeam planning={planning} />}
          {view === "prestations" && <PlanningOffer planning={planning} />}
          {view === "ligne" && <PlanningLine planning={planning} />}
          {view === "tableau" && <PlanningTablePart planning={planning} />}
        </>
      )}
    </>
  );
}

/** Appointments that no hours hold any more: people to call. */
function Stranded({ planning }: { readonly planning: Planning }) {
  const me = useMe();
  const { stranded } = planning.keeping;
  if (stranded.length === 0) return null;
  const all = stranded.reduce((sum, { count }) => sum + count, 0);
  return (
    <Alert
      tone="wait"
      announced
      title={`${countText(all, "rendez-vous pris n’a", "rendez-vous pris n’ont")} plus d’heures en face\u00a0: ces personnes sont à prévenir.`}
    >
      <ul className="planning-lines">
        {stranded.map(({ professionalId, siteId, day, count }) => (
          <li key={`${professionalId} ${siteId} ${day}`}>
            {mayRead(me, "appointments") ? (
              <Link to="/agenda" search={{ jour: day, site: siteId }}>
                {weekdayText(day)}
              </Link>
            ) : (
              weekdayText(day)
            )}
            {` · ${whoName(planning, professionalId)}, ${siteName(planning, siteId)}\u00a0: ${count}`}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
