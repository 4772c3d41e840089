import { languageLabel } from "../people/languages.ts";
import {
  type Appointment,
  type AppointmentState,
  type CoverConfirmation,
  type Interpreter,
  interpreterMeans,
  type Wants,
  type Wishes,
} from "./model.ts";

/** What may follow what; the database holds the same table (agenda.transition), and refuses the rest whatever writes. */
export const transitions: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = {
  booked: ["arrived", "in_progress", "honoured", "missed", "excused", "cancelled"],
  arrived: ["in_progress", "honoured", "booked", "missed", "excused", "cancelled"],
  in_progress: ["honoured", "arrived"],
  honoured: ["in_progress", "missed"],
  missed: ["arrived", "honoured", "excused"],
  excused: [],
  cancelled: [],
};

/**
 * The moment from which slots are offered: null, the database's clock, on the real business day; otherwise the beginning
 * of the day a test or a rehearsal set (six in the morning, universal time).
 * @param today the business day (ISO)
 */
export function nowOf(today: string, clock: Date): string | null {
  const apart = Math.abs(Date.parse(`${today}T12:00:00Z`) - clock.getTime());
  return apart < 36 * 3_600_000 ? null : `${today}T06:00:00Z`;
}

/**
 * What is wanted before someone is booked for a service (handbook A1, A3): a referral accepted, then cover confirmed; null: nothing. The
 * database says the same (agenda.wanted_first), and refuses the rest whatever writes.
 * @param known null: not known yet
 * @param said cover as confirmed in this booking
 */
export function wantedFirst(
  prescribed: boolean,
  known: Pick<Wants, "referral" | "cover"> | null,
  said: CoverConfirmation | null,
): "referral_needed" | "cover_needed" | null {
  if (!prescribed) return null;
  if (known?.referral) return "referral_needed";
  return (said ?? known?.cover ?? null) === null ? "cover_needed" : null;
}

/** "pachto, par téléphone": what is asked of an interpreter. */
export function interpreterWords({ language, means }: Pick<Interpreter, "language" | "means">): string {
  return `${languageLabel(language)}, ${interpreterMeans[means]}`;
}

/** "pachto, par téléphone : Mme Sahar" */
export function interpreterSaid(one: Interpreter): string {
  return `${interpreterWords(one)}\u00a0: ${one.by ?? "à trouver"}`;
}

/** "interprète à trouver (pachto)" */
export function interpreterText({ language, found }: NonNullable<Appointment["interpreter"]>): string {
  return `interprète ${found ? "prévu" : "à trouver"} (${languageLabel(language)})`;
}

/** "une femme, qui parle arabe, accessible en fauteuil": what was wished of who receives. */
export function wishesText({ sex, language, wheelchair }: Wishes): string {
  return [
    sex && (sex === "female" ? "une femme" : "un homme"),
    language && `qui parle ${languageLabel(language)}`,
    wheelchair && "accessible en fauteuil",
  ]
    .filter(Boolean)
    .join(", ");
}
