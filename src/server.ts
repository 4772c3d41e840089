import { join } from "node:path";
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { openAPIRouteHandler } from "hono-openapi";
import { accountsRoutes } from "./access/accounts-api.ts";
import { accessRoutes } from "./access/api.ts";
import { digestRoutes } from "./access/digest/api.ts";
import type { FirstRun } from "./access/first-run/first-run.ts";
import { disagreements, ruleOf } from "./access/route-matrix.ts";
import { readSessionCookie, signInRoutes } from "./access/sign-in-api.ts";
import { trailRoutes } from "./access/trail/api.ts";
import { admissionRoutes, attestationPath } from "./admission/api.ts";
import { referralLinkRoutes } from "./admission/link-api.ts";
import { absenceRoutes } from "./agenda/absences/api.ts";
import { agendaRoutes } from "./agenda/api.ts";
import { calendarRoutes } from "./agenda/calendar/api.ts";
import type { AgendaLive } from "./agenda/live.ts";
import { agendaPaperRoutes } from "./agenda/paper-api.ts";
import { reminderRoutes } from "./agenda/reminders/api.ts";
import type { ReminderSetting } from "./agenda/reminders/model.ts";
import { timetableRoutes } from "./agenda/timetable-api.ts";
import { careRoutes } from "./care/api.ts";
import { essentialRoutes } from "./care/essentials-api.ts";
import { instrumentRoutes } from "./care/instruments-api.ts";
import { noteRoutes } from "./care/notes-api.ts";
import { printRoutes } from "./care/prints-api.ts";
import { fundingRoutes } from "./funding/api.ts";
import { intakeRoutes } from "./intake/api.ts";
import { networkRoutes } from "./network/api.ts";
import { isInstalled } from "./network/store.ts";
import { documentPath, papersRoutes } from "./papers/api.ts";
import type { PaperBox } from "./papers/box.ts";
import { peopleRoutes } from "./people/api.ts";
import { lifeRoutes } from "./people/life/api.ts";
import { numberRoutes } from "./people/number/api.ts";
import type { NumberBox } from "./people/number/box.ts";
import { programRoutes } from "./people/programs/api.ts";
import { reachRoutes } from "./people/reach/api.ts";
import type { Database } from "./platform/database/database.ts";
import type { ApiEnv } from "./platform/http/api-env.ts";
import { authorise } from "./platform/http/authorise.ts";
import { answerError } from "./platform/http/error-answers.ts";
import { onlySetUp } from "./platform/http/only-set-up.ts";
import {
  apiHeaders,
  identifyRequest,
  pageHeaders,
  type Reach,
  smallBodies,
} from "./platform/http/security.ts";
import { serveWeb } from "./platform/http/web-files.ts";
import { programRoot } from "./platform/program-root.ts";
import type { Typesetter } from "./platform/typeset/typesetter.ts";
import { recordRoutes } from "./record/api.ts";
import { declarationRoutes } from "./record/declarations/api.ts";
import { duplicatesRoutes } from "./record/duplicates/api.ts";
import { glassRoutes } from "./record/glass/api.ts";
import { objectionRoutes } from "./record/objections/api.ts";
import { sharingRoutes } from "./record/sharing/api.ts";
import { summaryRoutes } from "./record/summary/api.ts";
import { reportsRoutes } from "./reports/api.ts";
import { handoverRoutes } from "./reports/handover-api.ts";
import { retentionRoutes } from "./retention/api.ts";
import { rightsRoutes } from "./rights/api.ts";
import { boardRoutes } from "./rights/board/api.ts";
import { estimateRoutes } from "./rights/estimate/api.ts";
import { letterRoutes } from "./rights/letters/api.ts";
import { requestPapersRoutes } from "./rights/papers/api.ts";
import { requestRoutes } from "./rights/requests/api.ts";
import { taskRoutes } from "./tasks/api.ts";
import { arrivalRoutes, telephoneRoutes } from "./telephone/api.ts";
import { upkeepRoutes } from "./upkeep/api.ts";
import type { Desk } from "./upkeep/desk.ts";
import { firstNeeds } from "./web/first-screens.ts";

