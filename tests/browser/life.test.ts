import { describe, expect, test } from "vitest";
import { expectAccessible, expectFits, PHONE } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const { server, browser } = await openDemonstration();

describe("how someone lives", () => {
  test("by keyboard alone, the social worker notes where someone lives and who treats them in one dialog, corrects one fact, and the doctor sees what is theirs", async () => {
    const keys = typing(openKeyboard());
    const worker = await enterAs(browser, server, "Travailleur social");
    await openPerson(worker, server, "traoré");
    const record = worker.url();
    const card = worker.getByRole("region", { name: "Situation de vie" });
    await keys.press(worker, "link", "Mettre à jour");
    const dialog = worker.getByRole("dialog");
    await dialog.getByText("Rien n’a changé.").waitFor();
    await expectAccessible(worker, "the situation before anything changed");
    await keys.choose(worker, /Où la personne vit/, "CHRS");
    await keys.write(worker, "Nom du médecin", "Dr Diallo");
    await dialog.getByText("2 changements, seuls écrits").waitFor();
    await keys.write(worker, "Numéro RPPS, si connu", "10001234566");
    await keys.press(worker, "button", "Enregistrer");
    await dialog.getByText("Ce numéro RPPS n’existe pas").waitFor();
    await expectAccessible(worker, "the situation refused");
    await keys.write(worker, "Numéro RPPS, si connu", "10001234565");
    await keys.press(worker, "button", "Enregistrer");
    await card.getByText("CHRS", { exact: true }).waitFor();
    await worker.locator(".person-head").getByText("Dr Diallo").waitFor();
    await worker.getByRole("region", { name: "Parcours" }).getByText("Hébergement").first().waitFor();
    await expectAccessible(worker, "the page with the situation");

    await keys.press(worker, "link", "Historique, corriger");
    await keys.press(worker, "button", /^Corriger, Hébergement.*CHRS/);
    await keys.write(worker, "Nom du lieu, si utile", "Les Tilleuls");
    await expectAccessible(worker, "the correction");
    await keys.press(worker, "button", "Enregistrer la correction");
    await worker
      .getByText(/^remplacé le/)
      .first()
      .waitFor();
    await expectAccessible(worker, "the history");
    await worker.setViewportSize(PHONE);
    await expectFits(worker, "the history, on a phone");
    await keys.press(worker, "button", "Fermer");
    await card.getByText("CHRS, Les Tilleuls").waitFor();
    await keys.press(worker, "link", "Mettre à jour");
    await expectFits(worker, "the situation, on a phone");

    const doctor = await enterAs(browser, server, "Médecin");
    await doctor.goto(record);
    await doctor.locator(".person-head").getByText("Dr Diallo").waitFor();
    const summary = doctor.getByRole("region", { name: "Situation de vie" });
    await summary.getByText("CHRS", { exact: true }).waitFor();
    expect(await doctor.getByText("Les Tilleuls").count()).toBe(0);
    await expectAccessible(doctor, "the summary");
    for (const page of [doctor, worker]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });
});
