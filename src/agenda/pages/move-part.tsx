import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { AgendaSetting, Appointment, BookingAnswer, Slot } from "../model.ts";
import { zoneOf } from "../wall-clock.ts";
import { whenText } from "./appointment-lines.ts";
import { SlotList, SlotSearch, slotKey } from "./slot-search.tsx";

interface MovePartProps {
  /** Address of the appointment. */
  readonly path: string;
  readonly one: Appointment;
  readonly on: string;
  readonly setting: AgendaSetting;
  /** Moved; or, not done, changed by someone else meanwhile. */
  readonly onMoved: (told: string, done?: boolean) => Promise<unknown>;
  readonly onCancel: () => void;
}

/** Moves an appointment to another slot; what it was is kept. */
export function MovePart({ path, one, on, setting, onMoved, onCancel }: MovePartProps) {
  const [slot, setSlot] = useState<Slot | null>(null);
  const [words, setWords] = useState("");
  const move = useMutation({
    mutationFn: ({ professional, opening, start }: Slot) =>
      post<BookingAnswer>(`${path}/move`, {
        ...{ version: one.version, opening, start },
        ...(professional === null ? {} : { professional }),
        ...(words.trim() === "" ? {} : { words }),
      }),
    onSuccess: async (answer) => {
      if (answer.outcome === "moved")
        await onMoved(
          `Déplacé\u00a0: ${whenText(answer.appointment.start, zoneOf(setting, answer.appointment.siteId))}.`,
        );
      if (answer.outcome === "changed")
        await onMoved(
          "Quelqu’un l’a changé entre-temps\u00a0: voici ce qu’il est maintenant. Rien n’a été déplacé\u00a0; ce que vous avez choisi et écrit est resté.",
          false,
        );
    },
  });
  const beaten = move.data && "proposals" in move.data ? move.data.proposals : null;
  const choose = (one: Slot) => {
    move.reset();
    setSlot(one);
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (slot) move.mutate(slot);
      }}
    >
      <h3>Déplacer</h3>
      {one.serviceId === null ? (
        <p>
          Le service de ce rendez-vous n’est pas à votre connaissance&nbsp;: un soignant peut le déplacer.
        </p>
      ) : (
        <SlotSearch
          setting={setting}
          service={one.serviceId}
          person={on}
          chosen={slot && slotKey(slot)}
          onChoose={choose}
        />
      )}
      {beaten !== null && (
        <Alert
          tone="wait"
          announced
          title={"Ce créneau vient d’être pris. Le rendez-vous n’a pas bougé\u00a0: choisissez-en un autre."}
        >
          <SlotList slots={beaten} setting={setting} chosen={null} onChoose={choose} />
        </Alert>
      )}
      {slot !== null && (
        <TextField label="Pourquoi (facultatif)" name="words" value={words} onChange={setWords} />
      )}
      {move.isError && <Refused error={move.error} />}
      <div className="row">
        <Button
          type="submit"
          tone="main"
          isPending={move.isPending}
          isDisabled={slot === null || beaten !== null}
        >
          {slot === null
            ? "Choisissez un créneau"
            : `Déplacer à ${whenText(slot.start, zoneOf(setting, slot.site))}`}
        </Button>
        <Button onPress={onCancel}>Ne pas déplacer</Button>
      </div>
    </form>
  );
}
