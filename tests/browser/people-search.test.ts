import { expect, test } from "vitest";
import { expectAccessible, expectFits } from "./browser.ts";
import { enterAs, openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

test("someone misspelt is found with why, opened by keyboard, then offered again as recent and before a double record", async () => {
  const page = await enterAs(browser, server, "Accueil");
  await page.goto(`${server.url}/personnes`);
  const box = page.getByRole("searchbox").last();
  await box.fill("troaré");
  const found = page.getByRole("option").filter({ hasText: "Traoré" }).first();
  await found.getByText("nom", { exact: false }).first().waitFor();
  expect(await found.innerText()).toMatch(/nom (à une lettre près|qui s’écrit aussi)/);
  await expectAccessible(page, "recherche");
  await box.press("ArrowDown");
  await box.press("Enter");
  const heading = page.getByRole("heading", { level: 1, name: /Traoré/ });
  await heading.waitFor();
  const given = (await heading.innerText()).split(" ")[0] ?? "";

  await page.goto(`${server.url}/personnes`);
  await page
    .getByRole("listbox", { name: "Dossiers ouverts récemment" })
    .getByText("Traoré")
    .first()
    .waitFor();
  await expectAccessible(page, "dossiers récents");

  await page.goto(`${server.url}/personnes/nouveau`);
  await page.getByLabel("Nom de naissance (ou pseudonyme)").fill("Traorré");
  await page.getByLabel("Prénoms de naissance").fill(given);
  await page.getByRole("button", { name: "Ouvrir le dossier" }).click();
  await page.getByText(/peut-être déjà connue/).waitFor();
  await expectAccessible(page, "personnes probables");
  await expectFits(page, "personnes probables");
  await page.getByRole("button", { name: "Créer quand même" }).click();
  await page.getByRole("heading", { level: 1, name: /Traorré/ }).waitFor();
  expect(page.troubles).toEqual([]);
});

test("the command line finds the same people, best first", async () => {
  const { people } = await server.command<{ people: { family: string; why: string }[] }>("search", "traore");
  expect(people.length).toBeGreaterThan(0);
  expect(people.length).toBeLessThanOrEqual(10);
  expect(people[0]).toMatchObject({ family: "Traoré", why: "nom" });
  expect(Object.keys(people[0] ?? {})).toEqual(["id", "family", "given", "birth", "why"]);
});
