import type { Nature } from "../model.ts";
import { PAGE } from "./blocks.ts";
import {
  DUPLICATE_DECIDERS,
  HEARERS,
  IDENTITY_DETAIL_READERS,
  IDENTITY_DETAIL_WRITERS,
  IDENTITY_OF_TEAM_READERS,
  IDENTITY_READERS,
  IDENTITY_WRITERS,
  OFFICERS,
  RECORD_CREATORS,
  REQUEST_KEEPERS,
  SUMMARISERS,
} from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

const PAGE_OF = "/api/people/:id";
const NUMBER = `${PAGE_OF}/number`;
const LIFE = "/api/people/:id/life";
/** Where someone's letters wait, who follows and treats them; how they live. */
const LIFE_NATURES: readonly Nature[] = ["identity_detail", "social_situation"];

const SUMMARY: readonly Nature[] = [
  "identity",
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "useful",
];

/** Who someone is and how to reach them; their page, their own rights over it; two records that are one person. */
export const peopleRoutes: readonly RouteRule[] = [
  rule("POST", "/api/people/search", IDENTITY_READERS, ["identity"], ["person.search"]),
  rule("GET", "/api/people/recent", IDENTITY_READERS, ["identity"], ["person.list"]),
  rule("POST", "/api/people", RECORD_CREATORS, ["identity"], ["person.create"]),
  // The officer opens none but those they broke open.
  rule("GET", "/api/people/:id", [...IDENTITY_READERS, ...OFFICERS], PAGE, ["person.open"]),
  rule("GET", "/api/people/:id/whole", [...IDENTITY_READERS, ...OFFICERS], PAGE, ["person.open"]),
  rule("PUT", "/api/people/:id/identity", IDENTITY_WRITERS, ["identity"], ["identity.revise"]),
  rule("PUT", "/api/people/:id/ways", IDENTITY_WRITERS, ["identity", "identity_detail"], ["contact.revise"]),
  rule(
    "PUT",
    "/api/people/:id/addresses",
    IDENTITY_WRITERS,
    ["identity", "identity_detail"],
    ["address.revise"],
  ),
  rule("PUT", "/api/people/:id/speech", IDENTITY_DETAIL_WRITERS, ["identity_detail"], ["contact.revise"]),
  rule("PUT", "/api/people/:id/death", IDENTITY_WRITERS, ["identity"], ["death.record"]),
  // Each fact has its nature: the database says which of them a role reads and writes.
  rule("POST", LIFE, IDENTITY_DETAIL_WRITERS, LIFE_NATURES, ["life.write"]),
  rule("PUT", `${LIFE}/:fact`, IDENTITY_DETAIL_WRITERS, LIFE_NATURES, ["life.correct"]),
  rule("POST", `${LIFE}/:fact/end`, IDENTITY_DETAIL_WRITERS, LIFE_NATURES, ["life.end"]),
  rule("GET", `${LIFE}/history`, IDENTITY_DETAIL_READERS, LIFE_NATURES, ["life.history"]),
  rule("PUT", NUMBER, IDENTITY_DETAIL_WRITERS, ["identity_detail"], ["number.record"]),
  rule("POST", `${NUMBER}/reveal`, IDENTITY_DETAIL_READERS, ["identity_detail"], ["number.reveal"]),
  // What leaves the record to be pasted elsewhere, or as PDF: its reader's own projection.
  rule("POST", `${PAGE_OF}/summary`, SUMMARISERS, SUMMARY, ["person.summary", "person.open"]),
  rule("POST", `${PAGE_OF}/summary/pdf`, SUMMARISERS, SUMMARY, ["person.summary", "person.open"]),
  rule("POST", `${PAGE_OF}/program-numbers`, RECORD_CREATORS, ["identity"], ["program.attach"]),
  rule("POST", `${PAGE_OF}/program-numbers/:number/end`, RECORD_CREATORS, ["identity"], ["program.detach"]),
  // Partners learn of nobody by a number.
  rule("POST", "/api/openings/take", IDENTITY_OF_TEAM_READERS, ["identity"], ["program.open"]),
  // Another program's form: believed by its signature, and kept for whoever is signed in. It tells and opens nothing.
  rule("POST", "/ouvrir", "public", [], ["program.ask", "program.refuse"]),
  rule("GET", "/api/number-bases", OFFICERS),
  rule("POST", "/api/number-bases", OFFICERS, [], ["number.allow"]),
  rule("POST", "/api/number-bases/end", OFFICERS, [], ["number.forbid"]),
  // The list of the communes of France: nothing of anyone.
  rule("POST", "/api/communes", IDENTITY_WRITERS),

  rule("GET", "/api/people/:id/rights", HEARERS, ["identity"], ["person.rights"]),
  rule("POST", "/api/people/:id/objections", HEARERS, ["identity"], ["objection.record"]),
  rule("POST", "/api/people/:id/objections/:objection/lift", HEARERS, ["identity"], ["objection.lift"]),
  rule("POST", "/api/people/:id/openings/:opening/told", HEARERS, ["identity"], ["glass.told"]),
  rule("POST", "/api/people/:id/accesses", REQUEST_KEEPERS, ["identity"], ["person.accesses"]),

  rule("POST", "/api/duplicates", DUPLICATE_DECIDERS, ["identity"], ["person.pairs"]),
  rule(
    "POST",
    "/api/duplicates/compare",
    DUPLICATE_DECIDERS,
    ["identity", "appointments", "cover"],
    ["person.compare"],
  ),
  rule("POST", "/api/duplicates/merge", DUPLICATE_DECIDERS, [], ["person.merge"]),
  rule("POST", "/api/duplicates/separate", DUPLICATE_DECIDERS, [], ["person.unmerge"]),
  rule(
    "POST",
    "/api/duplicates/distinct",
    DUPLICATE_DECIDERS,
    [],
    ["person.distinct", "person.distinct_undone"],
  ),
];
