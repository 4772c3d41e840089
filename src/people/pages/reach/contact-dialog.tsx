import "./reach.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMe } from "../../../access/use-me.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { Refused } from "../../../ui/loading.tsx";
import { put, ServerProblem } from "../../../ui/server/api-client.ts";
import type { ContactConflict, ContactRow } from "../../contact.ts";
import { ContactVersions } from "./contact-versions.tsx";

/** What every dialog over someone's contact block is given. */
export interface ContactDialogProps {
  readonly personId: string;
  /** The person's whole block, as the page read it. */
  readonly rows: readonly ContactRow[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

interface ContactFormProps<Form> extends ContactDialogProps {
  readonly title: string;
  /** Last part of the address ("ways"). */
  readonly path: string;
  /** The rows this form is about, among those of the block. */
  readonly about: (rows: readonly ContactRow[]) => readonly ContactRow[];
  readonly formOf: (rows: readonly ContactRow[]) => Form;
  /** What is sent, beside the rows seen. */
  readonly bodyOf: (form: Form) => object;
  /** One line for each thing the form says, to compare two versions. */
  readonly wordsOf: (form: Form) => readonly string[];
  readonly isDisabled?: (form: Form) => boolean;
  readonly wide?: boolean;
  readonly children: (
    form: Form,
    set: (form: Form) => void,
    errors: Readonly<Record<string, string>>,
  ) => ReactNode;
}

interface Kept<Form> {
  readonly seen: readonly string[];
  readonly form: Form;
}

/** A form over one part of the block. When someone else saved meanwhile, both versions are shown. */
export function ContactForm<Form>(props: ContactFormProps<Form>) {
  const { personId, title, path, about, rows, formOf, bodyOf, wordsOf, isDisabled, children } = props;
  const me = useMe();
  const idsOf = (all: readonly ContactRow[]) => about(all).map(({ id }) => id);
  // With the rows seen when the form opened: a later refresh of the page behind must not make an old edit look new.
  const kept = useDraft<Kept<Form>>(me.accountId, `${path} ${personId}`, () => ({
    seen: idsOf(rows),
    form: formOf(about(rows)),
  }));
  const { seen, form } = kept.value;
  const finish = () => {
    kept.forget();
    props.onSaved();
  };
  const save = useMutation({
    mutationFn: (sent: Kept<Form>) =>
      put(`/api/people/${personId}/${path}`, { seen: sent.seen, ...bodyOf(sent.form) }),
    onSuccess: finish,
  });
  const conflict = conflictOf(save.error);
  if (conflict !== null)
    return (
      <Dialog
        title="Deux personnes ont modifié ces informations"
        onClose={props.onClose}
        wide
        canDismiss={false}
      >
        <ContactVersions
          message={conflict.message}
          mine={wordsOf(form)}
          theirs={wordsOf(formOf(about(conflict.current)))}
          pending={save.isPending}
          onKeepMine={() => save.mutate({ seen: idsOf(conflict.current), form })}
          onTakeTheirs={finish}
          onEdit={() => {
            kept.set({ seen: idsOf(conflict.current), form });
            save.reset();
          }}
        />
      </Dialog>
    );
  const set = (changed: Form) => kept.set({ seen, form: changed });
  return (
    <Dialog title={title} onClose={props.onClose} wide={props.wide ?? false}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ seen, form });
        }}
      >
        <DraftNotice draft={kept} />
        {children(form, set, save.error instanceof ServerProblem ? save.error.fields : {})}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={isDisabled?.(form) ?? false}
          >
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={props.onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function conflictOf(error: unknown): ContactConflict | null {
  return error instanceof ServerProblem && error.status === 409 && error.code === "edit_conflict"
    ? (error.answer as ContactConflict)
    : null;
}
