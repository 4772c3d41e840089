import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { AgendaSetting, BookingAnswer, CoverConfirmation } from "../model.ts";
import { PersonChoice, type Whom } from "./person-choice.tsx";
import { agendaChanged } from "./use-agenda.ts";
import { useWantedFirst, WantedFirst } from "./wanted-first.tsx";

interface WalkInDialogProps {
  readonly site: string;
  readonly setting: AgendaSetting;
  readonly onClose: () => void;
}

/** Someone comes without an appointment: in the waiting room from now. */
export function WalkInDialog({ site, setting, onClose }: WalkInDialogProps) {
  const client = useQueryClient();
  const [id] = useState(newId);
  const [whom, setWhom] = useState<Whom | null>(null);
  const mine = setting.services.filter(
    ({ mine: books, sites }) => books && (sites.length === 0 || sites.includes(site)),
  );
  const [asked, setAsked] = useState<string | null>(null);
  const [cover, setCover] = useState<CoverConfirmation | null>(null);
  const service = mine.find((one) => one.id === asked) ?? mine[0];
  const come = useMutation({
    mutationFn: () =>
      post<BookingAnswer>(`/api/people/${whom?.id}/appointments/walk-in`, {
        ...{ id, service: service?.id, site },
        ...(cover === null ? {} : { cover }),
      }),
    onSuccess: ({ outcome }) => {
      agendaChanged(client);
      if (outcome === "booked") onClose();
      else void client.invalidateQueries({ queryKey: ["appointment-wants"] });
    },
  });
  const first = useWantedFirst(whom?.id ?? null, service, cover);
  const ready = whom !== null && service !== undefined && first.wants === null;
  return (
    <Dialog title="Quelqu’un arrive sans rendez-vous" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !come.isPending) come.mutate();
        }}
      >
        <PersonChoice whom={whom} onChoose={setWhom} />
        <SelectField
          label="Pour quoi"
          options={mine.map((one) => ({ code: one.id, label: one.label }))}
          value={service?.id ?? null}
          onChange={setAsked}
        />
        <WantedFirst first={first} cover={cover} onCover={setCover} />
        {come.isError && <Refused error={come.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={come.isPending} isDisabled={!ready}>
            En salle d’attente
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
