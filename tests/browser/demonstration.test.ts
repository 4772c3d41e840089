import { describe, expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

/** What whoever follows requests for rights has every day, and the others. */
const DAILY = ["Personnes", "Agenda", "Ma journée", "Droits", "Droits possibles"];
const DESK = ["Personnes", "Agenda", "Mes tâches", "Droits possibles"];
const ANSWERING = ["Personnes", "Agenda", "Mes tâches", "Téléphone"];

/** Who answers for identities. */
const DECIDING = ["Rapprochements", "Doublons possibles"];

/** What each role's menu offers, from the access matrix (handbook 2.2): nothing else may show. */
const MENUS: readonly (readonly [string, readonly string[]])[] = [
  ["Accueil", [...ANSWERING, "Droits possibles"]],
  ["Télésecrétariat", ANSWERING],
  ["Prescripteur", ["Personnes", "Agenda", "Droits possibles", "Déclarer une personne"]],
  ["Travailleur social partenaire", [...DAILY, "Déclarer une personne"]],
  ["Travailleur social", [...DAILY, ...DECIDING, "Accès d’urgence"]],
  [
    "Référent administratif",
    [
      "Personnes",
      "Agenda",
      "Ma journée",
      "Droits",
      "Téléphone",
      "Droits possibles",
      "Facturation",
      ...DECIDING,
      "Planning",
      "Demandes d’accès",
    ],
  ],
  ["Médiateur en santé", DAILY],
  ["Infirmier", [...DAILY, "Accès d’urgence"]],
  [
    "Infirmier coordinateur",
    [...DAILY, ...DECIDING, "Planning", "Imports", "Accès d’urgence", "Demandes d’accès", "Conservation"],
  ],
  ["Médecin", [...DAILY, "Accès d’urgence"]],
  ["Kinésithérapeute, orthophoniste", DESK],
  ["Stagiaire", DAILY],
  ["Régisseur", ["Facturation"]],
  ["Comptable public", ["Facturation"]],
  [
    "Directeur médical",
    [
      ...DAILY,
      ...DECIDING,
      "Planning",
      "Imports",
      "Bilan",
      "Accès d’urgence",
      "Accès à examiner",
      "Demandes d’accès",
      "Conservation",
      "Comptes",
    ],
  ],
  ["Responsable du réseau", ["Planning", "Bilan"]],
  ["Auditeur", ["Journal"]],
  [
    "Délégué à la protection des données",
    ["Accès d’urgence", "Accès à examiner", "Journal", "Demandes d’accès", "Conservation", "Numéros"],
  ],
  ["Administrateur technique", ["Comptes", "État", "Autres logiciels"]],
];

describe("the demonstration", () => {
  test("each role signs in without a password, sees its own menu, and is told that people are invented", async () => {
    const visit = async ([role, entries]: (typeof MENUS)[number]) => {
      const page = await enterAs(browser, server, role);
      const menu = await page.getByRole("navigation", { name: "Menu" }).getByRole("link").allInnerTexts();
      expect(
        // Beside a line, what it holds for the reader.
        menu.map((entry) => entry.replace(/\s*\d+\+?$/u, "").trim()),
        role,
      ).toEqual([...entries, "Ma sécurité"]);
      expect(await page.getByText("Démonstration").first().isVisible(), role).toBe(true);
      expect(page.troubles, role).toEqual([]);
      await page.context().close();
    };
    // A few at a time: starting a page waits more than it works.
    for (let first = 0; first < MENUS.length; first += 4)
      await Promise.all(MENUS.slice(first, first + 4).map(visit));
  });

  test("a doctor reads why someone came; the reception sees that they came, and is told what is kept from it", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    await openPerson(doctor, server, "traoré");
    expect(await doctor.getByText("Motif").count()).toBeGreaterThan(0);

    const reception = await enterAs(browser, server, "Accueil");
    const answers: string[] = [];
    reception.on("response", async (response) => {
      if (response.url().includes("/api/people/0")) answers.push(await response.text().catch(() => ""));
    });
    await openPerson(reception, server, "traoré");
    expect(await reception.getByText("Motif").count()).toBe(0);
    expect(await reception.getByText(/réservées? à l’équipe de soins/).count()).toBe(1);
    // Not hidden by the screen: never sent.
    expect(answers.join("")).not.toContain('"reason"');
    expect(answers.length).toBeGreaterThan(0);
  });

  test("two nurses edit one identity: the second is shown both versions, and nothing is lost", async () => {
    const [first, second] = [
      await enterAs(browser, server, "Infirmier"),
      await enterAs(browser, server, "Infirmier coordinateur"),
    ];
    await openPerson(first, server, "traoré");
    await second.goto(first.url());
    for (const page of [first, second])
      await page
        .getByRole("link", { name: "Modifier l’identité" })
        .or(page.getByRole("button", { name: "Modifier l’identité" }))
        .click();
    await first.getByLabel("Prénoms de naissance").fill("Première");
    await second.getByLabel("Prénoms de naissance").fill("Seconde");
    await first.getByRole("button", { name: /Enregistrer/ }).click();
    await first.getByRole("heading", { level: 1, name: /Première/ }).waitFor();
    await second.getByRole("button", { name: /Enregistrer/ }).click();
    await second.getByText("les deux versions").first().waitFor();
    await expectAccessible(second, "conflit");
    await second.getByRole("button", { name: "Garder la mienne" }).click();
    await second.getByRole("heading", { level: 1, name: /Seconde/ }).waitFor();
    expect([...first.troubles, ...second.troubles]).toEqual([]);
  });
});
