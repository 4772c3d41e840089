import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { type Objection, type PersonRights, saidMeans, saidMeansLabels } from "../objections/model.ts";

const MEANS = saidMeans.map((code) => ({ code, label: saidMeansLabels[code] }));

interface Saying {
  readonly day: string | null;
  readonly means: Objection["means"] | null;
  readonly words: string;
}
type Errors = Readonly<Record<string, string>>;

interface ObjectionFormProps {
  readonly personId: string;
  readonly professionals: NonNullable<PersonRights["professionals"]>;
}

/** Notes an objection: to whom, when and how it was said. */
export function ObjectionForm({ personId, professionals }: ObjectionFormProps) {
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const draft = useDraft(me.accountId, `objection ${personId}`, () => ({
    id: newId(),
    accountId: "",
    day: today() as string | null,
    means: null as Saying["means"],
    words: "",
  }));
  const { id, accountId, day, means, words } = draft.value;
  const set = (change: Partial<typeof draft.value>) => draft.set((typed) => ({ ...typed, ...change }));
  const save = useMutation({
    mutationFn: () =>
      post(`/api/people/${personId}/objections`, { id, accountId, saidOn: day, means, words }),
    onSuccess: () => {
      draft.forget();
      set({ id: newId(), accountId: "", means: null, words: "" });
      if (accountId === me.accountId) {
        // From now on this record is closed to oneself.
        client.removeQueries({ queryKey: ["person"] });
        void navigate({ to: "/personnes" });
        return;
      }
      void client.invalidateQueries({ queryKey: ["rights", personId] });
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const options = professionals.map(({ id: code, name, roles }) => ({ code, label: `${name} (${roles})` }));
  return (
    <Card title="Noter une opposition">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label="À qui la personne s’oppose"
          options={options}
          value={accountId === "" ? null : accountId}
          onChange={(code) => set({ accountId: code })}
          error={errors.accountId}
        />
        <SayingFields said={{ day, means, words }} set={set} errors={errors} dayName="saidOn" />
        {accountId === me.accountId && (
          <p className="soft">C’est vous&nbsp;: ce dossier se fermera à vous dès l’enregistrement.</p>
        )}
        {save.isError && <Refused error={save.error} />}
        <div>
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={accountId === "" || day === null || means === null}
          >
            Enregistrer l’opposition
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The person takes it back: a button first, then when and how it was said. */
export function LiftForm({
  personId,
  objection,
}: {
  readonly personId: string;
  readonly objection: Objection;
}) {
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState<Saying>(() => ({ day: today(), means: null, words: "" }));
  const client = useQueryClient();
  const lift = useMutation({
    mutationFn: () =>
      post(`/api/people/${personId}/objections/${objection.id}/lift`, {
        liftedOn: said.day,
        means: said.means,
        words: said.words,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["rights", personId] }),
  });
  if (!asked)
    return (
      <div>
        <Button onPress={() => setAsked(true)}>La personne la lève</Button>
      </div>
    );
  const errors = lift.error instanceof ServerProblem ? lift.error.fields : {};
  return (
    <form
      className="form"
      aria-label={`Lever l’opposition à ${objection.account}`}
      onSubmit={(event) => {
        event.preventDefault();
        lift.mutate();
      }}
    >
      <SayingFields
        said={said}
        set={(change) => setSaid((before) => ({ ...before, ...change }))}
        errors={errors}
        dayName="liftedOn"
      />
      {lift.isError && <Refused error={lift.error} />}
      <div className="row">
        <Button
          type="submit"
          tone="main"
          isPending={lift.isPending}
          isDisabled={said.day === null || said.means === null}
        >
          Enregistrer la levée
        </Button>
        <Button tone="quiet" onPress={() => setAsked(false)}>
          Annuler
        </Button>
      </div>
    </form>
  );
}

function SayingFields(props: {
  readonly said: Saying;
  readonly set: (change: Partial<Saying>) => void;
  readonly errors: Errors;
  readonly dayName: string;
}) {
  const { said, set, errors, dayName } = props;
  return (
    <>
      <DateField
        label="Dit le"
        name={dayName}
        value={said.day}
        onChange={(day) => set({ day })}
        max={today()}
        error={errors[dayName]}
      />
      <ChoiceField
        label="De quelle façon"
        options={MEANS}
        value={said.means}
        onChange={(means) => set({ means })}
      />
      <TextArea
        label="En ses mots (facultatif)"
        name="words"
        value={said.words}
        onChange={(words) => set({ words })}
        rows={2}
        maxLength={1000}
        help="La personne n’a pas à dire pourquoi."
        error={errors.words}
      />
    </>
  );
}
