import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { JPEG } from "../support/papers.ts";
import { expectAccessible, expectFits, LAPTOP, PHONE } from "./browser.ts";
import { openDatedCentre } from "./dated-centre.ts";
import { mouse } from "./hands.ts";

const { centre, url, turnTo, enter, unexpected } = await openDatedCentre("2026-02-24");
const { owner } = centre.t;

/** Someone followed by the team, of whom nothing else is known. @returns the address of their page */
async function follow(family: string): Promise<string> {
  const person = randomUUID();
  const word = family.toLowerCase();
  await owner.query("insert into people.person (id) values ($1)", [person]);
  await owner.query(
    "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2026-02-24')",
    [person, centre.team],
  );
  await owner.query(
    `insert into people.identity (person_id, family, given, birth, birth_date, key_tokens, key_letters, search_tokens)
     values ($1, $2, 'Essai', '1980-01-02', '1980-01-02', $3, $3, array[$3])`,
    [person, family, word],
  );
  return `${url}/personnes/${person}`;
}

/** @param stands where it is; by default it is to be prepared */
async function openRequest(page: Page, right: RegExp, day: string, stands?: string): Promise<void> {
  await mouse.press(page, "link", "Ouvrir une demande");
  await mouse.choose(page, /Quel droit/, right);
  if (stands !== undefined) await mouse.choose(page, /Où elle en est/, stands);
  await mouse.write(page, "Quel jour", day);
}

async function noteStep(page: Page, step: string | RegExp, day: string): Promise<void> {
  await mouse.press(page, "button", step);
  await mouse.write(page, "Quel jour", day);
}

/** Someone comes, and a general practitioner's act is noted. @returns what stands of its shares */
async function consult(page: Page, record: string, day: string): Promise<Locator> {
  await page.goto(record);
  await mouse.press(page, "link", "Noter une venue");
  await mouse.press(page, "button", "Enregistrer la venue");
  await mouse.press(page, "link", `Actes de la venue du ${day}`);
  await mouse.choose(page, /Acte à ajouter/, /^G · Consultation du médecin généraliste/);
  await mouse.press(page, "button", "Ajouter l’acte");
  return page.getByRole("dialog");
}

/** Each share, where it stands and why; but for the day it was written, which is not yet over when it is first read. */
const sharesOf = async (acts: Locator) =>
  (await acts.locator(".act-shares li").allInnerTexts()).map((told) => told.replace(/Depuis le .*/, ""));

/** What a report of the year tells of requests and of money, known on a day. */
async function reported(page: Page, knownOn: string): Promise<{ requests: string; money: string }> {
  await page.goto(`${url}/bilan?du=2026-01-01&au=2026-12-31&connu=${knownOn}`);
  const told = (name: RegExp) => page.getByRole("region", { name }).innerText();
  return { requests: await told(/^Demandes de droits/), money: await told(/^Coût des actes/) };
}

