/**
 * Many at once on one agenda, through two server processes: fifty on one slot; then sixteen who book, move, cancel and go away
 * at random while one process is killed, and the whole history checked. MAILLAGE_AGENDA_OPERATIONS=10000 for the long run.
 */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Slot } from "../../../src/agenda/model.ts";
import { newId } from "../../../src/ui/new-id.ts";
import { emptyDatabase } from "../../support/external-database.ts";
import {
  connectAsOwner,
  openProgram,
  type Program,
  type Served,
  signInAs,
  temporaryPlace,
} from "../../support/program.ts";
import type { Answer } from "../../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../../support/server-bundle.ts";

const OPERATIONS = Number(process.env.MAILLAGE_AGENDA_OPERATIONS || 320);
const CLIENTS = 16;

let bundle: ServerBundle;
let place: ReturnType<typeof temporaryPlace>;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
let programs: readonly [Program, Program];
let servers: [Served, Served];
let owner: pg.Client;
let desk: string;
let director: string;
let people: string[];
let team: string[];
let service: string;
let from: string;

beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
  database = await emptyDatabase();
  const shared = {
    DATABASE_URL: database.url,
    MAILLAGE_KEYS: join(place.path, "keys"),
    MAILLAGE_PRESET: "saone-et-loire",
  };
  programs = [openProgram(bundle, shared), openProgram(bundle, shared)];
  await programs[0].run("migrate");
  servers = await Promise.all([programs[0].start(), programs[1].start()]);
  owner = await connectAsOwner(programs[0]);
  desk = await signInAs(programs[0], owner, "reception");
  director = await signInAs(programs[0], owner, "medical_director");
  const ids = async (sql: string) => (await owner.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  people = await ids(
    `with made as (insert into people.person select from generate_series(1, 50) returning id),
          known as (insert into people.registration (person_id, structure_id, since)
            select m.id, s.id, '2020-01-01' from made m, network.structure s where s.in_team returning person_id),
          named as (insert into people.identity (person_id, family, key_tokens, key_letters, search_tokens)
            select person_id, 'Essai', 'essai', 'essai', '{essai}' from known returning person_id)
     select person_id as id from named`,
  );
  team = await ids("select professional_id as id from agenda.practitioner");
  [service = ""] = await ids("select id from agenda.service where code = 'consultation'");
  // Tomorrow: nothing of it is over while this runs.
  from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
});
afterAll(async () => {
  await owner.end();
  await Promise.all(programs.map((program) => program.close()));
  await database.drop();
  place.remove();
});

const any = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
const seek = async (server: Served, limit: number): Promise<Slot[]> =>
  (await server.ask(desk, "POST", "/api/agenda/slots", { service, from, days: 30, limit })).body.slots;

/** Asked again, of whichever process still answers, until one does. */
async function persist(act: (server: Served) => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      const answer = await act(any(servers));
      if (answer.status < 500) return answer;
    } catch {
      // The process was killed before it answered: nobody knows whether it was done.
    }
    await sleep(20);
  }
}

test("fifty on one slot: one is booked, the others are told and hold the next", async () => {
  const [slot, next] = await seek(servers[0], 2);
  const answers = await Promise.all(
    people.map((person, n) =>
      (servers[n % 2] as Served).ask(desk, "POST", `/api/people/${person}/appointments`, {
        id: newId(),
        service,
        professional: slot?.professional,
        start: slot?.start,
      }),
    ),
  );
  const outcomes = answers.map(({ body }) => body.outcome);
  expect(outcomes.filter((one) => one === "booked")).toHaveLength(1);
  expect(outcomes.filter((one) => one === "taken")).toHaveLength(49);
  for (const { body } of answers.filter(({ body: one }) => one.outcome === "taken"))
    expect(body.proposals[0]).toMatchObject({ professional: next?.professional, start: next?.start });
  const { rows } = await owner.query("select count(*)::int as n from agenda.appointment");
  expect(rows).toEqual([{ n: 1 }]);
});

