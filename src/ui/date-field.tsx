import { useState } from "react";
import { shortDayText, weekdayText } from "./format.ts";
import { TextField } from "./text-field.tsx";
import { readTypedDay } from "./typed-day.ts";

interface DateFieldProps {
  readonly label: string;
  /** Name of the field in the server's messages. */
  readonly name: string;
  /** ISO day, or null while what is typed is not a day. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  /** Latest day accepted (ISO). */
  readonly max?: string;
  readonly error?: string | undefined;
}

/**
 * A day typed in the French order, whatever the browser's own language (its date entry would follow that language
 * and turn 3 May into 5 March). The day read is written out below, so that a slip is seen.
 */
export function DateField({ label, name, value, onChange, max, error }: DateFieldProps) {
  const [typed, setTyped] = useState(value === null ? "" : shortDayText(value));
  const [shown, setShown] = useState(value);
  // The value changed from outside: what is typed follows it.
  if (value !== shown) {
    setShown(value);
    if (value !== null && value !== readTypedDay(typed)) setTyped(shortDayText(value));
  }
  const late = value !== null && max !== undefined && value > max;
  const wrong = value === null && typed.trim().length >= 6;
  const fault = wrong
    ? "Ce jour n’existe pas. Écrivez par exemple 03/05/2014."
    : late
      ? "Ce jour est à venir."
      : undefined;
  return (
    <TextField
      label={label}
      name={name}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        const day = readTypedDay(text);
        setShown(day);
        onChange(day);
      }}
      autoComplete="off"
      placeholder="jj/mm/aaaa"
      help={value === null ? "jour/mois/année" : weekdayText(value)}
      error={error ?? fault}
    />
  );
}
