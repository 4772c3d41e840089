import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();
const place = mkdtempSync(join(tmpdir(), "mlg-upkeep-"));

afterAll(() => rmSync(place, { recursive: true, force: true }));

test("the technical administrator of an association without one makes the recovery key, chooses a disk, and sees the backup made, verified and followed by the archive", async () => {
  const page = await enterAs(browser, server, "Administrateur technique");
  await page.getByRole("link", { name: "État" }).press("Enter");
  await page.getByText("Aucune sauvegarde n’a été faite.", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Faire la clé de récupération" }).press("Enter");
  await page.getByText(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/).waitFor();
  await expectAccessible(page, "clé montrée");
  await page.getByRole("button", { name: "Je l’ai recopiée" }).press("Enter");
  await page.getByText(/^Clé [0-9a-f]{8}, depuis le/).waitFor();
  expect(await page.getByText(/([0-9A-Z]{4}-){13}/).count()).toBe(0);

  const folder = page.getByLabel("Dossier des sauvegardes");
  await folder.fill("media/disque");
  await page.getByRole("button", { name: "Enregistrer" }).press("Enter");
  await page.getByText("Donnez le dossier en entier").waitFor();
  await expectAccessible(page, "dossier refusé");
  await folder.fill(place);
  await page.getByRole("button", { name: "Enregistrer" }).press("Enter");
  await page.getByText("Réglages enregistrés.").waitFor();

  await page.getByRole("button", { name: "Sauvegarder maintenant" }).press("Enter");
  await page.getByText(/remise et comparée en/).waitFor({ timeout: 90_000 });
  await page.getByText(/Tout est archivé jusqu’au/).waitFor({ timeout: 90_000 });
  expect(readdirSync(place).filter((name) => name.startsWith("maillage-"))).not.toEqual([]);
  await expectAccessible(page, "sauvegarde faite");
});
