/** Tasks about people: for whom, who is told, done once, and what another act gives. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Nature, Role } from "../../src/access/model.ts";
import type { MyTask, Task, TaskRecipient } from "../../src/tasks/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Suivie" });
  await centre.t.owner.query("delete from tasks.task");
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  await centre.t.close();
});

const add = (role: Role, nature: Nature, what: string, more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/tasks`, {
    id: newId(),
    nature,
    what,
    forRole: "reception",
    ...more,
  });
const mark = (role: Role, task: string, done: boolean) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/tasks/${task}/mark`, { done });
const mine = async (role: Role) =>
  (await app.ask(centre.who[role].token, "GET", "/api/tasks")).body.tasks as MyTask[];
const onPage = async (role: Role) =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body.tasks as Task[];

describe("a task", () => {
  test("is for a function or for someone by name, seen by them and on the person's page", async () => {
    const id = newId();
    const sent = () => add("doctor", "appointments", "Rappeler pour la radio", { id, dueOn: "2026-03-09" });
    expect((await sent()).body).toEqual({ id });
    // A double click adds one.
    expect((await sent()).body).toEqual({ id });
    const named = { forRole: null, forAccount: centre.who.nurse.account };
    expect((await add("doctor", "clinical", "Refaire le pansement", named)).status).toBe(200);
    expect((await mine("reception")).map(({ what, dueOn, by }) => [what, dueOn, by])).toEqual([
      ["Rappeler pour la radio", "2026-03-09", "Essai doctor"],
    ]);
    expect((await mine("reception"))[0]?.person).toMatchObject({ id: person, family: "Suivie" });
    expect((await mine("nurse")).map(({ what }) => what)).toEqual(["Refaire le pansement"]);
    expect((await mine("coordinating_nurse")).map(({ what }) => what)).toEqual([]);
    expect((await onPage("doctor")).map(({ what }) => what)).toEqual([
      "Rappeler pour la radio",
      "Refaire le pansement",
    ]);
    expect((await onPage("reception")).map(({ what }) => what)).toEqual(["Rappeler pour la radio"]);
    expect((await onPage("paramedic")).map(({ what }) => what)).toEqual(["Rappeler pour la radio"]);
  });

  test("of care is not told to reception, and says so without writing anything", async () => {
    const before = (await onPage("doctor")).length;
    const refused = await add("doctor", "clinical", "Résultat du bilan à donner");
    expect([refused.status, refused.body.fields]).toEqual([
      422,
      { recipient: "Ne peut pas lire ce dont parle cette tâche." },
    ]);
    expect((await add("doctor", "appointments", "  ")).body.fields).toEqual({
      what: "Dites ce qu’il y a à faire.",
    });
    expect((await add("doctor", "appointments", "x", { forRole: null })).body.fields).toEqual({
      recipient: "Dites pour qui est cette tâche.",
    });
    // A nature one does not write, a stranger, someone else's identifier.
    expect((await add("reception", "clinical", "x", { forRole: "doctor" })).status).toBe(403);
    const stranger = { forRole: null, forAccount: newId() };
    expect((await add("doctor", "appointments", "x", stranger)).status).toBe(422);
    const [known] = await onPage("doctor");
    expect((await add("nurse", "appointments", "x", { id: known?.id })).status).toBe(409);
    expect((await onPage("doctor")).length).toBe(before);
  });

  test("is done once, by whoever reads it, with who and when, and can be opened again", async () => {
    const { id } = (await add("nurse", "appointments", "Confirmer la venue")).body;
    const both = await Promise.all([mark("reception", id, true), mark("doctor", id, true)]);
    const [first, second] = both.map(({ body }) => body);
    expect(first).toEqual(second);
    expect(["Essai reception", "Essai doctor"]).toContain(first.doneBy);
    const done = (await onPage("nurse")).find((task) => task.id === id);
    expect([done?.doneAt, done?.doneBy]).toEqual([first.doneAt, first.doneBy]);
    expect((await mark("reception", id, false)).body).toEqual({ doneAt: null, doneBy: null });
    expect((await mine("reception")).find((task) => task.id === id)?.doneAt).toBeNull();
    const { rows } = await centre.t.owner.query<{ action: string }>(
      "select action from audit.entry where object_id = $1 and person_id = $2 order by id",
      [id, person],
    );
    expect(rows.map(({ action }) => action)).toEqual(["task.add", "task.done", "task.done", "task.undone"]);
  });

  test("of a nature one does not read is nothing to mark, and nobody changes one past the program", async () => {
    const named = { forRole: null, forAccount: centre.who.nurse.account };
    const { id } = (await add("doctor", "clinical", "Prise de sang", named)).body;
    expect((await mark("reception", id, true)).status).toBe(409);
    expect((await mark("trainee", id, true)).status).toBe(409);
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('task.done', $1)", [person]);
      for (const change of [
        "update tasks.task set done_at = now()",
        "delete from tasks.task",
        "truncate tasks.task",
        `select tasks.give('${person}', 'clinical', 'x', 'glass', null, 'reception')`,
        `select tasks.settle('glass', '${person}')`,
      ])
        expect(await raw.outcome(change), change).toBe("42501");
    });
  });

  test("may be for a trainee, who is told what their supervisor reads and marks it", async () => {
    const named = { forRole: null, forAccount: centre.who.trainee.account };
    const { id } = (await add("doctor", "clinical", "Reprendre la tension", named)).body;
    expect((await mine("trainee")).map(({ what }) => what)).toEqual(["Reprendre la tension"]);
    expect((await mark("trainee", id, true)).body.doneBy).toBe("Essai trainee");
  });

  test("is listed with one audit row that names whom it is about, and no more once they are not followed", async () => {
    const { rows } = await centre.t.owner.query<{ persons: string[] }>(
      `select person_ids as persons from audit.entry where action = 'task.list' and account_id = $1 order by id desc limit 1`,
      [centre.who.reception.account],
    );
    expect(rows[0]?.persons).toEqual([person]);
    const { owner } = centre.t;
    await owner.query("update people.registration set known_to = now() where person_id = $1", [person]);
    expect(await mine("reception")).toEqual([]);
    await owner.query("update people.registration set known_to = null where person_id = $1", [person]);
    expect(await mine("reception")).not.toEqual([]);
  });

  test("is offered to those who are at work in the structure, with what each may be told", async () => {
    const { body } = await app.ask(centre.who.doctor.token, "GET", "/api/tasks/recipients");
    const told = (role: Role) =>
      (body.recipients as TaskRecipient[]).find((one) => one.role === role)?.natures;
    expect(told("reception")).toContain("appointments");
    expect(told("reception")).not.toContain("clinical");
    expect(told("trainee")).toContain("clinical");
    expect(told("outside_social_worker")).toBeUndefined();
  });
});

const given = async () =>
  (await mine("reception")).filter(({ what }) => what.startsWith("Dire à la personne"));

describe("a task that another act gives", () => {
  test("is given once for its origin, in the words of that act, and settled by it", async () => {
    const origin = newId();
    const { owner } = centre.t;
    // As an owner function of another room does, under its own audit row.
    await owner.query("begin");
    const { stamp } = centre.caller(centre.who.doctor.token);
    await owner.query("select access.enter($1, $2, array['doctor'])", [centre.who.doctor.token, stamp]);
    await owner.query("select audit.record('person.open', $1)", [person]);
    const give =
      "select tasks.give($1, 'appointments', 'Dire à la personne que son dossier a été ouvert', 'glass', $2, 'reception', p_by_hand => false) as id";
    const ids = [await owner.query(give, [person, origin]), await owner.query(give, [person, origin])];
    expect(ids[0]?.rows).toEqual(ids[1]?.rows);
    await owner.query("commit");
    expect((await given()).map(({ what, by }) => [what, by])).toEqual([
      ["Dire à la personne que son dossier a été ouvert", "Essai doctor"],
    ]);
    // The act that asked for it settles it, not a hand.
    expect((await mark("reception", (await given())[0]?.id ?? "", true)).status).toBe(409);
    await owner.query("begin");
    await owner.query("select set_config('maillage.token', $1, true)", [centre.who.reception.token]);
    await owner.query("select tasks.settle('glass', $1)", [origin]);
    await owner.query("commit");
    expect((await given()).map(({ doneBy }) => doneBy)).toEqual(["Essai reception"]);
  });
});
