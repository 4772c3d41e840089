import "./agenda.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { AgendaSetting, BookingAnswer, Slot, Wishes } from "../model.ts";
import { zoneOf } from "../wall-clock.ts";
import { whenText } from "./appointment-lines.ts";
import { type BookDraft, bookingOf, type ChosenHours, interpreterFor, MOST_TIMES } from "./book-draft.ts";
import { BookMore } from "./book-more.tsx";
import { Booked } from "./booked.tsx";
import { NeedsInterpreter } from "./needs-interpreter.tsx";
import { PersonChoice, type Whom } from "./person-choice.tsx";
import { bookFollowing } from "./repeat.ts";
import { SlotList, SlotSearch, slotKey } from "./slot-search.tsx";
import { agendaChanged, useSetting } from "./use-agenda.ts";
import { WaitForm } from "./wait-form.tsx";
import { useWantedFirst, WantedFirst } from "./wanted-first.tsx";

interface BookDialogProps {
  /** Null: chosen here. */
  readonly whom: Whom | null;
  /** Hours already chosen in the agenda. */
  readonly hours?: ChosenHours;
  /** The line of the waiting list it answers, and its service. */
  readonly waiting?: { readonly id: string; readonly service: string };
  readonly onClose: () => void;
}

/** Books an appointment: for whom, what, when, the cover confirmed where the service asks for it. */
export function BookDialog(props: BookDialogProps) {
  const setting = useSetting();
  return (
    <Dialog title="Prendre un rendez-vous" onClose={props.onClose} wide>
      {setting.isPending && <Loading what="Ouverture" />}
      {setting.isError && <Refused error={setting.error} retry={setting.refetch} />}
      {setting.isSuccess && <BookForm {...props} setting={setting.data} />}
    </Dialog>
  );
}

const NOT_YET = {
  cover_needed: "Ce service demande que la couverture soit confirmée. Rien n’est perdu.",
  referral_needed:
    "La demande acceptée de cette personne ne l’est plus, ou n’ouvre pas ce service. Rien n’est enregistré, ni perdu.",
} as const;

