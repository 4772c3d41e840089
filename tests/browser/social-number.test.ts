import { expect, test } from "vitest";
import { expectAccessible, expectFits, PHONE } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

/** Of nobody: the department 99 (abroad) has no country 999. */
const NUMBER = "2 80 01 99 999 999 87";

test("the data protection officer opens the use of social security numbers; a nurse notes one, masked until asked for; stopped, it is shown no more", async () => {
  const nurse = await enterAs(browser, server, "Infirmier");
  await openPerson(nurse, server, "traoré");
  const person = nurse.url();
  await nurse.getByRole("heading", { name: "Joindre" }).waitFor();
  expect(await nurse.getByRole("heading", { name: "Sécurité sociale" }).count()).toBe(0);

  const officer = await enterAs(browser, server, "Délégué à la protection des données");
  await officer.getByRole("link", { name: "Numéros" }).press("Enter");
  await officer.getByText("L’usage n’est pas ouvert").waitFor();
  await expectAccessible(officer, "usage fermé");
  await officer.getByRole("button", { name: /^Choisir…/ }).press("Enter");
  await officer.getByRole("option", { name: /Prise en charge sanitaire/ }).press("Enter");
  await officer.getByLabel("Texte et article").fill("Décret n° 2019-341, article 2");
  await officer.getByRole("button", { name: "Ouvrir l’usage" }).press("Enter");
  await officer.getByRole("heading", { name: "Usage ouvert" }).waitFor();
  await expectAccessible(officer, "usage ouvert");
  await officer.setViewportSize(PHONE);
  await expectFits(officer, "usage ouvert, téléphone");

  await nurse.goto(`${person}/numero`);
  const field = nurse.getByLabel("Numéro, avec sa clé");
  await field.fill(NUMBER.replace(/\d$/u, "0"));
  await field.press("Enter");
  await nurse.getByText(/La clé ne correspond pas/).waitFor();
  await expectAccessible(nurse, "clé fausse");
  await field.fill(NUMBER);
  await field.press("Enter");
  await nurse.getByRole("heading", { name: "Numéro enregistré, à vérifier" }).waitFor();
  await expectAccessible(nurse, "numéro à vérifier");
  await nurse.getByRole("button", { name: "Revenir au dossier" }).press("Enter");
  await nurse.getByText("2 80 01 •• ••• ••• ••").waitFor();
  expect(await nurse.getByText(NUMBER).count()).toBe(0);
  await nurse.getByRole("button", { name: "Montrer en entier" }).press("Enter");
  await nurse.getByText(NUMBER).waitFor();
  await expectAccessible(nurse, "numéro montré");

  await nurse.goto(`${server.url}/personnes`);
  await nurse.getByRole("searchbox").last().fill(NUMBER);
  await nurse.getByRole("option").filter({ hasText: "numéro de sécurité sociale" }).waitFor();

  await officer.getByRole("button", { name: "Arrêter l’usage" }).press("Enter");
  await officer.getByText("Décisions précédentes").waitFor();
  await nurse.goto(person);
  await nurse.getByRole("heading", { name: "Joindre" }).waitFor();
  expect(await nurse.getByRole("heading", { name: "Sécurité sociale" }).count()).toBe(0);
  expect([...nurse.troubles, ...officer.troubles]).toEqual([]);
});

test("someone who gives no name is noted under a pseudonym, born abroad, and the record says that the name is not known", async () => {
  const page = await enterAs(browser, server, "Accueil");
  await page.goto(`${server.url}/personnes/nouveau`);
  await page.getByText("C’est un pseudonyme").click();
  await page.getByLabel("Pseudonyme", { exact: true }).fill("Zorglub");
  await page.getByText("À l’étranger").click();
  await page.getByLabel("Ville et pays de naissance").fill("Asmara, Érythrée");
  await expectAccessible(page, "pseudonyme");
  await page.getByRole("button", { name: "Ouvrir le dossier" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Zorglub" }).waitFor();
  await page.getByText("le vrai nom n’est pas connu").waitFor();
  expect(page.troubles).toEqual([]);
});
