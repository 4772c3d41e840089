import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { post, postForFile } from "../../ui/server/api-client.ts";

interface SummaryDialogProps {
  readonly personId: string;
  readonly onClose: () => void;
}

/** The social situation in a few lines, read before it is copied or taken as PDF. Each making is a line of the trail. */
export function SummaryDialog({ personId, onClose }: SummaryDialogProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  const summary = useQuery({
    queryKey: ["summary", personId],
    queryFn: () => post<{ text: string }>(`/api/people/${personId}/summary`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const pdf = useMutation({
    mutationFn: () => postForFile(`/api/people/${personId}/summary/pdf`, {}),
    onSuccess: saveFile,
  });
  const copy = async () => {
    text.current?.select();
    // Without TLS browsers give no clipboard: the older way, which needs the text selected.
    const done = navigator.clipboard
      ? await navigator.clipboard.writeText(summary.data?.text ?? "").then(
          () => true,
          () => document.execCommand("copy"),
        )
      : document.execCommand("copy");
    setCopied(done ? "yes" : "no");
  };
  return (
    <Dialog title="Résumé de la situation sociale" onClose={onClose} wide>
      <div className="stack">
        {summary.isPending && <Loading what="Préparation du résumé" />}
        {summary.isError && <Refused error={summary.error} retry={summary.refetch} />}
        {summary.data && (
          <>
            <p className="soft small">
              Ce que votre fonction peut lire, sans le séjour, les ressources ni les ruptures. Une fois collé
              ailleurs, il est lu par qui lit cet autre logiciel.
            </p>
            <textarea
              ref={text}
              className="input summary-text"
              aria-label="Le résumé, en texte"
              readOnly
              rows={16}
              value={summary.data.text}
            />
            {pdf.isError && <Refused error={pdf.error} />}
            <p role="status" className="soft small">
              {copied === "yes" && "Le résumé est copié\u00a0: collez-le dans votre logiciel."}
              {copied === "no" &&
                "Votre navigateur ne copie pas de lui-même\u00a0: le texte est choisi, copiez-le (Ctrl+C)."}
            </p>
          </>
        )}
        <div className="row">
          {summary.data && (
            <>
              <Button tone="main" onPress={() => void copy()}>
                Copier le résumé
              </Button>
              <Button isPending={pdf.isPending} onPress={() => pdf.mutate()}>
                {pdf.isPending ? "Préparation…" : "En PDF"}
              </Button>
            </>
          )}
          <Button onPress={onClose}>Fermer</Button>
        </div>
      </div>
    </Dialog>
  );
}
