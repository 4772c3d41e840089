import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enter, SCREENS, type Screen } from "../../scripts/screens/list.mjs";
import { router } from "../../src/web/router.tsx";
import {
  closePages,
  expectAccessible,
  expectFits,
  launchBrowser,
  openProfile,
  openTab,
  PHONE,
  type WatchedPage,
  ZOOMED,
} from "./browser.ts";
import { type RunningServer, startServer } from "./running-server.ts";

/** Pages of people's records; the others are the centre's. Two files, so that the two halves are walked at once. */
const OF_PEOPLE = /^\/(personnes|doublons)/;

/** Addresses that only lead to another one. */
const LEADING = ["/"];

/**
 * Every page of one half: axe in both schemes and on a phone; nothing sideways there, nor with everything twice as large
 * (WCAG 1.4.4).
 */
export function walkPages(half: "people" | "centre"): void {
  let demonstration: RunningServer;
  let empty: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [demonstration, empty, browser] = await Promise.all([
      startServer("demo"),
      startServer("start"),
      launchBrowser(),
    ]);
  });
  afterAll(async () => {
    if (browser) await closePages(browser);
    await Promise.all([demonstration?.stop(), empty?.stop()]);
  });

  // One profile for each role stays signed in, its cache warm for the next screen.
  const profiles = new Map<string, BrowserContext>();

  /** A tab at a screen, signed in as it needs. */
  async function atScreen(screen: Screen): Promise<WatchedPage> {
    const { role, leaves = false, reach } = screen;
    const place = { url: demonstration.url, setUpLink: setUpLink(), invite };
    const home = role === null && screen.route !== "/connexion" ? empty.url : demonstration.url;
    const kept = role === null || leaves ? undefined : profiles.get(role);
    const profile = kept ?? (await openProfile(browser, { reducedMotion: "reduce" }));
    const page = await openTab(profile, home);
    if (role !== null && !kept) {
      await enter(page, role, place);
      if (!leaves) profiles.set(role, profile);
    }
    await reach(page, place);
    await page.waitForLoadState("networkidle");
    return page;
  }

  const setUpLink = () => /http\S+\/installation#\S+/.exec(empty.said())?.[0] ?? "";

  /** The link of someone invited to the centre that was empty. */
  async function invite(): Promise<string> {
    const { invitation } = await empty.command<{ invitation: { path: string } }>(
      ...[
        "user",
        "add",
        "--email",
        `${randomUUID()}@centre.example`,
        "--name",
        "Julie Lambert",
        "--role",
        "nurse",
      ],
    );
    return empty.url + invitation.path;
  }

  describe(`every page of the ${half}`, () => {
    test("is on the list of screens, and has its pictures", () => {
      const listed = Object.values(SCREENS).map(({ route }) => route);
      const routes = Object.keys(router.routesByPath).map((path) =>
        path === "/" ? path : path.replace(/\/$/, ""),
      );
      expect(routes.length).toBeGreaterThan(10);
      expect(routes.filter((path) => !listed.includes(path) && !LEADING.includes(path))).toEqual([]);
      const pictures = Object.keys(SCREENS).flatMap((name) => [`${name}.png`, `${name}-phone.png`]);
      expect(pictures.filter((file) => !existsSync(`docs/screens/${file}`))).toEqual([]);
    });

    const ours = Object.entries(SCREENS).filter(
      ([, { route }]) => OF_PEOPLE.test(route) === (half === "people"),
    );
    test.each(ours)(
      "%s is clean for axe in both schemes and on a phone, and fits at twice its size",
      async (name, screen) => {
        const page = await atScreen(screen);
        await expectAccessible(page, `${name}, clair`);
        await page.emulateMedia({ colorScheme: "dark" });
        await expectAccessible(page, `${name}, sombre`, true);
        await page.setViewportSize(PHONE);
        await expectAccessible(page, `${name}, téléphone`);
        await page.setViewportSize(ZOOMED);
        await expectFits(page, `${name}, deux fois plus grand`);
        expect(page.troubles).toEqual([]);
        await page.close();
      },
    );
  });
}
