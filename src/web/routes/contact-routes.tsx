import type { ComponentType } from "react";
import { AddressesDialog } from "../../people/pages/reach/addresses-dialog.tsx";
import type { ContactDialogProps } from "../../people/pages/reach/contact-dialog.tsx";
import { DeathDialog } from "../../people/pages/reach/death-dialog.tsx";
import { SpeechDialog } from "../../people/pages/reach/speech-dialog.tsx";
import { WaysDialog } from "../../people/pages/reach/ways-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** The dialogs over someone's contact block, each at its own address over the person's page. */
export const WaysRoute = () => <ContactRoute dialog={WaysDialog} />;
export const SpeechRoute = () => <ContactRoute dialog={SpeechDialog} />;
export const AddressesRoute = () => <ContactRoute dialog={AddressesDialog} />;
export const DeathRoute = () => <ContactRoute dialog={DeathDialog} />;

function ContactRoute({ dialog: ContactDialog }: { readonly dialog: ComponentType<ContactDialogProps> }) {
  const { id, page, close, saved } = usePersonDialog();
  if (!page) return null;
  // A form writes on one record, whatever else is read on the page.
  const rows = page.contact.filter(({ on }) => on === id);
  return <ContactDialog personId={id} rows={rows} onSaved={saved} onClose={close} />;
}
