import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson, traffic } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

const words = "Toux sèche depuis trois semaines.\nAuscultation normale, radio demandée.";

describe("notes", () => {
  test("a doctor loses the network in the middle of a note, finds it whole, signs it and adds to it; nobody else is sent a word of it but the care team", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    await openPerson(doctor, server, "traoré");
    const record = doctor.url();
    await doctor.getByRole("link", { name: "Écrire une note" }).click();
    const note = doctor.getByRole("textbox", { name: "Note" });
    await note.fill("Toux sèche");
    await doctor.getByText(/Brouillon gardé à/).waitFor();
    await expectAccessible(doctor, "the note");

    await doctor.context().setOffline(true);
    await note.fill(words);
    await doctor.getByText(/Pas de connexion/).waitFor();
    await doctor.context().setOffline(false);
    await doctor.getByText(/Brouillon gardé à/).waitFor();
    // Typed since, and the page goes before it could be sent: the browser kept it.
    await doctor.getByRole("textbox", { name: "Ce qui est convenu" }).fill("Revient lundi avec la radio.");
    await doctor.reload();
    expect(await note.inputValue()).toBe(words);
    expect(await doctor.getByRole("textbox", { name: "Ce qui est convenu" }).inputValue()).toBe(
      "Revient lundi avec la radio.",
    );
    // Typed after the reload, it is kept on the server like the rest, and no other window is suspected.
    await doctor.getByRole("textbox", { name: "Paroles de la personne" }).fill("« Je tousse la nuit. »");
    await doctor.getByText(/Brouillon gardé à/).waitFor();
    expect(await doctor.getByText(/autre fenêtre/).count()).toBe(0);
    // On a slow line the page is read again after the draft is asked for: what was kept last is taken up, not what was read first.
    const slow = async (route: Route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue();
    };
    await doctor.route(/\/api\/people\/[\w-]+$/, slow, { times: 1 });
    await doctor.getByRole("button", { name: "Fermer, garder le brouillon" }).click();
    await doctor.getByRole("link", { name: "Reprendre" }).click();
    expect(await note.inputValue()).toBe(words);
    expect(await doctor.getByRole("textbox", { name: "Ce qui est convenu" }).inputValue()).toBe(
      "Revient lundi avec la radio.",
    );
    await doctor.getByRole("button", { name: "Signer", exact: true }).click();
    await doctor.getByRole("button", { name: "Confirmer la signature" }).click();
    const signed = doctor
      .getByRole("article", { name: /^Consultation/ })
      .filter({ hasText: "radio demandée" });
    await signed.getByText("signée par").waitFor();
    expect(await doctor.getByRole("link", { name: "Reprendre" }).count()).toBe(0);
    await expectAccessible(doctor, "the record with its notes");

    // Another note begins empty: nothing of the signed one comes back.
    await doctor.getByRole("link", { name: "Écrire une note" }).click();
    expect(await note.inputValue()).toBe("");
    await doctor.getByRole("button", { name: "Fermer", exact: true }).click();

    await signed.getByRole("link", { name: "Ajouter une suite" }).click();
    await note.fill("Radio normale.");
    await doctor.getByRole("button", { name: "Signer", exact: true }).click();
    await doctor.getByRole("button", { name: "Confirmer la signature" }).click();
    await signed.getByRole("region", { name: "Suite" }).getByText("Radio normale.").waitFor();
    expect(await signed.getByText("radio demandée").count()).toBe(1);

    for (const [role, reads] of [
      ["Infirmier", true],
      ["Travailleur social", false],
      ["Accueil", false],
      ["Kinésithérapeute, orthophoniste", false],
    ] as const) {
      const page = await enterAs(browser, server, role);
      const answers = traffic(page);
      await page.goto(record);
      await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
      await page.getByRole("region", { name: "Venues", exact: true }).waitFor();
      const told = answers.join("\n");
      expect(told.includes("radio demandée"), role).toBe(reads);
      expect(told.includes("Radio normale"), role).toBe(reads);
      if (!reads) await page.getByText(/de soin, réservées? à l’équipe de soins/).waitFor();
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
    await doctor.context().close();
  });
});
