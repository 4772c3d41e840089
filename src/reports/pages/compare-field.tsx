import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { yearBefore } from "../compare.ts";
import type { Period } from "../model.ts";
import type { PeriodSearch } from "./report-period.ts";

interface CompareFieldProps {
  readonly search: PeriodSearch;
  readonly period: Period;
  readonly onChange: (comparison: PeriodSearch) => void;
}

const OPTIONS = [
  { code: "none", label: "Aucune" },
  { code: "an", label: "Un an avant" },
  { code: "dates", label: "Choisir des dates…" },
] as const;

/** Which period the figures are compared with. */
export function CompareField({ search, period, onChange }: CompareFieldProps) {
  const [choosing, setChoosing] = useState(search.avec === "dates");
  const before = yearBefore(period);
  const [from, setFrom] = useState<string | null>(search.avecDu ?? before.from);
  const [to, setTo] = useState<string | null>(search.avecAu ?? before.to);
  const reversed = from !== null && to !== null && from > to;
  return (
    <div className="period-bar no-print">
      <SelectField
        label="Comparaison"
        options={OPTIONS}
        value={choosing ? "dates" : (search.avec ?? "none")}
        onChange={(code) => {
          setChoosing(code === "dates");
          if (code !== "dates") onChange(code === "an" ? { avec: "an" } : {});
        }}
      />
      {choosing && (
        <>
          <DateField label="Comparer du" name="avecDu" value={from} onChange={setFrom} />
          <DateField
            label="Au (compris)"
            name="avecAu"
            value={to}
            onChange={setTo}
            error={reversed ? "La fin est avant le début." : undefined}
          />
          <Button
            isDisabled={from === null || to === null || reversed}
            onPress={() => {
              if (from !== null && to !== null) onChange({ avec: "dates", avecDu: from, avecAu: to });
            }}
          >
            Comparer
          </Button>
        </>
      )}
    </div>
  );
}
