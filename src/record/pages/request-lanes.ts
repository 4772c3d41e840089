/** Lanes of the requests for rights, each from its first dated step to its end or today, and their steps in words. */
import { stateLabels } from "../../rights/requests.ts";
import type { Tone } from "../../ui/alert.tsx";
import type { AxisBar, AxisLane } from "../../ui/charts/axis-shapes.ts";
import { addDays, daysBetween } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

type Request = PersonPage["requests"][number];

/** What the end of a request looks like; anything else still waits. */
const ENDS: Readonly<Partial<Record<Request["state"], { sign: string; tone: Tone }>>> = {
  granted: { sign: "✓", tone: "good" },
  renewal_due: { sign: "✓", tone: "good" },
  renewed: { sign: "✓", tone: "good" },
  expired: { sign: "✓", tone: "good" },
  refused: { sign: "✗", tone: "missing" },
  implicitly_refused: { sign: "✗", tone: "missing" },
  refused_by_person: { sign: "–", tone: "unknown" },
  withdrawn: { sign: "–", tone: "unknown" },
  closed_no_news: { sign: "–", tone: "unknown" },
};

/** Days on which something of a request is dated. */
export function requestDays(page: PersonPage): string[] {
  return page.requests.flatMap(({ steps }) => steps.flatMap(([, day]) => (day === null ? [] : [day])));
}

/**
 * As many lanes as requests run side by side, the first named.
 * @param today ISO day where those that wait end
 */
export function requestLanes(page: PersonPage, today: string): AxisLane[] {
  const bars = page.requests
    .flatMap((request) => barOf(request, today))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const rows: AxisBar[][] = [];
  for (const bar of bars) {
    const free = rows.find((row) => (row.at(-1)?.to ?? "") <= bar.from);
    if (free) free.push(bar);
    else rows.push([bar]);
  }
  return rows.map((row, index) => ({
    label: index === 0 ? "Demandes de droits" : `Demandes (${index + 1})`,
    bars: row,
    marks: [],
  }));
}

function barOf({ label, state, steps }: Request, today: string): AxisBar[] {
  const days = steps.flatMap(([, day]) => (day === null ? [] : [day]));
  const [from, last] = [days[0], days.at(-1)];
  if (from === undefined || last === undefined) return [];
  const end = ENDS[state];
  // The decision ends the request, whatever is noted of the right afterwards.
  const decided = steps.findLast(([one]) => one === "granted" || one === "refused")?.[1];
  const until = end === undefined ? (today > last ? today : last) : (decided ?? last);
  const to = until > from ? until : addDays(from, 1);
  const words = end === undefined ? label : `${label} ${end.sign} ${daysBetween(from, to)}\u00a0j`;
  return [{ from, to, label: words, tone: end?.tone ?? "wait", look: end === undefined ? "light" : "solid" }];
}

/** Each dated step, in words. */
export function requestLines(page: PersonPage) {
  return page.requests.flatMap(({ label, steps }) =>
    steps.flatMap(([state, day]) =>
      day === null
        ? []
        : [
            {
              day,
              lane: "Demandes de droits",
              when: dayText(day),
              what: `${label}\u00a0: ${stateLabels[state]}`,
            },
          ],
    ),
  );
}
