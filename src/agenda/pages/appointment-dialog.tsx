import "./agenda.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import {
  type AgendaSetting,
  type AppointmentHistory,
  type Interpreter,
  stateLabels,
  type Wishes,
} from "../model.ts";
import { interpreterSaid, wishesText } from "../rules.ts";
import { zoneOf } from "../wall-clock.ts";
import { coverLabels, whenText } from "./appointment-lines.ts";
import { InterpreterPart } from "./interpreter-part.tsx";
import { MovePart } from "./move-part.tsx";
import { PrintButton } from "./print-button.tsx";
import { StateButtons } from "./state-buttons.tsx";
import { agendaChanged, useSetting } from "./use-agenda.ts";

interface AppointmentDialogProps {
  /** The record it is written on. */
  readonly on: string;
  readonly id: string;
  /** Who it is, as the page beneath says it. */
  readonly who: ReactNode;
  readonly onOverbook?: () => void;
  readonly onClose: () => void;
}

/** One appointment: all the reader may know of it, what became of it, what may be done. */
export function AppointmentDialog({ on, id, who, onOverbook, onClose }: AppointmentDialogProps) {
  const client = useQueryClient();
  const me = useMe();
  const setting = useSetting();
  const path = `/api/people/${on}/appointments/${id}`;
  const asked = useQuery({
    queryKey: ["appointment", id],
    queryFn: ({ signal }) => get<AppointmentHistory>(path, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
  const [moving, setMoving] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  // Each act of one's own: what was typed for it is done with; what someone else changed meanwhile leaves it there.
  const [acts, setActs] = useState(0);
  const changed = (words: string, done = true) => {
    setTold(words);
    if (done) {
      setMoving(false);
      setActs(acts + 1);
    }
    agendaChanged(client);
    void client.invalidateQueries({ queryKey: ["person"] });
    // Waited for: nothing is tried again on what it no longer is.
    return client.invalidateQueries({ queryKey: ["appointment", id] });
  };
  return (
    <Dialog title="Rendez-vous" onClose={onClose} wide>
      {(asked.isPending || setting.isPending) && <Loading what="Ouverture" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {setting.isError && <Refused error={setting.error} retry={setting.refetch} />}
      {asked.isSuccess && setting.isSuccess && (
        <>
          {told !== null && <Alert tone="good" announced title={told} />}
          <Facts one={asked.data} setting={setting.data} who={who} />
          {setting.data.may.write && !moving && (
            <>
              <StateButtons key={acts} path={path} one={asked.data} setting={setting.data} onDone={changed} />
              <div className="row">
                {asked.data.state === "booked" && <Button onPress={() => setMoving(true)}>Déplacer</Button>}
                {setting.data.may.overbook && onOverbook && (
                  <Button onPress={onOverbook}>Ajouter quelqu’un à la même heure</Button>
                )}
              </div>
              {mayWrite(me, "identity_detail") && (
                <InterpreterPart
                  path={path}
                  one={asked.data}
                  zone={zoneOf(setting.data, asked.data.siteId)}
                  onDone={changed}
                />
              )}
            </>
          )}
          {moving && (
            <MovePart
              path={path}
              one={asked.data}
              on={on}
              setting={setting.data}
              onMoved={changed}
              onCancel={() => setMoving(false)}
            />
          )}
          <History one={asked.data} setting={setting.data} />
        </>
      )}
      <div className="row">
        {asked.data?.state === "booked" && (
          <PrintButton path={`${path}/card`} body={{}}>
            Imprimer le carton
          </PrintButton>
        )}
        <Button onPress={onClose}>Fermer</Button>
      </div>
    </Dialog>
  );
}

const PARTS = {
  reason: "Précision",
  service: "Service",
  interpreter: "Interprète",
  companion: "Accompagné par",
  wishes: "Souhaits",
};

function Facts({
  one,
  setting,
  who,
}: {
  readonly one: AppointmentHistory;
  readonly setting: AgendaSetting;
  readonly who: ReactNode;
}) {
  const site = setting.sites.find(({ id }) => id === one.siteId)?.name ?? "";
  const room = setting.rooms.find(({ id }) => id === one.roomId)?.label;
  return (
    <dl className="facts">
      <dt>Pour</dt>
      <dd>{who}</dd>
      <dt>Quand</dt>
      <dd>
        <strong>{whenText(one.start, zoneOf(setting, one.siteId))}</strong>
        {one.walkIn && " (sans rendez-vous)"}
      </dd>
      <dt>Où</dt>
      <dd>{[site, room].filter(Boolean).join(", ")}</dd>
      <dt>Quoi</dt>
      <dd>{[one.service, one.practitioner, ...(one.with ?? [])].filter(Boolean).join(", ")}</dd>
      <dt>État</dt>
      <dd>
        <strong>{stateLabels[one.state]}</strong>
        {one.overbooked !== null && ` · en plus\u00a0: ${one.overbooked}`}
      </dd>
      {one.cover !== null && (
        <>
          <dt>Couverture</dt>
          <dd>{coverLabels[one.cover]}</dd>
        </>
      )}
      {one.details
        .filter(({ part }) => part !== "service")
        .map(({ part, words, content }) => (
          <div key={part} className="agenda-fact">
            <dt>{PARTS[part]}</dt>
            <dd>
              {part === "interpreter" && content !== null
                ? interpreterSaid(content as Interpreter)
                : part === "wishes" && content !== null
                  ? wishesText(content as Wishes)
                  : words}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function History({ one, setting }: { readonly one: AppointmentHistory; readonly setting: AgendaSetting }) {
  if (one.steps.length === 0) return <p className="soft small">Pris par {one.by}.</p>;
  return (
    <details>
      <summary>Ce qui s’est passé ({one.steps.length})</summary>
      <ul className="tasks">
        <li>Pris par {one.by}.</li>
        {one.steps.map(({ from, to, wasStart, wasSite, words, by, at }) => (
          <li key={`${at} ${to}`}>
            {wasStart !== null
              ? `Déplacé\u00a0: c’était ${whenText(wasStart, zoneOf(setting, wasSite ?? ""))}`
              : `${stateLabels[from]} → ${stateLabels[to]}`}
            {words !== null && `, «\u00a0${words}\u00a0»`}
            <span className="soft small">{` (${by}, ${momentText(at)})`}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
