import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const { server, browser } = await openDemonstration();

describe("an encounter", () => {
  test("by keyboard alone, a nurse notes who came along and who interpreted; the doctor and the social worker each write their note of it, from the plan of their profession", async () => {
    const keys = typing(openKeyboard());
    const nurse = await enterAs(browser, server, "Infirmier");
    await openPerson(nurse, server, "traoré");
    const record = nurse.url();
    await keys.press(nurse, "link", "Noter une venue");
    await nurse.getByRole("dialog").waitFor();
    await keys.choose(nurse, /Nature/, "Éducation thérapeutique");
    await keys.choose(nurse, /Accompagné par/, "Un ami, un voisin");
    await keys.choose(nurse, /^Aucun Interprète|Interprète$/, "Interprète professionnel");
    await keys.choose(nurse, /Présence/, "Par téléphone");
    await keys.write(nurse, "Minutes d’interprète", "quarante");
    await keys.press(nurse, "button", "Enregistrer la venue");
    // Nothing is lost of what was typed, and the field says what is wrong.
    await nurse.getByText("Indiquez un nombre entier de minutes.").waitFor();
    await expectAccessible(nurse, "the encounter's form");
    await keys.write(nurse, "Minutes d’interprète", "40");
    await keys.press(nurse, "button", "Enregistrer la venue");
    const line = (page: typeof nurse) =>
      page.getByRole("listitem").filter({ hasText: "accompagné par un ami, un voisin" });
    await line(nurse).getByText("interprète professionnel, en bambara, par téléphone, 40").waitFor();
    expect(nurse.troubles).toEqual([]);
    await nurse.context().close();

    for (const [role, template, words] of [
      ["Médecin", "Consultation", "Conduite à tenir"],
      ["Travailleur social", "Entretien social", "Droits et démarches"],
    ] as const) {
      const page = await enterAs(browser, server, role);
      await page.goto(record);
      await line(page)
        .getByRole("link", { name: /Écrire ma note/ })
        .press("Enter");
      const note = page.getByRole("textbox", { name: "Note" });
      await keys.choose(page, /Modèle/, new RegExp(`^${template}`));
      await keys.write(page, "Note", `Vu avec ${role}.`);
      await keys.press(page, "button", "Insérer le plan");
      expect(await note.inputValue()).toMatch(new RegExp(`^Vu avec ${role}\\.[^]*${words}`));
      await expectAccessible(page, `the note of ${role}`);
      await keys.press(page, "button", "Signer");
      await keys.press(page, "button", "Confirmer la signature");
      const article = page.getByRole("article").filter({ hasText: `Vu avec ${role}.` });
      await article.getByText(/^venue du /).waitFor();
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
    const doctor = await enterAs(browser, server, "Médecin");
    await doctor.goto(record);
    await doctor.getByText("Vu avec Médecin.").first().waitFor();
    expect(await doctor.getByText("Vu avec Travailleur social.").count()).toBe(0);
    await doctor.context().close();
  });
});
