import "./charts.css";
import { useId } from "react";
import { daysBetween } from "../days.ts";
import type { AxisBar, AxisLane } from "./axis-shapes.ts";
import { axisTicks } from "./axis-ticks.ts";
import { type Placed, placeMarks } from "./place-marks.ts";
import { PressableMarks } from "./pressable-marks.tsx";
import { useWidth } from "./use-width.ts";

interface TimeAxisProps {
  /** What the drawing shows, for those who do not see it; the same content must exist as a list. */
  readonly summary: string;
  readonly from: string;
  readonly to: string;
  readonly today: string;
  readonly lanes: readonly AxisLane[];
  /** Opens what one mark, or several gathered into one, stand for. */
  readonly onOpen?: (opened: readonly string[]) => void;
}

const HEAD = 26;
const LANE = 36;
const LABEL_ROW = 18;
const BAR = 24;
/** Below this width, each lane's name goes above it. */
const NARROW = 560;
const LETTER = 6.6;
/** Room the flag of today takes from the labels beside it. */
const FLAG = 72;
/** A narrower bar has its name written beside it. */
const BRIEF = 44;
/** Room for the name of a brief bar and for the one of the unknown that follows. */
const TWO_NAMES = 240;

/** Several lanes over one stretch of time. */
export function TimeAxis({ summary, from, to, today, lanes, onOpen }: TimeAxisProps) {
  const { ref, width } = useWidth();
  const hatch = useId();
  const narrow = width < NARROW;
  const left = narrow ? 0 : 152;
  const lane = narrow ? LANE + LABEL_ROW : LANE;
  const right = 8;
  const total = Math.max(1, daysBetween(from, to));
  const x = (day: string) => left + (daysBetween(from, day) / total) * Math.max(1, width - left - right);
  const bottom = HEAD + lanes.length * lane;
  const placed = lanes.map((one) =>
    placeMarks(
      one.marks.filter((mark) => from <= mark.on && mark.on < to),
      x,
    ),
  );
  const middle = (index: number) => HEAD + index * lane + (narrow ? LABEL_ROW : 0) + LANE / 2;
  return (
    <div ref={ref} className="axis">
      <svg
        className="chart"
        width={width}
        height={bottom}
        viewBox={`0 0 ${width} ${bottom}`}
        role="img"
        aria-label={summary}
      >
        <defs>
          <pattern
            id={hatch}
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="7" className="hatch" strokeWidth="2" />
          </pattern>
        </defs>
        {axisTicks(from, to, width - left - right).map((tick) => (
          <g key={tick.on}>
            <line className="chart-line" x1={x(tick.on)} x2={x(tick.on)} y1={HEAD - 6} y2={bottom} />
            {x(tick.on) < width - 44 && Math.abs(x(tick.on) - x(today)) > FLAG && (
              <text className={tick.year ? "chart-strong" : "chart-soft"} x={x(tick.on) + 3} y={13}>
                {tick.label}
              </text>
            )}
          </g>
        ))}
        {lanes.map((one, index) => {
          const top = HEAD + index * lane;
          const bars = top + (narrow ? LABEL_ROW : 0) + (LANE - BAR) / 2;
          return (
            <g key={one.label}>
              <line className="chart-line" x1={0} x2={width} y1={top} y2={top} />
              <text x={0} y={narrow ? top + 15 : bars + BAR / 2 + 4}>
                {one.label}
              </text>
              {one.bars.map((bar, place) => (
                <Bar
                  key={bar.from}
                  bar={bar}
                  x={x}
                  y={bars}
                  window={{ from, to }}
                  hatch={hatch}
                  room={roomAfter(one.bars[place + 1], x)}
                  named={bar.look !== "hatched" || !isBrief(one.bars[place - 1], x)}
                />
              ))}
            </g>
          );
        })}
        {from <= today && today < to && (
          <g>
            <line className="chart-now" x1={x(today)} x2={x(today)} y1={16} y2={bottom} />
            <rect
              className="chart-now-flag"
              x={Math.min(x(today) - 34, width - 72)}
              y={0}
              width={72}
              height={18}
              rx={9}
            />
            <text
              className="chart-now-text"
              x={Math.min(x(today) + 2, width - 36)}
              y={13}
              textAnchor="middle"
            >
              aujourd’hui
            </text>
          </g>
        )}
        {lanes.map((one, index) => (
          <g key={one.label}>
            {placed[index]?.map((mark) => (
              <Mark key={`${mark.x}-${mark.label}`} placed={mark} y={middle(index)} />
            ))}
          </g>
        ))}
      </svg>
      {onOpen !== undefined &&
        lanes.map((one, index) => (
          <PressableMarks
            key={one.label}
            label={one.label}
            marks={placed[index] ?? []}
            y={middle(index)}
            width={width}
            onOpen={onOpen}
          />
        ))}
    </div>
  );
}

