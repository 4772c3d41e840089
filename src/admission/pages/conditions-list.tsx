import { Badge, type Tone } from "../../ui/alert.tsx";
import type { Eligibility } from "../eligibility.ts";

const MARKS = new Map<unknown, { readonly tone: Tone; readonly word: string }>([
  [true, { tone: "good", word: "oui" }],
  [false, { tone: "missing", word: "non" }],
  ["unknown", { tone: "unknown", word: "à demander" }],
]);

/** Each condition, whether it is met, and why. */
export function ConditionsList({ conditions }: Pick<Eligibility, "conditions">) {
  return (
    <ul className="stack">
      {conditions.map(({ code, met, why }) => {
        const mark = MARKS.get(met);
        return (
          <li key={code}>
            <Badge tone={mark?.tone ?? "unknown"}>{mark?.word}</Badge> {why}
          </li>
        );
      })}
    </ul>
  );
}
