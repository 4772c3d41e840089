import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AgendaSetting } from "../../agenda/model.ts";
import { stateLabels } from "../../agenda/model.ts";
import { shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText, shortDayText, timeText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import {
  type CallOutcome,
  callOutcomeLabels,
  callOutcomes,
  phrases,
  type TelephoneDesk,
  type ToldAppointment,
} from "../model.ts";
import { spokenHour } from "../rules.ts";
import { grouped } from "./number-shown.ts";

interface BesideProps {
  readonly desk: TelephoneDesk;
  readonly appointments: readonly ToldAppointment[] | null;
  /** Of the chosen slot. */
  readonly instructions: AgendaSetting["practitioners"][number] | null;
  readonly nameOf: (site: string) => string;
  readonly momentOf: (appointment: ToldAppointment) => string;
}

/** What helps beside the call: their appointments, instructions, interpreters, whom to call back, the day's calls. */
export function Beside({ desk, appointments, instructions, nameOf, momentOf }: BesideProps) {
  return (
    <>
      {appointments !== null && (
        <Card title="Ses rendez-vous">
          {appointments.length === 0 ? (
            <p className="soft">Aucun.</p>
          ) : (
            <ul className="tel-lines">
              {appointments.map((one) => (
                <li key={one.id}>
                  {shortDayText(one.day)} {momentOf(one).slice(11)} {nameOf(one.siteId)}
                  {one.practitioner !== null && `, ${one.practitioner}`} ·{" "}
                  {stateLabels[one.state].toLowerCase()}
                </li>
              ))}
            </ul>
          )}
          <p className="soft small">Ici, on voit quand, où et avec qui ; jamais pourquoi.</p>
        </Card>
      )}
      {instructions !== null && instructions.instructions !== "" && (
        <Card title={`Consignes : ${instructions.label}`}>
          <p>{instructions.instructions}</p>
        </Card>
      )}
      <Interpreter desk={desk} />
      <CallBacks desk={desk} />
      <DayCalls desk={desk} />
    </>
  );
}

function Interpreter({ desk }: { readonly desk: TelephoneDesk }) {
  const interpreter = desk.line?.interpreter;
  return (
    <Card title="Qui ne parle pas français">
      {interpreter ? (
        <p>
          Interprète au téléphone : <strong>{interpreter.phone}</strong>
          {interpreter.code && `, code ${interpreter.code}`}
          {interpreter.languages.length > 0 && ` (${interpreter.languages.join(", ")})`}
        </p>
      ) : (
        <p className="soft">Aucun numéro d’interprète n’est enregistré pour cette ligne.</p>
      )}
      <details>
        <summary>« Un instant, j’appelle un interprète » (à vérifier)</summary>
        <dl className="tel-phrases">
          {phrases.map(({ language, lang, words }) => (
            <div key={language}>
              <dt>{language}</dt>
              <dd lang={lang}>{words}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Card>
  );
}

function CallBacks({ desk }: { readonly desk: TelephoneDesk }) {
  const cache = useQueryClient();
  const back = useMutation({
    mutationFn: (call: string) => post(`/api/telephone/calls/${call}/back`),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["telephone-desk"] }),
  });
  if (desk.callbacks.length === 0) return null;
  return (
    <Card title={`À rappeler (${desk.callbacks.length})`}>
      {back.isError && <Refused error={back.error} />}
      <ul className="tel-lines">
        {desk.callbacks.map((one) => {
          const who = one.person ? shownName(one.person).whole : "Personne non identifiée";
          return (
            <li key={one.id} className="tel-back">
              <span>
                <strong>{who}</strong> {one.number === null ? "" : grouped(one.number)}
                <br />
                <span className="soft small">
                  {[one.words, `depuis ${timeText(one.asked)}`, one.by].filter(Boolean).join(" · ")}
                </span>
              </span>
              <Button onPress={() => back.mutate(one.id)} aria-label={`Rappelé : ${who}`}>
                Rappelé
              </Button>
            </li>
          );
        })}
      </ul>
      <p className="soft small">Un numéro est effacé dès le rappel, et au plus tard après trois jours.</p>
    </Card>
  );
}

function DayCalls({ desk }: { readonly desk: TelephoneDesk }) {
  if (desk.hours.length === 0) return null;
  const outcomes = callOutcomes.flatMap((one: CallOutcome) =>
    desk.outcomes[one] === undefined ? [] : [`${callOutcomeLabels[one]} ${desk.outcomes[one]}`],
  );
  return (
    <Card title="Appels du jour">
      <p className="small">{outcomes.join(" · ")}</p>
      <ul className="tel-lines small">
        {desk.hours.map(({ hour, calls, booked }) => (
          <li key={hour}>
            {spokenHour(`${hour}:00`)} : {countText(calls, "appel")},{" "}
            {countText(booked, "rendez-vous", "rendez-vous")}
          </li>
        ))}
      </ul>
    </Card>
  );
}
