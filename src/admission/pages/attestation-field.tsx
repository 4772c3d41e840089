import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ChooseDocument } from "../../papers/choose-document.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { postForm, ServerProblem } from "../../ui/server/api-client.ts";

interface AttestationFieldProps {
  readonly value: string | null;
  readonly onChange: (document: string | null) => void;
  /** Where it is sent: the identifier of the document follows. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The photograph of an attestation, sent once it is seen to be readable. */
export function AttestationField({ value, onChange, path, headers = {} }: AttestationFieldProps) {
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: async (chosen: File) => {
      const form = new FormData();
      form.set("file", chosen);
      return postForm<{ id: string }>(`${path}/${newId()}`, form, { headers });
    },
    onSuccess: ({ id }) => {
      onChange(id);
      setFile(null);
    },
  });
  if (value !== null)
    return (
      <p className="row" role="status">
        La photo de l’attestation est jointe.
        <Button onPress={() => onChange(null)}>La remplacer</Button>
      </p>
    );
  const refused = send.error instanceof ServerProblem ? send.error.fields.file : undefined;
  return (
    <fieldset className="stack">
      <legend className="field-label">Photo de l’attestation (facultatif)</legend>
      <ChooseDocument file={file} onChosen={setFile} error={refused} />
      {send.isError && refused === undefined && <Refused error={send.error} />}
      {file !== null && (
        <div>
          <Button isPending={send.isPending} onPress={() => send.mutate(file)}>
            Joindre cette photo
          </Button>
        </div>
      )}
    </fieldset>
  );
}
