import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Navigate,
  redirect,
} from "@tanstack/react-router";
import { useMe } from "../access/use-me.ts";
import { readAgendaSearch } from "../agenda/pages/agenda-search.ts";
import { readPlanningSearch } from "../agenda/pages/planning-search.ts";
import { readEssentialSearch } from "../care/pages/essential-search.ts";
import { readInstrumentSearch, readNoteSearch, readTaskSearch } from "../care/pages/note-search.ts";
import { readPrintSearch } from "../care/pages/print-search.ts";
import { readFundingSearch } from "../funding/pages/funding-search.ts";
import { openingPath } from "../people/programs.ts";
import { readPeriodSearch } from "../reports/pages/report-period.ts";
import { readRequestSearch } from "../rights/pages/request-search.ts";
import { EmptyState } from "../ui/card.tsx";
import { Loading, Refused } from "../ui/loading.tsx";
import { menuOf } from "./menu.ts";
import { Shell } from "./shell.tsx";

/** Every address of the application; each screen's code comes when it is first opened. */
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });
const door = createRoute({
  getParentRoute: () => root,
  path: "/connexion",
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/personnes",
  component: lazyRouteComponent(() => import("../people/pages/people-page.tsx"), "PeoplePage"),
});
const newPerson = createRoute({
  getParentRoute: () => root,
  path: "/personnes/nouveau",
  component: lazyRouteComponent(() => import("../people/pages/new-person-page.tsx"), "NewPersonPage"),
});
const person = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id",
  component: lazyRouteComponent(() => import("./routes/person-route.tsx"), "PersonRoute"),
});
const identity = createRoute({
  getParentRoute: () => person,
  path: "/identite",
  component: lazyRouteComponent(() => import("./routes/identity-route.tsx"), "IdentityRoute"),
});
const ways = contactRoute("/joindre", "WaysRoute");
const speech = contactRoute("/langues", "SpeechRoute");
const number = createRoute({
  getParentRoute: () => person,
  path: "/numero",
  component: lazyRouteComponent(() => import("./routes/number-route.tsx"), "NumberRoute"),
});
const addresses = contactRoute("/adresses", "AddressesRoute");
const life = createRoute({
  getParentRoute: () => person,
  path: "/situation",
  component: lazyRouteComponent(() => import("./routes/life-routes.tsx"), "LifeRoute"),
});
const lifeHistory = createRoute({
  getParentRoute: () => person,
  path: "/situation-historique",
  component: lazyRouteComponent(() => import("./routes/life-routes.tsx"), "LifeHistoryRoute"),
});
const death = contactRoute("/deces", "DeathRoute");
const cover = createRoute({
  getParentRoute: () => person,
  path: "/couverture",
  component: lazyRouteComponent(() => import("./routes/cover-route.tsx"), "CoverRoute"),
});
const openRights = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id/droits-ouverts",
  component: lazyRouteComponent(() => import("./routes/open-rights-route.tsx"), "OpenRightsRoute"),
});
const encounter = createRoute({
  getParentRoute: () => person,
  path: "/venue",
  component: lazyRouteComponent(() => import("./routes/encounter-route.tsx"), "EncounterRoute"),
});
const request = createRoute({
  getParentRoute: () => person,
  path: "/demande",
  validateSearch: readRequestSearch,
  component: lazyRouteComponent(() => import("./routes/request-route.tsx"), "RequestRoute"),
});
const oneRequest = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id/demandes/$request",
  component: lazyRouteComponent(() => import("./routes/one-request-route.tsx"), "OneRequestRoute"),
});
const possibleRights = createRoute({
  getParentRoute: () => root,
  path: "/droits-possibles",
  // Whose record one comes from: requests are opened there.
  validateSearch: ({ personne }: Record<string, unknown>): { personne?: string } =>
    typeof personne === "string" ? { personne } : {},
  component: lazyRouteComponent(() => import("../rights/pages/estimate-page.tsx"), "EstimatePage"),
});
const objections = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id/oppositions",
  component: lazyRouteComponent(() => import("../record/pages/objections-page.tsx"), "ObjectionsPage"),
});
const sharing = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id/partage",
  component: lazyRouteComponent(() => import("../record/pages/sharing/sharing-page.tsx"), "SharingPage"),
});
const refer = createRoute({
  getParentRoute: () => root,
  path: "/adresser",
  component: lazyRouteComponent(() => import("../admission/pages/refer-page.tsx"), "ReferPage"),
});
const received = createRoute({
  getParentRoute: () => root,
  path: "/demandes-recues",
  component: lazyRouteComponent(() => import("../admission/pages/received-page.tsx"), "ReceivedPage"),
});
const referral = createRoute({
  getParentRoute: () => root,
  path: "/demandes-recues/$id",
  component: lazyRouteComponent(() => import("../admission/pages/referral-page.tsx"), "ReferralPage"),
});
const declare = createRoute({
  getParentRoute: () => root,
  path: "/declarer",
  component: lazyRouteComponent(() => import("../record/pages/declarations/declare-page.tsx"), "DeclarePage"),
});
const declarations = createRoute({
  getParentRoute: () => root,
  path: "/rapprochements",
  component: lazyRouteComponent(
    () => import("../record/pages/declarations/declarations-page.tsx"),
    "DeclarationsPage",
  ),
});
const accesses = createRoute({
  getParentRoute: () => root,
  path: "/personnes/$id/acces",
  component: lazyRouteComponent(() => import("../record/pages/accesses-page.tsx"), "AccessesPage"),
});
const glass = createRoute({
  getParentRoute: () => root,
  path: "/acces-urgence",
  validateSearch: ({ dossier }: Record<string, unknown>): { dossier?: string } =>
    typeof dossier === "string" ? { dossier } : {},
  component: lazyRouteComponent(() => import("../record/pages/glass-page.tsx"), "GlassPage"),
});
const glassReview = createRoute({
  getParentRoute: () => root,
  path: "/examen-des-acces",
  component: lazyRouteComponent(() => import("../record/pages/glass-review-page.tsx"), "GlassReviewPage"),
});
const duplicates = createRoute({
  getParentRoute: () => root,
  path: "/doublons",
  component: lazyRouteComponent(() => import("../record/pages/duplicates-page.tsx"), "DuplicatesPage"),
});
const compare = createRoute({
  getParentRoute: () => root,
  path: "/doublons/$a/$b",
  component: lazyRouteComponent(() => import("../record/pages/compare-page.tsx"), "ComparePage"),
});
const note = createRoute({
  getParentRoute: () => person,
  path: "/note",
  validateSearch: readNoteSearch,
  component: lazyRouteComponent(() => import("./routes/note-route.tsx"), "NoteRoute"),
});
const essential = createRoute({
  getParentRoute: () => person,
  path: "/essentiel",
  validateSearch: readEssentialSearch,
  component: lazyRouteComponent(() => import("./routes/essential-routes.tsx"), "EssentialRoute"),
});
const measures = createRoute({
  getParentRoute: () => person,
  path: "/constantes",
  component: lazyRouteComponent(() => import("./routes/essential-routes.tsx"), "MeasuresRoute"),
});
const fileDocument = createRoute({
  getParentRoute: () => person,
  path: "/document",
  component: lazyRouteComponent(() => import("./routes/document-routes.tsx"), "FileDocumentRoute"),
});
const document = createRoute({
  getParentRoute: () => person,
  path: "/documents/$document",
  component: lazyRouteComponent(() => import("./routes/document-routes.tsx"), "DocumentRoute"),
});
const print = createRoute({
  getParentRoute: () => person,
  path: "/etablir",
  validateSearch: readPrintSearch,
  component: lazyRouteComponent(() => import("./routes/print-route.tsx"), "PrintRoute"),
});
const task = createRoute({
  getParentRoute: () => person,
  path: "/tache",
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import("./routes/task-route.tsx"), "TaskRoute"),
});
const instrument = createRoute({
  getParentRoute: () => person,
  path: "/questionnaire",
  validateSearch: readInstrumentSearch,
  component: lazyRouteComponent(() => import("./routes/instrument-route.tsx"), "InstrumentRoute"),
});
const acts = createRoute({
  getParentRoute: () => person,
  path: "/venues/$venue/actes",
  component: lazyRouteComponent(() => import("./routes/acts-route.tsx"), "ActsRoute"),
});
const funding = createRoute({
  getParentRoute: () => root,
  path: "/facturation",
  validateSearch: readFundingSearch,
  component: lazyRouteComponent(() => import("../funding/pages/funding-page.tsx"), "FundingPage"),
});
const bookFor = createRoute({
  getParentRoute: () => person,
  path: "/rendez-vous",
  component: lazyRouteComponent(() => import("./routes/appointment-routes.tsx"), "BookRoute"),
});
const appointment = createRoute({
  getParentRoute: () => person,
  path: "/rendez-vous/$appointment",
  component: lazyRouteComponent(() => import("./routes/appointment-routes.tsx"), "AppointmentRoute"),
});
const agenda = createRoute({
  getParentRoute: () => root,
  path: "/agenda",
  validateSearch: readAgendaSearch,
  component: lazyRouteComponent(() => import("../agenda/pages/agenda-page.tsx"), "AgendaPage"),
});
const planning = createRoute({
  getParentRoute: () => root,
  path: "/planning",
  validateSearch: readPlanningSearch,
  component: lazyRouteComponent(() => import("../agenda/pages/planning-page.tsx"), "PlanningPage"),
});
const tasks = createRoute({
  getParentRoute: () => root,
  path: "/taches",
  component: lazyRouteComponent(() => import("../tasks/pages/tasks-page.tsx"), "TasksPage"),
});
const reminders = createRoute({
  getParentRoute: () => root,
  path: "/rappels",
  component: lazyRouteComponent(() => import("../agenda/pages/reminders-page.tsx"), "RemindersPage"),
});
const absences = createRoute({
  getParentRoute: () => root,
  path: "/absences",
  component: lazyRouteComponent(() => import("../agenda/pages/absences/absences-page.tsx"), "AbsencesPage"),
});
const oneAbsence = createRoute({
  getParentRoute: () => root,
  path: "/absences/$id",
  component: lazyRouteComponent(() => import("../agenda/pages/absences/absence-page.tsx"), "AbsencePage"),
});
const telephone = createRoute({
  getParentRoute: () => root,
  path: "/telephone",
  component: lazyRouteComponent(() => import("../telephone/pages/telephone-page.tsx"), "TelephonePage"),
});
const day = createRoute({
  getParentRoute: () => root,
  path: "/journee",
  component: lazyRouteComponent(() => import("../rights/pages/day-page.tsx"), "DayPage"),
});
const board = createRoute({
  getParentRoute: () => root,
  path: "/droits",
  component: lazyRouteComponent(() => import("../rights/pages/board-page.tsx"), "BoardPage"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/imports",
  component: lazyRouteComponent(() => import("../intake/pages/imports-page.tsx"), "ImportsPage"),
});
const report = createRoute({
  getParentRoute: () => root,
  path: "/bilan",
  validateSearch: readPeriodSearch,
  component: lazyRouteComponent(() => import("../reports/pages/activity-page.tsx"), "ActivityPage"),
});
const frozenReports = createRoute({
  getParentRoute: () => root,
  path: "/bilan/figes",
  component: lazyRouteComponent(() => import("../reports/pages/frozen-list-page.tsx"), "FrozenListPage"),
});
const frozenReport = createRoute({
  getParentRoute: () => root,
  path: "/bilan/figes/$id",
  component: lazyRouteComponent(() => import("../reports/pages/frozen-report-page.tsx"), "FrozenReportPage"),
});
const trail = createRoute({
  getParentRoute: () => root,
  path: "/journal",
  component: lazyRouteComponent(() => import("../access/pages/audit-entries-page.tsx"), "AuditEntriesPage"),
});
const retention = createRoute({
  getParentRoute: () => root,
  path: "/conservation",
  component: lazyRouteComponent(() => import("../retention/pages/retention-page.tsx"), "RetentionPage"),
});
const requests = createRoute({
  getParentRoute: () => root,
  path: "/demandes-d-acces",
  // Typed in an address it comes as a number.
  validateSearch: ({ dossier }: Record<string, unknown>): { dossier?: string } =>
    /^\d{1,15}$/.test(String(dossier)) ? { dossier: String(dossier) } : {},
  component: lazyRouteComponent(
    () => import("../retention/pages/access-requests-page.tsx"),
    "AccessRequestsPage",
  ),
});
const numbers = createRoute({
  getParentRoute: () => root,
  path: "/numeros",
  component: lazyRouteComponent(() => import("../people/pages/number-bases-page.tsx"), "NumberBasesPage"),
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: "/comptes",
  component: lazyRouteComponent(() => import("../access/pages/accounts-page.tsx"), "AccountsPage"),
});
const upkeep = createRoute({
  getParentRoute: () => root,
  path: "/etat",
  component: lazyRouteComponent(() => import("../upkeep/pages/upkeep-page.tsx"), "UpkeepPage"),
});
const programs = createRoute({
  getParentRoute: () => root,
  path: "/logiciels",
  component: lazyRouteComponent(() => import("../people/pages/programs/programs-page.tsx"), "ProgramsPage"),
});
const opening = createRoute({
  getParentRoute: () => root,
  path: openingPath,
  component: lazyRouteComponent(() => import("../people/pages/programs/opening-page.tsx"), "OpeningPage"),
});
const programNumbers = createRoute({
  getParentRoute: () => person,
  path: "/logiciels",
  component: lazyRouteComponent(() => import("./routes/program-numbers-route.tsx"), "ProgramNumbersRoute"),
});
const summary = createRoute({
  getParentRoute: () => person,
  path: "/resume",
  component: lazyRouteComponent(() => import("./routes/summary-route.tsx"), "SummaryRoute"),
});
const security = createRoute({
  getParentRoute: () => root,
  path: "/securite",
  component: lazyRouteComponent(() => import("../access/pages/security-page.tsx"), "SecurityPage"),
});

/** For who draws screens: not in any menu. */
const components = createRoute({
  getParentRoute: () => root,
  path: "/composants",
  component: lazyRouteComponent(() => import("./components-page.tsx"), "ComponentsPage"),
});

/** A dialog over the contact block; all of them come together. */
function contactRoute<Path extends string>(
  path: Path,
  name: keyof typeof import("./routes/contact-routes.tsx"),
) {
  return createRoute({
    getParentRoute: () => person,
    path,
    component: lazyRouteComponent(() => import("./routes/contact-routes.tsx"), name),
  });
}

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    door,
    people,
    newPerson,
    person.addChildren([
      identity,
      ways,
      speech,
      addresses,
      life,
      lifeHistory,
      number,
      death,
      cover,
      encounter,
      request,
      note,
      essential,
      measures,
      fileDocument,
      document,
      task,
      print,
      instrument,
      acts,
      programNumbers,
      summary,
      bookFor,
      appointment,
    ]),
    agenda,
    planning,
    tasks,
    reminders,
    absences,
    oneAbsence,
    telephone,
    day,
    board,
    funding,
    oneRequest,
    openRights,
    possibleRights,
    objections,
    sharing,
    refer,
    received,
    referral,
    declare,
    declarations,
    accesses,
    glass,
    glassReview,
    duplicates,
    compare,
    imports,
    report,
    frozenReports,
    frozenReport,
    trail,
    retention,
    requests,
    numbers,
    accounts,
    upkeep,
    programs,
    opening,
    security,
    components,
  ]),
  defaultPreload: false,
  defaultPendingComponent: () => <Loading what="Ouverture" />,
  defaultErrorComponent: ({ error, reset }) => <Refused error={error} retry={reset} />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** The first screen of the role's menu. */
function Home() {
  const [first] = menuOf(useMe());
  return <Navigate to={first?.to ?? "/securite"} replace />;
}

function NotFound() {
  return (
    <>
      <title>Page introuvable · Maillage</title>
      <h1>Page introuvable</h1>
      <EmptyState title="Aucune page n’a cette adresse.">
        <p>Rien n’est perdu. L’adresse a peut-être été mal recopiée.</p>
        <Link to="/" className="button">
          Revenir à l’accueil
        </Link>
      </EmptyState>
    </>
  );
}
