import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { SignInResult } from "../model.ts";
import { passkeyMessage } from "../passkey-message.ts";
import { SecondFactorForm } from "./second-factor-form.tsx";
import { signIn, signInWithPasskey } from "./sign-in-calls.ts";
import { useSubmit } from "./use-submit.ts";

interface SignInFormProps {
  /** A session is open. */
  readonly onSignedIn: () => void;
  /** The account must first set up a second factor. */
  readonly onEnrol: () => void;
  readonly email?: string;
}

/** E-mail and password, then the second factor when the account has one; or a passkey, which is both. */
export function SignInForm({ onSignedIn, onEnrol, email: knownEmail = "" }: SignInFormProps) {
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState("");
  const [methods, setMethods] = useState<readonly ("totp" | "passkey")[] | null>(null);
  const submit = useSubmit();

  const follow = (result: SignInResult) => {
    if (result.step === "done") onSignedIn();
    else if (result.step === "enrol") onEnrol();
    else setMethods(result.methods);
  };

  if (methods !== null)
    return <SecondFactorForm methods={methods} onResult={follow} onBack={() => setMethods(null)} />;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run(async () => follow(await signIn(email, password)));
      }}
    >
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <TextField
        label="Adresse e-mail"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={submit.fields.email}
        autoFocus={knownEmail === ""}
        isRequired
      />
      <TextField
        label="Mot de passe"
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={submit.fields.password}
        autoFocus={knownEmail !== ""}
        isRequired
      />
      <Button
        type="submit"
        tone="main"
        isPending={submit.pending}
        isDisabled={email.trim() === "" || password === ""}
      >
        {submit.pending ? "Vérification…" : "Se connecter"}
      </Button>
      <Button
        tone="quiet"
        isDisabled={submit.pending}
        onPress={() => submit.run(async () => follow(await signInWithPasskey()), passkeyMessage)}
      >
        Me connecter avec ma clé d’accès
      </Button>
    </form>
  );
}
