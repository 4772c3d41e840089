import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AgendaSetting, BookingAnswer, CoverConfirmation, Slot } from "../../agenda/model.ts";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import type { Caller, ToldAppointment } from "../model.ts";
import { LONG_DAYS, MOST_PROPOSED, nothingFor, proposed, slotKey } from "../rules.ts";

export const EVERYWHERE = "everywhere";
/** The sites nearest to where the person lives first. */
export const NEAR = "near";
export const HALF_DAYS = ["any", "morning", "afternoon"] as const;
export type HalfDay = (typeof HALF_DAYS)[number];
const SOON_DAYS = 60;
const FAR_DAYS = 180;
const ENOUGH = 60;

type Place = AgendaSetting["sites"][number];

/** What is looked for, what is proposed, which slot is chosen, and its booking; or the move of an appointment to it. */
export function useSlots(props: {
  readonly person: Caller | null;
  readonly setting: AgendaSetting;
  readonly today: string;
  /** False while the call is about something else. */
  readonly wanted: boolean;
  readonly moving: ToldAppointment | null;
  readonly onDone: (slot: Slot, outcome: "booked" | "moved") => void;
}) {
  const { person, setting, today, moving } = props;
  const services = setting.services.filter(({ mine }) => mine);
  const [serviceId, setServiceId] = useState(services[0]?.id ?? "");
  const [siteId, setSiteId] = useState<string>(EVERYWHERE);
  const [halfDay, setHalfDay] = useState<HalfDay>("any");
  const [cover, setCover] = useState<CoverConfirmation | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const [bookingId, setBookingId] = useState(newId);
  const moved = moving === null ? null : services.find(({ id }) => id === moving.serviceId);
  const service = moved ?? services.find(({ id }) => id === serviceId) ?? null;
  const sites = setting.sites.filter(
    ({ id }) => service === null || service.sites.length === 0 || service.sites.includes(id),
  );
  const site = sites.find(({ id }) => id === siteId) ?? null;
  const near = siteId === NEAR;
  const ready = props.wanted && person !== null && service !== null;
  const search = useQuery({
    queryKey: ["telephone-slots", person?.id, service?.id, site?.id, near, halfDay, today],
    queryFn: ({ signal }) =>
      lookFor({ person, service: service?.id ?? "", today, halfDay, site, sites, near }, signal),
    enabled: ready,
    // What is proposed does not move under the hand that chooses.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const slots =
    ready && search.data
      ? near
        ? search.data.wanted.slice(0, MOST_PROPOSED)
        : proposed(search.data.wanted, search.data.elsewhere)
      : [];
  const chosen = slots.find((slot) => slotKey(slot) === key) ?? slots[0] ?? null;
  const booking = useMutation({
    mutationFn: (slot: Slot) => {
      const which = {
        ...(slot.professional === null ? { opening: slot.opening } : { professional: slot.professional }),
        start: slot.start,
      };
      const path = `/api/people/${moving?.on ?? person?.id}/appointments`;
      if (moving !== null)
        return post<BookingAnswer>(`${path}/${moving.id}/move`, { version: moving.version, ...which });
      return post<BookingAnswer>(path, {
        id: bookingId,
        service: service?.id,
        ...which,
        ...(cover === null ? {} : { cover }),
      });
    },
    onSuccess: async ({ outcome }, slot) => {
      if (outcome === "booked" || outcome === "moved") {
        setBookingId(newId());
        props.onDone(slot, outcome);
      } else {
        setKey(null);
        await search.refetch();
      }
    },
  });
  const refused = booking.data?.outcome;
  return {
    services,
    service,
    sites,
    site,
    near,
    homeUnknown: near && search.data?.homeKnown === false,
    halfDay,
    cover,
    slots,
    chosen,
    search,
    booking,
    fixed: moved !== null && moved !== undefined,
    /** Why nothing was booked, in words. */
    refusal:
      refused === "taken" || refused === "too_soon"
        ? "Ce créneau vient d’être pris. Rien n’a été réservé\u00a0: en voici d’autres."
        : refused === "changed"
          ? "Ce rendez-vous a été modifié entre-temps par quelqu’un d’autre. Rien n’a été déplacé\u00a0: relisez « Ses rendez-vous »."
          : refused === "referral_needed"
            ? "On vient ici adressé par un service, et aucune demande n’est acceptée pour cette personne. Rien n’a été réservé\u00a0: prenez un message."
            : null,
    nothing:
      site === null || !search.data
        ? null
        : nothingFor(site.name, today, search.data.wanted.map(({ start }) => start).toSorted()[0] ?? null),
    /** Cover is asked first for this service (handbook A3). */
    coverMissing: moving === null && service?.prescribed === true && cover === null,
    chooseService: (id: string) => {
      setServiceId(id);
      setKey(null);
    },
    chooseSite: (id: string) => {
      setSiteId(id);
      setKey(null);
    },
    chooseHalfDay: (half: HalfDay) => {
      setHalfDay(half);
      setKey(null);
    },
    chooseCover: setCover,
    choose: (slot: Slot) => setKey(slotKey(slot)),
    book: () => {
      if (chosen !== null && !booking.isPending && !search.isFetching) booking.mutate(chosen);
    },
  };
}
export type Slots = ReturnType<typeof useSlots>;

/** Where they want to come; and elsewhere when there is nothing there for weeks. */
async function lookFor(
  asked: {
    readonly person: Caller | null;
    readonly service: string;
    readonly today: string;
    readonly halfDay: HalfDay;
    readonly site: Place | null;
    readonly sites: readonly Place[];
    readonly near: boolean;
  },
  signal: AbortSignal,
): Promise<{ wanted: readonly Slot[]; elsewhere: readonly Slot[]; homeKnown?: boolean }> {
  const { person, service, today, halfDay, site, sites, near } = asked;
  const look = async (more: object) => {
    return post<{ slots: Slot[]; homeKnown?: boolean }>(
      "/api/agenda/slots",
      {
        service,
        from: today,
        person: person?.id,
        limit: ENOUGH,
        ...(halfDay === "any" ? {} : { halfDay }),
        ...more,
      },
      { signal },
    );
  };
  if (site === null) {
    const { slots, ...more } = await look({ days: SOON_DAYS, ...(near ? { near } : {}) });
    return { wanted: slots, elsewhere: [], ...more };
  }
  const { slots: wanted } = await look({ days: FAR_DAYS, sites: [site.id], limit: 5 });
  const others = sites.filter(({ id }) => id !== site.id).map(({ id }) => id);
  const soon = wanted.some(({ start }) => Date.parse(start) - Date.parse(today) < LONG_DAYS * 24 * 3_600_000);
  if (soon || others.length === 0) return { wanted, elsewhere: [] };
  return { wanted, elsewhere: (await look({ days: SOON_DAYS, sites: others })).slots };
}
