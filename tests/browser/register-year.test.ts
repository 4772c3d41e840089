import { Secret, TOTP } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, launchBrowser, openPage } from "./browser.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer("start"), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe("a centre's year", () => {
  test("the director accepts an invitation, brings the 2014 register in, decides the pairs and reads the year", async () => {
    const { invitation } = await server.command<{ invitation: { path: string } }>(
      "user",
      "add",
      "--email",
      "directrice@centre.example",
      "--name",
      "Dr Colin",
      "--role",
      "medical_director",
    );
    const page = await openPage(browser, server.url);
    await page.goto(server.url + invitation.path);
    await page.getByLabel("Choisissez un mot de passe").fill("quatre mots bien à moi");
    await expectAccessible(page, "invitation");
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByLabel("Code à six chiffres").fill(await codeShown(page));
    await expectAccessible(page, "second facteur");
    await page.getByRole("button", { name: "Vérifier et terminer" }).click();

    await page.getByRole("link", { name: "Imports" }).click();
    await page.locator("input[type=file]").setInputFiles("tests/data/register-2014.xlsx");
    await page.getByText("rien n’est encore enregistré").waitFor();
    await expectAccessible(page, "essai d’import");
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("table").getByText("31/02/2014").first().waitFor();
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("button", { name: /Toutes.*la même personne/ }).click();
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("button", { name: "Importer", exact: true }).click();
    await page.getByText("Import enregistré.").waitFor();
    await expectAccessible(page, "import fait");

    await page.getByRole("link", { name: "Bilan" }).click();
    await page.goto(`${server.url}/bilan?du=2014-01-01&au=2014-12-31`);
    await page.getByText("personnes en file active").waitFor();
    const text = await page.locator("main").innerText();
    for (const figure of ["300", "123", "2,44", "32 %", "59 %", "pas d’historique"]) {
      expect(text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ")).toContain(figure);
    }
    await expectAccessible(page, "bilan");
    await page
      .getByRole("button", { name: /^Aucune couverture.*voir la liste/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("link").first().waitFor();
    expect(await page.getByRole("dialog").getByRole("link").count()).toBe(39);
    await expectAccessible(page, "liste derrière un chiffre");
    expect(page.troubles).toEqual([]);

    const report = await server.command<{ coverage: { noneAtLeastOnce: unknown } }>(
      "report",
      "activity",
      "--from",
      "2014-01-01",
      "--to",
      "2014-12-31",
    );
    expect(report.coverage.noneAtLeastOnce).toEqual({ persons: 39, percent: 32 });
    expect(await server.command("audit", "verify")).toMatchObject({ ok: true, faults: [] });
  });
});

async function codeShown(page: Page): Promise<string> {
  const secret = await page.locator(".secret").innerText();
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(/\s/g, "")) }).generate();
}