interface BarProps {
  readonly bar: AxisBar;
  readonly x: (day: string) => number;
  readonly y: number;
  readonly window: { readonly from: string; readonly to: string };
  readonly hatch: string;
  /** Pixels of unknown after it, where the name of a bar too short for it may be written. */
  readonly room: number;
  /** False when this bar's start holds the name of the one before: its own then comes further, if there is room. */
  readonly named: boolean;
}

function Bar({ bar, x, y, window, hatch, room, named }: BarProps) {
  const from = bar.from < window.from ? window.from : bar.from;
  const to = bar.to > window.to ? window.to : bar.to;
  if (from >= to) return null;
  const [start, width] = [x(from), Math.max(3, x(to) - x(from))];
  const beside = bar.look !== "hatched" && width < BRIEF;
  const letters = Math.floor(((beside ? room : width) - 12) / LETTER);
  const text = shortened(beside ? `◂ ${bar.label}` : bar.label, letters);
  return (
    <g className={`tone-${bar.tone}`}>
      <title>{bar.label}</title>
      <rect
        className={`bar bar-${bar.look}`}
        x={start}
        y={y}
        width={width}
        height={BAR}
        rx={4}
        {...(bar.look === "hatched" ? { style: { fill: `url(#${hatch})` } } : {})}
      />
      {named && text !== "" && (
        <text className="bar-text" x={start + (beside ? width : 0) + 7} y={y + BAR / 2 + 4}>
          {text}
        </text>
      )}
      {!named && width > TWO_NAMES && (
        <text className="bar-text" x={start + width * 0.7} y={y + BAR / 2 + 4} textAnchor="middle">
          {bar.label}
        </text>
      )}
    </g>
  );
}

/** A bar too short for its own name: a day said, as a rule. */
function isBrief(bar: AxisBar | undefined, x: (day: string) => number): boolean {
  return bar !== undefined && bar.look !== "hatched" && x(bar.to) - x(bar.from) < BRIEF;
}

/** The width of the unknown that follows a bar, none when something else follows. */
function roomAfter(next: AxisBar | undefined, x: (day: string) => number): number {
  return next?.look === "hatched" ? x(next.to) - x(next.from) : 0;
}

/** What fits of a label: whole, cut with an ellipsis, or nothing when less than a few letters would show. */
function shortened(label: string, letters: number): string {
  if (label.length <= letters) return label;
  return letters < 5 ? "" : `${label.slice(0, letters - 1)}…`;
}

function Mark({ placed, y }: { readonly placed: Placed; readonly y: number }) {
  if (placed.sign === null)
    return (
      <g className={`tone-${placed.tone}`}>
        <title>{placed.label}</title>
        <circle className="mark" cx={placed.x} cy={y + BAR / 2} r={3.5} />
      </g>
    );
  return (
    <g className={`tone-${placed.tone}`}>
      <title>{placed.label}</title>
      <circle className="mark" cx={placed.x} cy={y} r={10} />
      <text className="mark-text" x={placed.x} y={y + 4}>
        {placed.sign}
      </text>
    </g>
  );
}
