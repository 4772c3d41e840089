import { useVocabulary } from "../../network/use-vocabulary.ts";
import { Alert } from "../../ui/alert.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type LivedStep, proposedRight } from "../requests/clocks.ts";
import { doubtOfRow, type RequestLaw } from "../requests/law.ts";
import type { NoteStep } from "../requests/model.ts";
import { givenUp, type RequestState } from "../requests/transitions.ts";
import { channelLabels, channels, waitLabels, waits } from "../requests/words.ts";

/** A step as it is typed: its identifier comes when it is sent. */
export type TypedStep = Omit<NoteStep, "id">;

/** A step of a state, today. */
export function startStep(state: RequestState): TypedStep {
  return {
    state,
    onDay: today(),
    effectOn: null,
    endsOn: null,
    scope: "",
    words: "",
    channel: null,
    reason: null,
    waitsOn: null,
  };
}

interface StepFieldsProps {
  readonly type: string;
  readonly before: readonly LivedStep[];
  readonly law: RequestLaw;
  readonly value: TypedStep;
  readonly onChange: (step: TypedStep) => void;
  readonly errors: Readonly<Record<string, string>>;
}

const WORDS: Partial<Record<RequestState, string>> = {
  documents_pending: "Ce qui manque",
  incomplete_returned: "Ce qui manque, d’après l’organisme",
  refused: "Motif du refus",
  implicitly_refused: "Remarque",
};

/** What is noted of a step: the day, and what its state asks for. */
export function StepFields({ type, before, law, value, onChange, errors }: StepFieldsProps) {
  const set = (change: Partial<TypedStep>) => onChange({ ...value, ...change });
  const reasons = useVocabulary().data?.non_take_up ?? [];
  const sent = ["filed", "completed", "appeal_cra", "appeal_court"].includes(value.state);
  const preparing = ["to_prepare", "documents_pending", "complete"].includes(value.state);
  return (
    <>
      <DateField
        label={value.state === "refused" ? "Jour où le refus est notifié" : "Quel jour"}
        name="onDay"
        value={value.onDay}
        onChange={(onDay) => set({ onDay })}
        max={today()}
        error={errors.onDay}
      />
      <p className="soft small">Vide&nbsp;: jour inconnu.</p>
      {value.state === "granted" && (
        <GrantedFields type={type} before={before} law={law} value={value} set={set} errors={errors} />
      )}
      {sent && (
        <SelectField
          label="Comment"
          options={channels.map((code) => ({ code, label: channelLabels[code] }))}
          value={value.channel}
          onChange={(channel) => set({ channel })}
          placeholder="Non précisé"
        />
      )}
      {preparing && (
        <SelectField
          label="Ce qui est attendu"
          options={waits.map((code) => ({ code, label: waitLabels[code] }))}
          value={value.waitsOn}
          onChange={(waitsOn) => set({ waitsOn })}
          placeholder="D’après l’étape"
        />
      )}
      {givenUp.includes(value.state) && (
        <SelectField
          label="Pourquoi"
          options={reasons.filter(({ active, code }) => active || code === value.reason)}
          value={value.reason}
          onChange={(reason) => set({ reason })}
          placeholder="Non précisé"
          error={errors.reason}
          help="Compté dans le bilan. Ce qui touche à la santé ne se note pas ici."
        />
      )}
      <TextArea
        label={WORDS[value.state] ?? "Remarque"}
        name="words"
        rows={2}
        maxLength={1000}
        value={value.words}
        onChange={(words) => set({ words })}
        error={errors.words}
      />
    </>
  );
}

interface GrantedFieldsProps extends Omit<StepFieldsProps, "onChange"> {
  readonly set: (change: Partial<TypedStep>) => void;
}

/** From when to when: the law proposes, the paper in hand decides. */
function GrantedFields({ type, before, law, value, set, errors }: GrantedFieldsProps) {
  const right = value.onDay === null ? null : proposedRight({ type, steps: before }, value.onDay, law);
  const doubt = right?.rows.map(doubtOfRow).find((words) => words !== null) ?? null;
  const taken = right !== null && value.effectOn === right.effectOn && value.endsOn === right.endsOn;
  return (
    <>
      {right !== null && !taken && (
        <Alert
          tone="cover"
          title={`D’après la loi${doubt === null ? "" : ` (${doubt})`}\u00a0: du ${dayText(right.effectOn)}${right.endsOn === null ? "" : ` au ${dayText(right.endsOn)}`}`}
        >
          <p>
            Le papier fait foi.{" "}
            <button
              type="button"
              className="button button-quiet"
              onClick={() => set({ effectOn: right.effectOn, endsOn: right.endsOn })}
            >
              Reprendre ces dates
            </button>
          </p>
        </Alert>
      )}
      <div className="form-pair">
        <DateField
          label="Premier jour du droit"
          name="effectOn"
          value={value.effectOn}
          onChange={(effectOn) => set({ effectOn })}
          error={errors.effectOn}
        />
        <DateField
          label="Dernier jour du droit"
          name="endsOn"
          value={value.endsOn}
          onChange={(endsOn) => set({ endsOn })}
          error={errors.endsOn}
        />
      </div>
      <TextField
        label="Portée (facultatif)"
        name="scope"
        value={value.scope}
        onChange={(scope) => set({ scope })}
        help="Avec ou sans participation, taux, durée d’aide…"
        error={errors.scope}
      />
    </>
  );
}
