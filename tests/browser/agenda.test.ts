import { readFile } from "node:fs/promises";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, today } from "../../src/ui/days.ts";
import { expectAccessible, launchBrowser, PHONE } from "./browser.ts";
import { enterAs, openPerson, traffic } from "./demonstration.ts";
import { mouse, typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer("demo"), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The next day of work: the invented team gives hours then. */
function workingDay(from = addDays(today(), 1)): string {
  return [0, 6].includes(new Date(`${from}T00:00:00Z`).getUTCDay()) ? workingDay(addDays(from, 1)) : from;
}
const DAY = workingDay();

async function openDay(page: Page) {
  await page.goto(`${server.url}/agenda?jour=${DAY}`);
  await page.getByRole("group", { name: "Dr A", exact: true }).waitFor();
}

async function expectPdf(file: Download, name: string) {
  expect(file.suggestedFilename()).toBe(name);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
}

/** Chooses someone in a dialog. */
async function forSomeone(page: Page, name: string) {
  await page.getByRole("dialog").getByRole("searchbox").fill(name);
  await page.getByRole("dialog").getByRole("option").filter({ hasText: name }).first().click();
  await page.getByText(`Pour`, { exact: false }).first().waitFor();
}

describe("the agenda", () => {
  test("reception books by keyboard alone; a doctor's open screen shows it at once; who came too late is offered the next slots and loses nothing; someone is added beside; a partner sees hours taken, without a name", async () => {
    const keyboard = openKeyboard();
    const keys = typing(keyboard);
    const doctor = await enterAs(browser, server, "Médecin");
    await openDay(doctor);
    const late = doctor
      .getByRole("group", { name: "Dr A", exact: true })
      .getByRole("button", { name: "11:20 Libre" });
    await late.click();
    await forSomeone(doctor, "Benali");
    await doctor.getByRole("button", { name: /Pour quoi/ }).click();
    await doctor.getByRole("option", { name: /^Consultation médicale/ }).click();

    const desk = await enterAs(browser, server, "Accueil");
    await openDay(desk);
    await expectAccessible(desk, "the agenda of a day");
    const free = desk
      .getByRole("group", { name: "Dr A", exact: true })
      .getByRole("button", { name: "11:20 Libre" });
    await keyboard.reach(
      desk,
      desk.getByRole("group", { name: "IDE", exact: true }).getByRole("button"),
      "the first hours",
    );
    await desk.keyboard.press("ArrowRight");
    await keyboard.reach(desk, free, "11:20 of Dr A", "ArrowDown");
    await desk.keyboard.press("Enter");
    await desk.getByRole("dialog").getByRole("searchbox").waitFor();
    await desk.keyboard.type("traoré");
    await desk.getByRole("dialog").getByRole("option").filter({ hasText: "Traoré" }).first().waitFor();
    await desk.keyboard.press("ArrowDown");
    await desk.keyboard.press("Enter");
    await keys.choose(desk, /Pour quoi/, /^Consultation médicale/);
    await expectAccessible(desk, "booking");
    await keys.press(desk, "button", "Prendre ce rendez-vous");
    await desk.getByText("Rendez-vous pris", { exact: true }).waitFor();
    await expectPdf(await keys.takeFile(desk, "Imprimer le carton"), `rendez-vous-${DAY}.pdf`);
    await keys.press(desk, "button", "Fermer");
    const booked = desk
      .getByRole("group", { name: "Dr A", exact: true })
      .getByRole("button", { name: /11:20.*Traoré/ });
    await booked.waitFor();
    // Behind the doctor's dialog, without a reload.
    await doctor
      .locator("button")
      .filter({ hasText: /11:20.*Traoré/ })
      .waitFor();

    await doctor.getByRole("button", { name: "Prendre ce rendez-vous" }).click();
    await doctor.getByText(/Ce créneau vient d’être pris/).waitFor();
    await doctor.getByRole("alert").getByRole("button").first().click();
    await doctor
      .getByText("Interprète, plusieurs professionnels, accompagnant, précision, plusieurs fois")
      .click();
    await doctor.getByRole("button", { name: /Revient/ }).click();
    await doctor.getByRole("option", { name: "Chaque semaine" }).click();
    await doctor.getByRole("button", { name: /Combien de fois/ }).click();
    await doctor.getByRole("option", { name: "3 fois", exact: true }).click();
    await doctor.getByRole("button", { name: "Prendre ce rendez-vous" }).click();
    await doctor.getByText("Rendez-vous pris", { exact: true }).waitFor();
    await doctor.getByText(/^Puis, à la même heure/).waitFor();
    await doctor.getByText(/Benali\s:/).waitFor();

    await booked.click();
    await desk.getByRole("button", { name: "Ajouter quelqu’un à la même heure" }).click();
    await forSomeone(desk, "Silva");
    await desk.getByRole("button", { name: /Pour quoi/ }).click();
    await desk.getByRole("option", { name: /^Consultation médicale/ }).click();
    await desk.getByLabel(/Pourquoi ajouter/).fill("Revient du tribunal à cette heure-là");
    await desk.getByRole("button", { name: "Prendre ce rendez-vous" }).click();
    await desk.getByRole("button", { name: "Fermer" }).click();
    await desk.getByText("Rendez-vous pris", { exact: true }).waitFor({ state: "detached" });
    await desk.getByRole("dialog").getByRole("button", { name: "Fermer" }).click();
    await desk.getByRole("button", { name: /11:20.*Silva.*en plus/ }).waitFor();
    await desk.getByText("Semaine", { exact: true }).click();
    await desk.getByRole("heading", { level: 1, name: /^Semaine du/ }).waitFor();
    await desk.getByRole("button", { name: /Libre/ }).first().waitFor();
    await expectAccessible(desk, "the agenda of a week");

    await desk.getByText("Jour", { exact: true }).click();
    await expectPdf(
      await mouse.takeFile(desk, "Secours papier\u00a0: aujourd’hui et demain"),
      `agenda-${today()}.pdf`,
    );

    const partner = await enterAs(browser, server, "Travailleur social partenaire");
    const heard = traffic(partner);
    await openDay(partner);
    await partner
      .getByText(/^Pris$/)
      .first()
      .waitFor();
    expect(heard.some((answer) => answer.includes("openings"))).toBe(true);
    expect(heard.filter((answer) => /Traoré|Silva|Benali/.test(answer))).toEqual([]);
    for (const page of [doctor, desk, partner]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });

  test("from a person's page, the social worker books where the cover is asked for, moves it, notes that the person excused themself, then puts them on the waiting list", async () => {
    const worker = await enterAs(browser, server, "Travailleur social");
    await openPerson(worker, server, "traoré");
    const card = worker.getByRole("region", { name: "Rendez-vous", exact: true });
    await card.getByRole("link", { name: "Prendre un rendez-vous" }).click();
    const dialog = worker.getByRole("dialog");
    await dialog.getByRole("button", { name: /Pour quoi/ }).click();
    await worker.getByRole("option", { name: /^Consultation sur orientation/ }).click();
    const slots = dialog.getByRole("group", { name: "Créneaux libres" }).getByRole("button");
    await slots.nth(2).click();
    const book = dialog.getByRole("button", { name: "Prendre ce rendez-vous" });
    expect(await book.isEnabled()).toBe(false);
    await dialog.getByText("Déclarée par la personne", { exact: true }).click();
    await expectAccessible(worker, "cover confirmed when booking");
    await book.click();
    await dialog.getByText("Rendez-vous pris", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Fermer" }).click();
    await card
      .getByRole("link", { name: /Consultation sur orientation/ })
      .first()
      .click();
    await dialog.getByText("Déclarée par la personne").waitFor();
    await dialog.getByRole("button", { name: "Déplacer", exact: true }).click();
    await slots.nth(5).click();
    await dialog.getByRole("button", { name: /^Déplacer à/ }).click();
    await dialog.getByText(/^Déplacé\s: (?!c’était)/).waitFor();
    await expectAccessible(worker, "one appointment");
    await dialog.getByRole("button", { name: "S’est excusé", exact: true }).click();
    await dialog.getByRole("button", { name: "Confirmer", exact: true }).click();
    await dialog.getByText("Enregistré\u00a0: excusé.").waitFor();
    await dialog.getByRole("button", { name: "Fermer" }).click();

    await card.getByRole("link", { name: "Prendre un rendez-vous" }).click();
    await dialog.getByRole("button", { name: /Pour quoi/ }).click();
    await worker.getByRole("option", { name: /^Entretien infirmier/ }).click();
    await dialog.getByRole("button", { name: "Mettre sur liste d’attente" }).click();
    await dialog.getByRole("button", { name: "Mettre sur la liste d’attente" }).click();
    await dialog.getByRole("button", { name: "Fermer" }).click();
    await worker.goto(`${server.url}/agenda?vue=attente`);
    await worker.getByRole("link", { name: /Traoré/ }).waitFor();
    await expectAccessible(worker, "the waiting list");
    await worker.getByRole("button", { name: "Proposer un créneau" }).click();
    await slots.first().click();
    await dialog.getByRole("button", { name: "N’en veut pas" }).click();
    await dialog.getByText("à proposer à la personne suivante").waitFor();
    await dialog.getByRole("button", { name: /^(Annuler|Fermer)/ }).click();
    await worker.getByRole("button", { name: "N’attend plus" }).click();
    await worker.getByText("Personne n’attend qu’une place se libère.").waitFor();
    expect(worker.troubles).toEqual([]);
    await worker.context().close();
  });

  test("someone comes without an appointment: noted on reception's phone, waiting on the doctor's screen, received, then gone from the room; who keeps the hours makes the address of a calendar and revokes it", async () => {
    const doctor = await enterAs(browser, server, "Médecin");
    await doctor.goto(`${server.url}/agenda`);
    const room = doctor.getByRole("region", { name: /^Salle d’attente/ });
    await room.waitFor();
    const desk = await enterAs(browser, server, "Accueil", { viewport: PHONE });
    await desk.goto(`${server.url}/agenda`);
    await desk.getByRole("button", { name: "Quelqu’un arrive sans rendez-vous" }).click();
    await forSomeone(desk, "Traoré");
    await expectAccessible(desk, "a walk-in, on a phone");
    await desk.getByRole("button", { name: "En salle d’attente" }).click();
    const waiting = room.getByRole("button", { name: /Traoré.*là depuis/ });
    await waiting.waitFor();
    await waiting.click();
    await doctor.getByRole("button", { name: "Prendre en charge" }).click();
    await doctor.getByText("Enregistré\u00a0: en cours.").waitFor();
    await doctor.getByRole("button", { name: "Terminé", exact: true }).click();
    await doctor.getByText("Enregistré\u00a0: honoré.").waitFor();
    await doctor.getByRole("dialog").getByRole("button", { name: "Fermer" }).click();
    await room.getByText("Personne n’attend.").waitFor();
    await expectAccessible(doctor, "the waiting room");
    const keeper = await enterAs(browser, server, "Référent administratif");
    await keeper.goto(`${server.url}/agenda`);
    await keeper.getByRole("button", { name: "Calendriers" }).click();
    await keeper.getByRole("button", { name: "Créer l’adresse" }).click();
    await keeper.getByText(/\/api\/calendars\/[\w-]{43}\/agenda\.ics/).waitFor();
    await expectAccessible(keeper, "the address of a calendar");
    await keeper.getByRole("button", { name: "Révoquer l’adresse" }).click();
    await keeper.getByText("Aucune adresse n’est en service.").waitFor();
    for (const page of [doctor, keeper, desk]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });

  test("a doctor is away tomorrow: who keeps the hours records it, reception and the telephone desk call at the same time and never the same person; one is rebooked at the hours held, another is tried again", async () => {
    const keeper = await enterAs(browser, server, "Référent administratif");
    await keeper.goto(`${server.url}/agenda`);
    await keeper.getByRole("link", { name: "Absences" }).click();
    await expectAccessible(keeper, "absences");
    await keeper.getByRole("button", { name: /Professionnel/ }).click();
    await keeper.getByRole("option", { name: "Dr A", exact: true }).click();
    await keeper.getByRole("button", { name: /^Enregistrer l’absence/ }).click();
    await keeper.getByRole("heading", { name: "Absence de Dr A" }).waitFor();
    const list = keeper.url();
    const [reception, desk] = [
      await enterAs(browser, server, "Accueil"),
      await enterAs(browser, server, "Télésecrétariat", { viewport: PHONE }),
    ];
    const heard: string[] = [];
    desk.on("response", async (response) => {
      // What a screen has left meanwhile is kept by nobody.
      if (response.url().includes("/api/agenda/rounds/")) heard.push(await response.text().catch(() => ""));
    });
    for (const page of [reception, desk]) await page.goto(list);
    const line = (page: Page, name: string) =>
      page
        .getByRole("listitem")
        .filter({ has: page.getByRole("link", { name }) })
        .first();
    await line(reception, "Traoré")
      .getByRole("button", { name: /Je m’en occupe/ })
      .click();
    await line(reception, "Traoré").getByText("Créneau tenu").waitFor();
    // Without a reload.
    await line(desk, "Traoré").getByText("s’en occupe.").waitFor();
    await expectAccessible(desk, "calls, on a phone");
    await expectAccessible(reception, "calls");
    await line(desk, "Benali")
      .getByRole("button", { name: /Je m’en occupe/ })
      .click();
    await line(desk, "Benali").getByRole("button", { name: "Pas joint" }).click();
    await line(reception, "Benali").getByText("Pas joint", { exact: true }).waitFor();
    await line(reception, "Traoré").getByRole("button", { name: "Prend ce créneau" }).click();
    const settled = desk.getByRole("region", { name: /^Réglé/ });
    await settled.getByText("Autre rendez-vous pris", { exact: true }).waitFor();
    await settled.getByText(/Vient maintenant/).waitFor();
    expect(heard.join("")).toContain("Traor");
    expect(heard.join("")).not.toMatch(/"(address|speech|message|email|reason|cover)"/);
    for (const page of [keeper, reception, desk]) {
      expect(page.troubles).toEqual([]);
      await page.context().close();
    }
  });
});
