import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { SignInResult } from "../model.ts";
import { passkeyMessage } from "../passkey-message.ts";
import { signInWithCode, signInWithPasskey } from "./sign-in-calls.ts";
import { useSubmit } from "./use-submit.ts";

interface SecondFactorFormProps {
  readonly methods: readonly ("totp" | "passkey")[];
  readonly onResult: (result: SignInResult) => void;
  readonly onBack: () => void;
}

/** The second step: a code of six figures, or a passkey. */
export function SecondFactorForm({ methods, onResult, onBack }: SecondFactorFormProps) {
  const [code, setCode] = useState("");
  const submit = useSubmit();
  return (
    <div className="form">
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {methods.includes("passkey") && (
        <Button
          tone={methods.includes("totp") ? "plain" : "main"}
          isPending={submit.pending}
          onPress={() => submit.run(async () => onResult(await signInWithPasskey()), passkeyMessage)}
        >
          Utiliser ma clé d’accès
        </Button>
      )}
      {methods.includes("totp") && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            submit.run(async () => onResult(await signInWithCode(code)));
          }}
        >
          <TextField
            label="Code à six chiffres"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            error={submit.fields.code}
            help="Celui qu’affiche en ce moment votre application d’authentification."
            autoFocus
          />
          <Button type="submit" tone="main" isPending={submit.pending} isDisabled={code.trim().length < 6}>
            {submit.pending ? "Vérification…" : "Continuer"}
          </Button>
        </form>
      )}
      <Button tone="quiet" onPress={onBack}>
        Revenir au mot de passe
      </Button>
    </div>
  );
}
