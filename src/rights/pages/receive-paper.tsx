import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { ChooseDocument } from "../../papers/choose-document.tsx";
import { sizeText } from "../../papers/model.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, postForm, ServerProblem } from "../../ui/server/api-client.ts";
import { goodUntil } from "../papers/checklist.ts";
import type { RequestPapers } from "../papers/model.ts";
import { type HeldLine, paperLabel } from "./paper-line.tsx";

export interface PaperDialogProps {
  readonly request: RequestPapers;
  readonly line: HeldLine;
  readonly today: string;
  readonly address: string;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** A paper in the hand: photographed, chosen as a file, or seen and given back. Made for one thumb. */
export function ReceivePaper({ request, line, today, address, onSaved, onClose }: PaperDialogProps) {
  const me = useMe();
  const [ids] = useState(() => ({ act: newId(), copy: newId() }));
  const [file, setFile] = useState<File | null>(null);
  const sending = useRef<AbortController | null>(null);
  const months = request.rules.find(({ kind }) => kind === line.kind)?.months ?? null;
  const more = line.shown === "received";
  const kept = useDraft<{ written: string | null; until: string | null }>(
    me.accountId,
    `paper ${line.line}`,
    () => ({ written: null, until: more ? line.validUntil : null }),
  );
  const { written, until } = kept.value;
  const { kind, words, who, optional } = line;
  const told = { id: ids.act, line: line.line, seen: line.id, kind, words, who, optional, onDay: today };
  const save = useMutation({
    mutationFn: () => {
      if (file === null)
        return post(address, { papers: [{ ...told, state: "received", validUntil: until }] });
      sending.current = new AbortController();
      const form = new FormData();
      // Its name stays here: it may hold anything, and nothing is made of it.
      form.set("file", file, "document");
      for (const [name, value] of Object.entries({ ...told, validUntil: until }))
        if (value !== null) form.set(name, String(value));
      const { signal } = sending.current;
      return postForm(`${address}/documents/${ids.copy}`, form, { signal });
    },
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const stopped = sending.current?.signal.aborted === true;
  return (
    <Dialog title={paperLabel(request, line)} onClose={onClose} wide canDismiss={file === null}>
      <form
        className="form paper-receive"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ChooseDocument file={file} onChosen={setFile} error={errors.file} />
        <div className="form-pair">
          {months !== null && (
            <DateField
              label="Jour écrit dessus (facultatif)"
              name="written"
              value={written}
              onChange={(day) =>
                kept.set({ written: day, until: day === null ? until : goodUntil(day, months) })
              }
              max={today}
              error={undefined}
            />
          )}
          <DateField
            label="Valable jusqu’au (facultatif)"
            name="validUntil"
            value={until}
            onChange={(day) => kept.set({ written, until: day })}
            error={errors.validUntil}
          />
        </div>
        {months !== null && <p className="soft small">Ce papier doit avoir moins de {months}&nbsp;mois.</p>}
        {until !== null && until < today && (
          <p role="status">
            Ce papier n’est plus valable depuis le {dayText(until)}&nbsp;: il restera à apporter.
          </p>
        )}
        {save.isError && !stopped && <Refused error={save.error} />}
        {save.isError && stopped && <p role="status">Envoi arrêté. Rien n’a été enregistré.</p>}
        <div className="paper-acts">
          <Button
            type="submit"
            tone={file === null ? "plain" : "main"}
            isPending={save.isPending}
            isDisabled={file === null && more}
          >
            {save.isPending
              ? `Envoi de ${sizeText(file?.size ?? 0)}…`
              : file === null
                ? "Vue, sans garder de copie"
                : "Garder cette copie"}
          </Button>
          {save.isPending && file !== null ? (
            <Button onPress={() => sending.current?.abort()}>Arrêter l’envoi</Button>
          ) : (
            <Button onPress={onClose}>Annuler</Button>
          )}
        </div>
        <p className="soft small">
          La copie est chiffrée. Elle sera supprimée quand la demande n’en aura plus besoin.
        </p>
      </form>
    </Dialog>
  );
}
