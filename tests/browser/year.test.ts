import { test } from "vitest";
import { closePages, launchBrowser } from "./browser.ts";
import { mouse } from "./hands.ts";
import { startServer } from "./running-server.ts";
import { tellTheYear } from "./year-story.ts";

test("from an empty folder the centre is set up, a colleague invited, the 2014 register imported, its pairs decided, the year read, opened, frozen and exported", async () => {
  const [server, browser] = await Promise.all([startServer("start", {}, "empty"), launchBrowser()]);
  try {
    await tellTheYear(server, browser, mouse);
  } finally {
    await closePages(browser);
    await server.stop();
  }
}, 240_000);
