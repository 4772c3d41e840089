import { expect, test } from "vitest";
import { addDays, today } from "../../src/ui/days.ts";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration({ MAILLAGE_PRESET: "saone-et-loire" });

const DOCTORS = [
  ...["Dr Hélène Marchal", "Dr Paul Aubert", "Dr Aminata Sylla", "Dr Jean Vidal", "Dr Nadège Rousset"],
  ...["Dr Karim Benali", "Dr Claire Lachaux", "Dr Thomas Perrot", "Dr Inès Ferreira", "Dr Luc Maréchal"],
];
const SITES = ["Digoin", "Autun", "Chalon-sur-Saône", "Montceau-les-Mines"];
/** The Saturday of the week after this one. */
const SATURDAY = addDays(today(), 13 - ((new Date(`${today()}T00:00:00Z`).getUTCDay() + 6) % 7) - 1);

test("the coordinator pastes the Saturdays of ten practitioners, mends a line, alters one occurrence, sets an absence, sees the hours of each, and opens the list of whom to call", async () => {
  const page = await enterAs(browser, server, "Infirmier coordinateur");
  await page.goto(`${server.url}/planning?partie=tableau`);
  const line = (who: string, n: number) =>
    `${who}\tsamedi\t8h30\t12h\t${SITES[n % SITES.length]}\tune sur deux`;
  const french = SATURDAY.split("-").reverse().join("/");
  const rows = DOCTORS.map((who, n) => `${line(who, n)}\t${french}`);
  const titles = "Praticien\tJour\tDébut\tFin\tSite\tRythme\tÀ partir du";
  const paste = page.getByLabel(/collez le tableau/);
  await paste.fill([titles, ...rows.slice(0, 9), rows[9]?.replace("Maréchal", "Marechall")].join("\n"));
  await page.getByText("9 lignes à ajouter").waitFor();
  await page.getByText(/«\s*Dr Luc Marechall\s*» n’est pas dans l’équipe/).waitFor();
  await expectAccessible(page, "a planning pasted");
  await paste.fill([titles, ...rows].join("\n"));
  await page.getByRole("button", { name: /^Ajouter 10\sdemi-journées/ }).click();
  await page.getByText(/^10\sdemi-journées ajoutées au planning/).waitFor();

  await page.goto(`${server.url}/planning?jour=${SATURDAY}`);
  const team = page.getByRole("region", { name: DOCTORS[0] ?? "", exact: true });
  const saturdays = page.getByRole("button", { name: /^08:30–12:00.*1 sem\. sur 2/ });
  await saturdays.nth(9).waitFor();
  expect(await saturdays.count()).toBe(10);
  await expectAccessible(page, "the planning of a week");
  await team.getByRole("button", { name: /1 sem\. sur 2/ }).click();
  await page.getByRole("radio", { name: /^Seulement le samedi/ }).waitFor();
  await expectAccessible(page, "one occurrence");
  await page.getByLabel("À", { exact: true }).fill("11h");
  await page.getByRole("dialog").getByRole("button", { name: "Enregistrer", exact: true }).click();
  await team.getByRole("button", { name: /^08:30–11:00.*modifié/ }).waitFor();

  await page.getByText("Absences", { exact: true }).click();
  await page.getByRole("button", { name: "Noter une absence" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Choisir… Qui|Qui/ })
    .click();
  await page.getByRole("option", { name: DOCTORS[0] ?? "" }).click();
  await page.getByLabel("Au (inclus)").fill(addDays(SATURDAY, 1).split("-").reverse().join("/"));
  await expectAccessible(page, "an absence");
  await page.getByRole("dialog").getByRole("button", { name: "Enregistrer", exact: true }).click();
  await page.getByRole("button", { name: `Lever l’absence\u00a0: ${DOCTORS[0]}`, exact: false }).waitFor();
  await page.getByText("Semaine", { exact: true }).click();
  await page.getByRole("button", { name: "Semaine suivante" }).click();
  await team
    .getByRole("button", { name: /Absent/ })
    .first()
    .waitFor();

  await page.getByText("Équipe", { exact: true }).click();
  await page.getByRole("button", { name: `Modifier ${DOCTORS[1]}`, exact: true }).click();
  await page.getByRole("button", { name: /Son compte dans Maillage/ }).click();
  await page.getByRole("option").nth(1).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enregistrer", exact: true }).click();
  const second = page.getByRole("listitem").filter({ hasText: DOCTORS[1] ?? "" });
  await second.getByText(/compte de /).waitFor();

  await page.getByText("Heures", { exact: true }).click();
  await page.getByRole("row", { name: /Dr Hélène Marchal salarié/ }).waitFor();
  await expectAccessible(page, "hours beside contracts");
  await page.getByText("Absences", { exact: true }).click();
  await page.getByRole("button", { name: /^Appeler les personnes attendues/ }).click();
  await page.getByRole("heading", { level: 1, name: /Marchal/ }).waitFor();
  expect(page.troubles).toEqual([]);
  await page.context().close();
});
