import { describe, expect, test } from "vitest";
import { expectAccessible, openPage, PHONE } from "./browser.ts";
import { openDemonstration, openPerson } from "./demonstration.ts";
import { mouse, typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const TODAY = "2026-05-04";
const { server, browser } = await openDemonstration({ MAILLAGE_TODAY: TODAY });

describe("what is stuck", () => {
  test("by keyboard alone, the accompagnante finds on her board a C2S whose silence was reached, prints the letter that has it recognised, sees it in her day, and hands her requests over and back", async () => {
    const keys = typing(openKeyboard());
    const page = await openPage(browser, server.url);
    await page.clock.setFixedTime(new Date(`${TODAY}T10:00:00`));
    await page.goto(`${server.url}/connexion`);
    await page.getByRole("button", { name: "Entrer comme Travailleur social", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
    await openPerson(page, server, "traoré");
    await mouse.press(page, "link", "Ouvrir une demande");
    await mouse.choose(page, /Quel droit/, /\(C2S\)/);
    await mouse.choose(page, /Où elle en est/, "Déposée");
    await mouse.write(page, "Quel jour", "01/03/2026");
    await mouse.press(page, "button", "Ouvrir la demande");
    await page.getByRole("heading", { level: 1, name: /C2S/ }).waitFor();

    await keys.press(page, "link", /^Droits( \d+| ?\d+)?$/);
    await page.getByRole("heading", { level: 1, name: "Droits à suivre" }).waitFor();
    const row = page.getByRole("listitem").filter({ hasText: /Traoré.*C2S/ });
    await row.first().waitFor();
    await expectAccessible(page, "the board");
    await page.setViewportSize(PHONE);
    await expectAccessible(page, "the board on a phone");
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole("radio", { name: /^Silence atteint/ }).press("Space");
    await row.first().waitFor();
    await row
      .first()
      .getByRole("link", { name: /^C2S, demande de/ })
      .press("Enter");

    await page.getByRole("button", { name: "Accord implicite à faire reconnaître" }).press("Enter");
    const body = page.getByRole("textbox", { name: "Courrier" });
    await body.waitFor();
    expect(await body.inputValue()).toContain("articles L861-5, R861-16");
    await expectAccessible(page, "the letter");
    await keys.press(page, "button", "Établir");
    await page.getByRole("link", { name: "Ouvrir pour imprimer" }).waitFor();
    await keys.press(page, "button", "Fermer");

    await keys.press(page, "link", /^Ma journée/);
    await page.getByRole("heading", { level: 1, name: "Ma journée" }).waitFor();
    await row.first().waitFor();
    await expectAccessible(page, "my day");
    await page.setViewportSize(PHONE);
    await expectAccessible(page, "my day on a phone");
    await page.setViewportSize({ width: 1366, height: 768 });

    await keys.press(page, "link", /^Droits( \d+| ?\d+)?$/);
    await keys.press(page, "button", "Confier les demandes d’un collègue");
    const dialog = page.getByRole("dialog");
    const me = (await page.locator(".side-me strong").innerText()).trim();
    await keys.choose(page, /Demandes de$/, me);
    await dialog.getByText(/demandes? ouvertes?\.$/).waitFor();
    await dialog.getByRole("button", { name: /Les confier à/ }).press("Enter");
    await page.getByRole("option").first().press("Enter");
    await expectAccessible(page, "handing over");
    await keys.press(page, "button", "Confier");
    await keys.press(page, "button", "Annuler ce changement");
    await dialog.getByText(/suit de nouveau ses demandes/).waitFor();
    expect(page.troubles).toEqual([]);
    await page.context().close();
  });
});
