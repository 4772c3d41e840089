import type { Nature } from "../model.ts";
import { PAGE } from "./blocks.ts";
import { COVER_WRITERS, EVERYONE, REQUEST_READERS, REQUEST_WRITERS, TASK_HOLDERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Each request has its own nature; those of its household are named. */
const REQUESTS: readonly Nature[] = ["right_requests", "social_notes", "clinical", "identity", "cover"];
const PAPERS: readonly Nature[] = [...REQUESTS, "identity_detail", "social_situation"];
const ONE = "/api/people/:id/requests/:request";

/** Health cover, requests for rights, and the rights a situation may open. */
export const rightsRoutes: readonly RouteRule[] = [
  // Published amounts and durations: nothing of anyone.
  rule("GET", "/api/rights/parameters", EVERYONE),
  rule("POST", "/api/people/:id/cover-statements", COVER_WRITERS, ["cover"], ["cover.state"]),
  rule("POST", "/api/people/:id/cover-intervals", COVER_WRITERS, ["cover"], ["cover.interval"]),
  rule("PUT", "/api/people/:id/caisse", COVER_WRITERS, ["cover"], ["cover.caisse"]),
  // Kinds of requests and delays of the law: nothing of anyone.
  rule("GET", "/api/rights/request-types", EVERYONE),
  rule("GET", "/api/people/:id/requests", REQUEST_READERS, REQUESTS, ["request.list"]),
  rule("POST", "/api/people/:id/requests", REQUEST_WRITERS, REQUESTS, ["request.create"]),
  rule("GET", ONE, REQUEST_READERS, REQUESTS, ["request.open"]),
  rule("PUT", ONE, REQUEST_WRITERS, REQUESTS, ["request.revise"]),
  rule("POST", `${ONE}/steps`, REQUEST_WRITERS, REQUESTS, ["request.step"]),
  rule("POST", `${ONE}/steps/:step/correct`, REQUEST_WRITERS, REQUESTS, ["request.correct"]),
  rule("POST", `${ONE}/log`, REQUEST_WRITERS, REQUESTS, ["request.chase"]),
  rule("POST", `${ONE}/log/:line/take-back`, REQUEST_WRITERS, REQUESTS, ["request.chase"]),
  // Papers: copies are documents, each of its own nature; what is read of the person's situation is its reader's own.
  rule("GET", `${ONE}/papers`, REQUEST_READERS, PAPERS, ["request.open"]),
  rule("POST", `${ONE}/papers`, REQUEST_WRITERS, PAPERS, ["request.paper"]),
  rule("POST", `${ONE}/papers/documents/:document`, REQUEST_WRITERS, PAPERS, [
    "request.paper",
    "document.file",
  ]),
  rule("POST", `${ONE}/papers/facts`, REQUEST_WRITERS, PAPERS, ["request.fact"]),
  rule("POST", `${ONE}/papers/lists/:print`, REQUEST_WRITERS, PAPERS, [
    "request.open",
    "document.compose",
    "document.print",
  ]),
  rule("POST", `${ONE}/keeper`, REQUEST_WRITERS, REQUESTS, ["request.keep"]),
  rule("POST", `${ONE}/letters/:print`, REQUEST_WRITERS, REQUESTS, [
    "request.open",
    "document.compose",
    "document.print",
    "request.chase",
  ]),
  rule("POST", "/api/rights/board", REQUEST_READERS, REQUESTS, ["request.board"]),
  // Numbers, and names of colleagues: nothing of anyone received.
  rule("POST", "/api/rights/board/counts", REQUEST_READERS),
  rule("GET", "/api/counters", TASK_HOLDERS),
  rule("GET", "/api/rights/day", REQUEST_READERS, PAGE, ["task.list", "request.board", "cover.endings"]),
  rule("POST", "/api/rights/handovers/of/:id", REQUEST_WRITERS, REQUESTS, ["request.board"]),
  rule("POST", "/api/rights/handovers", REQUEST_WRITERS, REQUESTS, ["request.board", "request.handover"]),
  rule("POST", "/api/rights/handovers/:id/undo", REQUEST_WRITERS, REQUESTS, [
    "request.board",
    "request.handover",
  ]),
];
