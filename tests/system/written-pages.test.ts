/** Pages written beforehand: each reader is given what they would read now, and nothing that changed since. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Role, roles } from "../../src/access/model.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.nurse.account,
    family: "Écrite",
  });
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await centre.t.close();
});
beforeEach(() => write());

const run = (sql: string, values: unknown[] = [person]) => centre.t.owner.query(sql, values);
/** Writes the pages that changed, as the server does. */
async function write(who = person): Promise<void> {
  await run("select record.ask_writing($1)", [who]);
  await run(
    "insert into record.touched (person_id, xid) values ($1, pg_current_xact_id()) on conflict do nothing",
    [who],
  );
  await run("select record.renew(1000, '0')", []);
}
const page = async (role: Role, who = person) => app.ask(centre.who[role].token, "GET", `/api/people/${who}`);
/** Says in what is written that it is: only what is read from the tables does not say so. */
const mark = () =>
  run(
    `update record.written set content = replace(content, '"localNumber":', '"written":true,"localNumber":')`,
    [],
  );
const isWritten = async (role: Role = "nurse") => (await page(role)).body.written === true;

/** Each role is given what is written as it would read it now. */
async function expectSameForAll(): Promise<void> {
  for (const role of roles) {
    await write();
    const written = await page(role);
    await run("delete from record.written", []);
    const now = await page(role);
    expect({ role, ...written }).toEqual({ role, ...now });
  }
  await write();
}

test("what was written beforehand is, for every role, the page as it is read now", async () => {
  await expectSameForAll();
  // A request whose nature is raised afterwards is no longer everyone's.
  await run("update rights.request set nature = 'clinical' where person_id = $1");
  await expectSameForAll();
  await mark();
  const given = [];
  for (const role of roles) if (await isWritten(role)) given.push(role);
  // All those who know the team's people by their role alone.
  expect(given).toEqual(
    expect.arrayContaining(["reception", "nurse", "doctor", "social_worker", "mediator"]),
  );
  expect(given).not.toEqual(expect.arrayContaining(["trainee"]));
  expect(given).not.toEqual(expect.arrayContaining(["prescriber"]));
  // The whole page is read from the tables, and leaves what is written as it is.
  const whole = await app.ask(centre.who.nurse.token, "GET", `/api/people/${person}/whole`);
  expect([whole.body.written, await isWritten()]).toEqual([undefined, true]);
});

test("what a page is not asked for would have been empty, for every role", async () => {
  // Care given up that is not reserved: doctors read it by the summary of a block that they may not read.
  await run(
    "update care.essential set reserved = false where person_id = $1 and nature = 'social_situation'",
  );
  await run("delete from record.written", []);
  const hints = `with was as (select * from record.present where person_id = $1)
    update record.present h set cells = -1, blocks = -1 from was where h.person_id = was.person_id and h.nature = was.nature
    returning was.nature, was.cells, was.blocks`;
  for (const role of roles) {
    const asked = await page(role);
    const { rows } = await run(hints);
    const whole = await page(role);
    for (const { nature, cells, blocks } of rows)
      await run("update record.present set cells = $3, blocks = $4 where person_id = $1 and nature = $2", [
        person,
        nature,
        cells,
        blocks,
      ]);
    expect({ role, ...asked }).toEqual({ role, ...whole });
  }
});

test("of a block in which something is not the reader’s, nothing written beforehand is given", async () => {
  const { rows } = await run(
    "select blocks::text, cells::text, content from record.written where person_id = $1",
  );
  const clinical = 1n << 5n;
  const socialNotes = 1n << 4n;
  const bodies = rows.filter(({ content }) => /"(body|severity)" ?:/.test(content));
  expect(bodies.length).toBeGreaterThan(0);
  for (const { cells } of bodies) expect(BigInt(cells) & (clinical | socialNotes)).not.toBe(0n);
  // Drafts, tasks and appointments are of one reader, or of the day: never written.
  for (const { content } of rows) expect(content).not.toMatch(/"(drafts|tasks|appointments)" ?:/);
});

test("every change of a table that a page shows makes it read from the tables, until it is written again", async () => {
  const { rows: held } = await run(
    "select tgrelid::regclass::text as name from pg_trigger where tgname = 'touched_by_update' order by 1",
    [],
  );
  expect(held).toHaveLength(17);
  for (const { name } of held) {
    const key = name === "people.person" ? "id" : "person_id";
    const { rowCount } = await run(`update ${name} set ${key} = ${key} where ${key} = $1`);
    expect({ name, rows: rowCount }).not.toEqual({ name, rows: 0 });
    expect({ name, changed: await changed() }).toEqual({ name, changed: true });
    await write();
    await mark();
    expect({ name, written: await isWritten() }).toEqual({ name, written: true });
  }
});
/** One of several changes in a row may be all that a page shows: the marked piece is not given. */
const changed = async () => {
  await mark();
  return !(await isWritten());
};

