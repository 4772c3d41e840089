import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "../src/ui/new-id.ts";
import { type AgendaFilled, fillAgenda } from "./agenda-fill.ts";
import { onePlusSixteen, statementFloor, withFloorTable } from "./floors.ts";
import { Connection, httpClient, requestText, round } from "./http-load.ts";
import { type Bench, endless, nurse } from "./measures.ts";
import { startServer } from "./server-process.ts";

/**
 * The agenda of four sites: slots, booking, a practitioner's day and week, fifty on one slot, a change seen on another screen. One
 * client on one process for latency; sixteen over two processes for throughput.
 */
export async function measureAgenda(bench: Bench) {
  const filled = await fillAgenda(bench.owner);
  const second = await startSecond(bench);
  try {
    const ports = [bench.port, second.port];
    const slots = await measureSlots(bench, filled, ports);
    const booking = await measureBooking(bench, filled, ports);
    const day = await measureView(bench, filled, ports, 0);
    const week = await measureView(bench, filled, ports, 6);
    const race = await measureRace(bench, filled, ports);
    const seen = await measureSeen(bench, filled, ports);
    return { appointments: filled.appointments, slots, booking, day, week, race, seen };
  } finally {
    await second.stop();
  }
}

/** Another process on the same database, as on a second machine. */
async function startSecond({ admin, program, dataFolder }: Bench) {
  const folder = mkdtempSync(join(tmpdir(), "maillage-bench-second-"));
  const { user = "", password = "", host = "", port, database = "" } = admin;
  const server = await startServer(program, folder, [], {
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(String(password))}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
    MAILLAGE_KEYS: join(dataFolder, "keys"),
  });
  return {
    port: server.port,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function measureSlots(bench: Bench, { service, team, sites }: AgendaFilled, ports: readonly number[]) {
  const from = new Date().toISOString().slice(0, 10);
  const wanted = endless([
    {},
    { halfDay: "morning" },
    { sex: "female" },
    { sites: sites.slice(0, 1) },
    { wheelchair: true, halfDay: "afternoon" },
    { professional: team[5] },
    { own: team[9] },
  ]);
  return asked(bench, ports, { oneP95Ms: 15 }, "/api/agenda/slots", () => ({
    service,
    from,
    days: 180,
    ...wanted(),
  }));
}

function measureView(bench: Bench, { team }: AgendaFilled, ports: readonly number[], more: number) {
  const one = endless(team);
  const ahead = endless(Array.from({ length: 60 }, (_, n) => n));
  const isoDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const aim = more === 0 ? { oneP50Ms: 2, sixteenPerSecond: 1_500 } : {};
  return asked(bench, ports, aim, "/api/agenda/view", () => {
    const first = ahead();
    return { from: isoDay(first), until: isoDay(first + more), professionals: [one()] };
  });
}

interface Aim {
  readonly oneP50Ms?: number;
  readonly oneP95Ms?: number;
  readonly sixteenPerSecond?: number;
}

async function asked(bench: Bench, ports: readonly number[], aim: Aim, path: string, body: () => object) {
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(ports[client % ports.length] ?? 0, () =>
      requestText({ method: "POST", path, token: nurse(bench, client), body: body() }),
    ),
  );
  return {
    ...figures,
    floors: {
      emptyRoute: bench.emptyRoute,
      openingsOfADay: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_openings",
        "select * from agenda.opening where day = current_date + $1::int",
        () => [Math.floor(Math.random() * 60)],
      ),
    },
    aim,
    met: {
      ...(aim.oneP50Ms !== undefined && { p50: figures.one.p50Ms <= aim.oneP50Ms }),
      ...(aim.oneP95Ms !== undefined && { p95: figures.one.p95Ms <= aim.oneP95Ms }),
      ...(aim.sixteenPerSecond !== undefined && {
        throughput: figures.sixteen.perSecond >= aim.sixteenPerSecond,
      }),
    },
  };
}

