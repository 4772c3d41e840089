import type { Nature, Role } from "../model.ts";
import {
  ENCOUNTER_WRITERS,
  HEARERS,
  IDENTITY_DETAIL_WRITERS,
  TASK_HOLDERS,
  TIMETABLE_KEEPERS,
} from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Each service says, among these, who may book it (agenda.service). */
const BOOKERS: readonly Role[] = [...ENCOUNTER_WRITERS, "prescriber"];
const READERS: readonly Role[] = [...TASK_HOLDERS, "prescriber"];
/** Who reminds people of their appointments when a machine cannot. */
const REMINDERS: readonly Role[] = [...HEARERS, "telephone_desk"];
const APPOINTMENTS: readonly Nature[] = ["appointments"];
/** Practitioners, each for their own calendar, and who keeps the hours. */
const CALENDAR_KEEPERS: readonly Role[] = [...HEARERS, "network_manager"];
/** With why, who comes along and in which language. */
const WHOLE: readonly Nature[] = [
  "appointments",
  "clinical",
  "useful",
  "social_situation",
  "identity_detail",
];
const APPOINTMENT = "/api/people/:id/appointments/:appointment";

/** The timetable, slots, appointments, the waiting list. */
export const agendaRoutes: readonly RouteRule[] = [
  // Services, practitioners, hours of the line: nothing of anyone received.
  rule("GET", "/api/agenda/setting", [...READERS, "network_manager"]),
  // Days and sites that changed: nothing of anyone.
  rule("GET", "/api/agenda/live", READERS),
  rule(
    "POST",
    "/api/agenda/slots",
    BOOKERS,
    ["identity", "identity_detail", ...APPOINTMENTS],
    ["appointment.seek"],
  ),
  // Whether someone was admitted, and their cover confirmed today: what a booking wants first.
  rule(
    "POST",
    "/api/people/:id/appointments/wants",
    BOOKERS,
    [...APPOINTMENTS, "cover", "identity_detail"],
    ["appointment.seek"],
  ),
  rule(
    "POST",
    "/api/agenda/view",
    READERS,
    ["identity", "identity_detail", ...APPOINTMENTS],
    ["agenda.view"],
  ),
  rule(
    "GET",
    "/api/agenda/waiting",
    READERS,
    ["identity", "clinical", "useful", ...APPOINTMENTS],
    ["agenda.view"],
  ),
  rule("POST", "/api/people/:id/appointments", BOOKERS, [...WHOLE, "cover"], ["appointment.book"]),
  rule("POST", "/api/people/:id/appointments/walk-in", BOOKERS, [...WHOLE, "cover"], ["appointment.book"]),
  rule("GET", APPOINTMENT, READERS, [...WHOLE, "cover"], ["appointment.read"]),
  rule("POST", "/api/agenda/paper", READERS, ["identity", ...APPOINTMENTS], ["agenda.view"]),
  rule(
    "POST",
    `${APPOINTMENT}/card`,
    READERS,
    ["identity", ...WHOLE, "cover"],
    ["appointment.read", "document.compose"],
  ),
  rule("POST", `${APPOINTMENT}/move`, BOOKERS, APPOINTMENTS, ["appointment.move"]),
  rule(
    "PUT",
    `${APPOINTMENT}/interpreter`,
    IDENTITY_DETAIL_WRITERS,
    [...APPOINTMENTS, "identity_detail"],
    ["appointment.interpreter"],
  ),
  rule("POST", `${APPOINTMENT}/state`, ENCOUNTER_WRITERS, APPOINTMENTS, ["appointment.state"]),
  rule("POST", "/api/people/:id/waiting", BOOKERS, APPOINTMENTS, ["waiting.add"]),
  rule("POST", "/api/people/:id/waiting/:waiting/answer", ENCOUNTER_WRITERS, APPOINTMENTS, ["waiting.close"]),

  rule("POST", "/api/agenda/reminders", REMINDERS, ["identity", ...APPOINTMENTS], ["reminder.list"]),
  rule("POST", "/api/people/:id/reminders/:reminder/told", REMINDERS, APPOINTMENTS, ["reminder.tell"]),
  rule("POST", "/api/people/:id/reminders/stop", REMINDERS, APPOINTMENTS, ["reminder.stop"]),
  rule("GET", "/api/agenda/reminders/setting", [...REMINDERS, "network_manager"]),
  rule("PUT", "/api/agenda/reminders/setting", TIMETABLE_KEEPERS, [], ["reminder.setting"]),

  // Who keeps the hours, or the practitioner themself, as the function says.
  rule("POST", "/api/agenda/rounds", REMINDERS, [], ["round.open"]),
  rule("GET", "/api/agenda/rounds", REMINDERS),
  rule(
    "GET",
    "/api/agenda/rounds/:round",
    REMINDERS,
    ["identity", "identity_detail", "clinical", "useful", ...APPOINTMENTS],
    ["round.read"],
  ),
  rule("POST", "/api/agenda/rounds/:round/hold", REMINDERS, [], ["round.open"]),
  rule("POST", "/api/agenda/round-lines/:line/take", REMINDERS, APPOINTMENTS, ["round.call"]),
  rule("POST", "/api/agenda/round-lines/:line/other", REMINDERS, APPOINTMENTS, ["round.call"]),
  rule("POST", "/api/agenda/round-lines/:line/result", REMINDERS, APPOINTMENTS, ["round.call"]),

  // Hours taken and where, nothing of anyone: the secret is the address.
  rule("GET", "/api/calendars/:token/agenda.ics", "public", [], ["calendar.read"]),
  rule("GET", "/api/agenda/calendars", CALENDAR_KEEPERS),
  rule("POST", "/api/agenda/calendars", CALENDAR_KEEPERS, [], ["calendar.make"]),
  rule("POST", "/api/agenda/calendars/:professional/revoke", CALENDAR_KEEPERS, [], ["calendar.revoke"]),

  rule("GET", "/api/agenda/timetable", TIMETABLE_KEEPERS),
  rule("POST", "/api/agenda/half-days", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/half-days/:series/change", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/absences", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/closures", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/practitioners", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("GET", "/api/agenda/timetable/keeping", TIMETABLE_KEEPERS),
  rule("POST", "/api/agenda/services", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/rooms", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/line", TIMETABLE_KEEPERS, [], ["timetable.change"]),
  rule("POST", "/api/agenda/hours", TIMETABLE_KEEPERS, [], ["timetable.hours"]),
];
