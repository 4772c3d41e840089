import { natures } from "../model.ts";
import { ARCHIVE_READERS, OFFICERS, REQUEST_KEEPERS, RETENTION_KEEPERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** How long records are kept; a person's own copy of theirs. */
export const retentionRoutes: readonly RouteRule[] = [
  rule("GET", "/api/retention", RETENTION_KEEPERS, [], ["retention.list"]),
  rule("POST", "/api/retention/plans", RETENTION_KEEPERS, [], ["retention.plan"]),
  rule("POST", "/api/retention/plans/:id/items", RETENTION_KEEPERS, [], ["retention.list"]),
  rule("POST", "/api/retention/plans/:id/approve", RETENTION_KEEPERS, [], ["retention.approve"]),
  rule("POST", "/api/retention/parameters", OFFICERS, [], ["retention.parameter"]),
  rule("POST", "/api/retention/holds", RETENTION_KEEPERS, [], ["retention.hold"]),
  rule("POST", "/api/retention/holds/:id/end", RETENTION_KEEPERS, [], ["retention.hold_end"]),
  rule("POST", "/api/retention/apart/search", ARCHIVE_READERS, ["identity"], ["retention.search"]),
  rule("POST", "/api/retention/apart/:id/restore", ARCHIVE_READERS, [], ["retention.restore"]),

  rule("GET", "/api/access-requests", REQUEST_KEEPERS, [], ["access.list"]),
  rule("POST", "/api/access-requests", REQUEST_KEEPERS, [], ["access.ask"]),
  rule("POST", "/api/access-requests/:id/close", REQUEST_KEEPERS, [], ["access.close"]),
  // The copy for the person themself: every block of theirs, on an open request (record.export_record).
  rule("POST", "/api/access-requests/:id/copy", ["medical_director"], natures, ["record.export"]),
];
