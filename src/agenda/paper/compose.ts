import { shownName } from "../../people/names-shown.ts";

import { type Catalogue, type ListLanguage, listPhrases } from "../../rights/phrases.ts";
import { addDays } from "../../ui/days.ts";
import { weekdayText } from "../../ui/format.ts";
import { holdsTime } from "../day-layout.ts";
import { type AgendaSetting, type AgendaView, type Appointment, stateLabels } from "../model.ts";
import { interpreterText } from "../rules.ts";
import { hourOf, hourText, wallOf } from "../wall-clock.ts";

/** What documents/appointment-card.typ reads. */
export interface CardPaper {
  readonly title: string;
  readonly person: string;
  readonly day: string;
  readonly hour: string;
  readonly place: readonly string[];
  readonly cancel: readonly string[];
  /** The same in the person's language, French always beside; a phrase that the catalogue has not is left out. */
  readonly other: {
    readonly code: string;
    readonly direction: "ltr" | "rtl";
    readonly title: string | null;
    readonly day: string;
    readonly hour: string;
    readonly cancel: readonly string[];
    /** Said in both, when a phrase was not read over by a speaker. */
    readonly warning: readonly string[];
  } | null;
  readonly demonstration: boolean;
}

/** Where an appointment is: name of the place, and what its papers are headed by. */
export interface CardPlace {
  readonly name: string;
  readonly letterhead: string;
  readonly timeZone: string;
}

/**
 * The card handed to someone: day, hour, place, how to cancel. Found by anyone, it tells neither what for nor with whom.
 * @param phone of the network's line, when it has one @param language the person's, when there is a catalogue of it
 */
export function composeCard(
  appointment: Pick<Appointment, "start">,
  person: string,
  place: CardPlace,
  phone: string | null,
  demonstration: boolean,
  language: { readonly code: ListLanguage; readonly catalogue: Catalogue } | null = null,
): CardPaper {
  const { day, minutes } = wallOf(appointment.start, place.timeZone);
  const named = weekdayText(day);
  const cancel = [phone === null ? cardPhrases.tell : cardPhrases.call, cardPhrases.keep];
  // Held together: cut by a line it is misread, and in Arabic plain spaces would put its pairs of figures in reverse.
  const withPhone = (words: string) => words.replace(NUMBER, (phone ?? "").replaceAll(" ", "\u00a0"));
  return {
    ...{ title: cardPhrases.title, person, demonstration },
    day: named.charAt(0).toUpperCase() + named.slice(1),
    hour: hourOf(minutes).replace(":", "\u00a0h\u00a0"),
    place: [place.name, ...place.letterhead.split("\n").filter((line) => line.trim() !== "")],
    cancel: cancel.map(withPhone),
    other: language && otherSide(language, { day, minutes }, cancel, withPhone),
  };
}

const NUMBER = "{numéro}";
/** Phrases of the card, letter for letter as documents/phrases/ translates them. */
const cardPhrases = {
  title: "Votre rendez-vous",
  call: `Vous ne pouvez pas venir\u00a0? Appelez le ${NUMBER}\u00a0: nous trouverons un autre jour.`,
  tell: "Vous ne pouvez pas venir\u00a0? Prévenez-nous dès que possible\u00a0: nous trouverons un autre jour.",
  keep: "Gardez ce papier. Vous pouvez venir accompagné.",
} as const;

const LOCALES: Readonly<Record<ListLanguage, string>> = {
  ...{ ar: "ar-u-nu-latn", en: "en-GB", es: "es-ES", pt: "pt-PT" },
};

function otherSide(
  { code, catalogue }: { readonly code: ListLanguage; readonly catalogue: Catalogue },
  { day, minutes }: { readonly day: string; readonly minutes: number },
  cancel: readonly string[],
  withPhone: (words: string) => string,
): CardPaper["other"] {
  const used = [cardPhrases.title, ...cancel].map((fr) => catalogue.phrases[fr] ?? null);
  const [title = null, ...more] = used;
  const unread = used.some((one) => one?.checked === null);
  const warning = catalogue.phrases[listPhrases.unchecked]?.text;
  return {
    ...{ code, direction: catalogue.direction, title: title?.text ?? null, hour: hourOf(minutes) },
    day: new Intl.DateTimeFormat(LOCALES[code], { dateStyle: "full", timeZone: "UTC" }).format(
      new Date(`${day}T00:00:00Z`),
    ),
    cancel: more.flatMap((one) => (one === null ? [] : [withPhone(one.text)])),
    warning: unread ? [listPhrases.unchecked, ...(warning ? [warning] : [])] : [],
  };
}

/** What documents/agenda-days.typ reads. */
export interface DaysPaper {
  readonly title: string;
  readonly foot: string;
  readonly demonstration: boolean;
  readonly pages: readonly {
    readonly title: string;
    readonly hours: readonly string[];
    readonly lines: readonly {
      readonly hour: string;
      readonly until: string;
      readonly who: string;
      readonly what: string;
      readonly with: string;
      readonly state: string;
    }[];
  }[];
}

/**
 * Days on paper, a page for each site and day that has hours or appointments: what is left when nothing works any more.
 * @param from first day (ISO) @param days how many
 */
export function composeDays(
  view: AgendaView,
  { sites }: Pick<AgendaSetting, "sites">,
  {
    from,
    days,
    demonstration,
  }: { readonly from: string; readonly days: number; readonly demonstration: boolean },
): DaysPaper {
  const pages = sites.flatMap(({ id, name, timeZone }) =>
    Array.from({ length: days }, (_, n) => addDays(from, n)).flatMap((day) => {
      const here = (one: { siteId: string; day: string }) => one.siteId === id && one.day === day;
      const openings = view.openings.filter(here);
      const booked = view.appointments.filter(here);
      if (openings.length + booked.length === 0) return [];
      const at = (moment: string) => hourText(moment, timeZone);
      return [
        {
          title: `${name}, ${weekdayText(day)}`,
          hours: openings.map(
            ({ practitioner, start, end }) => `${practitioner}\u00a0: ${at(start)}–${at(end)}`,
          ),
          lines: booked.map((one) => ({
            ...{ hour: at(one.start), until: at(one.end), what: one.service, with: one.practitioner ?? "" },
            who: one.person === null ? "Rendez-vous pris" : shownName(one.person).whole,
            state: [
              holdsTime(one) && one.state === "booked" ? "" : stateLabels[one.state],
              one.overbooked === null ? "" : "en plus",
              one.interpreter && interpreterText(one.interpreter),
            ]
              .filter(Boolean)
              .join(", "),
          })),
        },
      ];
    }),
  );
  return {
    title: days === 1 ? `Agenda du ${weekdayText(from)}` : `Agenda, à partir du ${weekdayText(from)}`,
    foot: "À garder sous clé, à détruire le lendemain\u00a0: ce papier nomme des personnes.",
    ...{ demonstration, pages },
  };
}
