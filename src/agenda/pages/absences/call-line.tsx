import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { addressWords } from "../../../people/address-words.ts";
import { interpreterLabels } from "../../../people/contact.ts";
import { languageWords, MAY_NAME, MAY_NOT_NAME, rowsOf } from "../../../people/contact-words.ts";
import { shownName } from "../../../people/names-shown.ts";
import { Alert, Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { timeText } from "../../../ui/format.ts";
import { Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { post } from "../../../ui/server/api-client.ts";
import {
  type CallResult,
  type LineAnswer,
  lineStateLabels,
  openStates,
  type RoundLine,
} from "../../absences/model.ts";
import type { AgendaSetting, Slot } from "../../model.ts";
import { wishesText } from "../../rules.ts";
import { zoneOf } from "../../wall-clock.ts";
import { whenText } from "../appointment-lines.ts";
import { SlotSearch, slotKey } from "../slot-search.tsx";
import { wayWords } from "./words.ts";

interface CallLineProps {
  readonly line: RoundLine;
  readonly setting: AgendaSetting;
  readonly refresh: () => void;
}

/** Someone to call: by which ways, in which language, the hours held for them; what came of it. */
export function CallLine({ line, setting, refresh }: CallLineProps) {
  const open = openStates.includes(line.state);
  const name = shownName(line.person).whole;
  const when = (start: string, site: string) =>
    `${whenText(start, zoneOf(setting, site))}, ${setting.sites.find(({ id }) => id === site)?.name ?? ""}`;
  const take = useMutation({
    mutationFn: (released: boolean) =>
      post<LineAnswer>(`/api/agenda/round-lines/${line.id}/take`, { released }),
    onSettled: refresh,
  });
  const taker =
    take.data?.outcome === "taken" ? take.data.by : line.taken && !line.taken.mine ? line.taken.by : null;
  return (
    <li className="call-line">
      <p className="row">
        <Link to="/personnes/$id" params={{ id: line.person.id }}>
          <strong>{name}</strong>
        </Link>
        <Badge tone={open ? (line.state === "to_call" ? "unknown" : "wait") : "good"}>
          {lineStateLabels[line.state]}
        </Badge>
      </p>
      <p className="small">
        {`Avait ${line.service.toLowerCase()} ${when(line.start, line.siteId)}.`}
        {line.now !== null && ` Vient maintenant ${when(line.now.start, line.now.siteId)}.`}
      </p>
      {open && <Reach line={line} />}
      {open && (
        <p>
          {line.held === null
            ? "Aucun créneau n’est tenu pour cette personne."
            : `Créneau tenu\u00a0: ${when(line.held.start, line.held.site)}, ${line.held.practitioner}.`}
          {line.wishes !== null && ` Souhaite\u00a0: ${wishesText(line.wishes)}.`}
        </p>
      )}
      {line.calls.map(({ at, by, result, way }) => (
        <p key={at} className="soft small">
          {`${timeText(at)}, ${by}\u00a0: ${lineStateLabels[result].toLowerCase()}`}
          {rowsOf(line.contact, "way").map((one) => (one.id === way ? ` (${wayWords(one.content)})` : ""))}
        </p>
      ))}
      {take.isError && <Refused error={take.error} />}
      {open && taker !== null && <p className="soft">{`${taker} s’en occupe.`}</p>}
      {open && taker === null && line.taken?.mine !== true && (
        <div className="row no-print">
          <Button
            isPending={take.isPending}
            onPress={() => take.mutate(false)}
            aria-label={`Je m’en occupe\u00a0: ${name}`}
          >
            Je m’en occupe
          </Button>
        </div>
      )}
      {open && line.taken?.mine === true && (
        <Outcome line={line} setting={setting} refresh={refresh} onRelease={() => take.mutate(true)} />
      )}
    </li>
  );
}

function Reach({ line: { contact } }: { readonly line: RoundLine }) {
  const ways = rowsOf(contact, "way").map(({ content }) => content);
  const speech = rowsOf(contact, "speech")[0]?.content;
  const letter = rowsOf(contact, "address").find(({ content }) => content.use === "postal")?.content;
  return (
    <ul className="call-ways">
      {ways.length === 0 && <li>Aucun téléphone noté.</li>}
      {ways.map((way) => (
        <li key={`${way.kind} ${way.shown}`}>
          <strong>{wayWords(way)}</strong>
          {way.kind !== "none" && way.mayName !== null && ` (${way.mayName ? MAY_NAME : MAY_NOT_NAME})`}
          {way.note && `. ${way.note}`}
        </li>
      ))}
      {letter && <li>{`Par courrier\u00a0: ${addressWords(letter)}`}</li>}
      {speech && (
        <li>
          {[...speech.languages.map(languageWords), interpreterLabels[speech.interpreter].toLowerCase()].join(
            " · ",
          )}
        </li>
      )}
    </ul>
  );
}

const REFUSALS: Readonly<Record<string, string>> = {
  over: "Ce rendez-vous a été réglé autrement entre-temps. Rien n’a été modifié.",
  slot_taken: "Ce créneau n’est plus libre. Le rendez-vous n’a pas bougé\u00a0: proposez-en un autre.",
  none: "Aucun autre créneau libre d’ici soixante jours. Proposez la liste d’attente.",
};

interface OutcomeProps extends CallLineProps {
  readonly onRelease: () => void;
}

/** What came of the call that is being made. */
function Outcome({ line, setting, refresh, onRelease }: OutcomeProps) {
  const ways = rowsOf(line.contact, "way").filter(({ content }) => content.kind !== "none");
  const untried = ways.find(({ id }) => !line.calls.some(({ way }) => way === id));
  const [way, setWay] = useState<string | null>((untried ?? ways[0])?.id ?? null);
  const [waitingId] = useState(newId);
  const [searching, setSearching] = useState(false);
  const [slot, setSlot] = useState<Slot | null>(null);
  const note = useMutation({
    mutationFn: (result: CallResult) =>
      post<LineAnswer>(`/api/agenda/round-lines/${line.id}/result`, {
        result,
        ...(way === null ? {} : { way }),
        ...(result === "waiting" ? { waitingId } : {}),
        ...(result === "moved" && slot !== null
          ? {
              slot: {
                ...{ opening: slot.opening, start: slot.start },
                ...(slot.professional === null ? {} : { professional: slot.professional }),
              },
            }
          : {}),
      }),
    onSettled: refresh,
  });
  const other = useMutation({
    mutationFn: () => post<LineAnswer>(`/api/agenda/round-lines/${line.id}/other`),
    onSettled: refresh,
  });
  const busy = note.isPending || other.isPending;
  const refusal = REFUSALS[(note.data ?? other.data)?.outcome ?? ""];
  const act = (result: CallResult, words: string) => (
    <Button
      tone={result === "moved" ? "main" : "plain"}
      isPending={note.isPending && note.variables === result}
      isDisabled={busy}
      onPress={() => {
        if (result === "moved" && !searching) setSlot(null);
        note.mutate(result);
      }}
    >
      {words}
    </Button>
  );
  return (
    <div className="stack no-print">
      {ways.length > 1 && (
        <SelectField
          label="Moyen essayé"
          options={ways.map(({ id, content }) => ({ code: id, label: wayWords(content) }))}
          value={way}
          onChange={setWay}
        />
      )}
      {searching && line.serviceId !== null && (
        <SlotSearch
          setting={setting}
          service={line.serviceId}
          person={line.on}
          chosen={slot && slotKey(slot)}
          onChoose={setSlot}
        />
      )}
      {refusal !== undefined && <Alert tone="wait" title={refusal} announced />}
      {note.isError && <Refused error={note.error} />}
      {other.isError && <Refused error={other.error} />}
      <div className="row">
        {searching
          ? slot !== null && act("moved", `Prendre ${whenText(slot.start, zoneOf(setting, slot.site))}`)
          : line.held !== null && act("moved", "Prend ce créneau")}
        {!searching && (
          <Button isPending={other.isPending} isDisabled={busy} onPress={() => other.mutate()}>
            {line.held === null ? "Tenir un créneau" : "Proposer le suivant"}
          </Button>
        )}
        {line.serviceId !== null && (
          <Button
            isDisabled={busy}
            onPress={() => {
              setSlot(null);
              setSearching(!searching);
            }}
          >
            {searching ? "Revenir au créneau tenu" : "Chercher un autre créneau"}
          </Button>
        )}
      </div>
      <div className="row">
        {act("message", "Message laissé")}
        {act("not_reached", "Pas joint")}
        {act("waiting", "Liste d’attente")}
        {act("cancelled", "Annuler sans autre rendez-vous")}
        <Button tone="quiet" isDisabled={busy} onPress={onRelease}>
          Laisser à un collègue
        </Button>
      </div>
    </div>
  );
}
