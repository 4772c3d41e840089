import { useSearch } from "@tanstack/react-router";
import { InstrumentDialog } from "../../care/pages/instrument-dialog.tsx";
import { useInstruments } from "../../care/use-instruments.ts";
import { Refused } from "../../ui/loading.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Questionnaires", over the person's page. */
export function InstrumentRoute() {
  const { questionnaire } = useSearch({ from: "/personnes/$id/questionnaire" });
  const { id, page, saved, close, refresh } = usePersonDialog();
  const known = useInstruments(true);
  if (known.isError) return <Refused error={known.error} retry={known.refetch} />;
  if (!page || !known.data) return null;
  return (
    <InstrumentDialog
      personId={id}
      sex={page.identity.sex}
      instruments={known.data.instruments}
      answered={page.instruments}
      code={questionnaire}
      onSaved={saved}
      onChanged={refresh}
      onClose={close}
    />
  );
}
