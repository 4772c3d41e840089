import { Alert } from "../../../ui/alert.tsx";
import { momentText } from "../../../ui/format.ts";
import type { LinkGiven } from "../../accounts/model.ts";

/** Where the one-time link went: by mail, or here for whoever hands it over. */
export function LinkGivenNotice({ given, to }: { readonly given: LinkGiven; readonly to: string }) {
  if (given.mailed)
    return (
      <Alert tone="good" title={`Un courrier part vers ${to}.`} announced>
        <p>Il contient un lien qui sert une fois, jusqu’au {momentText(given.expiresAt)}.</p>
      </Alert>
    );
  return (
    <Alert tone="good" title="Voici le lien à remettre à cette personne, et à elle seule." announced>
      <p className="secret">{given.link}</p>
      <p>Il sert une fois, jusqu’au {momentText(given.expiresAt)}. Il ne sera plus montré.</p>
    </Alert>
  );
}
