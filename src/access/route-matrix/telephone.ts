import type { Nature, Role } from "../model.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Who answers the telephone (access.capability "telephone"). */
const ANSWERERS: readonly Role[] = ["telephone_desk", "reception", "administrative_officer"];
const NAMED: readonly Nature[] = ["identity", "appointments"];

/** The telephone: names and appointments, nothing of care, of the social situation or of rights. */
export const telephoneRoutes: readonly RouteRule[] = [
  rule("GET", "/api/telephone/desk", ANSWERERS, NAMED, ["call.list"]),
  // A telephone's program, which nobody signed in to: it reads nothing, and writes a cookie of this browser.
  rule("POST", "/appel", "public"),
  // A number that just arrived: nobody known yet.
  rule("POST", "/api/telephone/arrived", ANSWERERS),
  rule("POST", "/api/telephone/find", ANSWERERS, ["identity"], ["call.receive", "person.search"]),
  rule("GET", "/api/telephone/people/:id", ANSWERERS, ["appointments"], ["appointment.read"]),
  rule("POST", "/api/telephone/calls", ANSWERERS, ["appointments"], ["call.note"]),
  rule("POST", "/api/telephone/calls/:call/back", ANSWERERS, ["appointments"], ["call.back"]),
];
