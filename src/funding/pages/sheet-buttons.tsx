import { useMutation } from "@tanstack/react-query";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { postForFile } from "../../ui/server/api-client.ts";
import type { SheetFormat } from "../model.ts";

const LABELS: Readonly<Record<SheetFormat, string>> = { xlsx: "Tableur (XLSX)", csv: "CSV" };

/** The file of a list, as it was handed over. */
export function SheetButtons({ list, number }: { readonly list: string; readonly number: number }) {
  const save = useMutation({
    mutationFn: (format: SheetFormat) => postForFile(`/api/funding/lists/${list}/sheet`, { format }),
    onSuccess: saveFile,
  });
  return (
    <>
      {(["xlsx", "csv"] as const).map((format) => (
        <Button
          key={format}
          tone="quiet"
          isPending={save.isPending && save.variables === format}
          onPress={() => save.mutate(format)}
          aria-label={`Télécharger la liste n° ${number}, ${LABELS[format]}`}
        >
          {LABELS[format]}
        </Button>
      ))}
      {save.isError && <Refused error={save.error} />}
    </>
  );
}
