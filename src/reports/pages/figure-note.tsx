import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { messageOf, post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import type { NoteFigure } from "../model.ts";
import { useReport } from "./report-context.ts";

/** Why a figure varies: the words kept beside it, and the way to write them. */
export function FigureNote({ figure, title }: { readonly figure: NoteFigure; readonly title: string }) {
  const { notes, canWriteNotes } = useReport();
  const [writing, setWriting] = useState(false);
  const note = notes.find((one) => one.figure === figure);
  const text = note?.text ?? "";
  return (
    <>
      {text !== "" && <p className="figure-note">{text}</p>}
      {canWriteNotes && (
        <div className="no-print">
          <Button
            tone="quiet"
            aria-label={`${text === "" ? "Commenter" : "Modifier le commentaire"}\u00a0: ${title}`}
            onPress={() => setWriting(true)}
          >
            {text === "" ? "Commenter" : "Modifier le commentaire"}
          </Button>
        </div>
      )}
      {writing && (
        <NoteDialog
          figure={figure}
          title={title}
          seen={note?.version ?? 0}
          text={text}
          onClose={() => setWriting(false)}
        />
      )}
    </>
  );
}

interface NoteDialogProps {
  readonly figure: NoteFigure;
  readonly title: string;
  readonly seen: number;
  readonly text: string;
  readonly onClose: () => void;
}

function NoteDialog({ figure, title, seen, text: before, onClose }: NoteDialogProps) {
  const { period, notes } = useReport();
  const cache = useQueryClient();
  const [text, setText] = useState(before);
  const [over, setOver] = useState(seen);
  const refresh = () => cache.invalidateQueries({ queryKey: ["report-notes"] });
  const save = useMutation({
    mutationFn: () => post("/api/reports/notes/write", { period, figure, seen: over, text }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError: refresh,
  });
  const conflict = save.error instanceof ServerProblem && save.error.code === "edit_conflict";
  const theirs = notes.find((note) => note.figure === figure);
  return (
    <Dialog title={`Commentaire\u00a0: ${title}`} onClose={onClose} canDismiss={text === before}>
      {save.isError && (
        <Alert tone="missing" title={messageOf(save.error)} announced>
          {conflict && theirs && theirs.version !== over && (
            <>
              <p className="figure-note">{theirs.text === "" ? "(commentaire retiré)" : theirs.text}</p>
              <Button
                onPress={() => {
                  setOver(theirs.version);
                  save.reset();
                }}
              >
                Garder mon texte
              </Button>
            </>
          )}
        </Alert>
      )}
      <TextArea
        label="Ce qui explique ce chiffre"
        name="text"
        value={text}
        onChange={setText}
        rows={5}
        maxLength={2000}
        autoFocus
        help="Gardé avec la période. N’écrivez le nom ni la situation de personne. Les partenaires ne le reçoivent pas."
      />
      <div className="row">
        <Button tone="main" isPending={save.isPending} onPress={() => save.mutate()}>
          Enregistrer
        </Button>
        <Button onPress={onClose}>Annuler</Button>
      </div>
    </Dialog>
  );
}
