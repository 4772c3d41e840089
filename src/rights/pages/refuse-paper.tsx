import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { paperLabel } from "./paper-line.tsx";
import type { PaperDialogProps } from "./receive-paper.tsx";

/** A paper that does not do, and why: illegible, too old, of someone else. */
export function RefusePaper({ request, line, today, address, onSaved, onClose }: PaperDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const kept = useDraft(me.accountId, `paper refused ${line.line}`, () => ({ reason: "" }));
  const { kind, words, who, optional } = line;
  const save = useMutation({
    mutationFn: () =>
      post(address, {
        papers: [
          {
            ...{ id, line: line.line, seen: line.id, kind, words, who, optional, onDay: today },
            ...{ state: "refused", reason: kept.value.reason },
          },
        ],
      }),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const fault =
    save.error instanceof ServerProblem
      ? Object.entries(save.error.fields).find(([name]) => name.endsWith("reason"))?.[1]
      : undefined;
  return (
    <Dialog
      title={`Refuser\u00a0: ${paperLabel(request, line)}`}
      onClose={onClose}
      canDismiss={!kept.changed}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField
          label="Pourquoi"
          name="reason"
          value={kept.value.reason}
          onChange={(reason) => kept.set({ reason })}
          help="Par exemple «&nbsp;illisible&nbsp;», «&nbsp;date de plus d’un an&nbsp;». Le papier reste à apporter."
          error={fault}
          autoComplete="off"
          autoFocus
        />
        {save.isError && fault === undefined && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="danger" isPending={save.isPending}>
            Refuser ce papier
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
