import "./agenda.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays, today } from "../../ui/days.ts";
import { dayText, weekdayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import type { AgendaSetting } from "../model.ts";
import { Days } from "./agenda-days.tsx";
import type { AgendaSearch } from "./agenda-search.ts";
import { CalendarButton } from "./calendar-button.tsx";
import { PrintButton } from "./print-button.tsx";
import { useAgendaLive, useSetting } from "./use-agenda.ts";
import { useNarrow } from "./use-screen.ts";
import { WaitingList } from "./waiting-list.tsx";

const VIEWS = [
  { code: "jour", label: "Jour" },
  { code: "semaine", label: "Semaine" },
  { code: "attente", label: "Liste d’attente" },
] as const;

/** The agenda: a day of a site, or the week of a practitioner; who waits there, who waits for hours to be freed. */
export function AgendaPage() {
  const setting = useSetting();
  const heard = useAgendaLive();
  return (
    <>
      <title>Agenda · Maillage</title>
      {!heard && (
        <Alert
          tone="wait"
          title={
            "La liaison avec le serveur est interrompue\u00a0: cet écran sera remis à jour dès qu’elle revient."
          }
        />
      )}
      {setting.isPending && <Loading what="Agenda" />}
      {setting.isError && <Refused error={setting.error} retry={setting.refetch} />}
      {setting.isSuccess && <Agenda setting={setting.data} />}
    </>
  );
}

/** They book for whom they follow; reminding people is the centre's. */
const OUTSIDE: readonly string[] = ["outside_social_worker", "prescriber", "trainee"];

function Agenda({ setting }: { readonly setting: AgendaSetting }) {
  const me = useMe();
  // On a phone the day comes first: what one rarely changes is folded.
  const narrow = useNarrow();
  const search = useSearch({ from: "/agenda" });
  const navigate = useNavigate({ from: "/agenda" });
  const go = (change: AgendaSearch) => void navigate({ search: { ...search, ...change } });
  const view = search.vue ?? "jour";
  const day = search.jour ?? today();
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  const site = setting.sites.find(({ id }) => id === search.site) ?? setting.sites[0];
  const team = setting.practitioners;
  const who = team.find(({ id }) => id === search.qui) ?? team.find(({ mine }) => mine) ?? team[0];
  const step = view === "semaine" ? 7 : 1;
  const title =
    view === "attente"
      ? "Agenda"
      : view === "jour"
        ? sentence(weekdayText(day))
        : `Semaine du ${dayText(monday)}`;
  const chosen = (
    <>
      <DateField
        label="Aller au"
        name="day"
        value={day}
        onChange={(typed) => {
          if (typed !== null) go({ jour: typed });
        }}
      />
      {view === "jour" && setting.sites.length > 1 && (
        <SelectField
          label="Lieu"
          options={setting.sites.map(({ id, name }) => ({ code: id, label: name }))}
          value={site?.id ?? null}
          onChange={(code) => go({ site: code })}
        />
      )}
      {view === "semaine" && (
        <SelectField
          label="Professionnel"
          options={team.map(({ id, label }) => ({ code: id, label }))}
          value={who?.id ?? null}
          onChange={(code) => go({ qui: code })}
        />
      )}
      {view === "jour" && (
        <div className="row">
          <PrintButton
            path="/api/agenda/paper"
            body={{ from: day, days: 1, ...(site ? { sites: [site.id] } : {}) }}
          >
            Imprimer ce jour
          </PrintButton>
          <PrintButton path="/api/agenda/paper" body={{ from: today(), days: 2 }}>
            Secours papier : aujourd’hui et demain
          </PrintButton>
        </div>
      )}
    </>
  );
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <ViewSwitch
          label="Ce que montre l’agenda"
          options={VIEWS}
          value={view}
          onChange={(code) => {
            const { vue: _, ...rest } = search;
            void navigate({ search: code === "jour" ? rest : { ...rest, vue: code } });
          }}
        />
        <div className="row">
          {(setting.may.timetable || team.some(({ mine }) => mine)) && (
            <CalendarButton mine={team.some(({ mine }) => mine)} />
          )}
          {setting.may.write && !OUTSIDE.includes(me.role) && (
            <>
              <Link to="/absences">Absences</Link>
              <Link to="/rappels">Rappels</Link>
            </>
          )}
        </div>
      </div>
      {view === "attente" ? (
        <WaitingList setting={setting} />
      ) : (
        <>
          <div className="agenda-bar no-print">
            <div className="row">
              <Link className="button" to="/agenda" search={{ ...search, jour: addDays(day, -step) }}>
                <span aria-hidden="true">‹</span>
                <span className="unseen">{view === "jour" ? "Jour précédent" : "Semaine précédente"}</span>
              </Link>
              <Link className="button" to="/agenda" search={{ ...search, jour: today() }}>
                Aujourd’hui
              </Link>
              <Link className="button" to="/agenda" search={{ ...search, jour: addDays(day, step) }}>
                <span aria-hidden="true">›</span>
                <span className="unseen">{view === "jour" ? "Jour suivant" : "Semaine suivante"}</span>
              </Link>
            </div>
            {narrow ? (
              <details className="agenda-more">
                <summary>
                  {[
                    view === "jour" && setting.sites.length > 1 ? site?.name : undefined,
                    "autre jour",
                    "imprimer",
                  ]
                    .filter((one) => one !== undefined && (view === "jour" || one !== "imprimer"))
                    .join(" · ")}
                </summary>
                {chosen}
              </details>
            ) : (
              chosen
            )}
          </div>
          {view === "jour" && site && (
            <Days
              key={`${site.id} ${day}`}
              setting={setting}
              from={day}
              until={day}
              site={site}
              professional={null}
            />
          )}
          {view === "semaine" && who && (
            <Days
              key={`${who.id} ${monday}`}
              setting={setting}
              from={monday}
              until={addDays(monday, 6)}
              site={null}
              professional={who.id}
            />
          )}
        </>
      )}
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
