import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { JPEG } from "../support/papers.ts";
import { expectAccessible, expectFits, openPage, PHONE } from "./browser.ts";
import { openDemonstration, openPerson } from "./demonstration.ts";
import { mouse } from "./hands.ts";

const TODAY = "2026-05-04";
const { server, browser } = await openDemonstration({ MAILLAGE_TODAY: TODAY });

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
    await mouse.write(page, "Nom et prénom", "Awa Essai");
    await mouse.press(page, "button", "Ajouter au foyer");
    // Written, and not yet added when the request is opened: of the household all the same.
    await mouse.write(page, "Nom et prénom", "Issa Essai");
    await mouse.press(page, "button", "Ouvrir la demande");
    await page.getByRole("heading", { level: 1, name: /\(C2S\)/ }).waitFor();
    await next
      .getByText(/^Sans réponse au 4 mai 2026\u00a0: accord implicite, à faire reconnaître/)
      .waitFor();
    await page.getByText("Issa Essai", { exact: true }).waitFor();
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

  test("on a telephone, the accompagnante answers what the papers of an AME depend on, photographs the passport, and hands over the list in Arabic", async () => {
    const page = await openPage(browser, server.url, { viewport: PHONE });
    await page.clock.setFixedTime(new Date(`${TODAY}T10:00:00`));
    await page.goto(`${server.url}/connexion`);
    await page.getByRole("button", { name: "Entrer comme Travailleur social", exact: true }).click();
    await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
    await openPerson(page, server, "traoré");
    await mouse.press(page, "link", "Ouvrir une demande");
    await mouse.choose(page, /Quel droit/, /\(AME\)/);
    await mouse.write(page, "Quel jour", "04/05/2026");
    await mouse.press(page, "button", "Ouvrir la demande");
    const papers = page.getByRole("region", { name: "Papiers", exact: true });
    await papers.getByText("Aucun papier n’a encore été demandé.").waitFor();
    // One fact at a time, each answered with a thumb: lives in a hotel, has resources, an adult born abroad.
    for (let left = 12; left > 0 && (await papers.getByRole("group").count()) > 0; left -= 1) {
      const question = (await papers.getByRole("group").locator("legend").textContent()) ?? "";
      const yes = /18 ans|16 ans|ressources|à l’étranger/u.test(question);
      await papers.getByRole("button", { name: yes ? "Oui" : "Non", exact: true }).click();
      await papers.getByText(question, { exact: true }).waitFor({ state: "hidden" });
    }
    await expectAccessible(page, "papers that the situation calls for");
    await papers
      .getByText(/décret 2026-67/)
      .first()
      .waitFor();
    await papers.getByRole("button", { name: /^Demander ces/ }).click();
    await papers.getByText(/papiers? à apporter/).waitFor();
    await papers.getByRole("button", { name: "Recevoir\u00a0: Pièce d’identité avec photo" }).click();
    const sheet = page.getByRole("dialog");
    await expectAccessible(page, "a paper to receive");
    const target = await sheet.getByRole("button", { name: "Photographier" }).boundingBox();
    expect(target?.height).toBeGreaterThanOrEqual(44);
    const camera = page.waitForEvent("filechooser");
    await sheet.getByRole("button", { name: "Photographier" }).click();
    const chooser = await camera;
    expect(await chooser.element().getAttribute("capture")).toBe("environment");
    // Not a photo, whatever it is called: refused, and the dialog stays.
    await chooser.setFiles({
      name: "IMG_1.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("MZ rien de tel"),
    });
    await sheet.getByRole("button", { name: "Garder cette copie" }).click();
    await sheet
      .getByText(/Rien n’a été enregistré|n’est ni un PDF/)
      .first()
      .waitFor();
    await sheet.getByRole("button", { name: "En prendre un autre" }).click();
    const again = page.waitForEvent("filechooser");
    await sheet.getByRole("button", { name: "Photographier" }).click();
    await (await again).setFiles({ name: "IMG_2.jpg", mimeType: "image/jpeg", buffer: JPEG });
    await sheet.getByRole("img", { name: "La page choisie" }).waitFor();
    await sheet.getByRole("button", { name: "Garder cette copie" }).click();
    await sheet.waitFor({ state: "hidden" });
    await papers.getByRole("link", { name: "Voir la page 1\u00a0: Pièce d’identité avec photo" }).waitFor();
    await papers.getByRole("button", { name: "Refuser\u00a0: Pièce d’identité avec photo" }).click();
    await sheet.getByRole("textbox", { name: "Pourquoi" }).fill("Illisible");
    await sheet.getByRole("button", { name: "Refuser ce papier" }).click();
    await papers.getByText("Refusée\u00a0: Illisible").waitFor();
    await mouse.choose(page, /Langue de la liste/, "français et arabe");
    await papers.getByRole("button", { name: "Préparer la liste à remettre" }).click();
    await papers.getByRole("link", { name: "Ouvrir pour imprimer" }).waitFor();
    await expectAccessible(page, "papers of a request on a telephone");
    await expectFits(page, "papers of a request on a telephone");
    expect(page.troubles).toEqual([]);
  });
});
