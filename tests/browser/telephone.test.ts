/** The telephone by keyboard alone: what it takes to book for someone unknown, and what its browser was told. */
import { type ServerType, serve } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer } from "../../src/server.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { depsOf } from "../support/served-app.ts";
import { expectAccessible, LAPTOP, launchBrowser, openProfile, openTab, PHONE } from "./browser.ts";

let centre: Centre;
let server: ServerType;
let browser: Browser;
let url: string;
const unexpected: unknown[] = [];

beforeAll(async () => {
  [centre, browser] = await Promise.all([arrangeFullCentre(), launchBrowser()]);
  await arrangeFourSites();
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

/** Four sites on Monday 2 March 2026; at Digoin, nothing before three weeks. Someone of whom everything is known. */
async function arrangeFourSites(): Promise<void> {
  const { owner, db } = centre.t;
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const service = await one(
    `insert into agenda.service (structure_id, code, label, neutral_label, minutes, booking_roles)
     values ($1, 'medecin', 'Médecin', 'Rendez-vous', 20, '{telephone_desk}') returning id`,
    [centre.team],
  );
  await owner.query(
    `insert into agenda.line (structure_id, phone, hours) values ($1, '03 85 34 71 00', '[{"weekday": 1, "from": "08:00", "to": "20:00"}]')`,
    [centre.team],
  );
  const keep = (name: string, body: object) =>
    db.call(
      centre.caller(centre.who.medical_director.token),
      ["medical_director"],
      name,
      `agenda.${name}($4)`,
      [JSON.stringify({ ...body, today: "2026-03-02" })],
    );
  const places = [
    ["Digoin", "Dr Pillet", 2, "2026-03-24"],
    ["Autun", "Dr Rey", 2, "2026-03-03"],
    ["Montceau-les-Mines", "Dr Aubin", 3, "2026-03-04"],
  ] as const;
  for (const [name, doctor, weekday, from] of places) {
    const site = await one(
      "insert into network.site (structure_id, code, name, letterhead) values ($1, lower($2), $2, $3) returning id",
      [centre.team, name, `12 rue de l’Hôpital\n${name}`],
    );
    const professional = await one(
      "insert into network.professional (structure_id, label, folded_label, profession) values ($1, $2, lower($2), 'doctor') returning id",
      [centre.team, doctor],
    );
    await keep("save_practitioner", {
      professionalId: professional,
      gives: [{ serviceId: service }],
      instructions: `Consigne ${name}.`,
    });
    const hours = { weekday, from, starts: "09:00", ends: "12:00" };
    await keep("add_half_days", {
      halfDays: [{ seriesId: newId(), professionalId: professional, siteId: site, ...hours }],
    });
  }
  await arrangePerson(owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Ducroux",
  });
  await owner.query(
    `update people.identity set search_tokens = '{ducroux,essai,19800102}' where family = 'Ducroux';
     update care.note set body = 'Sentinelle des notes.';
     update tasks.task set what = 'Sentinelle des tâches.';
     update agenda.appointment_detail set words = 'Sentinelle des motifs.' where words is not null`,
  );
}

/** What the answers about people may be made of. */
const OF_CARE_OR_RIGHTS =
  /sentinelle|"(cover\w*|layers|requests?|notes?|essentials|reasons?|details|housing|situation|documents|acts|withheld|nature|identityDetail)":(?!null)/i;

test("an unknown caller is booked at Autun, for Digoin has nothing for three weeks, in fewer than fifteen keys", async () => {
  const profile = await openProfile(browser, { viewport: LAPTOP, reducedMotion: "reduce" });
  await profile.addCookies([{ name: "maillage_session", value: centre.who.telephone_desk.token, url }]);
  const page = await openTab(profile, url);
  const told: string[] = [];
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    // What one may do, and what the centre is called: nothing of anyone.
    if (!pathname.startsWith("/api/") || ["/api/me", "/api/installation"].includes(pathname)) return;
    told.push(`${pathname} ${await response.text().catch(() => "")}`);
  });
  let keys = 0;
  const press = async (chord: string) => {
    keys += chord.split("+").length;
    await page.keyboard.press(chord);
  };

  // The telephone's own program sends the number.
  await page.setContent(
    `<form method="post" action="${url}/appel"><input name="numero" value="0641773022"></form>`,
  );
  await page.locator("form").evaluate((form) => (form as HTMLFormElement).submit());
  await page.getByText("06 41 77 30 22".replaceAll(" ", "\u00a0")).waitFor();
  expect(page.url()).toBe(`${url}/telephone`);
  await page.getByText("Ce numéro n’est celui de personne de connu.").waitFor();

  await page.keyboard.type("Ducroux Jeanne 02/01/1980");
  await page.getByRole("option").filter({ hasText: "Ducroux" }).waitFor();
  await expectAccessible(page, "qui appelle");
  await press("Control+Enter");
  await page.getByLabel("Nom de naissance").waitFor();
  // Reloaded by mistake: what was typed, and the number that came, are still there.
  await page.reload();
  await page.getByLabel("Nom de naissance").waitFor();
  expect(await page.getByLabel("Nom de naissance").inputValue()).toBe("Ducroux");
  await press("Enter");
  // Someone of that name is known: nothing is written before one looked.
  await page.getByText("Peut-être déjà connue").waitFor();
  await press("Control+Enter");

  await page.getByRole("list", { name: "Créneaux proposés" }).getByRole("button").first().waitFor();
  for (let n = 0; n < 2; n++) await press("l");
  if ((await page.getByRole("radio", { name: "Digoin", exact: true, checked: true }).count()) === 0)
    await press("l");
  await page.getByText("Digoin n’a rien avant trois semaines.").waitFor();
  await press("a");
  await page.getByText("Inscrit sur la liste d’attente de Digoin.").waitFor();
  const autun = page
    .getByRole("list", { name: "Créneaux proposés" })
    .getByRole("button")
    .filter({ hasText: "Autun" });
  await press((await autun.first().locator("kbd").innerText()).trim());
  const aloud = page.getByText(
    /Mardi 3 mars à 9.h, à Autun, 12 rue de l’Hôpital, Autun, avec le docteur Rey\. Pensez à votre carte Vitale/,
  );
  await aloud.waitFor();
  await page.getByText("Consigne Autun.").waitFor();
  await expectAccessible(page, "quel rendez-vous");
  await page.setViewportSize(PHONE);
  await expectAccessible(page, "quel rendez-vous, petit écran");
  await page.setViewportSize(LAPTOP);
  await press("Enter");
  await page.getByText("C’est noté").waitFor();
  await aloud.waitFor();
  await press("Enter");
  await page.getByText("Numéro non transmis").waitFor();
  expect(keys).toBeLessThan(15);

  const { rows } = await centre.t.owner.query(
    `select t.name, to_char(lower(a.during) at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI') as at, k.reason, k.outcome,
            (select c.content ->> 'e164' from people.contact c where c.person_id = a.person_id and c.part = 'way') as phone
       from agenda.appointment a join network.site t on t.id = a.site_id join people.identity i on i.person_id = a.person_id
       join telephone.call k on k.person_id = a.person_id where i.given = 'Jeanne'`,
  );
  expect(rows).toEqual([
    {
      name: "Autun",
      at: "2026-03-03 09:00",
      reason: "appointment",
      outcome: "booked",
      phone: "+33641773022",
    },
  ]);

  // An emergency, then the address with a number, erased as it opens.
  await page.keyboard.press("F8");
  await page.getByRole("dialog").getByText("Transférez au 15").waitFor();
  await expectAccessible(page, "urgence");
  await page.keyboard.type("Dr Rey");
  await page.keyboard.press("Enter");
  await page.getByText("Urgence notée").waitFor();
  await page.getByText("1 transfert au 15").waitFor();
  await page.goto("about:blank");
  await page.goto(`${url}/telephone#tel=%2B33612345678`);
  await page.getByRole("option").filter({ hasText: "Ducroux" }).waitFor();
  expect(page.url()).toBe(`${url}/telephone`);

  expect(told.some((answer) => answer.includes("Ducroux"))).toBe(true);
  expect(told.filter((answer) => OF_CARE_OR_RIGHTS.test(answer))).toEqual([]);
  expect(addresses.filter((address) => /41773022|12345678/.test(address))).toEqual([]);
  expect(page.troubles).toEqual([]);
});