/** Papers of a request, on a phone: what they depend on, the list asked for, a passport photographed, the list handed over. */
async function gatherPapers(page: Page): Promise<void> {
  const papers = page.getByRole("region", { name: "Papiers", exact: true });
  await papers.getByText("Aucun papier n’a encore été demandé.").waitFor();
  // One fact at a time, each answered with a thumb: lives in a hotel, has resources, an adult born abroad.
  for (let left = 12; left > 0 && (await papers.getByRole("group").count()) > 0; left -= 1) {
    const question = (await papers.getByRole("group").locator("legend").textContent()) ?? "";
    const yes = /18 ans|16 ans|ressources|à l’étranger/u.test(question);
    await papers.getByRole("button", { name: yes ? "Oui" : "Non", exact: true }).click();
    await papers.getByText(question, { exact: true }).waitFor({ state: "hidden" });
  }
  await expectAccessible(page, "papers that the situation calls for");
  await papers
    .getByText(/décret 2026-67/)
    .first()
    .waitFor();
  await papers.getByRole("button", { name: /^Demander ces/ }).click();
  await papers.getByText(/papiers? à apporter/).waitFor();
  await papers.getByRole("button", { name: "Recevoir\u00a0: Pièce d’identité avec photo" }).click();
  const sheet = page.getByRole("dialog");
  await expectAccessible(page, "a paper to receive");
  const target = await sheet.getByRole("button", { name: "Photographier" }).boundingBox();
  expect(target?.height).toBeGreaterThanOrEqual(44);
  const camera = page.waitForEvent("filechooser");
  await sheet.getByRole("button", { name: "Photographier" }).click();
  const chooser = await camera;
  expect(await chooser.element().getAttribute("capture")).toBe("environment");
  // Not a photo, whatever it is called: refused, and the dialog stays.
  await chooser.setFiles({
    name: "IMG_1.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("MZ rien de tel"),
  });
  await sheet.getByRole("button", { name: "Garder cette copie" }).click();
  await sheet
    .getByText(/Rien n’a été enregistré|n’est ni un PDF/)
    .first()
    .waitFor();
  await sheet.getByRole("button", { name: "En prendre un autre" }).click();
  const again = page.waitForEvent("filechooser");
  await sheet.getByRole("button", { name: "Photographier" }).click();
  await (await again).setFiles({ name: "IMG_2.jpg", mimeType: "image/jpeg", buffer: JPEG });
  await sheet.getByRole("img", { name: "La page choisie" }).waitFor();
  await sheet.getByRole("button", { name: "Garder cette copie" }).click();
  await sheet.waitFor({ state: "hidden" });
  await papers.getByRole("link", { name: "Voir la page 1\u00a0: Pièce d’identité avec photo" }).waitFor();
  await papers.getByRole("button", { name: "Refuser\u00a0: Pièce d’identité avec photo" }).click();
  await sheet.getByRole("textbox", { name: "Pourquoi" }).fill("Illisible");
  await sheet.getByRole("button", { name: "Refuser ce papier" }).click();
  await papers.getByText("Refusée\u00a0: Illisible").waitFor();
  await mouse.choose(page, /Langue de la liste/, "français et arabe");
  await papers.getByRole("button", { name: "Préparer la liste à remettre" }).click();
  await papers.getByRole("link", { name: "Ouvrir pour imprimer" }).waitFor();
  await expectAccessible(page, "papers of a request on a telephone");
  await expectFits(page, "papers of a request on a telephone");
}

