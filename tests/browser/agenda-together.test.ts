/** Someone received by two practitioners at once, near home, with an interpreter; and what who keeps the hours writes for it. */
import { type ServerType, serve } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer } from "../../src/server.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeAgenda } from "../support/agenda.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { depsOf } from "../support/served-app.ts";
import { expectAccessible, LAPTOP, launchBrowser, openProfile, openTab } from "./browser.ts";

let centre: Centre;
let server: ServerType;
let browser: Browser;
let url: string;
let person: string;
const unexpected: unknown[] = [];

beforeAll(async () => {
  [centre, browser] = await Promise.all([arrangeFullCentre(), launchBrowser()]);
  await arrangeTeam();
  const app = buildServer(depsOf(centre, unexpected));
  url = await new Promise<string>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
  await centre?.t.close();
  expect(unexpected).toEqual([]);
});

/** Beside the two doctors of tests/support/agenda.ts: one more on the same site, and one earlier, far away. */
async function arrangeTeam(): Promise<void> {
  const { owner, db } = centre.t;
  const { service } = await arrangeAgenda(centre);
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const far = await one(
    "insert into network.site (structure_id, code, name, commune_code) values ($1, 'far', 'Antenne de Lyon', '69123') returning id",
    [centre.team],
  );
  await owner.query("update network.site set commune_code = '38053' where id = $1", [centre.site]);
  const keep = (name: string, body: object) =>
    db.call(
      centre.caller(centre.who.medical_director.token),
      ["medical_director"],
      name,
      `agenda.${name}($4)`,
      [JSON.stringify({ ...body, today: "2026-03-02" })],
    );
  const team = [
    ["Dr Rey", centre.site, "09:00", "10:00"],
    ["Dr Lointain", far, "08:00", "12:00"],
  ] as const;
  for (const [label, siteId, starts, ends] of team) {
    const professionalId = await one(
      "insert into network.professional (structure_id, label, folded_label, profession) values ($1, $2, lower($2), 'doctor') returning id",
      [centre.team, label],
    );
    await keep("save_practitioner", { professionalId, gives: [{ serviceId: service }] });
    const half = { seriesId: newId(), professionalId, siteId, weekday: 1, from: "2026-01-05", starts, ends };
    await keep("add_half_days", { halfDays: [half] });
  }
  const author = centre.who.reception.account;
  person = await arrangePerson(owner, { structure: centre.team, author, family: "Attendue" });
  const know = (part: string, content: object) =>
    owner.query(
      "insert into people.contact (person_id, part, rank, content, author_id) values ($1, $2, 9, $3, $4)",
      [person, part, JSON.stringify(content), author],
    );
  await owner.query("delete from people.contact where person_id = $1 and part in ('speech', 'commune')", [
    person,
  ]);
  await know("speech", { languages: [{ code: "ps", level: "interpreter" }], interpreter: "needed" });
  await know("commune", { code: "38053", label: "Bourgoin-Jallieu" });
}

