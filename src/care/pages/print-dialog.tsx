import "./print-dialog.css";
import { useMutation } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { type Printed, type PrintForm, printKinds, printNature, printsFor } from "../prints.ts";
import type { Renewable } from "./current-treatments.tsx";
import { PrescriptionFields } from "./prescription-fields.tsx";
import { CertificateFields, LetterFields, SickLeaveFields } from "./print-fields.tsx";
import { type PrintDraft, startPrint, typedOf } from "./print-form.ts";
import { SummaryFields } from "./summary-fields.tsx";

interface PrintDialogProps {
  readonly personId: string;
  readonly sites: Vocabulary["sites"];
  /** What another paper said, to begin from. */
  readonly before: Printed | undefined;
  readonly renewable: Renewable;
  readonly onEstablished: (document: string) => void;
  readonly onClose: () => void;
}

const FIELDS = {
  prescription: PrescriptionFields,
  certificate: CertificateFields,
  letter: LetterFields,
  sick_leave: SickLeaveFields,
  summary: SummaryFields,
} as const;

/** A paper written on one page, kept as it is typed, then established for good. */
export function PrintDialog(props: PrintDialogProps) {
  const { personId, sites, before, renewable, onEstablished, onClose } = props;
  const me = useMe();
  const kinds = printsFor(me);
  const kept = useDraft<PrintDraft>(me.accountId, `print ${personId} ${before?.kind ?? ""}`, () =>
    startPrint(kinds[0] ?? "letter", sites[0]?.id ?? "", me.rpps ?? "", before),
  );
  const draft = kept.value;
  const establish = useMutation({
    mutationFn: () =>
      post<{ id: string }>(`/api/people/${personId}/prints/${draft.id}`, {
        siteId: draft.siteId,
        rpps: draft.rpps,
        typed: typedOf(draft),
      } satisfies PrintForm),
    onSuccess: ({ id }) => {
      kept.forget();
      onEstablished(id);
    },
  });
  const errors = establish.error instanceof ServerProblem ? establish.error.fields : {};
  const set = (change: Partial<PrintDraft>) => kept.set((one) => ({ ...one, ...change }));
  const Fields = FIELDS[draft.kind];
  return (
    <Dialog title="Établir un document" onClose={onClose} wide canDismiss={!kept.changed}>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        <DraftNotice draft={kept} />
        <div className="form-pair">
          <SelectField
            label="Document"
            options={kinds.map((code) => ({ code, label: printKinds[code] }))}
            value={draft.kind}
            onChange={(kind) => set({ kind })}
          />
          {sites.length > 1 && (
            <SelectField
              label="Lieu"
              options={sites.map(({ id, name }) => ({ code: id, label: name }))}
              value={draft.siteId}
              onChange={(siteId) => set({ siteId })}
              error={errors.siteId}
            />
          )}
          {kinds.includes("prescription") && (
            <TextField
              label="Votre numéro RPPS"
              name="rpps"
              inputMode="numeric"
              value={draft.rpps}
              onChange={(rpps) => set({ rpps })}
              help={me.rpps === null ? "Onze chiffres, imprimés et retenus." : "Imprimé en tête."}
              error={errors.rpps}
              autoComplete="off"
            />
          )}
        </div>
        <Fields draft={draft} set={set} errors={errors} renewable={renewable} />
        <p className="soft small">
          {printNature(me.role) === "social_notes"
            ? "Gardé au dossier, lu par vous seul."
            : "Gardé au dossier, lu par l’équipe de soins seule."}{" "}
          Une fois établi, un document ne change plus&nbsp;; il peut être annulé.
        </p>
        {establish.isError && <Refused error={establish.error} />}
        <div className="row">
          <Button tone="main" isPending={establish.isPending} onPress={() => establish.mutate()}>
            {establish.isPending ? "Mise en page…" : "Établir"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}
