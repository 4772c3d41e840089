import "./funding.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { type Board, type BoardState, type BoardTotal, boardStates, shareStateLabels } from "../model.ts";
import { eurosText } from "../rules.ts";
import { CostCard } from "./cost-card.tsx";
import { FundersCard } from "./funders-card.tsx";
import { ListsCard } from "./lists-card.tsx";
import { PartsTable } from "./parts-table.tsx";
import { SendCards } from "./send-cards.tsx";

/** Lines the server gives at once. */
const PAGE = 100;

/** What each state means, for whoever comes here the first time. */
const MEANINGS: Readonly<Record<BoardState, string>> = {
  to_invoice: "Des droits connus couvrent le jour de l’acte\u00a0: un payeur peut recevoir la liste.",
  awaiting_rights:
    "Rien ne dit encore qui paie, ou la seule parole de la personne le dit. Ces lignes passent d’elles-mêmes « à facturer » quand des droits s’ouvrent à une date qui couvre l’acte.",
  sent: "Ce qui a été remis à un payeur ne bouge plus sans vous.",
  to_settle:
    "La couverture a changé après l’envoi. Voyez chaque ligne avec son payeur, puis dites qu’elle est régularisée\u00a0: elle ira où les droits connus la mettent.",
};

/** "Facturation": what is to invoice, what waits for rights, what was sent, what must be put right. */
export function FundingPage() {
  const { etat: state } = useSearch({ from: "/facturation" });
  const [after, setAfter] = useState(0);
  const asked = useQuery({
    queryKey: ["funding", state, after],
    queryFn: ({ signal }) => post<Board>("/api/funding/board", { state, after }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return (
    <>
      <title>Facturation · Maillage</title>
      <div className="page-head">
        <h1>Facturation</h1>
      </div>
      <nav aria-label="États des actes">
        <ul className="funding-states">
          {boardStates.map((one) => (
            <li key={one}>
              <Link
                to="/facturation"
                search={{ etat: one }}
                className="funding-state"
                aria-current={one === state ? "page" : undefined}
                onClick={() => setAfter(0)}
              >
                {shareStateLabels[one]}
                <Sum totals={asked.data?.totals ?? []} state={one} />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {asked.isPending && <Loading what="La facturation" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.data && (
        <>
          {state === "to_invoice" && <SendCards totals={asked.data.totals} />}
          {state === "sent" && <ListsCard lists={asked.data.lists} />}
          <Card title={shareStateLabels[state]}>
            <p className="soft">{MEANINGS[state]}</p>
            {asked.data.lines.length === 0 ? (
              <EmptyState title="Rien ici pour l’instant." />
            ) : (
              <PartsTable lines={asked.data.lines} label={`Lignes\u00a0: ${shareStateLabels[state]}`} />
            )}
            <Pages after={after} more={asked.data.more} onChange={setAfter} />
          </Card>
        </>
      )}
      <FundersCard />
      <CostCard />
    </>
  );
}

function Sum({ totals, state }: { readonly totals: readonly BoardTotal[]; readonly state: BoardState }) {
  const of = totals.filter((one) => one.state === state);
  const sum = (cents: (one: BoardTotal) => number) => of.reduce((total, one) => total + cents(one), 0);
  return (
    <>
      <span className="funding-sum">{eurosText(sum((one) => one.cents))}</span>
      <span className="soft small">
        {countText(
          sum((one) => one.parts),
          "ligne",
        )}
      </span>
    </>
  );
}

interface PagesProps {
  readonly after: number;
  readonly more: boolean;
  readonly onChange: (after: number) => void;
}

function Pages({ after, more, onChange }: PagesProps) {
  if (after === 0 && !more) return null;
  return (
    <div className="row">
      <Button isDisabled={after === 0} onPress={() => onChange(Math.max(0, after - PAGE))}>
        Lignes précédentes
      </Button>
      <Button isDisabled={!more} onPress={() => onChange(after + PAGE)}>
        Lignes suivantes
      </Button>
    </div>
  );
}
