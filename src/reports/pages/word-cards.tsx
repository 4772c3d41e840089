import type { ReactNode } from "react";
import { useState } from "react";
import type { Tone } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { type BarLine, BarList } from "../../ui/charts/bar-list.tsx";
import { countText, numberText, percentText } from "../../ui/format.ts";
import type { definitions } from "../definitions.ts";
import type { ActivityReport, NoteFigure } from "../model.ts";
import { FigureNote } from "./figure-note.tsx";
import { useComparison, useReport } from "./report-context.ts";

interface WordCardProps {
  readonly report: ActivityReport;
}

/** Lines shown before one asks for all of them. */
const FIRST_LINES = 8;

/** Who sent the people. */
export function ReferrersCard({ report }: WordCardProps) {
  const { onOpen } = useReport();
  const compare = useComparison();
  const same = (code: string) => (other: ActivityReport) =>
    other.referrers.find((one) => one.code === code)?.persons ?? 0;
  return (
    <WordCard title="D’où viennent les personnes" figure="referrers">
      {report.referrers.map((one) => ({
        key: one.code,
        label: one.label,
        size: one.persons,
        value: percentText(one.percent),
        detail: countText(one.persons, "personne"),
        tone: "care",
        compared: compare(one.persons, same(one.code), numberText),
        onOpen:
          onOpen === null
            ? undefined
            : () => onOpen({ code: `word:referrer:${one.code}`, label: `Adressées par\u00a0: ${one.label}` }),
      }))}
    </WordCard>
  );
}

/** Why people came. */
export function ReasonsCard({ report }: WordCardProps) {
  const line = useConsultationLine("reason", "cover", (other) => other.reasons);
  return (
    <WordCard title="Motifs" figure="reasons">
      {report.reasons.map(line)}
    </WordCard>
  );
}

/** What of the centre's offer they came for; nothing for a centre that does not say. */
export function ServicesCard({ report }: WordCardProps) {
  const line = useConsultationLine("service", "care", (other) => other.services);
  if (report.services.length === 0) return null;
  return (
    <WordCard title="Volets" figure="services">
      {report.services.map(line)}
    </WordCard>
  );
}

/** Where people were sent. */
export function OrientationsCard({ report }: WordCardProps) {
  const line = useConsultationLine("orientation", "social", (other) => other.orientations);
  return (
    <WordCard title="Orientations" figure="orientations">
      {report.orientations.map(line)}
    </WordCard>
  );
}

type Word = ActivityReport["reasons"][number];

function useConsultationLine(
  list: "reason" | "service" | "orientation",
  tone: Tone,
  words: (report: ActivityReport) => readonly Word[],
): (one: Word) => BarLine {
  const { onOpen } = useReport();
  const compare = useComparison();
  return (one) => ({
    key: one.code,
    label: one.label,
    size: one.consultations,
    value: numberText(one.consultations),
    detail: onOpen === null ? "" : "voir la liste",
    tone,
    compared: compare(
      one.consultations,
      (other) => words(other).find(({ code }) => code === one.code)?.consultations ?? 0,
      numberText,
    ),
    onOpen:
      onOpen === null ? undefined : () => onOpen({ code: `word:${list}:${one.code}`, label: one.label }),
  });
}

interface WordCardFrameProps {
  readonly title: string;
  readonly figure: NoteFigure & keyof typeof definitions;
  readonly children: readonly BarLine[];
}

/** Lines as bars, their definition, what is written beside them. */
export function WordCard({ title, figure, children: lines }: WordCardFrameProps): ReactNode {
  const { wording } = useReport();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  return (
    <Card title={title}>
      {lines.length === 0 ? (
        <p className="soft">Rien de noté dans la période.</p>
      ) : (
        <BarList label={title} lines={shown} />
      )}
      {lines.length > FIRST_LINES && (
        <div>
          <Button tone="quiet" onPress={() => setAll(!all)}>
            {all ? "Montrer moins" : `Tout montrer (${lines.length})`}
          </Button>
        </div>
      )}
      <p className="soft small">{wording.definitions[figure]}</p>
      <FigureNote figure={figure} title={title} />
    </Card>
  );
}
