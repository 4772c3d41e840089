import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { ensureChromium } from "../../scripts/chromium.mjs";

// Without the background switches Chromium calls its maker's hosts at every start. Pages of one profile share a process:
// starting one for each of them costs more than drawing it.
const SWITCHES =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --process-per-site --renderer-process-limit=1".split(
    " ",
  );

export const LAPTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };
/** What a laptop shows when everything is twice as large. */
export const ZOOMED = { width: 683, height: 384 };

let chromiumOfWorker: Promise<Browser> | undefined;

/** The Chromium of this worker, for the files it runs one after the other; it ends with the worker. */
export async function launchBrowser(): Promise<Browser> {
  const running = await chromiumOfWorker;
  if (running?.isConnected()) return running;
  chromiumOfWorker = chromium.launch({ executablePath: ensureChromium(), args: SWITCHES });
  return chromiumOfWorker;
}

/** Closes what a file opened, profiles and pages, and leaves Chromium to the next one. */
export async function closePages(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** A page, with what went wrong in it: a script that failed, a call to another host. */
export type WatchedPage = Page & { readonly troubles: string[] };

/** A page of a fresh browser profile. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<WatchedPage> {
  return openTab(await openProfile(browser, options), url);
}

/** A fresh browser profile: nobody is signed in, nothing is in its cache. */
export function openProfile(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  return browser.newContext({ locale: "fr-FR", viewport: LAPTOP, ...options });
}

/** One more page of a browser profile. */
export async function openTab(context: BrowserContext, url: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|403|404|409|422)/.test(message.text())) {
      troubles.push(message.text());
    }
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
      troubles.push(`call to ${new URL(request.url()).host}`);
    }
  });
  return Object.assign(page, { troubles });
}

/** Rules of axe that colours alone decide. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** No rule of axe is broken, and nothing scrolls sideways. @param colours true: the same elements, in other colours */
export async function expectAccessible(page: Page, where: string, colours = false): Promise<void> {
  // React Aria's announcer names a pending button by an element that leaves with its form: it says it once, and empties.
  // Our pages have no frames; without this, axe opens a second page each time to gather what frames found.
  // What is right is not asked for: naming each element that passed takes as long as judging it.
  // Given to a page once: reading its half a megabyte takes as long as half of its rules.
  const given = await page.evaluate(() => "axe" in window);
  const rules = new AxeBuilder({ page, ...(given ? { axeSource: "/* given */" } : {}) })
    .setLegacyMode(true)
    .exclude("[data-live-announcer]")
    .options({ resultTypes: ["violations"] });
  const { violations } = await (colours ? rules.withRules(OF_COLOUR) : rules).analyze();
  const told = violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(told, `axe, ${where}`).toEqual([]);
  await expectFits(page, where);
}

/** Nothing scrolls sideways. */
export async function expectFits(page: Page, where: string): Promise<void> {
  // A chart takes its new width a moment after the window did.
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect
    .poll(overflow, { timeout: 5_000, message: `sideways scroll, ${where}` })
    .toBeLessThanOrEqual(0);
}
