import "./imports.css";
import { Alert } from "../../ui/alert.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { countText } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ImportOutcome } from "../import-messages.ts";

interface ProbablePairsProps {
  readonly pairs: ImportOutcome["pairs"];
  readonly value: "accept" | "reject" | null;
  readonly onChange: (choice: "accept" | "reject") => void;
}

/** Rows that are probably of one person: someone decides, never the program. */
export function ProbablePairs({ pairs, value, onChange }: ProbablePairsProps) {
  return (
    <Alert
      tone="wait"
      title={`${countText(pairs.length, "paire probable", "paires probables")}\u00a0: à vous de dire`}
    >
      <p>Des noms à une ou deux lettres près, avec la même date de naissance.</p>
      <TableScroll label="Paires probables" long>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Lignes</th>
              <th scope="col">Pourquoi</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <tr key={pair.rows.join(" ")}>
                <th scope="row" className="nowrap">
                  {pair.rows.join(" et ")}
                </th>
                <td>{pair.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <ChoiceField
        label={pairs.length > 1 ? "Pour toutes ces paires" : "Pour cette paire"}
        options={[
          { code: "accept", label: "Ce sont les mêmes personnes" },
          { code: "reject", label: "Ce sont des personnes différentes" },
        ]}
        value={value}
        onChange={onChange}
      />
    </Alert>
  );
}
