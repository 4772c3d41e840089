import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { pdf } from "../support/papers.ts";
import { expectAccessible, PHONE } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();
const PHOTO = readFileSync(
  fileURLToPath(new URL("../../documents/demonstration/result.jpg", import.meta.url)),
);

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

  test("a doctor writes and establishes an ordonnance in two parts by keyboard, then a summary in large print; the social worker is never sent a word of them", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    await openPerson(doctor, server, "traoré");
    const record = doctor.url();
    await doctor.getByRole("link", { name: "Établir un document" }).press("Enter");
    const what = (line: number) =>
      doctor.getByRole("textbox", { name: `Ligne ${line}\u00a0: ce qui est prescrit` });
    const how = (line: number) => doctor.getByRole("textbox", { name: `Ligne ${line}\u00a0: comment` });
    // The form is ready to be written in.
    await expect.poll(() => what(1).evaluate((field) => field === document.activeElement)).toBe(true);
    await doctor.keyboard.type("Metformine 500 mg");
    await doctor.keyboard.press("Tab");
    await doctor.keyboard.type("1 matin et soir, 3 mois");
    await doctor.keyboard.press("Tab");
    await doctor.keyboard.press("Space");
    await how(1).press("Enter");
    await expect.poll(() => what(2).evaluate((field) => field === document.activeElement)).toBe(true);
    await doctor.keyboard.type("Paracétamol 1 g");
    await expectAccessible(doctor, "an ordonnance being written");

    // The page goes before it was established: the browser kept what was typed.
    await doctor.reload();
    expect(await what(2).inputValue()).toBe("Paracétamol 1 g");
    expect(await how(1).inputValue()).toBe("1 matin et soir, 3 mois");
    await doctor.getByRole("textbox", { name: "Votre numéro RPPS" }).fill("12345");
    await doctor.getByRole("button", { name: "Établir", exact: true }).press("Enter");
    await doctor.getByText(/a onze chiffres/).waitFor();
    await doctor.getByRole("textbox", { name: "Votre numéro RPPS" }).fill("1000 345 6786");
    await doctor.getByRole("button", { name: "Établir", exact: true }).press("Enter");
    const open = doctor.getByRole("link", { name: "Ouvrir pour imprimer" });
    await open.waitFor();
    await expectAccessible(doctor, "an ordonnance established");
    const address = (await open.getAttribute("href")) ?? "";
    const paper = await doctor.request.get(server.url + address);
    expect([paper.status(), paper.headers()["content-type"]]).toEqual([200, "application/pdf"]);
    expect((await paper.body()).subarray(0, 5).toString()).toBe("%PDF-");
    // The same paper, printed again.
    expect(await (await doctor.request.get(server.url + address)).body()).toEqual(await paper.body());
    // Renewed: it begins from the one before.
    await doctor.getByRole("link", { name: "En établir un autre" }).press("Enter");
    await expect.poll(() => what(1).inputValue()).toBe("Metformine 500 mg");
    await doctor.getByRole("button", { name: "Annuler", exact: true }).press("Enter");

    await doctor.getByRole("link", { name: "Établir un document" }).press("Enter");
    // Nothing is renewed that was not ticked; what is ticked becomes a line like the others.
    const renewed = doctor.getByRole("group", { name: "Traitements en cours" });
    await renewed.getByText(/Dernière ordonnance établie ici le/).waitFor();
    await renewed.getByRole("checkbox", { name: /Amlodipine 5 mg/ }).press("Space");
    await expectAccessible(doctor, "treatments under way, to take up");
    await renewed.getByRole("button", { name: "Reprendre les traitements en cours" }).press("Enter");
    await expect.poll(() => what(1).inputValue()).toBe("Amlodipine 5 mg");
    expect(await how(1).inputValue()).not.toBe("");
    await how(1).fill("1 le matin, 1 mois");
    expect(await doctor.getByRole("checkbox", { name: /Amlodipine/ }).count()).toBe(0);
    await choose(doctor, /Document/, "Résumé pour la personne");
    await doctor
      .getByRole("textbox", { name: "Ce que nous avons dit" })
      .fill("Votre sang contient trop de sucre.");
    await doctor.getByRole("textbox", { name: "Étape 1\u00a0: à faire" }).fill("Prendre le médicament");
    await doctor.getByRole("textbox", { name: "Quel jour" }).fill("14/12/2026");
    await choose(doctor, /Dessin/, "Médicament");
    await doctor.getByRole("checkbox", { name: "En gros caractères" }).press("Space");
    await expectAccessible(doctor, "a summary being written");
    await doctor.getByRole("button", { name: "Établir", exact: true }).press("Enter");
    await open.waitFor();
    await doctor.getByRole("button", { name: "Fermer", exact: true }).press("Enter");
    await doctor.getByRole("link", { name: "Ordonnance", exact: true }).waitFor();
    await doctor.getByRole("link", { name: "Résumé remis à la personne" }).waitFor();
    expect(doctor.troubles).toEqual([]);

    for (const role of ["Travailleur social", "Accueil", "Kinésithérapeute, orthophoniste"]) {
      const page = await enterAs(browser, server, role);
      const answers = traffic(page);
      await page.goto(record);
      await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
      await page.getByRole("region", { name: "Venues", exact: true }).waitFor();
      expect((await page.request.get(server.url + address)).status(), role).toBe(404);
      expect(answers.join("\n"), role).not.toMatch(
        /Metformine|"type":"(prescription|summary)"|trop de sucre/,
      );
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
    await doctor.context().close();
  });
});
