import { nameKeys } from "../src/people/names.ts";
import { searchTokens } from "../src/people/rules.ts";
import { type DrawnName, drawName } from "./names.ts";
import { type Draw, pick, pickWeighted, seededDraw, uuidAt } from "./random.ts";

/**
 * Invents a network's record: people, and three years of encounters with what was said of cover and housing.
 * The same size always gives the same people. Rows have the shape of the tables they go to.
 */

const DAY = 86_400_000;
/** First and last day of the record, both included. */
export const FIRST_DAY = "2023-01-01";
export const LAST_DAY = "2025-12-31";
/** The year the report is asked for: the last one. */
export const REPORT_PERIOD = { from: "2025-01-01", to: "2025-12-31" };
const START = Date.parse(FIRST_DAY);
const DAYS = Math.round((Date.parse(LAST_DAY) - START) / DAY) + 1;

/** Share of encounters at which nothing was said of cover. */
const SILENT = 0.05;

/** Base and complementary schemes said at one visit; null when that layer was not spoken of. */
type Said = readonly [base: string | null, complementary: string | null];

/** How rights open over a person's visits: the last step lasts. */
const COVER_PATHS: readonly (readonly [number, readonly Said[]])[] = [
  [
    22,
    [
      ["none", "none"],
      ["none", "none"],
      ["puma", "none"],
      ["puma", "c2s"],
    ],
  ],
  [
    14,
    [
      ["none", "none"],
      ["ame", "ame"],
    ],
  ],
  [
    6,
    [
      ["ame", "ame"],
      ["ame", "ame"],
      ["ame", "ame"],
      ["puma", "c2s"],
    ],
  ],
  [
    14,
    [
      ["general", null],
      ["general", "private"],
    ],
  ],
  [
    16,
    [
      ["puma", "none"],
      ["puma", "c2s"],
    ],
  ],
  [14, [["puma", "c2s"]]],
  [
    4,
    [
      ["general", "none"],
      ["general", "none"],
      ["none", "none"],
    ],
  ],
  [3, [["msa", "private"]]],
  [
    3,
    [
      ["none", "none"],
      ["dsuv", null],
      ["ame", "ame"],
    ],
  ],
  [
    4,
    [
      ["unknown", null],
      ["puma", "c2s"],
    ],
  ],
];
const HOUSING: readonly (readonly [number, string])[] = [
  [14, "street"],
  [6, "squat"],
  [10, "hotel"],
  [9, "emergency_shelter"],
  [10, "foyer"],
  [7, "chrs"],
  [9, "cada"],
  [20, "hosted"],
  [15, "home"],
];
const REASONS: readonly (readonly [number, string])[] = [
  [16, "prescription_renewal"],
  [8, "wound"],
  [11, "cough"],
  [11, "back_pain"],
  [7, "certificate"],
  [6, "pregnancy"],
  [8, "check_up"],
  [8, "hypertension"],
  [6, "dental_pain"],
  [6, "diabetes"],
  [5, "skin"],
  [4, "sleep_anxiety"],
  [4, "vaccination"],
  [3, "rights"],
];
const ORIENTATIONS = [
  "cpam_rights",
  "town_doctor",
  "pass",
  "dentist",
  "laboratory",
  "social_followup",
  "emergency",
];
const REFERRERS = [
  "ccas",
  "social_worker",
  "chrs",
  "sos_115",
  "restos_du_coeur",
  "secours_catholique",
  "hospital_pass",
  "self",
];

/** Where and by whom people are received. */
export interface House {
  readonly sites: readonly string[];
  readonly professionals: readonly string[];
}

/** A person as invented; `created` is when the record was made (ISO). */
export interface Person extends DrawnName {
  readonly id: string;
  readonly created: string;
  readonly since: string;
  readonly birth: string | null;
  readonly birth_date: string | null;
  readonly key_tokens: string;
  readonly key_letters: string;
  readonly search_tokens: readonly string[];
  /** Rights opened on a document seen: first day and first day after, of the C2S. */
  readonly rights: readonly [string, string] | null;
}

/** One encounter, with its words and what was said. */
export interface Visit {
  readonly id: string;
  readonly person_id: string;
  readonly site_id: string;
  readonly professional_id: string;
  readonly on_day: string;
  readonly half_day: "morning" | "afternoon";
  readonly kind: string;
  readonly known: string;
  readonly terms: readonly { list: string; code: string; nature: string }[];
  readonly cover: readonly { layer: string; scheme: string }[];
  readonly housing: string | null;
}

const iso = (moment: number) => new Date(moment).toISOString();
const isoDay = (moment: number) => iso(moment).slice(0, 10);

/** Invents `size` people and `encounters` visits (at least one each), people by first visit, visits by day. */
export function inventPopulation(
  size: number,
  encounters: number,
  house: House,
): { people: Person[]; visits: Visit[] } {
  if (encounters < size) throw new Error("each person came at least once");
  const draw = seededDraw(20_270);
  const firstDays = Array.from({ length: size }, () => Math.floor(draw() ** 1.5 * DAYS)).sort(
    (a, b) => a - b,
  );
  const counts = visitCounts(draw, size, encounters);
  const people: Person[] = [];
  const visits: Visit[] = [];
  for (let index = 0; index < size; index++) {
    const days = visitDays(draw, firstDays[index] ?? 0, counts[index] ?? 1);
    const person = inventPerson(draw, START + (days[0] ?? 0) * DAY);
    people.push(person);
    visits.push(...inventVisits(draw, person, days, house));
  }
  visits.sort((a, b) => (a.known < b.known ? -1 : 1));
  return { people, visits };
}

