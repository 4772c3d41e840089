import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { addDays, today as dayHere } from "../../ui/days.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post, put } from "../../ui/server/api-client.ts";
import type { AgendaSetting } from "../model.ts";
import {
  type RemindedAppointment,
  type ReminderSetting,
  reminderChannelLabels,
  reminderStateLabels,
  toBeTold,
} from "../reminders/model.ts";
import "./agenda.css";

const KEY = ["reminders"];
const SETTING = ["reminder-setting"];

/** Who has an appointment in the days to come, and whether they were reminded; those to call first. */
export function RemindersPage() {
  const today = dayHere();
  const asked = useQuery({
    queryKey: [...KEY, today],
    queryFn: () =>
      post<{ appointments: RemindedAppointment[] }>("/api/agenda/reminders", {
        from: today,
        until: addDays(today, 2),
      }),
    staleTime: 0,
  });
  const all = asked.data?.appointments ?? [];
  const calls = all.filter(({ reminder }) => reminder !== null && toBeTold.includes(reminder.state));
  const others = all.filter((one) => !calls.includes(one));
  return (
    <>
      <title>Rappels · Maillage</title>
      <div className="page-head">
        <h1>Rappels de rendez-vous</h1>
      </div>
      <p className="soft">
        Un rappel dit le lieu, l’heure, les papiers à apporter et comment annuler ; jamais pour quoi ni avec
        qui. Il part une seule fois.
      </p>
      <Setting />
      {asked.isPending && <Loading what="Les rendez-vous" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.isSuccess && (
        <>
          <Card title={`À prévenir de vive voix (${calls.length})`}>
            {calls.length === 0 ? (
              <EmptyState title="Personne à appeler." />
            ) : (
              <ul className="reminders">
                {calls.map((one) => (
                  <Line key={one.appointment} one={one} />
                ))}
              </ul>
            )}
          </Card>
          <Card title="Aujourd’hui et les deux jours qui viennent">
            {others.length === 0 ? (
              <EmptyState title="Aucun autre rendez-vous." />
            ) : (
              <ul className="reminders">
                {others.map((one) => (
                  <Line key={one.appointment} one={one} />
                ))}
              </ul>
            )}
          </Card>
        </>
      )}
    </>
  );
}

function Line({ one }: { readonly one: RemindedAppointment }) {
  const client = useQueryClient();
  const vocabulary = useVocabulary();
  const { reminder, person } = one;
  const refresh = () => void client.invalidateQueries({ queryKey: KEY });
  const tell = useMutation({
    mutationFn: () => post(`/api/people/${person.id}/reminders/${reminder?.id}/told`, {}),
    onSuccess: refresh,
  });
  const stop = useMutation({
    mutationFn: (stopped: boolean) => post(`/api/people/${person.id}/reminders/stop`, { stopped }),
    onSuccess: refresh,
  });
  const name = shownName(person).whole;
  const site = vocabulary.data?.sites.find(({ id }) => id === one.siteId);
  return (
    <li>
      <div>
        <p>
          <b>{whenWords(one.start, site?.timeZone)}</b>{" "}
          {site && <span className="soft">· {site.name} · </span>}
          <Link to="/personnes/$id" params={{ id: person.id }}>
            {name}
          </Link>{" "}
          <span className="badge">{one.stopped ? "ne veut pas de rappel" : stateWords(one)}</span>
        </p>
        {reminder?.failure && <p className="soft small">Réponse du transporteur : {reminder.failure}.</p>}
        {reminder?.words && (
          <details>
            <summary>{reminder.local ? "Message (démonstration : rien n’est parti)" : "Message"}</summary>
            {reminder.words.split("\n").map((line) => (
              <p key={line} dir="auto">
                {line}
              </p>
            ))}
          </details>
        )}
        {reminder?.toldBy && <p className="soft small">Prévenu par {reminder.toldBy}.</p>}
        {tell.isError && <Refused error={tell.error} />}
        {stop.isError && <Refused error={stop.error} />}
      </div>
      <div className="reminder-acts">
        {reminder !== null && toBeTold.includes(reminder.state) && (
          <Button onPress={() => tell.mutate()} isDisabled={tell.isPending} aria-label={`Prévenu : ${name}`}>
            Prévenu
          </Button>
        )}
        <Button
          tone="quiet"
          onPress={() => stop.mutate(!one.stopped)}
          isDisabled={stop.isPending}
          aria-label={one.stopped ? `Reprendre les rappels de ${name}` : `Ne plus rappeler ${name}`}
        >
          {one.stopped ? "Reprendre les rappels" : "Ne plus rappeler"}
        </Button>
      </div>
    </li>
  );
}

function stateWords({ reminder }: RemindedAppointment): string {
  if (reminder === null) return "pas encore l’heure";
  return [reminderChannelLabels[reminder.channel], reminderStateLabels[reminder.state]]
    .filter(Boolean)
    .join(" ");
}

/** At the clock of where it takes place; of a site not known yet, at the reader’s. */
function whenWords(start: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("fr-FR", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    ...(timeZone && { timeZone }),
  }).format(new Date(start));
}

const HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

/** Whether reminders are sent, and at which hour of the day before. */
function Setting() {
  const client = useQueryClient();
  const agenda = useQuery({
    queryKey: ["agenda", "setting"],
    queryFn: ({ signal }) => get<AgendaSetting>("/api/agenda/setting", { signal }),
  });
  const asked = useQuery({
    queryKey: SETTING,
    queryFn: ({ signal }) => get<ReminderSetting>("/api/agenda/reminders/setting", { signal }),
  });
  const change = useMutation({
    mutationFn: (hour: number | null) => put<ReminderSetting>("/api/agenda/reminders/setting", { hour }),
    onSuccess: (now) => client.setQueryData(SETTING, now),
  });
  if (!asked.isSuccess) return null;
  const { hour, channels } = asked.data;
  const by = channels.map((one) => reminderChannelLabels[one]).join(" et ");
  const words =
    hour === null
      ? "Aucun rappel n’est envoyé."
      : channels.length === 0
        ? "Ni SMS ni courriel ne sont réglés sur cette installation : tout est à dire de vive voix."
        : `Envoyés par ${by}, la veille à partir de ${hour} h.`;
  return (
    <Card title="Réglage">
      <p>{words}</p>
      {agenda.data?.may.timetable && (
        <SelectField
          label="Heure d’envoi, la veille"
          value={hour === null ? "" : String(hour)}
          onChange={(value) => change.mutate(value === "" ? null : Number(value))}
          options={[
            { code: "", label: "Ne pas envoyer" },
            ...HOURS.map((one) => ({ code: String(one), label: `${one} h` })),
          ]}
        />
      )}
      {change.isError && <Refused error={change.error} />}
    </Card>
  );
}
