/**
 * Slot search equals a naive reference that shares nothing with it: five minutes after five minutes, hours read on the clocks of
 * each site by Intl, holidays written down by hand, over invented timetables with exceptions, absences, closures and clock changes.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";

const ZONES: readonly { zone: string; commune: string; holidays: string[] }[] = [
  { zone: "Europe/Paris", commune: "38053", holidays: [] },
  { zone: "Europe/Paris", commune: "67482", holidays: ["2026-04-03", "2026-12-26", "2027-03-26"] },
  { zone: "Indian/Reunion", commune: "97411", holidays: ["2026-12-20"] },
  { zone: "America/Miquelon", commune: "97502", holidays: [] },
];
/** Of the whole country, 2026 and the beginning of 2027 (handbook 3.6). */
const HOLIDAYS = (
  "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01 2026-11-11 2026-12-25 " +
  "2027-01-01 2027-03-29"
).split(" ");
/** Around clock changes of both sides of the ocean, Easter, the bridges of May, the turn of the year. */
const BEGINNINGS = ["2026-03-05", "2026-03-24", "2026-04-28", "2026-10-20", "2026-12-19"];
const DAYS = 16;
const TEAM = 3;

let centre: Centre;
let sites: string[];
let team: string[];
let service: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  const ids = async (sql: string, values: unknown[]) =>
    (await centre.t.owner.query<{ id: string }>(sql, values)).rows.map(({ id }) => id);
  sites = await ids(
    `insert into network.site (structure_id, code, name, commune_code, time_zone)
     select $1, 'lieu-' || n, 'Lieu ' || n, c, z from unnest($2::text[], $3::text[]) with ordinality as k (c, z, n) returning id`,
    [centre.team, ZONES.map(({ commune }) => commune), ZONES.map(({ zone }) => zone)],
  );
  team = await ids(
    `insert into network.professional (structure_id, label, folded_label, profession)
     select $1, 'P' || n, 'p' || n, 'doctor' from generate_series(1, $2::int) n returning id`,
    [centre.team, TEAM],
  );
  [service = ""] = await ids(
    `insert into agenda.service (structure_id, code, label, neutral_label, minutes, booking_roles)
     values ($1, 's', 'S', 'S', 25, '{}') returning id`,
    [centre.team],
  );
  await centre.t.owner.query("insert into agenda.practitioner (professional_id) select unnest($1::uuid[])", [
    team,
  ]);
  await centre.t.owner.query(
    "insert into agenda.gives (professional_id, service_id, minutes) select p, $2, nullif(n, 2) * 15 from unnest($1::uuid[]) with ordinality k (p, n)",
    [team, service],
  );
});
afterAll(() => centre.t.close());

const day = (n: number) => fc.integer({ min: 0, max: n });
/** Within a stretch of the day that no other hours of theirs share: nobody is in two places. */
const STRETCHES = [
  [0, 360],
  [480, 780],
  [810, 1140],
] as const;
const halfDay = fc.record({
  who: fc.nat(TEAM - 1),
  site: fc.nat(ZONES.length - 1),
  weekday: fc.integer({ min: 1, max: 7 }),
  stretch: fc.nat(2),
  cut: fc.tuple(fc.nat(10), fc.nat(10)),
  every: fc.integer({ min: 1, max: 3 }),
  begins: fc.integer({ min: -30, max: 10 }),
  lasts: fc.option(day(30), { nil: null }),
  capacity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  onHolidays: fc.boolean(),
  exceptions: fc.array(
    fc.record({ at: day(DAYS), gone: fc.boolean(), cut: fc.tuple(fc.nat(10), fc.nat(10)) }),
    {
      maxLength: 2,
    },
  ),
});
const hole = fc.record({
  of: fc.nat(3),
  at: day(DAYS),
  hour: fc.constantFrom(0, 8, 11, 15),
  hours: fc.constantFrom(2, 5, 24, 72),
});
const timetable = fc.record({
  from: fc.constantFrom(...BEGINNINGS),
  halfDays: fc.array(halfDay, { minLength: 3, maxLength: 12 }),
  absences: fc.array(hole, { maxLength: 2 }),
  closures: fc.array(hole, { maxLength: 2 }),
  booked: fc.array(
    fc.record({ who: fc.nat(TEAM - 1), at: fc.nat(DAYS * 288), ticks: fc.integer({ min: 1, max: 12 }) }),
    {
      maxLength: 25,
    },
  ),
});
type Timetable = typeof timetable extends fc.Arbitrary<infer T> ? T : never;

