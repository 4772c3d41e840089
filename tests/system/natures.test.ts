/** Who reads which block of information, told by the database to raw SQL: no check of the program helps. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Nature, natures, type Role, roles } from "../../src/access/model.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { additionsTo } from "../support/additions.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { cellOf, handbookMatrix } from "../support/handbook-matrix.ts";
import { arrangePerson, encounterOf, natureByRow, tablesOfPeople } from "../support/known-person.ts";

let centre: Centre;
let app: ApplicationRole;
/** Followed by the team; followed by the structure outside it. */
let ours: string;
let theirs: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = await asApplication(centre);
  const author = centre.who.doctor.account;
  ours = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Notre" });
  theirs = await arrangePerson(centre.t.owner, { structure: centre.outside, author, family: "Leur" });
});
afterAll(async () => {
  await app.close();
  await centre.t.close();
});

/** "people.person identity" → rows seen. */
type Seen = Readonly<Record<string, number>>;

const COUNTS = tablesOfPeople
  .map(
    ([table, nature, key]) =>
      `select '${table} ${nature}' as what, count(*)::int as n from ${table} where ${key} = $1` +
      (natureByRow.includes(table) ? ` and nature = '${nature}'` : ""),
  )
  .join(" union all ");

/** What a role sees of a person in a transaction that holds this audit row (null: none). */
function seenBy(role: Role, person: string, opened: string | null = person): Promise<Seen> {
  return app.within(centre.who[role].token, async (client) => {
    if (opened !== null) await client.query("select audit.record('person.open', $1)", [opened]);
    const { rows } = await client.query<{ what: string; n: number }>(COUNTS, [person]);
    return Object.fromEntries(rows.map(({ what, n }) => [what, n]));
  });
}

/** The trainee's column is the supervisor's (a doctor's here), read only. */
const columnOf = (role: Role): Role => (role === "trainee" ? "doctor" : role);

/** What the handbook lets a role see; `consented` are the natures a consent in force gives their structure. */
function allowed(role: Role, ofTeam: boolean, consented: readonly Nature[]): Seen {
  const member = centre.who[role];
  const registered = (member.structure === centre.team) === ofTeam;
  return Object.fromEntries(
    tablesOfPeople.map(([table, nature]) => {
      const cell = cellOf(columnOf(role), nature);
      const open = (registered && !cell.includes("c")) || consented.includes(nature);
      return [`${table} ${nature}`, cell.includes("R") && open ? 1 : 0];
    }),
  );
}

const NOTHING: Seen = Object.fromEntries(tablesOfPeople.map(([table, nature]) => [`${table} ${nature}`, 0]));

describe("the matrix kept in the database", () => {
  test("says for each role and nature what the handbook says", async () => {
    const { rows } = await centre.t.owner.query<{ role: Role; nature: Nature; cell: string }>(
      `select role, nature, concat(case when can_read then 'R' end, case when own then 'o' end, case when summary then 's' end,
          case when can_write then 'W' end, case when by_consent then 'c' end) as cell from access.nature_right`,
    );
    const kept = new Map(rows.map(({ role, nature, cell }) => [`${role} ${nature}`, cell]));
    for (const role of roles) {
      for (const nature of natures) {
        expect(kept.get(`${role} ${nature}`) ?? "", `${role} ${nature}`).toBe(cellOf(role, nature));
      }
    }
    expect(Object.keys(handbookMatrix).sort()).toEqual([...roles].sort());
  });
});

describe("reading, role by role and table by table", () => {
  test.each(roles)("%s reads the natures of their cells, of people their structure follows", async (role) => {
    expect(await seenBy(role, ours)).toEqual(allowed(role, true, []));
    expect(await seenBy(role, theirs)).toEqual(allowed(role, false, []));
  });

  test.each(roles)(
    "%s sees nothing in a transaction that holds no audit row of that person",
    async (role) => {
      expect(await seenBy(role, ours, null)).toEqual(NOTHING);
      expect(await seenBy(role, ours, theirs)).toEqual(NOTHING);
      // The row of a transaction that ended opens nothing in the next one.
      await app.client.query("begin");
      await app.client.query("select access.enter($1, $2, $3)", [
        ...Object.values(centre.caller(centre.who[role].token)),
        roles,
      ]);
      await app.client.query("select audit.record('person.open', $1)", [ours]);
      await app.client.query("commit");
      expect(await seenBy(role, ours, null)).toEqual(NOTHING);
    },
  );

  test("a reception's session reads no clinical row of anyone, however it asks", async () => {
    await app.within(centre.who.reception.token, async (client) => {
      await client.query("select audit.record('person.list', null, $1)", [[ours, theirs]]);
      const clinical = "select from care.encounter_term where nature = 'clinical'";
      expect((await client.query(clinical)).rowCount).toBe(0);
      expect((await client.query("select from care.encounter_term where code = 'cough'")).rowCount).toBe(0);
      expect((await client.query("select from care.encounter_term where list = 'reason'")).rowCount).toBe(0);
      expect((await client.query("select from care.encounter where person_id = $1", [ours])).rowCount).toBe(
        1,
      );
    });
  });

  test("a paramedic reads the clinical words they wrote, and those alone", async () => {
    const own = await arrangePerson(centre.t.owner, {
      structure: centre.team,
      author: centre.who.paramedic.account,
      family: "Kiné",
    });
    expect((await seenBy("paramedic", own))["care.encounter_term clinical"]).toBe(1);
    expect((await seenBy("paramedic", ours))["care.encounter_term clinical"]).toBe(0);
  });
});

