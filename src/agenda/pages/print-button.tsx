import { useMutation } from "@tanstack/react-query";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { postForFile } from "../../ui/server/api-client.ts";

interface PrintButtonProps {
  readonly path: string;
  readonly body: object;
  readonly children: string;
}

/** Asks for a PDF, and gives it to the browser's downloads. */
export function PrintButton({ path, body, children }: PrintButtonProps) {
  const print = useMutation({ mutationFn: () => postForFile(path, body), onSuccess: saveFile });
  return (
    <>
      <Button isPending={print.isPending} onPress={() => print.mutate()}>
        {print.isPending ? "Préparation…" : children}
      </Button>
      {print.isError && <Refused error={print.error} />}
    </>
  );
}
