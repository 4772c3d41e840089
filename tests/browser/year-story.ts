import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { codeOf, keyShown } from "./authenticator-app.ts";
import { expectAccessible, openPage } from "./browser.ts";
import type { Hands } from "./hands.ts";
import type { RunningServer } from "./running-server.ts";

/** From an empty folder to the year's report handed over: what Bourgoin's director does once a year. */
export async function tellTheYear(server: RunningServer, browser: Browser, hands: Hands): Promise<void> {
  const page = await openPage(browser, server.url);
  await setUp(page, server, hands);
  await invite(page, hands);
  await hands.choose(page, /Fonction/, /^Directeur médical/);
  await page.getByRole("link", { name: "Imports" }).waitFor();
  await importTheRegister(page, hands);
  await readTheYear(page, hands);
  await freezeAndExport(page, hands);
  expect(page.troubles).toEqual([]);

  const report = await server.command<{ coverage: { noneAtLeastOnce: unknown } }>(
    ...["report", "activity", "--from", "2014-01-01", "--to", "2014-12-31"],
  );
  expect(report.coverage.noneAtLeastOnce).toEqual({ persons: 39, percent: 32 });
  expect(await server.command("audit", "verify")).toMatchObject({ ok: true, faults: [] });
}

async function setUp(page: Page, server: RunningServer, hands: Hands): Promise<void> {
  await page.goto(/Pour installer, ouvrez : (\S+)/.exec(server.said())?.[1] ?? "");
  await hands.write(page, "Nom du centre", "Centre de santé de Bourgoin");
  await hands.tick(page, "Lundi matin");
  await hands.write(page, "Votre nom", "Dr Ana Rivière");
  await hands.write(page, "Adresse e-mail", "ana@bourgoin.example");
  await hands.write(page, "Choisissez un mot de passe", "quatre mots bien à moi");
  await hands.press(page, "button", "Installer le centre");
  await hands.write(page, "Code à six chiffres", codeOf(await keyShown(page)));
  await expectAccessible(page, "second facteur");
  await hands.press(page, "button", "Vérifier et terminer");
}

async function invite(page: Page, hands: Hands): Promise<void> {
  await hands.press(page, "button", "Inviter mes collègues");
  await hands.press(page, "button", "Inviter quelqu’un");
  await hands.write(page, "Nom", "Julie Lambert");
  await hands.write(page, "Adresse e-mail", "julie@bourgoin.example");
  await hands.choose(page, /Rôle/, "Infirmier");
  await hands.press(page, "button", "Inviter");
  // No mail is set up here: the link is handed over.
  expect(await keyShown(page)).toMatch(/\/invitation#[\w-]{43}$/);
  await hands.press(page, "button", "Fermer");
  await page.getByText("Julie Lambert").first().waitFor();
}

async function importTheRegister(page: Page, hands: Hands): Promise<void> {
  await hands.press(page, "link", "Imports");
  await hands.giveFile(page, "Choisir un fichier", "tests/data/register-2014.xlsx");
  await page.getByText("rien n’est encore enregistré").waitFor();
  await expectAccessible(page, "essai d’import");
  await hands.press(page, "button", "Continuer");
  await page.getByRole("table").getByText("31/02/2014").first().waitFor();
  await hands.press(page, "button", "Continuer");
  await page.getByText("3\u00a0paires à décider").waitFor();
  const pairs = page.getByRole("region", { name: "Paires probables" }).getByRole("radiogroup");
  for (const pair of await pairs.all()) await hands.pick(page, pair, "La même personne");
  await page.getByText("Toutes décidées").waitFor();
  await hands.press(page, "button", "Continuer");
  await hands.press(page, "button", "Importer");
  await page.getByText("Import enregistré.").waitFor();
  await expectAccessible(page, "import fait");
}

async function readTheYear(page: Page, hands: Hands): Promise<void> {
  await hands.press(page, "link", "Bilan");
  // Nothing this year: the page offers the year where the record begins.
  await hands.press(page, "button", "Voir 2014");
  await page.getByText("personnes en file active").waitFor();
  const text = (await page.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
  for (const figure of ["300", "123", "2,44", "32 %", "59 %", "pas d’historique"])
    expect(text).toContain(figure);
  await expectAccessible(page, "bilan");
  await hands.press(page, "button", /^Aucune couverture.*voir la liste/);
  const people = page.getByRole("dialog").getByRole("link");
  await people.first().waitFor();
  expect(await people.count()).toBe(39);
  await expectAccessible(page, "liste derrière un chiffre");
  await hands.press(page, "button", "Fermer");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function freezeAndExport(page: Page, hands: Hands): Promise<void> {
  await hands.press(page, "button", "Figer ce bilan");
  await hands.write(page, "Nom du bilan", "Bilan remis au conseil municipal");
  await hands.press(page, "button", "Figer");
  await hands.press(page, "link", "Ouvrir le bilan figé");
  await page.getByRole("heading", { level: 1, name: "Bilan remis au conseil municipal" }).waitFor();
  const workbook = await hands.takeFile(page, "Tableur");
  expect(workbook.suggestedFilename()).toMatch(/^bilan-2014.*\.xlsx$/);
  const sheets = Object.values(unzipSync(await readFile(await workbook.path()))).map((bytes) =>
    strFromU8(bytes),
  );
  for (const figure of ["300", "123"]) expect(sheets.join()).toContain(`<v>${figure}</v>`);
  const pdf = await readFile(await (await hands.takeFile(page, "PDF")).path());
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
}