const MINUTE = 60_000;
const plus = (from: string, days: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 1440 * MINUTE).toISOString().slice(0, 10);
const weekdayOf = (one: string) => new Date(`${one}T00:00:00Z`).getUTCDay() || 7;
const mondayOf = (one: string) => plus(one, 1 - weekdayOf(one));
const hhmm = (minutes: number) =>
  minutes === 1440 ? "24:00" : new Date(minutes * MINUTE).toISOString().slice(11, 16);

/** The clocks of a place at a moment: "2026-03-29T03:10". */
const clocks = new Map(
  ZONES.map(({ zone }) => [
    zone,
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }),
  ]),
);
const wallAt = (at: number, zone: string) => clocks.get(zone)?.format(at).replace(" ", "T") ?? "";

/** What a generated row says, in the words of the two sides. */
function readable(t: Timetable) {
  const hole = ({ at, hour, hours }: { at: number; hour: number; hours: number }) => {
    const from = `${plus(t.from, at)}T${hhmm(hour * 60)}`;
    return { from, until: new Date(Date.parse(`${from}Z`) + hours * 60 * MINUTE).toISOString().slice(0, 16) };
  };
  const hours = ([low, high]: readonly [number, number], [a, b]: readonly number[]) => [
    low + (a ?? 0) * 5,
    high - (b ?? 0) * 5,
  ];
  const halfDays = t.halfDays
    // One of a stretch and weekday for each: nobody is in two places.
    .filter(
      (one, n, all) =>
        all.findIndex((k) => k.who === one.who && k.weekday === one.weekday && k.stretch === one.stretch) ===
        n,
    )
    .map((one) => {
      const stretch = STRETCHES[one.stretch] ?? STRETCHES[1];
      const from = plus(t.from, one.begins);
      const days = Array.from({ length: DAYS }, (_, n) => plus(t.from, n)).filter(
        (d) => weekdayOf(d) === one.weekday,
      );
      return {
        ...one,
        // Each works on one side of the world: nine in the morning here is noon there.
        site: one.who === 0 ? one.site % 2 : one.who + 1,
        series: newId(),
        from,
        until: one.lasts === null ? null : plus(from, one.lasts),
        hours: hours(stretch, one.cut),
        exceptions: one.exceptions.flatMap((x, n, all) => {
          const on = days[x.at % Math.max(days.length, 1)];
          const twice = all.findIndex((k) => days[k.at % days.length] === on) !== n;
          return on === undefined || twice ? [] : [{ on, gone: x.gone, hours: hours(stretch, x.cut) }];
        }),
      };
    });
  const booked = t.booked.map(({ who, at, ticks }) => {
    const start = Date.parse(`${t.from}T00:00:00Z`) + at * 5 * MINUTE;
    return { who, start, end: start + ticks * 5 * MINUTE };
  });
  return {
    halfDays,
    absences: t.absences.map((one) => ({ who: one.of % TEAM, ...hole(one) })),
    closures: t.closures.map((one) => ({ site: one.of % ZONES.length, ...hole(one) })),
    // A practitioner's own never overlap.
    booked: booked.filter(
      (one, n) =>
        !booked.slice(0, n).some((k) => k.who === one.who && k.start < one.end && one.start < k.end),
    ),
  };
}
type Readable = ReturnType<typeof readable>;

