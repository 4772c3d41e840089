import type { CoverConfirmation, Wishes } from "../model.ts";
import { type InterpreterDraft, interpreterOf } from "./interpreter-fields.tsx";
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
  /** The language of who needs an interpreter, when whoever gives them speaks it. */
  readonly speaks?: string;
  /** Wished of who receives, when they were found. */
  readonly wishes?: Wishes;
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
  /** Undefined: nothing was said here, and what is known of the person decides. */
  readonly interpreter?: InterpreterDraft | null;
  /** Who receive the person too, at the same hours. */
  readonly joint: readonly string[];
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

/**
 * Who interprets: as said in the form; else the language of who needs one, unless whoever receives them speaks it.
 * @param needed languages of who needs an interpreter, the best spoken first @param spoken languages of whoever receives them
 */
export function interpreterFor(
  { interpreter, hours }: Pick<BookDraft, "interpreter" | "hours">,
  needed: readonly string[],
  spoken: readonly string[],
): InterpreterDraft | null {
  if (interpreter !== undefined) return interpreter;
  const [language] = needed;
  const understood = hours?.speaks !== undefined || needed.some((one) => spoken.includes(one));
  return language === undefined || understood ? null : { language, means: "telephone", by: "" };
}

/** The draft as the server takes it; what is not said is left out. Given hours and a service. */
export function bookingOf(draft: BookDraft, waitingId: string | null): object {
  const { id, service, hours, cover, overbook, interpreter, joint, companion, reason, everyWeeks, series } =
    draft;
  return {
    ...{ id, service, start: hours?.start },
    ...(hours?.professional ? { professional: hours.professional } : {}),
    ...(hours?.opening ? { opening: hours.opening } : {}),
    ...(cover === null ? {} : { cover }),
    ...(hours?.over ? { overbook, site: hours.site } : {}),
    ...(interpreter ? { interpreter: interpreterOf(interpreter) } : {}),
    ...(hours?.wishes ? { wishes: hours.wishes } : {}),
    ...(joint.length === 0 ? {} : { joint: joint.filter((one) => one !== hours?.professional) }),
    ...(companion.trim() === "" ? {} : { companion }),
    ...(reason.trim() === "" ? {} : { reason: { nature: "appointments", words: reason } }),
    ...(everyWeeks === 0 ? {} : { seriesId: series }),
    ...(waitingId === null ? {} : { waitingId }),
  };
}
