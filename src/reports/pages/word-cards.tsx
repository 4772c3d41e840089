import type { ReactNode } from "react";
import { useState } from "react";
import type { Tone } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { type BarLine, BarList } from "../../ui/charts/bar-list.tsx";
import { countText, numberText, percentText } from "../../ui/format.ts";
import { type ActivityReport, definitions } from "../model.ts";
import type { OpenedFigure } from "./people-behind.tsx";

interface WordCardProps {
  readonly report: ActivityReport;
  readonly onOpen: (figure: OpenedFigure) => void;
}

/** Lines shown before one asks for all of them. */
const FIRST_LINES = 8;

/** Who sent the people. */
export function ReferrersCard({ report, onOpen }: WordCardProps) {
  return (
    <WordCard title="D’où viennent les personnes" definition={definitions.referrers}>
      {report.referrers.map((one) => ({
        key: one.code,
        label: one.label,
        size: one.persons,
        value: percentText(one.percent),
        detail: countText(one.persons, "personne"),
        tone: "care",
        onOpen: () =>
          onOpen({ code: `word:referrer:${one.code}`, label: `Adressées par\u00a0: ${one.label}` }),
      }))}
    </WordCard>
  );
}

/** Why people came. */
export function ReasonsCard({ report, onOpen }: WordCardProps) {
  return (
    <WordCard title="Motifs" definition={definitions.reasons}>
      {report.reasons.map((one) => consultationLine("reason", one, "cover", onOpen))}
    </WordCard>
  );
}

/** Where people were sent. */
export function OrientationsCard({ report, onOpen }: WordCardProps) {
  return (
    <WordCard title="Orientations" definition={definitions.orientations}>
      {report.orientations.map((one) => consultationLine("orientation", one, "social", onOpen))}
    </WordCard>
  );
}

function consultationLine(
  list: "reason" | "orientation",
  one: ActivityReport["reasons"][number],
  tone: Tone,
  onOpen: (figure: OpenedFigure) => void,
): BarLine {
  return {
    key: one.code,
    label: one.label,
    size: one.consultations,
    value: numberText(one.consultations),
    detail: "voir la liste",
    tone,
    onOpen: () => onOpen({ code: `word:${list}:${one.code}`, label: one.label }),
  };
}

interface WordCardFrameProps {
  readonly title: string;
  readonly definition: string;
  readonly children: readonly BarLine[];
}

function WordCard({ title, definition, children: lines }: WordCardFrameProps): ReactNode {
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
      <p className="soft small">{definition}</p>
    </Card>
  );
}
