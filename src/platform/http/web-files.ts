import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Hono } from "hono";
import { getMimeType } from "hono/utils/mime";
import type { ApiEnv } from "./api-env.ts";

interface WebFile {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/**
 * Serves the built browser application: hashed files cached for ever, the page itself never, with its nonce.
 * Everything is read once, compressed, and kept (about a megabyte): a program rebuilt under a running server must
 * not leave its pages asking for files that are gone.
 * @param folder the built files (dist/web)
 */
export function serveWeb(app: Hono<ApiEnv>, folder: string): void {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const assets = new Map(
    readdirSync(join(folder, "assets")).map((name) => [name, readWebFile(join(folder, "assets", name))]),
  );

  app.get("/assets/:name", (c) => {
    const file = assets.get(c.req.param("name"));
    if (!file) return c.notFound();
    c.header("content-type", file.type);
    c.header("cache-control", "public, max-age=31536000, immutable");
    c.header("vary", "accept-encoding");
    if (file.gzip === null || !/\bgzip\b/.test(c.req.header("accept-encoding") ?? ""))
      return c.body(file.plain);
    c.header("content-encoding", "gzip");
    return c.body(file.gzip);
  });
  app.get("*", (c) => {
    // A missing file must not be answered with the page: the browser would run it as a script.
    if (/\.\w+$/.test(c.req.path)) return c.notFound();
    c.header("cache-control", "no-store");
    return c.html(page.replaceAll("__NONCE__", c.get("nonce")));
  });
}

function readWebFile(path: string): WebFile {
  const plain = new Uint8Array(readFileSync(path));
  const type = getMimeType(path) ?? "application/octet-stream";
  // Fonts and images are compressed already.
  const gzip = /javascript|css|svg|json/.test(type) ? new Uint8Array(gzipSync(plain, { level: 9 })) : null;
  return { type, plain, gzip };
}
