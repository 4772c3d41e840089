import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { NoteWords } from "../note-words.tsx";
import type { NoteDraft } from "../notes.ts";
import { WaitingNote } from "../submitted-note.tsx";

interface HandedInNoteProps {
  readonly draft: NoteDraft;
  readonly onDone: () => void;
}

/** A trainee's note opened again after it was handed in: read, not typed in, and who signs it. */
export function HandedInNote({ draft, onDone }: HandedInNoteProps) {
  return (
    <Dialog title="Note soumise" onClose={onDone} wide>
      <p>
        {draft.submittedTo} la relit et la signe&nbsp;; elle ne change plus d’ici là. Pour la corriger,
        reprenez-la d’abord.
      </p>
      <NoteWords note={draft} />
      <WaitingNote draft={draft} onDone={onDone} />
      <div>
        <Button onPress={onDone}>Fermer</Button>
      </div>
    </Dialog>
  );
}
