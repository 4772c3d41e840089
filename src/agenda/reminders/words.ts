/** What a reminder says: place, time, what to bring, how to cancel. Never why, with whom, nor for whom (handbook 2.1). */
export interface ReminderFacts {
  readonly starts: Date;
  readonly timeZone: string;
  readonly site: string;
  /** Address and telephone of the site, a line each. */
  readonly place: string;
  /** The number to call to cancel; null: none is known. */
  readonly phone: string | null;
}

interface Phrases {
  readonly locale: string;
  readonly on: (when: string, where: string) => string;
  readonly bring: string;
  readonly cancel: (phone: string) => string;
}

/** French beside each: no speaker has read these over yet. */
const phrases: Readonly<Record<"fr" | "en" | "es" | "pt" | "ar", Phrases>> = {
  fr: {
    locale: "fr-FR",
    on: (when, where) => `Rendez-vous ${when}, ${where}.`,
    bring: "Apportez votre carte Vitale ou votre attestation, et vos papiers.",
    cancel: (phone) => `Pour annuler ou changer : ${phone}.`,
  },
  en: {
    locale: "en-GB",
    on: (when, where) => `Appointment ${when}, ${where}.`,
    bring: "Bring your health insurance card or certificate, and your papers.",
    cancel: (phone) => `To cancel or change: ${phone}.`,
  },
  es: {
    locale: "es-ES",
    on: (when, where) => `Cita ${when}, ${where}.`,
    bring: "Traiga su tarjeta sanitaria o su certificado, y sus papeles.",
    cancel: (phone) => `Para anular o cambiar: ${phone}.`,
  },
  pt: {
    locale: "pt-PT",
    on: (when, where) => `Consulta marcada ${when}, ${where}.`,
    bring: "Traga o seu cartão de saúde ou o seu certificado, e os seus documentos.",
    cancel: (phone) => `Para anular ou mudar: ${phone}.`,
  },
  ar: {
    locale: "ar-u-nu-latn",
    on: (when, where) => `موعدكم ${when}، ${where}.`,
    bring: "أحضروا بطاقة التأمين الصحي أو الشهادة، وأوراقكم.",
    // With plain spaces, the pairs of figures would be shown in reverse among words read from the right.
    cancel: (phone) => `للإلغاء أو التغيير: ${phone.replaceAll(" ", "\u00a0")}.`,
  },
};

/**
 * Words a reminder in French, and in the person's language before it when there is a catalogue of it.
 * @param language an ISO code of people/languages; regional forms of Arabic are written alike
 */
export function wordReminder(facts: ReminderFacts, language: string | null): string {
  const theirs = languageOf(language);
  const french = sentence(facts, phrases.fr);
  return theirs === "fr" ? french : `${sentence(facts, phrases[theirs])}\n${french}`;
}

/** The catalogue in which this language is written; "fr": none but French. Regional forms of Arabic are written alike. */
export function languageOf(code: string | null): keyof typeof phrases {
  if (code !== null && ["ary", "arq", "aeb", "ayl", "arz", "apc", "acm", "apd"].includes(code)) return "ar";
  return code !== null && Object.hasOwn(phrases, code) ? (code as keyof typeof phrases) : "fr";
}

function sentence({ starts, timeZone, site, place, phone }: ReminderFacts, words: Phrases): string {
  const when = new Intl.DateTimeFormat(words.locale, {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(starts);
  const where = [site, place.split("\n")[0]?.trim() ?? ""].filter(Boolean).join(", ");
  return [words.on(when, where), words.bring, ...(phone ? [words.cancel(phone)] : [])].join(" ");
}
