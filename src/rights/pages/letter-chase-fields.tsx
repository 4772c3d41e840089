import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { LetterChase } from "../letters/model.ts";

/** The line of the log that a letter writes; its identifier is made with the draft, so that sent twice it is one line. */
export interface TypedChase extends LetterChase {
  readonly noted: boolean;
}

/** Noted today, unless one says otherwise. */
export function startChase(): TypedChase {
  return { noted: true, id: newId(), onDay: today(), whom: "", nextOn: null };
}

/** As it is sent. */
export function sentChase({ noted: _, ...line }: TypedChase): LetterChase {
  return line;
}

interface LetterChaseFieldsProps {
  readonly value: TypedChase;
  readonly onChange: (chase: TypedChase) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** To note the chasing by the same act as its letter: when, whom, and when to ask again. */
export function LetterChaseFields({ value, onChange, errors }: LetterChaseFieldsProps) {
  const set = (change: Partial<TypedChase>) => onChange({ ...value, ...change });
  return (
    <>
      <Check
        label="Noter cette relance dans la demande"
        value={value.noted}
        onChange={(noted) => set({ noted })}
      />
      {value.noted && (
        <>
          <div className="form-pair">
            <DateField
              label="Envoyée le"
              name="chaseDay"
              value={value.onDay}
              onChange={(onDay) => set({ onDay: onDay ?? today() })}
              max={today()}
              error={errors["chase.onDay"]}
            />
            <TextField
              label="À qui (facultatif)"
              name="chaseWhom"
              value={value.whom}
              onChange={(whom) => set({ whom })}
              error={errors["chase.whom"]}
              autoComplete="off"
            />
          </div>
          <DateField
            label="À relancer le (facultatif)"
            name="chaseNext"
            value={value.nextOn}
            onChange={(nextOn) => set({ nextOn })}
            error={errors["chase.nextOn"]}
          />
        </>
      )}
    </>
  );
}
