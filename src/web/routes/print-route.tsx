import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { treatmentsOn } from "../../care/essentials-rules.ts";
import { PrintDialog } from "../../care/pages/print-dialog.tsx";
import type { Printed } from "../../care/prints.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { today } from "../../ui/days.ts";
import { Loading } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Établir un document", over the person's page: a new one, or one that begins from another. */
export function PrintRoute() {
  const { depuis } = useSearch({ from: "/personnes/$id/etablir" });
  const { id, page, close, saved } = usePersonDialog();
  const navigate = useNavigate();
  const words = useVocabulary();
  const before = page?.documents.find((one) => one.id === depuis);
  // Each reading is a line of the trail: one for the form.
  const typed = useQuery({
    queryKey: ["printed", depuis],
    queryFn: ({ signal }) =>
      get<{ typed: Printed }>(`/api/people/${before?.on}/prints/${depuis}`, { signal }),
    enabled: before !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!page || !words.data) return null;
  if (before !== undefined && typed.isPending) return <Loading what="Lecture du document" />;
  const established = (document: string) => {
    saved();
    void navigate({ to: "/personnes/$id/documents/$document", params: { id, document } });
  };
  const prescribed = page.documents.filter(
    ({ type, origin }) => type === "prescription" && origin === "printed",
  );
  const renewable = {
    treatments: treatmentsOn(page.essentials, today()).current,
    lastPrescribed:
      prescribed
        .map(({ onDay, filedAt }) => onDay ?? filedAt.slice(0, 10))
        .toSorted()
        .at(-1) ?? null,
  };
  return (
    <PrintDialog
      key={depuis ?? ""}
      personId={id}
      sites={words.data.sites}
      before={typed.data?.typed}
      renewable={renewable}
      onEstablished={established}
      onClose={close}
    />
  );
}
