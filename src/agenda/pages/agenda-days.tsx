import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import { EmptyState } from "../../ui/card.tsx";
import { addDays, today } from "../../ui/days.ts";
import { weekdayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { type AgendaColumn, holdsTime, layOut } from "../day-layout.ts";
import { type AgendaOpening, type AgendaSetting, type AgendaView, stateLabels } from "../model.ts";
import { hourText, wallOf, zoneOf } from "../wall-clock.ts";
import { AgendaGrid, type Opened } from "./agenda-grid.tsx";
import { AgendaList } from "./agenda-list.tsx";
import { AppointmentDialog } from "./appointment-dialog.tsx";
import { BookDialog } from "./book-dialog.tsx";
import type { ChosenHours } from "./book-draft.ts";
import { useAgendaView } from "./use-agenda.ts";
import { useNarrow, useNow } from "./use-screen.ts";
import { WaitingRoom } from "./waiting-room.tsx";

interface DaysProps {
  readonly setting: AgendaSetting;
  readonly from: string;
  readonly until: string;
  /** Of the day view. */
  readonly site: AgendaSetting["sites"][number] | null;
  /** Of the week view. */
  readonly professional: string | null;
}

type Shown = AgendaView["appointments"][number];

/** The days asked for, what waits, what ended, and the dialogs over them. */
export function Days({ setting, from, until, site, professional }: DaysProps) {
  const asked = useAgendaView({
    from,
    until,
    ...(site === null ? {} : { sites: [site.id] }),
    ...(professional === null ? {} : { professionals: [professional] }),
  });
  const now = useNow();
  const narrow = useNarrow();
  const [opened, setOpened] = useState<Shown | null>(null);
  const [hours, setHours] = useState<ChosenHours | null>(null);
  if (asked.isPending) return <Loading what="Rendez-vous" />;
  if (asked.isError) return <Refused error={asked.error} retry={asked.refetch} />;
  const columns = layOut(asked.data, {
    zoneOf: (id) => zoneOf(setting, id),
    stepOf: (opening) => stepOf(setting, opening),
  }).map((column) => ({ column, ...titles(column, setting, site !== null) }));
  const open = (item: Opened) => {
    if (item.kind === "appointment") return setOpened(item.appointment);
    const { id, professionalId, practitioner, siteId } = item.opening;
    setHours({
      ...{ start: item.start, practitioner, site: siteId, professional: professionalId, opening: id },
      ...{ services: servicesOf(setting, professionalId), over: false },
    });
  };
  return (
    <>
      {site !== null && from <= today() && (
        <WaitingRoom
          site={site}
          setting={setting}
          appointments={asked.data.appointments}
          now={now}
          onOpen={setOpened}
        />
      )}
      {columns.length === 0 ? (
        <EmptyState title={site === null ? "Aucune heure cette semaine." : "Aucune heure ce jour-là."}>
          {site !== null && (
            <Link className="button" to="/agenda" search={(all) => ({ ...all, jour: nextWorkingDay(from) })}>
              Voir {weekdayText(nextWorkingDay(from))}
            </Link>
          )}
        </EmptyState>
      ) : narrow ? (
        <AgendaList columns={columns} mayBook={setting.may.write} onOpen={open} />
      ) : (
        <AgendaGrid
          columns={columns}
          now={wallOf(now, zoneOf(setting, columns[0]?.column.siteId ?? ""))}
          mayBook={setting.may.write}
          onOpen={open}
        />
      )}
      <Ended appointments={asked.data.appointments} setting={setting} onOpen={setOpened} />
      {hours !== null && <BookDialog whom={null} hours={hours} onClose={() => setHours(null)} />}
      {opened !== null && hours === null && (
        <AppointmentDialog
          on={opened.on}
          id={opened.id}
          who={
            opened.person === null ? (
              "Quelqu’un que vous suivez sans le nommer ici"
            ) : (
              <Link to="/personnes/$id" params={{ id: opened.person.id }}>
                {shownName(opened.person).whole}
              </Link>
            )
          }
          {...(opened.professionalId === null
            ? {}
            : { onOverbook: () => setHours(sameHours(opened, setting)) })}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

/** Those that freed their hours are told beneath: missed, excused, cancelled. */
function Ended({
  appointments,
  setting,
  onOpen,
}: {
  readonly appointments: readonly Shown[];
  readonly setting: AgendaSetting;
  readonly onOpen: (one: Shown) => void;
}) {
  const ended = appointments.filter((one) => !holdsTime(one));
  if (ended.length === 0) return null;
  return (
    <details>
      <summary>Manqués, excusés, annulés ({ended.length})</summary>
      <ul className="agenda-room">
        {ended.map((one) => (
          <li key={one.id}>
            <button type="button" className="agenda-line" onClick={() => onOpen(one)}>
              <span>
                {hourText(one.start, zoneOf(setting, one.siteId))}{" "}
                <strong>{one.person === null ? "Rendez-vous" : shownName(one.person).whole}</strong>
              </span>
              <span className="soft small">{stateLabels[one.state]}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function sameHours(one: Shown, setting: AgendaSetting): ChosenHours {
  return {
    ...{
      start: one.start,
      practitioner: one.practitioner ?? "",
      site: one.siteId,
      opening: null,
      over: true,
    },
    ...{ professional: one.professionalId, services: servicesOf(setting, one.professionalId) },
  };
}

/** What a practitioner gives; null when they are not told: whatever is asked, and the server decides. */
function servicesOf({ practitioners }: AgendaSetting, id: string | null): readonly string[] | null {
  return practitioners.find((one) => one.id === id)?.services ?? null;
}

/** Starts are offered at the length of the shortest they give. */
function stepOf(setting: AgendaSetting, { professionalId }: AgendaOpening): number {
  const given = servicesOf(setting, professionalId);
  const lengths = setting.services
    .filter(({ id }) => given?.includes(id) ?? true)
    .map(({ minutes }) => minutes);
  return Math.max(15, Math.min(...lengths, 60));
}

/** A practitioner by day, a day by week, with their hours. */
function titles(column: AgendaColumn, setting: AgendaSetting, byDay: boolean) {
  const zone = zoneOf(setting, column.siteId);
  const hours = column.openings
    .map(({ start, end }) => `${hourText(start, zone)}–${hourText(end, zone)}`)
    .join(", ");
  if (byDay) return { title: column.practitioner, note: hours };
  const site =
    setting.sites.length > 1 ? (setting.sites.find(({ id }) => id === column.siteId)?.name ?? "") : "";
  const name = weekdayText(column.day).split(" ").slice(0, 3).join(" ");
  return { title: name, note: [hours, site].filter(Boolean).join(" · ") };
}

function nextWorkingDay(day: string): string {
  const next = addDays(day, 1);
  return [0, 6].includes(new Date(`${next}T00:00:00Z`).getUTCDay()) ? nextWorkingDay(next) : next;
}
