import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { ApiEnv } from "../../src/platform/http/api-env.ts";
import { serveWeb } from "../../src/platform/http/web-files.ts";
import { firstNeeds } from "../../src/web/first-screens.ts";

const web = fileURLToPath(new URL("../../dist/web/", import.meta.url));

async function page(path: string, token: string | null): Promise<string> {
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    c.set("token", token);
    c.set("nonce", "n");
    await next();
  });
  serveWeb(app, web, firstNeeds);
  return (await app.request(path)).text();
}

/** Scripts the page has the browser fetch at once. */
function named(html: string): string[] {
  return [...html.matchAll(/<link rel="modulepreload"[^>]* href="\/assets\/([\w-]+)-[\w-]{8}\.js"/g)].map(
    ([, name]) => name ?? "",
  );
}

describe("the page first served", () => {
  test("names the files of the screen asked to whoever has a session", async () => {
    expect(named(await page("/personnes", "token"))).toEqual(expect.arrayContaining(["app", "people-page"]));
    expect(named(await page("/bilan", "token"))).toEqual(expect.arrayContaining(["app", "activity-page"]));
    const record = named(await page("/personnes/018f0000-0000-7000-8000-000000000000/identite", "token"));
    expect(record).toEqual(expect.arrayContaining(["app", "person-route"]));
  });

  test("does not weigh on signing in", async () => {
    expect(named(await page("/personnes", null))).not.toContain("app");
  });

  test("asks who is signed in, but where the script does not: a later call would be given that old answer", async () => {
    expect(await page("/connexion", null)).toContain('as="fetch" crossorigin="anonymous" href="/api/me"');
    expect(await page("/installation", null)).not.toContain("/api/");
  });

  test("has every file it names", async () => {
    for (const path of [
      "/",
      "/personnes",
      "/personnes/nouveau",
      "/bilan",
      "/imports",
      "/journal",
      "/comptes",
    ])
      expect(named(await page(path, "token")), path).toContain("app");
  });
});
