import type { CoverConfirmation } from "../model.ts";
import type { Whom } from "./person-choice.tsx";

/** Hours chosen: a slot proposed, a free stretch of the agenda, or hours taken where someone is added. */
export interface ChosenHours {
  readonly start: string;
  /** Of a slot proposed. */
  readonly end?: string;
  readonly practitioner: string;
  readonly site: string;
  readonly professional: string | null;
  readonly opening: string | null;
  /** Whom these hours are given by and what they give; null: whatever. */
  readonly services: readonly string[] | null;
  /** Hours already taken: a reason is asked. */
  readonly over: boolean;
}

/** What is typed to book, kept through a reload. */
export interface BookDraft {
  /** Made once: sent twice, it books once. */
  readonly id: string;
  readonly whom: Whom | null;
  readonly service: string | null;
  readonly hours: ChosenHours | null;
  readonly cover: CoverConfirmation | null;
  readonly overbook: string;
  readonly interpreter: string | null;
  readonly means: "on_site" | "telephone" | "video";
  readonly companion: string;
  readonly reason: string;
  /** Comes back every so many weeks; 0: once. */
  readonly everyWeeks: number;
  /** How many times in all. */
  readonly times: number;
  /** Identifiers of the series and of the times that follow, made once. */
  readonly series: string;
  readonly following: readonly string[];
}

/** At most this many times in all. */
export const MOST_TIMES = 12;

/** The draft as the server takes it; what is not said is left out. Given hours and a service. */
export function bookingOf(draft: BookDraft, waitingId: string | null): object {
  const { id, service, hours, cover, overbook, interpreter, means, companion, reason, everyWeeks, series } =
    draft;
  return {
    ...{ id, service, start: hours?.start },
    ...(hours?.professional ? { professional: hours.professional } : {}),
    ...(hours?.opening ? { opening: hours.opening } : {}),
    ...(cover === null ? {} : { cover }),
    ...(hours?.over ? { overbook, site: hours.site } : {}),
    ...(interpreter === null ? {} : { interpreter: { language: interpreter, means } }),
    ...(companion.trim() === "" ? {} : { companion }),
    ...(reason.trim() === "" ? {} : { reason: { nature: "appointments", words: reason } }),
    ...(everyWeeks === 0 ? {} : { seriesId: series }),
    ...(waitingId === null ? {} : { waitingId }),
  };
}
