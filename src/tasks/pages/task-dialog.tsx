import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Nature } from "../../access/model.ts";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays, addMonths, today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import {
  type AddTask,
  type TaskNature,
  type TaskRecipient,
  taskNatureLabels,
  writableNatures,
} from "../model.ts";
import { mayBeFor } from "../rules.ts";

const WHEN = {
  none: "Sans date",
  tomorrow: "Demain",
  week: "Dans une semaine",
  month: "Dans un mois",
  other: "Un autre jour",
} as const;
type When = keyof typeof WHEN;
const WHENS = (Object.keys(WHEN) as When[]).map((code) => ({ code, label: WHEN[code] }));

interface TaskDraft {
  readonly what: string;
  readonly nature: TaskNature;
  /** A function or an account. */
  readonly recipient: string | null;
  readonly when: When;
  readonly day: string | null;
}

interface TaskDialogProps {
  readonly personId: string;
  /** The note it comes from: what was agreed, and of which nature. */
  readonly from: { readonly id: string; readonly agreed: string; readonly nature: Nature } | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Adds a task about someone: what, of which nature, for whom, by when. */
export function TaskDialog({ personId, from, onSaved, onClose }: TaskDialogProps) {
  const me = useMe();
  const [id] = useState(newId);
  const natures = writableNatures(me);
  const recipients = useQuery({
    queryKey: ["task-recipients"],
    queryFn: ({ signal }) => get<{ recipients: TaskRecipient[] }>("/api/tasks/recipients", { signal }),
  });
  const kept = useDraft<TaskDraft>(me.accountId, `task ${personId} ${from?.id ?? ""}`, () => ({
    what: from?.agreed.slice(0, 500) ?? "",
    nature: natures.find((nature) => nature === from?.nature) ?? natures[0] ?? "appointments",
    recipient: null,
    when: "none",
    day: null,
  }));
  const { what, nature, recipient, when, day } = kept.value;
  const offered = mayBeFor(nature, recipients.data?.recipients ?? []);
  const chosen = offered.find(({ code }) => code === recipient);
  const save = useMutation({
    mutationFn: (task: AddTask) => post(`/api/people/${personId}/tasks`, task),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const set = (change: Partial<TaskDraft>) => kept.set({ ...kept.value, ...change });
  const ready = chosen !== undefined && what.trim() !== "" && (when !== "other" || day !== null);
  if (recipients.isPending) return <Loading what="Ouverture" />;
  return (
    <Dialog title="Ajouter une tâche" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const { forRole, forAccount } = chosen;
          save.mutate({
            id,
            nature,
            what,
            dueOn: dueDay(when, day),
            forRole,
            forAccount,
            originId: from?.id ?? null,
          });
        }}
      >
        <DraftNotice draft={kept} />
        <TextArea
          label="Que faut-il faire"
          name="what"
          rows={3}
          maxLength={500}
          autoFocus
          value={what}
          onChange={(text) => set({ what: text })}
          error={errors.what}
        />
        <div className="form-pair">
          <SelectField
            label="De quoi parle-t-elle"
            options={natures.map((code) => ({ code, label: taskNatureLabels[code] }))}
            value={nature}
            onChange={(code) => set({ nature: code })}
            help="Seuls ceux qui lisent ce bloc la voient."
          />
          <SelectField
            label="Pour qui"
            options={offered}
            value={chosen?.code ?? null}
            onChange={(code) => set({ recipient: code })}
            error={errors.recipient}
          />
        </div>
        <div className="form-pair">
          <SelectField
            label="Pour quand"
            options={WHENS}
            value={when}
            onChange={(code) => set({ when: code })}
          />
          {when === "other" && (
            <DateField
              label="Jour"
              name="dueOn"
              value={day}
              onChange={(typed) => set({ day: typed })}
              error={errors.dueOn}
            />
          )}
        </div>
        {recipients.isError && <Refused error={recipients.error} retry={recipients.refetch} />}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={!ready}>
            {save.isPending ? "Enregistrement…" : "Ajouter la tâche"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function dueDay(when: When, day: string | null): string | null {
  if (when === "tomorrow") return addDays(today(), 1);
  if (when === "week") return addDays(today(), 7);
  if (when === "month") return addMonths(today(), 1);
  return when === "other" ? day : null;
}
