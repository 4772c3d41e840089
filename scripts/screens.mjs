import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser, startDemonstration } from "./screens/demonstration.mjs";

/**
 * Writes a picture of each screen into `docs/screens/`, at laptop and phone size, from a demonstration of its own in
 * a temporary folder. Run by hand when a screen changed, and look at each: node scripts/screens.mjs [name…]
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs/screens");
const LAPTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

/** @typedef {import("playwright-core").Page} Page */

/**
 * Each picture: who is signed in, and how to reach the screen.
 * @type {Record<string, { role: string | null, reach: (page: Page, url: string) => Promise<void> }>}
 */
const SCREENS = {
  "sign-in": { role: null, reach: at("/connexion") },
  people: { role: "Médecin", reach: at("/personnes") },
  person: { role: "Médecin", reach: person },
  encounter: { role: "Médecin", reach: overPerson("Noter une venue") },
  identity: { role: "Médecin", reach: overPerson("Modifier l’identité") },
  reach: { role: "Infirmier", reach: overPerson("Modifier", "/joindre") },
  addresses: { role: "Infirmier", reach: overPerson("Adresses", "/adresses") },
  languages: { role: "Infirmier", reach: overPerson("Langues", "/langues") },
  duplicates: { role: "Référent administratif", reach: at("/doublons") },
  compare: { role: "Référent administratif", reach: comparison },
  joined: { role: "Référent administratif", reach: joinedRecord },
  report: { role: "Directeur médical", reach: at("/bilan") },
  import: { role: "Directeur médical", reach: registerTried },
  trail: { role: "Auditeur", reach: at("/journal") },
  accounts: { role: "Administrateur technique", reach: at("/comptes") },
  security: { role: "Médecin", reach: at("/securite") },
  components: { role: "Médecin", reach: at("/composants") },
};

/**
 * @param {string} path
 * @returns {(page: Page, url: string) => Promise<void>}
 */
function at(path) {
  return async (page, url) => {
    await page.goto(url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
}

/**
 * Someone whose year was full: their page shows what it is for.
 * @param {Page} page
 * @param {string} url
 */
async function person(page, url) {
  await page.goto(`${url}/personnes`);
  await page.getByRole("searchbox").last().fill("nguyen helene");
  await page.getByRole("option").first().click();
  await page.getByRole("heading", { name: "Parcours" }).waitFor();
}

/**
 * @param {Page} page
 * @param {string} url
 */
async function comparison(page, url) {
  await at("/doublons")(page, url);
  await page.getByRole("link", { name: "Comparer les dossiers" }).first().click();
  await page.getByRole("button", { name: "Réunir les deux dossiers" }).waitFor();
}

/**
 * @param {Page} page
 * @param {string} url
 */
async function joinedRecord(page, url) {
  await page.goto(`${url}/personnes`);
  await page.getByRole("searchbox").last().fill("lefevre capucine");
  await page.getByRole("option").first().click();
  await page.getByRole("heading", { name: "Dossier réuni" }).waitFor();
}

/**
 * @param {string} action words of the link
 * @param {string} [path] end of its address, when several links say the same
 * @returns {(page: Page, url: string) => Promise<void>}
 */
function overPerson(action, path = "") {
  return async (page, url) => {
    await person(page, url);
    await page
      .locator(path === "" ? "a" : `a[href$="${path}"]`)
      .filter({ hasText: action })
      .click();
    await page.getByRole("dialog").waitFor();
  };
}

/**
 * @param {Page} page
 * @param {string} url
 */
async function registerTried(page, url) {
  await at("/imports")(page, url);
  await page.locator("input[type=file]").setInputFiles(join(root, "tests/data/register-2014.xlsx"));
  await page.getByText("rien n’est encore enregistré").waitFor();
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {string} name
 * @param {typeof LAPTOP} viewport
 */
async function picture(browser, url, name, viewport) {
  const screen = SCREENS[name];
  if (!screen) throw new Error(`no screen is named ${name}: ${Object.keys(SCREENS).join(", ")}`);
  const context = await browser.newContext({ locale: "fr-FR", viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${url}/connexion`);
  if (screen.role) {
    await page.getByRole("button", { name: `Entrer comme ${screen.role}`, exact: true }).click();
    await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
  }
  await screen.reach(page, url);
  await page.waitForLoadState("networkidle");
  const file = join(folder, viewport === PHONE ? `${name}-phone.png` : `${name}.png`);
  await page.screenshot({ path: file, caret: "initial", animations: "disabled" });
  await context.close();
  console.log(`${file.slice(root.length)}  ${Math.round(statSync(file).size / 1000)} kB`);
}

mkdirSync(folder, { recursive: true });
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SCREENS);
const { url, stop } = await startDemonstration();
const browser = await startBrowser();
try {
  for (const name of names)
    for (const viewport of [LAPTOP, PHONE]) await picture(browser, url, name, viewport);
} finally {
  await browser.close();
  await stop();
}
