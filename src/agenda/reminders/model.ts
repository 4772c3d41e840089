import { z } from "zod";

export const reminderStates = [
  "sending",
  "sent",
  "received",
  "retry",
  "failed",
  "unknown",
  "by_hand",
  "told",
  "moot",
] as const;
export type ReminderState = (typeof reminderStates)[number];
export const reminderStateLabels: Readonly<Record<ReminderState, string>> = {
  sending: "en cours d’envoi",
  sent: "envoyé",
  received: "reçu",
  retry: "refusé, nouvel essai bientôt",
  failed: "non parti",
  unknown: "sort inconnu",
  by_hand: "à prévenir de vive voix",
  told: "prévenu de vive voix",
  moot: "sans objet",
};
/** Someone must do it: a machine could not, or nobody can tell whether it did. */
export const toBeTold: readonly ReminderState[] = ["by_hand", "failed", "unknown"];

export const reminderChannelLabels = { sms: "SMS", email: "courriel", by_hand: "" } as const;

const day = z.iso.date("Ce jour n’existe pas.");
/** Days both included, fourteen at most. */
export const remindersSchema = z.object({ from: day, until: day });
export const stopSchema = z.object({ stopped: z.boolean() });
/** hour: of the day before, where the appointment takes place; null: no reminders. */
export const reminderSettingSchema = z.object({ hour: z.int().min(8).max(19).nullable() });

/** An appointment to come, and its reminder once it is time. */
export interface RemindedAppointment {
  readonly appointment: string;
  readonly start: string;
  readonly siteId: string;
  readonly person: {
    readonly id: string;
    readonly family: string;
    readonly given: string;
    readonly usedFamily: string | null;
    readonly usedGiven: string | null;
    readonly sex: "female" | "male" | "other" | "unknown";
  };
  readonly reminder: {
    readonly id: string;
    readonly channel: keyof typeof reminderChannelLabels;
    readonly state: ReminderState;
    /** What was sent, word for word. */
    readonly words: string | null;
    readonly failure: string | null;
    readonly toldBy: string | null;
    /** A demonstration's: shown here, and sent nowhere. */
    readonly local: boolean;
  } | null;
  /** They want no reminders. */
  readonly stopped: boolean;
}

export interface ReminderSetting {
  readonly hour: number | null;
  /** What this installation can send. */
  readonly channels: readonly ("sms" | "email")[];
}
