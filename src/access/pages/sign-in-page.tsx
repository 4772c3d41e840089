import "./sign-in.css";
import { lazy, Suspense, useState } from "react";
import type { Installation } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { Logo } from "../../ui/logo.tsx";
import { DemonstrationAccounts } from "./demonstration-accounts.tsx";
import { SignInForm } from "./sign-in-form.tsx";

const EnrolSecondFactor = lazy(() =>
  import("./enrol-second-factor.tsx").then((file) => ({ default: file.EnrolSecondFactor })),
);

const ForgottenPassword = lazy(() =>
  import("./forgotten-password.tsx").then((file) => ({ default: file.ForgottenPassword })),
);

interface SignInPageProps {
  readonly installation: Installation;
  readonly onSignedIn: () => void;
}

/** The first page: who are you? */
export function SignInPage({ installation, onSignedIn }: SignInPageProps) {
  const [enrolling, setEnrolling] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const demonstration = installation.demonstration && !enrolling;
  return (
    <main className={demonstration ? "door door-wide" : "door"}>
      <title>Connexion · Maillage</title>
      <header className="stack">
        <Logo />
        <h1>{enrolling ? "Protéger votre compte" : "Connexion"}</h1>
        <p className="soft">{installation.name}</p>
      </header>
      <div className="door-panels">
        <div className="card">
          {enrolling ? (
            <Suspense fallback={<p>Préparation…</p>}>
              <p>
                Votre rôle demande une seconde preuve à chaque connexion. Cela se prépare une fois, en une
                minute.
              </p>
              <EnrolSecondFactor onDone={onSignedIn} />
            </Suspense>
          ) : forgotten ? (
            <Suspense fallback={<p>Préparation…</p>}>
              <ForgottenPassword onBack={() => setForgotten(false)} />
            </Suspense>
          ) : (
            <>
              <SignInForm onSignedIn={onSignedIn} onEnrol={() => setEnrolling(true)} />
              <Button tone="quiet" onPress={() => setForgotten(true)}>
                Mot de passe oublié
              </Button>
            </>
          )}
        </div>
        {demonstration && (
          <div className="card">
            <DemonstrationAccounts accounts={installation.demonstrationAccounts} onSignedIn={onSignedIn} />
          </div>
        )}
      </div>
    </main>
  );
}
