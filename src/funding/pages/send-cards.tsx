import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import { type BoardTotal, type Payer, payers, payerText } from "../model.ts";
import { eurosText } from "../rules.ts";
import { readAgain } from "./read-again.ts";
import { SheetButtons } from "./sheet-buttons.tsx";

/** What each payer may be sent today, and the gesture that sends it. */
export function SendCards({ totals }: { readonly totals: readonly BoardTotal[] }) {
  const me = useMe();
  const [sending, setSending] = useState<Sending | null>(null);
  const ready = payers.flatMap((payer) =>
    totals
      .filter((one) => one.state === "to_invoice" && one.payer === payer)
      .map((total) => ({ payer, caisse: total.caisse, total })),
  );
  if (ready.length === 0) return null;
  const chosen = ready.find(
    ({ payer, caisse }) => payer === sending?.payer && caisse === sending.caisse,
  )?.total;
  return (
    <Card title="Par payeur">
      <ul className="stack">
        {ready.map(({ payer, caisse, total }) => (
          <li key={`${payer} ${caisse}`} className="row row-apart">
            <span>
              <strong>{payerText(payer, caisse)}</strong>&nbsp;: {eurosText(total.cents)},{" "}
              {countText(total.parts, "ligne")}
              {total.broughtBack > 0 && (
                <span className="soft small">
                  , dont {eurosText(total.broughtBack)} ramenés par l’ouverture de droits
                </span>
              )}
            </span>
            {me.capabilities.includes("invoicing") && (
              <Button
                onPress={() => setSending({ payer, caisse })}
                aria-label={`Préparer la liste, ${payerText(payer, caisse)}`}
              >
                Préparer la liste
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sending !== null && <SendDialog total={chosen} sending={sending} onClose={() => setSending(null)} />}
    </Card>
  );
}

/** Whom a list is for. */
interface Sending {
  readonly payer: Payer;
  readonly caisse: string | null;
}

interface SendDialogProps {
  /** Undefined once the list is sent: nothing is left to invoice to this payer. */
  readonly total: BoardTotal | undefined;
  readonly sending: Sending;
  readonly onClose: () => void;
}

function SendDialog({ total, sending: { payer, caisse }, onClose }: SendDialogProps) {
  const client = useQueryClient();
  const [id] = useState(newId);
  const refresh = () => readAgain(client);
  const send = useMutation({
    mutationFn: () =>
      post<{ number: number }>("/api/funding/lists", {
        id,
        payer,
        caisse: caisse ?? "",
        parts: total?.parts,
        cents: total?.cents,
      }),
    onSettled: refresh,
  });
  return (
    <Dialog title={`Liste pour\u00a0: ${payerText(payer, caisse)}`} onClose={onClose}>
      <div className="form">
        {send.data === undefined ? (
          <>
            <p>
              {countText(total?.parts ?? 0, "ligne")}, {eurosText(total?.cents ?? 0)}. La liste prend le
              numéro suivant, ses lignes passent « envoyées » et ne bougent plus sans vous. Le fichier à
              remettre se télécharge ensuite.
            </p>
            {send.isError && <Refused error={send.error} />}
            <div className="row">
              <Button
                tone="main"
                isPending={send.isPending}
                isDisabled={total === undefined}
                onPress={() => send.mutate()}
              >
                {send.isPending ? "Enregistrement…" : "Marquer comme envoyée"}
              </Button>
              <Button onPress={onClose}>Annuler</Button>
            </div>
          </>
        ) : (
          <>
            <Alert tone="good" title={`Liste n° ${send.data.number} enregistrée`} announced>
              <p>Téléchargez le fichier à remettre au payeur. Il reste dans « Envoyé ».</p>
            </Alert>
            <div className="row">
              <SheetButtons list={id} number={send.data.number} />
              <Button onPress={onClose}>Fermer</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
