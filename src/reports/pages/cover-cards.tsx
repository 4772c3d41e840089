import { useState } from "react";
import type { Tone } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { type BarLine, BarList } from "../../ui/charts/bar-list.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { Definition } from "../../ui/definition.tsx";
import { countText, percentText } from "../../ui/format.ts";
import {
  type ActivityReport,
  type CoverCategory,
  coverCategoryLabels,
  definitions,
  type Share,
} from "../model.ts";
import type { OpenedFigure } from "./people-behind.tsx";

interface CoverCardProps {
  readonly report: ActivityReport;
  readonly onOpen: (figure: OpenedFigure) => void;
}

const LAYERS = { base: "base", complementary: "complémentaire" } as const;

/** Cover "at least once": shares that overlap, and why. */
export function CoverCard({ report, onOpen }: CoverCardProps) {
  const { noneAtLeastOnce, cmuAtLeastOnce, unknown, schemes } = report.coverage;
  const line = (code: string, label: string, share: Share, tone: Tone): BarLine =>
    shareLine(code, label, share, tone, () => onOpen({ code, label }));
  return (
    <Card title="Couverture au moins une fois dans la période">
      <BarList
        label="Couverture au moins une fois"
        full={report.activeCaseload}
        lines={[
          line("none", "Sans couverture", noneAtLeastOnce, "missing"),
          line("cmu", "CMU ou CMU-C", cmuAtLeastOnce, "good"),
          line("unknown", "Inconnue", unknown, "unknown"),
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
            ),
          )}
      />
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
export function ContactCoverCard({ report, onOpen }: CoverCardProps) {
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
          const label = coverCategoryLabels[one.category];
          const figure = { code: `${when}:${one.category}`, label: `${label}, ${title}` };
          return shareLine(figure.code, label, one, CATEGORY_TONES[one.category], () => onOpen(figure));
        })}
      />
      <p className="soft small">{when === "first" ? definitions.atFirst : definitions.atLast}</p>
    </Card>
  );
}

function shareLine(key: string, label: string, share: Share, tone: Tone, onOpen: () => void): BarLine {
  return {
    key,
    label,
    size: share.persons,
    value: percentText(share.percent),
    detail: countText(share.persons, "personne"),
    tone,
    onOpen,
  };
}
