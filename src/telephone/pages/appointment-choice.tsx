import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import type { BookingAnswer } from "../../agenda/model.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { ToldAppointment } from "../model.ts";
import { spokenMoment } from "../rules.ts";
import { KeyBlock } from "./key-block.tsx";

interface AppointmentChoiceProps {
  readonly cancels: boolean;
  readonly today: string;
  /** Null while they are read. */
  readonly appointments: readonly ToldAppointment[] | null;
  readonly nameOf: (site: string) => string;
  /** "2026-11-24T09:40", on the clocks of where it takes place. */
  readonly momentOf: (appointment: ToldAppointment) => string;
  readonly onMove: (appointment: ToldAppointment) => void;
  readonly onCancelled: (words: string) => void;
}

/** Which of the person's appointments to come is moved, or cancelled at their asking. */
export function AppointmentChoice(props: AppointmentChoiceProps) {
  const { cancels, today, appointments, nameOf, momentOf, onMove, onCancelled } = props;
  const [at, setAt] = useState(0);
  const coming = (appointments ?? []).filter(({ day, state }) => state === "booked" && day >= today);
  const cancel = useMutation({
    mutationFn: ({ id, on }: ToldAppointment) =>
      post<BookingAnswer>(`/api/people/${on}/appointments/${id}/state`, { to: "excused" }),
    onSuccess: ({ outcome }, one) => {
      if (outcome === "done")
        onCancelled(`Le rendez-vous du ${spokenMoment(momentOf(one))}, à ${nameOf(one.siteId)}, est annulé.`);
    },
  });
  const act = (one: ToldAppointment) => (cancels ? cancel.mutate(one) : onMove(one));
  const onKey = ({ key }: KeyboardEvent, own: boolean): boolean => {
    const chosen = coming[Number(key) - 1];
    const now = coming[at];
    if (chosen) setAt(coming.indexOf(chosen));
    else if (key === "Enter" && own && now && !cancel.isPending) act(now);
    else return false;
    return true;
  };
  return (
    <KeyBlock label="Rendez-vous à venir" onKey={onKey}>
      <Card title={cancels ? "2 · Quel rendez-vous annuler ?" : "2 · Quel rendez-vous déplacer ?"}>
        {appointments === null && <Loading what="Rendez-vous" />}
        {appointments !== null && coming.length === 0 && <p>Aucun rendez-vous à venir.</p>}
        {cancel.isError && <Refused error={cancel.error} />}
        {cancel.data?.outcome === "changed" && (
          <Alert
            tone="wait"
            announced
            title="Ce rendez-vous a changé entre-temps. Rien n’a été annulé : relisez « Ses rendez-vous »."
          />
        )}
        <ol className="tel-slots">
          {coming.map((one, n) => (
            <li key={one.id}>
              <button type="button" aria-pressed={n === at} onClick={() => setAt(n)}>
                <span>
                  <kbd>{n + 1}</kbd> <strong>{spokenMoment(momentOf(one))}</strong>
                </span>
                <span>{nameOf(one.siteId)}</span>
                <span className="soft small">{one.practitioner}</span>
              </button>
            </li>
          ))}
        </ol>
        {coming[at] && (
          <Button
            tone={cancels ? "danger" : "main"}
            isPending={cancel.isPending}
            onPress={() => coming[at] && act(coming[at])}
          >
            {cancels ? "Annuler ce rendez-vous" : "Chercher un autre créneau"} <kbd>↵</kbd>
          </Button>
        )}
      </Card>
    </KeyBlock>
  );
}
