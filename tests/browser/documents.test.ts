import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdf } from "../support/papers.ts";
import { expectAccessible, launchBrowser, PHONE } from "./browser.ts";
import { enterAs, openPerson } from "./demonstration.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;
const PHOTO = readFileSync(
  fileURLToPath(new URL("../../documents/demonstration/result.jpg", import.meta.url)),
);

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer("demo"), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Everything the server answered to a page. */
function traffic(page: Page): string[] {
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/")) answers.push(await response.text().catch(() => ""));
  });
  return answers;
}

async function choose(page: Page, label: RegExp, option: string): Promise<void> {
  await page.getByRole("button", { name: label }).press("Enter");
  await page.getByRole("option", { name: option, exact: true }).press("Enter");
}

describe("documents", () => {
  test("a nurse photographs a result with a telephone and files it; the care team sees it, the social worker is not sent a word of it", async () => {
    const nurse = await enterAs(browser, server, "Infirmier", { viewport: PHONE });
    await openPerson(nurse, server, "traoré");
    const record = nurse.url();
    await nurse.getByRole("link", { name: "Classer un document" }).click();
    await expectAccessible(nurse, "filing, nothing chosen yet");
    const camera = nurse.waitForEvent("filechooser");
    await nurse.getByRole("button", { name: "Photographier" }).click();
    await (await camera).setFiles({ name: "IMG_2031.jpg", mimeType: "image/jpeg", buffer: PHOTO });
    await nurse.getByRole("img", { name: "La page choisie" }).waitFor();
    await choose(nurse, /Ce que c’est/, "Résultat d’analyse");
    await nurse.getByText("Lu par l’équipe de soins seule.").waitFor();
    await nurse.getByRole("textbox", { name: "Précision" }).fill("Hépatite B");
    await nurse.getByRole("textbox", { name: "Jour écrit dessus" }).fill("02/03/2026");
    await expectAccessible(nurse, "filing, a photograph chosen");
    await nurse.getByRole("button", { name: "Classer", exact: true }).click();
    const line = nurse.getByRole("link", { name: "Résultat d’analyse, Hépatite B" });
    await line.click();
    const shown = nurse.getByRole("img", { name: "Résultat d’analyse, Hépatite B" });
    await expect
      .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    await expectAccessible(nurse, "a document");
    expect(nurse.troubles).toEqual([]);

    for (const [role, reads] of [
      ["Médecin", true],
      ["Travailleur social", false],
      ["Accueil", false],
    ] as const) {
      const page = await enterAs(browser, server, role);
      const answers = traffic(page);
      await page.goto(record);
      await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
      await page.getByRole("region", { name: "Venues", exact: true }).waitFor();
      expect(answers.join("\n").includes("Hépatite"), role).toBe(reads);
      if (!reads) {
        await page.goto(nurse.url());
        await page.getByText("n’est pas montré à votre rôle").waitFor();
        expect(answers.join("\n")).not.toContain("Hépatite");
      }
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }

    await nurse.getByRole("button", { name: "Retirer du dossier" }).click();
    await nurse.getByRole("textbox", { name: "Pourquoi" }).fill("Classé au mauvais dossier");
    await expectAccessible(nurse, "withdrawing a document");
    await nurse.getByRole("button", { name: "Retirer du dossier" }).click();
    await line.waitFor({ state: "detached" });
    await nurse.context().close();
  });

  test("what is not a document is refused saying why, and what was typed stays; a PDF from elsewhere is downloaded, never opened", async () => {
    const nurse = await enterAs(browser, server, "Infirmier");
    await openPerson(nurse, server, "traoré");
    await nurse.getByRole("link", { name: "Classer un document" }).click();
    const file = nurse.locator("input[type=file]").first();
    await file.setInputFiles({
      name: "resultat.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    });
    await choose(nurse, /Ce que c’est/, "Résultat d’analyse");
    await nurse.getByRole("textbox", { name: "Précision" }).fill("Bilan sanguin");
    await nurse.getByRole("button", { name: "Classer", exact: true }).click();
    await nurse
      .getByText(/peut contenir un programme/)
      .first()
      .waitFor();
    await expectAccessible(nurse, "a refused file");
    await nurse.getByRole("button", { name: "En prendre un autre" }).click();
    await file.setInputFiles({ name: "bilan.pdf", mimeType: "application/pdf", buffer: pdf() });
    expect(await nurse.getByRole("textbox", { name: "Précision" }).inputValue()).toBe("Bilan sanguin");
    await nurse.getByRole("button", { name: "Classer", exact: true }).click();
    await nurse.getByRole("link", { name: "Résultat d’analyse, Bilan sanguin" }).click();
    await nurse.getByText("se télécharge pour être lu").waitFor();
    const download = nurse.waitForEvent("download");
    await nurse.getByRole("button", { name: "Télécharger" }).click();
    expect((await download).suggestedFilename()).toBe("result.pdf");
    expect(nurse.troubles).toEqual([]);
    await nurse.context().close();
  });
});
