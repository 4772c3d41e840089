import "./charts.css";
import { useWidth } from "./use-width.ts";

/** One column. */
export interface Column {
  readonly key: string;
  /** Short name under the column. */
  readonly short: string;
  readonly value: number;
  /** How the value is written, when not as it is. */
  readonly text?: string;
}

interface ColumnChartProps {
  /** What the drawing shows; its figures must also stand in a table. */
  readonly summary: string;
  readonly columns: readonly Column[];
}

const HEIGHT = 168;
const TOP = 20;
const BOTTOM = 22;

/** Vertical columns, each with its value above it. */
export function ColumnChart({ summary, columns }: ColumnChartProps) {
  const { ref, width } = useWidth(560);
  const most = Math.max(1, ...columns.map((column) => column.value));
  const step = width / Math.max(1, columns.length);
  const thick = Math.min(34, step * 0.7);
  const scale = (HEIGHT - TOP - BOTTOM) / most;
  return (
    <div ref={ref} className="tone-care">
      <svg
        className="chart"
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={summary}
      >
        <line className="chart-line" x1={0} x2={width} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        {columns.map((column, index) => {
          const middle = step * (index + 0.5);
          const height = column.value * scale;
          return (
            <g key={column.key}>
              <rect
                className="bar-full"
                x={middle - thick / 2}
                y={HEIGHT - BOTTOM - height}
                width={thick}
                height={height}
                rx={3}
              />
              {step >= 18 && (
                <text x={middle} y={HEIGHT - BOTTOM - height - 5} textAnchor="middle">
                  {column.text ?? column.value}
                </text>
              )}
              {(step >= 18 || index % 3 === 0) && (
                <text className="chart-soft" x={middle} y={HEIGHT - 5} textAnchor="middle">
                  {column.short}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
