import type { Nature, Role } from "../model.ts";
import { ACT_WRITERS, REPORT_READERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Who keeps the money, and who names people to a caisse. */
const READERS: readonly Role[] = ["administrative_officer", "imprest_manager", "public_accountant"];
const INVOICERS: readonly Role[] = ["administrative_officer"];
const ACTS: readonly Nature[] = ["appointments", "clinical", "money", "cover"];
const VISIT = "/api/people/:id/encounters/:encounter/acts";

/** Acts and who pays them, lists handed to payers, cost by funder. */
export const fundingRoutes: readonly RouteRule[] = [
  // Published tariffs: nothing of anyone.
  rule("POST", "/api/tariffs", ACT_WRITERS),
  rule("GET", VISIT, ACT_WRITERS, ACTS, ["act.read"]),
  rule("POST", VISIT, ACT_WRITERS, ACTS, ["act.record"]),
  rule("POST", "/api/people/:id/acts/:act/withdraw", ACT_WRITERS, [], ["act.withdraw"]),
  rule("POST", "/api/funding/board", READERS, ["identity", ...ACTS], ["funding.list"]),
  rule("POST", "/api/funding/lists", INVOICERS, [], ["funding.send"]),
  rule("POST", "/api/funding/lists/:list/sheet", READERS, ["identity", ...ACTS], ["funding.sheet"]),
  rule("POST", "/api/funding/lists/:list/settle", [...INVOICERS, "imprest_manager"], [], ["funding.settle"]),
  rule("POST", "/api/funding/parts/:part/regularise", INVOICERS, [], ["funding.regularise"]),
  rule("POST", "/api/funding/figures", [...READERS, ...REPORT_READERS], [], ["funding.figures"]),
  // Agreements with who funds the centre: sums, nobody's.
  rule("GET", "/api/funding/funders", READERS),
  rule("POST", "/api/funding/funders", ["imprest_manager"], [], ["funding.funder"]),
];
