import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectFits, LAPTOP, PHONE } from "./browser.ts";
import { enterAs, openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

/** axe in both schemes; nothing sideways on a phone. */
async function expectGood(page: Page, where: string): Promise<void> {
  await expectAccessible(page, `${where}, clair`);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, `${where}, sombre`);
  await page.setViewportSize(PHONE);
  await expectFits(page, `${where}, téléphone`);
  await page.setViewportSize(LAPTOP);
  await page.emulateMedia({ colorScheme: "light" });
}

const pairOf = (page: Page, name: string) => page.locator(".pair").filter({ hasText: name });

/** Presses what a keyboard reaches: the focus goes there, Enter does the rest. */
async function enterOn(page: Page, role: "link" | "button", name: string | RegExp): Promise<void> {
  await page.getByRole(role, { name }).focus();
  await page.keyboard.press("Enter");
}

test("two records of one person are compared, joined under the identity one chooses, found by either name, separated again and never proposed since", async () => {
  const page = await enterAs(browser, server, "Référent administratif");
  await page.getByRole("link", { name: "Doublons possibles" }).click();
  const bouzid = pairOf(page, "Muhammad");
  await bouzid.getByText("Nom qui se prononce de même, même naissance").waitFor();
  await bouzid.getByRole("link", { name: /^Comparer/ }).focus();
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Est-ce la même personne" }).waitFor();
  await page.getByText("diffère").first().waitFor();
  await page.getByText(/3.venues et/).waitFor();
  await expectGood(page, "comparaison");
  await page.getByRole("radio", { name: /Muhammad/ }).focus();
  await page.keyboard.press("Space");
  await enterOn(page, "button", "Réunir les deux dossiers");

  await page.getByRole("heading", { level: 1, name: "Muhammad Bouzid" }).waitFor();
  expect(await page.locator(".encounter").count()).toBe(3);
  const card = page.getByRole("region", { name: "Dossier réuni" });
  await card.getByText("Prénoms : Mohamed").waitFor();
  await expectGood(page, "dossier réuni");

  await page.goto(`${server.url}/personnes`);
  await page.getByRole("searchbox").last().fill("bouzid mohamed");
  const found = page.getByRole("listbox", { name: "Personnes trouvées" }).getByRole("option");
  await found.filter({ hasText: "Bouzid" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Muhammad Bouzid" }).waitFor();

  await enterOn(page, "button", /^Défaire/);
  await page.getByRole("dialog").getByText("redevient un dossier à part").waitFor();
  await expectGood(page, "séparation");
  await enterOn(page, "button", "Séparer les dossiers");
  await card.waitFor({ state: "detached" });
  expect(await page.locator(".encounter").count()).toBe(2);

  await page.goto(`${server.url}/doublons`);
  const vasseur = pairOf(page, "Jean-Pierre");
  await vasseur.waitFor();
  expect(await pairOf(page, "Muhammad").count()).toBe(0);
  await vasseur.getByRole("button", { name: /deux personnes/ }).press("Enter");
  await page.getByText("ils ne seront plus proposés").waitFor();
  await expectAccessible(page, "deux personnes");
  await page.getByRole("button", { name: "Annuler cette réponse" }).press("Enter");
  await vasseur.waitFor();
  expect(page.troubles).toEqual([]);
  await page.context().close();
});

test("a record that was joined opens the one it is read under, by an old address too", async () => {
  const page = await enterAs(browser, server, "Directeur médical");
  await page.goto(`${server.url}/personnes`);
  await page.getByRole("searchbox").last().fill("lefevre capucine");
  await page.getByRole("option").filter({ hasText: "Lefèvre" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Capucine Lefèvre" }).waitFor();
  expect(await page.locator(".encounter").count()).toBe(5);
  const answer = await page.waitForFunction(
    async (address) => {
      const response = await fetch(address);
      return (await response.json()) as { joined: { records: { id: string }[] } };
    },
    page.url().replace("/personnes/", "/api/people/"),
  );
  const { joined } = await answer.jsonValue();
  await page.goto(`${server.url}/personnes/${joined.records[0]?.id}`);
  await page.getByText(/Vous avez ouvert le dossier n°.*il est réuni avec celui-ci/).waitFor();
  expect(await page.locator(".encounter").count()).toBe(5);
  await expectGood(page, "dossier réuni, ancienne adresse");
  await page.getByRole("link", { name: "Noter une venue" }).click();
  await page.getByRole("dialog").waitFor();
  expect(page.url()).not.toContain(joined.records[0]?.id ?? "");
  expect(page.troubles).toEqual([]);
  await page.context().close();
});
