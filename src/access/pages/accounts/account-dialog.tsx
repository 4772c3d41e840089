import { type ReactNode, useState } from "react";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { post } from "../../../ui/server/api-client.ts";
import type { AccountLine, AccountsPage, LinkGiven } from "../../accounts/model.ts";
import { useMe } from "../../use-me.ts";
import { SessionsList } from "../sessions-list.tsx";
import { useSubmit } from "../use-submit.ts";
import type { Acting } from "./acting.ts";
import { AssignmentsPart } from "./assignments-part.tsx";
import { LinkGivenNotice } from "./link-given.tsx";

interface AccountDialogProps {
  readonly page: AccountsPage;
  readonly account: AccountLine;
  /** Rereads the accounts. */
  readonly onChanged: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** All that is done on one account. Who does not keep accounts may only give a way back in. */
export function AccountDialog({ page, account, onChanged, onClose }: AccountDialogProps) {
  const me = useMe();
  const keeps = me.capabilities.includes("accounts");
  const own = account.id === me.accountId;
  const [done, setDone] = useState<ReactNode>(null);
  const submit = useSubmit();
  const acting: Acting = {
    pending: submit.pending,
    fields: submit.fields,
    run: (act, words) =>
      submit.run(async () => {
        setDone(null);
        await act();
        await onChanged();
        setDone(<Alert tone="good" title={words} announced />);
      }),
  };
  const give = (purpose: "invitation" | "reset") =>
    submit.run(async () => {
      setDone(null);
      const given = await post<LinkGiven>(`/api/accounts/${account.id}/links`, { purpose });
      setDone(<LinkGivenNotice given={given} to={account.email} />);
    });
  const act = (verb: "close" | "reopen", words: string) =>
    acting.run(() => post(`/api/accounts/${account.id}/${verb}`), words);
  return (
    <Dialog title={account.name} onClose={onClose} wide>
      <p className="soft">{account.email}</p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {done}
      {keeps && <AssignmentsPart page={page} account={account} acting={acting} />}
      {account.standing !== "closed" && !own && (
        <section className="stack" aria-labelledby="account-links">
          <h3 id="account-links">Connexion</h3>
          {account.standing === "open" && (
            <p className="soft small">
              Le lien de nouvelle seconde preuve efface la précédente et le mot de passe&nbsp;: ne le remettez
              qu’à la personne que vous reconnaissez. Il faut vous être connecté depuis moins d’un quart
              d’heure.
            </p>
          )}
          <div className="row">
            {account.standing === "invited" ? (
              keeps && (
                <Button isDisabled={submit.pending} onPress={() => give("invitation")}>
                  Renvoyer l’invitation
                </Button>
              )
            ) : (
              <>
                {keeps && (
                  <Button isDisabled={submit.pending} onPress={() => give("reset")}>
                    Mot de passe oublié
                  </Button>
                )}
                <Button isDisabled={submit.pending} onPress={() => give("invitation")}>
                  Seconde preuve perdue
                </Button>
              </>
            )}
          </div>
        </section>
      )}
      {keeps && account.standing === "open" && (
        <section className="stack" aria-labelledby="account-sessions">
          <h3 id="account-sessions">Sessions ouvertes</h3>
          <SessionsList account={account.id} />
        </section>
      )}
      <div className="row row-apart">
        <Button onPress={onClose}>Fermer</Button>
        {keeps && !own && account.standing !== "closed" && (
          <Button
            tone="danger"
            isDisabled={submit.pending}
            onPress={() => act("close", "Compte fermé\u00a0: ses sessions et ses liens ne servent plus.")}
          >
            Départ&nbsp;: fermer ce compte
          </Button>
        )}
        {keeps && account.standing === "closed" && (
          <Button isDisabled={submit.pending} onPress={() => act("reopen", "Compte rouvert.")}>
            Rouvrir ce compte
          </Button>
        )}
      </div>
    </Dialog>
  );
}
