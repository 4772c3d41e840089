import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Me } from "../access/model.ts";
import { MeContext } from "../access/use-me.ts";
import type { Installation } from "../network/model.ts";
import { forgetDrafts } from "../ui/draft.ts";
import { InstallationContext } from "./installation.ts";
import { newClient } from "./lost-person.ts";
import { router } from "./router.tsx";
import { SessionKeeper } from "./session-keeper.tsx";
import { UnattendedVeil } from "./unattended-veil.tsx";

interface AppProps {
  readonly me: Me;
  readonly installation: Installation;
}

/** Has the screen of this address ready before the first drawing. */
export function openScreen(): Promise<void> {
  return router.load();
}

/** The application of someone signed in. */
export function App({ me, installation }: AppProps) {
  // Someone else worked in this tab before: their unsaved forms are not this person's to find.
  useEffect(() => forgetDrafts(me.accountId), [me.accountId]);
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <InstallationContext value={installation}>
        <MeContext value={me}>
          <RouterProvider router={router} />
          <SessionKeeper me={me} />
          <UnattendedVeil me={me} />
        </MeContext>
      </InstallationContext>
    </QueryClientProvider>
  );
}
