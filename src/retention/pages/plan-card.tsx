import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert, Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText, dayText, momentText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import { actLabels, blockLabels, type Plan, type PlanItem, planStateLabels, reasonLabels } from "../model.ts";
import { RETENTION_KEY } from "./retention-key.ts";

/** The plan that waits: made, read, approved; the command line applies it. */
export function PlanCard({ plan }: { readonly plan: Plan | null }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: RETENTION_KEY });
  const make = useMutation({ mutationFn: () => post("/api/retention/plans"), onSuccess: refresh });
  const approve = useMutation({
    mutationFn: ({ id, digest }: Plan) => post(`/api/retention/plans/${id}/approve`, { digest }),
    onSettled: refresh,
  });
  const nothing = plan !== null && plan.counts.length === 0;
  return (
    <Card
      title="Plan"
      actions={
        plan?.state !== "running" && (
          <Button isPending={make.isPending} onPress={() => make.mutate()}>
            {plan === null ? "Établir le plan du jour" : "Établir un nouveau plan"}
          </Button>
        )
      }
    >
      {plan === null && (
        <p className="soft">
          Aucun plan n’attend. En établir un ne modifie rien&nbsp;: il dit ce qui est dû.
        </p>
      )}
      {plan !== null && (
        <>
          <p>
            Au {dayText(plan.day)}{" "}
            {!nothing && (
              <Badge tone={plan.state === "drafted" ? "wait" : "good"}>{planStateLabels[plan.state]}</Badge>
            )}
            {plan.approvedBy !== null && plan.approvedAt !== null && (
              <span className="soft">
                {" "}
                par {plan.approvedBy}, le {momentText(plan.approvedAt)}
              </span>
            )}
          </p>
          {nothing ? <p>Rien n’est dû ce jour.</p> : <Counts plan={plan} />}
          {plan.held > 0 && (
            <p className="soft">
              {countText(plan.held, "personne")} {plan.held < 2 ? "est laissée" : "sont laissées"} en l’état
              par une conservation prolongée.
            </p>
          )}
          {plan.years.length > 0 && (
            <p className="soft">
              Avant d’effacer, le bilan de{" "}
              {plan.years.length < 2 ? "l’année" : "chaque année touchée est figé :"} {plan.years.join(", ")}
              {plan.years.length < 2 ? " est figé." : "."}
            </p>
          )}
          {plan.state === "drafted" && !nothing && (
            <div>
              <Button tone="main" isPending={approve.isPending} onPress={() => approve.mutate(plan)}>
                Approuver ce plan
              </Button>
            </div>
          )}
          {plan.state === "approved" && (
            <Alert tone="wait" title="À appliquer">
              <p>
                La commande «&nbsp;maillage retention&nbsp;» l’applique sur le serveur. Si quelque chose a
                bougé d’ici là, elle ne fera rien et le dira.
              </p>
            </Alert>
          )}
          {plan.state === "running" && (
            <Alert tone="wait" title="En cours d’application">
              <p>Si la commande s’est arrêtée, relancez-la&nbsp;: elle reprend où elle en était.</p>
            </Alert>
          )}
          {!nothing && <Items plan={plan.id} />}
        </>
      )}
      {make.isError && <Refused error={make.error} />}
      {approve.isError && <Refused error={approve.error} />}
    </Card>
  );
}

function Counts({ plan }: { readonly plan: Plan }) {
  return (
    <TableScroll label="Ce que prévoit le plan">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Quoi</th>
            <th scope="col">De quoi</th>
            <th scope="col">Pourquoi</th>
            <th scope="col" className="number">
              Personnes
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.counts.map(({ act, block, reason, persons }) => (
            <tr key={`${act} ${block} ${reason}`}>
              <th scope="row">{actLabels[act]}</th>
              <td>{blockLabels[block]}</td>
              <td>{reasonLabels[reason] ?? reason}</td>
              <td className="number">{persons}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** Line by line, by number of record: whoever approves reads no name. */
function Items({ plan }: { readonly plan: string }) {
  const [open, setOpen] = useState(false);
  const items = useInfiniteQuery({
    queryKey: ["retention-items", plan],
    queryFn: ({ pageParam, signal }) =>
      post<{ items: PlanItem[] }>(`/api/retention/plans/${plan}/items`, { after: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.items.length < 200 ? undefined : last.items.at(-1)?.no),
    enabled: open,
  });
  if (!open)
    return (
      <div>
        <Button tone="quiet" onPress={() => setOpen(true)}>
          Voir les dossiers, par numéro
        </Button>
      </div>
    );
  return (
    <>
      {items.isError && <Refused error={items.error} retry={items.refetch} />}
      <TableScroll label="Dossiers du plan" long>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Dossier</th>
              <th scope="col">Quoi</th>
              <th scope="col">De quoi</th>
              <th scope="col">Dernier contact</th>
            </tr>
          </thead>
          <tbody>
            {items.data?.pages
              .flatMap((page) => page.items)
              .map((item) => (
                <tr key={item.no}>
                  <th scope="row">{item.localNumber === null ? "effacé" : `n° ${item.localNumber}`}</th>
                  <td>{actLabels[item.act]}</td>
                  <td>{blockLabels[item.block]}</td>
                  <td>{item.lastDay === null ? "inconnu" : dayText(item.lastDay)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableScroll>
      {items.hasNextPage && (
        <div>
          <Button isPending={items.isFetchingNextPage} onPress={() => void items.fetchNextPage()}>
            Dossiers suivants
          </Button>
        </div>
      )}
    </>
  );
}

/** Plans applied, and what came of each. */
export function PastPlans({ plans }: { readonly plans: readonly Plan[] }) {
  if (plans.length === 0) return null;
  return (
    <Card title="Plans appliqués">
      <TableScroll label="Plans appliqués">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Au</th>
              <th scope="col">Approuvé par</th>
              <th scope="col" className="number">
                Repris
              </th>
              <th scope="col" className="number">
                Mis à part
              </th>
              <th scope="col" className="number">
                Effacés
              </th>
              <th scope="col" className="number">
                Laissés
              </th>
            </tr>
          </thead>
          <tbody>
            {plans.map(({ id, day, approvedBy, results }) => (
              <tr key={id}>
                <th scope="row">{dayText(day)}</th>
                <td>{approvedBy}</td>
                <td className="number">{results.restore ?? 0}</td>
                <td className="number">{results.archive ?? 0}</td>
                <td className="number">{results.erase ?? 0}</td>
                <td className="number">{results.moved ?? 0}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}
