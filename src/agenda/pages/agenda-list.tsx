import type { AgendaColumn, AgendaItem } from "../day-layout.ts";
import { hourOf } from "../wall-clock.ts";
import { ItemWords, keyOf, type Opened } from "./agenda-grid.tsx";

interface AgendaListProps {
  readonly columns: readonly { readonly column: AgendaColumn; readonly title: string }[];
  readonly mayBook: boolean;
  readonly onOpen: (item: Opened) => void;
}

/** The same hours on a phone: hour after hour, whoever gives them. */
export function AgendaList({ columns, mayBook, onOpen }: AgendaListProps) {
  const lines = columns
    .flatMap(({ column, title }, n) => column.items.map((item) => ({ item, column, title, n })))
    // Of several practitioners, one line: it names them.
    .filter(
      ({ item }, at, all) =>
        item.kind !== "appointment" ||
        all.findIndex((one) => one.item.kind === "appointment" && keyOf(one.item) === keyOf(item)) === at,
    )
    .sort((a, b) => a.column.day.localeCompare(b.column.day) || a.item.from - b.item.from || a.n - b.n);
  // Of several days, the day is the heading; of one, whoever gives the hours is on each line.
  const week = new Set(columns.map(({ column }) => column.day)).size > 1;
  const groups: { key: string; heading: string; lines: typeof lines }[] = [];
  for (const line of lines) {
    const hour = Math.floor(line.item.from / 60);
    const key = `${line.column.day} ${hour}`;
    const heading = `${week ? `${line.title}, ` : ""}${hour}\u00a0h`;
    if (groups.at(-1)?.key !== key) groups.push({ key, heading, lines: [] });
    groups.at(-1)?.lines.push(line);
  }
  return (
    <div className="stack">
      {groups.map(({ key, heading, lines: some }) => (
        <section key={key} className="card agenda-list" aria-label={heading}>
          <h2>{heading}</h2>
          <ul>
            {some.map(({ item, column, title }) => (
              <li key={`${column.key} ${item.from} ${item.lane} ${item.kind}`}>
                <Line item={item} title={week ? "" : title} mayBook={mayBook} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Line({
  item,
  title,
  mayBook,
  onOpen,
}: {
  readonly item: AgendaItem;
  readonly title: string;
  readonly mayBook: boolean;
  readonly onOpen: (item: Opened) => void;
}) {
  if (item.kind === "taken")
    return (
      <p className="agenda-line agenda-taken">
        {hourOf(item.from)} Pris jusqu’à {hourOf(item.to)} <span className="soft small">{title}</span>
      </p>
    );
  return (
    <button
      key={keyOf(item)}
      type="button"
      disabled={item.kind === "free" && !mayBook}
      className={`agenda-line ${item.kind === "free" ? "agenda-free" : "agenda-booked"}${
        item.kind === "appointment" && item.appointment.overbooked !== null ? " agenda-over" : ""
      }`}
      onClick={() => onOpen(item)}
    >
      <ItemWords item={item} />
      <span className="soft small">{title}</span>
    </button>
  );
}
