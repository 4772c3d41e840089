import "./unattended-veil.css";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import type { Me, Role } from "../access/model.ts";
import type { UnattendedDelays } from "../network/model.ts";
import { Logo } from "../ui/logo.tsx";
import { useUnattended } from "../ui/unattended.ts";
import { useInstallation } from "./installation.ts";

const SECOND_MS = 1000;
/** Where other people pass behind the screen all day. */
const EXPOSED: Partial<Record<Role, keyof UnattendedDelays>> = {
  telephone_desk: "telephoneDesk",
  reception: "reception",
};

/**
 * Hides everything, the tab's title included, from a screen that nobody touches any more. What was read stays read
 * and what was typed stays typed: nothing is asked of the server again.
 */
export function UnattendedVeil({ me }: { readonly me: Me }) {
  const delays = useInstallation().unattended;
  const unattended = useUnattended(delays[EXPOSED[me.role] ?? "others"] * SECOND_MS);
  useEffect(() => {
    if (!unattended) return;
    const title = document.title;
    document.title = "Maillage";
    document.documentElement.dataset.unattended = "";
    return () => {
      document.title = title;
      delete document.documentElement.dataset.unattended;
    };
  }, [unattended]);
  if (!unattended) return null;
  return createPortal(
    // Named so that a dialog beneath does not make it inert.
    <div className="unattended" data-react-aria-top-layer="true" role="status">
      <Logo />
      <p>
        <strong>Écran masqué&nbsp;: bougez ou appuyez sur une touche</strong>
      </p>
      <p className="soft">Rien n’est perdu&nbsp;: ce que vous avez saisi vous attend.</p>
    </div>,
    document.body,
  );
}
