import { useState } from "react";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { post } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { AccountsPage, LinkGiven } from "../../accounts/model.ts";
import { useSubmit } from "../use-submit.ts";
import { LinkGivenNotice } from "./link-given.tsx";
import { emptyPlace, formOf, PlaceFields } from "./place-fields.tsx";

interface InviteDialogProps {
  readonly page: AccountsPage;
  readonly onInvited: () => void;
  readonly onClose: () => void;
}

/** Invites a colleague: an account, its first function, and a one-time link. */
export function InviteDialog({ page, onInvited, onClose }: InviteDialogProps) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [place, setPlace] = useState(() => emptyPlace(page));
  const [given, setGiven] = useState<LinkGiven | null>(null);
  const submit = useSubmit();
  const form = formOf(place);
  if (given !== null)
    return (
      <Dialog title={`Invitation de ${name}`} onClose={onClose} canDismiss={given.mailed}>
        <LinkGivenNotice given={given} to={email} />
        <div>
          <Button tone="main" onPress={onClose}>
            Fermer
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Inviter quelqu’un" onClose={onClose} wide canDismiss={name === "" && email === ""}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (form === null) return;
          submit.run(async () => {
            setGiven(await post<LinkGiven>("/api/accounts", { name, email: email.trim(), ...form }));
            onInvited();
          });
        }}
      >
        {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
        <div className="form-pair">
          <TextField
            label="Nom"
            name="name"
            value={name}
            onChange={setName}
            autoComplete="off"
            placeholder="Dr Hélène Marchal"
            error={submit.fields.name}
            autoFocus
          />
          <TextField
            label="Adresse e-mail"
            name="email"
            type="email"
            inputMode="email"
            value={email}
            onChange={setEmail}
            autoComplete="off"
            error={submit.fields.email}
          />
        </div>
        <PlaceFields page={page} value={place} onChange={setPlace} errors={submit.fields} />
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={submit.pending}
            isDisabled={form === null || name.trim() === "" || email.trim() === ""}
          >
            {submit.pending ? "Invitation…" : "Inviter"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
