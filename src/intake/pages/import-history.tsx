import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert, Badge, type Tone } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countText, momentText, numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ImportLine } from "../import-messages.ts";

const STATUSES: Readonly<Record<ImportLine["status"], { label: string; tone: Tone }>> = {
  staged: { label: "en cours", tone: "wait" },
  finished: { label: "enregistré", tone: "good" },
  cancelled: { label: "arrêté", tone: "unknown" },
  withdrawn: { label: "retiré", tone: "unknown" },
};

/** Imports made so far; each can be withdrawn whole until someone has worked on what it brought. */
export function ImportHistory() {
  const [withdrawing, setWithdrawing] = useState<ImportLine | null>(null);
  const imports = useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) => get<{ imports: ImportLine[] }>("/api/imports", { signal }),
  });
  return (
    <Card title="Imports faits">
      {imports.isPending && <Loading what="Lecture des imports" />}
      {imports.isError && <Refused error={imports.error} retry={imports.refetch} />}
      {imports.data?.imports.length === 0 && (
        <EmptyState title="Aucun import pour l’instant.">
          <p>Choisissez ci-dessus le tableur de l’année.</p>
        </EmptyState>
      )}
      {imports.data !== undefined && imports.data.imports.length > 0 && (
        <TableScroll label="Tableau des imports">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Fichier</th>
                <th scope="col">Quand</th>
                <th scope="col" className="number">
                  Importées
                </th>
                <th scope="col" className="number">
                  Refusées
                </th>
                <th scope="col" className="number">
                  Personnes
                </th>
                <th scope="col">État</th>
                <th scope="col">
                  <span className="unseen">Action</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {imports.data.imports.map((line) => (
                <ImportRow key={line.id} line={line} onWithdraw={() => setWithdrawing(line)} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {withdrawing !== null && <WithdrawDialog line={withdrawing} onClose={() => setWithdrawing(null)} />}
    </Card>
  );
}

function ImportRow({ line, onWithdraw }: { readonly line: ImportLine; readonly onWithdraw: () => void }) {
  const status = STATUSES[line.status];
  return (
    <tr>
      <th scope="row">{line.fileName}</th>
      <td className="nowrap">{momentText(line.finishedAt ?? line.createdAt)}</td>
      <td className="number">{numberText(line.rowsImported)}</td>
      <td className="number">{numberText(line.rowsRefused)}</td>
      <td className="number">{numberText(line.personsTouched)}</td>
      <td>
        <Badge tone={status.tone}>{status.label}</Badge>
      </td>
      <td>
        {line.status === "finished" && (
          <Button tone="quiet" aria-label={`Retirer l’import de ${line.fileName}`} onPress={onWithdraw}>
            Retirer cet import
          </Button>
        )}
      </td>
    </tr>
  );
}

function WithdrawDialog({ line, onClose }: { readonly line: ImportLine; readonly onClose: () => void }) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => post<{ rows: number }>(`/api/imports/${line.id}/withdraw`),
    onSuccess: () => client.invalidateQueries(),
  });
  if (withdraw.isSuccess)
    return (
      <Dialog title="Import retiré" onClose={onClose}>
        <Alert
          tone="good"
          title={`${countText(withdraw.data.rows, "ligne retirée", "lignes retirées")}.`}
          announced
        />
        <div>
          <Button onPress={onClose}>Fermer</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Retirer cet import&nbsp;?" onClose={onClose}>
      <p>
        Tout ce que <strong>{line.fileName}</strong> a apporté sera retiré d’un coup&nbsp;: venues,
        couvertures déclarées, et dossiers qu’il a ouverts. L’historique en garde la trace. Ce n’est possible
        que si personne n’a encore travaillé sur ces dossiers.
      </p>
      {withdraw.isError && <Refused error={withdraw.error} />}
      <div className="row">
        <Button tone="danger" isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>
          {withdraw.isPending ? "Retrait…" : "Retirer l’import"}
        </Button>
        <Button onPress={onClose}>Garder</Button>
      </div>
    </Dialog>
  );
}
