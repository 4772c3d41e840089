import { expect, test } from "vitest";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

test("someone says at the desk that they do not want the physiotherapist to read their record; at once he finds nobody, until they take it back", async () => {
  const kine = await enterAs(browser, server, "Kinésithérapeute, orthophoniste");
  await openPerson(kine, server, "traoré");
  const address = kine.url();

  const desk = await enterAs(browser, server, "Accueil");
  await desk.goto(`${address}/oppositions`);
  await desk.getByRole("button", { name: /À qui la personne s’oppose/ }).press("Enter");
  await desk.getByRole("option", { name: /^Thomas Giraud/ }).press("Enter");
  await desk.getByText("de vive voix", { exact: true }).click();
  await desk.getByRole("button", { name: "Enregistrer l’opposition" }).press("Enter");
  await desk.getByText(/S’oppose à/).waitFor();
  await expectAccessible(desk, "oppositions");

  await kine.goto(address);
  await kine.getByText("Ce dossier n’existe pas, ou votre rôle ne permet pas de l’ouvrir.").waitFor();
  await kine.goto(`${server.url}/personnes`);
  await kine.getByRole("searchbox").last().fill("traoré");
  await kine
    .getByText(/Personne|Aucun/)
    .first()
    .waitFor();

  await desk.getByRole("button", { name: "La personne la lève" }).press("Enter");
  const form = desk.getByRole("form", { name: "Lever l’opposition à Thomas Giraud" });
  await form.getByText("par écrit", { exact: true }).click();
  await form.getByRole("button", { name: "Enregistrer la levée" }).press("Enter");
  await desk.getByText("Aucune opposition en vigueur.").waitFor();
  await kine.goto(address);
  await kine.getByRole("heading", { name: "Parcours", exact: true }).waitFor();
});

test("a nurse breaks a record open, the banner says how long is left, the director reviews it, the desk tells the person, who is given the list of who read them", async () => {
  const director = await enterAs(browser, server, "Directeur médical");
  await director.goto(`${server.url}/personnes`);
  await director.getByRole("searchbox").last().fill("diallo");
  await director.getByRole("option").first().click();
  await director.getByRole("heading", { name: "Parcours", exact: true }).waitFor();
  const address = director.url();
  const name = (await director.getByRole("heading", { level: 1 }).innerText()).split(" ");
  const birth = /(\d{2}\/\d{2}\/\d{4})/.exec(await director.locator(".person-facts").innerText())?.[1] ?? "";

  const nurse = await enterAs(browser, server, "Infirmier");
  await nurse.goto(`${server.url}/acces-urgence`);
  await nurse.getByRole("button", { name: /Motif/ }).press("Enter");
  await nurse.getByRole("option", { name: /^Urgence/ }).press("Enter");
  await nurse.getByLabel("Ce qui se passe").fill("Malaise devant la porte, ne répond plus.");
  await nurse.getByLabel("Nom", { exact: true }).fill(name.slice(1).join(" "));
  await nurse.getByLabel("Prénom").fill("Personne");
  await nurse.getByLabel("Date de naissance").fill(birth);
  await nurse.getByRole("button", { name: "Ouvrir ce dossier une heure" }).press("Enter");
  await nurse.getByText(/Aucun dossier ne répond exactement/).waitFor();
  await expectAccessible(nurse, "une recherche vaine");
  await nurse.getByLabel("Prénom").fill(name[0] ?? "");
  await nurse.getByRole("button", { name: "Ouvrir ce dossier une heure" }).press("Enter");
  await nurse.getByText(/Accès d’urgence à ce dossier\s: il reste (60|59)\sminutes/).waitFor();
  expect(nurse.url()).toBe(address);

  await director.goto(`${server.url}/examen-des-acces`);
  const line = director.getByRole("region", { name: "Julie Lambert, Infirmier" }).nth(0);
  await line.getByText("justifié", { exact: true }).click();
  await line.getByRole("button", { name: "Conclure" }).press("Enter");
  await line.getByText("aucun ne répondait à ce qui était écrit").waitFor();

  const desk = await enterAs(browser, server, "Accueil");
  await desk.goto(address);
  await desk.getByText("À dire à la personne lors de sa venue").waitFor();
  await desk.getByRole("button", { name: "C’est dit aujourd’hui" }).press("Enter");
  await desk.getByText("À dire à la personne lors de sa venue").waitFor({ state: "detached" });

  const officer = await enterAs(browser, server, "Référent administratif");
  await officer.goto(`${address}/acces`);
  await officer
    .getByRole("row", { name: /Julie Lambert.*a ouvert votre dossier en accès d’urgence/ })
    .waitFor();
  await officer.getByRole("row", { name: /Nadia Perrin.*a noté vous avoir parlé/ }).waitFor();
  await officer.emulateMedia({ media: "print" });
  expect(await officer.getByRole("button", { name: "Imprimer pour la personne" }).isVisible()).toBe(false);
});
