import "./sign-in.css";
import { useEffect, useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Logo } from "../../ui/logo.tsx";
import { messageOf, post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { SignInResult } from "../model.ts";
import { EnrolSecondFactor } from "./enrol-second-factor.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { useSubmit } from "./use-submit.ts";

interface Guest {
  readonly name: string;
  readonly email: string;
}

interface InvitationPageProps {
  /** From the address's fragment, which browsers never send to a server. */
  readonly token: string;
  readonly onSignedIn: () => void;
}

/** An invited person chooses a password, then sets up the second factor. */
export function InvitationPage({ token, onSignedIn }: InvitationPageProps) {
  const [guest, setGuest] = useState<Guest | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [next, setNext] = useState<SignInResult["step"] | null>(null);
  useEffect(() => {
    post<Guest>("/api/invitation/inspect", { token }, { opening: true }).then(setGuest, (error: unknown) =>
      setFailure(messageOf(error)),
    );
  }, [token]);

  return (
    <main className="door">
      <title>Invitation · Maillage</title>
      <header className="stack">
        <Logo />
        <h1>Bienvenue{guest === null ? "" : `, ${guest.name}`}</h1>
      </header>
      <div className="card">
        {failure !== null && <Alert tone="missing" title={failure} announced />}
        {failure === null && guest === null && <p role="status">Lecture de l’invitation…</p>}
        {guest !== null && next === null && (
          <ChoosePassword
            token={token}
            guest={guest}
            onChosen={(result) => (result.step === "done" ? onSignedIn() : setNext(result.step))}
          />
        )}
        {next === "enrol" && <EnrolSecondFactor onDone={onSignedIn} />}
        {guest !== null && next === "second_factor" && (
          <SignInForm email={guest.email} onSignedIn={onSignedIn} onEnrol={() => setNext("enrol")} />
        )}
      </div>
    </main>
  );
}

interface ChoosePasswordProps {
  readonly token: string;
  readonly guest: Guest;
  readonly onChosen: (result: SignInResult) => void;
}

function ChoosePassword({ token, guest, onChosen }: ChoosePasswordProps) {
  const [password, setPassword] = useState("");
  const submit = useSubmit();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run(async () =>
          onChosen(
            await post<SignInResult>("/api/invitation/accept", { token, password }, { opening: true }),
          ),
        );
      }}
    >
      <p>
        Votre compte&nbsp;: <strong>{guest.email}</strong>
      </p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <TextField
        label="Choisissez un mot de passe"
        name="password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        help="12 caractères au moins. Une phrase que vous retiendrez convient très bien."
        error={submit.fields.password}
        autoFocus
      />
      <Button type="submit" tone="main" isPending={submit.pending} isDisabled={password.length < 12}>
        Continuer
      </Button>
    </form>
  );
}
