import "./gate.css";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import type { Me } from "../access/model.ts";
import { readMe } from "../access/pages/sign-in-calls.ts";
import { SignInPage } from "../access/pages/sign-in-page.tsx";
import type { Installation } from "../network/model.ts";
import { Loading, Refused } from "../ui/loading.tsx";
import { get, ServerProblem } from "../ui/server/api-client.ts";

const App = lazy(() => import("./app.tsx").then((file) => ({ default: file.App })));
const InvitationPage = lazy(() =>
  import("../access/pages/invitation-page.tsx").then((file) => ({ default: file.InvitationPage })),
);

type Standing =
  | { readonly step: "asking" }
  | { readonly step: "failed"; readonly error: unknown }
  | { readonly step: "out"; readonly installation: Installation }
  | { readonly step: "in"; readonly installation: Installation; readonly me: Me };

/** Paths of the door itself: once inside, they mean the first screen. */
const DOOR_PATHS = ["/connexion", "/invitation"];

/**
 * Signed in or not: the door, or the application. The application's code comes only once someone is signed in, and
 * leaving reloads the page, so that nothing read stays in memory.
 */
export function Gate() {
  const [standing, setStanding] = useState<Standing>({ step: "asking" });
  const ask = useCallback(() => {
    askStanding().then(setStanding, (error: unknown) => setStanding({ step: "failed", error }));
  }, []);
  useEffect(ask, [ask]);
  return (
    <I18nProvider locale="fr-FR">
      {"installation" in standing && standing.installation.demonstration && (
        <aside className="demonstration" aria-label="Avertissement">
          Démonstration&nbsp;: personnes inventées
        </aside>
      )}
      <Suspense fallback={<Door what="Ouverture" />}>
        <Step standing={standing} ask={ask} />
      </Suspense>
    </I18nProvider>
  );
}

function Step({ standing, ask }: { readonly standing: Standing; readonly ask: () => void }) {
  const invited = window.location.pathname === "/invitation" ? window.location.hash.slice(1) : "";
  switch (standing.step) {
    case "asking":
      return <Door what="Ouverture" />;
    case "failed":
      return (
        <main className="door">
          <Refused error={standing.error} retry={ask} />
        </main>
      );
    case "out":
      return invited !== "" ? (
        <InvitationPage token={invited} onSignedIn={ask} />
      ) : (
        <SignInPage installation={standing.installation} onSignedIn={ask} />
      );
    case "in":
      return <App me={standing.me} installation={standing.installation} />;
  }
}

function Door({ what }: { readonly what: string }) {
  return (
    <main className="door">
      <Loading what={what} />
    </main>
  );
}

async function askStanding(): Promise<Standing> {
  const [installation, me] = await Promise.all([
    get<Installation>("/api/installation", { opening: true }),
    readMe().catch((error: unknown) => {
      if (error instanceof ServerProblem && error.status === 401) return null;
      throw error;
    }),
  ]);
  if (me === null) return { step: "out", installation };
  if (DOOR_PATHS.includes(window.location.pathname)) window.history.replaceState(null, "", "/");
  return { step: "in", installation, me };
}