describe("consent", () => {
  const ALL = [...natures];
  const consent = (over: Record<string, unknown>) => ({
    person_id: theirs,
    recipient_structure_id: centre.team,
    recipient_account_id: null,
    natures: ALL,
    given_on: "2020-01-01",
    ends_on: null,
    withdrawn_at: null,
    known_to: null,
    ...over,
  });
  afterEach(async () => {
    await centre.t.owner.query("delete from access.consent");
  });

  async function give(over: Record<string, unknown>): Promise<void> {
    const row = consent(over);
    await centre.t.owner.query(
      `insert into access.consent (person_id, recipient_structure_id, recipient_account_id, natures, means, information_given,
           collected_by, given_on, ends_on, withdrawn_at, withdrawn_on, withdrawn_means, withdrawn_words, withdrawn_by, known_to)
       values ($1, $2, $3, $4, 'oral', 'fiche', $5, $6, $7, $8::timestamptz, $8::date, case when $8 is not null then 'oral' end,
               case when $8 is not null then '' end, case when $8 is not null then $5::uuid end, $9::timestamptz)`,
      [
        row.person_id,
        row.recipient_structure_id,
        row.recipient_account_id,
        row.natures,
        centre.who.social_worker.account,
        row.given_on,
        row.ends_on,
        row.withdrawn_at,
        row.known_to,
      ],
    );
  }

  test.each(roles)("opens to %s the natures it names, of someone another structure follows", async (role) => {
    const forTeam = centre.who[role].structure === centre.team;
    const [person, ofTeam] = forTeam ? [theirs, false] : [ours, true];
    await give({ person_id: person, recipient_structure_id: centre.who[role].structure });
    expect(await seenBy(role, person)).toEqual(allowed(role, ofTeam, ALL));
    await centre.t.owner.query("update access.consent set natures = '{identity,cover}'");
    expect(await seenBy(role, person)).toEqual(allowed(role, ofTeam, ["identity", "cover"]));
    await centre.t.owner.query(
      "update access.consent set withdrawn_at = now(), withdrawn_on = '2021-01-01', withdrawn_means = 'oral', withdrawn_words = '', withdrawn_by = collected_by",
    );
    expect(await seenBy(role, person)).toEqual(allowed(role, ofTeam, []));
  });

  test.each([
    ["that ended yesterday", { ends_on: "yesterday" }],
    ["given from tomorrow", { given_on: "tomorrow" }],
    ["withdrawn", { withdrawn_at: "2021-01-01" }],
    ["corrected since", { known_to: "2999-01-01" }],
    ["of another person", { person_id: "ours" }],
    ["to another structure", { recipient_structure_id: "team" }],
  ])("a consent %s opens nothing", async (_, over: Record<string, string>) => {
    const names: Record<string, string> = { ours, team: centre.team };
    const said = Object.fromEntries(Object.entries(over).map(([key, value]) => [key, names[value] ?? value]));
    await give({ recipient_structure_id: centre.outside, ...said });
    expect(await seenBy("outside_social_worker", theirs)).toEqual(NOTHING);
  });

  test("a consent to one person opens nothing to their colleague", async () => {
    await give({ recipient_structure_id: null, recipient_account_id: centre.who.prescriber.account });
    expect((await seenBy("prescriber", theirs))["people.identity identity"]).toBe(1);
    expect(await seenBy("outside_social_worker", theirs)).toEqual(NOTHING);
  });

  test("a search finds whom the reader may know of, and nobody else", async () => {
    const found = (role: Role, word: string) =>
      app.within(centre.who[role].token, async (client) => {
        const { rows } = await client.query<{ id: string }>("select id from people.search($1)", [
          JSON.stringify([{ n: 1, word, how: "exact", name: true }]),
        ]);
        return rows.map(({ id }) => id);
      });
    expect(await found("reception", "notre")).toEqual([ours]);
    expect(await found("reception", "leur")).toEqual([]);
    expect(await found("outside_social_worker", "leur")).toEqual([]);
    await give({ recipient_structure_id: centre.outside, natures: ["cover"] });
    expect(await found("outside_social_worker", "leur")).toEqual([]);
    await centre.t.owner.query("update access.consent set natures = '{identity}'");
    expect(await found("outside_social_worker", "leur")).toEqual([theirs]);
  });
});

describe("a trainee", () => {
  const asTrainee = () => seenBy("trainee", ours);
  const undo = (sql: string) => centre.t.owner.query(sql);

  test("reads what their supervisor reads while the supervision lasts, and writes nothing but drafts", async () => {
    expect((await asTrainee())["care.encounter_term clinical"]).toBe(1);
    await app.within(centre.who.trainee.token, async (client) => {
      await client.query("select audit.record('encounter.record', $1)", [ours]);
      for (const [table, statement] of additionsTo(ours, await encounterOf(centre.t.owner, ours), centre)) {
        const drafts = ["care.note_draft clinical", "care.note_draft useful"].includes(table);
        expect(await app.outcome(statement), table).toBe(drafts ? "done" : "42501");
      }
    });
  });

  test("reads nothing once the supervisor's assignment has ended", async () => {
    await undo("update access.assignment set valid = '[2020-01-01,2020-02-01)' where role = 'doctor'");
    expect(await asTrainee()).toEqual(NOTHING);
    await undo("update access.assignment set valid = daterange(current_date, null) where role = 'doctor'");
  });

  test("reads nothing once the supervisor's account is closed", async () => {
    await undo("update access.account set disabled_at = now() where email like 'doctor@%'");
    expect(await asTrainee()).toEqual(NOTHING);
    await undo("update access.account set disabled_at = null");
  });
});
