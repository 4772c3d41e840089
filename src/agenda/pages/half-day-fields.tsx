import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { readHour } from "../planning/table.ts";
import type { Planning } from "./use-planning.ts";

/** Hours being typed; "" where nothing is said. */
export interface TypedHours {
  readonly site: string;
  readonly room: string;
  readonly starts: string;
  readonly ends: string;
  readonly capacity: string;
}

interface HalfDayFieldsProps {
  readonly planning: Planning;
  readonly value: TypedHours;
  readonly onChange: (value: TypedHours) => void;
  /** Hours may be shown as wrong. */
  readonly judged: boolean;
}

const NONE = "none";

/** Where and when: shared by what is added and what is altered. */
export function HalfDayFields({ planning, value, onChange, judged }: HalfDayFieldsProps) {
  const set = (change: Partial<TypedHours>) => onChange({ ...value, ...change });
  const rooms = planning.keeping.rooms.filter(
    ({ siteId, active, id }) => siteId === value.site && (active || id === value.room),
  );
  const wrong = (text: string) => (judged && readHour(text) === null ? "Par exemple 08:30." : undefined);
  return (
    <>
      <div className="form-pair">
        <TextField
          label="De"
          name="starts"
          value={value.starts}
          onChange={(starts) => set({ starts })}
          error={wrong(value.starts)}
          autoComplete="off"
        />
        <TextField
          label="À"
          name="ends"
          value={value.ends}
          onChange={(ends) => set({ ends })}
          error={
            wrong(value.ends) ?? (judged && !inOrder(value) ? "La fin doit venir après le début." : undefined)
          }
          autoComplete="off"
        />
      </div>
      <div className="form-pair">
        <SelectField
          label="Lieu"
          options={planning.sites.map(({ id, name }) => ({ code: id, label: name }))}
          value={value.site}
          onChange={(site) => set({ site, room: "" })}
        />
        <SelectField
          label="Salle"
          options={[
            { code: NONE, label: "Aucune en particulier" },
            ...rooms.map(({ id, label }) => ({ code: id, label })),
          ]}
          value={value.room === "" ? NONE : value.room}
          onChange={(room) => set({ room: room === NONE ? "" : room })}
        />
      </div>
      <TextField
        label="Nombre de places (facultatif)"
        name="capacity"
        inputMode="numeric"
        value={value.capacity}
        onChange={(capacity) => set({ capacity })}
        help="Sans nombre, autant de rendez-vous que le temps en permet."
        error={capacityOf(value) === undefined ? "Un nombre, de 1 à 200." : undefined}
      />
    </>
  );
}

function inOrder({ starts, ends }: TypedHours): boolean {
  const [first, last] = [readHour(starts), readHour(ends)];
  return first === null || last === null || first < last;
}

/** As the server takes it; null: nothing said; undefined: not a number of places. */
function capacityOf({ capacity }: TypedHours): number | null | undefined {
  if (capacity.trim() === "") return null;
  const count = Number(capacity);
  return Number.isInteger(count) && count >= 1 && count <= 200 ? count : undefined;
}

/** As the server takes them; null: something is wrong. */
export function hoursOf(value: TypedHours) {
  const [starts, ends, capacity] = [readHour(value.starts), readHour(value.ends), capacityOf(value)];
  if (starts === null || ends === null || capacity === undefined || starts >= ends) return null;
  return { starts, ends, siteId: value.site, roomId: value.room === "" ? null : value.room, capacity };
}
