import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { SelectField } from "../../ui/select-field.tsx";
import type { Period } from "../model.ts";
import { type PeriodSearch, wholeYear } from "./report-period.ts";

interface PeriodBarProps {
  readonly period: Period;
  /** First day of the record (ISO): its year is the first one offered. */
  readonly recordBegins: string | null;
  readonly onChange: (search: PeriodSearch) => void;
}

const OTHER = "other";

/** Which period, and as known on which day. */
export function PeriodBar({ period, recordBegins, onChange }: PeriodBarProps) {
  const year = wholeYear(period);
  const [choosing, setChoosing] = useState(year === null);
  const known = period.knownOn === undefined ? {} : { connu: period.knownOn };
  const dates = { du: period.from, au: period.to };
  return (
    <div className="period-bar no-print">
      <SelectField
        label="Période"
        options={[
          ...yearsOffered(recordBegins, year).map((code) => ({ code, label: yearLabel(code) })),
          { code: OTHER, label: "Choisir des dates…" },
        ]}
        value={choosing ? OTHER : (year ?? OTHER)}
        onChange={(code) => {
          setChoosing(code === OTHER);
          if (code !== OTHER) onChange({ du: `${code}-01-01`, au: `${code}-12-31`, ...known });
        }}
      />
      {choosing && (
        <ChosenDates
          key={`${period.from} ${period.to}`}
          from={period.from}
          to={period.to}
          onChange={(du, au) => onChange({ du, au, ...known })}
        />
      )}
      <DateField
        label="Tel que connu le"
        name="knownOn"
        value={period.knownOn ?? today()}
        max={today()}
        onChange={(day) => onChange(day === null || day === today() ? dates : { ...dates, connu: day })}
      />
    </div>
  );
}

interface ChosenDatesProps {
  readonly from: string;
  readonly to: string;
  readonly onChange: (from: string, to: string) => void;
}

function ChosenDates({ from: firstDay, to: lastDay, onChange }: ChosenDatesProps) {
  const [from, setFrom] = useState<string | null>(firstDay);
  const [to, setTo] = useState<string | null>(lastDay);
  const reversed = from !== null && to !== null && from > to;
  return (
    <>
      <DateField label="Du" name="from" value={from} onChange={setFrom} />
      <DateField
        label="Au (compris)"
        name="to"
        value={to}
        onChange={setTo}
        error={reversed ? "La fin est avant le début." : undefined}
      />
      <Button
        isDisabled={from === null || to === null || reversed}
        onPress={() => {
          if (from !== null && to !== null) onChange(from, to);
        }}
      >
        Calculer
      </Button>
    </>
  );
}

/** The current year, the one before, and every year back to the beginning of the record. */
function yearsOffered(recordBegins: string | null, shown: string | null): string[] {
  const now = Number(today().slice(0, 4));
  const first = Math.max(now - 30, Math.min(now - 1, Number(recordBegins?.slice(0, 4) ?? now - 1)));
  const years = Array.from({ length: now - first + 1 }, (_, index) => String(now - index));
  return shown === null || years.includes(shown) ? years : [...years, shown];
}

function yearLabel(year: string): string {
  const now = Number(today().slice(0, 4));
  if (Number(year) === now) return `Année en cours (${year})`;
  return Number(year) === now - 1 ? `Année précédente (${year})` : year;
}
