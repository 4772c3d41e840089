import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { postForm, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { ChooseDocument } from "../choose-document.tsx";
import { type DocumentNature, documentReaders, raisedNatures, sizeText } from "../model.ts";

interface FileDialogProps {
  readonly personId: string;
  readonly types: Vocabulary["documentTypes"];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

type Raised = (typeof raisedNatures)[number];

interface Typed {
  readonly type: string | null;
  readonly onDay: string | null;
  readonly label: string;
  readonly nature: Raised | null;
  readonly keptUntil: string | null;
}

const RAISED: Readonly<Record<Raised, string>> = {
  clinical: "L’équipe de soins seule",
  social_notes: "Moi seul",
};
const USUAL = "usual";

/** A paper received: chosen or photographed, named, and filed for whom it concerns. */
export function FileDialog({ personId, types, onSaved, onClose }: FileDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const [file, setFile] = useState<File | null>(null);
  const sending = useRef<AbortController | null>(null);
  const kept = useDraft<Typed>(me.accountId, `document ${personId}`, () => ({
    type: null,
    onDay: null,
    label: "",
    nature: null,
    keptUntil: null,
  }));
  const typed = kept.value;
  const save = useMutation({
    mutationFn: (chosen: File) => {
      sending.current = new AbortController();
      return postForm(`/api/people/${personId}/documents/${id}`, formOf(chosen, typed), {
        signal: sending.current.signal,
      });
    },
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const set = (change: Partial<Typed>) => kept.set({ ...typed, ...change });
  const offered = types.filter((one) => one.active && mayWrite(me, one.nature as DocumentNature));
  const usual = offered.find(({ code }) => code === typed.type)?.nature as DocumentNature | undefined;
  const raised = raisedNatures.filter((nature) => nature !== usual && mayWrite(me, nature));
  const nature = typed.nature ?? usual;
  const cancelled = sending.current?.signal.aborted === true;
  return (
    <Dialog title="Classer un document" onClose={onClose} wide canDismiss={file === null}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null && typed.type !== null) save.mutate(file);
        }}
      >
        <DraftNotice draft={kept} />
        <ChooseDocument file={file} onChosen={setFile} error={errors.file} />
        <div className="form-pair">
          <SelectField
            label="Ce que c’est"
            options={offered}
            value={typed.type}
            onChange={(type) => set({ type, nature: null })}
            error={errors.type}
          />
          <TextField
            label="Précision (facultatif)"
            name="label"
            value={typed.label}
            onChange={(label) => set({ label })}
            error={errors.label}
            autoComplete="off"
          />
        </div>
        <div className="form-pair">
          <DateField
            label="Jour écrit dessus (facultatif)"
            name="onDay"
            value={typed.onDay}
            onChange={(onDay) => set({ onDay })}
            max={today()}
            error={errors.onDay}
          />
          <DateField
            label="À garder jusqu’au (facultatif)"
            name="keptUntil"
            value={typed.keptUntil}
            onChange={(keptUntil) => set({ keptUntil })}
            error={errors.keptUntil}
          />
        </div>
        {usual !== undefined && raised.length > 0 && (
          <ChoiceField
            label="Qui le lira"
            options={[
              { code: USUAL, label: "Comme les papiers de cette sorte" },
              ...raised.map((code) => ({ code, label: RAISED[code] })),
            ]}
            value={typed.nature ?? USUAL}
            onChange={(code) => set({ nature: raisedNatures.find((one) => one === code) ?? null })}
          />
        )}
        {nature !== undefined && <p className="soft small">{documentReaders[nature]}</p>}
        {save.isError && !cancelled && <Refused error={save.error} />}
        {save.isError && cancelled && <p role="status">Envoi arrêté. Rien n’a été enregistré.</p>}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={file === null || typed.type === null}
          >
            {save.isPending ? `Envoi de ${sizeText(file?.size ?? 0)}…` : "Classer"}
          </Button>
          {save.isPending ? (
            <Button onPress={() => sending.current?.abort()}>Arrêter l’envoi</Button>
          ) : (
            <Button onPress={onClose}>Annuler</Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function formOf(file: File, typed: Typed): FormData {
  const form = new FormData();
  // Its name stays here: it may hold anything, and nothing is made of it.
  form.set("file", file, "document");
  for (const [name, value] of Object.entries(typed)) if (value !== null) form.set(name, value);
  return form;
}
