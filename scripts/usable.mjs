import { startBrowser, startDemonstration } from "./screens/demonstration.mjs";

/**
 * Prints how long screens take to be usable with the processor slowed four times, each opened cold (nothing kept by
 * the browser) and again (scripts kept): the median of five, from the navigation to the screen's own content.
 *   node scripts/usable.mjs
 */
const SLOWER = 4;
const TIMES = 5;
/** @type {readonly { screen: string, role: string | null, path: string, usable: string }[]} */
const SCREENS = [
  { screen: "sign-in", role: null, path: "/connexion", usable: "input[type=password]" },
  { screen: "search", role: "Médecin", path: "/personnes", usable: "main input" },
  { screen: "report", role: "Directeur médical", path: "/bilan", usable: "main svg.chart" },
];

/** @param {number[]} values */
function median(values) {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {(typeof SCREENS)[number]} one
 */
async function measure(browser, url, { screen, role, path, usable }) {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${url}/connexion`);
  if (role) {
    await page.getByRole("button", { name: `Entrer comme ${role}`, exact: true }).click();
    await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
  }
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  /** @param {boolean} cold */
  const open = async (cold) => {
    if (cold) await devtools.send("Network.clearBrowserCache");
    await page.goto("about:blank");
    await page.goto(url + path, { waitUntil: "commit" });
    await page.locator(usable).first().waitFor();
    return page.evaluate(() => performance.now());
  };
  const cold = [];
  const again = [];
  for (let time = 0; time < TIMES; time++) {
    cold.push(await open(true));
    again.push(await open(false));
  }
  await context.close();
  console.log(`${screen.padEnd(10)} cold ${median(cold)} ms   again ${median(again)} ms`);
}

const { url, stop } = await startDemonstration();
const browser = await startBrowser();
try {
  console.log(`usable after, processor slowed ${SLOWER} times:`);
  for (const one of SCREENS) await measure(browser, url, one);
} finally {
  await browser.close();
  await stop();
}
