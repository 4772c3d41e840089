import { expect, test } from "vitest";
import { closePages, launchBrowser } from "./browser.ts";
import { typing } from "./hands.ts";
import { openKeyboard } from "./keyboard.ts";
import { startServer } from "./running-server.ts";
import { tellTheYear } from "./year-story.ts";

test("the whole year is done by keyboard alone, the focus seen at every stop", async () => {
  const [server, browser] = await Promise.all([startServer("start"), launchBrowser()]);
  const keyboard = openKeyboard();
  try {
    await tellTheYear(server, browser, typing(keyboard));
    expect(keyboard.stops).toBeGreaterThan(100);
  } finally {
    await closePages(browser);
    await server.stop();
  }
}, 240_000);
