/** Every state × transition of every type: the same in the rules and in the database, which refuses the others. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { pendingStates } from "../../src/rights/requests/awaited.ts";
import { nextStates, requestStates } from "../../src/rights/requests/transitions.ts";
import { stateLabels } from "../../src/rights/requests/words.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let t: TestDatabase;
let types: string[];
beforeAll(async () => {
  t = await testDatabase();
  const { rows } = await t.owner.query<{ code: string }>(
    "select code from rights.request_type order by code",
  );
  types = rows.map(({ code }) => code);
});
afterAll(() => t.close());

const FROM = ["new", ...requestStates] as const;
const allowedByRules = () =>
  types.flatMap((type) =>
    FROM.flatMap((from) => nextStates(type, from).map((to) => `${type} ${from} ${to}`)),
  );

test("the rules and the database name the same states, and allow the same transitions of each type", async () => {
  const { rows: states } = await t.owner.query<{ code: string; label: string; pending: boolean }>(
    "select code, label, pending from rights.request_state order by sort",
  );
  expect(Object.fromEntries(states.map(({ code, label }) => [code, label]))).toEqual(stateLabels);
  expect(states.map(({ code }) => code)).toEqual(requestStates);
  expect(states.filter(({ pending }) => pending).map(({ code }) => code)).toEqual(pendingStates);
  const { rows } = await t.owner.query<{ one: string }>(
    `select concat_ws(' ', t.code, f, s.code) as one from rights.request_type t cross join unnest($1::text[]) f cross join rights.request_state s
      where rights.request_may(t.code, f, s.code)`,
    [FROM],
  );
  expect(rows.map(({ one }) => one).sort()).toEqual(allowedByRules().sort());
});

test("a type that a network adds follows the common rules", () => {
  expect(nextStates("aide_facultative", "filed")).toEqual(
    nextStates("apa", "filed").filter((state) => !state.startsWith("implicitly")),
  );
});

test("every impossible step is refused by the table itself, whoever writes it", async () => {
  const { owner } = t;
  // A request in each state of each type: placed there without asking, for what is tried is what comes after.
  await owner.query("alter table rights.request_step disable trigger possible");
  await owner.query(`
    insert into rights.request (id, person_id, structure_id, type, nature, reference, keeper_id, keeper_name, author_id, author_name, state)
    select uuidv7(), uuidv7(), uuidv7(), k.code, 'right_requests', f, uuidv7(), '', uuidv7(), '', 'filed'
      from rights.request_type k cross join (select 'new' as f union all select code from rights.request_state) s`);
  await owner.query(`
    insert into rights.request_step (id, request_id, seq, state, author_id, author_name)
    select uuidv7(), r.id, 1, r.reference, uuidv7(), '' from rights.request r where r.reference <> 'new'`);
  await owner.query("alter table rights.request_step enable trigger possible");
  await owner.query(`
    create function pg_temp.try_all() returns setof text language plpgsql as $$
    declare
      one record;
    begin
      for one in select r.id, r.type, r.reference as came, s.code as goes from rights.request r cross join rights.request_state s loop
        begin
          insert into rights.request_step (id, request_id, seq, state, author_id, author_name) values (uuidv7(), one.id, 2, one.goes, uuidv7(), '');
          raise exception 'done' using errcode = 'MA000';
        exception
          when check_violation then null;
          when sqlstate 'MA000' then return next one.type || ' ' || one.came || ' ' || one.goes;
        end;
      end loop;
    end $$`);
  const { rows } = await owner.query<{ one: string }>("select try_all as one from pg_temp.try_all()");
  expect(rows.map(({ one }) => one).sort()).toEqual(allowedByRules().sort());
});
