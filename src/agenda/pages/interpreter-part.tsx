import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { put } from "../../ui/server/api-client.ts";
import { type AppointmentHistory, type BookingAnswer, type Interpreter, stateLabels } from "../model.ts";
import { interpreterSaid } from "../rules.ts";
import { whenText } from "./appointment-lines.ts";
import { type InterpreterDraft, InterpreterFields, interpreterOf } from "./interpreter-fields.tsx";
import { ChangedMeanwhile } from "./save-refused.tsx";
import { agendaChanged } from "./use-agenda.ts";

interface InterpreterPartProps {
  /** Address of the appointment. */
  readonly path: string;
  readonly one: AppointmentHistory;
  /** Time zone of its site. */
  readonly zone: string;
  readonly onDone: (told: string) => void;
}

/** Writes who interprets at an appointment, or that someone is to be found. */
export function InterpreterPart(props: InterpreterPartProps) {
  const [open, setOpen] = useState(false);
  if (open)
    return (
      <InterpreterForm
        {...props}
        onDone={(told) => {
          setOpen(false);
          props.onDone(told);
        }}
        onBack={() => setOpen(false)}
      />
    );
  // Of an appointment that is over, only what is being typed stays.
  if (props.one.state !== "booked") return null;
  return (
    <Button onPress={() => setOpen(true)}>
      {interpreterAt(props.one) ? "Changer ou nommer l’interprète" : "Prévoir un interprète"}
    </Button>
  );
}

function InterpreterForm({
  path,
  one,
  zone,
  onDone,
  onBack,
}: InterpreterPartProps & { readonly onBack: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const said = interpreterAt(one);
  // With the version it is typed upon: a reload does not make it newer than what someone else wrote.
  const draft = useDraft(me.accountId, `interpreter ${path}`, () => ({
    version: one.version,
    interpreter: (said ? { ...said, by: said.by ?? "" } : null) as InterpreterDraft | null,
  }));
  const { version, interpreter } = draft.value;
  const save = useMutation({
    mutationFn: () =>
      put<BookingAnswer>(`${path}/interpreter`, {
        version,
        interpreter: interpreter === null ? null : interpreterOf(interpreter),
      }),
    onSuccess: ({ outcome }) => {
      if (outcome !== "changed") {
        draft.forget();
        return onDone("Interprète noté.");
      }
      agendaChanged(client);
      return client.invalidateQueries({ queryKey: ["appointment", one.id] });
    },
  });
  const beaten = save.data?.outcome === "changed";
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <DraftNotice draft={draft} />
      <div className="form-pair agenda-wishes">
        <InterpreterFields
          value={interpreter}
          theirs={said ? [said.language] : []}
          onChange={(interpreter) => draft.set((before) => ({ ...before, interpreter }))}
        />
      </div>
      {beaten && (
        <ChangedMeanwhile
          now={nowWords(one, zone)}
          onKeepMine={
            one.state === "booked"
              ? () => {
                  draft.set((before) => ({ ...before, version: one.version }));
                  save.reset();
                }
              : null
          }
        />
      )}
      {save.isError && <Refused error={save.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={save.isPending} isDisabled={beaten}>
          Noter l’interprète
        </Button>
        <Button onPress={onBack}>Revenir</Button>
      </div>
    </form>
  );
}

function interpreterAt(one: AppointmentHistory): Interpreter | undefined {
  return one.details.find(({ part }) => part === "interpreter")?.content as Interpreter | undefined;
}

/** "mardi 3 mars à 9 h, prévu ; interprète : pachto, sur place : Mme Sahar." */
function nowWords(one: AppointmentHistory, zone: string): string {
  const said = interpreterAt(one);
  const state = stateLabels[one.state].toLowerCase();
  return `${whenText(one.start, zone)}, ${state}\u00a0; ${said ? `interprète en ${interpreterSaid(said)}` : "aucun interprète"}.`;
}
