import { ESSENTIALS, NOTES } from "./blocks.ts";
import { ENCOUNTER_WRITERS, EVERYONE, INSTRUMENT_WRITERS, NOTE_DRAFTERS, NOTE_WRITERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

const NOTE = "/api/people/:id/notes/:note";
const ESSENTIAL = "/api/people/:id/essentials/:essential";
const PRINT = "/api/people/:id/prints/:print";
const VISIT = ["appointments", "clinical", "useful", "cover"] as const;

/** Encounters, notes, what is essential of someone's care, short instruments, papers established. */
export const careRoutes: readonly RouteRule[] = [
  rule("POST", "/api/people/:id/encounters", ENCOUNTER_WRITERS, VISIT, ["encounter.record"]),

  rule("PUT", `${NOTE}/draft`, NOTE_DRAFTERS, NOTES, ["note.draft"]),
  rule("POST", `${NOTE}/discard`, NOTE_DRAFTERS, NOTES, ["note.discard"]),
  rule("POST", `${NOTE}/submit`, ["trainee"], NOTES, ["note.draft", "note.submit"]),
  rule("POST", `${NOTE}/recall`, ["trainee"], NOTES, ["note.recall"]),
  rule("POST", `${NOTE}/return`, NOTE_WRITERS, NOTES, ["note.return"]),
  rule("POST", `${NOTE}/countersign`, NOTE_WRITERS, NOTES, ["person.open", "note.countersign"]),
  rule("POST", `${NOTE}/sign`, NOTE_WRITERS, NOTES, ["note.sign"]),

  // Each writes what handbook 2.2 gives them: see essentialsFor.
  rule("PUT", ESSENTIAL, NOTE_WRITERS, ESSENTIALS, ["essential.write"]),
  rule("POST", `${ESSENTIAL}/withdraw`, NOTE_WRITERS, ESSENTIALS, ["essential.withdraw"]),

  rule("GET", "/api/instruments", EVERYONE),
  rule(
    "POST",
    "/api/people/:id/instruments",
    INSTRUMENT_WRITERS,
    ["clinical", "social_situation"],
    ["instrument.record"],
  ),
  rule(
    "POST",
    "/api/people/:id/instruments/:answer/withdraw",
    INSTRUMENT_WRITERS,
    ["clinical", "social_situation"],
    ["instrument.withdraw"],
  ),

  rule("POST", PRINT, NOTE_WRITERS, ["identity", ...NOTES], ["document.compose", "document.print"]),
  rule("GET", PRINT, NOTE_WRITERS, NOTES, ["document.open"]),
];
