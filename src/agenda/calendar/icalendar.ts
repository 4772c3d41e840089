/**
 * iCalendar (RFC 5545), as much of it as hours taken need: moments in universal time, so that no rule of any time zone has to be carried,
 * and four properties. A library would bring recurrences, alarms and zones that are never written here.
 */

/** Hours taken. */
export interface CalendarEvent {
  readonly id: string;
  /** Grows at each change; from 1. */
  readonly version: number;
  /** Moments, ISO with their shift. */
  readonly changed: string;
  readonly start: string;
  readonly end: string;
  readonly site: string;
  readonly cancelled: boolean;
}

const NAME = "Rendez-vous";
/** Octets in a line, its end not counted (RFC 5545, 3.1). */
const LONGEST = 75;

/** The whole calendar: when and where, and one neutral word for every appointment. */
export function writeCalendar(events: readonly CalendarEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Maillage//Agenda//FR",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${NAME}`,
    // How often to read it again; Apple and Microsoft read the second.
    "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
    "X-PUBLISHED-TTL:PT30M",
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${event.id}@maillage`,
      `SEQUENCE:${event.version - 1}`,
      `DTSTAMP:${universal(event.changed)}`,
      `DTSTART:${universal(event.start)}`,
      `DTEND:${universal(event.end)}`,
      `SUMMARY:${NAME}`,
      `LOCATION:${escaped(event.site)}`,
      `STATUS:${event.cancelled ? "CANCELLED" : "CONFIRMED"}`,
      `TRANSP:${event.cancelled ? "TRANSPARENT" : "OPAQUE"}`,
      "CLASS:PRIVATE",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** "20260329T070000Z" */
function universal(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "")}Z`;
}

/** RFC 5545, 3.3.11; what no text may hold is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/gu, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\n|\r/gu, "\\n")
    .replaceAll(/\p{Cc}/gu, "");
}

/** Cut by octets, never within a character; what follows begins with a space. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LONGEST) return line;
  const rows = [""];
  for (const character of line) {
    const row = rows.at(-1) ?? "";
    if (Buffer.byteLength(row) + Buffer.byteLength(character) > LONGEST) rows.push(` ${character}`);
    else rows[rows.length - 1] = row + character;
  }
  return rows.join("\r\n");
}
