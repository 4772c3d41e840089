import "./charts.css";
import type { Tone } from "../alert.tsx";
import { daysBetween } from "../days.ts";
import { axisTicks } from "./axis-ticks.ts";
import { useWidth } from "./use-width.ts";
import { valueTicks } from "./value-ticks.ts";

/** A value on an ISO day. */
export interface LinePoint {
  readonly on: string;
  readonly value: number;
}

/** One line, from the first day to the last. */
export interface LineSeries {
  readonly label: string;
  readonly tone: Tone;
  readonly points: readonly LinePoint[];
}

interface LineChartProps {
  /** What the drawing shows; its figures must also stand in a table. */
  readonly summary: string;
  readonly series: readonly LineSeries[];
  /** How a value is written. */
  readonly write: (value: number) => string;
}

const HEIGHT = 150;
const TOP = 10;
const BOTTOM = 22;
const LEFT = 38;
const RIGHT = 44;

/** What changes over days, each point a day: the last value is written beside its point. */
export function LineChart({ summary, series, write }: LineChartProps) {
  const { ref, width } = useWidth(320);
  const all = series.flatMap(({ points }) => points);
  const days = all.map(({ on }) => on).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return null;
  const ticks = valueTicks(all.map(({ value }) => value));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const span = Math.max(1, daysBetween(from, to));
  const x = (on: string) => LEFT + (daysBetween(from, on) / span) * (width - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  return (
    <div ref={ref}>
      <svg
        className="chart"
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={summary}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="chart-line" x1={LEFT} x2={width - RIGHT + 6} y1={y(tick)} y2={y(tick)} />
            <text className="chart-soft" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {axisTicks(from, to, width - LEFT - RIGHT).map((tick) => (
          <text
            key={tick.on}
            className={tick.year ? "chart-strong" : "chart-soft"}
            x={x(tick.on)}
            y={HEIGHT - 5}
            textAnchor="middle"
          >
            {tick.label}
          </text>
        ))}
        {series.map(({ label, tone, points }) => {
          const last = points.at(-1);
          return (
            <g key={label} className={`tone-${tone}`}>
              <title>{label}</title>
              <polyline
                className="line"
                points={points.map(({ on, value }) => `${x(on)},${y(value)}`).join(" ")}
              />
              {points.map(({ on, value }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a day may have two of the same value
                <circle key={index} className="mark" cx={x(on)} cy={y(value)} r={3.5} />
              ))}
              {last !== undefined && (
                <text className="bar-text" x={x(last.on) + 8} y={y(last.value) + 4}>
                  {write(last.value)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