test("an AME is opened, its papers received on a telephone, filed on 3 March, granted on 28 April from that day: the visit of 20 March stands to invoice by itself, and the report known on 1 April does not move; a C2S for three reaches its two months of silence, and covers nothing", async () => {
  const [ana, ben] = [await follow("Ana"), await follow("Ben")];
  await owner.query(
    `insert into rights.cover_interval (person_id, layer, scheme, valid, source) values ($1, 'base', 'puma', '[2025-01-01,)', 'document')`,
    [ben.split("/").at(-1)],
  );

  // 24 February: the request is opened, and its papers come.
  const worker = await enter("social_worker", PHONE);
  await worker.goto(ana);
  await openRequest(worker, /\(AME\)/, "24/02/2026");
  await mouse.press(worker, "button", "Ouvrir la demande");
  await worker.getByRole("heading", { level: 1, name: "Aide médicale de l’État (AME)" }).waitFor();
  const request = worker.url();
  await gatherPapers(worker);

  await turnTo("2026-03-03");
  await worker.setViewportSize(LAPTOP);
  const next = worker.getByRole("region", { name: "La suite" });
  await noteStep(worker, "Noter le dépôt", "03/03/2026");
  await mouse.choose(worker, /^Non précisé Comment|Comment/, "Au guichet");
  await mouse.press(worker, "button", "Enregistrer");
  await worker.getByText("Déposée le 3 mars 2026, au guichet").waitFor();

  await turnTo("2026-03-04");
  await worker.goto(ben);
  await openRequest(worker, /\(C2S\)/, "04/03/2026", "Déposée");
  await mouse.write(worker, "Nom et prénom", "Awa Essai");
  await mouse.press(worker, "button", "Ajouter au foyer");
  // Written, and not yet added when the request is opened: of the household all the same.
  await mouse.write(worker, "Nom et prénom", "Issa Essai");
  await mouse.press(worker, "button", "Ouvrir la demande");
  await worker.getByRole("heading", { level: 1, name: /\(C2S\)/ }).waitFor();
  await worker.getByText("Issa Essai", { exact: true }).waitFor();
  const household = worker.url();

  await turnTo("2026-03-20");
  const doctor = await enter("doctor");
  const waiting = await consult(doctor, ana, "20/03/2026");
  await waiting.getByText("En attente de droits").nth(1).waitFor();
  const half = await consult(doctor, ben, "20/03/2026");
  await half.getByText("En attente de droits").first().waitFor();
  const shares = await sharesOf(half);

  await turnTo("2026-04-01");
  const director = await enter("medical_director");
  const before = await reported(director, "2026-04-01");
  expect(before.money).toMatch(/En attente d’un droit/);

  await turnTo("2026-04-28");
  await worker.goto(request);
  await mouse.press(worker, "button", "Noter l’accord");
  await mouse.write(worker, "Quel jour", "28/04/2026");
  await worker.getByText(/^D’après la loi\u00a0: du 3 mars 2026 au 2 mars 2027$/).waitFor();
  await mouse.press(worker, "button", "Reprendre ces dates");
  await expectAccessible(worker, "the form of a decision");
  await mouse.press(worker, "button", "Enregistrer");
  await worker.getByText("Droit du 3 mars 2026 au 2 mars 2027").waitFor();
  await next.getByText("Déposer le renouvellement du 2 décembre 2026 au 2 janvier 2027").waitFor();

  // By itself: nobody touched the acts.
  const officer = await enter("administrative_officer");
  await officer.goto(`${url}/facturation`);
  const why = officer
    .getByRole("row")
    .filter({ hasText: "AME, droits ouverts le 3 mars 2026 par la décision du 28 avril 2026" });
  await why.first().waitFor();
  expect(await why.count()).toBe(2);
  expect(await why.getByText("ramené par l’ouverture de droits", { exact: true }).count()).toBe(2);

  await doctor.goto(ana);
  const frise = doctor.getByRole("region", { name: "Parcours", exact: true });
  await frise.getByRole("img", { name: /^Frise/ }).waitFor();
  const drawn = await frise.locator("title").allTextContents();
  // Its request, and the right on both layers of cover.
  expect(drawn).toContain("AME ✓ 63\u00a0j");
  expect(drawn.filter((bar) => bar === "AME")).toHaveLength(2);
  await doctor
    .getByRole("region", { name: "Couverture", exact: true })
    .getByText("jusqu’au 2 mars 2027")
    .first()
    .waitFor();

  // 5 May: two months without an answer to the C2S.
  await turnTo("2026-05-05");
  expect(await reported(director, "2026-04-01")).toEqual(before);
  const since = await reported(director, "2026-05-05");
  expect(since.requests).not.toBe(before.requests);
  expect(since.money).toMatch(/Grâce à des droits ouverts depuis/);
  await worker.goto(household);
  await next.getByText(/^Sans réponse au 4 mai 2026\u00a0: accord implicite, à faire reconnaître/).waitFor();
  await mouse.press(worker, "button", /^Noter le silence/);
  await mouse.press(worker, "button", "Enregistrer");
  await next.getByText(/La couverture reste à confirmer/).waitFor();
  await mouse.press(worker, "button", "Accord implicite à faire reconnaître");
  await expectAccessible(worker, "the letter that has silence recognised");
  await mouse.press(worker, "button", "Établir");
  await worker.getByRole("link", { name: "Ouvrir pour imprimer" }).waitFor();
  await worker.goto(household);
  await next.waitFor();
  await expectAccessible(worker, "a request");
  await worker.setViewportSize(PHONE);
  await expectAccessible(worker, "a request on a phone");
  await worker.goto(ben);
  const requests = worker.getByRole("region", { name: "Demandes de droits", exact: true });
  await requests.getByText("Faire reconnaître l’accord implicite").waitFor();
  const cover = worker.getByRole("region", { name: "Couverture", exact: true });
  expect(await cover.getByText("C2S").count()).toBe(0);
  await doctor.goto(ben);
  await mouse.press(doctor, "link", "Actes de la venue du 20/03/2026");
  await half.getByText("En attente de droits").first().waitFor();
  expect(await sharesOf(half)).toEqual(shares);
  expect(shares).toHaveLength(3);

  for (const page of [worker, doctor, director, officer]) expect(page.troubles).toEqual([]);
  expect(unexpected).toEqual([]);
});