/** Every slot, found the slow way. */
function naive(t: Readable, first: string): string[] {
  const found: { day: string; at: number; site: string; who: string }[] = [];
  for (let n = 0; n < DAYS; n++) {
    const on = plus(first, n);
    for (const half of t.halfDays) {
      if (weekdayOf(on) !== half.weekday || on < half.from || (half.until !== null && on > half.until))
        continue;
      const weeks = (Date.parse(mondayOf(on)) - Date.parse(mondayOf(half.from))) / (7 * 1440 * MINUTE);
      if (weeks % half.every !== 0) continue;
      const exception = half.exceptions.find((x) => x.on === on);
      if (exception?.gone) continue;
      const place = ZONES[half.site];
      if (!place) continue;
      const { zone, holidays } = place;
      if (!half.onHolidays && (HOLIDAYS.includes(on) || holidays.includes(on))) continue;
      const [low = 0, high = 0] = exception?.hours ?? half.hours;
      const [from, until] = [`${on}T${hhmm(low)}`, `${on}T${hhmm(high)}`];
      // Every five minutes of real time on this day or around it, whose clock is within the hours.
      const open: number[] = [];
      const midnight = Date.parse(`${on}T00:00:00Z`);
      for (let at = midnight - 840 * MINUTE; at < midnight + 2400 * MINUTE; at += 5 * MINUTE) {
        const wall = wallAt(at, zone);
        if (wall < from || wall >= until) continue;
        if (t.absences.some((a) => a.who === half.who && wall >= a.from && wall < a.until)) continue;
        if (t.closures.some((c) => c.site === half.site && wall >= c.from && wall < c.until)) continue;
        open.push(at);
      }
      const runs = open.reduce<number[][]>((all, at) => {
        const last = all.at(-1);
        if (last && at - (last.at(-1) ?? 0) === 5 * MINUTE) last.push(at);
        else all.push([at]);
        return all;
      }, []);
      for (const run of runs) {
        const end = (run.at(-1) ?? 0) + 5 * MINUTE;
        const taken = t.booked.filter((b) => b.who === half.who && b.start < end && (run[0] ?? 0) < b.end);
        if (half.capacity !== null && taken.length >= half.capacity) continue;
        const free = new Set(run.filter((at) => !taken.some((b) => b.start <= at && at < b.end)));
        const minutes = [15, 25, 45][half.who] ?? 0;
        for (const at of [...free]) {
          if (free.has(at - 5 * MINUTE)) continue;
          let start = at;
          const fits = () =>
            Array.from({ length: minutes / 5 }, (_, k) => start + k * 5 * MINUTE).every((m) => free.has(m));
          for (; fits(); start += minutes * MINUTE)
            found.push({ day: on, at: start, site: sites[half.site] ?? "", who: team[half.who] ?? "" });
        }
      }
    }
  }
  return found
    .sort(
      (a, b) =>
        a.day.localeCompare(b.day) ||
        a.at - b.at ||
        a.site.localeCompare(b.site) ||
        a.who.localeCompare(b.who),
    )
    .map((one) => `${one.day} ${new Date(one.at).toISOString()} ${one.site} ${one.who}`);
}

