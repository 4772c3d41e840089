import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, LAPTOP, launchBrowser, openPage, PHONE } from "./browser.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer("demo"), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** What each role's menu offers, from the access matrix (handbook 2.2): nothing else may show. */
const MENUS: readonly (readonly [string, readonly string[]])[] = [
  ["Accueil", ["Personnes"]],
  ["Télésecrétariat", ["Personnes"]],
  ["Prescripteur", ["Personnes"]],
  ["Travailleur social partenaire", ["Personnes"]],
  ["Travailleur social", ["Personnes"]],
  ["Référent administratif", ["Personnes"]],
  ["Médiateur en santé", ["Personnes"]],
  ["Infirmier", ["Personnes"]],
  ["Infirmier coordinateur", ["Personnes", "Imports"]],
  ["Médecin", ["Personnes"]],
  ["Kinésithérapeute, orthophoniste", ["Personnes"]],
  ["Stagiaire", ["Personnes"]],
  ["Régisseur", []],
  ["Comptable public", []],
  ["Directeur médical", ["Personnes", "Imports", "Bilan"]],
  ["Responsable du réseau", ["Bilan"]],
  ["Auditeur", ["Journal"]],
  ["Délégué à la protection des données", ["Journal"]],
  ["Administrateur technique", ["Comptes"]],
];

async function enterAs(role: string, viewport = LAPTOP) {
  const page = await openPage(browser, server.url, { viewport });
  await page.goto(`${server.url}/connexion`);
  await page.getByRole("button", { name: `Entrer comme ${role}`, exact: true }).click();
  await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
  return page;
}

async function openPerson(page: Page, words: string): Promise<void> {
  await page.goto(`${server.url}/personnes`);
  await page.getByRole("searchbox").last().fill(words);
  await page
    .getByRole("option")
    .or(page.getByRole("row"))
    .or(page.locator("main a"))
    .filter({ hasText: "Traoré" })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
}

describe("the demonstration", () => {
  test("each role signs in without a password, sees its own menu, and is told that people are invented", async () => {
    for (const [role, entries] of MENUS) {
      const page = await enterAs(role);
      const menu = await page.getByRole("navigation").getByRole("link").allInnerTexts();
      expect(
        menu.map((entry) => entry.trim()),
        role,
      ).toEqual([...entries, "Ma sécurité"]);
      expect(await page.getByText("Démonstration").first().isVisible(), role).toBe(true);
      expect(page.troubles, role).toEqual([]);
      await page.context().close();
    }
  });

  test("a doctor reads why someone came; the reception sees that they came, and is told what is kept from it", async () => {
    const doctor = await enterAs("Médecin");
    await openPerson(doctor, "traoré");
    expect(await doctor.getByText("Motif").count()).toBeGreaterThan(0);

    const reception = await enterAs("Accueil");
    const answers: string[] = [];
    reception.on("response", async (response) => {
      if (response.url().includes("/api/people/0")) answers.push(await response.text());
    });
    await openPerson(reception, "traoré");
    expect(await reception.getByText("Motif").count()).toBe(0);
    expect(await reception.getByText(/réservées? à l’équipe de soins/).count()).toBe(1);
    // Not hidden by the screen: never sent.
    expect(answers.join("")).not.toContain('"reason"');
    expect(answers.length).toBeGreaterThan(0);
  });

  test("two nurses edit one identity: the second is shown both versions, and nothing is lost", async () => {
    const [first, second] = [await enterAs("Infirmier"), await enterAs("Infirmier coordinateur")];
    await openPerson(first, "traoré");
    await second.goto(first.url());
    for (const page of [first, second])
      await page
        .getByRole("link", { name: "Modifier l’identité" })
        .or(page.getByRole("button", { name: "Modifier l’identité" }))
        .click();
    await first.getByLabel("Prénoms de naissance").fill("Première");
    await second.getByLabel("Prénoms de naissance").fill("Seconde");
    await first.getByRole("button", { name: /Enregistrer/ }).click();
    await first.getByRole("heading", { level: 1, name: /Première/ }).waitFor();
    await second.getByRole("button", { name: /Enregistrer/ }).click();
    await second.getByText("les deux versions").first().waitFor();
    await expectAccessible(second, "conflit");
    await second.getByRole("button", { name: "Garder la mienne" }).click();
    await second.getByRole("heading", { level: 1, name: /Seconde/ }).waitFor();
    expect([...first.troubles, ...second.troubles]).toEqual([]);
  });

  test("every page is clean for axe and fits, on a laptop and on a phone, light and dark", async () => {
    for (const viewport of [LAPTOP, PHONE]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const where = `${viewport.width} ${colorScheme}`;
        const page = await enterAs("Directeur médical", viewport);
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const path of ["/personnes", "/personnes/nouveau", "/imports", "/bilan", "/securite"]) {
          await page.goto(server.url + path);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await expectAccessible(page, `${path} ${where}`);
        }
        await openPerson(page, "traoré");
        await expectAccessible(page, `dossier ${where}`);
        expect(page.troubles, where).toEqual([]);
        await page.context().close();
      }
    }
    for (const [role, path] of [
      ["Auditeur", "/journal"],
      ["Administrateur technique", "/comptes"],
    ] as const) {
      const page = await enterAs(role);
      await page.goto(server.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectAccessible(page, path);
    }
    const door = await openPage(browser, server.url);
    await door.goto(`${server.url}/connexion`);
    await door.getByRole("heading", { level: 1 }).waitFor();
    await expectAccessible(door, "connexion");
  });
});
