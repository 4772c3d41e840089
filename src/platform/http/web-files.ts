import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono } from "hono";
import type { ApiEnv } from "./api-env.ts";

/**
 * Serves the built browser application: hashed files cached for ever, the page itself never, with its nonce.
 * @param folder the built files (dist/web)
 */
export function serveWeb(app: Hono<ApiEnv>, folder: string): void {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  app.use(
    "/assets/*",
    serveStatic({
      root: folder,
      onFound: (_path, c) => c.header("cache-control", "public, max-age=31536000, immutable"),
    }),
  );
  app.get("*", (c) => {
    // A missing file must not be answered with the page: the browser would run it as a script.
    if (/\.\w+$/.test(c.req.path)) return c.notFound();
    c.header("cache-control", "no-store");
    return c.html(page.replaceAll("__NONCE__", c.var.nonce));
  });
}
