import { REPORT_READERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** The annual report, and the lists behind its figures. */
export const reportRoutes: readonly RouteRule[] = [
  rule("POST", "/api/reports/activity", REPORT_READERS, [], ["report.read"]),
  rule("POST", "/api/reports/people", REPORT_READERS, ["identity"], ["report.list"]),
  rule("POST", "/api/reports/notes", REPORT_READERS),
  rule("POST", "/api/reports/notes/write", REPORT_READERS, [], ["report.note"]),
  rule("GET", "/api/reports/frozen", REPORT_READERS),
  rule("POST", "/api/reports/frozen", REPORT_READERS, [], ["report.read", "report.freeze"]),
  rule("GET", "/api/reports/frozen/:id", REPORT_READERS, [], ["report.read"]),
  rule("POST", "/api/reports/export", REPORT_READERS, [], ["report.read", "report.export"]),
];
