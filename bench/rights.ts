import type pg from "pg";
import { writePages } from "./fill.ts";
import { onePlusSixteen, statementFloor } from "./floors.ts";
import { httpClient, requestText } from "./http-load.ts";
import { type Bench, countActs, endless } from "./measures.ts";
import { type InventedRequest, inventRequests } from "./requests.ts";

/** Requests open in the centre, and who keeps them. */
const OPEN = 20_000;
const KEEPERS = 12;
/** Of the heavy page: people, and what each has. */
const HEAVY = 64;
const ENCOUNTERS = 200;
const REQUESTS = 10;
const INTERVALS = 30;
const BATCH = 2_000;

/** The first page of what is stuck: the centre's, then one keeper's, as the screen opens it. Audited as a list. */
export async function measureBoard(bench: Bench) {
  const keepers = await followManyRights(bench);
  const board = (view: string, keeper: () => string | null) =>
    onePlusSixteen(bench.seconds, (client) =>
      httpClient(bench.port, () => {
        const token = bench.socialWorkers[client % bench.socialWorkers.length] ?? "";
        const body = { view, keeper: keeper(), after: null };
        return requestText({ method: "POST", path: "/api/rights/board", token, body });
      }),
    );
  const before = await countActs(bench, "request.board");
  const centre = await board("now", () => null);
  const everything = await board("all", () => null);
  const keeper = await board("now", endless(keepers));
  const counts = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(bench.port, () => {
      const token = bench.socialWorkers[client % bench.socialWorkers.length] ?? "";
      return requestText({ method: "POST", path: "/api/rights/board/counts", token, body: {} });
    }),
  );
  const asked = [centre, everything, keeper].reduce(
    (sum, { one, sixteen }) => sum + one.requests + sixteen.requests,
    0,
  );
  // The warm-ups are audited too.
  const audited = (await countActs(bench, "request.board")) - before;
  if (audited < asked) throw new Error(`${asked} boards read, ${audited} audit rows`);
  return {
    open: await openRequests(bench.owner),
    centre,
    everything,
    keeper,
    /** The figures beside each view, asked by the screen at the same time. */
    counts,
    floors: {
      emptyRoute: bench.emptyRoute,
      indexedQuery: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_board",
        `select r.* from rights.request r where r.keeper_id = $1 and r.known_to is null and (r.waits_on is not null or r.next_act is not null)
          order by coalesce(r.next_day, 'infinity'), r.id limit 51`,
        endlessValues(keepers),
      ),
    },
    aim: { p95Ms: 20 },
    met: {
      centre: centre.one.p95Ms <= 20,
      everything: everything.one.p95Ms <= 20,
      keeper: keeper.one.p95Ms <= 20,
    },
  };
}

/** A doctor opens someone with thirty intervals of cover, ten requests for rights and two hundred encounters. */
export async function measureHeavyPage(bench: Bench) {
  const people = await followHeavily(bench);
  const person = endless(people);
  const before = await countActs(bench, "person.open");
  let asked = 0;
  const figures = await onePlusSixteen(bench.seconds, (client) =>
    httpClient(bench.port, () => {
      asked++;
      const token = bench.doctors[client % bench.doctors.length] ?? "";
      return requestText({ method: "GET", path: `/api/people/${person()}`, token });
    }),
  );
  const audited = (await countActs(bench, "person.open")) - before;
  if (audited !== asked) throw new Error(`${asked} records opened, ${audited} audit rows`);
  return {
    encounters: ENCOUNTERS,
    requests: REQUESTS,
    intervals: INTERVALS,
    ...figures,
    floors: {
      emptyRoute: bench.emptyRoute,
      rowsAlone: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_heavy",
        `select (select json_agg(e) from care.encounter e where e.person_id = $1 and e.known_to is null),
                (select json_agg(r) from rights.request r where r.person_id = $1 and r.known_to is null),
                (select json_agg(v) from rights.cover_interval v where v.person_id = $1 and upper_inf(v.known))`,
        endlessValues(people),
      ),
    },
    aim: { oneP50Ms: 3, sixteenPerSecond: 1_000 },
    met: { latency: figures.one.p50Ms <= 3, throughput: figures.sixteen.perSecond >= 1_000 },
  };
}

function endlessValues(list: readonly string[]): () => unknown[] {
  const next = endless(list);
  return () => [next()];
}

/** Opens many requests, kept by a few, unless a kept folder has them already. @returns the keepers' accounts */
async function followManyRights({ owner, people, socialWorker }: Bench): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    "select id from access.account where email like 'keeper-%@bench.invalid' order by email",
  );
  if (rows.length > 0) return rows.map(({ id }) => id);
  await owner.query("begin");
  const { rows: keepers } = await owner.query<{ id: string }>(
    `with made as (
       insert into access.account (email, display_name, legal_category)
       select 'keeper-' || n || '@bench.invalid', 'Accompagnante ' || n, a.legal_category
         from generate_series(1, $2) n, access.account a where a.id = $1 returning id),
     assigned as (
       insert into access.assignment (account_id, structure_id, role)
       select m.id, g.structure_id, g.role from made m, access.assignment g where g.account_id = $1)
     select id from made order by id`,
    [socialWorker, KEEPERS],
  );
  const ids = keepers.map(({ id }) => id);
  const asked = inventRequests(OPEN, businessDay());
  for (let start = 0; start < asked.length; start += BATCH) {
    await insertRequests(
      owner,
      asked.slice(start, start + BATCH).map((request, n) => ({
        ...request,
        person: people[(start + n) % people.length] ?? "",
        keeper: ids[(start + n * 7) % ids.length] ?? "",
      })),
    );
    // What checks each step would go on as when there were none: by reading them all.
    await owner.query("analyze rights.request, rights.request_step");
  }
  await owner.query("commit");
  await owner.query("vacuum (analyze) rights.request, rights.request_step, access.account");
  return ids;
}

