import { Check } from "../../../ui/choice-field.tsx";
import type { HalfDay } from "../../first-run/model.ts";

const DAYS = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"];
const HALVES = [
  { code: "morning", label: "matin" },
  { code: "afternoon", label: "après-midi" },
] as const;

interface OpeningHoursProps {
  readonly place: string;
  readonly value: readonly HalfDay[];
  readonly onChange: (opening: readonly HalfDay[]) => void;
}

/** The half-days of the week on which a place is open. */
export function OpeningHours({ place, value, onChange }: OpeningHoursProps) {
  return (
    <fieldset className="half-days">
      <legend className="field-label">Demi-journées d’ouverture{place === "" ? "" : `, ${place}`}</legend>
      {DAYS.flatMap((day, index) =>
        HALVES.map(({ code, label }) => {
          const here = (one: HalfDay) => one.weekday === index + 1 && one.halfDay === code;
          return (
            <Check
              key={`${day} ${code}`}
              label={`${day} ${label}`}
              value={value.some(here)}
              onChange={(open) =>
                onChange(
                  open
                    ? [...value, { weekday: index + 1, halfDay: code }]
                    : value.filter((one) => !here(one)),
                )
              }
            />
          );
        }),
      )}
    </fieldset>
  );
}
