/** Maillage beside the clinical program of a centre: a tiny real one, on another site, that posts its signed form. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openingPage } from "../../docs/examples/open-page.mjs";
import { expectAccessible, LAPTOP, launchBrowser, openProfile, PHONE } from "./browser.ts";
import { enterAs } from "./demonstration.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let clinical: Server;
let browser: Browser;
/** What the clinical program was given; the pages it was asked from. */
const given = { url: "", program: "", secret: "" };
const NUMBER = "DS-4521";

beforeAll(async () => {
  clinical = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (request.method === "POST") response.end(openingPage(given, NUMBER));
    else
      response.end(
        '<!doctype html><title>Dossier Soin</title><form method="post"><button>Voir la situation sociale</button></form>',
      );
  });
  [server, browser] = await Promise.all([startServer("demo"), launchBrowser()]);
  await new Promise<void>((ready) => clinical.listen(0, "localhost", ready));
  given.url = server.url;
});
afterAll(async () => {
  await browser?.close();
  clinical?.close();
  await server?.stop();
});

test("from her clinical program, a doctor opens someone by their number there: she signs in, says once who it is, then goes straight to the page and takes its summary back; revoked, the program opens nothing", async () => {
  const keeper = await enterAs(browser, server, "Administrateur technique");
  await keeper.getByRole("link", { name: "Autres logiciels" }).click();
  await keeper.getByLabel("Nom du logiciel").fill("Dossier Soin");
  await keeper.getByRole("button", { name: "Inscrire ce logiciel" }).click();
  const secret = keeper.locator("dd code").nth(0);
  await secret.waitFor();
  given.secret = (await secret.textContent()) ?? "";
  given.program = (await keeper.locator("dd code").nth(1).textContent()) ?? "";
  await expectAccessible(keeper, "logiciels");
  await keeper.getByRole("button", { name: "Je l’ai recopiée" }).click();

  // Another site than Maillage's, as browsers tell sites apart: no cookie of ours comes with its form.
  const { port } = clinical.address() as AddressInfo;
  const profile = await openProfile(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  const page = await profile.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.headers().referer ?? ""}`));
  const fromClinical = async () => {
    await page.goto(`http://localhost:${port}/`);
    await page.getByRole("button", { name: "Voir la situation sociale" }).click();
  };
  await fromClinical();
  await page.getByRole("button", { name: "Entrer comme Médecin", exact: true }).click();
  await page.getByText("Ce numéro n’est celui d’aucun dossier que vous puissiez voir").waitFor();
  await expectAccessible(page, "ouvrir");
  await page.setViewportSize(PHONE);
  await page.getByRole("searchbox").last().fill("mariam traore");
  await page.getByRole("option").filter({ hasText: "Traoré" }).first().click();
  await page.getByRole("heading", { name: "Est-ce bien cette personne" }).waitFor();
  await expectAccessible(page, "ouvrir, personne choisie, téléphone");
  await page.getByRole("button", { name: "Rattacher ce numéro à cette personne" }).click();
  await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
  await page.setViewportSize(LAPTOP);
  expect(await page.getByRole("region", { name: "Autres logiciels" }).textContent()).toContain(NUMBER);
  const address = page.url();

  await fromClinical();
  await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
  expect(page.url()).toBe(address);
  expect(asked.filter((one) => one.includes(NUMBER))).toEqual([]);

  await page.getByRole("link", { name: "Résumé social", exact: true }).click();
  await page.getByRole("button", { name: "Copier le résumé", exact: true }).click();
  await page.getByText("Le résumé est copié").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^SITUATION SOCIALE, .* Traoré, /,
  );
  await expectAccessible(page, "résumé");
  await page.setViewportSize(PHONE);
  await expectAccessible(page, "résumé, téléphone");
  await page.setViewportSize(LAPTOP);

  await keeper.getByRole("button", { name: "Révoquer Dossier Soin" }).click();
  await keeper.getByRole("button", { name: "Révoquer Dossier Soin pour de bon" }).click();
  await keeper.getByText("révoqué", { exact: true }).waitFor();
  await fromClinical();
  await page.getByText("L’ouverture n’a pas été reconnue").waitFor();
});
