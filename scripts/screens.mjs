import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser, startDemonstration, startEmpty } from "./screens/demonstration.mjs";
import { openScreen, SCREENS } from "./screens/list.mjs";

/**
 * Writes a picture of each screen into `docs/screens/`, at laptop and phone size, from a demonstration of its own in
 * a temporary folder. Run by hand when a screen changed, and look at each: node scripts/screens.mjs [name…]
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs/screens");
const LAPTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("./screens/list.mjs").Place} place
 * @param {string} name
 * @param {typeof LAPTOP} viewport
 */
async function picture(browser, place, name, viewport) {
  const screen = SCREENS[name];
  if (!screen) throw new Error(`no screen is named ${name}: ${Object.keys(SCREENS).join(", ")}`);
  const context = await browser.newContext({ locale: "fr-FR", viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  await openScreen(page, screen, place);
  const file = join(folder, viewport === PHONE ? `${name}-phone.png` : `${name}.png`);
  await page.screenshot({ path: file, caret: "initial", animations: "disabled" });
  await context.close();
  console.log(`${file.slice(root.length)}  ${Math.round(statSync(file).size / 1000)} kB`);
}

mkdirSync(folder, { recursive: true });
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SCREENS);
const demonstration = await startDemonstration();
const empty = await startEmpty();
const browser = await startBrowser();
try {
  const place = { url: demonstration.url, setUpLink: empty.setUpLink, invite: empty.invite };
  for (const name of names)
    for (const viewport of [LAPTOP, PHONE]) await picture(browser, place, name, viewport);
} finally {
  await browser.close();
  await Promise.all([demonstration.stop(), empty.stop()]);
}
