import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectAccessible, expectFits, PHONE } from "./browser.ts";
import { enterAs, openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

test("the data protection officer reads the plan of what is due, holds a record back, decides a duration, and approves", async () => {
  const officer = await enterAs(browser, server, "Délégué à la protection des données");
  await officer.getByRole("link", { name: "Conservation" }).press("Enter");
  await officer.getByRole("heading", { name: "Durées" }).waitFor();
  await officer.getByRole("button", { name: "Établir un nouveau plan" }).press("Enter");
  await officer.getByText("à approuver").waitFor();
  await expectAccessible(officer, "plan");

  const number = officer.getByLabel("Numéro du dossier à retenir");
  await number.fill("999999");
  await officer.getByLabel("Pourquoi").fill("Enquête de la caisse");
  await officer.getByRole("button", { name: "Prolonger la conservation" }).press("Enter");
  await officer.getByText("Aucun dossier ne porte ce numéro.").first().waitFor();
  await number.fill("5");
  await officer.getByRole("button", { name: "Prolonger la conservation" }).press("Enter");
  await officer.getByText("Enquête de la caisse").waitFor();
  await officer.getByRole("button", { name: "Mettre fin, dossier n° 5" }).press("Enter");
  await officer.getByText(/terminée par Laure Fontaine/).waitFor();

  await officer.getByRole("button", { name: /^Choisir…/ }).press("Enter");
  await officer.getByRole("option", { name: /temps à part avant l’effacement/ }).press("Enter");
  await officer.getByLabel("Valeur, en mois").fill("3");
  await officer.getByLabel("Texte ou décision").fill("Décision du conseil du 3 mars");
  await officer.getByRole("button", { name: "Décider cette durée" }).press("Enter");
  await officer.getByText("Décision du conseil du 3 mars · Laure Fontaine").waitFor();
  await expectAccessible(officer, "conservation");
  await officer.getByRole("button", { name: "Voir les dossiers, par numéro" }).press("Enter");
  await officer
    .getByRole("rowheader", { name: /^n° \d+$/ })
    .first()
    .waitFor();
  await officer.getByRole("button", { name: "Approuver ce plan" }).press("Enter");
  await officer.getByText("À appliquer").waitFor();
  await expectAccessible(officer, "plan approuvé");
  await officer.setViewportSize(PHONE);
  await expectFits(officer, "conservation, téléphone");
  expect(officer.troubles).toEqual([]);
});

test("someone asks for their record: the request is noted, the director makes the copy, and says how it was handed over", async () => {
  const officer = await enterAs(browser, server, "Référent administratif");
  await officer.getByRole("link", { name: "Demandes d’accès" }).press("Enter");
  await officer.getByLabel("Numéro du dossier").fill("4");
  await officer.getByRole("button", { name: "Noter la demande" }).press("Enter");
  await officer.getByRole("link", { name: "Dossier n° 4", exact: true }).waitFor();
  await expectAccessible(officer, "demande notée");
  expect(await officer.getByRole("button", { name: /Copie en PDF/ }).count()).toBe(0);

  const director = await enterAs(browser, server, "Directeur médical");
  // Someone with notes and documents.
  await director.goto(`${server.url}/personnes`);
  await director.getByRole("searchbox").last().fill("nguyen helene");
  await director.getByRole("option").first().click();
  await director.getByRole("link", { name: "Noter une demande de copie du dossier" }).press("Enter");
  const typed = director.getByLabel("Numéro du dossier");
  await expect.poll(() => typed.inputValue()).toMatch(/^\d+$/);
  const number = await typed.inputValue();
  await director.getByRole("button", { name: "Noter la demande" }).press("Enter");
  const theirs = director.getByRole("listitem").filter({ hasText: new RegExp(`Dossier n° ${number}\\D`) });
  await theirs.getByRole("button", { name: /^Garder de côté/ }).press("Enter");
  const back = theirs.getByRole("group", { name: /^À ne pas remettre/ });
  await back.getByRole("checkbox").first().press("Space");
  await expectAccessible(director, "notes gardées de côté");
  // Chosen once, it stays so when the page comes back.
  await director.reload();
  await theirs.getByText(/^1.note ou document gardé de côté/).waitFor();
  const archived = director.waitForEvent("download");
  await theirs.getByRole("button", { name: /^Copie complète/ }).press("Enter");
  expect(
    readFileSync(await (await archived).path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  await director.getByRole("link", { name: "Demandes d’accès" }).press("Enter");
  const waited = director.waitForEvent("download");
  await director.getByRole("button", { name: "Copie en PDF, dossier n° 1", exact: true }).press("Enter");
  const file = await (await waited).path();
  expect(readFileSync(file).subarray(0, 5).toString()).toBe("%PDF-");

  const one = director.getByRole("listitem").filter({ hasText: "Dossier n° 1" });
  await one.getByRole("button", { name: /^Choisir…/ }).press("Enter");
  await director.getByRole("option", { name: "Copie remise en main propre" }).press("Enter");
  await one.getByRole("button", { name: "Clore la demande" }).press("Enter");
  await director
    .getByText(/copie remise en main propre/)
    .first()
    .waitFor();
  await expectAccessible(director, "demandes");
  await director.setViewportSize(PHONE);
  await expectFits(director, "demandes, téléphone");
  expect([...officer.troubles, ...director.troubles]).toEqual([]);
});
