import type pg from "pg";
import { onePlusSixteen, type Pair, statementFloor, withFloorTable } from "./floors.ts";
import { httpClient, requestText, round, timeOnce } from "./http-load.ts";
import { REPORT_PERIOD } from "./population.ts";
import { inventRegister, type KnownName } from "./register.ts";

/** What every measure works on. */
export interface Bench {
  readonly port: number;
  readonly owner: pg.Client;
  readonly admin: pg.ClientConfig;
  readonly seconds: number;
  /** Sixteen sessions of nurses, one each client, as sixteen browsers would have. */
  readonly nurses: readonly string[];
  /** Sixteen of doctors. */
  readonly doctors: readonly string[];
  /** Sixteen of social workers, and their account. */
  readonly socialWorkers: readonly string[];
  readonly socialWorker: string;
  /** A session of a medical director: reports and imports. */
  readonly director: string;
  /** One of the data protection officer. */
  readonly officer: string;
  /** Identifiers of people, in an order with no relation to the disk's. */
  readonly people: readonly string[];
  readonly site: string;
  /** The program under test, and the data folder it serves. */
  readonly program: string;
  readonly dataFolder: string;
  /** The floor every HTTP measure shares. */
  readonly emptyRoute: Pair;
}

/** Walks a list for ever. */
export function endless<T>(list: readonly T[]): () => T {
  let at = 0;
  return () => {
    const found = list[at++ % list.length];
    if (found === undefined) throw new Error("an empty list");
    return found;
  };
}

/** Opening a record, with its audit row. */
export async function measurePage(bench: Bench) {
  const person = endless(bench.people);
  const before = await countActs(bench, "person.open");
  let asked = 0;
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(bench.port, () => {
      asked++;
      return requestText({ method: "GET", path: `/api/people/${person()}`, token: nurse(bench, client) });
    }),
  );
  const audited = (await countActs(bench, "person.open")) - before;
  if (audited !== asked) throw new Error(`${asked} records opened, ${audited} audit rows`);
  return {
    ...figures,
    floors: {
      emptyRoute: bench.emptyRoute,
      indexedQuery: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_identity",
        "select * from people.identity where person_id = $1 and known_to is null",
        () => [person()],
      ),
    },
    aim: { oneP50Ms: 1.5, sixteenPerSecond: 2_000 },
    met: { latency: figures.one.p50Ms <= 1.5, throughput: figures.sixteen.perSecond >= 2_000 },
  };
}

/** Recording an encounter with a reason and a statement of cover. */
export async function measureWrite(bench: Bench) {
  const person = endless(bench.people.slice(0, 20_000));
  const body = {
    siteId: bench.site,
    onDay: new Date().toISOString().slice(0, 10),
    kind: "consultation",
    terms: [{ list: "reason", code: "back_pain" }],
    cover: [{ layer: "base", scheme: "puma", source: "declared" }],
  };
  const before = await countActs(bench, "encounter.record");
  let asked = 0;
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(bench.port, () => {
      asked++;
      const path = `/api/people/${person()}/encounters`;
      return requestText({ method: "POST", path, token: nurse(bench, client), body });
    }),
  );
  const audited = (await countActs(bench, "encounter.record")) - before;
  if (audited !== asked) throw new Error(`${asked} encounters recorded, ${audited} audit rows`);
  const json = JSON.stringify(body);
  const durableInsert = await withFloorTable(bench.owner, () =>
    statementFloor(
      bench.admin,
      bench.seconds,
      "floor_insert",
      "insert into public.bench_floor (body) values ($1)",
      () => [json],
    ),
  );
  return {
    ...figures,
    floors: { emptyRoute: bench.emptyRoute, durableInsert },
    aim: { oneP50Ms: 1.5, sixteenPerSecond: 2_000 },
    met: { latency: figures.one.p50Ms <= 1.5, throughput: figures.sixteen.perSecond >= 2_000 },
  };
}

