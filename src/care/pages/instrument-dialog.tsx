import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Me } from "../../access/model.ts";
import { mayWrite, useMe, writesCare } from "../../access/use-me.ts";
import { Alert, Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import {
  type Answered,
  alertsOf,
  bandOf,
  type Instrument,
  type RecordInstrument,
  scoreOf,
} from "../instruments.ts";
import { InstrumentHistory, scoreText } from "./instrument-history.tsx";

interface Typed {
  readonly code: string;
  readonly day: string | null;
  readonly answers: readonly (number | null)[];
}

interface InstrumentDialogProps {
  readonly personId: string;
  readonly sex: string;
  readonly instruments: readonly Instrument[];
  /** All those of this person that the reader may see, the first first. */
  readonly answered: readonly Answered[];
  /** The one to open on. */
  readonly code: string | undefined;
  readonly onSaved: () => void;
  /** One was taken back: what the page read is old. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** The questions of a short instrument, its score as it is answered, and those before it. */
export function InstrumentDialog(props: InstrumentDialogProps) {
  const { personId, sex, instruments, answered, onSaved, onClose } = props;
  const me = useMe();
  const [id] = useState(newId);
  const seen = (one: Instrument) => answered.some(({ instrument }) => instrument === one.code);
  const offered = instruments.filter((one) => mayAsk(me, one) || seen(one));
  const kept = useDraft<Typed>(me.accountId, `instrument ${personId}`, () => ({
    code: props.code ?? offered[0]?.code ?? "",
    day: today(),
    answers: [],
  }));
  const { code, day } = kept.value;
  const instrument = offered.find((one) => one.code === code) ?? offered[0];
  const save = useMutation({
    mutationFn: (sent: RecordInstrument) => post(`/api/people/${personId}/instruments`, sent),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  if (instrument === undefined) return null;
  const answers = instrument.questions.map((_, index) => kept.value.answers[index] ?? null);
  const score = scoreOf(instrument, answers);
  const writes = mayAsk(me, instrument) && instrument.until === null;
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Dialog title="Questionnaires" onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (score === null || day === null) return;
          const given = answers.map((answer) => answer ?? 0);
          save.mutate({ id, onDay: day, instrument: code, version: instrument.version, answers: given });
        }}
      >
        <DraftNotice draft={kept} />
        <div className="form-pair">
          <SelectField
            label="Questionnaire"
            options={offered.map((one) => ({ code: one.code, label: one.label }))}
            value={instrument.code}
            onChange={(chosen) => kept.set({ code: chosen, day, answers: [] })}
          />
          {writes && (
            <DateField
              label="Jour"
              name="onDay"
              value={day}
              onChange={(typed) => kept.set({ ...kept.value, day: typed })}
              max={today()}
              error={errors.onDay}
            />
          )}
        </div>
        <InstrumentHistory
          personId={personId}
          instrument={instrument}
          sex={sex}
          answered={answered}
          onChanged={props.onChanged}
        />
        {writes && (
          <>
            <p>{instrument.intro}</p>
            {instrument.questions.map((question, index) => (
              <ChoiceField
                key={question.text}
                label={`${index + 1}. ${question.text}`}
                options={question.choices.map(({ label }, choice) => ({ code: String(choice), label }))}
                value={answers[index] === null ? null : String(answers[index])}
                onChange={(choice) =>
                  kept.set({ ...kept.value, answers: answers.with(index, Number(choice)) })
                }
              />
            ))}
            {alertsOf(instrument, answers).map((alert) => (
              <Alert key={alert} tone="missing" title="À reprendre aujourd’hui" announced>
                <p>{alert}</p>
              </Alert>
            ))}
            <p role="status">
              {score === null ? (
                <span className="soft">
                  {answers.filter((answer) => answer !== null).length} réponses sur {answers.length}&nbsp;:
                  pas encore de score.
                </span>
              ) : (
                <Score instrument={instrument} score={score} sex={sex} />
              )}
            </p>
          </>
        )}
        <p className="soft small">
          {instrument.source}. {instrument.licence}. Version {instrument.version}.
        </p>
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          {writes && (
            <Button
              type="submit"
              tone="main"
              isPending={save.isPending}
              isDisabled={score === null || day === null}
            >
              {save.isPending ? "Enregistrement…" : "Enregistrer"}
            </Button>
          )}
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Fermer"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ScoreProps {
  readonly instrument: Instrument;
  readonly score: number;
  readonly sex: string;
}

function Score({ instrument, score, sex }: ScoreProps) {
  const band = bandOf(instrument.bands, score, sex);
  return (
    <>
      <strong>Score {scoreText(score)}</strong>
      {band !== undefined && <>&nbsp;: {band.label} </>}
      {band?.confidence === "to_check" && <Badge tone="unknown">seuil à vérifier</Badge>}
      {band !== undefined && <span className="soft small"> ({band.source})</span>}
    </>
  );
}

function mayAsk(me: Me, { nature }: Instrument): boolean {
  return nature === "clinical" ? writesCare(me) : mayWrite(me, nature);
}
