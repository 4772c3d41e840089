import { Button } from "react-aria-components/Button";
import { Toolbar } from "react-aria-components/Toolbar";
import type { Placed } from "./place-marks.ts";

interface PressableMarksProps {
  /** What the lane holds: "Venues". */
  readonly label: string;
  readonly marks: readonly Placed[];
  /** Middle of the lane, in pixels from the drawing's top. */
  readonly y: number;
  /** Width of the drawing, so that a mark's words stay within it. */
  readonly width: number;
  readonly onOpen: (opened: readonly string[]) => void;
}

/**
 * Buttons laid over the marks of one lane: one stop of the Tab key, then the arrows go from mark to mark and Enter
 * opens. The words of a mark show above it under the pointer or the focus.
 */
export function PressableMarks({ label, marks, y, width, onOpen }: PressableMarksProps) {
  const pressable = marks.filter((mark) => mark.opens.length > 0);
  if (pressable.length === 0) return null;
  return (
    <Toolbar
      className="axis-marks no-print"
      aria-label={`${label}\u00a0: flèches pour parcourir, Entrée pour ouvrir`}
    >
      {pressable.map((mark) => (
        <Button
          key={mark.opens.join()}
          className={`axis-mark ${mark.x > width / 2 ? "axis-mark-end" : ""}`}
          style={{ left: mark.x, top: y }}
          aria-label={mark.label.replaceAll("\n", "\u00a0; ")}
          data-words={mark.label}
          onPress={() => onOpen(mark.opens)}
        />
      ))}
    </Toolbar>
  );
}
