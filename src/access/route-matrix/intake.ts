import { PAGE } from "./blocks.ts";
import { IMPORTERS, TIMETABLE_KEEPERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** A centre's register brought in. */
export const intakeRoutes: readonly RouteRule[] = [
  rule("POST", "/api/imports", IMPORTERS, PAGE, ["intake.match", "intake.import", "intake.remember"]),
  // Reads the file sent and nothing that is recorded: it answers with rows of that same file.
  rule("POST", "/api/imports/refusals", IMPORTERS),
  // The same, of any table: a team's planning.
  rule("POST", "/api/tables", TIMETABLE_KEEPERS),
  rule("GET", "/api/imports/memory", IMPORTERS),
  rule("POST", "/api/imports/memory/forget", IMPORTERS, [], ["intake.forget"]),
  rule("GET", "/api/imports", IMPORTERS),
  rule("POST", "/api/imports/:id/withdraw", IMPORTERS, PAGE, ["intake.withdraw"]),
];