/** Most people come once or twice, a few come often; the sum is exact. */
function visitCounts(draw: Draw, size: number, encounters: number): number[] {
  const mean = encounters / size;
  const counts = Array.from({ length: size }, () =>
    Math.min(40, 1 + Math.floor(-Math.log(1 - draw()) * Math.max(0, mean - 1) + 0.5 * draw())),
  );
  let missing = encounters - counts.reduce((sum, count) => sum + count, 0);
  while (missing !== 0) {
    const at = Math.floor(draw() * size);
    const step = missing > 0 ? 1 : -1;
    const next = (counts[at] ?? 1) + step;
    if (next < 1) continue;
    counts[at] = next;
    missing -= step;
  }
  return counts;
}

function visitDays(draw: Draw, first: number, count: number): number[] {
  const left = DAYS - 1 - first;
  const span = Math.min(left, 60 + draw() * 700);
  const days = [first];
  for (let visit = 1; visit < count; visit++) days.push(first + Math.floor(draw() * span));
  // The centre is closed on Sundays.
  return days
    .map((day) => (new Date(START + day * DAY).getUTCDay() === 0 ? Math.max(0, day - 1) : day))
    .sort((a, b) => a - b);
}

function inventPerson(draw: Draw, firstVisit: number): Person {
  const name = drawName(draw);
  const birth = drawBirth(draw, firstVisit);
  const keys = nameKeys(name);
  const opened = firstVisit + Math.floor(draw() * 90) * DAY;
  return {
    ...name,
    id: uuidAt(draw, firstVisit + 9 * 3_600_000 + Math.floor(draw() * 8 * 3_600_000)),
    created: iso(firstVisit + 18 * 3_600_000),
    since: isoDay(firstVisit),
    birth,
    birth_date: birth?.length === 10 ? birth : null,
    key_tokens: keys.words,
    key_letters: keys.letters,
    search_tokens: searchTokens([name], birth),
    rights: draw() < 0.08 ? [isoDay(opened), isoDay(opened + 365 * DAY)] : null,
  };
}

/** As registers hold it: 6 % only a year, 3 % about a year, 2 % a month, 2 % nothing, 1 January more than its share. */
export function drawBirth(draw: Draw, firstVisit: number): string | null {
  const kind = draw();
  const age = 2 + draw() * 45 + draw() * 35;
  const born = isoDay(firstVisit - age * 365.25 * DAY);
  if (kind < 0.02) return null;
  if (kind < 0.05) return `~${born.slice(0, 4)}`;
  if (kind < 0.11) return born.slice(0, 4);
  if (kind < 0.13) return born.slice(0, 7);
  return kind < 0.19 ? `${born.slice(0, 4)}-01-01` : born;
}

/** What is said of cover at each of `count` visits; null at those where nothing is. */
export function drawCover(draw: Draw, count: number): (Said | null)[] {
  const path = pickWeighted(draw, COVER_PATHS);
  const pace = 0.4 + draw() * 0.6;
  return Array.from({ length: count }, (_, visit) => {
    if (draw() < SILENT) return null;
    return path[Math.min(path.length - 1, Math.floor(visit * pace))] ?? null;
  });
}

function inventVisits(draw: Draw, person: Person, days: readonly number[], house: House): Visit[] {
  const said = drawCover(draw, days.length);
  const site = pick(draw, house.sites);
  return days.map((day, visit) => {
    const moment = START + day * DAY;
    const [base = null, complementary = null] = said[visit] ?? [];
    const terms = [{ list: "reason", code: pickWeighted(draw, REASONS), nature: "clinical" }];
    if (draw() < 0.4) terms.push(orientation(pick(draw, ORIENTATIONS)));
    if (visit === 0) terms.push({ list: "referrer", code: pick(draw, REFERRERS), nature: "appointments" });
    const morning = draw() < 0.55;
    return {
      id: uuidAt(draw, moment + (morning ? 9 : 14) * 3_600_000 + Math.floor(draw() * 3 * 3_600_000)),
      person_id: person.id,
      site_id: draw() < 0.85 ? site : pick(draw, house.sites),
      professional_id: pick(draw, house.professionals),
      on_day: isoDay(moment),
      half_day: morning ? "morning" : "afternoon",
      kind: draw() < 0.7 ? "consultation" : "nursing",
      known: iso(moment + 18 * 3_600_000 + Math.floor(draw() * 3_600_000)),
      terms,
      cover: [
        ...(base === null ? [] : [{ layer: "base", scheme: base }]),
        ...(complementary === null ? [] : [{ layer: "complementary", scheme: complementary }]),
      ],
      housing: visit === 0 || draw() < 0.1 ? pickWeighted(draw, HOUSING) : null,
    };
  });
}

function orientation(code: string): Visit["terms"][number] {
  const social = code === "cpam_rights" || code === "social_followup";
  return { list: "orientation", code, nature: social ? "useful" : "clinical" };
}
