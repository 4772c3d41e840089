import { type CSSProperties, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays, today } from "../../ui/days.ts";
import { dayText, weekdayText } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { mondayOf, type Occurrence, weekOf } from "../planning/week.ts";
import { HalfDayAdd } from "./half-day-add.tsx";
import { HalfDayChange } from "./half-day-change.tsx";
import type { PlanningSearch } from "./planning-search.ts";
import { type Planning, shortHour, siteName } from "./use-planning.ts";

interface PlanningWeekProps {
  readonly planning: Planning;
  readonly day: string;
  readonly site: string | null;
  readonly onGo: (change: PlanningSearch) => void;
}

const ALL = "all";

/** A week: practitioners down, days across. */
export function PlanningWeek({ planning, day, site, onGo }: PlanningWeekProps) {
  const { timetable, keeping, sites } = planning;
  const monday = mondayOf(day);
  const [chosen, setChosen] = useState<Occurrence | null>(null);
  const [adding, setAdding] = useState<{ who: string; day: string } | null>(null);
  const week = weekOf(timetable, monday, keeping.holidays).filter(
    ({ siteId }) => site === null || siteId === site,
  );
  const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n)).filter(
    (one, n) => n < 6 || week.some((held) => held.day === one),
  );
  const shown = timetable.practitioners.filter(
    ({ id, active }) => (active && site === null) || week.some(({ series }) => series.professionalId === id),
  );
  const off = keeping.holidays.filter(({ day: one }) => days.includes(one));
  return (
    <>
      <div className="agenda-bar no-print">
        <div className="row">
          <Button onPress={() => onGo({ jour: addDays(monday, -7) })} aria-label="Semaine précédente">
            ‹
          </Button>
          <Button onPress={() => onGo({ jour: today() })}>Cette semaine</Button>
          <Button onPress={() => onGo({ jour: addDays(monday, 7) })} aria-label="Semaine suivante">
            ›
          </Button>
        </div>
        <DateField
          label="Aller au"
          name="day"
          value={day}
          onChange={(typed) => {
            if (typed !== null) onGo({ jour: typed });
          }}
        />
        {sites.length > 1 && (
          <SelectField
            label="Lieu"
            options={[
              { code: ALL, label: "Tous" },
              ...sites.map(({ id, name }) => ({ code: id, label: name })),
            ]}
            value={site ?? ALL}
            onChange={(code) => onGo({ site: code === ALL ? "" : code })}
          />
        )}
        <div className="row">
          <Button
            tone="main"
            onPress={() => setAdding({ who: shown[0]?.id ?? "", day: monday < today() ? today() : monday })}
          >
            Ajouter une demi-journée
          </Button>
        </div>
      </div>
      <h2>Semaine du {dayText(monday)}</h2>
      {off.map((one) => (
        <p key={one.day + one.label} className="soft">
          {weekdayText(one.day)} est férié ({one.label})
          {one.sites.length < sites.length &&
            `\u00a0: ${one.sites.map((id) => siteName(planning, id)).join(", ")}`}
          .
        </p>
      ))}
      {shown.length === 0 ? (
        <EmptyState title="Personne n’a d’heures ici.">
          <p>Ajoutez une demi-journée, ou apportez tout le planning depuis un tableau.</p>
        </EmptyState>
      ) : (
        <div className="planning-week" style={{ "--days": days.length } as CSSProperties}>
          <div className="planning-head" aria-hidden="true">
            <span />
            {days.map((one) => (
              <span key={one} className={one === today() ? "planning-today" : ""}>
                {shortDay(one)}
              </span>
            ))}
          </div>
          {shown.map(({ id, label }) => (
            <section key={id} className="planning-row" aria-label={label}>
              <h3>{label}</h3>
              {days.map((one) => (
                <div key={one} className="planning-day">
                  <h4>{shortDay(one)}</h4>
                  <div className="planning-held">
                    {week
                      .filter((held) => held.day === one && held.series.professionalId === id)
                      .map((held) => (
                        <button
                          key={`${held.series.seriesId} ${held.starts}`}
                          type="button"
                          className={`planning-item ${held.interrupted === null ? "" : "planning-off"}`}
                          onClick={() => setChosen(held)}
                        >
                          <Words planning={planning} held={held} where={site === null && sites.length > 1} />
                        </button>
                      ))}
                  </div>
                </div>
              ))}
            </section>
          ))}
        </div>
      )}
      {chosen && <HalfDayChange planning={planning} held={chosen} onClose={() => setChosen(null)} />}
      {adding && (
        <HalfDayAdd
          planning={planning}
          who={adding.who}
          day={adding.day}
          site={site ?? sites[0]?.id ?? ""}
          onClose={() => setAdding(null)}
        />
      )}
    </>
  );
}

const OFF = { given_up: "Supprimé", away: "Absent", closed: "Fermé", holiday: "Férié" } as const;

function Words({
  planning,
  held,
  where,
}: {
  readonly planning: Planning;
  readonly held: Occurrence;
  readonly where: boolean;
}) {
  const room = planning.keeping.rooms.find(({ id }) => id === held.roomId);
  const { everyWeeks } = held.series;
  const about = [
    where ? siteName(planning, held.siteId) : "",
    room?.label ?? "",
    everyWeeks === 1 ? "" : `1 sem. sur ${everyWeeks}`,
    held.capacity === null ? "" : `${held.capacity} places`,
    held.altered ? "modifié" : "",
    held.interrupted === null && held.partly ? "en partie absent" : "",
  ].filter(Boolean);
  return (
    <>
      <strong className="planning-time">
        {shortHour(held.starts)}–{shortHour(held.ends)}
      </strong>
      {held.interrupted !== null && <span className="planning-why">{OFF[held.interrupted]}</span>}
      <span className="small soft">{about.join(" · ")}</span>
    </>
  );
}

const shortDays = new Intl.DateTimeFormat("fr-FR", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

function shortDay(day: string): string {
  return shortDays.format(new Date(`${day}T00:00:00Z`));
}
