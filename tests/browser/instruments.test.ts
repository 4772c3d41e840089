import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const { server, browser } = await openDemonstration();

describe("short instruments", () => {
  test("by keyboard alone, a doctor answers a PHQ-9 whose last question calls for something today; the social worker answers EPICES, all eleven or no score", async () => {
    const keys = typing(openKeyboard());
    const doctor = await enterAs(browser, server, "Médecin");
    await openPerson(doctor, server, "traoré");
    const record = doctor.url();
    await keys.press(doctor, "link", "Répondre");
    await doctor.getByRole("dialog").waitFor();
    await keys.choose(doctor, /^Questionnaire|Questionnaire$/, "PHQ-9 (dépression)");
    const questions = doctor.getByRole("dialog").getByRole("radiogroup");
    for (let at = 0; at < 9; at++)
      await keys.pick(doctor, questions.nth(at), at === 8 ? "Plusieurs jours" : "Jamais");
    await doctor.getByText("cette question se reprend aujourd’hui").waitFor();
    await doctor.getByText("Score 1", { exact: true }).waitFor();
    await doctor.getByText("seuil à vérifier").waitFor();
    await expectAccessible(doctor, "the PHQ-9");
    await keys.press(doctor, "button", "Enregistrer");
    const card = (page: typeof doctor) => page.getByRole("region", { name: "Questionnaires" });
    await card(doctor).getByText("à reprendre le jour même").waitFor();

    const worker = await enterAs(browser, server, "Travailleur social");
    await worker.goto(record);
    await keys.press(worker, "link", "Répondre");
    const epices = worker.getByRole("dialog").getByRole("radiogroup");
    for (let at = 0; at < 10; at++) await keys.pick(worker, epices.nth(at), "Non");
    await worker.getByText(/10 réponses sur 11/).waitFor();
    expect(await worker.getByRole("button", { name: "Enregistrer" }).isDisabled()).toBe(true);
    await keys.pick(worker, epices.nth(10), "Non");
    await worker.getByText("Score 75,14", { exact: true }).waitFor();
    await keys.press(worker, "button", "Enregistrer");
    await keys.press(worker, "link", "EPICES (précarité)");
    await worker.getByRole("table").getByText("75,14").waitFor();
    await expectAccessible(worker, "the scores of before");
    expect(await card(doctor).getByText("EPICES").count()).toBe(0);
    for (const page of [doctor, worker]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });
});
