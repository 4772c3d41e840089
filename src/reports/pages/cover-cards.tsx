import { useState } from "react";
import type { Tone } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { type BarLine, BarList } from "../../ui/charts/bar-list.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { Definition } from "../../ui/definition.tsx";
import { countText, numberText, percentText } from "../../ui/format.ts";
import type { ActivityReport, CoverCategory, Share } from "../model.ts";
import { FigureNote } from "./figure-note.tsx";
import { useComparison, useReport } from "./report-context.ts";

interface CoverCardProps {
  readonly report: ActivityReport;
}

const LAYERS = { base: "base", complementary: "complémentaire" } as const;

/** Cover "at least once": shares that overlap, and why. */
export function CoverCard({ report }: CoverCardProps) {
  const { noneAtLeastOnce, cmuAtLeastOnce, unknown, schemes } = report.coverage;
  const { onOpen, wording } = useReport();
  const { definitions } = wording;
  const compare = useComparison();
  const line = (
    code: string,
    label: string,
    share: Share,
    tone: Tone,
    other: (coverage: ActivityReport["coverage"]) => Share | undefined,
  ): BarLine =>
    shareLine(
      code,
      label,
      share,
      tone,
      onOpen ? () => onOpen({ code, label }) : undefined,
      compare(share.persons, (report) => other(report.coverage)?.persons ?? 0, numberText),
    );
  return (
    <Card title="Couverture au moins une fois dans la période">
      <BarList
        label="Couverture au moins une fois"
        full={report.activeCaseload}
        lines={[
          line("none", "Sans couverture", noneAtLeastOnce, "missing", (other) => other.noneAtLeastOnce),
          line("cmu", "CMU ou CMU-C", cmuAtLeastOnce, "good", (other) => other.cmuAtLeastOnce),
          line("unknown", "Inconnue", unknown, "unknown", (other) => other.unknown),
        ]}
      />
      <p className="soft small">{definitions.schemes}</p>
      <div className="row small">
        <Definition term="Sans couverture">
          <p>{definitions.none}</p>
        </Definition>
        <Definition term="CMU ou CMU-C">
          <p>{definitions.cmu}</p>
        </Definition>
        <Definition term="Inconnue">
          <p>{definitions.unknown}</p>
        </Definition>
      </div>
      <h3>Régime par régime</h3>
      <BarList
        label="Régimes rencontrés"
        full={report.activeCaseload}
        lines={schemes
          .filter((one) => one.persons > 0)
          .map((one) =>
            line(
              `scheme:${one.layer}:${one.code}`,
              `${one.label} (${LAYERS[one.layer]})`,
              one,
              one.code === "none" ? "missing" : "cover",
              (other) => other.schemes.find(({ layer, code }) => layer === one.layer && code === one.code),
            ),
          )}
      />
      <FigureNote figure="cover" title="Couverture au moins une fois" />
    </Card>
  );
}

const CATEGORY_TONES: Readonly<Record<CoverCategory, Tone>> = {
  none: "missing",
  base_only: "cover",
  private: "cover",
  acs: "good",
  cmu_c_c2s: "good",
  ame: "wait",
  unknown: "unknown",
};

/** Cover at the first and at the last contact: one category for each person, shares that add up. */
export function ContactCoverCard({ report }: CoverCardProps) {
  const { onOpen, wording } = useReport();
  const compare = useComparison();
  const [when, setWhen] = useState<"first" | "last">("first");
  const shares = when === "first" ? report.coverage.atFirst : report.coverage.atLast;
  const title = when === "first" ? "au premier contact" : "au dernier contact";
  return (
    <Card
      title="Couverture au contact"
      actions={
        <ViewSwitch
          label="Contact"
          options={[
            { code: "first", label: "Premier" },
            { code: "last", label: "Dernier" },
          ]}
          value={when}
          onChange={setWhen}
        />
      }
    >
      <BarList
        label={`Couverture ${title}`}
        full={report.activeCaseload}
        lines={shares.map((one) => {
          const label = wording.coverCategories[one.category] ?? one.category;
          const figure = { code: `${when}:${one.category}`, label: `${label}, ${title}` };
          const same = (other: ActivityReport) =>
            (when === "first" ? other.coverage.atFirst : other.coverage.atLast).find(
              ({ category }) => category === one.category,
            )?.persons ?? 0;
          return shareLine(
            figure.code,
            label,
            one,
            CATEGORY_TONES[one.category],
            onOpen ? () => onOpen(figure) : undefined,
            compare(one.persons, same, numberText),
          );
        })}
      />
      <p className="soft small">
        {when === "first" ? wording.definitions.atFirst : wording.definitions.atLast}
      </p>
      <FigureNote figure="contact" title="Couverture au contact" />
    </Card>
  );
}

function shareLine(
  key: string,
  label: string,
  share: Share,
  tone: Tone,
  onOpen: (() => void) | undefined,
  compared: string | undefined,
): BarLine {
  return {
    key,
    label,
    size: share.persons,
    value: percentText(share.percent),
    detail: countText(share.persons, "personne"),
    tone,
    onOpen,
    compared,
  };
}
