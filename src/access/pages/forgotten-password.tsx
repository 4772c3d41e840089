import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmit } from "./use-submit.ts";

/** Asks for a reset link. The answer is the same whether or not the address has an account. */
export function ForgottenPassword({ onBack }: { readonly onBack: () => void }) {
  const [email, setEmail] = useState("");
  const [answer, setAnswer] = useState<{ readonly mail: boolean } | null>(null);
  const submit = useSubmit();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run(async () =>
          setAnswer(await post<{ mail: boolean }>("/api/sign-in/forgotten", { email }, { opening: true })),
        );
      }}
    >
      <h2>Mot de passe oublié</h2>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {answer?.mail === true && (
        <Alert
          tone="good"
          title="Si un compte ouvert a cette adresse, un courrier vient de partir."
          announced
        >
          <p>
            Son lien sert une fois, pendant une heure. Sans courrier d’ici quelques minutes, adressez-vous à
            votre responsable.
          </p>
        </Alert>
      )}
      {answer?.mail === false && (
        <Alert tone="wait" title="Ici, aucun courrier ne part." announced>
          <p>Demandez un lien à la personne qui tient les comptes de votre centre.</p>
        </Alert>
      )}
      <TextField
        label="Adresse e-mail"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={submit.fields.email}
        autoFocus
      />
      <Button type="submit" tone="main" isPending={submit.pending} isDisabled={email.trim() === ""}>
        Recevoir un lien
      </Button>
      <Button tone="quiet" onPress={onBack}>
        Revenir à la connexion
      </Button>
    </form>
  );
}
