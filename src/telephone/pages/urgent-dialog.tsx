import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { TextField } from "../../ui/text-field.tsx";

interface UrgentDialogProps {
  readonly onClose: () => void;
  /** Resolves once it is noted. */
  readonly onNoted: (told: string) => Promise<unknown>;
}

/** What to do when it is an emergency: the 15 first, then what is noted of it. */
export function UrgentDialog({ onClose, onNoted }: UrgentDialogProps) {
  const [told, setTold] = useState("");
  const [at] = useState(() => new Date().toTimeString().slice(0, 5));
  const note = useMutation({ mutationFn: onNoted, onSuccess: onClose });
  return (
    <Dialog title="Urgence" onClose={onClose} canDismiss={told === ""}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!note.isPending) note.mutate(told.trim());
        }}
      >
        <ol className="tel-protocol">
          <li>
            <strong>
              Transférez au 15 (Samu), ou faites-le appeler&nbsp;; 114 par SMS pour qui n’entend pas.
            </strong>
          </li>
          <li>Restez en ligne. Demandez l’adresse où se trouve la personne et un numéro pour la rappeler.</li>
          <li>Prévenez le professionnel présent sur le site.</li>
        </ol>
        <p>
          Il est <strong>{at}</strong> : l’heure sera notée.
        </p>
        <TextField
          label="Qui a été prévenu ?"
          name="told"
          value={told}
          onChange={setTold}
          help="Un nom ou une fonction. Ne notez rien de ce dont souffre la personne."
          autoComplete="off"
          autoFocus
        />
        {note.isError && <Refused error={note.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={note.isPending}>
            Noter le transfert au 15 <kbd>↵</kbd>
          </Button>
          <Button tone="quiet" onPress={onClose}>
            Ce n’en était pas une <kbd>Échap</kbd>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
