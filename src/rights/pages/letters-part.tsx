import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { draftLetter, lettersFor } from "../letters/draft.ts";
import { type LetterKind, letterLabels } from "../letters/model.ts";
import type { RequestLaw } from "../requests/law.ts";
import type { RequestType, WholeRequest } from "../requests/model.ts";
import { LetterDialog } from "./letter-dialog.tsx";

interface LettersPartProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly kind: RequestType | undefined;
  /** "Mariam Traoré, née le 12/03/1992". */
  readonly person: string;
  readonly law: RequestLaw;
}

/** The letters that make sense where the request stands, each one press away. */
export function LettersPart({ personId, request, kind, person, law }: LettersPartProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  // The record is read again first: the letter is shown among its documents.
  const shown = async (document: string) => {
    await client.refetchQueries({ queryKey: ["person", personId], type: "all" });
    await navigate({ to: "/personnes/$id/documents/$document", params: { id: personId, document } });
  };
  const [open, setOpen] = useState<LetterKind | null>(null);
  const offered = lettersFor(request, law, today());
  if (offered.length === 0) return null;
  const facts = { request, right: kind?.label ?? request.type, authority: kind?.authority ?? "", person };
  return (
    <Card title="Courriers" className="no-print">
      <div className="request-acts">
        {offered.map((letter) => (
          <Button key={letter} onPress={() => setOpen(letter)}>
            {letterLabels[letter]}
          </Button>
        ))}
      </div>
      {open !== null && (
        <LetterDialog
          personId={personId}
          requestId={request.id}
          draft={draftLetter(open, facts, law, today())}
          onPrinted={(document) => void shown(document)}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}
