import "./request-papers.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText, dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { get, post } from "../../ui/server/api-client.ts";
import { gather } from "../papers/checklist.ts";
import type { NotePaper, RequestPapers } from "../papers/model.ts";
import type { RequestState } from "../requests/transitions.ts";
import { AskPapers, OneQuestion } from "./ask-papers.tsx";
import { type HeldLine, PaperLine } from "./paper-line.tsx";
import { PrintList } from "./print-list.tsx";
import { ReceivePaper } from "./receive-paper.tsx";
import { RefusePaper } from "./refuse-paper.tsx";

interface PapersCardProps {
  readonly personId: string;
  readonly requestId: string;
  readonly writes: boolean;
  /** Goes to a step of the request. */
  readonly onStep: (state: RequestState) => void;
}

/** What is open over the card: a paper received, or refused. */
type Open = { readonly what: "receive" | "refuse"; readonly line: HeldLine };

/** The papers of a request: what must be known, what is still to bring, what came, the list to hand over. */
export function PapersCard({ personId, requestId, writes, onStep }: PapersCardProps) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const address = `/api/people/${personId}/requests/${requestId}/papers`;
  const asked = useQuery({
    queryKey: ["request", personId, requestId, "papers"],
    queryFn: ({ signal }) => get<RequestPapers & { today: string }>(address, { signal }),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["request", personId, requestId] });
  const note = useMutation({
    mutationFn: (papers: readonly Partial<NotePaper>[]) => post(address, { papers }),
    onSettled: refresh,
  });
  if (asked.isPending)
    return (
      <Card title="Papiers">
        <Loading what="Lecture des papiers" />
      </Card>
    );
  if (asked.isError)
    return (
      <Card title="Papiers">
        <Refused error={asked.error} retry={asked.refetch} />
      </Card>
    );
  const request = asked.data;
  const { lines, proposed, questions, missing, step } = gather(request, request.today);
  const [question] = questions;
  const closed = () => {
    setOpen(null);
    void refresh();
  };
  return (
    <Card title="Papiers" className="paper-card">
      <p role="status">
        {lines.length === 0
          ? "Aucun papier n’a encore été demandé."
          : missing.length === 0
            ? "Tous les papiers demandés sont là."
            : `${countText(missing.length, "papier")} à apporter, ${countText(lines.length - missing.length, "autre")} sur la liste.`}
        {request.copiesUntil !== null && (
          <span className="soft"> Copies à garder jusqu’au {dayText(request.copiesUntil)}.</span>
        )}
      </p>
      {step !== null && writes && (
        <Alert
          tone={step === "documents_pending" ? "wait" : "good"}
          title={
            step === "documents_pending"
              ? "La demande attend des papiers."
              : "Rien ne manque plus, d’après cette liste."
          }
        >
          <Button tone="main" onPress={() => onStep(step)}>
            {step === "documents_pending"
              ? "Noter «\u00a0pièces attendues\u00a0»"
              : step === "complete"
                ? "Noter «\u00a0dossier complet\u00a0»"
                : "Noter «\u00a0complétée\u00a0»"}
          </Button>
        </Alert>
      )}
      {writes && question !== undefined && (
        <OneQuestion
          key={`${question.fact} ${question.who}`}
          request={request}
          question={question}
          left={questions.length - 1}
          address={address}
          onSaved={refresh}
        />
      )}
      {writes && (
        <AskPapers
          request={request}
          proposed={proposed}
          today={request.today}
          pending={note.isPending}
          onAsk={note.mutate}
        />
      )}
      {note.isError && <Refused error={note.error} />}
      <ul className="paper-lines">
        {lines.map((line) => (
          <PaperLine
            key={line.line}
            request={request}
            line={line}
            onOpen={writes ? (what) => setOpen({ what, line }) : null}
            onDrop={() => note.mutate([changed(line, { state: "dropped", onDay: request.today })])}
          />
        ))}
      </ul>
      {writes && missing.length > 0 && <PrintList personId={personId} address={address} request={request} />}
      {open?.what === "receive" && (
        <ReceivePaper
          request={request}
          line={open.line}
          today={request.today}
          address={address}
          onSaved={closed}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.what === "refuse" && (
        <RefusePaper
          request={request}
          line={open.line}
          today={request.today}
          address={address}
          onSaved={closed}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

/** An act on a line, as it was on the screen. */
function changed(line: HeldLine, change: Partial<NotePaper>): Partial<NotePaper> {
  const { line: number, kind, words, who, optional } = line;
  return { id: newId(), line: number, seen: line.id, kind, words, who, optional, ...change };
}
