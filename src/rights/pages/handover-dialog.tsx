import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Handover, HandoverSeen, Keeper } from "../board/model.ts";

interface HandoverDialogProps {
  readonly keepers: readonly Keeper[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Someone leaves: all their open requests go to a colleague, as they were counted; undone in one press. */
export function HandoverDialog({ keepers, onChanged, onClose }: HandoverDialogProps) {
  const [id, setId] = useState(newId);
  const [undoing] = useState(newId);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const seen = useQuery({
    queryKey: ["handover", from],
    queryFn: ({ signal }) => post<HandoverSeen>(`/api/rights/handovers/of/${from}`, {}, { signal }),
    enabled: from !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const give = useMutation({
    mutationFn: (handover: Handover) => post<{ moved: number }>("/api/rights/handovers", handover),
    onSuccess: onChanged,
    onError: () => {
      setId(newId());
      void seen.refetch();
    },
  });
  const undo = useMutation({
    mutationFn: () => post<{ moved: number }>(`/api/rights/handovers/${id}/undo`, { id: undoing }),
    onSuccess: onChanged,
  });
  const nameOf = (account: string | null) => keepers.find((one) => one.account === account)?.name ?? "";
  const listed = (some: readonly Keeper[]) =>
    some.map(({ account, name }) => ({ code: account, label: name }));
  const ready = from !== null && to !== null && (seen.data?.count ?? 0) > 0;
  if (undo.isSuccess)
    return (
      <Dialog title="Confier les demandes d’un collègue" onClose={onClose}>
        <Alert
          tone="good"
          title={`C’est annulé\u00a0: ${nameOf(from)} suit de nouveau ses demandes.`}
          announced
        />
        <Button onPress={onClose}>Fermer</Button>
      </Dialog>
    );
  if (give.isSuccess)
    return (
      <Dialog title="Confier les demandes d’un collègue" onClose={onClose}>
        <Alert
          tone="good"
          title={`${countText(give.data.moved, "demande")} ${give.data.moved < 2 ? "confiée" : "confiées"} à ${nameOf(to)}.`}
          announced
        />
        {undo.isError && <Refused error={undo.error} />}
        <div className="row">
          <Button tone="main" onPress={onClose}>
            Fermer
          </Button>
          <Button isPending={undo.isPending} onPress={() => undo.mutate()}>
            Annuler ce changement
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Confier les demandes d’un collègue" onClose={onClose}>
      <div className="form">
        <p className="soft">
          Toutes ses demandes ouvertes que vous lisez changent de main ensemble. Celles qui sont réservées et
          que vous ne lisez pas restent les siennes&nbsp;: un collègue qui les lit les confie de même.
        </p>
        <SelectField label="Demandes de" options={listed(keepers)} value={from} onChange={setFrom} />
        {from !== null && seen.data && (
          <p aria-live="polite">
            {seen.data.count === 0
              ? "Aucune demande ouverte que vous puissiez confier."
              : `${countText(seen.data.count, "demande ouverte", "demandes ouvertes")}.`}
          </p>
        )}
        {seen.isError && <Refused error={seen.error} retry={seen.refetch} />}
        <SelectField
          label="Les confier à"
          options={listed(keepers.filter(({ account, mayKeep }) => mayKeep && account !== from))}
          value={to}
          onChange={setTo}
        />
        {give.isError && <Refused error={give.error} />}
        <div className="row">
          <Button
            tone="main"
            isDisabled={!ready}
            isPending={give.isPending}
            onPress={() => ready && seen.data && give.mutate({ id, from, to, seen: seen.data.seen })}
          >
            Confier
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </div>
    </Dialog>
  );
}
