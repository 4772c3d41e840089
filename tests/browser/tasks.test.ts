import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const { server, browser } = await openDemonstration();

const agreed = "Voir la CPAM avec elle avant fin mai.";

describe("tasks", () => {
  test("by keyboard alone, what a doctor and a person agreed on becomes the social worker's task, found under « Ma journée », done, and said done on the record; reception is not told of care", async () => {
    const keys = typing(openKeyboard());
    const doctor = await enterAs(browser, server, "Médecin");
    await openPerson(doctor, server, "traoré");
    await keys.press(doctor, "link", "Écrire une note");
    await doctor.getByRole("textbox", { name: "Note" }).waitFor();
    await keys.write(doctor, "Note", "Droits arrêtés, à rouvrir.");
    await keys.write(doctor, "Ce qui est convenu", agreed);
    await keys.press(doctor, "button", "Signer");
    await keys.press(doctor, "button", "Confirmer la signature");
    await keys.press(doctor, "link", "En faire une tâche");
    const what = doctor.getByRole("textbox", { name: "Que faut-il faire" });
    await what.waitFor();
    expect(await what.inputValue()).toBe(agreed);
    // A task of care is offered to those who read care alone.
    await doctor.getByRole("button", { name: /Pour qui/ }).press("Enter");
    await doctor.getByRole("option", { name: "Infirmier", exact: true }).waitFor();
    expect(await doctor.getByRole("option", { name: /Accueil|Travailleur social/ }).count()).toBe(0);
    await doctor.keyboard.press("Escape");
    await keys.choose(doctor, /De quoi parle-t-elle/, "Utile au parcours social");
    await keys.choose(doctor, /Pour qui/, "Travailleur social");
    await keys.choose(doctor, /Pour quand/, "Demain");
    await expectAccessible(doctor, "the task's form");
    await keys.press(doctor, "button", "Ajouter la tâche");
    const card = doctor.getByRole("region", { name: "À faire", exact: true });
    await card.getByText(agreed).waitFor();

    const worker = await enterAs(browser, server, "Travailleur social");
    await keys.press(worker, "link", /^Ma journée/);
    const line = worker.getByRole("listitem").filter({ hasText: agreed });
    await line.getByRole("link", { name: /Traoré/ }).waitFor();
    await expectAccessible(worker, "my tasks");
    await keys.press(worker, "button", `Fait\u00a0: ${agreed}`);
    await worker.getByRole("button", { name: `Rouvrir\u00a0: ${agreed}` }).waitFor();
    await keys.press(worker, "link", /Traoré/);
    await worker.getByText(/^Fait ces trente derniers jours/).waitFor();

    await doctor.reload();
    await card.getByText("Rien à faire pour l’instant.").waitFor();
    await card.getByText(/^Fait ces trente derniers jours/).press("Enter");
    await card.getByText(/fait par .* le /).waitFor();

    const desk = await enterAs(browser, server, "Accueil");
    await desk.goto(doctor.url());
    await desk.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
    expect(await desk.getByText(agreed).count()).toBe(0);
    for (const page of [doctor, worker, desk]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });
});
