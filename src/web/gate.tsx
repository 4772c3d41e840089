import "./gate.css";
import { type ComponentType, lazy, Suspense, useCallback, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import type { Me } from "../access/model.ts";
import { readMe } from "../access/pages/sign-in-calls.ts";
import { SignInPage } from "../access/pages/sign-in-page.tsx";
import type { Installation } from "../network/model.ts";
import { Loading, Refused } from "../ui/loading.tsx";
import { get, ServerProblem } from "../ui/server/api-client.ts";

/** The application's code and that of the screen asked; begun as soon as it is known that someone is signed in. */
const loadApp = onceLoaded(async () => {
  const { App, openScreen } = await import("./app.tsx");
  await openScreen();
  appLoaded = App;
  return { default: App };
});
const App = lazy(loadApp);
/** The application, drawn at once where it is there before the first drawing. */
let appLoaded: ComponentType<{ me: Me; installation: Installation }> | null = null;
const InvitationPage = lazy(() =>
  import("../access/pages/invitation-page.tsx").then((file) => ({ default: file.InvitationPage })),
);

const ReferralLinkPage = lazy(() =>
  import("../admission/pages/link-page.tsx").then((file) => ({ default: file.ReferralLinkPage })),
);

const SetUpPage = lazy(() =>
  import("../access/pages/set-up/set-up-page.tsx").then((file) => ({ default: file.SetUpPage })),
);
const ChooseAssignment = lazy(() =>
  import("../access/pages/choose-assignment.tsx").then((file) => ({ default: file.ChooseAssignment })),
);

// Asked before the page is drawn for the first time, not after.
let first: Promise<Standing> | null = askStanding();
let known: Standing | null = null;

/** Longest that nothing is drawn while the server tells who is there. */
const SOON_MS = 800;

/**
 * Resolves when the first drawing can be the right one, or after a moment on a slow line: drawing that something is on
 * its way, to draw over it at once, costs a slow machine as much as the screen itself.
 */
export function firstDrawing(): Promise<void> {
  const whole = first
    ?.then(async (standing) => {
      if (standing.step === "in") await loadApp();
      known = standing;
      first = null;
    })
    .catch(() => undefined);
  return Promise.race([whole, new Promise<void>((resolve) => setTimeout(resolve, SOON_MS))]);
}

type Standing =
  | { readonly step: "asking" }
  | { readonly step: "set-up"; readonly token: string }
  | { readonly step: "referral"; readonly token: string }
  | { readonly step: "failed"; readonly error: unknown }
  | { readonly step: "out"; readonly installation: Installation }
  | { readonly step: "in"; readonly installation: Installation; readonly me: Me };

/** Paths of the door itself: once inside, they mean the first screen. */
const DOOR_PATHS = ["/connexion", "/invitation", "/installation"];

/**
 * Signed in or not: the door, or the application. The application's code comes only once someone is signed in, and
 * leaving reloads the page, so that nothing read stays in memory.
 */
export function Gate() {
  const [standing, setStanding] = useState<Standing>(() => known ?? { step: "asking" });
  // Who has several functions chooses one on the way in, and only then.
  const [choosing, setChoosing] = useState(false);
  const ask = useCallback(() => {
    const asked = first ?? askStanding();
    first = null;
    asked.then(setStanding, (error: unknown) => setStanding({ step: "failed", error }));
  }, []);
  useEffect(() => {
    if (known === null) ask();
    else setStanding(known);
  }, [ask]);
  return (
    <I18nProvider locale="fr-FR">
      {"installation" in standing && standing.installation.demonstration && (
        <aside className="demonstration" aria-label="Avertissement">
          Démonstration&nbsp;: personnes inventées
        </aside>
      )}
      <Suspense fallback={<Door what="Ouverture" />}>
        {standing.step === "in" && choosing && standing.me.assignments.length > 1 ? (
          <ChooseAssignment
            me={standing.me}
            onChosen={() => {
              setChoosing(false);
              ask();
            }}
          />
        ) : (
          <Step
            standing={standing}
            ask={ask}
            enter={() => {
              setChoosing(true);
              ask();
            }}
          />
        )}
      </Suspense>
    </I18nProvider>
  );
}

interface StepProps {
  readonly standing: Standing;
  readonly ask: () => void;
  /** Someone just signed in. */
  readonly enter: () => void;
}

function Step({ standing, ask, enter }: StepProps) {
  const invited = window.location.pathname === "/invitation" ? window.location.hash.slice(1) : "";
  switch (standing.step) {
    case "asking":
      return <Door what="Ouverture" />;
    case "set-up":
      return <SetUpPage token={standing.token} onSignedIn={ask} />;
    case "referral":
      return <ReferralLinkPage token={standing.token} />;
    case "failed":
      return (
        <main className="door">
          <h1>{isWaiting(standing.error) ? "Pas encore installé" : "Maillage n’a pas pu s’ouvrir"}</h1>
          <Refused error={standing.error} retry={ask} />
        </main>
      );
    case "out":
      return invited !== "" ? (
        <InvitationPage token={invited} onSignedIn={enter} />
      ) : (
        <SignInPage installation={standing.installation} onSignedIn={enter} />
      );
    case "in": {
      const Application = appLoaded ?? App;
      return <Application me={standing.me} installation={standing.installation} />;
    }
  }
}

/** True when nobody has opened the set-up link yet. */
function isWaiting(error: unknown): boolean {
  return error instanceof ServerProblem && error.code === "not_set_up";
}

function Door({ what }: { readonly what: string }) {
  return (
    <main className="door">
      <Loading what={what} />
    </main>
  );
}

async function askStanding(): Promise<Standing> {
  const { pathname, hash } = window.location;
  if (pathname === "/installation" && hash.length > 1) return { step: "set-up", token: hash.slice(1) };
  if (pathname === "/adresse" && hash.length > 1) return { step: "referral", token: hash.slice(1) };
  const [installation, me] = await Promise.all([
    get<Installation>("/api/installation", { opening: true }),
    readMe().catch((error: unknown) => {
      if (error instanceof ServerProblem && error.status === 401) return null;
      throw error;
    }),
  ]);
  if (me === null) return { step: "out", installation };
  if (DOOR_PATHS.includes(window.location.pathname)) window.history.replaceState(null, "", "/");
  void loadApp();
  return { step: "in", installation, me };
}

/** The same promise for all who ask, until it is broken: a file that did not come is asked again. */
function onceLoaded<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let begun: Promise<Loaded> | null = null;
  return () => {
    begun ??= load();
    begun.catch(() => {
      begun = null;
    });
    return begun;
  };
}