/** What the application is wired with. */
export interface ServerDeps {
  readonly db: Database;
  readonly reach: Reach;
  /** A fresh audit stamp for one request. */
  readonly newStamp: () => string;
  /** Encrypts second-factor secrets at rest. */
  readonly encryptionKey: Buffer;
  /** Encrypts social security numbers. */
  readonly numbers: NumberBox;
  /** Encrypts documents. */
  readonly papers: PaperBox;
  /** The address people open Maillage by (MAILLAGE_URL); by default the one their browser names. */
  readonly publicUrl?: string | undefined;
  /** When the database was empty at the start: the first set-up, and whether it is done since. */
  readonly firstRun?: FirstRun | undefined;
  /** Mail, when it is set up: links are otherwise shown to whoever makes them. */
  readonly mail?: Outgoing | undefined;
  /** This machine's backups, disks and program. */
  readonly desk: Desk;
  /** The business day (ISO), which tests may set; the audit's clock is always real. */
  readonly today: () => string;
  /** The hour it is (0 to 23), when tests set it; otherwise the database's clock, where the network lives. */
  readonly hour?: (() => number) | undefined;
  /** Changes of the agenda, told to open screens. */
  readonly live: AgendaLive;
  /** What reminders can leave by. */
  readonly reminders: ReminderSetting["channels"];
  readonly workerUrl?: URL | undefined;
  readonly maskingWorker?: URL | undefined;
  /** Typesets what is printed and handed over, in a thread. */
  readonly typesetter: Typesetter;
  /** Tells of an unexpected error, without what the request held. */
  readonly log: (error: unknown, requestId?: string) => void;
}

/** Letters that wait to be sent. */
interface Outgoing {
  /** A letter was just written. */
  wake(): void;
  /** Where letters send people when MAILLAGE_URL does not say: where this server listens. */
  readonly ownUrl: () => URL;
}

/** The API's routes, room by room; their types are the browser's typed client. */
function apiRoutes(deps: ServerDeps) {
  return new Hono<ApiEnv>()
    .route("/", networkRoutes(deps))
    .route("/", signInRoutes({ ...deps, publicUrl: (c) => publicUrl(deps, c), resetMail: resetMail(deps) }))
    .route("/", accessRoutes(deps))
    .route("/", digestRoutes(deps))
    .route("/", upkeepRoutes(deps))
    .route("/", trailRoutes(deps))
    .route("/", accountsRoutes({ ...deps, publicUrl: (c) => publicUrl(deps, c) }))
    .route("/", peopleRoutes(deps))
    .route("/", reachRoutes(deps))
    .route("/", lifeRoutes(deps))
    .route("/", numberRoutes(deps))
    .route("/", programRoutes(deps))
    .route("/", papersRoutes(deps))
    .route("/", taskRoutes(deps))
    .route("/", rightsRoutes(deps))
    .route("/", estimateRoutes(deps))
    .route("/", requestRoutes(deps))
    .route("/", requestPapersRoutes(deps))
    .route("/", boardRoutes(deps))
    .route("/", letterRoutes(deps))
    .route("/", agendaRoutes(deps))
    .route("/", agendaPaperRoutes(deps))
    .route("/", timetableRoutes(deps))
    .route("/", absenceRoutes(deps))
    .route("/", calendarRoutes({ ...deps, publicUrl: (c) => publicUrl(deps, c) }))
    .route("/", admissionRoutes({ ...deps, publicUrl: (c) => publicUrl(deps, c) }))
    .route("/", referralLinkRoutes({ ...deps, linkMail: resetMail(deps) }))
    .route("/", reminderRoutes(deps))
    .route("/", telephoneRoutes(deps))
    .route("/", careRoutes(deps))
    .route("/", noteRoutes(deps))
    .route("/", printRoutes(deps))
    .route("/", essentialRoutes(deps))
    .route("/", instrumentRoutes(deps))
    .route("/", fundingRoutes(deps))
    .route("/", intakeRoutes(deps))
    .route("/", recordRoutes(deps))
    .route("/", duplicatesRoutes(deps))
    .route("/", objectionRoutes(deps))
    .route("/", glassRoutes(deps))
    .route("/", sharingRoutes(deps))
    .route("/", declarationRoutes(deps))
    .route("/", summaryRoutes(deps))
    .route("/", reportsRoutes(deps))
    .route("/", handoverRoutes(deps))
    .route("/", retentionRoutes(deps));
}
export type Api = ReturnType<typeof apiRoutes>;