test("reception books near home, with two doctors and an interpreter to be found; when a colleague names another interpreter meanwhile, what was typed stays, both are shown, and it is saved", async () => {
  const profile = await openProfile(browser, { viewport: LAPTOP, reducedMotion: "reduce" });
  await profile.addCookies([{ name: "maillage_session", value: centre.who.reception.token, url }]);
  const page = await openTab(profile, url);
  await page.clock.setFixedTime(new Date("2026-03-02T10:00:00"));
  await page.goto(`${url}/personnes/${person}`);
  const card = page.getByRole("region", { name: "Rendez-vous", exact: true });
  await card.getByRole("link", { name: "Prendre un rendez-vous" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Pour quoi/ }).click();
  await page.getByRole("option", { name: /^Consultation \(/ }).click();
  const slots = dialog.getByRole("group", { name: "Créneaux libres" });
  const first = slots.getByRole("button").first();
  await first.filter({ hasText: "Dr Lointain" }).waitFor();
  await dialog.getByText("Ce que la personne souhaite").click();
  await dialog.getByText("Près de chez la personne", { exact: true }).click();
  await slots.getByRole("heading", { name: "lundi 2 mars 2026, même commune" }).waitFor();
  await first.filter({ hasText: "09:00" }).waitFor();

  await dialog
    .getByText("Interprète, plusieurs professionnels, accompagnant, précision, plusieurs fois")
    .click();
  await dialog.getByRole("button", { name: /Reçu aussi par/ }).click();
  await page.getByRole("option", { name: "Dr Rey", exact: true }).click();
  await dialog.getByRole("button", { name: "Retirer Dr Rey" }).waitFor();
  // Only where both are: not with whoever is elsewhere at those hours.
  await slots.getByRole("button").filter({ hasText: "Dr Lointain" }).first().waitFor({ state: "detached" });
  await slots.getByRole("button").filter({ hasText: "Dr Premier" }).first().click();
  await dialog.getByText("Interprète nécessaire\u00a0: pachto.").waitFor();
  await expectAccessible(page, "booking with two doctors and an interpreter");
  await dialog.getByRole("button", { name: "Prendre ce rendez-vous" }).click();
  await dialog.getByText("Rendez-vous pris", { exact: true }).waitFor();
  await dialog.getByRole("button", { name: "Fermer" }).click();

  const { rows } = await centre.t.owner.query<{ id: string }>(
    "select id from agenda.appointment where interpreter = 'ps'",
  );
  const [booked] = rows;
  await card
    .getByRole("link", { name: /Consultation/ })
    .last()
    .click();
  await dialog.getByText("Consultation, Dr Premier, Dr Rey").waitFor();
  await dialog.getByText("pachto, par téléphone\u00a0: à trouver").waitFor();
  await dialog.getByRole("button", { name: "Changer ou nommer l’interprète" }).click();
  const by = dialog.getByLabel("Qui interprète, si c’est déjà trouvé");
  await by.fill("Mme Sahar");
  /** A colleague names the interpreter of the appointment, whatever its version is. */
  const nameAnother = async (called: string) => {
    const { rows: now } = await centre.t.owner.query("select version from agenda.appointment where id = $1", [
      booked?.id,
    ]);
    const answer = await fetch(`${url}/api/people/${person}/appointments/${booked?.id}/interpreter`, {
      method: "PUT",
      headers: {
        ...{ "content-type": "application/json", origin: url },
        cookie: `maillage_session=${centre.who.nurse.token}`,
      },
      body: JSON.stringify({
        version: now[0]?.version,
        interpreter: { language: "ps", means: "on_site", by: called },
      }),
    });
    expect(answer.status).toBe(200);
  };
  await nameAnother("M. Nazari");
  const save = dialog.getByRole("button", { name: "Noter l’interprète" });
  await save.click();
  await dialog.getByText(/Enregistré maintenant.*sur place.*M\. Nazari/).waitFor();
  expect(await by.inputValue()).toBe("Mme Sahar");
  await expectAccessible(page, "an interpreter someone else named meanwhile");
  await dialog.getByRole("button", { name: "Garder ma version, puis enregistrer" }).click();
  await save.click();
  await dialog.getByText("Interprète noté.").waitFor();
  await dialog.getByText("pachto, par téléphone\u00a0: Mme Sahar").waitFor();

  // Moved while a colleague changes it: told so, with the slot and the words still there to try again.
  await dialog.getByRole("button", { name: "Déplacer", exact: true }).click();
  await slots.getByRole("button").filter({ hasText: "Dr Premier" }).first().click();
  const why = dialog.getByLabel("Pourquoi (facultatif)");
  await why.fill("Sa fille est malade");
  await nameAnother("Mme Karimi");
  const move = dialog.getByRole("button", { name: /^Déplacer à/ });
  await move.click();
  await dialog.getByText(/changé entre-temps.*est resté/).waitFor();
  expect(await why.inputValue()).toBe("Sa fille est malade");
  await move.click();
  await dialog
    .getByText(/^Déplacé\s:/)
    .first()
    .waitFor();
  expect(page.troubles).toEqual([]);
});

test("who keeps the hours moves a series to another day and kept for one thing, writes the line people call, and a reload keeps a room half typed", async () => {
  const profile = await openProfile(browser, { viewport: LAPTOP, reducedMotion: "reduce" });
  await profile.addCookies([{ name: "maillage_session", value: centre.who.medical_director.token, url }]);
  const page = await openTab(profile, url);
  await page.clock.setFixedTime(new Date("2026-03-02T10:00:00"));
  await page.goto(`${url}/planning?partie=prestations`);
  await page.getByRole("button", { name: "Ajouter une salle" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nom", { exact: true }).fill("Salle des entretiens");
  await page.reload();
  await page.getByRole("button", { name: "Ajouter une salle" }).click();
  await dialog.getByText(/^Votre saisie précédente/).waitFor();
  expect(await dialog.getByLabel("Nom", { exact: true }).inputValue()).toBe("Salle des entretiens");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("button", { name: /^Modifier Salle des entretiens/ }).waitFor();

  await page.getByText("Téléphone", { exact: true }).last().click();
  await page.getByRole("button", { name: "Noter la ligne" }).click();
  await dialog.getByLabel("Numéro que l’on appelle").fill("03 85 34 71 00");
  await dialog.getByLabel("Lundi", { exact: true }).fill("8h-20h");
  await dialog.getByLabel("Mardi", { exact: true }).fill("8h-20h");
  await dialog.getByLabel("Ce que l’on demande à chacun d’apporter").fill("Venez avec vos papiers.");
  await dialog.getByLabel("Code à donner (facultatif)").fill("4512");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  await dialog.getByText("Leur numéro manque.").waitFor();
  await dialog.getByLabel("Interprètes au téléphone (facultatif)").fill("01 00 00 00 00");
  await expectAccessible(page, "the line people call");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  const line = page.getByRole("region", { name: "Ligne téléphonique", exact: true });
  await line.getByText("du lundi au mardi 08:00-20:00").waitFor();
  await line.getByText("01 00 00 00 00 · code 4512").waitFor();

  await page.goto(`${url}/planning`);
  await page.getByRole("region", { name: "Dr Premier", exact: true }).getByRole("button").first().click();
  await dialog.getByText(/^À partir du/).click();
  await dialog.getByRole("button", { name: /Jour$/ }).click();
  await page.getByRole("option", { name: "jeudi", exact: true }).click();
  await expectAccessible(page, "hours moved to another day");
  await dialog.getByLabel("Seulement pour (facultatif)").fill("Consultation sur");
  await page.getByRole("option", { name: "Consultation sur orientation" }).click();
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  await dialog.waitFor({ state: "detached" });
  const { rows } = await centre.t.owner.query(
    `select h.weekday, array(select s.label from agenda.service s where s.id = any (h.services)) as "keptFor" from agenda.half_day h
      where h.known_to is null and lower(h.valid) >= '2026-03-02'`,
  );
  expect(rows).toEqual([{ weekday: 4, keptFor: ["Consultation sur orientation"] }]);
  expect(page.troubles).toEqual([]);
});
