import { useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import type { AgendaSetting, AgendaView } from "../model.ts";
import { hourText, zoneOf } from "../wall-clock.ts";
import { WalkInDialog } from "./walk-in-dialog.tsx";

type Shown = AgendaView["appointments"][number];

interface WaitingRoomProps {
  readonly site: AgendaSetting["sites"][number];
  readonly setting: AgendaSetting;
  readonly appointments: readonly Shown[];
  /** Read again each minute. */
  readonly now: Date;
  readonly onOpen: (appointment: Shown) => void;
}

/** Who is there, since when, and who is with someone: the first place of care (handbook F1). */
export function WaitingRoom({ site, setting, appointments, now, onOpen }: WaitingRoomProps) {
  const [coming, setComing] = useState(false);
  const here = appointments
    .filter(({ siteId, state }) => siteId === site.id && (state === "arrived" || state === "in_progress"))
    .sort((a, b) => (a.arrivedAt ?? "").localeCompare(b.arrivedAt ?? ""));
  const waiting = here.filter(({ state }) => state === "arrived");
  const inside = here.filter(({ state }) => state === "in_progress");
  const line = (one: Shown) => {
    const minutes = Math.max(
      0,
      Math.floor((now.getTime() - Date.parse(one.arrivedAt ?? one.start)) / 60_000),
    );
    const name = one.person === null ? "Quelqu’un" : shownName(one.person).whole;
    return (
      <li key={one.id}>
        <button type="button" className="agenda-line agenda-booked" onClick={() => onOpen(one)}>
          <strong>{name}</strong>
          <span>
            {one.state === "arrived"
              ? `là depuis ${hourText(one.arrivedAt ?? one.start, zoneOf(setting, one.siteId))} (${countText(minutes, "minute")})`
              : `avec ${one.practitioner ?? "un professionnel"}`}
          </span>
          <span className="soft small">
            {[one.service, one.walkIn ? "sans rendez-vous" : ""].filter(Boolean).join(" · ")}
          </span>
        </button>
      </li>
    );
  };
  return (
    <Card
      title={`Salle d’attente, ${site.name}`}
      actions={
        setting.may.write && (
          <Button onPress={() => setComing(true)}>Quelqu’un arrive sans rendez-vous</Button>
        )
      }
    >
      {here.length === 0 && <p className="soft">Personne n’attend.</p>}
      {waiting.length > 0 && <ul className="agenda-room">{waiting.map(line)}</ul>}
      {inside.length > 0 && (
        <>
          <h3>En cours</h3>
          <ul className="agenda-room">{inside.map(line)}</ul>
        </>
      )}
      {coming && <WalkInDialog site={site.id} setting={setting} onClose={() => setComing(false)} />}
    </Card>
  );
}
