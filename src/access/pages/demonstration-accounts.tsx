import type { Installation } from "../../network/model.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import type { Role } from "../model.ts";
import { signInToDemonstration } from "./sign-in-calls.ts";
import { useSubmit } from "./use-submit.ts";

interface DemonstrationAccountsProps {
  readonly accounts: Installation["demonstrationAccounts"];
  readonly onSignedIn: () => void;
}

/** In a demonstration only: one button for each role. */
export function DemonstrationAccounts({ accounts, onSignedIn }: DemonstrationAccountsProps) {
  const submit = useSubmit();
  return (
    <section className="stack" aria-labelledby="demonstration-accounts">
      <h2 id="demonstration-accounts">Entrer comme…</h2>
      <p className="soft small">
        Un compte par rôle&nbsp;: chacun voit ce que son métier lui permet de voir.
      </p>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <ul className="demonstration-accounts">
        {accounts.map((account) => (
          <li key={account.role}>
            <Button
              isDisabled={submit.pending}
              aria-label={`Entrer comme ${account.roleLabel}`}
              onPress={() =>
                submit.run(async () => {
                  await signInToDemonstration(account.role as Role);
                  onSignedIn();
                })
              }
            >
              {account.roleLabel}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
