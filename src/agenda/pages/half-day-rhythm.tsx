import { WEEKDAYS } from "../../ui/format.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import type { Planning } from "./use-planning.ts";

/** When hours come back and what they are kept for, as typed. */
export interface TypedRhythm {
  /** "1": Monday. */
  readonly weekday: string;
  readonly everyWeeks: string;
  /** Empty: whatever they give. */
  readonly services: readonly string[];
}

interface HalfDayRhythmProps {
  readonly planning: Planning;
  readonly professionalId: string;
  readonly value: TypedRhythm;
  readonly onChange: (change: Partial<TypedRhythm>) => void;
}

const DAYS = WEEKDAYS.map((label, n) => ({ code: String(n + 1), label }));
const RHYTHMS = Array.from({ length: 12 }, (_, n) => ({
  code: String(n + 1),
  label: n === 0 ? "Chaque semaine" : `Une semaine sur ${n + 1}`,
}));

/** On which day, every how many weeks: shared by what is added and what is altered. */
export function RhythmFields({ value, onChange }: Pick<HalfDayRhythmProps, "value" | "onChange">) {
  return (
    <div className="form-pair">
      <SelectField
        label="Jour"
        options={DAYS}
        value={value.weekday}
        onChange={(weekday) => onChange({ weekday })}
      />
      <SelectField
        label="Rythme"
        options={RHYTHMS}
        value={value.everyWeeks}
        onChange={(everyWeeks) => onChange({ everyWeeks })}
      />
    </div>
  );
}

/** What these hours are kept for, of what the practitioner gives; nothing to choose when they give one thing. */
export function KeptForField({ planning, professionalId, value, onChange }: HalfDayRhythmProps) {
  const gives = planning.timetable.practitioners.find(({ id }) => id === professionalId)?.gives ?? [];
  const given = planning.keeping.services.filter(
    ({ id }) => value.services.includes(id) || gives.some(({ serviceId }) => serviceId === id),
  );
  if (given.length < 2) return null;
  return (
    <WordsField
      label="Seulement pour (facultatif)"
      options={given.map(({ id, label }) => ({ code: id, label }))}
      value={value.services}
      onChange={(services) => onChange({ services })}
    />
  );
}

/** As the server takes it. */
export function rhythmOf({ weekday, everyWeeks, services }: TypedRhythm) {
  return { weekday: Number(weekday), everyWeeks: Number(everyWeeks), services };
}