function BookForm({
  whom,
  hours,
  waiting,
  setting,
  onClose,
}: BookDialogProps & { readonly setting: AgendaSetting }) {
  const me = useMe();
  const client = useQueryClient();
  const place = hours === undefined ? "" : `${hours.start} ${hours.practitioner}`;
  const kept = useDraft<BookDraft>(
    me.accountId,
    `appointment ${whom?.id ?? ""} ${place} ${waiting?.id ?? ""}`,
    () => ({
      ...{
        id: newId(),
        whom,
        service: waiting?.service ?? null,
        hours: hours ?? null,
        cover: null,
        overbook: "",
      },
      ...{ joint: [], companion: "", reason: "" },
      ...{
        everyWeeks: 0,
        times: 4,
        series: newId(),
        following: Array.from({ length: MOST_TIMES - 1 }, newId),
      },
    }),
  );
  const draft = kept.value;
  const set = (change: Partial<BookDraft>) => kept.set((before) => ({ ...before, ...change }));
  const [waits, setWaits] = useState(false);
  const mine = setting.services.filter(
    ({ id, mine: books }) => books && (draft.hours?.services?.includes(id) ?? true),
  );
  const service = mine.find(({ id }) => id === draft.service) ?? (mine.length === 1 ? mine[0] : undefined);
  const book = useMutation({
    mutationFn: async () => {
      const whole = { ...draft, service: service?.id ?? null, interpreter };
      const answer = await post<BookingAnswer>(
        `/api/people/${draft.whom?.id}/appointments`,
        bookingOf(whole, waiting?.id ?? null),
      );
      const following =
        answer.outcome === "booked"
          ? await bookFollowing(whole, answer.appointment, zoneOf(setting, answer.appointment.siteId))
          : [];
      return { answer, following };
    },
    onSettled: () => agendaChanged(client),
    onSuccess: ({ answer }) => {
      if (answer.outcome === "booked") {
        kept.forget();
        void client.invalidateQueries({ queryKey: ["person", draft.whom?.id] });
      }
    },
  });
  // The list keeps its order: this person is not called again for these hours, the next one is.
  const decline = useMutation({
    mutationFn: ({ professional, site, start, end }: ChosenHours) =>
      post(`/api/people/${whom?.id}/waiting/${waiting?.id}/answer`, {
        declined: { professional, site, start, end },
      }),
    onSuccess: () => {
      agendaChanged(client);
      set({ hours: null });
    },
  });
  const first = useWantedFirst(draft.whom?.id ?? null, service, draft.cover);
  const practitioner = setting.practitioners.find(({ id }) => id === draft.hours?.professional);
  const needed = first.known?.interpreter ?? [];
  const interpreter =
    draft.hours === null ? null : interpreterFor(draft, needed, practitioner?.languages ?? []);
  const answer = book.data?.answer;
  const choose = (slot: Slot, wishes?: Wishes) => {
    book.reset();
    set({ hours: { ...slot, services: null, over: false, ...(wishes ? { wishes } : {}) } });
  };
  if (answer?.outcome === "booked" && draft.whom)
    return (
      <Booked
        appointment={answer.appointment}
        following={book.data?.following ?? []}
        whom={draft.whom}
        setting={setting}
        onClose={onClose}
      />
    );
  if (waits && draft.whom && service)
    return <WaitForm whom={draft.whom} service={service} setting={setting} onDone={onClose} />;
  const beaten = answer?.outcome === "taken" || answer?.outcome === "too_soon" ? answer : null;
  const chosen = draft.hours?.opening
    ? slotKey({ opening: draft.hours.opening, start: draft.hours.start })
    : null;
  const ready =
    draft.whom !== null &&
    service !== undefined &&
    draft.hours !== null &&
    beaten === null &&
    first.wants === null &&
    (!draft.hours.over || draft.overbook.trim() !== "");
  const told = practitioner?.instructions ?? "";
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !book.isPending) book.mutate();
      }}
    >
      <DraftNotice draft={kept} />
      <PersonChoice whom={draft.whom} {...(whom === null ? { onChoose: (one) => set({ whom: one }) } : {})} />
      <SelectField
        label="Pour quoi"
        options={mine.map(({ id, label, minutes }) => ({ code: id, label: `${label} (${minutes} min)` }))}
        value={service?.id ?? null}
        onChange={(code) => set({ service: code })}
        {...(mine.length === 0 ? { error: "Vous ne prenez pas de rendez-vous à ces heures-là." } : {})}
      />
      {draft.hours !== null && (
        <p className="row agenda-chosen" role="status">
          <span>
            <strong>
              {whenText(draft.hours.start, zoneOf(setting, draft.hours.site))}, {draft.hours.practitioner}
            </strong>
            {`, ${setting.sites.find(({ id }) => id === draft.hours?.site)?.name ?? ""}`}
          </span>
          <Button
            tone="quiet"
            onPress={() => {
              book.reset();
              set({ hours: null });
            }}
          >
            Choisir un autre créneau
          </Button>
          {waiting !== undefined && draft.hours.professional !== null && draft.hours.end !== undefined && (
            <Button
              isPending={decline.isPending}
              onPress={() => draft.hours !== null && decline.mutate(draft.hours)}
            >
              N’en veut pas
            </Button>
          )}
        </p>
      )}
      {decline.isSuccess && draft.hours === null && (
        <Alert
          tone="good"
          announced
          title={"Noté : cette place est à proposer à la personne suivante. Celle-ci garde son rang."}
        />
      )}
      {decline.isError && <Refused error={decline.error} />}
      {told !== "" && (
        <Alert tone="wait" title="Consigne">
          <p>{told}</p>
        </Alert>
      )}
      {beaten !== null && (
        <Alert
          tone="wait"
          announced
          title={
            beaten.outcome === "taken"
              ? "Ce créneau vient d’être pris. Rien de ce que vous avez saisi n’est perdu\u00a0: choisissez-en un autre."
              : "Ce créneau est trop proche ou trop lointain pour ce service. Rien n’est perdu\u00a0: choisissez-en un autre."
          }
        >
          <SlotList slots={beaten.proposals} setting={setting} chosen={null} onChoose={choose} />
        </Alert>
      )}
      {draft.hours === null && service !== undefined && (
        <SlotSearch
          key={service.id}
          setting={setting}
          service={service.id}
          person={draft.whom?.id ?? null}
          joint={draft.joint}
          chosen={chosen}
          onChoose={choose}
        />
      )}
      {draft.hours?.over && (
        <TextField
          label="Pourquoi ajouter quelqu’un à des heures déjà prises"
          name="overbook"
          value={draft.overbook}
          onChange={(overbook) => set({ overbook })}
          help={"Lu par toute l’équipe\u00a0: n’écrivez rien de médical."}
          isRequired
        />
      )}
      <WantedFirst first={first} cover={draft.cover} onCover={(cover) => set({ cover })} />
      {needed.length > 0 && draft.hours !== null && (
        <NeedsInterpreter needed={needed} asked={interpreter} practitioner={draft.hours.practitioner} />
      )}
      <BookMore draft={draft} interpreter={interpreter} needed={needed} setting={setting} set={set} />
      {(answer?.outcome === "cover_needed" || answer?.outcome === "referral_needed") && (
        <Alert tone="wait" announced title={NOT_YET[answer.outcome]} />
      )}
      {book.isError && <Refused error={book.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={book.isPending} isDisabled={!ready}>
          {book.isPending ? "Enregistrement…" : "Prendre ce rendez-vous"}
        </Button>
        {draft.whom !== null && service !== undefined && waiting === undefined && (
          <Button onPress={() => setWaits(true)}>Mettre sur liste d’attente</Button>
        )}
        <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
      </div>
    </form>
  );
}
