import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { useDraft } from "../../ui/draft.ts";
import { dayText, momentText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Hold } from "../model.ts";
import { RETENTION_KEY } from "./retention-key.ts";

const START = () => ({ id: newId(), localNumber: "", reason: "", until: null as string | null });

/** Records that stay as they are whatever their age: a dispute, an inquiry. */
export function HoldsCard({ holds }: { readonly holds: readonly Hold[] }) {
  const { accountId } = useMe();
  const client = useQueryClient();
  const draft = useDraft(accountId, "hold", START);
  const { id, localNumber, reason, until } = draft.value;
  const refresh = () => client.invalidateQueries({ queryKey: RETENTION_KEY });
  const add = useMutation({
    mutationFn: () => post("/api/retention/holds", { id, localNumber: Number(localNumber), reason, until }),
    onSuccess: () => {
      draft.set(START());
      draft.forget();
      return refresh();
    },
  });
  const end = useMutation({
    mutationFn: (hold: string) => post(`/api/retention/holds/${hold}/end`),
    onSettled: refresh,
  });
  const errors = add.error instanceof ServerProblem ? add.error.fields : {};
  const edit = (change: Partial<ReturnType<typeof START>>) => draft.set((now) => ({ ...now, ...change }));
  return (
    <Card title="Conservation prolongée">
      {holds.length === 0 && <p className="soft">Aucun dossier n’est retenu au-delà de son temps.</p>}
      <ul className="stack">
        {holds.map((hold) => (
          <li key={hold.id} className="row-apart">
            <span>
              <strong>Dossier n° {hold.localNumber}</strong>
              {hold.until !== null && `, jusqu’au ${dayText(hold.until)}`}
              <br />
              {hold.reason}
              <br />
              <span className="soft small">
                {hold.by}, le {momentText(hold.at)}
                {hold.endedAt !== null && ` ; terminée par ${hold.endedBy}, le ${momentText(hold.endedAt)}`}
              </span>
            </span>
            {hold.endedAt === null && (
              <Button
                tone="quiet"
                aria-label={`Mettre fin, dossier n° ${hold.localNumber}`}
                isPending={end.isPending}
                onPress={() => end.mutate(hold.id)}
              >
                Mettre fin
              </Button>
            )}
          </li>
        ))}
      </ul>
      {end.isError && <Refused error={end.error} />}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <div className="form-pair">
          <TextField
            label="Numéro du dossier à retenir"
            name="localNumber"
            inputMode="numeric"
            autoComplete="off"
            value={localNumber}
            onChange={(text) => edit({ localNumber: text.replace(/\D/gu, "") })}
            error={errors.localNumber}
          />
          <DateField
            label="Jusqu’au (facultatif)"
            name="until"
            value={until}
            onChange={(day) => edit({ until: day })}
            error={errors.until}
          />
        </div>
        <TextField
          label="Pourquoi"
          name="reason"
          autoComplete="off"
          value={reason}
          onChange={(text) => edit({ reason: text })}
          help="Un recours, une enquête. Pas ce que dit le dossier."
          error={errors.reason}
        />
        {add.isError && <Refused error={add.error} />}
        <div>
          <Button
            type="submit"
            isPending={add.isPending}
            isDisabled={localNumber === "" || reason.trim() === ""}
          >
            Prolonger la conservation
          </Button>
        </div>
      </form>
    </Card>
  );
}
