import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { ColumnChart } from "../../ui/charts/column-chart.tsx";
import { averageText, shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type Answered, bandOf, type Instrument } from "../instruments.ts";

interface InstrumentHistoryProps {
  readonly personId: string;
  readonly instrument: Instrument;
  readonly sex: string;
  readonly answered: readonly Answered[];
  readonly onChanged: () => void;
}

/** The scores of one instrument over time, drawn and as a table; one's own can be taken back. */
export function InstrumentHistory({
  personId,
  instrument,
  sex,
  answered,
  onChanged,
}: InstrumentHistoryProps) {
  const me = useMe();
  const [taking, setTaking] = useState<string | null>(null);
  const before = answered.filter((one) => one.instrument === instrument.code);
  if (before.length === 0) return null;
  const taken = before.find(({ id }) => id === taking);
  return (
    <details open>
      <summary>Scores précédents ({before.length})</summary>
      <ColumnChart
        summary={`${instrument.label}, du ${shortDayText(before[0]?.onDay ?? "")} au ${shortDayText(before.at(-1)?.onDay ?? "")}`}
        columns={before.map(({ id, onDay, score }) => ({
          key: id,
          short: shortDayText(onDay).slice(0, 5),
          value: score,
          text: scoreText(score),
        }))}
      />
      <TableScroll label="Scores précédents">
        <table>
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Score</th>
              <th scope="col">Lecture</th>
              <th scope="col">Par</th>
              <th scope="col">
                <span className="unseen">Retirer</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...before].reverse().map((one) => (
              <tr key={one.id}>
                <td>{shortDayText(one.onDay)}</td>
                <td>{scoreText(one.score)}</td>
                <td>{bandOf(instrument.bands, one.score, sex)?.label}</td>
                <td>{one.by}</td>
                <td>
                  {one.author === me.accountId && (
                    <Button tone="quiet" onPress={() => setTaking(one.id === taking ? null : one.id)}>
                      Retirer<span className="unseen"> celui du {shortDayText(one.onDay)}</span>
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {taken && (
        <TakeBack
          key={taken.id}
          personId={personId}
          answer={taken}
          onDone={onChanged}
          onLeave={() => setTaking(null)}
        />
      )}
    </details>
  );
}

interface TakeBackProps {
  readonly personId: string;
  readonly answer: Answered;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

function TakeBack({ personId, answer, onDone, onLeave }: TakeBackProps) {
  const [reason, setReason] = useState("");
  const taking = useMutation({
    mutationFn: () => post(`/api/people/${personId}/instruments/${answer.id}/withdraw`, { reason }),
    onSuccess: () => {
      onLeave();
      onDone();
    },
  });
  return (
    <fieldset className="form">
      <legend className="field-label">
        Retirer le questionnaire du {shortDayText(answer.onDay)}&nbsp;: il ne sera plus montré ni compté
      </legend>
      <TextField
        label="Pourquoi"
        name="reason"
        value={reason}
        onChange={setReason}
        placeholder="Saisi pour une autre personne"
        autoComplete="off"
      />
      {taking.isError && <Refused error={taking.error} />}
      <div className="row">
        <Button
          tone="main"
          onPress={() => taking.mutate()}
          isPending={taking.isPending}
          isDisabled={reason.trim() === ""}
        >
          {taking.isPending ? "Retrait…" : "Retirer"}
        </Button>
        <Button onPress={onLeave}>Garder</Button>
      </div>
    </fieldset>
  );
}

/** "47,33", or "12" when it is whole. */
export function scoreText(score: number): string {
  return Number.isInteger(score) ? String(score) : averageText(score);
}