/** The year's report. */
export async function measureReport(bench: Bench) {
  const ask = requestText({
    method: "POST",
    path: "/api/reports/activity",
    token: bench.director,
    body: REPORT_PERIOD,
  });
  const first = await httpClient(bench.port, () => ask);
  const firstMs = await timeOnce(first);
  first.close();
  const figures = await onePlusSixteen(bench.seconds, () => httpClient(bench.port, () => ask));
  const { rows } = await bench.owner.query<{ n: number }>(
    "select count(*)::int as n from care.encounter where on_day between $1 and $2",
    [REPORT_PERIOD.from, REPORT_PERIOD.to],
  );
  return {
    encounters: rows[0]?.n,
    firstMs,
    ...figures,
    floors: {
      oneCount: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_report",
        "select count(*), count(distinct person_id) from care.encounter where on_day between $1 and $2",
        () => [REPORT_PERIOD.from, REPORT_PERIOD.to],
      ),
    },
    aim: { oneP50Ms: 300 },
    met: { latency: figures.one.p50Ms <= 300 },
  };
}

/** Bringing a register of ten thousand rows into the full record, from the upload to the last row written. */
export async function measureImport(bench: Bench, rows = 10_000) {
  const { rows: known } = await bench.owner.query<KnownName>(
    `select family, given, birth, sex from people.identity
      where known_to is null and birth_date is not null order by id limit 20000`,
  );
  const { rows: done } = await bench.owner.query<{ n: number }>(
    "select count(*)::int as n from intake.import",
  );
  // On a folder kept from another run the same register would be recognised, and nothing imported.
  const csv = inventRegister(rows, 7 + (done[0]?.n ?? 0), known);
  const started = performance.now();
  const form = new FormData();
  form.append("file", new Blob([csv], { type: "text/csv" }), "registre-2026.csv");
  form.append("decision", "reject");
  const response = await fetch(`http://127.0.0.1:${bench.port}/api/imports`, {
    method: "POST",
    headers: { cookie: `maillage_session=${bench.director}`, origin: `http://127.0.0.1:${bench.port}` },
    body: form,
  });
  const phases: Record<string, number> = {};
  let ending: ImportEnding = {};
  let since = started;
  let phase = "upload";
  for await (const event of eventsOf(response)) {
    const now = performance.now();
    phases[phase] = round(((phases[phase] ?? 0) * 1_000 + now - since) / 1_000);
    since = now;
    phase = event.phase ?? phase;
    ending = event;
  }
  const seconds = (performance.now() - started) / 1_000;
  if (ending.event !== "finished" || !ending.outcome) throw new Error(`import: ${JSON.stringify(ending)}`);
  const { imported, refused } = ending.outcome.rows;
  const perSecond = Math.round(imported / seconds);
  return {
    rows: imported,
    refused,
    personsTouched: ending.outcome.personsTouched,
    probablePairs: ending.outcome.probablePairs,
    seconds: round(seconds),
    /** Seconds in each phase the import tells of. */
    phases,
    perSecond,
    floors: { bareInsertPerSecond: await bareInsertFloor(bench, csv) },
    aim: { perSecond: 2_000 },
    met: { throughput: perSecond >= 2_000 },
  };
}

interface ImportEnding {
  readonly event?: string;
  readonly phase?: string;
  readonly outcome?: {
    readonly rows: { readonly imported: number; readonly refused: number };
    readonly personsTouched: number;
    readonly probablePairs: number;
  };
}

/** Each line of an import's answer, as it comes. */
async function* eventsOf(response: Response): AsyncGenerator<ImportEnding> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    const lines = (text + part.value).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as ImportEnding;
  }
}

/** The same lines put as they are into one table, in one durable statement. */
async function bareInsertFloor({ owner }: Bench, csv: string): Promise<number> {
  const lines = csv.split("\r\n");
  return withFloorTable(owner, async () => {
    const started = performance.now();
    await owner.query(
      "insert into public.bench_floor (body) select to_jsonb(line) from unnest($1::text[]) line",
      [lines],
    );
    return Math.round((lines.length / (performance.now() - started)) * 1_000);
  });
}

/** How many acts of a kind the trail holds. */
export async function countActs({ owner }: Bench, action: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from audit.entry where action = $1",
    [action],
  );
  return rows[0]?.n ?? 0;
}

/** The session of the nurse who is this client. */
export function nurse({ nurses }: Bench, client: number): string {
  return nurses[client % nurses.length] ?? "";
}
