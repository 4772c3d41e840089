import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson, traffic } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

const CLOSED = "Ce dossier n’existe pas, ou votre rôle ne permet pas de l’ouvrir.";

/** What the search says of these words, and nothing else. */
async function answerTo(page: Page, words: string): Promise<string> {
  await page.goto(`${server.url}/personnes`);
  await page.getByRole("searchbox").last().fill(words);
  await page.getByText("Personne de ce nom parmi les dossiers que vous pouvez voir").waitFor();
  return page.locator(".finder-results").last().innerText();
}

/** Opens a request for a right and files its form, as the social worker would. */
async function openRequest(page: Page): Promise<void> {
  const statuses = await page.evaluate(async () => {
    const person = `/api/people/${location.pathname.split("/")[2]}`;
    const newId = () => {
      const stamp = Date.now().toString(16).padStart(12, "0");
      return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${crypto.randomUUID().slice(15)}`;
    };
    const form = new FormData();
    form.set("file", new File(["%PDF-1.7\nstartxref\n0\n%%EOF"], "demande.pdf"));
    form.set("type", "request_form");
    const filed = await fetch(`${person}/documents/${newId()}`, { method: "POST", body: form });
    const opened = await fetch(`${person}/requests`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        id: newId(),
        type: "ame",
        step: { id: newId(), state: "filed", onDay: "2026-03-03" },
      }),
    });
    return [filed.status, opened.status];
  });
  expect(statuses).toEqual([200, 200]);
}

test("an outside social worker sees nothing; after consent sees the requests, not the housing; after withdrawal nothing, at once, in a browser already open; searching for the person gives the same answer as for an unknown name", async () => {
  const inside = await enterAs(browser, server, "Travailleur social");
  await openPerson(inside, server, "traoré");
  const address = inside.url();
  await openRequest(inside);

  const outside = await enterAs(browser, server, "Travailleur social partenaire");
  const answers = traffic(outside);
  expect(await answerTo(outside, "traoré")).toBe(await answerTo(outside, "zzyzx"));
  await outside.goto(address);
  await outside.getByText(CLOSED).waitFor();
  expect(answers.join("")).not.toContain("Traoré");

  await inside.getByRole("link", { name: /Partage\s: qui lit quoi/ }).click();
  await inside.getByText("Rien n’est partagé hors de l’équipe.").waitFor();
  await inside.getByRole("button", { name: /Avec qui/ }).press("Enter");
  await inside.getByRole("option", { name: /^Toute la structure/ }).press("Enter");
  await inside.getByText("Demandes de droits et papiers", { exact: true }).first().click();
  await inside.getByText("de vive voix", { exact: true }).click();
  await inside.getByText("Avec un interprète").click();
  await inside.getByRole("button", { name: "Enregistrer l’accord" }).press("Enter");
  await inside.getByText("en vigueur", { exact: true }).waitFor();
  await expectAccessible(inside, "partage");
  const [notice] = await Promise.all([
    inside.waitForEvent("download"),
    inside.getByRole("button", { name: "Notice à remettre (PDF)" }).press("Enter"),
  ]);
  expect(notice.suggestedFilename()).toBe("qui-lit-quoi-de-vous.pdf");

  await openPerson(outside, server, "traoré");
  await outside.getByRole("heading", { name: "Ce que la personne partage avec vous" }).waitFor();
  await outside
    .getByRole("link", { name: /Formulaire|demande/i })
    .first()
    .waitFor();
  expect(await outside.getByRole("heading", { name: /Logement|Situation de vie|Couverture/ }).count()).toBe(
    0,
  );
  const page = answers.filter((one) => one.includes('"shared"')).at(-1) ?? "{}";
  expect(JSON.parse(page)).toMatchObject({
    requests: [{ type: "ame" }],
    housing: [],
    statements: [],
    withheld: { counts: {}, apart: [] },
    shared: ["identity", "right_requests"],
  });
  // Nothing is offered of the blocks that are not shared.
  const offered = ["langues", "situation", "couverture", "droits-ouverts", "numero", "venue"];
  const links = outside.locator(offered.map((path) => `a[href$="/${path}"]`).join(", "));
  expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual([]);
  await expectAccessible(outside, "dossier partagé");

  await inside.getByRole("button", { name: "La personne retire cet accord" }).press("Enter");
  const form = inside.getByRole("form", { name: /Retirer l’accord/ });
  await form.getByText("de vive voix", { exact: true }).click();
  await form.getByRole("button", { name: "Retirer maintenant" }).press("Enter");
  await inside.getByText("retiré", { exact: true }).waitFor();

  // The page left open is looked at again: nobody reloads it.
  await outside.evaluate(() => window.dispatchEvent(new Event("focus")));
  await outside.getByText(CLOSED).waitFor();
  expect(await outside.getByText("Traoré").count()).toBe(0);
  await outside.goBack();
  expect(await outside.getByText("Traoré").count()).toBe(0);
  expect(await answerTo(outside, "traoré")).toBe(await answerTo(outside, "zzyzx"));
  expect([...inside.troubles, ...outside.troubles].filter((one) => !one.includes("404"))).toEqual([]);
});

test("a partner declares someone; the centre says who it is, and what was agreed to opens", async () => {
  const outside = await enterAs(browser, server, "Travailleur social partenaire");
  await outside.goto(`${server.url}/declarer`);
  await outside.getByLabel("Nom", { exact: true }).fill("Traoré");
  await outside.getByLabel("Ce que vous demandez au centre").fill("Aider pour la demande de C2S.");
  await outside.getByText("Demandes de droits et papiers", { exact: true }).click();
  await outside.getByText("par écrit", { exact: true }).click();
  await outside.getByLabel("Ce qui a été expliqué à la personne").fill("Expliqué au CCAS.");
  await outside.getByRole("button", { name: "Envoyer au centre" }).press("Enter");
  await outside.getByText("Votre déclaration est envoyée.").waitFor();
  await outside.getByText("reçue, le centre va l’examiner").first().waitFor();
  await expectAccessible(outside, "déclarer");

  const officer = await enterAs(browser, server, "Référent administratif");
  await officer.goto(`${server.url}/rapprochements`);
  const card = officer.getByRole("region", { name: "Traoré" });
  await card.getByRole("button", { name: "Chercher de qui il s’agit" }).press("Enter");
  await card
    .getByText(/Traoré .* n°/)
    .first()
    .click();
  await expectAccessible(officer, "rapprochements");
  await card.getByRole("button", { name: "Ouvrir le partage" }).press("Enter");
  await card.waitFor({ state: "detached" });

  await outside.reload();
  await outside.getByRole("link", { name: "Ouvrir le dossier" }).click();
  await outside.getByRole("heading", { name: "Ce que la personne partage avec vous" }).waitFor();
});
