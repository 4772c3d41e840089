import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { put } from "../../ui/server/api-client.ts";
import type { AppointmentHistory, BookingAnswer, Interpreter } from "../model.ts";
import { type InterpreterDraft, InterpreterFields, interpreterOf } from "./interpreter-fields.tsx";

interface InterpreterPartProps {
  /** Address of the appointment. */
  readonly path: string;
  readonly one: AppointmentHistory;
  readonly onDone: (told: string) => void;
}

/** Writes who interprets at an appointment, or that someone is to be found. */
export function InterpreterPart({ path, one, onDone }: InterpreterPartProps) {
  const said = one.details.find(({ part }) => part === "interpreter")?.content as Interpreter | undefined;
  const [value, setValue] = useState<InterpreterDraft | null>(said ? { ...said, by: said.by ?? "" } : null);
  const [open, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      put<BookingAnswer>(`${path}/interpreter`, {
        version: one.version,
        interpreter: value === null ? null : interpreterOf(value),
      }),
    onSuccess: ({ outcome }) =>
      onDone(
        outcome === "changed"
          ? "Quelqu’un a changé ce rendez-vous entre-temps\u00a0: le voici. Votre saisie sur l’interprète n’est pas enregistrée."
          : "Interprète noté.",
      ),
  });
  if (!open)
    return (
      <Button onPress={() => setOpen(true)}>
        {said ? "Changer ou nommer l’interprète" : "Prévoir un interprète"}
      </Button>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <div className="form-pair agenda-wishes">
        <InterpreterFields value={value} theirs={said ? [said.language] : []} onChange={setValue} />
      </div>
      {save.isError && <Refused error={save.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={save.isPending}>
          Noter l’interprète
        </Button>
        <Button onPress={() => setOpen(false)}>Revenir</Button>
      </div>
    </form>
  );
}