test("whatever is booked, moved, cancelled at random, one process killed meanwhile: nothing twice, nothing lost", async () => {
  /** What was answered of each appointment: the last word counts. */
  const known = new Map<string, { person: string; start: number; state: string }>();
  let done = 0;
  let killed = false;

  const operations = {
    async book() {
      const found = await persist((server) =>
        server.ask(desk, "POST", "/api/agenda/slots", { service, from, days: 30, limit: 40 }),
      );
      const slot = any(found.body.slots as Slot[]);
      const [id, person] = [newId(), any(people)];
      const { body } = await persist((server) =>
        server.ask(desk, "POST", `/api/people/${person}/appointments`, {
          id,
          service,
          professional: slot.professional,
          start: slot.start,
        }),
      );
      expect(["booked", "taken"]).toContain(body.outcome);
      if (body.outcome === "booked")
        known.set(id, { person, start: Date.parse(body.appointment.start), state: "booked" });
    },
    async move(id: string, mine: { person: string }) {
      const found = await persist((server) =>
        server.ask(desk, "POST", "/api/agenda/slots", { service, from, days: 30, limit: 40 }),
      );
      const slot = any(found.body.slots as Slot[]);
      const path = `/api/people/${mine.person}/appointments/${id}`;
      const { version } = (await persist((server) => server.ask(desk, "GET", path))).body;
      const { body } = await persist((server) =>
        server.ask(desk, "POST", `${path}/move`, {
          version,
          professional: slot.professional,
          start: slot.start,
        }),
      );
      if (body.outcome === "moved" || body.outcome === "changed")
        known.set(id, {
          person: mine.person,
          start: Date.parse(body.appointment.start),
          state: body.appointment.state,
        });
    },
    async cancel(id: string, mine: { person: string; start: number }) {
      const { body } = await persist((server) =>
        server.ask(desk, "POST", `/api/people/${mine.person}/appointments/${id}/state`, {
          to: any(["excused", "cancelled"]),
        }),
      );
      known.set(id, { ...mine, state: body.appointment.state });
    },
    async absence() {
      const on = new Date(Date.now() + 86_400_000 * (1 + randomInt(20))).toISOString().slice(0, 10);
      const body = {
        id: newId(),
        professionalId: any(team),
        from: `${on}T00:00:00`,
        until: `${on}T23:00:00`,
      };
      await persist((server) => server.ask(director, "POST", "/api/agenda/absences", body));
      await persist((server) =>
        server.ask(director, "POST", "/api/agenda/absences", { ...body, lifted: true }),
      );
    },
  };

  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      while (done < OPERATIONS) {
        done++;
        if (done > OPERATIONS / 2 && !killed) {
          killed = true;
          await servers[1].end("SIGKILL");
          servers[1] = await programs[1].start();
        }
        // Each client moves and cancels its own, so that the last answer is the last word.
        const mine = [...known].filter(
          ([id, one]) => one.state === "booked" && Number.parseInt(id.slice(-2), 16) % CLIENTS === client,
        );
        const dice = randomInt(100);
        if (dice < 4) await operations.absence();
        else if (dice < 55 || mine.length === 0) await operations.book();
        else if (dice < 80) await operations.move(...any(mine));
        else await operations.cancel(...any(mine));
      }
    }),
  );

  const { rows: overlaps } = await owner.query(
    `select a.id, b.id from agenda.appointment a join agenda.appointment b on a.id < b.id and a.during && b.during
        and (a.given_by = b.given_by or a.room_id = b.room_id)
       join agenda.state s on s.code = a.state and s.holds join agenda.state t on t.code = b.state and t.holds`,
  );
  expect(overlaps).toEqual([]);
  const { rows } = await owner.query<{ id: string; person: string; start: string; state: string }>(
    `select a.id, a.person_id as person, extract(epoch from lower(a.during)) * 1000 as start, a.state from agenda.appointment a
      where a.known_from > (select min(known_from) from agenda.appointment)`,
  );
  expect(
    new Map(rows.map(({ id, person, start, state }) => [id, { person, start: Number(start), state }])),
  ).toEqual(known);
  // Each change left its step, and no more; time taken and what is left free are what the appointments say.
  const { rows: sums } = await owner.query(
    `select (select count(*)::int from agenda.appointment a where a.version <> 1 + (select count(*) from agenda.appointment_step s where s.appointment_id = a.id)) as steps,
       (select count(*)::int from (
          (select a.id, r, a.during from agenda.appointment a join agenda.state s on s.code = a.state and s.holds, unnest(array[a.given_by, a.room_id]) r where r is not null
           except select appointment_id, resource_id, during from agenda.occupation)
          union all
          (select appointment_id, resource_id, during from agenda.occupation
           except select a.id, r, a.during from agenda.appointment a join agenda.state s on s.code = a.state and s.holds, unnest(array[a.given_by, a.room_id]) r)) d) as taken,
       (select count(*)::int from agenda.opening o where o.free <> tstzmultirange(o.during)
          - coalesce((select range_agg(c.during) from agenda.occupation c where c.resource_id = o.professional_id and c.during && o.during), '{}')) as free`,
  );
  expect(sums).toEqual([{ steps: 0, taken: 0, free: 0 }]);
});