/** Each request books a free slot of its own. */
async function measureBooking(bench: Bench, { service, free }: AgendaFilled, ports: readonly number[]) {
  const person = endless(bench.people);
  let next = 0;
  let requests = 0;
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(ports[client % ports.length] ?? 0, () => {
      const slot = free[next++];
      if (!slot) throw new Error("no free slot is left: fewer seconds");
      requests++;
      const body = { id: newId(), service, professional: slot.professional, start: slot.start };
      return requestText({
        method: "POST",
        path: `/api/people/${person()}/appointments`,
        token: nurse(bench, client),
        body,
      });
    }),
  );
  const { rows } = await bench.owner.query<{ booked: number }>(
    "select count(*)::int as booked from agenda.appointment where author_name <> 'Banc'",
  );
  const booked = rows[0]?.booked ?? 0;
  if (booked !== requests) throw new Error(`${requests} bookings asked, ${booked} booked`);
  const durableInsert = await withFloorTable(bench.owner, () =>
    statementFloor(
      bench.admin,
      bench.seconds,
      "floor_insert",
      "insert into public.bench_floor (body) values ($1)",
      () => ['{"start": "2026-03-03T09:00:00+01:00"}'],
    ),
  );
  return {
    ...figures,
    booked,
    floors: { emptyRoute: bench.emptyRoute, durableInsert },
    aim: { oneP50Ms: 2, sixteenPerSecond: 1_000 },
    met: { latency: figures.one.p50Ms <= 2, throughput: figures.sixteen.perSecond >= 1_000 },
  };
}

/** Fifty clients ask for one slot in the same instant: until the last of them has its answer. The median of seven. */
async function measureRace(bench: Bench, { service, free }: AgendaFilled, ports: readonly number[]) {
  const clients = await Promise.all(
    Array.from({ length: 50 }, (_, n) => Connection.open(ports[n % ports.length] ?? 0)),
  );
  const times: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    const slot = free.at(-1 - turn);
    const started = performance.now();
    const answers = await Promise.all(
      clients.map((client, n) =>
        client.ask(
          requestText({
            method: "POST",
            path: `/api/people/${bench.people[n]}/appointments`,
            token: nurse(bench, n),
            body: { id: newId(), service, ...slot },
          }),
        ),
      ),
    );
    times.push(performance.now() - started);
    const told = answers.map(({ body }) => JSON.parse(body) as { outcome: string; proposals?: unknown[] });
    const booked = told.filter(({ outcome }) => outcome === "booked").length;
    const holding = told.filter(({ outcome, proposals }) => outcome === "taken" && proposals?.length).length;
    if (booked !== 1 || holding !== 49)
      throw new Error(`${booked} booked, ${holding} told and holding the next`);
  }
  for (const client of clients) client.close();
  const settledMs = round(times.sort((a, b) => a - b)[3] ?? 0);
  return { settledMs, aim: { settledMs: 100 }, met: { settled: settledMs <= 100 } };
}

/** From a booking sent to one process until a screen of the other is told. */
async function measureSeen(
  bench: Bench,
  { service, free }: AgendaFilled,
  [here = 0, there = 0]: readonly number[],
) {
  let told = () => {};
  const stream = get({
    port: there,
    host: "127.0.0.1",
    path: "/api/agenda/live",
    headers: { cookie: `maillage_session=${nurse(bench, 0)}`, accept: "text/event-stream" },
  });
  await new Promise<void>((resolve, reject) => {
    stream.on("error", reject);
    stream.on("response", (response) => {
      response.setEncoding("utf8").on("data", (text: string) => {
        if (text.includes("event: all")) setTimeout(resolve, 200);
        else if (text.includes("event: day")) told();
      });
    });
  });
  const client = await Connection.open(here);
  const times: number[] = [];
  for (let turn = 0; turn < 40; turn++) {
    const slot = free.at(-10 - turn);
    const seen = new Promise<void>((resolve) => {
      told = resolve;
    });
    const started = performance.now();
    const { body } = await client.ask(
      requestText({
        method: "POST",
        path: `/api/people/${bench.people[turn]}/appointments`,
        token: nurse(bench, 1),
        body: { id: newId(), service, ...slot },
      }),
    );
    if (!body.includes('"booked"')) throw new Error(`not booked: ${body.slice(0, 200)}`);
    await seen;
    times.push(performance.now() - started);
  }
  stream.destroy();
  client.close();
  const sorted = times.sort((a, b) => a - b);
  const worstMs = round(sorted.at(-1) ?? 0);
  return { p50Ms: round(sorted[20] ?? 0), worstMs, aim: { worstMs: 300 }, met: { seen: worstMs <= 300 } };
}
