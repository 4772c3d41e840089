import { useMemo, useState } from "react";
import { mayRead, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Card } from "../../ui/card.tsx";
import { TimeAxis } from "../../ui/charts/time-axis.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { addDays, today } from "../../ui/days.ts";
import { countText } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { PersonPage } from "../model.ts";
import { shares } from "../shared.ts";
import { factsExtent, timelineLanes, timelineLines, timelineWindow } from "./timeline-lanes.ts";

interface PersonTimelineProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
  /** Shows the lines of these encounters. */
  readonly onOpen: (encounters: readonly string[]) => void;
}

const STRETCHES = [
  { code: "1", label: "1 mois" },
  { code: "12", label: "1 an" },
  { code: "24", label: "2 ans" },
  { code: "all", label: "Tout" },
] as const;
const VIEWS = [
  { code: "axis", label: "Frise" },
  { code: "list", label: "Liste" },
] as const;

/** Cover, housing and encounters on one time axis, or the same as a list. */
export function PersonTimeline({ page, words, onOpen }: PersonTimelineProps) {
  const me = useMe();
  const day = today();
  const [view, setView] = useState<"axis" | "list">("axis");
  const [stretch, setStretch] = useState<"1" | "12" | "24" | "all">(() => startingStretch(page, day));
  const reads = useMemo(
    () => ({
      cover: mayRead(me, "cover") && shares(page, "cover"),
      housing: mayRead(me, "social_situation") && shares(page, "social_situation"),
    }),
    [me, page],
  );
  const lines = useMemo(() => timelineLines(page, words, reads), [page, words, reads]);
  const window = timelineWindow(page, day, stretch === "all" ? null : Number(stretch));
  const table = <TimelineTable lines={lines} />;
  return (
    <Card
      title="Parcours"
      className="person-timeline"
      actions={
        <div className="row no-print">
          {view === "axis" && (
            <ViewSwitch label="Durée montrée" options={STRETCHES} value={stretch} onChange={setStretch} />
          )}
          <ViewSwitch label="Présentation" options={VIEWS} value={view} onChange={setView} />
        </div>
      }
    >
      {view === "list" ? (
        table
      ) : (
        <>
          <TimeAxis
            summary={`Frise\u00a0: ${countText(lines.length, "fait daté", "faits datés")}, les mêmes que dans la présentation Liste.`}
            from={window.from}
            to={window.to}
            today={day}
            lanes={timelineLanes(page, words, window, day, reads)}
            onOpen={onOpen}
          />
          {reads.cover && (
            <p className="legend">
              <span>
                <i className="legend-dot" />
                dit ou vu ce jour-là
              </span>
              <span>
                <i className="legend-bar" />
                droit établi
              </span>
              <span>
                <i className="legend-bar legend-light" />
                entre deux déclarations qui concordent
              </span>
              <span>
                <i className="legend-bar legend-hatched" />
                inconnue (ce qui ne veut pas dire absente)
              </span>
            </p>
          )}
          <div className="print-only">{table}</div>
        </>
      )}
    </Card>
  );
}

function TimelineTable({ lines }: { readonly lines: ReturnType<typeof timelineLines> }) {
  if (lines.length === 0) return <p className="soft">Rien de daté pour l’instant.</p>;
  return (
    <TableScroll label="Faits datés">
      <table className="table">
        <caption className="unseen">Faits datés, du plus récent au plus ancien</caption>
        <thead>
          <tr>
            <th scope="col">Quand</th>
            <th scope="col">Sujet</th>
            <th scope="col">Quoi</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>{line.when}</td>
              <td>{line.lane}</td>
              <th scope="row">{line.what}</th>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** Everything, unless it goes back so far that the last two years would be cramped. */
function startingStretch(page: PersonPage, day: string): "24" | "all" {
  const extent = factsExtent(page);
  const longAgo = extent !== null && extent.from < addDays(day, -4 * 365);
  const recent = extent !== null && extent.to >= addDays(day, -2 * 365);
  return longAgo && recent ? "24" : "all";
}
