import "./sign-in.css";
import { useEffect, useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { messageOf } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { passkeyMessage } from "../passkey-message.ts";
import { addPasskey, confirmTotp, startTotp, type TotpStart } from "./second-factor-calls.ts";
import { useSubmit } from "./use-submit.ts";

const WAYS = [
  { code: "totp", label: "Application d’authentification" },
  { code: "passkey", label: "Clé d’accès de cet appareil" },
] as const;

/** Sets up a second factor, by an authenticator application or by a passkey. */
export function EnrolSecondFactor({ onDone }: { readonly onDone: () => void }) {
  const [way, setWay] = useState<"totp" | "passkey">("totp");
  return (
    <div className="form">
      <ChoiceField label="Seconde preuve" options={WAYS} value={way} onChange={setWay} />
      {way === "totp" ? <EnrolTotp onDone={onDone} /> : <EnrolPasskey onDone={onDone} />}
    </div>
  );
}

function EnrolTotp({ onDone }: { readonly onDone: () => void }) {
  const [start, setStart] = useState<TotpStart | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const submit = useSubmit();
  useEffect(() => {
    let gone = false;
    startTotp().then(
      (answer) => !gone && setStart(answer),
      (error: unknown) => !gone && setFailure(messageOf(error)),
    );
    return () => {
      gone = true;
    };
  }, []);

  if (failure !== null) return <Alert tone="missing" title={failure} announced />;
  if (start === null) return <p role="status">Préparation du code…</p>;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run(async () => {
          await confirmTotp(code);
          onDone();
        });
      }}
    >
      <p>1. Avec l’application d’authentification de votre téléphone, photographiez ce dessin.</p>
      <img
        className="qr"
        alt="Code à photographier avec l’application d’authentification"
        src={`data:image/svg+xml,${encodeURIComponent(start.qrSvg)}`}
      />
      <p>
        Ou recopiez cette clé&nbsp;: <span className="secret">{start.secret}</span>
      </p>
      <p>2. Tapez le code à six chiffres qu’elle affiche.</p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <TextField
        label="Code à six chiffres"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={submit.fields.code}
      />
      <Button type="submit" tone="main" isPending={submit.pending} isDisabled={code.trim().length < 6}>
        Vérifier et terminer
      </Button>
    </form>
  );
}

function EnrolPasskey({ onDone }: { readonly onDone: () => void }) {
  const [label, setLabel] = useState("");
  const submit = useSubmit();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run(async () => {
          await addPasskey(label.trim());
          onDone();
        }, passkeyMessage);
      }}
    >
      <p>L’appareil vous reconnaîtra par son propre code, votre empreinte ou votre visage.</p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <TextField
        label="Nom de cet appareil"
        name="label"
        value={label}
        onChange={setLabel}
        placeholder="Ordinateur du bureau"
        help="Pour le reconnaître parmi les autres, plus tard."
        error={submit.fields.label}
      />
      <Button type="submit" tone="main" isPending={submit.pending} isDisabled={label.trim() === ""}>
        Créer la clé d’accès
      </Button>
    </form>
  );
}
