import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, launchBrowser, openPage, PHONE } from "./browser.ts";
import { openPerson } from "./demonstration.ts";
import { mouse } from "./hands.ts";
import { type RunningServer, startServer } from "./running-server.ts";

const TODAY = "2026-05-04";
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer("demo", { MAILLAGE_TODAY: TODAY }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openRequest(page: Page, right: RegExp, stands: string, day: string): Promise<void> {
  await mouse.press(page, "link", "Ouvrir une demande");
  await mouse.choose(page, /Quel droit/, right);
  await mouse.choose(page, /Où elle en est/, stands);
  await mouse.write(page, "Quel jour", day);
}

describe("requests for rights", () => {
  test("the accompagnante opens an AME filed on 3 March and notes it granted from that day; then a C2S for three reaches its two months of silence: said so, and cover stays unconfirmed", async () => {
    const page = await openPage(browser, server.url);
    await page.clock.setFixedTime(new Date(`${TODAY}T10:00:00`));
    await page.goto(`${server.url}/connexion`);
    await page.getByRole("button", { name: "Entrer comme Travailleur social", exact: true }).click();
    await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
    await openPerson(page, server, "traoré");
    const record = page.url();

    await openRequest(page, /\(AME\)/, "Déposée", "03/03/2026");
    await mouse.choose(page, /^Non précisé Comment|Comment/, "Au guichet");
    await mouse.press(page, "button", "Ouvrir la demande");
    await page.getByRole("heading", { level: 1, name: "Aide médicale de l’État (AME)" }).waitFor();
    const next = page.getByRole("region", { name: "La suite" });
    await next
      .getByText(
        /^Sans réponse au 3 mai 2026\u00a0: refus implicite\. Faire un recours avant le 3 juillet 2026/,
      )
      .waitFor();
    await next.getByText("délai à vérifier").waitFor();
    await mouse.press(page, "button", "Noter l’accord");
    await mouse.write(page, "Quel jour", "28/04/2026");
    await page.getByText(/^D’après la loi\u00a0: du 3 mars 2026 au 2 mars 2027$/).waitFor();
    await mouse.press(page, "button", "Reprendre ces dates");
    await expectAccessible(page, "the form of a decision");
    await mouse.press(page, "button", "Enregistrer");
    await page.getByText("Droit du 3 mars 2026 au 2 mars 2027").waitFor();
    await next.getByText("Déposer le renouvellement du 2 décembre 2026 au 2 janvier 2027").waitFor();

    await page.goto(record);
    const cover = page.getByRole("region", { name: "Couverture", exact: true });
    await cover.getByText("jusqu’au 2 mars 2027").first().waitFor();
    expect(await cover.getByText("AME", { exact: true }).count()).toBe(2);

    await openRequest(page, /\(C2S\)/, "Déposée", "04/03/2026");
    for (const name of ["Awa Essai", "Issa Essai"]) {
      await mouse.write(page, "Nom et prénom", name);
      await mouse.press(page, "button", "Ajouter au foyer");
    }
    await mouse.press(page, "button", "Ouvrir la demande");
    await page.getByRole("heading", { level: 1, name: /\(C2S\)/ }).waitFor();
    await next
      .getByText(/^Sans réponse au 4 mai 2026\u00a0: accord implicite, à faire reconnaître/)
      .waitFor();
    await page.getByText("Issa Essai").waitFor();
    await mouse.press(page, "button", /^Noter le silence/);
    await mouse.press(page, "button", "Enregistrer");
    await next.getByText(/La couverture reste à confirmer/).waitFor();
    await expectAccessible(page, "a request");
    await page.setViewportSize(PHONE);
    await expectAccessible(page, "a request on a phone");
    await page.goto(record);
    const requests = page.getByRole("region", { name: "Demandes de droits", exact: true });
    await requests.getByText("Faire reconnaître l’accord implicite").waitFor();
    expect(await page.getByRole("region", { name: "Couverture", exact: true }).getByText("C2S").count()).toBe(
      0,
    );
    expect(page.troubles).toEqual([]);
  });
});
