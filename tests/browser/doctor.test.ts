import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { today } from "../../src/ui/days.ts";
import { shortDayText } from "../../src/ui/format.ts";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson, traffic } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

const words = "Céphalées depuis huit jours, examen normal.";
const useful = "Peut marcher, ne peut pas porter\u00a0: logement au rez-de-chaussée.";

/** Types from where the focus is, going from field to field by the Tab key. */
async function tabThrough(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
}

async function sign(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Signer", exact: true }).click();
  await page.getByRole("button", { name: "Confirmer la signature" }).click();
}

/** Opens a record in a fresh browser. @returns the page, and all that it was sent */
async function openedBy(
  role: string,
  record: string,
): Promise<[Awaited<ReturnType<typeof enterAs>>, () => string]> {
  const page = await enterAs(browser, server, role);
  const answers = traffic(page);
  await page.goto(record);
  await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
  await page.getByRole("region", { name: "Venues", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  return [page, () => answers.join("\n")];
}

describe("the doctor’s page", () => {
  test("a doctor sees a penicillin allergy before anything else, and writes a consultation with its constants; each other reader is sent their own part and nothing beyond", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    const answers = traffic(doctor);
    await openPerson(doctor, server, "traoré");
    const record = doctor.url();
    const first = doctor.getByRole("main").getByRole("region").first();
    expect(await first.getByRole("heading").textContent()).toBe("Allergies, antécédents");
    expect(await first.getByRole("listitem").first().textContent()).toContain("Pénicilline");
    expect(await doctor.getByRole("region", { name: "Traitements en cours" }).textContent()).toContain(
      "Amlodipine",
    );
    // One page, one request: nothing more is asked of this person.
    expect(answers.filter((text) => text.includes('"essentials"'))).toHaveLength(1);

    await doctor.getByRole("link", { name: "Noter une venue" }).click();
    await doctor.getByRole("button", { name: "Enregistrer la venue" }).click();
    await doctor.getByRole("dialog").waitFor({ state: "hidden" });
    await doctor.getByRole("link", { name: "Écrire une note" }).first().click();
    await doctor.getByRole("textbox", { name: "Note" }).fill(words);
    const pressure = doctor.getByRole("textbox", { name: /^TA/ });
    await pressure.fill("1480/92");
    await sign(doctor);
    await doctor.getByText(/Entre 40 et 300.mmHg/).waitFor();
    await expectAccessible(doctor, "constants refused in a note");
    await pressure.fill("");
    await pressure.focus();
    await tabThrough(doctor, ["14,8/9,2", "80", "37,1", "98", "71,5"]);
    expect(
      await doctor
        .getByRole("textbox", { name: /^Taille/ })
        .evaluate((one) => one === document.activeElement),
    ).toBe(true);
    // It was asked already: what was refused changes nothing of that.
    await doctor.getByRole("button", { name: "Confirmer la signature" }).click();
    await doctor.getByRole("dialog").waitFor({ state: "hidden" });
    const last = doctor.getByRole("region", { name: "Dernière note de soin" });
    await last.getByText(words).waitFor();
    await last.getByText("148/92").waitFor();
    await last.getByText("71,5").waitFor();
    await expectAccessible(doctor, "the doctor's page");

    await doctor.getByRole("link", { name: /^Constantes, courbes/ }).click();
    const charts = doctor.getByRole("dialog");
    await charts.getByRole("img", { name: /^Tension/ }).waitFor();
    await charts.getByRole("region", { name: "Tension" }).getByText("Tableau").click();
    await charts.getByRole("row", { name: new RegExp(`${shortDayText(today())} 148 92`) }).waitFor();
    // Alone on a day, without an encounter.
    await charts.getByRole("textbox", { name: /^Pouls/ }).fill("76");
    await doctor.keyboard.press("Enter");
    await charts.getByRole("row", { name: /Pouls 76/ }).waitFor();
    await expectAccessible(doctor, "constants over time");
    await charts.getByRole("button", { name: "Fermer" }).click();

    await doctor.getByRole("link", { name: "Écrire une note" }).first().click();
    await doctor.getByRole("button", { name: /Modèle/ }).press("Enter");
    await doctor.getByRole("option", { name: "Utile au parcours social" }).press("Enter");
    await doctor.getByRole("textbox", { name: "Note" }).fill(useful);
    await sign(doctor);
    await doctor.getByRole("dialog").waitFor({ state: "hidden" });

    const ofCare = /Pénicilline|urticaire|Amlodipine|systolic|Céphalées|"nature" : "clinical"/;

    const [social, sentToSocial] = await openedBy("Travailleur social", record);
    await social.getByRole("region", { name: "Utile au parcours" }).getByText(useful).waitFor();
    const venues = social.getByRole("region", { name: "Venues", exact: true });
    expect(await venues.textContent()).toContain(shortDayText(today()));
    await social.getByRole("region", { name: "Situation de vie" }).waitFor();
    await social
      .getByRole("region", { name: /renoncé/ })
      .getByText("Soins dentaires")
      .waitFor();
    await expectAccessible(social, "the social worker's page");
    expect(sentToSocial()).toContain(useful);
    expect(sentToSocial()).not.toMatch(ofCare);

    const [reception, sentToReception] = await openedBy("Accueil", record);
    const desk = reception.getByRole("main").getByRole("region").first();
    expect(await desk.getByRole("heading").first().textContent()).toBe("Venues");
    expect(await desk.textContent()).toContain(shortDayText(today()));
    expect(sentToReception()).not.toMatch(ofCare);
    expect(sentToReception()).not.toContain(useful);
    expect(sentToReception()).toMatch(/"essentials" ?: ?\[\]/);

    const [physio, sentToPhysio] = await openedBy("Kinésithérapeute, orthophoniste", record);
    await physio.getByRole("region", { name: "Allergies, antécédents" }).getByText("Pénicilline").waitFor();
    await physio.getByRole("region", { name: "Dernières constantes" }).getByText("148/92").waitFor();
    expect(sentToPhysio()).not.toMatch(/Céphalées/);
    expect(sentToPhysio()).not.toContain(useful);
    expect(await physio.getByRole("link", { name: "Pénicilline" }).count()).toBe(0);
    // Their own part: constants they take themselves.
    await physio.getByRole("link", { name: /^Constantes, courbes/ }).click();
    await physio.getByRole("textbox", { name: /^Satur/ }).fill("97");
    await physio.keyboard.press("Enter");
    await physio
      .getByRole("row", { name: /Saturation 97/ })
      .getByRole("link", { name: /^Corriger/ })
      .waitFor();
    expect(
      await physio
        .getByRole("row", { name: /148\/92/ })
        .getByRole("link")
        .count(),
    ).toBe(0);

    for (const page of [doctor, social, reception, physio]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });

  test("two people who correct the same allergy lose neither version, and what was never asked is never said to be none", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    await doctor.goto(`${server.url}/personnes`);
    await doctor.getByRole("searchbox").last().fill("nguyen helene");
    await doctor.getByRole("option").first().click();
    await doctor.getByRole("link", { name: "Pénicilline" }).click();
    await doctor.getByLabel("Ce qui s’est passé").fill("choc, réanimation");
    const record = doctor.url().replace(/\/essentiel.*/, "");

    const nurse = await enterAs(browser, server, "Infirmier");
    await nurse.goto(record);
    await nurse.getByRole("link", { name: "Pénicilline" }).click();
    await nurse.getByLabel("Ce qui s’est passé").fill("urticaire géante");
    await nurse.getByRole("button", { name: "Enregistrer" }).click();
    await nurse.getByText("urticaire géante").waitFor();

    await doctor.getByRole("button", { name: "Enregistrer" }).click();
    const both = doctor.getByRole("dialog", { name: "Deux personnes ont corrigé cette ligne" });
    await both.getByText("choc, réanimation").waitFor();
    await both.getByText("urticaire géante").waitFor();
    await expectAccessible(doctor, "two versions of an allergy");
    await both.getByRole("button", { name: "Garder la mienne" }).click();
    const card = doctor.getByRole("region", { name: "Allergies, antécédents" });
    await card.getByText("choc, réanimation").waitFor();
    expect(await card.getByText("urticaire géante").count()).toBe(0);

    // No allergy cannot be said while one is noted; once taken back, nobody has been asked.
    await card.getByRole("link", { name: "Noter" }).click();
    await doctor.getByRole("button", { name: /Quoi/ }).press("Enter");
    await doctor.getByRole("option", { name: "Aucune allergie connue" }).press("Enter");
    await doctor.getByRole("button", { name: "Enregistrer" }).click();
    await doctor.getByText(/Des allergies sont notées au dossier/).waitFor();
    await doctor.getByRole("button", { name: /^(Annuler|Fermer)/ }).click();
    await card.getByRole("link", { name: "Pénicilline" }).click();
    await doctor.getByRole("button", { name: "Retirer, noté par erreur" }).click();
    await card.getByText("pas encore demandé").waitFor();
    await card.getByRole("link", { name: "Aucune connue" }).click();
    await doctor.getByRole("button", { name: "Enregistrer" }).click();
    await card.getByText(/demandé le/).waitFor();
    expect(doctor.troubles).toEqual([]);
    expect(nurse.troubles).toEqual([]);
    await Promise.all([doctor.context().close(), nurse.context().close()]);
  });
});
