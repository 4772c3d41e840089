import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";

const { server, browser } = await openDemonstration();

describe("a trainee", () => {
  test("by keyboard alone, writes a note and hands it in; the supervisor finds it among their tasks, sends it back with a word, then signs it; both names stay", async () => {
    const keys = typing(openKeyboard());
    const trainee = await enterAs(browser, server, "Stagiaire");
    await openPerson(trainee, server, "traoré");
    const record = trainee.url();
    const note = trainee.getByRole("textbox", { name: "Note" });
    await keys.press(trainee, "link", "Écrire une note");
    await note.waitFor();
    await keys.write(trainee, "Note", "Toux sèche.");
    const written = trainee.url();
    await keys.press(trainee, "button", "Soumettre");
    await expectAccessible(trainee, "the note to hand in");
    await keys.press(trainee, "button", "Confirmer l’envoi");
    await trainee.getByText(/^Soumise à /).waitFor();
    // The form opened again, from another tab or the browser's back button: nothing to type in, and who signs.
    await trainee.goto(written);
    const handedIn = trainee.getByRole("dialog", { name: "Note soumise" });
    await handedIn.getByText(/la relit et la signe/).waitFor();
    await handedIn.getByText("Toux sèche.").waitFor();
    expect(await handedIn.getByRole("textbox").count()).toBe(0);
    await expectAccessible(trainee, "a note handed in, opened again");
    await trainee.goto(record);

    const doctor = await enterAs(browser, server, "Médecin");
    await keys.press(doctor, "link", /^Ma journée/);
    const asked = doctor.getByRole("listitem").filter({ hasText: "Relire et contresigner" });
    const mine = asked.filter({ has: doctor.locator(`a[href="${new URL(record).pathname}"]`) });
    await mine.getByRole("link").press("Enter");
    const waiting = doctor.getByRole("article", { name: /à contresigner/ });
    await waiting.getByText("Toux sèche.").waitFor();
    await keys.press(doctor, "button", "Renvoyer avec un mot");
    await keys.write(doctor, "Ce qu’il faut reprendre", "Depuis quand ?");
    await expectAccessible(doctor, "the note to countersign");
    await keys.press(doctor, "button", "Renvoyer à son auteur");
    await waiting.waitFor({ state: "detached" });

    await trainee.reload();
    await trainee.getByText(/^Renvoyée par /).waitFor();
    await keys.press(trainee, "link", "Reprendre");
    await trainee.getByText("Depuis quand ?").waitFor();
    await keys.write(trainee, "Note", "Toux sèche depuis trois jours.");
    await keys.press(trainee, "button", "Soumettre");
    await keys.press(trainee, "button", "Confirmer l’envoi");
    await trainee.getByText(/^Soumise à /).waitFor();

    await doctor.reload();
    await waiting.getByText("depuis trois jours").waitFor();
    await keys.press(doctor, "button", "Contresigner");
    await keys.press(doctor, "button", "Confirmer la contresignature");
    const signed = doctor.getByRole("article").filter({ hasText: "Toux sèche depuis trois jours." });
    await signed.getByText(/écrite par .*, stagiaire, contresignée par /).waitFor();
    await trainee.reload();
    await trainee
      .getByText(/écrite par .*, stagiaire, contresignée par /)
      .first()
      .waitFor();
    for (const page of [trainee, doctor]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });
});
