import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { type AutosaveState, useAutosave } from "../../ui/autosave.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { messageOf, post, put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import {
  type Note,
  type NoteDraft,
  type NoteTemplate,
  noteNature,
  noteTemplates,
  templatesOf,
} from "../notes.ts";

interface NoteDialogProps {
  readonly personId: string;
  /** The draft to go on with. */
  readonly draft?: NoteDraft | undefined;
  /** The signed note to add to. */
  readonly amends?: Note | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

interface Typed {
  readonly id: string;
  readonly template: NoteTemplate;
  readonly body: string;
  readonly said: string;
  readonly agreed: string;
}

const LONGEST = 20_000;

/** A note, written on one page, kept as it is typed, then signed. */
export function NoteDialog({ personId, draft, amends, onSaved, onClose }: NoteDialogProps) {
  const me = useMe();
  const choices = templatesOf[me.role] ?? [];
  const kept = useDraft<Typed>(me.accountId, `note ${personId} ${draft?.id ?? amends?.id ?? ""}`, () => ({
    id: draft?.id ?? newId(),
    template: draft?.template ?? amends?.template ?? choices[0] ?? "consultation",
    body: draft?.body ?? "",
    said: draft?.said ?? "",
    agreed: draft?.agreed ?? "",
  }));
  const typed = kept.value;
  const version = useRef(draft?.version ?? 0);
  const [signing, setSigning] = useState(false);
  // Joined records keep each their own: a draft stays where it began, what follows a note goes with it.
  const address = `/api/people/${draft?.on ?? amends?.on ?? personId}/notes/${typed.id}`;
  const written = {
    ...typed,
    nature: amends?.nature ?? noteNature(typed.template, me.role),
    encounterId: draft?.encounterId ?? amends?.encounterId ?? null,
    amends: draft?.amends ?? amends?.id ?? null,
  };
  const autosave = useAutosave(
    JSON.stringify(typed),
    async () => {
      const answer = await put<{ version: number }>(`${address}/draft`, {
        ...written,
        version: version.current,
      });
      version.current = answer.version;
    },
    (error) => !(error instanceof ServerProblem) || error.status === 0 || error.status >= 500,
  );
  const sign = useMutation({
    mutationFn: () => {
      autosave.stop();
      return post(`${address}/sign`, written);
    },
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const discard = useMutation({
    mutationFn: () => {
      autosave.stop();
      return post(`${address}/discard`);
    },
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = sign.error instanceof ServerProblem ? sign.error.fields : {};
  const set = (change: Partial<Typed>) => {
    setSigning(false);
    kept.set({ ...typed, ...change });
  };
  const nothing = [typed.body, typed.said, typed.agreed].every((text) => text.trim() === "");
  return (
    <Dialog
      title={amends ? "Ajouter une suite" : "Écrire une note"}
      onClose={onClose}
      wide
      canDismiss={nothing}
    >
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        {amends ? (
          <p className="soft">
            À la suite de la note signée par {amends.by}, qui reste telle quelle&nbsp;:{" "}
            {noteTemplates[amends.template]}.
          </p>
        ) : (
          <SelectField
            label="Modèle"
            options={choices.map((code) => ({ code, label: noteTemplates[code] }))}
            value={typed.template}
            onChange={(template) => set({ template })}
          />
        )}
        <p className="soft small">{whoReads(written.nature)}</p>
        <TextArea
          label="Note"
          name="body"
          value={typed.body}
          onChange={(body) => set({ body })}
          rows={8}
          maxLength={LONGEST}
          error={errors.body}
          autoFocus
        />
        <div className="form-pair">
          <TextArea
            label="Paroles de la personne"
            name="said"
            value={typed.said}
            onChange={(said) => set({ said })}
            rows={3}
            maxLength={LONGEST}
          />
          <TextArea
            label="Ce qui est convenu"
            name="agreed"
            value={typed.agreed}
            onChange={(agreed) => set({ agreed })}
            rows={3}
            maxLength={LONGEST}
          />
        </div>
        <Kept state={autosave.state} />
        {sign.isError && <Refused error={sign.error} />}
        {discard.isError && <Refused error={discard.error} />}
        {signing && (
          <Alert tone="wait" title="Une note signée ne change plus." announced>
            <p>On peut y ajouter une suite, qui se lit avec elle.</p>
          </Alert>
        )}
        <div className="row">
          {signing ? (
            <Button tone="main" isPending={sign.isPending} onPress={() => sign.mutate()}>
              Confirmer la signature
            </Button>
          ) : (
            <Button tone="main" isDisabled={nothing} onPress={() => setSigning(true)}>
              Signer
            </Button>
          )}
          <Button onPress={onSaved}>{nothing ? "Fermer" : "Fermer, garder le brouillon"}</Button>
          {!nothing && (
            <Button tone="quiet" isPending={discard.isPending} onPress={() => discard.mutate()}>
              Effacer le brouillon
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** Says at each moment whether what is typed is kept. */
function Kept({ state }: { readonly state: AutosaveState }) {
  if (state.kind === "failed" && state.error instanceof ServerProblem && state.error.status === 0)
    return (
      <p className="soft small" role="status">
        Pas de connexion&nbsp;: votre texte est gardé dans ce navigateur et partira dès qu’elle revient.
      </p>
    );
  if (state.kind === "failed") return <Alert tone="missing" title={messageOf(state.error)} announced />;
  return (
    <p className="soft small" role="status">
      {state.kind === "same" && "Gardé au fur et à mesure, visible de vous seul jusqu’à la signature."}
      {state.kind === "waiting" && "Enregistrement…"}
      {state.kind === "kept" &&
        `Brouillon gardé à ${state.at.toLocaleTimeString("fr-FR", { timeStyle: "short" })}.`}
    </p>
  );
}

function whoReads(nature: Note["nature"]): string {
  if (nature === "clinical") return "Lue par l’équipe de soins seule.";
  if (nature === "social_notes") return "Lue par vous seul, sauf accord écrit de la personne.";
  return "Lue par l’équipe de soins et par l’accompagnement social\u00a0: n’y dites que ce qui sert au parcours.";
}