/**
 * The whole application, in the order a request meets it. @throws Error when a route is missing from the matrix
 * (src/access/route-matrix.ts), so that nothing unlisted is ever served.
 */
export function buildServer(deps: ServerDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  // 1. Who asks: the request's stamp, the client's address, the session cookie (not yet believed).
  app.use(identifyRequest(deps.reach, deps.newStamp, readSessionCookie));
  // 2. Answers of the API are never cached, framed or executed; requests of other sites, or larger than any form,
  //    are refused.
  app.use(
    "/api/*",
    apiHeaders(),
    csrf({ origin: ours(deps) }),
    smallBodies(["/api/imports", "/api/imports/refusals", documentPath, attestationPath]),
  );
  // 3. Before the centre is set up, nothing but the set-up answers.
  if (deps.firstRun)
    app.use(
      "/api/*",
      onlySetUp(() => isInstalled(deps.db)),
    );
  // 4. The matrix: an unlisted route is nobody's; the roles it allows go with the session to the database.
  app.use("/api/*", authorise(ruleOf));
  // 5. The rooms. Each handler makes one call or one transaction, in which the database proves the session, checks
  //    the role, writes the audit row and applies its own policies.
  const api = apiRoutes(deps);
  app.route("/", api);
  app.get(
    "/api/openapi.json",
    openAPIRouteHandler(api, { documentation: { info: { title: "Maillage", version: "1" } } }),
  );
  app.all("/api/*", (c) => c.json({ code: "not_found", message: "Cette adresse ne mène à rien." }, 404));
  // 6. Everything else is the browser application.
  app.use(pageHeaders());
  app.route("/", arrivalRoutes());
  serveWeb(app, join(programRoot(), "dist", "web"), firstNeeds);

  app.onError((error, c) => answerError(error, c, deps.log));

  const wrong = disagreements(servedRoutes(app));
  if (wrong.length > 0) throw new Error(`The route matrix and the routes disagree:\n${wrong.join("\n")}`);
  return app;
}

function resetMail({ mail, encryptionKey, publicUrl }: ServerDeps) {
  if (!mail) return null;
  return {
    encryptionKey,
    wake: () => mail.wake(),
    address: () => (publicUrl ? new URL(publicUrl) : mail.ownUrl()),
  };
}

function publicUrl(deps: ServerDeps, c: Context<ApiEnv>): URL {
  return deps.publicUrl ? new URL(deps.publicUrl) : askedUrl(c);
}

/** The address the browser asked: behind a proxy that speaks TLS, what reaches us is not what it typed. */
function askedUrl(c: Context<ApiEnv>): URL {
  const url = new URL(c.req.url);
  if (c.get("secure")) url.protocol = "https:";
  return new URL("/", url);
}

/** Whether a page that sends a form is one of ours, for browsers that do not say so themselves. */
function ours(deps: ServerDeps) {
  return (origin: string, c: Context) => [publicUrl(deps, c).origin, askedUrl(c).origin].includes(origin);
}

/**
 * Routes with a handler of their own, as method and pattern; what is laid over many ends with a star. Outside the API, the pages'
 * own files are only read: whatever else is a route.
 */
function servedRoutes(app: Hono<ApiEnv>): { method: string; path: string }[] {
  return app.routes.filter(
    ({ method, path }) =>
      (path.startsWith("/api/") || !["GET", "HEAD", "ALL"].includes(method)) &&
      !(method === "ALL" && path.endsWith("*")),
  );
}
