import { expect, test } from "vitest";
import { expectAccessible, expectFits, PHONE } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

test("the reception notes a sister's telephone, a language and a domiciliation by keyboard, the phone desk finds the person by four digits of it, and a death stops every message", async () => {
  const page = await enterAs(browser, server, "Accueil");
  await openPerson(page, server, "traoré");
  const address = page.url();
  await page.goto(`${address}/joindre`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ajouter un moyen" }).press("Enter");
  const last = dialog.getByRole("group").last();
  await last.getByRole("button", { name: /^Téléphone/ }).press("Enter");
  await page.getByRole("option", { name: "Téléphone d’un proche" }).press("Enter");
  await last.getByLabel("Numéro").fill("06 12 34");
  await last.getByLabel("À qui est ce téléphone").fill("sa sœur Awa");
  await last.getByLabel("À qui est ce téléphone").press("Enter");
  await dialog.getByText(/Un numéro français a 10 chiffres, celui-ci en a 6/).waitFor();
  await expectAccessible(page, "un numéro refusé");
  await last.getByLabel("Numéro").fill("06 12 34 56 78");
  await last.getByLabel("Numéro").press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("sa sœur Awa").first().waitFor();
  expect(await page.getByText("ne pas dire qu’un centre de santé appelle").count()).toBeGreaterThan(0);

  await page.goto(`${address}/langues`);
  const words = page.getByRole("combobox", { name: /Langues parlées/ });
  await words.fill("sonin");
  await page.getByRole("option", { name: "soninké" }).waitFor();
  await words.press("ArrowDown");
  await words.press("Enter");
  await words.press("Tab");
  await page.getByRole("dialog").getByText("Interprète nécessaire", { exact: true }).click();
  await expectAccessible(page, "langues");
  await page.getByRole("button", { name: "Enregistrer" }).press("Enter");
  await page
    .getByRole("banner")
    .or(page.locator("header.person-head"))
    .getByText("soninké")
    .first()
    .waitFor();
  await page.getByText("interprète nécessaire").first().waitFor();

  await page.goto(`${address}/adresses`);
  const addresses = page.getByRole("dialog");
  await addresses.getByRole("button", { name: "Ajouter une adresse" }).press("Enter");
  const newest = addresses.getByRole("group").first();
  await newest.getByText("Domiciliation chez…").click();
  await newest.getByLabel("Organisme qui domicilie").fill("l’accueil de jour");
  const commune = newest.getByRole("combobox", { name: "Commune" });
  await commune.fill("vienn");
  await page.getByRole("option", { name: /^Vienne 38200/ }).waitFor();
  await commune.press("ArrowDown");
  await commune.press("Enter");
  await commune.press("Tab");
  await expectAccessible(page, "adresses");
  await addresses.getByRole("button", { name: "Ajouter une adresse" }).press("Enter");
  expect(await newest.getByRole("combobox", { name: "Commune" }).inputValue()).toBe("");
  expect(await addresses.getByRole("combobox", { name: "Commune" }).nth(1).inputValue()).toBe("Vienne");
  await newest.getByRole("button", { name: /^Retirer, notée par erreur/ }).press("Enter");
  await addresses.getByRole("button", { name: "Enregistrer" }).press("Enter");
  await page.getByText("domiciliation chez l’accueil de jour, 38200 Vienne").waitFor();

  const desk = await enterAs(browser, server, "Télésecrétariat");
  await desk.goto(`${server.url}/personnes`);
  await desk.getByRole("searchbox").last().fill("3456");
  const found = desk.getByRole("option").filter({ hasText: "numéro de téléphone" }).first();
  await found.click();
  await desk.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
  expect(await desk.getByText("sa sœur Awa").count()).toBeGreaterThan(0);
  expect(await desk.getByText("soninké").count()).toBe(0);
  expect(await desk.getByText("l’accueil de jour, 38200").count()).toBe(0);
  await desk.getByText("Vienne").first().waitFor();
  await desk.getByText(/d’adresse, de langue ou de contact/).waitFor();

  await page.goto(`${address}/deces`);
  await page.getByRole("dialog").getByText("Date inconnue").click();
  await page.getByRole("dialog").getByText("Dit par un proche", { exact: true }).click();
  await expectAccessible(page, "décès");
  await page.getByRole("button", { name: "Enregistrer" }).press("Enter");
  await page.getByText("Personne décédée, date inconnue").waitFor();
  expect(await page.locator("a[href^='tel:'], a[href^='mailto:']").count()).toBe(0);
  await expectAccessible(page, "personne décédée");
  await page.setViewportSize(PHONE);
  await expectFits(page, "personne décédée, téléphone");
  expect([...page.troubles, ...desk.troubles]).toEqual([]);
});