interface PlacedRequest extends InventedRequest {
  readonly person: string;
  readonly keeper: string;
}

async function insertRequests(owner: pg.Client, requests: readonly PlacedRequest[]): Promise<void> {
  const rows = JSON.stringify(requests);
  await owner.query(
    `insert into rights.request (id, person_id, structure_id, type, nature, authority, keeper_id, keeper_name, author_id, author_name, version,
         state, state_on, waits_on, effect_on, ends_on, trail, next_act, next_from, next_day, silence_on, silence_means, appeal_by)
     select r.id, r.person, (select id from network.structure where in_team order by code limit 1), r.type, 'right_requests', 'CPAM', a.id,
            a.display_name, a.id, a.display_name, 1, r.state, r.state_on, s.waits_on, r.effect_on, r.ends_on, r.trail, r.plan ->> 'nextAct',
            (r.plan ->> 'nextFrom')::date, (r.plan ->> 'nextDay')::date, (r.plan ->> 'silenceOn')::date, r.plan ->> 'silenceMeans',
            (r.plan ->> 'appealBy')::date
       from jsonb_to_recordset($1) as r (id uuid, person uuid, keeper uuid, type text, state text, state_on date, effect_on date, ends_on date,
              trail jsonb, plan jsonb)
       join rights.request_state s on s.code = r.state
       join access.account a on a.id = r.keeper`,
    [rows],
  );
  await owner.query(
    `insert into rights.request_step (id, request_id, seq, state, on_day, effect_on, ends_on, author_id, author_name)
     select s.id, r.id, s.seq, s.state, s."on", s."effectOn", s."endsOn", a.id, a.display_name
       from jsonb_to_recordset($1) as r (id uuid, keeper uuid, steps jsonb)
      cross join lateral jsonb_to_recordset(r.steps) as s (id uuid, seq int, state text, "on" date, "effectOn" date, "endsOn" date)
       join access.account a on a.id = r.keeper order by r.id, s.seq`,
    [rows],
  );
}

/** Gives some people years of rights and care, unless a kept folder has them already. @returns their identifiers */
async function followHeavily({ owner, people, socialWorker }: Bench): Promise<string[]> {
  const followed = people.slice(-2 * HEAVY, -HEAVY);
  const { rowCount } = await owner.query("select from rights.cover_interval where proof = 'bench' limit 1");
  if (rowCount) return followed;
  const run = (sql: string, ...more: unknown[]) => owner.query(sql, [followed, ...more]);
  await owner.query("begin");
  await run(
    `insert into care.encounter (person_id, structure_id, on_day, half_day, kind, known_from, author_id)
     select p, (select id from network.structure where in_team order by code limit 1), current_date - n * 5, 'morning', 'consultation',
            now() - n * interval '5 days', (select id from access.account where email like 'doctor@%')
       from unnest($1::uuid[]) p, generate_series(1, $2) n`,
    ENCOUNTERS,
  );
  await run(
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, known_from)
     select e.id, e.person_id, e.on_day, 'reason', 'back_pain', 'clinical', e.known_from
       from care.encounter e where e.person_id = any ($1) and not exists (select from care.encounter_term t where t.encounter_id = e.id)`,
  );
  // What the population said of their cover goes: thirty intervals are then all there is of it.
  await run("delete from rights.cover_interval where person_id = any ($1)");
  await run(
    `insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof)
     select p, l.layer, l.scheme, daterange(current_date - 90 * n, current_date - 90 * (n - 1) - 5), 'document', 'bench'
       from unnest($1::uuid[]) p, generate_series(1, $2) n, (values ('base', 'puma'), ('complementary', 'c2s')) l (layer, scheme)`,
    INTERVALS / 2,
  );
  const asked = inventRequests(OPEN + HEAVY * REQUESTS, businessDay()).slice(OPEN);
  await insertRequests(
    owner,
    asked.map((request, n) => ({
      ...request,
      person: followed[n % followed.length] ?? "",
      keeper: socialWorker,
    })),
  );
  await owner.query("commit");
  await writePages(owner);
  await owner.query(
    "vacuum (analyze) care.encounter, care.encounter_term, rights.cover_interval, rights.request, rights.request_step",
  );
  return followed;
}

/** The day of the server under test. */
function businessDay(): string {
  return new Date().toISOString().slice(0, 10);
}

async function openRequests(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from rights.request where known_to is null and (waits_on is not null or next_act is not null)",
  );
  return rows[0]?.n ?? 0;
}
