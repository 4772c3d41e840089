import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MailServer, openMailServer } from "../support/mail-server.ts";
import { expectAccessible, expectFits, launchBrowser, openPage, PHONE } from "./browser.ts";
import { enterAs } from "./demonstration.ts";
import { mouse } from "./hands.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;
let mail: MailServer;

beforeAll(async () => {
  mail = await openMailServer();
  const settings = {
    MAILLAGE_PRESET: "auxerre",
    MAILLAGE_SMTP: mail.url,
    MAILLAGE_MAIL_FROM: "maillage@centre.example",
  };
  [server, browser] = await Promise.all([startServer("demo", settings), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await mail?.close();
});

const choose = (page: Page, group: RegExp | string, answer: string) =>
  page.getByRole("radiogroup", { name: group }).getByText(answer, { exact: true }).click();
const check = (page: Page, words: string) => page.getByText(words, { exact: true }).click();

/** The link in the next letter to this address, as it opens on a phone. */
async function linkTo(address: string): Promise<string> {
  const { text } = await mail.letterTo(address);
  expect(text).not.toMatch(/Baldé|Mariama/u);
  const token = /\/adresse#([\w-]{43})/u.exec(text)?.[1] ?? "";
  return `${server.url}/adresse#${token}`;
}

async function decideOn(page: Page, outcome: string, words = ""): Promise<void> {
  await choose(page, "Décision", outcome);
  if (words !== "") await page.getByRole("textbox", { name: "Pourquoi" }).fill(words);
  await page.getByRole("button", { name: "Enregistrer la décision" }).click();
  await page.getByRole("heading", { name: "Décisions", exact: true }).waitFor();
}

test("someone is referred by link from a phone, without an account: no médecin traitant, domiciled in Auxerre; the centre reads the conditions one by one, opens the record, accepts, and cover is confirmed; one who lives elsewhere is oriented with where, the PRAHDA of Appoigny is accepted, the director decides against the conditions", async () => {
  const officer = await enterAs(browser, server, "Référent administratif");
  await officer.goto(`${server.url}/demandes-recues`);
  await officer.getByLabel("Son nom").fill("Paul Petit");
  await officer.getByLabel("Sa structure").fill("UTS d’Auxerre");
  await officer.getByLabel("Son adresse e-mail").fill("paul@uts.example");
  await officer.getByRole("button", { name: "Donner un lien" }).click();
  await officer.getByText("Le lien est parti par e-mail.").waitFor();
  await expectAccessible(officer, "demandes reçues");

  const phone = await openPage(browser, server.url, { viewport: PHONE });
  await phone.goto(await linkTo("paul@uts.example"));
  await phone.getByLabel("Nom", { exact: true }).fill("Baldé");
  await phone.getByLabel("Prénom").fill("Mariama");
  await phone.getByLabel("Naissance").fill("1990");
  await check(phone, "Précarité sociale");
  await check(phone, "Absence de suivi médical");
  await phone.getByLabel("Déjà suivie par quels services").fill("UTS");
  await choose(phone, /médecin traitant/, "Non");
  await choose(phone, "Elle habite", "Sans logement à elle");
  await phone.getByText(/demander si la personne est domiciliée/).waitFor();
  await choose(phone, /Elle est domiciliée/, "Auxerre");
  await phone.getByText(/domiciliée à Auxerre/).waitFor();
  await check(phone, "D’être adressée au centre, avec ce qui est écrit ici");
  await check(phone, "Que sa couverture maladie soit notée dans son dossier");
  await choose(phone, "Accord donné", "de vive voix");
  await choose(phone, /Couverture maladie/, "Inconnue, à rechercher");
  await phone.getByText("Brouillon gardé.").waitFor();
  await expectAccessible(phone, "demande par lien");
  await expectFits(phone, "demande par lien");
  // Another day, from another letter: what was typed is there.
  await phone.reload();
  expect(await phone.getByLabel("Nom", { exact: true }).inputValue()).toBe("Baldé");
  await phone.getByRole("button", { name: "Envoyer la demande" }).click();
  await phone.getByRole("heading", { name: "Votre demande est envoyée" }).waitFor();

  await officer.goto(`${server.url}/demandes-recues`);
  await officer.getByRole("link", { name: "Mariama Baldé" }).click();
  for (const why of [/un service la suit déjà/, /aucun médecin traitant/, /domiciliée à Auxerre/])
    await officer.getByText(why).waitFor();
  await expectAccessible(officer, "une demande");
  await officer.getByText(/ouvrir un dossier|en ouvrir un/).click();
  await officer.getByRole("button", { name: "C’est ce dossier" }).click();
  await officer.getByRole("link", { name: "Ouvrir le dossier" }).waitFor();
  await decideOn(officer, "Accepter");
  await officer.getByText(/Couverture inconnue, à rechercher, notée/).waitFor();
  // Booked from there: the cover is the one just confirmed.
  await officer.getByRole("link", { name: "Prendre rendez-vous", exact: true }).click();
  const booking = officer.getByRole("dialog");
  await booking.getByRole("button", { name: /Pour quoi/ }).click();
  await officer.getByRole("option", { name: /^Consultation médicale/ }).click();
  await booking.getByText(/Déjà confirmée aujourd’hui/).waitFor();
  await booking
    .getByRole("group", { name: "Créneaux libres" })
    .getByRole("button", { name: /Dr / })
    .first()
    .click();
  await expectAccessible(officer, "booking someone admitted");
  await booking.getByRole("button", { name: "Prendre ce rendez-vous" }).click();
  await booking.getByText("Rendez-vous pris", { exact: true }).waitFor();
  const card = await mouse.takeFile(officer, "Imprimer le carton");
  expect((await readFile(await card.path())).subarray(0, 5).toString()).toBe("%PDF-");
  const answered = await linkTo("paul@uts.example");
  await phone.goto("about:blank");
  await phone.goto(answered);
  await phone.getByText("Acceptée", { exact: true }).waitFor();

  // Of those that the CCAS referred: at the PRAHDA of Appoigny.
  await officer.goto(`${server.url}/demandes-recues`);
  await officer.getByRole("link", { name: "Farid Haidari" }).click();
  await officer.getByText(/prahda Appoigny\s» est le PRAHDA d’Appoigny/).waitFor();
  await officer.getByText(/ouvrir un dossier|en ouvrir un/).click();
  await officer.getByRole("button", { name: "C’est ce dossier" }).click();
  await officer.getByRole("link", { name: "Ouvrir le dossier" }).waitFor();
  await decideOn(officer, "Accepter");

  const prescriber = await enterAs(browser, server, "Prescripteur");
  await prescriber.goto(`${server.url}/adresser`);
  await prescriber.getByLabel("Nom", { exact: true }).fill("Dupré");
  await prescriber.getByLabel("Prénom").fill("Jean");
  await check(prescriber, "Précarité sociale");
  await prescriber.getByLabel("Déjà suivie par quels services").fill("CCAS");
  await choose(prescriber, /médecin traitant/, "Non");
  await choose(prescriber, "Elle habite", "Une autre commune");
  const commune = prescriber.getByRole("combobox", { name: "Commune où elle habite" });
  await commune.fill("Joigny");
  await prescriber.getByRole("option", { name: "Joigny 89300", exact: true }).waitFor();
  for (const key of ["ArrowDown", "Enter", "Tab"]) await commune.press(key);
  await choose(prescriber, /Elle est domiciliée/, "Pas domiciliée");
  await choose(prescriber, /Hébergement/, "Pas hébergée");
  await check(prescriber, "D’être adressée au centre, avec ce qui est écrit ici");
  await choose(prescriber, "Accord donné", "de vive voix");
  await prescriber.getByRole("button", { name: "Envoyer la demande" }).click();
  await prescriber.getByText("Votre demande est envoyée.").waitFor();
  await expectAccessible(prescriber, "adresser");

  await officer.goto(`${server.url}/demandes-recues`);
  await officer.getByRole("link", { name: "Jean Dupré" }).click();
  await choose(officer, "Décision", "Orienter ailleurs");
  await officer.getByRole("button", { name: /Un médecin généraliste de la commune/ }).click();
  await decideOn(officer, "Orienter ailleurs");
  await prescriber.reload();
  await prescriber
    .getByText(/Un médecin généraliste de la commune où vit la personne/)
    .first()
    .waitFor();

  // What is not known is decided by the director alone.
  const director = await enterAs(browser, server, "Directeur médical");
  await director.goto(`${server.url}/demandes-recues`);
  await director.getByRole("link", { name: "Odile Petitjean" }).click();
  await director.getByText(/ouvrir un dossier|en ouvrir un/).click();
  await director.getByRole("button", { name: "C’est ce dossier" }).click();
  await director.getByRole("link", { name: "Ouvrir le dossier" }).waitFor();
  await choose(director, "Décision", "Accepter");
  await director.getByText("Vous décidez contre les conditions").waitFor();
  await decideOn(director, "Accepter", "Isolée\u00a0: on ne la fait pas attendre.");
  await director.getByText("décidé contre les conditions").waitFor();

  // The report counts it all, this director's two decisions against the rules among it, and the eight doctors as one full time.
  const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  await director.goto(`${server.url}/bilan?du=${day(-10)}&au=${day(10)}`);
  const received = director.getByRole("region", { name: /^Demandes reçues\s:/ });
  await received.getByText(/Dont acceptées contre les conditions.*:\s2\./).waitFor();
  for (const line of [/^UTS d’Auxerre/, /^CCAS d’Auxerre/])
    await received.getByRole("listitem").filter({ hasText: line }).waitFor();
  await director.getByText("8 personnes, 1,00 ETP").waitFor();
  await director.getByText(/population visée\s:\s1\s000/).waitFor();
  await expectAccessible(director, "the report of a centre one is referred to");
  await director
    .getByRole("region", { name: /^Demandes reçues\s:/ })
    .getByRole("button", { name: "Acceptées\u00a0: voir la liste" })
    .click();
  await director.getByRole("dialog").getByRole("link", { name: /Baldé/i }).first().waitFor();
  expect([...officer.troubles, ...phone.troubles, ...prescriber.troubles, ...director.troubles]).toEqual([]);
});
