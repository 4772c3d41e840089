import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AgendaSetting, Slot } from "../../agenda/model.ts";
import { wallText, zoneOf } from "../../agenda/wall-clock.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import {
  type Caller,
  type CallOutcome,
  type CallReason,
  callReasons,
  type NoteCall,
  type TelephoneDesk,
  type ToldAppointment,
} from "../model.ts";
import { outcomeOf, readBack } from "../rules.ts";
import { AppointmentChoice } from "./appointment-choice.tsx";
import { Beside } from "./beside.tsx";
import { CallBackDialog } from "./call-back-dialog.tsx";
import { CallBanner } from "./call-banner.tsx";
import { type CallDraft, somethingTyped } from "./call-draft.ts";
import { DeskHead } from "./desk-head.tsx";
import { MessageForm } from "./message-form.tsx";
import { ReadBackCard } from "./read-back-card.tsx";
import { UrgentDialog } from "./urgent-dialog.tsx";
import { useKeys } from "./use-keys.ts";
import { useSlots } from "./use-slots.ts";
import { WhichSlot } from "./which-slot.tsx";
import { WhoCalls } from "./who-calls.tsx";

interface OneCallProps {
  readonly call: CallDraft;
  readonly onType: (change: Partial<CallDraft>) => void;
  /** The number of another call that waits. */
  readonly waiting: string;
  readonly setting: AgendaSetting;
  readonly desk: TelephoneDesk;
  readonly onBusy: (busy: boolean) => void;
  readonly onNext: () => void;
}

/** One call, from who calls to what is read back to them. */
export function OneCall({ call, onType, waiting, setting, desk, onBusy, onNext }: OneCallProps) {
  const { id, number } = call;
  const cache = useQueryClient();
  const [reason, setReason] = useState<CallReason>("appointment");
  const [person, setPerson] = useState<Caller | null>(null);
  const [moving, setMoving] = useState<ToldAppointment | null>(null);
  const [done, setDone] = useState<readonly CallOutcome[]>([]);
  const [said, setSaid] = useState<string | null>(null);
  const [open, setOpen] = useState<"urgent" | "back" | null>(null);
  const appointments = useQuery({
    queryKey: ["telephone-appointments", person?.id, done.length],
    queryFn: ({ signal }) =>
      get<{ appointments: ToldAppointment[] }>(`/api/telephone/people/${person?.id}`, { signal }),
    enabled: person !== null,
  });
  const noting = useMutation({
    mutationFn: (call: Omit<NoteCall, "id" | "reason">) =>
      post("/api/telephone/calls", {
        id,
        reason,
        ...(person === null ? {} : { personId: person.id }),
        ...call,
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["telephone-desk"] }),
  });
  const note = (outcome: CallOutcome, more: Pick<NoteCall, "urgent" | "back"> = {}) => {
    const all = [...done, outcome];
    setDone(all);
    return noting.mutateAsync({ outcome: outcomeOf(all), ...more });
  };
  const finish = (words: string, outcome: CallOutcome) => {
    setSaid(words);
    void note(outcome).catch(() => undefined);
  };
  const busy = person !== null || done.length > 0 || somethingTyped(call);
  useEffect(() => onBusy(busy), [busy, onBusy]);

  const nameOf = (site: string) => setting.sites.find(({ id }) => id === site)?.name ?? "";
  const momentOf = ({ start, siteId }: ToldAppointment) => wallText(start, zoneOf(setting, siteId));
  const words = (slot: Pick<Slot, "start" | "site" | "practitioner">) =>
    readBack(
      slot,
      { site: nameOf(slot.site), address: desk.addresses[slot.site] ?? "" },
      desk.line?.bring ?? "",
    );
  const slots = useSlots({
    person,
    setting,
    today: desk.today,
    wanted: said === null && (reason === "appointment" || (reason === "move" && moving !== null)),
    moving: reason === "move" ? moving : null,
    onDone: (slot, outcome) => finish(words(slot), outcome),
  });
  const goOn = async () => {
    // Whoever hung up is counted too; a page where nobody called is not.
    if (done.length === 0 && (number !== "" || person !== null)) await note("none").catch(() => undefined);
    onNext();
  };
  const changeReason = (to: CallReason) => {
    setReason(to);
    setMoving(null);
  };
  useKeys(
    {
      F2: () => void goOn(),
      F4: () => changeReason(callReasons[(callReasons.indexOf(reason) + 1) % callReasons.length] ?? reason),
      F8: () => setOpen("urgent"),
      F9: () => setOpen("back"),
    },
    open !== null,
  );

  return (
    <>
      <DeskHead desk={desk} onUrgent={() => setOpen("urgent")} />
      {noting.isError && <Refused error={noting.error} />}
      <div className="tel">
        <div className="tel-main">
          <CallBanner number={number} waiting={waiting} reason={reason} onReason={changeReason} />
          <WhoCalls
            call={call}
            onType={onType}
            person={person}
            onPerson={(one) => {
              setPerson(one);
              onType({ identity: null });
            }}
          />
          {person !== null && said === null && (
            <>
              {(reason === "move" || reason === "cancel") && moving === null && (
                <AppointmentChoice
                  cancels={reason === "cancel"}
                  today={desk.today}
                  appointments={appointments.data?.appointments ?? null}
                  nameOf={nameOf}
                  momentOf={momentOf}
                  onMove={setMoving}
                  onCancelled={(words) => finish(words, "cancelled")}
                />
              )}
              {(reason === "appointment" || (reason === "move" && moving !== null)) && (
                <WhichSlot
                  slots={slots}
                  person={person}
                  nameOf={nameOf}
                  setting={setting}
                  onWaiting={(site) => {
                    void note("waiting").catch(() => undefined);
                    return site;
                  }}
                />
              )}
              {reason === "message" && (
                <MessageForm
                  person={person}
                  words={call.message}
                  onWords={(message) => onType({ message })}
                  onSent={(whom) => {
                    onType({ message: "" });
                    finish(`Message transmis à ${whom}.`, "message");
                  }}
                />
              )}
              {reason === "other" && (
                <Card title="2 · Autre demande">
                  <p className="soft">
                    Horaires, adresse, papiers à apporter : rien n’est noté de ce qui a été dit.
                  </p>
                  <Button
                    tone="main"
                    autoFocus
                    onPress={() => finish("La personne a été renseignée.", "informed")}
                  >
                    Renseigné <kbd>↵</kbd>
                  </Button>
                </Card>
              )}
            </>
          )}
        </div>
        <div className="tel-beside">
          <ReadBackCard
            slots={slots}
            words={said ?? (slots.chosen === null ? null : words(slots.chosen))}
            said={said !== null}
            moving={moving !== null}
            onNext={() => void goOn()}
          />
          <Beside
            desk={desk}
            appointments={person === null ? null : (appointments.data?.appointments ?? null)}
            instructions={setting.practitioners.find(({ id }) => id === slots.chosen?.professional) ?? null}
            nameOf={nameOf}
            momentOf={momentOf}
          />
        </div>
      </div>
      {open === "urgent" && (
        <UrgentDialog
          onClose={() => setOpen(null)}
          onNoted={async (told) => {
            await note("emergency", { urgent: { told } });
            setSaid("Urgence notée. Le 15 a pris le relais.");
          }}
        />
      )}
      {open === "back" && (
        <CallBackDialog
          number={number}
          typed={call.back}
          onType={(back) => onType({ back })}
          onClose={() => setOpen(null)}
          onNoted={async (back) => {
            await note("callback", { back });
            onType({ back: null });
            setSaid("La personne sera rappelée.");
          }}
        />
      )}
    </>
  );
}
