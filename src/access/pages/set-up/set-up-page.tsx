import "../sign-in.css";
import { useEffect, useState } from "react";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Logo } from "../../../ui/logo.tsx";
import { messageOf, post } from "../../../ui/server/api-client.ts";
import type { SetUpChoices } from "../../first-run/model.ts";
import { EnrolSecondFactor } from "../enrol-second-factor.tsx";
import { readMe, switchAssignment } from "../sign-in-calls.ts";
import { useSubmit } from "../use-submit.ts";
import { SetUpFormPart } from "./set-up-form.tsx";

interface SetUpPageProps {
  /** From the address's fragment, which browsers never send to a server. */
  readonly token: string;
  readonly onSignedIn: () => void;
}

/** The first page a new centre ever sees: it sets itself up, with its first account. */
export function SetUpPage({ token, onSignedIn }: SetUpPageProps) {
  const [choices, setChoices] = useState<SetUpChoices | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [step, setStep] = useState<"form" | "factor" | "done">("form");
  useEffect(() => {
    post<SetUpChoices>("/api/set-up/inspect", { token }, { opening: true }).then(
      setChoices,
      (error: unknown) => setFailure(messageOf(error)),
    );
  }, [token]);
  return (
    <main className={step === "form" ? "door door-wide" : "door"}>
      <title>Installation · Maillage</title>
      <header className="stack">
        <Logo />
        <h1>{TITLES[step]}</h1>
      </header>
      {failure !== null && <Alert tone="missing" title={failure} announced />}
      {failure === null && choices === null && <p role="status">Lecture du lien…</p>}
      {choices !== null && step === "form" && (
        <SetUpFormPart token={token} choices={choices} onDone={() => setStep("factor")} />
      )}
      {step === "factor" && (
        <div className="card">
          <p>Le centre est installé. Une seconde preuve protège votre compte à chaque connexion.</p>
          <EnrolSecondFactor onDone={() => setStep("done")} />
        </div>
      )}
      {step === "done" && <Done onSignedIn={onSignedIn} />}
    </main>
  );
}

const TITLES = {
  form: "Installer votre centre",
  factor: "Protéger votre compte",
  done: "Votre centre est prêt",
} as const;

function Done({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const submit = useSubmit();
  const open = (path: string) => {
    window.history.replaceState(null, "", path);
    onSignedIn();
  };
  const invite = () =>
    submit.run(async () => {
      const me = await readMe();
      const keeper = me.assignments.find(({ role }) => role === "technical_administrator");
      if (keeper && keeper.id !== me.assignmentId) await switchAssignment(keeper.id);
      open("/comptes");
    });
  return (
    <div className="card">
      <p>Vous êtes connecté. Invitez maintenant les personnes qui travaillent avec vous, ou commencez.</p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <div className="row">
        <Button tone="main" isPending={submit.pending} onPress={invite}>
          Inviter mes collègues
        </Button>
        <Button onPress={() => open("/")}>Commencer</Button>
      </div>
    </div>
  );
}
