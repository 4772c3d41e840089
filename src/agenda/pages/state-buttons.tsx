import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { today } from "../../ui/days.ts";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import {
  type AgendaSetting,
  type Appointment,
  type AppointmentState,
  type BookingAnswer,
  stateLabels,
} from "../model.ts";
import { transitions } from "../rules.ts";

/** What one does, not what it then is called. */
const ACTS: Readonly<Record<AppointmentState, string>> = {
  booked: "Pas encore arrivé",
  arrived: "Est arrivé",
  in_progress: "Prendre en charge",
  honoured: "Terminé",
  missed: "N’est pas venu",
  excused: "S’est excusé",
  cancelled: "Annuler (par le service)",
};
/** Said with a word why, and a second press: they free the hours. */
const ENDING: readonly AppointmentState[] = ["missed", "excused", "cancelled"];
/** Once the day has come. */
const OF_THE_DAY: readonly AppointmentState[] = ["arrived", "in_progress", "honoured", "missed"];

interface StateButtonsProps {
  /** Address of the appointment. */
  readonly path: string;
  readonly one: Appointment;
  readonly setting: AgendaSetting;
  /** Noted; or, not done, changed by someone else meanwhile. */
  readonly onDone: (told: string, done?: boolean) => void;
}

/** What may become of an appointment. */
export function StateButtons({ path, one, setting, onDone }: StateButtonsProps) {
  const [ending, setEnding] = useState<AppointmentState | null>(null);
  const [words, setWords] = useState("");
  const team = setting.practitioners.filter(
    ({ services }) => one.serviceId === null || services.includes(one.serviceId),
  );
  const [taker, setTaker] = useState(() => (team.find(({ mine }) => mine) ?? team[0])?.id ?? null);
  const set = useMutation({
    mutationFn: (to: AppointmentState) =>
      post<BookingAnswer>(`${path}/state`, {
        to,
        ...(words.trim() === "" ? {} : { words }),
        ...(one.practitioner === null && to !== "booked" && taker !== null ? { professional: taker } : {}),
      }),
    onSuccess: (answer) => {
      if (!("appointment" in answer)) return;
      const now = stateLabels[answer.appointment.state].toLowerCase();
      onDone(
        answer.outcome === "changed"
          ? `Quelqu’un l’a changé entre-temps\u00a0: il est maintenant «\u00a0${now}\u00a0». Rien n’a été modifié.`
          : `Enregistré\u00a0: ${now}.`,
        answer.outcome !== "changed",
      );
    },
  });
  const come = one.day <= today();
  const next = transitions[one.state].filter(
    (to) => (come || !OF_THE_DAY.includes(to)) && !(one.walkIn && to === "booked"),
  );
  if (ending !== null && next.includes(ending))
    return (
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate(ending);
        }}
      >
        <TextField
          label={`${ACTS[ending]}\u00a0: un mot (facultatif)`}
          name="words"
          value={words}
          onChange={setWords}
          autoFocus
          help={
            ending === "missed"
              ? "Une tâche demandera de prendre des nouvelles et de proposer un autre rendez-vous."
              : "Les heures sont libérées et proposées à la liste d’attente."
          }
        />
        {set.isError && <Refused error={set.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={set.isPending}>
            Confirmer
          </Button>
          <Button onPress={() => setEnding(null)}>Revenir</Button>
        </div>
      </form>
    );
  return (
    <>
      {one.practitioner === null && team.length > 0 && next.includes("in_progress") && (
        <SelectField
          label="Reçu par"
          options={team.map(({ id, label }) => ({ code: id, label }))}
          value={taker}
          onChange={setTaker}
        />
      )}
      {set.isError && <Refused error={set.error} />}
      {next.length === 0 ? (
        <Alert tone="unknown" title="Plus rien à noter sur ce rendez-vous." />
      ) : (
        <div className="row">
          {next.map((to) => (
            <Button
              key={to}
              isPending={set.isPending && set.variables === to}
              onPress={() => (ENDING.includes(to) ? setEnding(to) : set.mutate(to))}
            >
              {ACTS[to]}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