test("a table that a page reads, and that notes no change, is one of those read each time", async () => {
  const { rows } = await run(
    `select distinct (regexp_matches(p.prosrc, '\\m(?:from|join) ((?!record\\.)[a-z]+\\.[a-z_]+)\\M(?! *\\()', 'g'))[1] as name
       from pg_proc p where p.oid in ('record.read_blocks'::regproc, 'record.write_page'::regproc,
         'record.summary_of_situation'::regproc, 'rights.summary_of_requests'::regproc)`,
    [],
  );
  const read = rows.map(({ name }) => name as string);
  const { rows: noted } = await run(
    "select distinct tgrelid::regclass::text as name from pg_trigger where tgname in ('touched', 'touched_by_insert', 'touched_by_update', 'touched_by_delete')",
    [],
  );
  const unnoted = read.filter((name) => !noted.some((one) => one.name === name)).sort();
  expect(unnoted).toEqual([
    "agenda.appointment",
    "agenda.appointment_detail",
    "agenda.service",
    "care.note_draft",
    // Whether records are read together is asked at each opening.
    "people.alias",
    "tasks.task",
  ]);
  const { rows: events } = await run(
    "select tgrelid::regclass::text as name, count(*)::int as n from pg_trigger where tgname like 'touched\\_by\\_%' group by 1 having count(*) <> 3",
    [],
  );
  expect(events).toEqual([]);
});

test("a page written while a change was under way is not given once the change is there", async () => {
  await mark();
  const other = await centre.t.db.signIn.connect();
  try {
    await run("begin", []);
    await run("update people.contact set rank = 7 where person_id = $1");
    await run(
      "insert into record.touched (person_id, xid) values ($1, pg_current_xact_id()) on conflict do nothing",
    );
    // Written meanwhile, from what was before.
    await other.query("select record.renew(1000, '0')");
    await run("commit", []);
    const { body } = await page("nurse");
    expect(body.contact.map(({ rank }: { rank: number }) => rank)).toEqual([7, 7]);
    // And one that changes while its page is being written.
    await run("select record.renew(1000, '0')", []);
    await other.query("begin");
    await run("update people.contact set rank = 6 where person_id = $1");
    await run("update people.contact set rank = 8 where person_id = $1");
    await other.query("select record.renew(1000, '0')");
    await run("update people.contact set rank = 9 where person_id = $1");
    await other.query("commit");
    expect((await page("nurse")).body.contact[0].rank).toBe(9);
  } finally {
    other.release();
  }
});

test("a professional renamed is renamed on every page at once, and the pages are written again", async () => {
  await run(
    `with made as (insert into network.professional (structure_id, label, folded_label, profession)
                   values ($2, 'Dr Avant', 'dr avant', 'doctor') returning id)
     update care.encounter set professional_id = made.id from made where person_id = $1`,
    [person, centre.team],
  );
  await write();
  await run("update network.professional set label = 'Dr Après' where label = 'Dr Avant'", []);
  const told = async () =>
    (await page("nurse")).body.encounters.map((one: { professional: string }) => one.professional);
  expect(await told()).toEqual(["Dr Après"]);
  for (let turn = 0; turn < 3; turn++) await run("select record.renew(1000, '0')", []);
  await mark();
  expect(await isWritten()).toBe(true);
  expect(await told()).toEqual(["Dr Après"]);
  expect((await run("select from record.touched", [])).rowCount).toBe(0);
});

test("of records read together, and of what conservation set apart, nothing is written", async () => {
  const second = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.nurse.account,
    family: "Deuxième",
  });
  await write(second);
  const count = async () =>
    (await run("select from record.written where person_id = $1", [second])).rowCount ?? 0;
  expect(await count()).toBeGreaterThan(3);
  await run("update people.registration set set_apart = 32 where person_id = $1", [second]);
  await write(second);
  expect(await count()).toBe(0);
  await run("update people.registration set set_apart = 0 where person_id = $1", [second]);
  await run(
    "insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from) values ($1, $2, $2, now(), now())",
    [second, person],
  );
  await write(second);
  expect(await count()).toBe(0);
});
