import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, launchBrowser } from "./browser.ts";
import { enterAs } from "./demonstration.ts";
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

describe("possible rights", () => {
  test("a social worker answers what she knows by keyboard, sees what is probable and why, and nothing of it leaves the screen", async () => {
    const page = await enterAs(browser, server, "Travailleur social");
    await page.getByRole("link", { name: "Droits possibles", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Droits possibles" }).waitFor();
    await page.getByText("Les droits possibles s’affichent ici.").waitFor();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/")) sent.push(request.url());
    });

    const group = (name: string) => page.getByRole("region", { name, exact: true });
    const right = (name: RegExp) => page.getByRole("region", { name });
    await page.getByLabel("Date de la demande").fill("15/04/2025");
    await page
      .getByRole("radio", { name: /titre de séjour valable$/ })
      .first()
      .press("Space");
    // What is missing is asked for, never guessed.
    await right(/^Complémentaire santé solidaire, sans/)
      .getByText(/il manque.*le territoire/)
      .waitFor();
    expect(await group("Probable").count()).toBe(0);

    await page.getByLabel("Vit en France depuis le").fill("02/01/2020");
    await group("Probable").getByText("Assurance maladie (PUMA)").waitFor();
    await page.getByRole("button", { name: /^Choisir…/ }).press("Enter");
    await page.getByRole("option", { name: "Métropole" }).press("Enter");
    await page.getByRole("textbox", { name: "Personnes du foyer" }).fill("2");
    const resources = page.getByRole("textbox", { name: /^Ressources du foyer/ });
    await page.getByText(/Le total de mars 2024 à février 2025/).waitFor();
    await resources.fill("15 508");
    await group("Probable")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await resources.fill("15 508,01");
    await group("Probable")
      .getByText(/^Complémentaire santé solidaire, avec/)
      .waitFor();
    await group("Improbable")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await page.getByText("Ce n’est pas une décision").waitFor();
    await right(/^Complémentaire santé solidaire, avec/)
      .getByText("Montants et durées utilisés")
      .press("Enter");
    await right(/^Complémentaire santé solidaire, avec/)
      .getByText(/efl\.fr/)
      .first()
      .waitFor();
    await expectAccessible(page, "droits possibles");

    // The amounts of 2026 are flagged.
    await page.getByLabel("Date de la demande").fill("15/04/2026");
    await group("À vérifier")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await resources.fill("beaucoup");
    await page.getByText("Un montant, par exemple 8 400.").waitFor();

    // By birth dates: a child of 25 makes a request of their own.
    await resources.fill("14 000");
    await page.getByLabel("Date de la demande").fill("15/04/2025");
    await page.getByRole("radio", { name: "les naissances" }).press("Space");
    await page.getByLabel("Naissance de la personne").fill("01/01/1980");
    for (const [place, born] of [
      [2, "01/01/1981"],
      [3, "15/04/2000"],
    ] as const) {
      await page.getByRole("button", { name: "Ajouter une personne" }).press("Enter");
      await page.getByLabel(`Naissance, ${place}e personne`).fill(born);
    }
    await page
      .getByText(/sans 1.adulte de 25 ans ou plus/)
      .first()
      .waitFor();

    // A reload keeps what was typed; nothing was sent.
    expect(sent).toEqual([]);
    await page.reload();
    await page
      .getByText(/sans 1.adulte de 25 ans ou plus/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Repartir de zéro" }).press("Enter");
    await page.getByText("Les droits possibles s’affichent ici.").waitFor();
    await page.close();
  });
});
