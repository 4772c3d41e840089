import { useMutation, useQueryClient } from "@tanstack/react-query";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText, shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { payerText, type SentList } from "../model.ts";
import { eurosText } from "../rules.ts";
import { readAgain } from "./read-again.ts";
import { SheetButtons } from "./sheet-buttons.tsx";

/** The lists handed over, the latest first: their file again, and their settlement. */
export function ListsCard({ lists }: { readonly lists: readonly SentList[] }) {
  const me = useMe();
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: (list: string) => post(`/api/funding/lists/${list}/settle`),
    onSettled: () => readAgain(client),
  });
  if (lists.length === 0) return null;
  const settles = me.capabilities.includes("invoicing") || mayWrite(me, "money");
  return (
    <Card title="Listes remises">
      {settle.isError && <Refused error={settle.error} />}
      <ul className="stack">
        {lists.map((list) => (
          <li key={list.id} className="row row-apart">
            <span>
              <strong>Liste n° {list.number}</strong>, {payerText(list.payer, list.caisse)}&nbsp;:{" "}
              {eurosText(list.cents)}, {countText(list.parts, "ligne")}
              <br />
              <span className="soft small">
                Envoyée le {shortDayText(list.sentOn)} par {list.by}
                {list.settledOn !== null && ` · réglée le ${shortDayText(list.settledOn)}`}
              </span>
            </span>
            <span className="row">
              <SheetButtons list={list.id} number={list.number} />
              {settles && list.settledOn === null && (
                <Button
                  isPending={settle.isPending && settle.variables === list.id}
                  onPress={() => settle.mutate(list.id)}
                  aria-label={`Noter réglée, liste n° ${list.number}`}
                >
                  Noter réglée
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
