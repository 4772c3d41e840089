import { useState } from "react";
import { shortDayText } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { readTypedDay } from "../../ui/typed-day.ts";

interface OptionalDayProps {
  readonly label: string;
  readonly name: string;
  /** ISO day; null when it is not known. What is typed and is no day is given as it is, and refused when it is sent. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  readonly error?: string | undefined;
}

/** A day that may stay empty. */
export function OptionalDay({ label, name, value, onChange, error }: OptionalDayProps) {
  const [typed, setTyped] = useState(() =>
    readTypedDay(value ?? "") ? shortDayText(value ?? "") : (value ?? ""),
  );
  const wrong = typed.trim().length >= 6 && readTypedDay(typed) === null;
  return (
    <TextField
      label={label}
      name={name}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(text.trim() === "" ? null : (readTypedDay(text) ?? text));
      }}
      autoComplete="off"
      placeholder="jj/mm/aaaa"
      help="Peut rester vide"
      error={error ?? (wrong ? "Ce jour n’existe pas. Écrivez par exemple 03/05/2014." : undefined)}
    />
  );
}
