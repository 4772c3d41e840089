import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { Draft } from "../letters/draft.ts";
import { type Letter, letterLabels } from "../letters/model.ts";
import { LetterChaseFields, sentChase, startChase } from "./letter-chase-fields.tsx";

interface LetterDialogProps {
  readonly personId: string;
  readonly requestId: string;
  readonly draft: Draft;
  readonly onPrinted: (document: string) => void;
  readonly onClose: () => void;
}

/** A standard letter, drafted from the request and read over: everything is changed freely before it is printed and kept. */
export function LetterDialog({ personId, requestId, draft, onPrinted, onClose }: LetterDialogProps) {
  const me = useMe();
  const words = useVocabulary();
  const sites = words.data?.sites ?? [];
  const [id] = useState(newId);
  const [site, setSite] = useState<string | null>(null);
  const kept = useDraft(me.accountId, `letter ${requestId} ${draft.kind}`, () => ({
    to: draft.to,
    subject: draft.subject,
    body: draft.body,
    chase: draft.kind === "chasing" ? startChase() : null,
  }));
  const print = useMutation({
    mutationFn: (letter: Letter) =>
      post<{ id: string }>(`/api/people/${personId}/requests/${requestId}/letters/${id}`, letter),
    onSuccess: ({ id: document }) => {
      kept.forget();
      onPrinted(document);
    },
  });
  const errors = print.error instanceof ServerProblem ? print.error.fields : {};
  const set = (change: Partial<typeof kept.value>) => kept.set({ ...kept.value, ...change });
  const siteId = site ?? sites[0]?.id;
  return (
    <Dialog title={letterLabels[draft.kind]} onClose={onClose} wide canDismiss={!kept.changed}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const { chase, ...letter } = kept.value;
          if (siteId !== undefined)
            print.mutate({
              siteId,
              kind: draft.kind,
              ...letter,
              chase: chase?.noted ? sentChase(chase) : null,
            });
        }}
      >
        <DraftNotice draft={kept} />
        {draft.doubts.length > 0 && (
          <Alert tone="unknown" title="À vérifier avant d’envoyer">
            <p>Ces règles n’ont pas été relues à leur source&nbsp;: le courrier ne s’appuie pas dessus.</p>
            <ul>
              {draft.doubts.map((doubt) => (
                <li key={doubt}>{doubt}</li>
              ))}
            </ul>
          </Alert>
        )}
        {sites.length > 1 && (
          <SelectField
            label="Lieu, en tête"
            options={sites.map(({ id: code, name }) => ({ code, label: name }))}
            value={siteId ?? null}
            onChange={setSite}
            error={errors.siteId}
          />
        )}
        <TextArea
          label="À"
          name="to"
          rows={2}
          maxLength={300}
          value={kept.value.to}
          onChange={(to) => set({ to })}
          error={errors.to}
        />
        <TextField
          label="Objet"
          name="subject"
          value={kept.value.subject}
          onChange={(subject) => set({ subject })}
          error={errors.subject}
          autoComplete="off"
        />
        <TextArea
          label="Courrier"
          name="body"
          rows={14}
          maxLength={8_000}
          value={kept.value.body}
          onChange={(body) => set({ body })}
          error={errors.body}
        />
        {kept.value.chase !== null && (
          <LetterChaseFields value={kept.value.chase} onChange={(chase) => set({ chase })} errors={errors} />
        )}
        <p className="soft small">
          Gardé au dossier, aussi réservé que la demande. Une fois établi, il ne change plus&nbsp;; il peut
          être annulé.
          {draft.kind !== "chasing" && " L’envoi se note à part, dans les relances ou les étapes."}
        </p>
        {print.isError && <Refused error={print.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={print.isPending} isDisabled={siteId === undefined}>
            {print.isPending ? "Mise en page…" : "Établir"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}
