import "./funding.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dayText, numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import { type Act, shareLabels } from "../model.ts";
import { eurosText } from "../rules.ts";
import { AddAct } from "./add-act.tsx";
import { Standing, WhyWords } from "./share-words.tsx";

interface ActsDialogProps {
  /** The record the visit was written on. */
  readonly personId: string;
  readonly encounterId: string;
  readonly onDay: string;
  readonly siteId: string | null;
  readonly onClose: () => void;
}

/** The acts of a visit: what was done, at which tariff, and who pays each share. */
export function ActsDialog({ personId, encounterId, onDay, siteId, onClose }: ActsDialogProps) {
  const client = useQueryClient();
  const path = `/api/people/${personId}/encounters/${encounterId}/acts`;
  const key = ["acts", encounterId];
  const asked = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ acts: Act[] }>(path, { signal }),
    staleTime: 0,
  });
  const withdraw = useMutation({
    mutationFn: (act: string) => post(`/api/people/${personId}/acts/${act}/withdraw`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Dialog title={`Actes de la venue du ${dayText(onDay)}`} onClose={onClose} wide>
      <div className="form">
        {asked.isPending && <Loading what="Les actes" />}
        {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
        {asked.data?.acts.length === 0 && <p className="soft">Aucun acte noté pour cette venue.</p>}
        <ul className="stack">
          {asked.data?.acts.map((act) => (
            <ActLine
              key={act.id}
              act={act}
              busy={withdraw.isPending}
              onWithdraw={() => withdraw.mutate(act.id)}
            />
          ))}
        </ul>
        {withdraw.isError && <Refused error={withdraw.error} />}
        <AddAct
          path={path}
          encounterId={encounterId}
          onDay={onDay}
          siteId={siteId}
          onAdded={(acts) => client.setQueryData(key, { acts })}
        />
        <div className="row">
          <Button onPress={onClose}>Fermer</Button>
        </div>
      </div>
    </Dialog>
  );
}

interface ActLineProps {
  readonly act: Act;
  readonly busy: boolean;
  readonly onWithdraw: () => void;
}

function ActLine({ act, busy, onWithdraw }: ActLineProps) {
  const name = act.code === null ? "Acte de soins" : `${act.code} · ${act.label}`;
  const sent = act.parts?.some(({ sentOn }) => sentOn !== null) ?? false;
  return (
    <li className="act">
      <div className="row row-apart">
        <span>
          <strong>{name}</strong>
          {act.quantity !== null && act.quantity !== 1 && <> × {numberText(act.quantity)}</>}
          {act.cents !== null && <> · {eurosText(act.cents)}</>}{" "}
          {act.unverified && <Badge tone="unknown">à vérifier</Badge>}
          <span className="soft small"> {act.by}</span>
        </span>
        {act.mine && !sent && (
          <Button tone="quiet" isPending={busy} onPress={onWithdraw} aria-label={`Retirer l’acte ${name}`}>
            Retirer
          </Button>
        )}
      </div>
      {act.parts !== null && (
        <ul className="act-shares">
          {act.parts.map((share) => (
            <li key={share.part}>
              {shareLabels[share.part]}
              {share.cents !== null && <> {eurosText(share.cents)}</>} <Standing {...share} />
              <br />
              <WhyWords why={share.why} since={share.since} lastDay={share.lastDay} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
