import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, openPage, PHONE } from "./browser.ts";
import { openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

const register = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`),
});
const HEADINGS = "Passage du;Nom;Prénom;Né(e) le;Couverture;Motif";
const first = register("registre-2019.csv", [
  HEADINGS,
  "03/01/2019;ZERBIB;Élodine;12/03/1975;Carte mauve;toux",
  "04/01/2019;ZERBIBE;Élodine;12/03/1975;CMU;bobologie",
  "05/01/2019;WANDOU;Maïwen;05/06/1980;CMU;toux",
  "06/01/2019;WANDOUX;Maïwen;05/06/1980;CMU;toux",
  "31/02/2019;=KOUMBA;Tidiane;01/02/1990;CMU;toux",
]);
const next = register("registre-2020.csv", [HEADINGS, "03/01/2020;YLMAZ;Derine;02/03/1985;carte mauve;toux"]);

test("a register with a strange heading and an unknown cover is corrected, decided and imported, and the next one remembers", async () => {
  const page = await openPage(browser, server.url);
  await signIn(page);
  await page.getByRole("link", { name: "Imports" }).click();
  await page.locator("input[type=file]").setInputFiles(first);

  // The date is under a heading nobody knows.
  await page.getByText("Aucune ligne de titres").waitFor();
  await expectAccessible(page, "colonnes à dire");
  await choose(page, /Passage du/, "Date de la visite");
  await page.getByRole("button", { name: "Continuer" }).click();

  await page.getByText("rien n’est encore enregistré").waitFor();
  await choose(page, /Carte mauve.*de base/, "Régime général");
  await expectAccessible(page, "colonnes et mots");
  await page.setViewportSize(PHONE);
  await expectAccessible(page, "colonnes et mots, au téléphone");
  await page.getByRole("button", { name: "Continuer" }).click();

  await page.getByRole("table").getByText("31/02/2019").first().waitFor();
  await expectAccessible(page, "lignes, au téléphone");
  await page.setViewportSize({ width: 1366, height: 768 });
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger les lignes refusées" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("lignes-refusees.csv");
  const refused = await readFile(await download.path(), "utf8");
  expect(refused.split("\r\n")[0]).toBe(`\uFEFF${HEADINGS};Raison du refus`);
  expect(refused.split("\r\n")[1]).toMatch(/^31\/02\/2019;'=KOUMBA;Tidiane;.*n’existe pas/u);
  await page.getByText(/À importer \(4\)/).click();
  expect(await page.getByRole("table").getByText("ZERBIBE").count()).toBe(1);
  await page.getByRole("button", { name: "Continuer" }).click();

  await page.getByText("2\u00a0paires à décider").waitFor();
  await expectAccessible(page, "paires");
  await answer(page, /Zerbib/i, "La même personne");
  await answer(page, /Wandou/i, "Deux personnes");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await page.getByText("Import enregistré.").waitFor();
  await page.getByText("personnes concernées").waitFor();
  expect(await page.locator(".outcome li", { hasText: "personnes concernées" }).innerText()).toMatch(/^3/);
  await expectAccessible(page, "import fait et ce qui est retenu");

  await page.getByRole("button", { name: "Importer un autre fichier" }).click();
  await page.locator("input[type=file]").setInputFiles(next);
  await page.getByText("rien n’est encore enregistré").waitFor();
  expect(await page.getByText("retenu la dernière fois").first().isVisible()).toBe(true);
  await page.getByRole("button", { name: "Continuer" }).click();
  expect(await page.locator(".outcome li", { hasText: "seraient importées" }).innerText()).toMatch(/^1/);

  // Forgotten, the heading is strange again.
  await page.getByRole("button", { name: /^Oublier «\sPassage du/ }).click();
  await page.getByRole("button", { name: /^Oublier «\sPassage du/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Choisir un autre fichier" }).click();
  await page.locator("input[type=file]").setInputFiles(next);
  await page.getByText("Aucune ligne de titres").waitFor();
  expect(page.troubles).toEqual([]);
});

async function signIn(page: Page): Promise<void> {
  await page.goto(server.url);
  await page.getByRole("button", { name: /Directeur médical/ }).click();
}

/** Chooses in a list named by its label. */
async function choose(page: Page, label: RegExp, option: string): Promise<void> {
  await page.getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function answer(page: Page, name: RegExp, words: string): Promise<void> {
  const group = page.getByRole("radiogroup", { name });
  await group.getByText(words).click();
}
