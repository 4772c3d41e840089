import { describe, expect, test } from "vitest";
import { expectAccessible, LAPTOP, type openPage } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

describe("the screens", () => {
  test("a screen left alone hides who was on it, and gives everything back at the first key, typed words included", async () => {
    const page = await enterAs(browser, server, "Télésecrétariat", { fakeClock: true });
    await openPerson(page, server, "traoré");
    const title = await page.title();
    expect(title).toMatch(/^Dossier n°/);
    const search = page.getByRole("searchbox").first();
    await search.fill("ben");
    const calls: string[] = [];
    page.on("request", (request) => calls.push(request.url()));

    await page.clock.runFor(40_000);
    expect(await page.locator(".unattended").count()).toBe(0);
    await page.clock.runFor(6_000);
    await page.getByText("Écran masqué").waitFor();
    expect(await page.title()).toBe("Maillage");
    expect(await opacityOf(page, "#root")).toBe("0");

    calls.length = 0;
    await page.keyboard.press("x");
    await page.locator(".unattended").waitFor({ state: "detached" });
    expect(await opacityOf(page, "#root")).toBe("1");
    expect(await page.title()).toBe(title);
    // The key that woke the screen was not typed, and nothing was asked of the server again.
    expect(await search.inputValue()).toBe("ben");
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(calls).toEqual([]);
    expect(page.troubles).toEqual([]);
    await page.context().close();
  });

  test("the technical administrator chooses after how long the desk's screen hides names", async () => {
    const admin = await enterAs(browser, server, "Administrateur technique");
    await admin.goto(`${server.url}/comptes`);
    const card = admin.getByRole("region", { name: "Écrans laissés seuls" });
    await card.getByRole("button", { name: /Télésecrétariat/ }).click();
    await admin.getByRole("option", { name: "30 secondes", exact: true }).click();
    await card.getByRole("button", { name: "Enregistrer les délais" }).click();
    await card.getByText("Délais enregistrés.").waitFor();
    await expectAccessible(admin, "délais");
    await admin.reload();
    await card
      .getByRole("button", { name: /Télésecrétariat/ })
      .getByText("30 secondes")
      .waitFor();
    expect(admin.troubles).toEqual([]);
    await admin.context().close();

    const desk = await enterAs(browser, server, "Télésecrétariat", { fakeClock: true });
    await openPerson(desk, server, "traoré");
    await desk.clock.runFor(25_000);
    expect(await desk.locator(".unattended").count()).toBe(0);
    await desk.clock.runFor(6_000);
    await desk.getByText("Écran masqué").waitFor();
    await desk.context().close();
  });

  test("what is typed of a visit or of an identity survives a reload and the way back, and leaves with its author", async () => {
    const page = await enterAs(browser, server, "Infirmier");
    await openPerson(page, server, "traoré");
    const person = page.url();

    await page.getByRole("link", { name: "Noter une venue" }).click();
    await page.getByRole("textbox", { name: "Jour" }).fill("03/05/2024");
    await page.reload();
    await page.getByText("est reprise ici").waitFor();
    expect(await page.getByRole("textbox", { name: "Jour" }).inputValue()).toBe("03/05/2024");
    await page.getByRole("button", { name: "Repartir de zéro" }).click();
    expect(await page.getByRole("textbox", { name: "Jour" }).inputValue()).not.toBe("03/05/2024");
    await page.getByRole("button", { name: "La rétablir" }).click();
    expect(await page.getByRole("textbox", { name: "Jour" }).inputValue()).toBe("03/05/2024");
    await page.getByRole("button", { name: "Enregistrer la venue" }).click();
    await page.getByText("03/05/2024").first().waitFor();
    await page.getByRole("link", { name: "Noter une venue" }).click();
    await page.getByRole("textbox", { name: "Jour" }).waitFor();
    expect(await page.getByText("est reprise ici").count()).toBe(0);
    await page.getByRole("button", { name: "Annuler" }).click();

    await page.getByRole("link", { name: "Modifier l’identité" }).click();
    await page.getByLabel("Nom utilisé", { exact: true }).fill("Diarra");
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Modifier l’identité" }).click();
    expect(await page.getByLabel("Nom utilisé", { exact: true }).inputValue()).toBe("Diarra");
    await expectAccessible(page, "brouillon repris");
    await page.keyboard.press("Escape");
    expect(page.url()).toBe(person);
    expect(page.url()).not.toContain("Diarra");

    await page.getByRole("button", { name: "Se déconnecter" }).click();
    await page.getByRole("button", { name: "Entrer comme Infirmier", exact: true }).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(page.troubles).toEqual([]);
    await page.context().close();
  });

  test("the keyboard goes from encounter to encounter on the time axis, and Enter leads to its line", async () => {
    const page = await enterAs(browser, server, "Médecin");
    await openPerson(page, server, "traoré");
    const points = page.getByRole("toolbar", { name: /^Venues/ }).getByRole("button");
    await points.last().focus();
    const last = await points.last().getAttribute("aria-label");
    await page.keyboard.press("ArrowLeft");
    const reached = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(reached).toMatch(/\d{4}\u00a0: /);
    expect(reached).not.toBe(last);
    await page.keyboard.press("Enter");
    const line = await page.evaluate(() => document.activeElement?.textContent ?? "");
    const [, year = ""] = /(\d{4})\u00a0:/.exec(reached ?? "") ?? [];
    expect(line).toMatch(new RegExp(`^\\d\\d/\\d\\d/${year}`));
    await page.context().close();
  });

  test.each([
    ["Médecin", "allergies, treatments and the time axis", ["h1", ".person-front", ".person-timeline svg"]],
    ["Accueil", "the time axis and the latest encounter", ["h1", ".person-timeline svg", ".encounter"]],
  ])("on a laptop, %s reads who, %s without scrolling", async (role, _, essentials) => {
    const page = await enterAs(browser, server, role);
    await openPerson(page, server, "traoré");
    for (const essential of essentials) {
      const box = await page.locator(essential).first().boundingBox();
      expect((box?.y ?? Number.NaN) + (box?.height ?? 0), essential).toBeLessThanOrEqual(LAPTOP.height);
    }
    await page.context().close();
  });

  test("a person's page prints as a list that says who printed it, without the screen's furniture", async () => {
    const page = await enterAs(browser, server, "Médecin");
    await openPerson(page, server, "traoré");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText(/Imprimé par Dr Hélène Marchal/).isVisible()).toBe(true);
    expect(await page.getByRole("cell", { name: "Couverture de base" }).first().isVisible()).toBe(true);
    for (const furniture of ["nav", ".top", ".person-timeline svg", ".toggle-group"])
      expect(await page.locator(furniture).first().isVisible(), furniture).toBe(false);
    await page.context().close();
  });

  test("the page of components holds every state, and exists in a demonstration alone", async () => {
    const page = await enterAs(browser, server, "Médecin");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(`${server.url}/composants`);
      await page.getByRole("heading", { level: 1, name: "Composants" }).waitFor();
      await expectAccessible(page, `composants ${colorScheme}`);
    }
    // A word pointed at closes the list: the next key adds nothing.
    const chosen = page.getByRole("grid", { name: "Mots : choix" }).getByRole("row");
    const before = await chosen.count();
    // The page moves first: a list closes when what is beneath it scrolls.
    const words = page.getByRole("combobox", { name: "Mots" });
    await words.evaluate((element) => {
      element.scrollIntoView({ block: "center" });
      return new Promise((moved) => requestAnimationFrame(() => requestAnimationFrame(moved)));
    });
    await words.click();
    await page.getByRole("option", { name: "PUMA", exact: true }).click();
    await page.getByRole("listbox").waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    expect(await chosen.count()).toBe(before + 1);
    await page.getByRole("button", { name: "Ouvrir une fenêtre" }).click();
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "fenêtre");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(page.troubles).toEqual([]);
    await page.context().close();
  });
});

function opacityOf(page: Awaited<ReturnType<typeof openPage>>, selector: string): Promise<string> {
  return page.locator(selector).evaluate((element) => getComputedStyle(element).opacity);
}
