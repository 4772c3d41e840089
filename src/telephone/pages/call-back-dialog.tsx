import { useMutation } from "@tanstack/react-query";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { TextField } from "../../ui/text-field.tsx";

interface Back {
  readonly number: string;
  readonly words: string;
}

interface CallBackDialogProps {
  readonly number: string;
  /** As typed before; null: not yet. */
  readonly typed: Back | null;
  readonly onType: (typed: Back | null) => void;
  readonly onClose: () => void;
  /** Resolves once it is noted. */
  readonly onNoted: (back: Back) => Promise<unknown>;
}

/** Someone to call back: at which number, about what, without a word of care. */
export function CallBackDialog({ number: arrived, typed, onType, onClose, onNoted }: CallBackDialogProps) {
  const { number, words } = typed ?? { number: arrived, words: "" };
  const setNumber = (number: string) => onType({ number, words });
  const setWords = (words: string) => onType({ number, words });
  const leave = () => {
    onType(null);
    onClose();
  };
  const note = useMutation({ mutationFn: onNoted, onSuccess: onClose });
  const touched = words !== "" || number !== arrived;
  return (
    <Dialog title="À rappeler" onClose={leave} canDismiss={!touched}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!note.isPending) note.mutate({ number: number.trim(), words: words.trim() });
        }}
      >
        <TextField
          label="Numéro"
          name="number"
          value={number}
          onChange={setNumber}
          inputMode="numeric"
          autoComplete="off"
          autoFocus={arrived === ""}
        />
        <TextField
          label="À propos de quoi, sans rien de médical"
          name="words"
          value={words}
          onChange={setWords}
          autoComplete="off"
          autoFocus={arrived !== ""}
        />
        {note.isError && <Refused error={note.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={note.isPending}>
            Ajouter aux rappels <kbd>↵</kbd>
          </Button>
          <Button tone="quiet" onPress={leave}>
            Annuler <kbd>Échap</kbd>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