/** The same timetable written in the database; laid out and searched by it. */
async function searched(
  t: Readable,
  first: string,
  groups: readonly string[][],
  most: number,
): Promise<{ earliest: string[]; nearest: string[]; firstNearest: string[] }> {
  const { owner } = centre.t;
  await owner.query("begin");
  try {
    const many = (sql: string, rows: unknown[]) => owner.query(sql, [JSON.stringify(rows)]);
    await many(
      `insert into agenda.half_day (series_id, professional_id, site_id, weekday, every_weeks, anchor, valid, starts, ends, capacity, on_holidays)
       select series, who, site, weekday, every, begins, daterange(begins, until, '[]'), starts, ends, capacity, off
         from jsonb_to_recordset($1) as h (series uuid, who uuid, site uuid, weekday int, every int, begins date, until date, starts time, ends time, capacity int, off boolean)`,
      t.halfDays.map((h) => ({
        series: h.series,
        who: team[h.who],
        site: sites[h.site],
        weekday: h.weekday,
        every: h.every,
        begins: h.from,
        until: h.until,
        starts: hhmm(h.hours[0] ?? 0),
        ends: hhmm(h.hours[1] ?? 0),
        capacity: h.capacity,
        off: h.onHolidays,
      })),
    );
    await many(
      `insert into agenda.exception (series_id, on_day, cancelled, starts, ends) select series, d, gone, starts, ends
         from jsonb_to_recordset($1) as x (series uuid, d date, gone boolean, starts time, ends time)`,
      t.halfDays.flatMap((h) =>
        h.exceptions.map((x) => ({
          series: h.series,
          d: x.on,
          gone: x.gone,
          starts: hhmm(x.hours[0] ?? 0),
          ends: hhmm(x.hours[1] ?? 0),
        })),
      ),
    );
    await many(
      "insert into agenda.absence (id, professional_id, during) select gen_random_uuid(), who, tsrange(a, b) from jsonb_to_recordset($1) as x (who uuid, a timestamp, b timestamp)",
      t.absences.map((one) => ({ who: team[one.who], a: one.from, b: one.until })),
    );
    await many(
      "insert into agenda.closure (id, site_id, during) select gen_random_uuid(), site, tsrange(a, b) from jsonb_to_recordset($1) as x (site uuid, a timestamp, b timestamp)",
      t.closures.map((one) => ({ site: sites[one.site], a: one.from, b: one.until })),
    );
    // Half of the bookings before the hours are laid out, half after.
    const book = (rows: unknown[]) =>
      many(
        "insert into agenda.occupation select gen_random_uuid(), who, tstzrange(a, b), true from jsonb_to_recordset($1) as x (who uuid, a timestamptz, b timestamptz)",
        rows,
      );
    const rows = t.booked.map((one) => ({
      who: team[one.who],
      a: new Date(one.start).toISOString(),
      b: new Date(one.end).toISOString(),
    }));
    await book(rows.filter((_, n) => n % 2 === 0));
    await owner.query("select agenda.lay_out($1, $2, $2::date + 40)", [team, first]);
    await book(rows.filter((_, n) => n % 2 === 1));
    for (const { who, a, b } of rows)
      await owner.query("select agenda.refresh($1, tstzrange($2, $3))", [who, a, b]);
    const find = async (how: "find_slots" | "find_near", limit: number | null) => {
      const { rows: found } = await owner.query<{
        day: string;
        starts: Date;
        site_id: string;
        professional_id: string;
      }>(`select day::text, starts, site_id, professional_id from agenda.${how}($1, $2)`, [
        JSON.stringify({ service, from: first, days: DAYS, now: "2026-01-01T00:00:00Z", near: groups }),
        limit,
      ]);
      return found.map(
        (one) => `${one.day} ${one.starts.toISOString()} ${one.site_id} ${one.professional_id}`,
      );
    };
    return {
      earliest: await find("find_slots", null),
      nearest: await find("find_near", null),
      firstNearest: await find("find_near", most),
    };
  } finally {
    await owner.query("rollback");
  }
}

/** How near each site is: 0, the nearest, to 3. */
const ranks = fc.array(fc.nat(3), { minLength: ZONES.length, maxLength: ZONES.length });

test("slot search equals a naive reference, the earliest first or the nearest sites first, over invented timetables", async () => {
  await centre.t.owner.query("update agenda.service set horizon_days = 370");
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(timetable, ranks, fc.integer({ min: 1, max: 60 }), async (made, near, most) => {
      const t = readable(made);
      const expected = naive(t, made.from);
      compared += expected.length;
      const rankOf = (line: string) => near[sites.indexOf(line.split(" ")[2] ?? "")] ?? 0;
      const nearest = [0, 1, 2, 3].flatMap((rank) => expected.filter((line) => rankOf(line) === rank));
      const groups = [0, 1, 2, 3].map((rank) => sites.filter((_, n) => near[n] === rank));
      expect(await searched(t, made.from, groups, most)).toEqual({
        earliest: expected,
        nearest,
        firstNearest: nearest.slice(0, most),
      });
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(1_000);
});
