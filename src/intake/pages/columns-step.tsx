import { SelectField } from "../../ui/select-field.tsx";
import type { ColumnRole, Corrections } from "../corrections.ts";
import type { ImportReview } from "../import-messages.ts";
import { roleLabels } from "./labels.ts";
import { ToldBadge } from "./told-badge.tsx";

interface ColumnsStepProps {
  readonly columns: ImportReview["columns"];
  readonly corrections: Corrections;
  readonly onChange: (corrections: Corrections) => void;
}

const ROLES = (Object.keys(roleLabels) as ColumnRole[]).map((code) => ({ code, label: roleLabels[code] }));

/** What each column is taken for; anything can be said otherwise. */
export function ColumnsStep({ columns, corrections, onChange }: ColumnsStepProps) {
  const said = new Map(corrections.columns.map(({ column, field }) => [column, field]));
  const roleOf = ({ column, field }: ImportReview["columns"][number]) => said.get(column) ?? field;
  const choose = (column: number, role: ColumnRole) => {
    const next = new Map(said).set(column, role);
    // A role is held by one column: the one that had it is left aside.
    const before = columns.find((one) => one.column !== column && roleOf(one) === role);
    if (role !== "ignore" && before) next.set(before.column, "ignore");
    onChange({ ...corrections, columns: [...next].map(([at, field]) => ({ column: at, field })) });
  };
  return (
    <section className="stack" aria-label="Colonnes">
      <h3>Colonnes</h3>
      <ul className="import-fields">
        {columns.map((one) => (
          <li
            key={one.column}
            className={roleOf(one) === null ? "import-field import-unknown" : "import-field"}
          >
            <SelectField
              label={one.heading}
              options={ROLES}
              value={roleOf(one)}
              placeholder="Non reconnue, laissée de côté"
              onChange={(role) => choose(one.column, role)}
              {...(one.samples.length > 0 ? { help: one.samples.join(" · ") } : {})}
            />
            <ToldBadge by={said.has(one.column) ? "chosen" : one.by} />
          </li>
        ))}
      </ul>
    </section>
  );
}
