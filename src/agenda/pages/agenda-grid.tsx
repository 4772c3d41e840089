import { type KeyboardEvent, useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import type { AgendaColumn, AgendaItem } from "../day-layout.ts";
import { stateLabels } from "../model.ts";
import { interpreterText } from "../rules.ts";
import { hourOf } from "../wall-clock.ts";

/** What is chosen in the agenda. */
export type Opened = Exclude<AgendaItem, { kind: "taken" }>;

interface AgendaGridProps {
  readonly columns: readonly {
    readonly column: AgendaColumn;
    readonly title: string;
    readonly note: string;
  }[];
  /** Minutes since midnight, when this day is today. */
  readonly now: { readonly day: string; readonly minutes: number } | null;
  readonly mayBook: boolean;
  readonly onOpen: (item: Opened) => void;
}

/** Height of a minute, in pixels: the shortest appointments stay large enough for a finger. */
const SCALE = 1.9;

/** Columns of practitioners or of days, hours down. Arrows go from one to the next, Enter opens. */
export function AgendaGrid({ columns, now, mayBook, onOpen }: AgendaGridProps) {
  const edges = columns.flatMap(({ column }) => column.items.flatMap(({ from, to }) => [from, to]));
  const first = Math.floor(Math.min(...edges) / 60) * 60;
  const last = Math.ceil(Math.max(...edges) / 60) * 60;
  const hours = Array.from({ length: (last - first) / 60 + 1 }, (_, n) => first + n * 60);
  const place = ({ from, to, lane, lanes }: AgendaItem) => ({
    top: (from - first) * SCALE,
    height: (to - from) * SCALE - 2,
    left: `${(lane / lanes) * 100}%`,
    width: `calc(${100 / lanes}% - 3px)`,
  });
  const openable = columns.flatMap(({ column }) =>
    column.items.filter((item) => item.kind === "appointment" || (item.kind === "free" && mayBook)),
  ) as Opened[];
  // One stop for the Tab key: where the arrows last went.
  const [at, setAt] = useState("");
  const stop = openable.some((item) => keyOf(item) === at) ? at : openable[0] && keyOf(openable[0]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move the focus among the buttons within.
    <div
      className="agenda-scroll"
      onKeyDown={(event) => {
        const there = reached(event);
        if (there === null) return;
        event.preventDefault();
        there.focus();
      }}
      onFocus={({ target }) => {
        if (target instanceof HTMLElement && target.dataset.key !== undefined) setAt(target.dataset.key);
      }}
    >
      <div
        className="agenda-grid"
        style={{ gridTemplateColumns: `3.5rem repeat(${columns.length}, minmax(9rem, 1fr))` }}
      >
        <div className="agenda-corner" />
        {columns.map(({ column, title, note }, n) => (
          <div key={column.key} className="agenda-head">
            <h2 id={`agenda-column-${n}`}>{title}</h2>
            {note !== "" && <p className="soft small">{note}</p>}
          </div>
        ))}
        <div className="agenda-hours" aria-hidden="true" style={{ height: (last - first) * SCALE + 12 }}>
          {hours.map((hour) => (
            <span key={hour} style={{ top: (hour - first) * SCALE }}>
              {hourOf(hour)}
            </span>
          ))}
        </div>
        {columns.map(({ column }, n) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's.
          <div key={column.key} role="group" aria-labelledby={`agenda-column-${n}`} className="agenda-column">
            {hours.map((hour) => (
              <div key={hour} className="agenda-rule" style={{ top: (hour - first) * SCALE }} />
            ))}
            {now !== null && now.day === column.day && now.minutes >= first && now.minutes <= last && (
              <div className="agenda-now" style={{ top: (now.minutes - first) * SCALE }}>
                <span className="unseen">Maintenant, {hourOf(now.minutes)}</span>
              </div>
            )}
            {column.items.map((item) =>
              item.kind === "taken" ? (
                <div key={`taken ${item.from}`} className="agenda-item agenda-taken" style={place(item)}>
                  <span>Pris</span>
                  <span className="unseen">{` de ${hourOf(item.from)} à ${hourOf(item.to)}`}</span>
                </div>
              ) : (
                <button
                  key={keyOf(item)}
                  type="button"
                  tabIndex={keyOf(item) === stop ? 0 : -1}
                  data-from={item.from}
                  data-key={keyOf(item)}
                  disabled={item.kind === "free" && !mayBook}
                  className={classOf(item)}
                  style={place(item)}
                  onClick={() => onOpen(item)}
                >
                  <ItemWords item={item} />
                </button>
              ),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

export function keyOf(item: Opened): string {
  return item.kind === "free" ? `free ${item.opening.id} ${item.from}` : item.appointment.id;
}

function classOf(item: Opened): string {
  if (item.kind === "free") return "agenda-item agenda-free";
  const { state, overbooked } = item.appointment;
  return `agenda-item agenda-booked agenda-${state}${overbooked === null ? "" : " agenda-over"}`;
}

/** In words: nothing is told by colour alone. */
export function ItemWords({ item }: { readonly item: Opened }) {
  if (item.kind === "free")
    return (
      <span>
        {hourOf(item.from)} <span className="agenda-word">Libre</span>
      </span>
    );
  const { person, service, state, overbooked, interpreter, practitioner } = item.appointment;
  // Shown in the column of each who receives: with whom, in each.
  const joint = item.appointment.with ?? [];
  return (
    <>
      <span>
        {hourOf(item.from)} <strong>{person === null ? "Rendez-vous pris" : shownName(person).whole}</strong>
      </span>
      <span className="agenda-about small">
        {[
          service,
          state === "booked" ? "" : stateLabels[state],
          overbooked === null ? "" : "en plus",
          joint.length === 0 ? "" : `à plusieurs\u00a0: ${[practitioner, ...joint].join(", ")}`,
          interpreter && interpreterText(interpreter),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </>
  );
}

/** Where an arrow goes: up and down within a column, left and right to the nearest hour of the next one; null: nowhere. */
function reached(event: KeyboardEvent<HTMLDivElement>): HTMLElement | null {
  const here = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-key]") : null;
  const column = here?.closest("[role=group]");
  if (!here || !column) return null;
  const stopsOf = (one: Element) => [...one.querySelectorAll<HTMLElement>("[data-key]:not(:disabled)")];
  const stops = stopsOf(column);
  const at = stops.indexOf(here);
  const from = Number(here.dataset.from);
  const away = (one: HTMLElement) => Math.abs(Number(one.dataset.from) - from);
  const all = [...event.currentTarget.querySelectorAll("[role=group]")];
  const beside = (others: Element[]) =>
    others
      .map((other) => stopsOf(other).sort((a, b) => away(a) - away(b))[0])
      .find((one) => one !== undefined);
  const ways: Readonly<Record<string, () => HTMLElement | undefined>> = {
    ArrowDown: () => stops[at + 1],
    ArrowUp: () => stops[at - 1],
    ArrowRight: () => beside(all.slice(all.indexOf(column) + 1)),
    ArrowLeft: () => beside(all.slice(0, all.indexOf(column)).reverse()),
    Home: () => stops[0],
    End: () => stops.at(-1),
  };
  return ways[event.key]?.() ?? null;
}
