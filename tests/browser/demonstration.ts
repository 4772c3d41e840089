import type { Browser, Page } from "playwright-core";
import { afterAll } from "vitest";
import { closePages, LAPTOP, launchBrowser, openPage } from "./browser.ts";
import { type RunningServer, startServer } from "./running-server.ts";

/**
 * A demonstration of the file's own and a browser to look at it, until the file ends. Call at the top of the file.
 * @param settings variables of the server, as the business day
 */
export async function openDemonstration(
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: RunningServer; readonly browser: Browser }> {
  const [server, browser] = await Promise.all([startServer("demo", settings), launchBrowser()]);
  afterAll(async () => {
    await closePages(browser);
    await server.stop();
  });
  return { server, browser };
}

interface EnterOptions {
  readonly viewport?: typeof LAPTOP;
  /** A clock that the test can move forward (`page.clock`). */
  readonly fakeClock?: boolean;
}

/** Signs in to a demonstration by the button of a role. */
export async function enterAs(
  browser: Browser,
  server: RunningServer,
  role: string,
  options: EnterOptions = {},
) {
  const page = await openPage(browser, server.url, { viewport: options.viewport ?? LAPTOP });
  if (options.fakeClock === true) await page.clock.install();
  await page.goto(`${server.url}/connexion`);
  await page.getByRole("button", { name: `Entrer comme ${role}`, exact: true }).click();
  await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
  return page;
}

/** Finds an invented person as one types, and opens their page. */
export async function openPerson(page: Page, server: RunningServer, words: string): Promise<void> {
  await page.goto(`${server.url}/personnes`);
  await page.getByRole("searchbox").last().fill(words);
  await page.getByRole("option").filter({ hasText: "Traoré" }).first().click();
  await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
}

/** Everything the server answers to a page from now on. */
export function traffic(page: Page): string[] {
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/")) answers.push(await response.text().catch(() => ""));
  });
  return answers;
}
