import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TaskRecipient } from "../../tasks/model.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import type { Caller } from "../model.ts";

const MOST = 400;

/** A message to a professional, as a task of theirs about this person: that they called, never of care. */
export function MessageForm({
  person,
  words,
  onWords,
  onSent,
}: {
  readonly person: Caller;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onSent: (whom: string) => void;
}) {
  const [id] = useState(newId);
  const [account, setAccount] = useState<string | null>(null);
  const read = useQuery({
    queryKey: ["task-recipients"],
    queryFn: ({ signal }) => get<{ recipients: TaskRecipient[] }>("/api/tasks/recipients", { signal }),
  });
  const recipients = (read.data?.recipients ?? []).filter(
    ({ natures, account }, at, all) =>
      natures.includes("appointments") && all.findIndex((one) => one.account === account) === at,
  );
  const whom = recipients.find((one) => one.account === account) ?? null;
  const send = useMutation({
    mutationFn: () =>
      post(`/api/people/${person.id}/tasks`, {
        id,
        nature: "appointments",
        what: `Message reçu par téléphone\u00a0: ${words.trim()}`,
        forAccount: account,
      }),
    onSuccess: () => onSent(whom?.name ?? ""),
  });
  if (read.isPending) return <Loading what="Destinataires" />;
  const ready = whom !== null && words.trim() !== "";
  return (
    <Card title="2 · Message à transmettre">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !send.isPending) send.mutate();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && event.ctrlKey && ready && !send.isPending) send.mutate();
        }}
      >
        {read.isError && <Refused error={read.error} retry={read.refetch} />}
        <TextArea
          label="Message, sans rien de médical"
          name="what"
          rows={3}
          maxLength={MOST}
          value={words}
          onChange={onWords}
          autoFocus
        />
        <SelectField
          label="Pour"
          options={recipients.map(({ account, name, roleLabel }) => ({
            code: account,
            label: `${name}, ${roleLabel.toLowerCase()}`,
          }))}
          value={account}
          onChange={setAccount}
        />
        {send.isError && <Refused error={send.error} />}
        <Button type="submit" tone="main" isDisabled={!ready} isPending={send.isPending}>
          Transmettre <kbd>Ctrl ↵</kbd>
        </Button>
      </form>
    </Card>
  );
}
