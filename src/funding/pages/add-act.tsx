import { useMutation, useQuery } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Act, Tariff } from "../model.ts";
import { eurosText, priceOf } from "../rules.ts";

interface AddActProps {
  readonly path: string;
  readonly encounterId: string;
  readonly onDay: string;
  readonly siteId: string | null;
  readonly onAdded: (acts: readonly Act[]) => void;
}

const START = () => ({ id: newId(), code: null as string | null, quantity: "1" });

/** One act to add, with its tariff of that day and how the law splits it. */
export function AddAct({ path, encounterId, onDay, siteId, onAdded }: AddActProps) {
  const { accountId } = useMe();
  const draft = useDraft(accountId, `act ${encounterId}`, START);
  const { id, code, quantity } = draft.value;
  const known = useQuery({
    queryKey: ["tariffs", onDay, siteId],
    queryFn: ({ signal }) => post<{ tariffs: Tariff[] }>("/api/tariffs", { onDay, siteId }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const count = Number(quantity.replace(",", "."));
  const add = useMutation({
    mutationFn: () => post<{ acts: Act[] }>(path, { acts: [{ id, code, quantity: count }] }),
    onSuccess: ({ acts }) => {
      draft.set(START());
      draft.forget();
      onAdded(acts);
    },
  });
  if (known.isPending) return <Loading what="Les tarifs" />;
  if (known.isError) return <Refused error={known.error} retry={known.refetch} />;
  const tariff = known.data.tariffs.find((one) => one.code === code);
  const errors = add.error instanceof ServerProblem ? add.error.fields : {};
  const edit = (change: Partial<ReturnType<typeof START>>) => draft.set((now) => ({ ...now, ...change }));
  if (known.data.tariffs.length === 0)
    return (
      <p className="soft">
        Aucun tarif n’est connu le jour de cette venue&nbsp;: aucun acte ne peut être noté.
      </p>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <DraftNotice draft={draft} />
      <div className="form-pair">
        <SelectField
          label="Acte à ajouter"
          options={known.data.tariffs.map((one) => ({
            code: one.code,
            label: `${one.code} · ${one.label}, ${eurosText(one.cents)}`,
          }))}
          value={code}
          onChange={(chosen) => edit({ code: chosen })}
          error={errors.code ?? errors["acts.0.code"]}
        />
        <TextField
          label={tariff?.unit === "coefficient" ? "Coefficient" : "Nombre"}
          name="quantity"
          autoComplete="off"
          value={quantity}
          onChange={(typed) => edit({ quantity: typed })}
          error={errors["acts.0.quantity"]}
        />
      </div>
      {tariff !== undefined && count > 0 && <Preview tariff={tariff} quantity={count} />}
      {add.isError && <Refused error={add.error} />}
      <div>
        <Button
          type="submit"
          tone="main"
          isPending={add.isPending}
          isDisabled={code === null || !(count > 0)}
        >
          {add.isPending ? "Enregistrement…" : "Ajouter l’acte"}
        </Button>
      </div>
    </form>
  );
}

function Preview({ tariff, quantity }: { readonly tariff: Tariff; readonly quantity: number }) {
  const { cents, compulsory, contribution } = priceOf({ ...tariff, quantity });
  return (
    <p role="status">
      <strong>{eurosText(cents)}</strong>&nbsp;: part obligatoire {eurosText(compulsory)}
      {contribution > 0 && <>, dont {eurosText(contribution)} de participation selon les droits</>}, part
      complémentaire {eurosText(cents - compulsory)}.{" "}
      {tariff.unverified && <Badge tone="unknown">à vérifier</Badge>}{" "}
      <span className="soft small">{tariff.source}</span>
    </p>
  );
}
