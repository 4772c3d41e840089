import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { Me } from "../model.ts";
import { DemonstrationAccounts } from "./demonstration-accounts.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface SignInAgainProps {
  readonly me: Me;
  readonly onSignedIn: () => void;
  readonly onGiveUp: () => void;
}

/** Over the page whose session ended: nothing typed is lost, and the work goes on where it stopped. */
export function SignInAgain({ me, onSignedIn, onGiveUp }: SignInAgainProps) {
  const [mustEnrol, setMustEnrol] = useState(false);
  return (
    <Dialog title="Votre session s’est fermée" onClose={onGiveUp} canDismiss={false}>
      <p>
        Rien n’est perdu&nbsp;: ce que vous avez saisi est resté à l’écran. Connectez-vous pour continuer là
        où vous en étiez.
      </p>
      {mustEnrol && <p>Ce compte doit d’abord préparer une seconde preuve, depuis la page de connexion.</p>}
      <SignInForm email={me.email} onSignedIn={onSignedIn} onEnrol={() => setMustEnrol(true)} />
      {me.demonstration && (
        <DemonstrationAccounts
          accounts={[{ role: me.role, roleLabel: me.roleLabel, name: me.name }]}
          onSignedIn={onSignedIn}
        />
      )}
      <Button tone="quiet" onPress={onGiveUp}>
        Plus tard
      </Button>
    </Dialog>
  );
}
